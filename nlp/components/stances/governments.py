"""The mentions of governments in a document, by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token

from nlp.annotations import read_text
from nlp.schema import Entity

DASHES = frozenset("-‐‑–")


def locates(text: str, place: Entity, region: Entity) -> bool:
    """Tell whether a name only says where the place before it lies: "Reno, Nevada"."""
    if place.jurisdiction is None or region.jurisdiction is None:
        return False
    if text[place.end_char : region.start_char] != ", ":
        return False
    return region.jurisdiction.code in place.jurisdiction.parents


class Governments:
    """The mentions of governments in a document, by token; wider mentions first."""

    def __init__(self, doc: Doc, entities: Sequence[Entity]) -> None:
        """Index the entities that have a jurisdiction."""
        self.doc = doc
        self._entities = [e for e in entities if e.jurisdiction is not None]
        self._at: dict[int, list[tuple[Entity, int]]] = {}
        self._bodiless: set[int] = set()
        starts = {token.idx: token.i for token in doc}
        for entity in entities:
            start = starts.get(entity.start_char)
            if start is None:
                continue
            at = start
            while at < len(doc) and doc[at].idx < entity.end_char:
                if entity.jurisdiction is not None:
                    self._at.setdefault(at, []).append((entity, start))
                elif entity.label == "ORG":
                    self._bodiless.add(at)
                at += 1
        self._settle_regions(read_text(doc), starts)
        for found in self._at.values():
            found.sort(key=lambda row: -row[0].end_char + row[0].start_char)

    def _settle_regions(self, text: str, starts: dict[int, int]) -> None:
        """Let "Nevada" in "Reno, Nevada, sued" stand for the town that acts."""
        for place, region in pairwise(self._entities):
            start = starts.get(region.start_char)
            if start is None or not locates(text, place, region):
                continue
            for at in range(start, len(self.doc)):
                if self.doc[at].idx >= region.end_char:
                    break
                self._at[at] = [(place, starts.get(place.start_char, start))]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._at)

    def first_between(self, start_char: int, end_char: int) -> Entity | None:
        """Return the first place name of a government in a stretch of the text."""
        return next(self.names_between(start_char, end_char), None)

    def last_between(self, start_char: int, end_char: int) -> Entity | None:
        """Return the last place name of a government in a stretch of the text."""
        last = None
        for entity in self.names_between(start_char, end_char):
            last = entity
        return last

    def names_between(self, start_char: int, end_char: int) -> Iterator[Entity]:
        """Yield the place names of governments in a stretch of the text."""
        for entity in self._entities:
            jurisdiction = entity.jurisdiction
            if (
                start_char <= entity.start_char < end_char
                and jurisdiction is not None
                and entity.label == "GPE"
                and entity.name == jurisdiction.name
            ):
                yield entity

    def at(self, token: Token) -> Entity | None:
        """Return the widest mention that covers a token."""
        found = self._at.get(token.i)
        return found[0][0] if found else None

    def is_private(self, token: Token) -> bool:
        """Whether a token is part of an organisation that is no government."""
        return token.i in self._bodiless and token.i not in self._at

    def before(self, token: Token) -> Token | None:
        """Return the word before the mention that covers a token, hyphens aside."""
        first = self._at[token.i][0][1]
        while first and self.doc[first - 1].text in DASHES:
            first -= 1
        return self.doc[first - 1] if first else None

    def place_in(self, phrase: Token, entity: Entity) -> Entity:
        """Return the name of the government's place in its phrase, or the mention.

        "The General Assembly of Virginia" and "Virginia's governor" act as Virginia.
        """
        last = phrase.right_edge.i if phrase.right_edge.i - phrase.i < 8 else phrase.i
        for at in range(max(phrase.left_edge.i, phrase.i - 8), last + 1):
            for other, _ in self._at.get(at, ()):
                jurisdiction = other.jurisdiction
                if (
                    jurisdiction is not None
                    and jurisdiction == entity.jurisdiction
                    and other.label == "GPE"
                    and other.name == jurisdiction.name
                    and other.text[:1].isupper()
                ):
                    return other
        return entity
