"""Is this name a place here, or part of another name, a person, a plain word?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Literal

from spacy.tokens import Doc, Span

from nlp.components.jurisdictions.cues import Cues
from nlp.components.jurisdictions.index import Place
from nlp.components.jurisdictions.scanning import Name, Words, follows_party

# sure: the text shows that it is a place. likely: a place unless it is a surname, since
# it is well known. maybe: only if the document is about its region. part: inside
# another name, so only if the document names the place elsewhere. no: something else.
Verdict = Literal["sure", "likely", "maybe", "part", "no"]

LARGE = 100_000
PLACE_LABELS = frozenset(("GPE", "LOC"))
NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "NUM"))
PERSON_TITLES = frozenset(("mr", "mrs", "ms", "dr", "sen", "senator", "rep", "judge"))
LISTING_TITLES = frozenset(
    ("trustees", "regents", "supervisors", "commissioners", "councilmembers", "mayors",
     "senators", "sens", "reps", "representatives", "justices", "judges", "directors")
)  # fmt: skip
POSSESSIVES = frozenset(("'s ", "’s ", "' ", "’ "))
_DATELINE = re.compile(
    r"(?:/[A-Z][\w.’' ]{1,20}?)?"  # a second town
    r"(?:, ?[A-Z][\w.’' ]{1,20}?)?"  # state
    r"(?:,? ?[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?,?\s?"  # day
    r"(?:\([A-Za-z/ ]{2,20}\)\s?)?"  # news agency
    r"(?:—|--|\s?[–-]\s)"
)
_AGENCY = re.compile(r"\s?\([A-Z][A-Za-z/ ]{1,20}\)")  # after a dateline: '(Reuters)'
_SUFFIX = re.compile(r"[-‑–](?:based|area|born|led|style|wide|bound|run|backed)\b")

# Before a person's name alone, so that their full stop ends no sentence.
_SHORT_TITLES = frozenset({"gov", "sen", "rep", "lt", "mr", "ms", "mrs", "dr", "supt"})
# Others may stand before a state: "Major Texas cities", "Attorney General".
_LONG_TITLES = frozenset(("mayor", "governor", "senator", "president", "sheriff"))


class Senses:
    """Decides the sense of names in one document; ask in text order."""

    def __init__(
        self, words: Words, doc: Doc, cues: Cues, names: Sequence[Name]
    ) -> None:
        """Take a document, its words, the word lists and the names among the words."""
        self._name_ends = {name.last for name in names}
        self._name_starts = {name.first for name in names}
        self.words = words
        self.cues = cues
        self._doc = doc
        self._ents: Sequence[Span] = doc.ents
        self._cursor = 0
        self._tagged = doc.has_annotation("TAG")
        self._token_starts = [token.idx for token in doc] if self._tagged else []
        self._surnames = find_surnames(words, self._ents, cues) | find_listed(words)

    def judge(self, name: Name) -> Verdict:
        """Return what the words around `name` make of it."""
        place = name.places[0]
        if place.level == "agency":
            return "sure"
        if self._follows_title(name.first - 1):
            return "no"
        if name.kind == "demonym":
            return self._judge_demonym(name)
        if name.kind == "abbreviation":
            return self._judge_abbreviation(name)
        if name.kind == "postal" or (name.key[0] == "=" and place.level != "city"):
            j = name.last + 1
            taken = self.words.is_capital(j) and self.words.is_joined(j - 1)
            return "no" if taken and self.words.lower(j) in self.cues.takers else "sure"
        ent = self._entity_at(name.start, name.end)
        if place.level in ("city", "county") and self._is_common(name):
            return "no"
        part = self._judge_part(name, ent)
        if part is not None:
            return part
        if place.level == "city" and self._is_surname(name):
            return "no"
        if self._has_sign(name, ent):
            is_hamlet = place.level == "city" and not place.population
            unseen = ent is None or ent.label_ not in PLACE_LABELS
            return "maybe" if is_hamlet and unseen else "sure"
        alone = self._judge_alone(name, place, ent)
        return "sure" if alone != "no" and self._governs(name.last) else alone

    def _follows_title(self, i: int) -> bool:
        """Tell whether word `i` makes a person: 'Gov. Washington', 'Mayor Georgia'."""
        words, title = self.words, self.words.lower(i)
        if title in _SHORT_TITLES and words.gap(i) == ". ":
            return True
        return title in _LONG_TITLES and words.is_capital(i) and words.gap(i) == " "

    def _judge_demonym(self, name: Name) -> Verdict:
        """Leave out 'African-American', but not 'Israeli-Egyptian'."""
        i = name.first - 1
        hyphened = i >= 0 and self.words.gap(i) == "-"
        return "no" if hyphened and i not in self._name_ends else "sure"

    def _is_surname(self, name: Name) -> bool:
        """Tell whether a town's name is that of a person in the text."""
        words = self.words
        if name.first != name.last or words.lower(name.last) not in self._surnames:
            return False
        follows = words.lower(name.last + 1) in self.cues.people
        if follows and words.gap(name.last) == " ":
            return False
        placed = words.lower(name.first - 1) in ("in", "near", "outside")
        return not placed or words.is_possessive(name.last)

    def _governs(self, last: int) -> bool:
        """Tell whether a verb of governing follows, an adverb perhaps between."""
        words, j = self.words, last + 1
        if words.lower(j).endswith("ly") or words.lower(j) in ("also", "then", "has"):
            j += 1
        return words.lower(j) in self.cues.governing_verbs and words.is_joined(last)

    def _judge_alone(self, name: Name, place: Place, ent: Span | None) -> Verdict:
        if name.first == name.last and self.words.lower(name.last) in self._surnames:
            return "no"
        if place.level != "city":
            foreign_state = place.level == "state" and place.country != "US"
            return "maybe" if foreign_state else "likely"
        is_large = place.population >= LARGE
        if ent is not None and ent.label_ == "PERSON":
            if ent.end_char > name.end + 2:
                return "no"
            is_large = place.population >= 10 * LARGE
        return "likely" if is_large else "maybe"

    def _judge_abbreviation(self, name: Name) -> Verdict:
        """Take 'Wash.' for the state after a comma, or before a lower-case word."""
        before = self.words.text[max(name.start - 2, 0) : name.start].rstrip()
        if before[-1:] in (",", "-", "(", "‑", "–", ";"):
            return "sure"
        follows = (
            self.words.gap(name.last) == ". "
            and (self.words.forms[name.last + 1 : name.last + 2] or [""])[0].islower()
        )
        return "sure" if follows else "no"

    def _entity_at(self, start: int, end: int) -> Span | None:
        ents = self._ents
        while self._cursor < len(ents) and ents[self._cursor].end_char <= start:
            self._cursor += 1
        if self._cursor == len(ents) or ents[self._cursor].start_char >= end:
            return None
        return ents[self._cursor]

    def _part_of_speech(self, i: int) -> str:
        """Return spaCy's tag for word `i`, '' where there is none."""
        if not self._tagged or not 0 <= i < len(self.words):
            return ""
        token = bisect_right(self._token_starts, self.words.starts[i]) - 1
        return self._doc[token].pos_

    def _is_common(self, name: Name) -> bool:
        """Tell whether a name is a plain word: 'the Commonwealth', 'Reform is'."""
        words, j = self.words, name.last + 1
        if name.first == name.last and self._is_plain_word(name):
            return True
        if name.places[0].level != "city":
            return False
        if words.lower(name.first - 1) != "the" or not words.is_joined(name.first - 1):
            return False
        if words.lower(j) in self.cues.public_nouns or words.is_capital(j):
            return False
        if _SUFFIX.match(words.text, name.end):
            return False
        if words.gap(name.last) != " ":
            return True
        return self._part_of_speech(j) not in NOMINAL

    def _is_plain_word(self, name: Name) -> bool:
        """Tell whether a capital at a sentence's start or in a title makes the name."""
        words, top = self.words, name.places[0]
        is_small = top.level == "city" and top.population < LARGE
        opens = words.starts_sentence(name.first)
        if words.lower(name.first) in words.common:
            placed = words.lower(name.first - 1) in self.cues.prepositions
            return opens or (is_small and not placed)
        if not (opens and is_small) or is_dateline(words.text, name):
            return False
        if words.lower(name.last + 1) in self.cues.public_nouns:
            return False
        return self._part_of_speech(name.first) not in ("", "PROPN")

    def _judge_part(self, name: Name, ent: Span | None) -> Verdict | None:
        """Return the verdict for a name inside another name, None for one alone."""
        words = self.words
        i, j = name.first - 1, name.last + 1
        label = ent.label_ if ent is not None else ""
        exact = ent is not None and label in PLACE_LABELS
        if words.is_shouted(name.first):
            return None
        of_capital = words.lower(i) == "of" and words.is_capital(i - 1)
        if of_capital and words.lower(i - 1) == "university":
            return None if name.places[0].level == "state" else "part"
        if of_capital and words.lower(i - 1) in self.cues.naming:
            return "no" if words.is_capital(j) and words.is_joined(j - 1) else "part"
        if words.is_capital(j) and words.gap(j - 1) in (" ", "\n"):
            ends_here = ent is not None and exact and ent.end_char <= name.end + 2
            verdict = self._judge_follower(name, j, ends_here)
            if verdict is not None:
                return verdict
        if self._is_hyphened(name):
            return "no"
        if not words.is_capital(i) or words.gap(i) not in (" ", "\n"):
            return None
        if ent is not None and exact and ent.start_char >= name.start:
            return None
        return self._judge_leader(name, i, label)

    def _is_hyphened(self, name: Name) -> bool:
        """Tell whether a town's name is half of 'Hewlett-Packard' or 'Ruiz-Boone'."""
        words, i, j = self.words, name.first - 1, name.last + 1
        leads = i >= 0 and words.gap(i) == "-" and words.is_capital(i)
        if leads and i not in self._name_ends and len(words.forms[i]) > 3:
            return True
        following = words.forms[j] if words.is_capital(j) else ""
        if words.gap(name.last) != "-" or name.places[0].level != "city":
            return False
        is_word = len(following) > 3 and not following.isupper()
        return is_word and j not in self._name_starts

    def _judge_leader(self, name: Name, i: int, label: str) -> Verdict | None:
        """Judge a name by the capital word right before it."""
        words, cues = self.words, self.cues
        before = words.lower(i)
        if (
            before in cues.openers
            or before in cues.directions
            or before in cues.followers
        ):
            return None
        if before in cues.titles:
            return "no" if name.places[0].level == "city" else None
        if words.forms[i].isupper() != words.forms[name.first].isupper():
            return None
        if label == "PERSON":
            self._surnames.add(words.lower(name.last))
            return "no"
        starts_sentence = i == 0 or words.gap(i - 1).strip() not in ("", ",")
        if starts_sentence and self._part_of_speech(i) not in ("", "PROPN", "NOUN"):
            return None
        return "part"

    def _judge_follower(self, name: Name, j: int, is_exact: bool) -> Verdict | None:
        words, cues = self.words, self.cues
        after = words.lower(j)
        if after in self._surnames and name.places[0].level == "city":
            self._surnames.add(words.lower(name.last))  # 'Donald Trump', then 'Donald'
            return "no"
        if after in cues.facilities:
            return "sure" if name.places[0].level == "county" else None
        if after == "state" and words.lower(j + 1) == "university":
            return None if name.places[0].level == "state" else "part"
        if after in cues.takers and not (after == "state" and is_exact):
            return "part" if after in ("university", "college") else "no"
        if is_exact or after in cues.followers or after in cues.titles:
            return None
        is_county = name.places[0].level == "county"
        return None if is_county or after in cues.openers else "part"

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
        if follows_party(words, name.first):
            return True
        return self._has_sign_after(name)

    def _has_sign_after(self, name: Name) -> bool:
        words, text = self.words, self.words.text
        if words.lower(name.last + 1) in self.cues.public_nouns:
            gap = words.gap(name.last)
            if gap == " " or gap in POSSESSIVES:
                return True
        if _SUFFIX.match(text, name.end):
            return True
        return is_dateline(text, name)


def find_surnames(words: Words, ents: Sequence[Span], cues: Cues) -> set[str]:
    """Return last names of people: in spaCy's names and after titles."""
    found: set[str] = set()
    plain = (cues.facilities, cues.takers, cues.heads, cues.kinds, cues.openers)
    for ent in ents:
        parts = ent.text.removesuffix("'s").removesuffix("’s").lower().split()
        if ent.label_ != "PERSON" or len(parts) < 2 or parts[0] in cues.directions:
            continue
        if not any(parts[-1] in listed for listed in plain):
            found.add(parts[-1])
    for i, form in enumerate(words.forms):
        if not form[0].isupper() or form.lower() not in PERSON_TITLES:
            continue
        j = i + 1
        while words.is_capital(j) and j < i + 4 and words.lower(j) not in cues.openers:
            if j > i + 1 and not words.is_joined(j - 1):
                break
            j += 1
        if j > i + 1 and words.gap(i) in (" ", ". "):
            found.add(words.lower(j - 1))
    return found


def find_listed(words: Words) -> set[str]:
    """Return last names of people in lists after a title: "Trustees Boone, Carver"."""
    return {
        name
        for i, form in enumerate(words.forms)
        if form[0].isupper() and form.lower() in LISTING_TITLES
        for name in _read_listed(words, i)
    }


def _read_listed(words: Words, i: int) -> list[str]:
    """Return the last names of "Trustees Boone, Carver and Diaz"; none of one name."""
    listed: list[str] = []
    j = i + 1
    if words.gap(i) not in (" ", ". "):
        return listed
    while words.is_capital(j):
        if words.is_joined(j) and words.is_capital(j + 1):
            break  # "Mayors Eric Adams": whole names are read elsewhere
        listed.append(words.lower(j))
        if words.gap(j) == ", " and words.lower(j + 1) != "and":
            j += 1
        elif words.lower(j + 1) == "and":
            j += 2
        else:
            break
    return listed if len(listed) > 1 else []


def is_dateline(text: str, name: Name) -> bool:
    """Tell whether a name opens a report: 'BOISE, Idaho (AP) --', 'Bonn (dpa)'."""
    at_start = name.start == 0 or text[name.start - 1] == "\n"
    is_upper = text[name.start : name.end].isupper() and name.end - name.start > 2
    if not at_start and not is_upper:
        return False
    if at_start and _AGENCY.match(text, name.end):
        return True
    return _DATELINE.match(text, name.end) is not None


def find_region(words: Words, last: int, starts: Mapping[int, Name]) -> Place | None:
    """Return the state or country that follows word `last`: 'Paris, Texas', 'Mesa AZ'.

    A county may stand between: 'Albany, Dougherty County, Georgia'.
    """
    gap = words.gap(last).removeprefix("'s").removeprefix("’s")
    following = starts.get(last + 1)
    if following is None:
        return None
    top = following.places[0]
    if gap in (", ", ",", " (", ",\n"):
        if top.level in ("state", "country"):
            return top
        if top.level == "county":
            return find_region(words, following.last, starts)
    if gap == " " and following.kind in ("abbreviation", "postal"):
        return top
    return None


def lists_states(words: Words, name: Name, names: Mapping[int, Name]) -> bool:
    """Tell whether 'X, Y' is part of a list of states: 'Ohio, Delaware and Utah'.

    Only asked where X is a state's name; 'Delaware, Ohio' alone is a town in Ohio.
    """
    following = names.get(name.last + 1)
    if following is None or following.kind in ("abbreviation", "postal"):
        return False
    i = name.first - 1
    if words.gap(i) == ", " or words.lower(i) in ("and", "or"):
        return True
    j = following.last + 1
    if words.lower(j) in ("and", "or", "&"):
        j += 1
    third = names.get(j)
    joined = words.gap(following.last) in (", ", " ")
    return joined and third is not None and third.places[0].level == "state"
