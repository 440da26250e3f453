"""Is this name a place here, or part of another name, a person, a plain word?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from spacy.tokens import Span

from nlp.components.jurisdictions.cues import Cues
from nlp.components.jurisdictions.index import Index, Place
from nlp.components.jurisdictions.scanning import Name, Words

# sure: the text shows that it is a place. likely: a place unless it is a surname, since
# it is well known. maybe: only if the document is about its region. part: inside
# another name, so only if the document names the place elsewhere. no: something else.
Verdict = Literal["sure", "likely", "maybe", "part", "no"]

LARGE = 100_000
PLACE_LABELS = frozenset(("GPE", "LOC"))
_PARTY = re.compile(r"(?:[A-Z]{1,3})[-‑–]$")
_DATELINE = re.compile(
    r"[^\n.;!?]{0,30}?\s?(?:\([A-Za-z/ ]{2,20}\)\s?)?(?:—|–|--|\s-\s)"
)
_SUFFIX = re.compile(r"[-‑–](?:based|area|born|led|style|wide|bound|run|backed)\b")
NAMING = frozenset(
    "university bank archdiocese diocese church times isle gulf bay duke prince battle treaty"
    " strait college cardinal bishop archbishop bureau institute museum club order".split()
)


class Senses:
    """Decides the sense of names in one document; ask in text order."""

    def __init__(self, words: Words, ents: Sequence[Span], cues: Cues) -> None:
        """Take a document's words and spaCy's entities."""
        self.words = words
        self.cues = cues
        self._ents = ents
        self._cursor = 0
        self._surnames = {
            ent.text.split()[-1].lower()
            for ent in ents
            if ent.label_ == "PERSON" and " " in ent.text.strip()
        }

    def judge(self, name: Name) -> Verdict:
        """Return what the words around `name` make of it."""
        place = name.places[0]
        if place.level == "agency" or name.kind == "demonym":
            return "sure"
        if name.key[0] == "=" and place.level in ("country", "supranational"):
            return "sure"
        if name.kind == "abbreviation":
            return "sure" if self._follows_break(name) else "no"
        ent = self._entity_at(name.start, name.end)
        part = self._judge_part(name, ent)
        if part is not None:
            return part
        if place.level == "city" and self._is_common(name):
            return "no"
        if self._has_sign(name, ent):
            return "sure"
        if name.first == name.last and self.words.lower(name.last) in self._surnames:
            return "no"
        if place.level != "city":
            foreign_state = place.level == "state" and place.country != "US"
            return "maybe" if foreign_state else "likely"
        if ent is not None and ent.label_ == "PERSON" and place.population < 10 * LARGE:
            return "maybe" if ent.end_char <= name.end + 2 else "no"
        return "likely" if place.population >= LARGE else "maybe"

    def _entity_at(self, start: int, end: int) -> Span | None:
        ents = self._ents
        while self._cursor < len(ents) and ents[self._cursor].end_char <= start:
            self._cursor += 1
        if self._cursor == len(ents) or ents[self._cursor].start_char >= end:
            return None
        return ents[self._cursor]

    def _follows_break(self, name: Name) -> bool:
        before = self.words.text[max(name.start - 2, 0) : name.start].rstrip()
        return before[-1:] in (",", "-", "(", "‑", "–", ";")

    def _judge_part(self, name: Name, ent: Span | None) -> Verdict | None:
        """Return the verdict for a name inside another name, None for one alone."""
        words, cues = self.words, self.cues
        i, j = name.first - 1, name.last + 1
        exact = ent is not None and ent.label_ in PLACE_LABELS
        if words.is_capital(j) and words.gap(j - 1) in (" ", "\n"):
            verdict = self._judge_follower(
                name, j, exact and ent.end_char <= name.end + 2
            )
            if verdict is not None:
                return verdict
        if (
            words.lower(i) == "of"
            and words.lower(i - 1) in NAMING
            and words.is_capital(i - 1)
        ):
            return "part"
        if not words.is_capital(i) or words.gap(i) not in (" ", "\n"):
            return None
        before = words.lower(i)
        if before in cues.openers | cues.directions | cues.followers:
            return None
        if before in cues.titles:
            return "no" if name.places[0].level == "city" else None
        if exact and ent is not None and ent.start_char >= name.start:
            return None
        if words.forms[i].isupper() != words.forms[name.first].isupper():
            return None
        if ent is not None and ent.label_ == "PERSON":
            self._surnames.add(words.lower(name.last))
            return "no"
        return "part"

    def _judge_follower(self, name: Name, j: int, is_exact: bool) -> Verdict | None:
        words, cues = self.words, self.cues
        after = words.lower(j)
        if after in cues.takers and not (after == "state" and is_exact):
            return "no"
        if after in cues.followers | cues.titles | cues.openers or is_exact:
            return None
        return "part"

    def _is_common(self, name: Name) -> bool:
        """Tell whether 'the' marks the name as a noun: 'the Commonwealth said'."""
        if self.words.lower(name.first - 1) != "the":
            return False
        after = self.words.lower(name.last + 1)
        return after not in self.cues.public_nouns and not self.words.is_capital(
            name.last + 1
        )

    def _has_sign(self, name: Name, ent: Span | None) -> bool:
        words = self.words
        if (
            ent is not None
            and ent.label_ in PLACE_LABELS
            and ent.end_char <= name.end + 2
        ):
            return True
        if name.places[0].level == "county":
            return True
        i = name.first - 1
        if words.lower(i) in self.cues.prepositions and words.gap(i) in (" ", "\n"):
            return ent is None or ent.label_ != "PERSON" or ent.end_char <= name.end + 2
        if _PARTY.search(words.text, max(name.start - 4, 0), name.start):
            return True
        return self._has_sign_after(name)

    def _has_sign_after(self, name: Name) -> bool:
        words, text = self.words, self.words.text
        if words.lower(name.last + 1) in self.cues.public_nouns:
            gap = words.gap(name.last)
            if gap == " " or gap in ("'s ", "’s ", "' ", "’ "):
                return True
        if _SUFFIX.match(text, name.end):
            return True
        at_start = name.start == 0 or text[name.start - 1] == "\n"
        is_upper = text[name.start : name.end].isupper() and name.end - name.start > 2
        return (at_start or is_upper) and _DATELINE.match(text, name.end) is not None


def find_region(
    words: Words, name: Name, following: Name | None, index: Index
) -> Place | None:
    """Return the state or country right after a name: 'Paris, Texas', 'Mesa AZ'."""
    gap = words.gap(name.last)
    gap = gap.removeprefix("'s").removeprefix("’s")
    if following is not None and following.first == name.last + 1:
        top = following.places[0]
        if gap in (", ", ",", " (", ",\n") and top.level in ("state", "country"):
            return top
        if gap == " " and following.kind == "abbreviation":
            return top
    code = words.forms[name.last + 1] if name.last + 1 < len(words) else ""
    if len(code) == 2 and code.isupper() and gap in (", ", " ", ","):
        found = index.get(f"@{code}")
        return found[0] if found else None
    return None
