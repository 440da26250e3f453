"""The sentence around a figure: tokens, tags, parse, dates and places by offset."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter

from spacy.tokens import Doc, Token

from nlp.annotations import get_records
from nlp.components.figures.lexemes import Lexemes
from nlp.schema import DateRef, Entity

_ENDS = frozenset(".!?")


class Context:
    """What the readers may ask about a document; built once a document."""

    def __init__(self, doc: Doc, lex: Lexemes) -> None:
        """Index `doc`."""
        self.doc = doc
        self.lex = lex
        self.has_tags = doc.has_annotation("TAG")
        self.has_parse = doc.has_annotation("DEP")
        self.has_entities = doc.has_annotation("ENT_IOB")
        self._idx = [token.idx for token in doc]
        self._borders: list[int] | None = None
        self.dates = get_records(doc, DateRef)
        self._date_starts = [date.start_char for date in self.dates]
        self._places: list[Entity] | None = None

    @property
    def places(self) -> list[Entity]:
        """The mentions that can be a place, in text order."""
        if self._places is None:
            self._places = [
                entity
                for entity in get_records(self.doc, Entity)
                if entity.role == "place" or _is_region(entity)
            ]
        return self._places

    def token_at(self, char: int) -> int:
        """Return the index of the token that holds character `char`, or before it."""
        return max(0, bisect_right(self._idx, char) - 1)

    def token_from(self, char: int) -> int:
        """Return the index of the first token that begins at or after `char`."""
        return bisect_left(self._idx, char)

    def date_over(self, start: int, end: int) -> DateRef | None:
        """Return the date that shares characters with the stretch, if any."""
        i = bisect_right(self._date_starts, end - 1) - 1
        if i >= 0 and self.dates[i].end_char > start:
            return self.dates[i]
        return None

    def dates_within(self, start: int, end: int) -> list[DateRef]:
        """Return the dates that begin in the stretch."""
        first = bisect_left(self._date_starts, start)
        last = bisect_left(self._date_starts, end)
        return self.dates[first:last]

    def places_within(self, start: int, end: int) -> list[Entity]:
        """Return the places that begin in the stretch."""
        places = self.places
        first = bisect_left(places, start, key=attrgetter("start_char"))
        return places[
            first : bisect_left(places, end, first, key=attrgetter("start_char"))
        ]

    def sentence_of(self, char: int) -> int:
        """Return the number of the sentence that character `char` stands in."""
        return bisect_right(self._starts(), char) - 1

    def sentence_bounds(self, number: int) -> tuple[int, int]:
        """Return first and last character of a sentence, end exclusive."""
        starts = self._starts()
        start = starts[max(0, number)]
        end = starts[number + 1] if number + 1 < len(starts) else len(self.lex.text)
        return start, end

    def _starts(self) -> list[int]:
        if self._borders is None:
            if self.doc.has_annotation("SENT_START"):
                self._borders = [sent.start_char for sent in self.doc.sents]
            else:
                self._borders = _guess_borders(self.lex)
            if not self._borders or self._borders[0] > 0:
                self._borders.insert(0, 0)
        return self._borders

    def verb_of(self, token: Token) -> Token | None:
        """Return the verb whose clause `token` stands in."""
        for _ in range(12):
            if token.pos_ in ("VERB", "AUX"):
                return token
            if token.head is token or token.head.i == token.i:
                return None
            token = token.head
        return None


def _is_region(entity: Entity) -> bool:
    """Tell a known place; what only the entity recogniser calls one may be a name."""
    is_place = entity.label in ("GPE", "LOC", "FAC")
    return is_place and (entity.kb_id is not None or entity.jurisdiction is not None)


def _guess_borders(lex: Lexemes) -> list[int]:
    """Find sentence starts without a parser: a capital after an end mark."""
    borders = [0]
    for i in range(1, lex.n):
        if lex.words[i - 1] not in _ENDS or not lex.has_gap(i):
            continue
        if lex.words[i][:1].isupper() or lex.is_number(i):
            borders.append(lex.start[i])
    return borders
