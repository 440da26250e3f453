"""A claim reduced to what it takes to tell whether another one says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from nlp.comparison.values import Bounds, find_bounds, name_measure
from nlp.lexicons import read_lexicon
from nlp.schema import Claim, Extraction, Figure, Jurisdiction, TextSpan

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_INSIDE = re.compile(r"[\w,;)’'] $|\w[-/]$")  # what stands before a word in a sentence
_ENDING = re.compile(r"(?:ies|ions?|es|ed|ing|s|y|e)$")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "got"})
_STEM_LENGTH = 6  # letters; what follows is mostly inflection

Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure of a statement.

    Attributes:
        id: Of the figure in its document.
        text: As written.
        measure: What it can be compared with, see `name_measure`.
        bounds: What it leaves open.
        counted: Stems of what it counts.
        whole: Stems of what the figure counts that it is a part of.
        unit: Of the figure, as it stands there.
        per: Denominator.
        change: Increase or decrease.
    """

    id: str
    text: str
    measure: str
    bounds: Bounds
    counted: frozenset[str]
    whole: frozenset[str]
    unit: str | None
    per: str | None
    change: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim of one document.

    Attributes:
        document: Number of the document in the run.
        claim: Id of the claim in it.
        text: The claim on its own.
        stems: Of its words of meaning, each cut to the same length.
        names: Those of them that are written as names, with a capital.
        sides: Numbers of the opposites it takes a side in, and which: 3 or -3.
        amounts: Its figures with a value.
        periods: Its dates, resolved.
        places: The governments that it names or whose agencies it names.
        subject: Stems of who or what acts.
        verb: Stems of what it does.
        is_passive: Whether the subject is what is acted on.
        negated: Whether it denies.
        published: Day of its document.
    """

    document: int
    claim: str
    text: str
    stems: frozenset[str]
    names: frozenset[str]
    sides: frozenset[int]
    amounts: tuple[Amount, ...]
    periods: tuple[Period, ...]
    places: frozenset[str]
    subject: frozenset[str]
    verb: frozenset[str]
    is_passive: bool
    negated: bool
    published: date | None


def read_statements(extraction: Extraction, document: int) -> Iterator[Statement]:
    """Yield the statement of each claim, in text order.

    Args:
        extraction: One document's records.
        document: Its number.
    """
    figures = {figure.id: figure for figure in extraction.figures}
    dates = {found.id: found for found in extraction.dates}
    names: dict[str, set[str]] = {}
    for entity in extraction.entities:
        if entity.jurisdiction is not None:
            names.setdefault(entity.id, set()).add(_name_place(entity.jurisdiction))
    for claim in extraction.claims:
        words = split_words(claim.standalone)
        periods = [(dates[d].start, dates[d].end) for d in claim.dates if d in dates]
        yield Statement(
            document=document,
            claim=claim.id,
            text=claim.standalone,
            stems=cut_stems(words),
            names=cut_stems(split_words(" ".join(find_names(claim.standalone)))),
            sides=frozenset(find_sides(words)),
            amounts=tuple(_read_amounts(claim, figures)),
            periods=tuple(
                (a, b) for a, b in periods if a is not None and b is not None
            ),
            places=frozenset(n for e in claim.entities for n in names.get(e, ())),
            subject=_cut_mention(claim.subject),
            verb=_cut_mention(claim.predicate),
            is_passive=_is_passive(claim.predicate),
            negated=claim.modality == "negated",
            published=extraction.document.published,
        )


def _cut_mention(mention: TextSpan | None) -> frozenset[str]:
    return cut_stems(split_words("" if mention is None else mention.text))


def _is_passive(predicate: TextSpan | None) -> bool:
    words = split_words("" if predicate is None else predicate.text)
    return not _BE.isdisjoint(words)


def _list_counted(figure: Figure | None) -> frozenset[str]:
    return cut_stems(split_words((figure and figure.counted) or ""))


def _find_original(figure: Figure, figures: dict[str, Figure]) -> Figure:
    """Return the figure that a figure repeats: "this number" is as exact as that."""
    original = figures.get(figure.same_as or "")
    return figure if original is None else original


def _name_place(place: Jurisdiction) -> str:
    return place.code or "/".join((*place.parents, place.name))


def _read_amounts(claim: Claim, figures: dict[str, Figure]) -> Iterator[Amount]:
    for name in claim.figures:
        figure = figures.get(name)
        bounds = (
            None if figure is None else find_bounds(_find_original(figure, figures))
        )
        if figure is not None and bounds is not None:
            yield Amount(
                id=figure.id,
                text=figure.text,
                measure=name_measure(figure),
                bounds=bounds,
                counted=_list_counted(figure),
                whole=_list_counted(figures.get(figure.part_of or "")),
                unit=figure.unit,
                per=figure.per,
                change=figure.change,
            )


def find_names(text: str) -> list[str]:
    """Return the words with a capital that do not begin a sentence or quotation."""
    return [
        match.group()
        for match in _WORD.finditer(text)
        if match.group()[0].isupper()
        and _INSIDE.search(text[max(0, match.start() - 2) : match.start()])
    ]


def split_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without possessive endings."""
    words = (match.group().casefold() for match in _WORD.finditer(text))
    return [re.sub(r"['’]s?$", "", word) for word in words]


def cut_stems(words: list[str]) -> frozenset[str]:
    """Return the stems of the words that bear meaning."""
    lexicon = read_lexicon("comparison")
    forms, empty = lexicon["forms"], _function_words()
    kept = (word for word in words if word not in empty and len(word) > 1)
    return frozenset(_cut(forms.get(word, word)) for word in kept)


def _cut(word: str) -> str:
    stem = _ENDING.sub("", word)
    if stem != word and _DOUBLED.search(stem):
        stem = stem[:-1]  # banned, banning
    return (stem if len(stem) > 2 else word)[:_STEM_LENGTH]


@cache
def _function_words() -> frozenset[str]:
    return frozenset(read_lexicon("comparison")["function_words"].split())


@cache
def _opposites() -> dict[str, tuple[int, ...]]:
    sides: dict[str, tuple[int, ...]] = {}
    pairs = read_lexicon("comparison")["opposites"]
    for number, pair in enumerate(pairs, start=1):
        for sign, side in ((1, "one"), (-1, "other")):
            for word in pair[side].split():
                sides[word] = (*sides.get(word, ()), sign * number)
    return sides


def find_sides(words: list[str]) -> set[int]:
    """Return which side of which opposites a text takes; none where it takes both."""
    known = _opposites()
    found = {side for word in words for side in known.get(word, ())}
    return {side for side in found if -side not in found}
