"""Officials: 'Gov. Kevin Stitt', 'Texas Attorney General Ken Paxton', 'the mayor'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.components.jurisdictions.cues import Cues
from nlp.components.jurisdictions.scanning import Name, Words

SHORT_TITLES = {
    "gov": "governor",
    "govs": "governors",
    "lt gov": "lieutenant governor",
    "lt governor": "lieutenant governor",
    "president-elect": "president",
}
FORMER = frozenset(("former", "ex", "then", "late", "onetime", "longtime", "would-be"))
WIDE = frozenset(("foreign", "home", "social", "public", "higher", "internal"))
PLACE_WORDS = frozenset(("the", "of", "city", "state", "county", "town", "village"))
NOT_IN_OFFICE = frozenset(
    ("candidate", "candidates", "hopeful", "race", "election", "nominee")
)
PARTICLES = frozenset(
    (
        "de",
        "del",
        "la",
        "van",
        "von",
        "der",
        "al",
        "el",
        "bin",
        "ben",
        "da",
        "dos",
        "di",
        "ibn",
        "ter",
    )
)
PARTY = frozenset(
    ("republican", "democratic", "democrat", "independent", "acting", "interim")
)
QUALIFIERS = frozenset(
    (
        "acting",
        "interim",
        "new",
        "current",
        "incoming",
        "first-term",
        "republican",
        "democratic",
        "outgoing",
    )
)


@dataclass(slots=True)
class Office:
    """An office named in the text, with its holder and place where they stand by it."""

    first: int  # words of the title
    last: int
    title: str
    levels: tuple[str, ...]  # empty: an agency's officer
    person: tuple[int, int] | None = None  # words, inclusive
    place: Name | None = None
    is_former: bool = False
    is_definite: bool = False  # "the mayor"
    has_comma: bool = False  # the name stands apart: "the mayor, Ann Pope,"
    is_own: bool = False  # "its mayor": of the government named last


def find_offices(words: Words, names: Sequence[Name], cues: Cues) -> Iterator[Office]:
    """Yield offices left to right."""
    ends = {name.last: name for name in names}
    starts = {name.first: name for name in names}
    end = -1
    for i in range(len(words)):
        form = words.lower(i)
        known = form in cues.office_starts or form in cues.agency_titles
        if i <= end or not (known or form == "minister"):
            continue
        office = _read_office(words, i, cues)
        if office is None:
            continue
        _attach(words, office, starts, ends, cues)
        end = office.last if office.person is None else office.person[1]
        yield office


def _read_office(words: Words, i: int, cues: Cues) -> Office | None:
    for n in range(cues.longest_office, 0, -1):
        if any(
            not words.is_joined(k) and not _dot_gap(words, k)
            for k in range(i, i + n - 1)
        ):
            continue
        title = " ".join(words.lower(k) for k in range(i, i + n))
        if title in cues.offices:
            name = SHORT_TITLES.get(title, title)
            return Office(i, i + n - 1, name, cues.offices[title])
    if words.lower(i) == "minister" and words.lower(i + 1) in ("for", "of"):
        last = i + 2
        if words.lower(last) in WIDE or words.lower(last + 1) == "and":
            last += 1 + (words.lower(last + 1) == "and")
        if words.is_capital(last):
            return Office(i, last, "minister", ("country", "state"))
    if words.lower(i) in cues.agency_titles:
        return Office(i, i, words.lower(i), ())
    return None


def _dot_gap(words: Words, i: int) -> bool:
    return words.gap(i) == ". " and len(words.forms[i]) <= 3


def _attach(
    words: Words,
    office: Office,
    starts: dict[int, Name],
    ends: dict[int, Name],
    cues: Cues,
) -> None:
    i = office.first - 1
    while words.lower(i) in QUALIFIERS and words.is_joined(i):
        i -= 1
    if words.gap(i).strip("-‑ ") == "" and words.lower(i) in FORMER and i >= 0:
        office.is_former = True
        i -= 1
    office.is_definite = words.lower(i) in ("the", "its", "their")
    office.is_own = words.lower(i) in ("its", "their")
    i, before = _find_owner(words, i, ends, cues)
    shared = ends.get(office.first)
    if shared is not None and shared.first < office.first:  # 'Cook County Executive'
        before = office.place = shared
    if before is None and _belongs_elsewhere(words, i, cues):
        office.is_former = True
    if before is not None and (words.is_joined(i) or words.is_possessive(i)):
        office.place = before
        office.is_former |= words.lower(before.first - 1) in FORMER
    office.person = find_person(words, office.last, starts, cues)
    office.has_comma = office.person is not None and "," in words.gap(office.last)
    after = office.last if office.person is None else office.person[1]
    office.place = office.place or _find_place_after(words, after, starts)
    office.is_former |= words.lower(office.last + 1) in NOT_IN_OFFICE


def _find_owner(
    words: Words, i: int, ends: dict[int, Name], cues: Cues
) -> tuple[int, Name | None]:
    """Return the place before a title and its last word: 'Spain's industry secretary'.

    Up to two words may stand between the place and the title.
    """
    before = ends.get(i)
    j = i
    while before is None and i - j < 2 and _is_modifier(words, j, cues):
        j -= 1
        if j in ends and words.gap(j) in ("'s ", "’s "):
            return j, ends[j]
    return i, before


def _find_place_after(words: Words, after: int, starts: dict[int, Name]) -> Name | None:
    """Return the place in 'the mayor of the city of X'."""
    if words.lower(after + 1) != "of" or not words.is_joined(after):
        return None
    j = after + 2
    while words.lower(j) in PLACE_WORDS:
        j += 1
    return starts.get(j)


def _is_modifier(words: Words, i: int, cues: Cues) -> bool:
    """Tell whether word `i` may stand in 'Spain's industry secretary'."""
    return words.lower(i).islower() and words.lower(i) not in cues.openers


def _belongs_elsewhere(words: Words, i: int, cues: Cues) -> bool:
    """Tell whether word `i` makes it another office: 'Council President'."""
    if not words.is_capital(i) or not words.is_joined(i):
        return False
    form = words.lower(i)
    known = cues.openers | cues.followers | cues.level_words.keys() | PARTY
    return form in cues.heads or (form not in known and not words.starts_sentence(i))


def find_person(
    words: Words, title: int, starts: dict[int, Name], cues: Cues
) -> tuple[int, int] | None:
    """Return the words of the name after a title: 'Gov. [J. B. Pritzker]'."""
    gap = words.gap(title)
    if gap not in (" ", ". ", "\n", ".\n") and not (
        gap == ", " and not words.is_capital(title)
    ):
        return None
    j = title + 1
    if not words.is_capital(j) or words.lower(j) in cues.openers | cues.followers:
        return None
    if words.lower(j) in cues.titles or words.lower(j) in cues.heads:
        return None
    last = j
    while last - j < 4 and _continues(words, last, cues):
        last += 1
        if not words.is_capital(last):
            last += 1
    if gap == ", " and last == j:
        return None
    return j, last


def _continues(words: Words, last: int, cues: Cues) -> bool:
    gap = words.gap(last)
    initial = len(words.forms[last].rstrip(".")) <= 2 and gap in (". ", " ")
    if gap not in (" ", "-") and not initial:
        return False
    following = words.lower(last + 1)
    if following in PARTICLES and words.is_capital(last + 2):
        return True
    if not words.is_capital(last + 1) or following in cues.openers:
        return False
    return following not in cues.followers and words.forms[last + 1] not in (
        "II",
        "III",
    )
