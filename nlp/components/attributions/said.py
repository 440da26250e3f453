"""Attributions in the making, and what becomes of those within one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span

from nlp.schema import QuoteKind

# Frames that show by themselves that something is said.
_MAX_DEPTH = 5  # of attributions within attributions
SPOKEN = frozenset({"clause", "quote", "inserted", "according", "passive", "label"})


@dataclass(slots=True)
class Said:
    """An attribution in the making; the content's offsets are characters."""

    source: Span
    cue: Span | None
    kind: str
    frame: str
    start_char: int
    end_char: int
    quoted: set[int] = field(default_factory=set)  # indices of its quotations
    quote: QuoteKind = "indirect"

    @property
    def anchor(self) -> int:
        """The offset of the cue, or of the source that labels what follows."""
        return self.source.start_char if self.cue is None else self.cue.start_char


def merge(found: Sequence[Said]) -> list[Said]:
    """Make one of "refused to say": the inner content, the outer kind."""
    by_cue = {said.cue.start: said for said in found if said.cue is not None}
    outer: set[int] = set()
    for index, said in by_cue.items():
        verb = said.source.doc[index]
        above = by_cue.get(verb.head.i)
        if verb.dep_ == "xcomp" and above is not None and above.frame == "infinitive":
            said.kind = above.kind
            outer.add(verb.head.i)
    return [said for index, said in by_cue.items() if index not in outer]


def drop_nested(found: Sequence[Said]) -> list[Said]:
    """Keep within somebody's words only the speech and findings of others.

    "He said she told them ..." gives two attributions; the wishes, views and praise
    that somebody reports are part of what he says. Nor is the wish of "officials who
    asked not to be named" one, which only tells who they are.
    """
    by_start = sorted(found, key=lambda said: said.start_char)
    by_source = sorted(found, key=lambda said: said.source.start_char)
    around: list[Said] = []
    kept = []
    at = at_source = source_end = 0
    for said in sorted(found, key=lambda said: said.anchor):
        while at < len(by_start) and by_start[at].start_char <= said.anchor:
            around.append(by_start[at])
            at += 1
            if len(around) > 2 * _MAX_DEPTH:
                around = sorted(around, key=lambda one: one.end_char)[_MAX_DEPTH:]
        while at_source < len(by_source):
            source = by_source[at_source].source
            if source.start_char >= said.anchor:
                break
            if by_source[at_source].anchor != said.anchor:
                source_end = max(source_end, source.end_char)
            at_source += 1
        around = [one for one in around if one.end_char > said.anchor]
        depth = sum(one is not said for one in around)
        nested = any(one is not said and one.quote != "direct" for one in around)
        nested = nested or said.anchor < source_end
        may_nest = said.frame in SPOKEN and said.kind != "think"
        if depth < _MAX_DEPTH and (may_nest or not nested):
            kept.append(said)
    return kept
