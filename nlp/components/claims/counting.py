"""Figures in the place of "this number" and "of those", and scale words in full."""

from __future__ import annotations

import re

from nlp.components.claims.drafts import Draft
from nlp.components.claims.references import build_plural, is_bare
from nlp.lexicons import read_lexicon
from nlp.schema import Figure

_POINTING = frozenset({"the", "this", "that", "these", "those"})
_THESE = frozenset({"these", "those"})  # "them" may be anybody
_NEAR = 30  # characters before a whole in which its part stands: "40 of the 900"
_MAGNITUDES = {"bn": "billion", "tn": "trillion", "mn": "million", "m": "million"}
_SHORT = re.compile(r"(?<=\d)\s?(bn|tn|mn|m)\b")


def spell_figures(draft: Draft, start_char: int, end_char: int) -> None:
    """Note what is to be written over the figures in a stretch of text."""
    antecedents = draft.reading.antecedents
    whole: Figure | None = None
    for figure in draft.reading.figures.find(start_char, end_char):
        name = antecedents.name_figure(figure.same_as)
        if name is not None and _is_anaphor(figure.text):
            draft.edits.add(figure.start_char, figure.end_char, f"the figure of {name}")
        if figure.part_of is not None and whole is None:
            whole = antecedents.figures.get(figure.part_of)
            if whole is not None and _is_sure(draft, whole, start_char):
                _write_whole(draft, whole)
        if draft.clause.form == "item" and is_bare(figure.text):
            _add_unit(draft, figure)
        if figure.kind == "money":
            for short in _SHORT.finditer(figure.text):
                at = figure.start_char + short.start()
                scale = f" {_MAGNITUDES[short.group(1)]}"
                draft.edits.add(at, at + len(short.group()), scale)


def _add_unit(draft: Draft, figure: Figure) -> None:
    """Write "450 fires" for "450" where the list has named the fires before."""
    if figure.kind == "count" and figure.unit is not None and figure.counted is None:
        unit = build_plural(figure.unit)
        draft.edits.add(figure.end_char, figure.end_char, f" {unit}")


def _is_anaphor(text: str) -> bool:
    """Whether a figure points back: "this number", "the 1.4 million figure"."""
    words = text.lower().split()
    nouns = read_lexicon("claims")["standalone"]["figures"]
    return len(words) > 1 and words[0] in _POINTING and words[-1] in nouns


def _is_sure(draft: Draft, whole: Figure, start_char: int) -> bool:
    """Whether no part of the whole is named between: "40 of the 900", then "those"."""
    if whole.start_char >= start_char:
        return False
    between = draft.reading.figures.find(whole.start_char - _NEAR, start_char)
    return not any(figure.part_of == whole.id for figure in between)


def _write_whole(draft: Draft, whole: Figure) -> None:
    """Replace "those" in "of those" by the figure that it stands for."""
    name = draft.reading.antecedents.name_figure(whole.id)
    if name is None:
        return
    for token in draft.doc[draft.clause.start : draft.clause.end]:
        if token.lower_ not in _THESE or token.dep_ != "pobj":
            continue
        if any(child.i > token.i for child in token.children):
            return  # "those in the lowest tenth" are no others' part
        if token.head.lower_ in {"of", "among"}:
            lowered = name[:1].lower() + name[1:]
            draft.edits.add(token.idx, token.idx + len(token), lowered)
        return


def name_place(draft: Draft, end_char: int) -> None:
    """Say whose residents they are, where a figure or a speaker tells."""
    belonging = read_lexicon("claims")["standalone"]["belonging"]
    for figure in draft.facts.figures:
        span = draft.find_span(figure)
        if span is None or span.root.lemma_ not in belonging:
            continue
        noun = span.root
        if any(child.dep_ in {"prep", "acl"} for child in noun.children):
            continue
        place = figure.place or _find_place(draft)
        named = {entity.name for entity in draft.facts.entities}
        at = noun.idx + len(noun)
        if place is not None and place not in named and at <= end_char:
            draft.edits.add(at, at, f" of {place}")


def _find_place(draft: Draft) -> str | None:
    """Return the government that speaks, where it speaks of its own people."""
    said = draft.facts.attribution
    if said is None or said.source is None:
        return None
    source = said.source
    for entity in draft.reading.entities.find(source.start_char, source.end_char):
        if entity.jurisdiction is not None:
            return entity.jurisdiction.name
    return None
