"""Government bodies: 'Boise Police Department', 'General Assembly of Virginia'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.components.jurisdictions.cues import Cues
from nlp.components.jurisdictions.scanning import Name, Words

MAX_WORDS = 12
SCHOOL_HEADS = frozenset(("schools", "isd", "usd"))
CHAMBERS = frozenset(("house", "senate", "assembly"))
HINTS = {
    "legislature": ("state", "country"),
    "assembly": ("state", "country"),
    "senate": ("state", "country"),
    "supreme": ("state", "country"),
    "national": ("state", "country"),
    "delegates": ("state",),
    "representatives": ("state", "country"),
    "parliament": ("country", "state"),
    "council": ("city", "county", "country"),
    "police": ("city",),
    "aldermen": ("city",),
    "selectmen": ("city",),
    "supervisors": ("county", "city"),
    "sheriff": ("county",),
    "department": ("state", "city", "county", "country"),
}


@dataclass(slots=True)
class Body:
    """A capitalised phrase that names a government body, in word numbers."""

    first: int
    last: int
    names: tuple[Name, ...]  # names of the index inside, left to right
    is_district: bool
    owner: Name | None = None  # before it: "Canada's Supreme Court"
    unknown: str = ""  # a place before the head that the index does not have

    def levels(self, words: Words) -> tuple[str, ...]:
        """Return the levels of government that have such a body, likeliest first."""
        forms = [words.lower(i) for i in range(self.first, self.last + 1)]
        if "state" in forms and "police" in forms:
            return ("state",)
        if "department" in forms and "police" not in forms and "fire" not in forms:
            return HINTS["department"]
        for form in forms:
            if form in HINTS:
                return HINTS[form]
        return ()


def find_bodies(words: Words, names: Sequence[Name], cues: Cues) -> Iterator[Body]:
    """Yield bodies left to right, without overlaps."""
    at_word = {i: name for name in names for i in range(name.first, name.last + 1)}
    end = -1
    for h in range(len(words)):
        if h <= end or not words.is_capital(h) or words.lower(h) not in cues.heads:
            continue
        if _is_agency(words, h, at_word):
            continue
        first = expand_left(words, h, end, at_word, cues)
        last = expand_right(words, h, at_word, cues)
        inside = _names_inside(at_word, first, last)
        unknown = ""
        if inside and not _fits(words, inside[0], first, last, cues):
            unknown = _read_unknown(words, first, last, cues)
            inside = inside[1:]
        is_district = _is_district(words, first, last, cues)
        if not inside and (is_district or words.lower(h) == "police"):
            unknown = _read_unknown(words, first, last, cues)
        owner = at_word.get(first - 1) if words.is_possessive(first - 1) else None
        body = Body(first, last, inside, is_district, owner, unknown)
        if last > first and _is_government(words, body, cues):
            yield body
            end = last


def _is_agency(words: Words, h: int, at_word: dict[int, Name]) -> bool:
    """Whether the index has the body itself: not so for 'Texas Department of Labor'."""
    found = at_word.get(h)
    if found is None or found.places[0].level != "agency":
        return False
    before = at_word.get(found.first - 1)
    placed = before is not None and before.places[0].level != "agency"
    return not (placed and words.is_joined(found.first - 1))


def expand_left(
    words: Words, h: int, stop: int, at_word: dict[int, Name], cues: Cues
) -> int:
    """Return the first word of the phrase that ends in head `h`."""
    i = h
    while i - 1 > stop and h - i < MAX_WORDS:
        before = words.lower(i - 1)
        if before == "of" and words.lower(i - 2) in ("university", "college"):
            return i - 2
        joined = words.is_joined(i - 1) or (
            words.is_possessive(i - 1) and words.gap(i - 1).endswith(" ")
        )
        if not joined:
            break
        if before in ("and", "&") and words.is_capital(i - 2):
            if i in at_word or i - 2 in at_word or words.lower(i - 2) in cues.heads:
                break
            i -= 2
            continue
        if not words.is_capital(i - 1) or _is_opener(words, i - 1, cues, at_word):
            break
        if words.is_possessive(i - 1) and not _may_possess(words, i - 1, cues, at_word):
            break
        i -= 1
    return i


def _is_opener(words: Words, i: int, cues: Cues, at_word: dict[int, Name]) -> bool:
    form = words.lower(i)
    if i in at_word or form in ("state", "city", "county", "town", "village"):
        return False
    return form in cues.openers or form in cues.followers


def _may_possess(words: Words, i: int, cues: Cues, at_word: dict[int, Name]) -> bool:
    return words.lower(i) in cues.titles or words.lower(i) in ("veterans", "children")


def expand_right(words: Words, h: int, at_word: dict[int, Name], cues: Cues) -> int:
    """Return the last word of the phrase that begins in head `h`."""
    last = h
    while last - h < MAX_WORDS:
        j = _next_word(words, last, last == h, at_word, cues)
        if j is None:
            break
        last = at_word[j].last if j in at_word else j
    return last


def _next_word(
    words: Words, last: int, is_head: bool, at_word: dict[int, Name], cues: Cues
) -> int | None:
    """Return the next word of the phrase, None where it ends."""
    j = last + 1
    if words.is_possessive(last) and words.lower(last) in ("sheriff", "sheriffs"):
        return j if words.lower(j) in cues.heads and words.is_capital(j) else None
    if not words.is_joined(last):
        return None
    joint = words.lower(j)
    if words.is_capital(j):
        if j in at_word or joint in cues.titles or joint in cues.openers:
            return None
        return None if is_head and joint not in cues.heads else j
    if joint in ("of", "for", "on") and words.is_joined(j):
        j += 1
        if words.lower(j) == "the" and words.is_joined(j):
            j += 1
        is_name = words.is_capital(j) and words.lower(j) not in cues.followers
        return j if is_name else None
    if joint in ("and", "&") and not is_head and words.is_joined(j):
        j += 1
        ends_here = j not in at_word and words.lower(j) not in cues.heads | cues.titles
        return j if words.is_capital(j) and ends_here else None
    return None


def _fits(words: Words, name: Name, first: int, last: int, cues: Cues) -> bool:
    """Tell whether a town at the head of a body is its whole place.

    In 'Lake Clark Shores Police' the town of Lake is not.
    """
    if name.first != first or name.last == last:
        return name.first == first or name.places[0].level != "city"
    if any(
        place.level in ("state", "country", "county", "agency") for place in name.places
    ):
        return True
    after = words.lower(name.last + 1)
    known = cues.kinds | cues.heads | cues.special_districts | cues.facilities
    return (
        after in known
        or after in cues.titles
        or not words.is_capital(name.last + 1)
        or words.is_possessive(name.last)
    )


def _read_unknown(words: Words, first: int, last: int, cues: Cues) -> str:
    """Return the words before the first that tells what kind of body it is."""
    forms = []
    for i in range(first, last + 1):
        if words.lower(i) in cues.heads or words.lower(i) in cues.kinds:
            break
        forms.append(words.forms[i])
    return " ".join(forms)


def _names_inside(at_word: dict[int, Name], first: int, last: int) -> tuple[Name, ...]:
    inside = dict.fromkeys(
        id(at_word[i]) for i in range(first, last + 1) if i in at_word
    )
    by_id = {id(at_word[i]): at_word[i] for i in range(first, last + 1) if i in at_word}
    return tuple(by_id[key] for key in inside)


def _is_district(words: Words, first: int, last: int, cues: Cues) -> bool:
    forms = [words.lower(i) for i in range(first, last + 1)]
    if forms[-1] in SCHOOL_HEADS or "isd" in forms:
        return True
    pairs = list(pairwise(forms))
    if ("school", "district") in pairs or ("school", "board") in pairs:
        return True
    if ("school", "committee") in pairs or ("school", "districts") in pairs:
        return True
    return any(
        second == "district" and one in cues.special_districts for one, second in pairs
    )


def _is_government(words: Words, body: Body, cues: Cues) -> bool:
    forms = [words.lower(i) for i in range(body.first, body.last + 1)]
    before = words.lower(body.first - 1) if words.is_joined(body.first - 1) else ""
    if before in cues.private or any(form in cues.private for form in forms):
        return False
    if body.is_district:
        return len(forms) > 2 or bool(body.names)
    top = body.names[0].places[0].level if body.names else ""
    if forms[-1] in CHAMBERS and top in ("state", "country"):
        return True
    if forms[-1] == "council" and top in ("city", "county"):
        return True
    own = {
        words.lower(i)
        for name in body.names
        if name.places[0].level != "agency"
        for i in range(name.first, name.last + 1)
        if words.lower(i) != "county"
    }
    rest = [form for form in forms if form not in own]
    if not rest:
        return False
    strong = [form for form in rest if form in cues.heads - cues.weak_heads]
    if strong:
        return True
    if body.names and all(place.kb_id[:4] == "ZIP:" for place in body.names[0].places):
        return False
    kind = any(form.rstrip("s") in cues.kinds or form in cues.kinds for form in rest)
    return (kind and len(rest) > 1) or (kind and bool(body.names))
