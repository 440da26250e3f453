"""Whose words a place in the text stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token

from nlp.components.stances.cues import Cues
from nlp.schema import Attribution, Entity

_DEPTH = 12  # how many quotations may begin between a word and the one it stands in


class Speech:
    """The attributions of a document, by place."""

    def __init__(
        self,
        doc: Doc,
        attributions: Sequence[Attribution],
        entities: Mapping[str, Entity],
        cues: Cues,
    ) -> None:
        """Index the attributions; `entities` are those with a jurisdiction, by id."""
        self._doc = doc
        self._said = sorted(attributions, key=lambda said: said.content.start_char)
        self._starts = [said.content.start_char for said in self._said]
        self._entities = entities
        self._cues = cues

    def at(self, token: Token) -> Attribution | None:
        """Return the innermost attribution whose content holds a token."""
        return min(self._around(token), key=_length, default=None)

    def find_speaker(self, token: Token) -> Token | None:
        """Return the head of who says the words around a token, if named outside."""
        for said in self._around(token):
            if said.source is None:
                continue
            span = self._doc.char_span(
                said.source.start_char, said.source.end_char, alignment_mode="expand"
            )
            if span is not None and not span.start <= token.i < span.end:
                return span.root
        return None

    def speaks_for(self, said: Attribution, government: str) -> bool:
        """Whether the source is the government itself, or an official of none named."""
        source = said.source
        if source is None:
            return False
        entity = self._entities.get(source.entity or "")
        if entity is not None and entity.jurisdiction is not None:
            return entity.jurisdiction.name == government
        return self._is_official(source.text)

    def is_paper(self, said: Attribution) -> bool:
        """Whether the source is a document: "according to the budget"."""
        if said.source is None or said.source.entity is not None:
            return False
        words = set(said.source.text.lower().split())
        return bool(words & self._cues.holders["papers"])

    def _is_official(self, source: str) -> bool:
        words = set(source.lower().split())
        holders = self._cues.holders
        if words & (holders["outsiders"] | holders["single_members"]):
            return False
        return bool(words & (holders["people"] | holders["bodies"]))

    def _around(self, token: Token) -> Iterator[Attribution]:
        """Yield the attributions whose content holds a token, innermost start first."""
        until = bisect_right(self._starts, token.idx)
        for said in reversed(self._said[max(0, until - _DEPTH) : until]):
            if token.idx < said.content.end_char:
                yield said


def _length(said: Attribution) -> int:
    return said.content.end_char - said.content.start_char
