"""Is this name a place here, or part of another name, a person, a plain word?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from nlp.components.jurisdictions.index import Index, Place
from nlp.components.jurisdictions.scanning import Name, Words
from nlp.lexicons import read_lexicon

LARGE = 100_000  # people; below, a name needs a sign in the text that it is a place
PLACE_LABELS = frozenset(("GPE", "LOC"))


@dataclass(frozen=True, slots=True)
class Cues:
    """Word lists about the words around a name, lower case."""

    openers: frozenset[str]  # function words, capital only at a sentence's start
    directions: frozenset[str]
    titles: frozenset[str]
    heads: frozenset[str]
    followers: frozenset[str]  # capital words that leave a place before them a place
    prepositions: frozenset[str]


def read_cues() -> Cues:
    """Read the word lists."""
    lexicon = read_lexicon("institutions")
    return Cues(
        **{
            name: frozenset(word.lower() for word in lexicon[name])
            for name in Cues.__dataclass_fields__
        }
    )


class Senses:
    """Decides the sense of names in one document."""

    def __init__(self, words: Words, ents: Sequence[Span], cues: Cues) -> None:
        """Take a document's words and spaCy's entities."""
        self.words = words
        self.cues = cues
        self._by_start = [ent.start_char for ent in ents]
        self._ents = ents
        self._surnames = {
            ent.text.split()[-1].lower()
            for ent in ents
            if ent.label_ == "PERSON" and " " in ent.text.strip()
        }
        self._cursor = 0

    def entity_at(self, start: int, end: int) -> Span | None:
        """Return spaCy's entity that overlaps the stretch; ask in text order."""
        while (
            self._cursor < len(self._ents)
            and self._ents[self._cursor].end_char <= start
        ):
            self._cursor += 1
        if self._cursor == len(self._ents):
            return None
        ent = self._ents[self._cursor]
        return ent if ent.start_char < end else None

    def is_place(self, name: Name) -> bool:
        """Tell whether `name` is meant as a place or government."""
        if name.places[0].level == "agency" or name.kind == "demonym":
            return True
        ent = self.entity_at(name.start, name.end)
        if self._is_part(name, ent):
            return False
        if self._has_sign(name, ent):
            return True
        if self.words.lower(name.last) in self._surnames and name.first == name.last:
            return False
        return self._is_known(name.places[0])

    def _is_known(self, place: Place) -> bool:
        if place.level == "city":
            return place.population >= LARGE
        return not (place.level == "state" and place.country != "US")

    def _has_sign(self, name: Name, ent: Span | None) -> bool:
        if (
            ent is not None
            and ent.label_ in PLACE_LABELS
            and ent.end_char <= name.end + 2
        ):
            return True
        if name.places[0].level == "county":
            return True
        before = self.words.lower(name.first - 1)
        if before in self.cues.prepositions and self.words.gap(name.first - 1) == " ":
            return ent is None or ent.label_ != "PERSON" or ent.end_char <= name.end
        return self._heads_body(name.last)

    def _heads_body(self, last: int) -> bool:
        i = last + 1
        while self.words.is_joined(i - 1) and self.words.is_capital(i) and i < last + 6:
            if self.words.lower(i) in self.cues.heads:
                return True
            i += 1
        return False

    def _is_part(self, name: Name, ent: Span | None) -> bool:
        words, cues = self.words, self.cues
        i, j = name.first - 1, name.last + 1
        if words.is_capital(i) and words.gap(i) in (" ", "\n", "-"):
            before = words.lower(i)
            if before not in cues.openers | cues.directions | cues.titles:
                return not self._ends_sense(i)
            if before in cues.titles and not self._has_county(name):
                return not words.is_possessive(i)
        if words.is_capital(j) and words.gap(j - 1) in (" ", "\n"):
            after = words.lower(j)
            if after in cues.followers | cues.titles | cues.heads | cues.openers:
                return False
            if self._heads_body(name.last):
                return False
            return not (
                ent is not None
                and ent.label_ in PLACE_LABELS
                and ent.end_char == name.end
            )
        return False

    def _ends_sense(self, i: int) -> bool:
        """A capital word before that does not belong: 'Monday Boston', 'Gov. X'."""
        return self.words.lower(i) in self.cues.followers or self.words.forms[
            i
        ].isupper() != (self.words.forms[i + 1].isupper())

    def _has_county(self, name: Name) -> bool:
        return name.places[0].level in ("county", "state", "country")


def find_region(
    words: Words, name: Name, following: Name | None, index: Index
) -> Place | None:
    """Return the state or country that stands right after a name: 'Paris, Texas'."""
    if following is not None and following.first == name.last + 1:
        gap = words.gap(name.last).strip("'’s")
        top = following.places[0]
        if gap in (", ", ",", " (") and top.level in ("state", "country"):
            return top
    code = words.forms[name.last + 1] if name.last + 1 < len(words) else ""
    if len(code) == 2 and code.isupper() and words.gap(name.last) in (", ", " "):
        found = index.get(f"@{code}")
        return found[0] if found else None
    return None
