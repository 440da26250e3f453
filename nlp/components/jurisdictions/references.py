"""Phrases that stand for a government without naming it, or beside its name.

'The city', 'state lawmakers', 'officials in Denver', 'the school board', 'the agency'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from nlp.components.jurisdictions.cues import Cues
from nlp.components.jurisdictions.scanning import Name, Words

ReferenceKind = Literal["government", "group", "body", "agency", "chamber"]
CHAMBERS = frozenset(("house", "senate"))
LEGISLATORS = frozenset(["lawmakers", "legislators", "senators", "representatives"])
ENVOYS = LEGISLATORS | frozenset(["ministers", "officials", "leaders", "diplomats"])
KINDS = frozenset(("local", "federal", "tribal", "territorial", "municipal"))
INSIDE = frozenset(("in", "of", "from", "at", "across"))
POSSESSIVES = frozenset(("'s ", "’s ", "' ", "’ "))
BARE_BODIES = frozenset(
    ("parliament", "cabinet", "government", "national guard", "statehouse")
)


@dataclass(slots=True)
class Reference:
    """A phrase, in word numbers, and what it refers to."""

    first: int
    last: int
    kind: ReferenceKind
    head: str
    level: str | None = None
    place: Name | None = None  # the government is named beside it
    is_seat: bool = False  # the place is where they meet: 'lawmakers in Austin'
    is_own: bool = False  # 'its council': of the government named last


class ReferenceFinder:
    """Finds the references of one document."""

    def __init__(
        self, words: Words, names: Mapping[int, Name], cues: Cues, covered: set[int]
    ) -> None:
        """Take the words, the names that are places by first word, words in bodies."""
        self.words = words
        self.cues = cues
        self.starts = names
        self.ends = {name.last: name for name in names.values()}
        self.covered = covered
        self.named = {
            i for name in names.values() for i in range(name.first, name.last + 1)
        }

    def find(self) -> Iterator[Reference]:
        """Yield references left to right; those may share words."""
        cues = self.cues
        for i in range(len(self.words)):
            if i in self.covered or i in self.named:
                continue
            form = self.words.lower(i)
            found = None
            if form in cues.groups:
                found = self._read_group(i)
            if found is None and form in cues.body_starts:
                found = self._read_body(i)
            if found is None and form in cues.organs:
                found = self._read_organ(i)
            if found is None and form in CHAMBERS:
                found = self._read_chamber(i)
            if found is None and form in cues.generic_governments:
                found = self._read_government(i)
            if found is None and form in cues.agency_nouns:
                found = self._read_agency(i)
            if found is not None:
                yield found

    def _is_definite(self, i: int) -> bool:
        before = self.words.lower(i - 1)
        return before in ("the", "this", "that") and self.words.is_joined(i - 1)

    def _place_before(self, i: int) -> Name | None:
        """Return the place that ends right before word `i`."""
        name = self.ends.get(i - 1)
        if name is None:
            return None
        gap = self.words.gap(i - 1)
        return name if gap in POSSESSIVES or self.words.is_joined(i - 1) else None

    def _place_after(self, i: int, joints: frozenset[str] = INSIDE) -> Name | None:
        """Return the place in 'X in the city of Y' after word `i`."""
        words = self.words
        j = i + 1
        if words.lower(j) not in joints or not words.is_joined(i):
            return None
        j += 1
        while (
            words.lower(j) in ("the", "of") or words.lower(j) in self.cues.level_words
        ):
            j += 1
        return self.starts.get(j)

    def _read_group(self, i: int) -> Reference | None:
        words, form = self.words, self.words.lower(i)
        j, level = i - 1, None
        while i - j <= 3 and words.is_joined(j) and j >= 0:
            if words.lower(j) in self.cues.partisan:
                return None
            level = self.cues.level_words.get(words.lower(j))
            if (
                level is not None
                or j in self.ends
                or words.lower(j) in self.cues.openers
            ):
                break
            j -= 1
        place = self.ends.get(j)
        joined = words.gap(j) in POSSESSIVES or words.is_joined(j)
        if place is not None and joined and (i == j + 1 or level is None):
            return Reference(place.first, i, "group", form, None, place)
        after = self._place_after(i)
        if after is not None:
            seat = form in ENVOYS and words.lower(i + 1) in ("in", "from")
            first = j if level is not None else i
            return Reference(
                first, after.last, "group", form, level, after, seat and level is None
            )
        if level is None or words.lower(j - 1) in ("or", "and"):
            return None
        return Reference(j, i, "group", form, level)

    def _read_body(self, i: int) -> Reference | None:
        words = self.words
        for n in (4, 3, 2, 1):
            last = i + n - 1
            forms = [*(self._form(k) for k in range(i, last)), words.lower(last)]
            phrase = " ".join(forms)
            level = self.cues.generic_bodies.get(phrase)
            if level is None or any(k in self.covered for k in range(i, last + 1)):
                continue
            place = self._place_before(i) or self._place_after(
                last, frozenset(("of", "in"))
            )
            bare = phrase in BARE_BODIES and not self._is_definite(i)
            if place is None and (
                bare or words.lower(i - 1) in ("a", "an", "every", "each")
            ):
                return None
            first = place.first if place is not None and place.last < i else i
            own = place is None and words.lower(i - 1) == "its"
            return Reference(first, last, "body", phrase, level, place, is_own=own)
        return None

    def _read_agency(self, i: int) -> Reference | None:
        """Read 'the agency', not 'the Office of the Federal Register'."""
        if not self._is_definite(i) or self.words.lower(i + 1) in ("of", "for"):
            return None
        if self.words.lower(i + 1) == "on" and self.words.is_capital(i + 2):
            return None  # "the Commission on Presidential Debates"
        return Reference(i, i, "agency", self.words.lower(i))

    def _read_chamber(self, i: int) -> Reference | None:
        """Read 'the House', not 'House Republicans' or 'the House committee'."""
        words = self.words
        if not words.is_capital(i) or not self._is_definite(i):
            return None
        following = words.lower(i + 1)
        goes_on = words.is_joined(i) and not words.is_possessive(i)
        longer = words.is_capital(i + 1) or following in self.cues.agency_nouns
        if goes_on and (longer or following == "of"):
            return None
        return Reference(i, i, "chamber", words.lower(i))

    def _read_organ(self, i: int) -> Reference | None:
        """Read 'Denver's council', 'its board'."""
        place = self._place_before(i)
        head = self.words.lower(i)
        if place is not None:
            return Reference(place.first, i, "body", head, None, place)
        if self.words.lower(i - 1) == "its" and self.words.is_joined(i - 1):
            return Reference(i, i, "body", head, is_own=True)
        after = self._place_after(i, frozenset(("in", "of")))
        if after is not None and self._is_definite(i):
            return Reference(i, after.last, "body", head, None, after)
        return None

    def _form(self, i: int) -> str:
        form = self.words.lower(i)
        return f"{form}'s" if form and self.words.is_possessive(i) else form

    def _read_government(self, i: int) -> Reference | None:
        words, form = self.words, self.words.lower(i)
        if not self._is_definite(i) and not words.is_capital(i):
            return None
        if words.lower(i + 1) in ("and", "or") and words.lower(i + 2) in KINDS:
            return None  # "that State and local requirements": any state
        after = self._place_after(i, frozenset(("of",)))
        if after is not None:
            return Reference(i, after.last, "government", form, None, after)
        if not self._is_definite(i):
            return None
        if words.is_joined(i) and not words.is_possessive(i):
            following = words.lower(i + 1)
            if words.is_capital(i + 1) or following in self.cues.agency_nouns:
                return None
        return Reference(i, i, "government", form, self.cues.generic_governments[form])
