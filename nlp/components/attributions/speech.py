"""Cues, sources and contents brought together, in words and in quotations."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from nlp.components.attributions.contents import Content, find_verb_content
from nlp.components.attributions.cues import Cue, Cues
from nlp.components.attributions.quotations import Quotation, read_quotations
from nlp.components.attributions.sources import (
    find_agent,
    find_speaker,
    is_passive,
    noun_phrase,
)
from nlp.schema import QuoteKind

_MAX_GAP = 250  # characters between two parts of one quotation
_FIRST_PERSON = frozenset({"i", "we", "you", "it", "that", "this", "who", "which"})


@dataclass(slots=True)
class Said:
    """An attribution in the making; the content's offsets are characters."""

    source: Span | None
    cue: Span
    kind: str
    frame: str
    start_char: int
    end_char: int
    quoted: set[int] = field(default_factory=set)  # indices of its quotations
    quote: QuoteKind = "indirect"


class Quotations:
    """The quotations of a document, found by offset."""

    def __init__(self, text: str) -> None:
        """Read them once."""
        self.text = text
        self.all = read_quotations(text)
        self._starts = [one.outer_start for one in self.all]

    def find(self, offset: int) -> int | None:
        """Return the index of the quotation around a character."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.all[index].outer_end:
            return index
        return None

    def find_before(self, offset: int) -> int | None:
        """Return the index of a quotation that ends at `offset`, space aside."""
        index = bisect_right(self._starts, offset - 1) - 1
        if index < 0:
            return None
        gap = self.text[self.all[index].outer_end : offset]
        ok = self.all[index].outer_end <= offset and gap.strip(" \u00a0,–—-") == ""
        return index if ok else None

    def find_after(self, offset: int) -> int | None:
        """Return the index of a quotation that starts at `offset`, space aside."""
        index = bisect_right(self._starts, offset - 1)
        if index >= len(self.all):
            return None
        gap = self.text[offset : self._starts[index]]
        ok = gap.strip(" \u00a0,:–—-\n") == "" and gap.count("\n") <= (
            2 if ":" in gap else 0
        )
        return index if ok else None


def find_said(doc: Doc, cues: Cues) -> list[Said]:
    """Return the attributions of a parsed document, in order of content."""
    quotations = Quotations(doc.text)
    found = [
        said
        for token in doc
        if (cue := cues.verbs.get(token.lower_)) is not None and token.pos_ == "VERB"
        if (said := _read_verb(token, cue, quotations)) is not None
    ]
    _extend(found, quotations)
    for said in found:
        _finish(said, quotations)
    return sorted(found, key=lambda said: (said.start_char, -said.end_char))


def _read_verb(verb: Token, cue: Cue, quotations: Quotations) -> Said | None:
    speaker = find_agent(verb) if is_passive(verb) else find_speaker(verb)
    content = find_verb_content(verb, cue)
    around = quotations.find(verb.idx)
    if around is None and "clause" in cue.frames:
        beside = _find_beside(verb, speaker, content, cue, quotations)
        if beside is not None:
            return beside
    if speaker is None or content is None:
        return None
    source = noun_phrase(speaker)
    if not len(source):
        return None
    said = Said(
        source,
        verb.doc[verb.i : verb.i + 1],
        cue.kind,
        f"{cue.word}/{content.frame}",
        content.span.start_char,
        content.span.end_char,
    )
    if around is None:
        _fit(said, quotations)
        return said
    return said if _is_nested(said, cue, content, quotations.all[around]) else None


def _is_nested(said: Said, cue: Cue, content: Content, around: Quotation) -> bool:
    """Whether somebody quoted reports a third's words; cuts it to the quotation."""
    source = said.source
    assert source is not None
    if content.frame != "clause" or cue.kind == "think":
        return False
    if source[0].lower_ in _FIRST_PERSON or source.start_char < around.start_char:
        return False
    said.start_char = max(said.start_char, around.start_char)
    said.end_char = min(said.end_char, around.end_char)
    return said.end_char > said.start_char


def _find_beside(
    verb: Token,
    speaker: Token | None,
    content: Content | None,
    cue: Cue,
    quotations: Quotations,
) -> Said | None:
    """Return the quotation right before or after a cue and its source."""
    doc = verb.doc
    before = after = None
    if speaker is None or quotations.find(speaker.idx) is not None:
        speaker = _guess_speaker(verb, quotations)
    if speaker is None:
        return None
    source = noun_phrase(speaker)
    if not len(source):
        return None
    start = min(source.start_char, verb.idx)
    left = min(source.start, verb.i)
    while left > doc[left].sent.start and doc[left - 1].dep_ in (
        "aux",
        "neg",
        "advmod",
    ):
        left -= 1
    if source.start < verb.i and verb.i - source.end > 4:
        left = verb.i
    before = quotations.find_before(doc[left].idx)
    if before is None and start != verb.idx:
        before = quotations.find_before(verb.idx)
    end = verb.idx + len(verb)
    after = quotations.find_after(end)
    if before is None and after is None:
        return None
    if before is not None and not _ends_open(quotations, before):
        before = None
    said = Said(source, doc[verb.i : verb.i + 1], cue.kind, f"{cue.word}/quote", 0, 0)
    if before is not None:
        one = quotations.all[before]
        said.start_char, said.end_char = one.start_char, one.end_char
        said.quoted.add(before)
        if content is not None and content.frame == "clause":
            span = content.span
            if span.start_char < one.start_char and span.end_char <= one.outer_end:
                said.start_char = span.start_char
        return said
    if after is not None:
        one = quotations.all[after]
        said.start_char, said.end_char = one.start_char, one.end_char
        said.quoted.add(after)
        if (
            content is not None
            and content.frame == "clause"
            and content.span.start > verb.i
        ):
            said.end_char = max(said.end_char, content.span.end_char)
            _fit(said, quotations)
        return said
    return None


def _ends_open(quotations: Quotations, index: int) -> bool:
    one = quotations.all[index]
    if quotations.text[one.end_char - 1] in ",?!-–—":
        return True
    return quotations.text[one.outer_end : one.outer_end + 1] == ","


def _guess_speaker(verb: Token, quotations: Quotations) -> Token | None:
    """Return the noun beside a cue that the parser took for something else."""
    doc = verb.doc
    for child in verb.children:
        if child.i > verb.i and child.dep_ in (
            "dobj",
            "attr",
            "npadvmod",
            "oprd",
            "dep",
        ):
            if (
                child.pos_ in ("PROPN", "NOUN", "PRON")
                and quotations.find(child.idx) is None
            ):
                return child
    if verb.i > 0 and doc[verb.i - 1].pos_ in ("PROPN", "NOUN", "PRON"):
        token = doc[verb.i - 1]
        if quotations.find(token.idx) is None:
            return token
    return None


def _fit(said: Said, quotations: Quotations) -> None:
    """Grow a content to the whole of the quotations that it begins or ends in."""
    first = quotations.find(said.start_char)
    last = quotations.find(max(said.start_char, said.end_char - 1))
    for index in (first, last):
        if index is not None:
            one = quotations.all[index]
            said.start_char = min(said.start_char, one.start_char)
            said.end_char = max(said.end_char, one.end_char)
    indices = range(
        bisect_right(quotations._starts, said.start_char - 2),
        bisect_right(quotations._starts, said.end_char),
    )
    said.quoted.update(indices)


def _extend(found: list[Said], quotations: Quotations) -> None:
    """Give each quotation that has no cue to the speaker of the one before it."""
    owner: dict[int, Said] = {}
    for said in found:
        for index in said.quoted:
            owner.setdefault(index, said)
    for index in range(1, len(quotations.all)):
        if index in owner or index - 1 not in owner:
            continue
        said = owner[index - 1]
        before, one = quotations.all[index - 1], quotations.all[index]
        gap = quotations.text[before.outer_end : one.outer_start]
        if len(gap) > _MAX_GAP or "\n" in gap or not _continues(gap, said, before):
            continue
        said.end_char = max(said.end_char, one.end_char)
        said.quoted.add(index)
        owner[index] = said


def _continues(gap: str, said: Said, before: Quotation) -> bool:
    if gap.strip() == "":
        return True
    in_gap = before.outer_end <= said.cue.start_char < before.outer_end + len(gap)
    inner = gap.rstrip()
    return in_gap and inner[-1:] in ".,:;–—-" and inner[:-1].count(". ") <= 2


def _finish(said: Said, quotations: Quotations) -> None:
    """Trim the content and tell how much of it is quoted."""
    text = quotations.text
    while said.end_char > said.start_char and text[said.end_char - 1] in ",; \n\u00a0":
        said.end_char -= 1
    first = quotations.find(said.start_char)
    last = quotations.find(max(said.end_char - 1, said.start_char))
    if first is not None and last is not None and (first == last or said.quoted):
        outside = said.cue.start_char
        inside = quotations.find(outside) == first
        said.quote = "indirect" if inside else "direct"
    elif said.quoted:
        said.quote = "mixed"
