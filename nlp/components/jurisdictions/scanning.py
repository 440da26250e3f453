"""Words of a text and the names of the index among them.

Works on characters, not on tokens: spaCy keeps 'U.S.-led' or 'Seattle-based' whole,
and a name may end inside such a token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from nlp.components.jurisdictions.index import Index, Place, name_key

_WORD = re.compile(
    r"(?:[NSDRW]\. (?:[CDYJHM]|I|Va|Dak|Car|Mex)\.)"  # older 'W. Va.', 'N. C.'
    r"|(?:[^\W\d_]\.)+(?:[^\W\d_][a-z]?\b\.?)?|[^\W_]+(?:['’‘ʻ](?!s\b)[^\W_]+)*"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]{1,64}@\S+"
)  # holds no names
_ABBREVIATED = frozenset(("st", "ste", "ft", "mt", "n", "s", "e", "w", "no", "so"))
RULERS = frozenset(("government", "administration"))  # 'the Biden administration'
CITY_ORGANS = frozenset(
    ("council", "hall", "commission", "manager", "attorney", "clerk", "councilman")
)
MAX_LIST = 40  # counties in one list
MAX_COUNTY_WORDS = 4
SMALL = 100_000
_PARTY = re.compile(r"(?<![A-Za-z])[A-Z]{1,3}[-‑–]$")
_SPACE_GAPS = frozenset((" ", "-", "‑", "–", "\n", "  ", "\xa0"))
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?!\w)")


class Words:
    """The words of a text as parallel lists."""

    def __init__(self, text: str) -> None:
        """Split `text`."""
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.forms: list[str] = []
        hidden = [match.span() for match in _ADDRESS.finditer(text)]
        for match in _WORD.finditer(text):
            while hidden and hidden[0][1] <= match.start():
                hidden.pop(0)
            if hidden and hidden[0][0] <= match.start():
                continue
            if match.group() == "s" and text[match.start() - 1] in "'’":
                continue
            self.starts.append(match.start())
            self.ends.append(match.end())
            self.forms.append(match.group())

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that the text writes in lower case."""
        return frozenset(form for form in self.forms if form.islower())

    def starts_sentence(self, i: int) -> bool:
        """Tell whether word `i` follows a full stop, a line break or nothing."""
        if i == 0:
            return True
        gap = self.gap(i - 1)
        return "\n" in gap or any(char in gap for char in ".!?:•*#")

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.forms)

    def gap(self, i: int) -> str:
        """Return what stands between word `i` and the next, '' where there is none."""
        if not 0 <= i < len(self.ends):
            return ""
        if i + 1 >= len(self.starts):
            return self.text[self.ends[i] :]
        return self.text[self.ends[i] : self.starts[i + 1]]

    def is_joined(self, i: int) -> bool:
        """Tell whether word `i` and the next can belong to one name."""
        if not 0 <= i < len(self.starts) - 1:
            return False
        gap = self.gap(i)
        if gap in _SPACE_GAPS:
            return True
        return gap in (". ", ".", ".\n") and self.forms[i].lower() in _ABBREVIATED

    def is_capital(self, i: int) -> bool:
        """Tell whether word `i` exists and begins with a capital letter."""
        if not 0 <= i < len(self.forms):
            return False
        form = self.forms[i]
        return form[0].isupper() or (form[1:2] in "'’" and form[2:3].isupper())

    def is_possessive(self, i: int) -> bool:
        """Tell whether word `i` exists and is followed by a possessive ending."""
        if not 0 <= i < len(self.ends):
            return False
        return _POSSESSIVE.match(self.text, self.ends[i]) is not None

    def is_shouted(self, i: int) -> bool:
        """Tell whether word `i` stands in a line of capitals."""
        return self._is_loud(i) and (self._is_loud(i - 1) or self._is_loud(i + 1))

    def _is_loud(self, i: int) -> bool:
        form = self.forms[i] if 0 <= i < len(self.forms) else ""
        return len(form) > 2 and form.isupper()

    def lower(self, i: int) -> str:
        """Return word `i` in lower case, '' where there is none."""
        return self.forms[i].lower() if 0 <= i < len(self.forms) else ""


@dataclass(slots=True)
class Name:
    """A name of the index where it stands in the text."""

    start: int
    end: int
    first: int  # word numbers, `last` inclusive
    last: int
    key: str
    places: tuple[Place, ...]
    kind: str = "name"  # name, demonym, abbreviation or postal


def find_names(words: Words, index: Index) -> list[Name]:
    """Return the longest names of the index, left to right, without overlaps."""
    names = [name for name in _scan(words, index) if name.places]
    counties: dict[int, Name] = {}
    for i in range(len(words)):
        if words.lower(i) in ("counties", "parishes"):
            counties |= _list_counties(words, i, index)
    if not counties:
        return names
    inside = {i for c in counties.values() for i in range(c.first, c.last + 1)}
    kept = [name for name in names if inside.isdisjoint((name.first, name.last))]
    return sorted([*kept, *counties.values()], key=lambda name: name.start)


def _list_counties(words: Words, i: int, index: Index) -> dict[int, Name]:
    """Read 'Polk, Linn and Cass counties' as three counties, by their first words."""
    suffix = "county" if words.lower(i) == "counties" else "parish"
    found: dict[int, Name] = {}
    last = i - 1
    while last >= 0 and words.is_capital(last) and len(found) < MAX_LIST:
        first = last
        while last - first < MAX_COUNTY_WORDS and (
            words.is_capital(first - 1) and words.is_joined(first - 1)
        ):
            first -= 1
        name = _county(words, first, last, suffix, index)
        if name is None:
            break
        found[name.first] = name
        last = name.first - 1
        if words.lower(last) in ("and", "or", "&") and words.gap(last) == " ":
            last -= 1
        elif "," not in words.gap(last):
            break
    tops = [index.get(name.key.rsplit(" ", 1)[0])[:1] for name in found.values()]
    if len(found) == 1 and tops[0] and tops[0][0].level == "state":
        return {}  # 'Indiana counties' are those of the state
    return found


def _county(
    words: Words, first: int, last: int, suffix: str, index: Index
) -> Name | None:
    """Return the county whose bare name ends a run of capital words."""
    for i in range(first, last + 1):
        bare = " ".join(name_key(words.forms[k]) for k in range(i, last + 1))
        places = tuple(p for p in index.get(f"{bare} {suffix}") if p.level == "county")
        if places:
            start, end = words.starts[i], words.ends[last]
            return Name(start, end, i, last, f"{bare} {suffix}", places)
    return None


def _scan(words: Words, index: Index) -> Iterator[Name]:
    i = 0
    last = -1  # word that the last name ended with
    while i < len(words):
        name = _name_at(words, i, index, last)
        if name is None:
            i += 1
        else:
            name = _without_city(words, name, index)
            yield name
            last = name.last
            i = last + 1


def _name_at(words: Words, i: int, index: Index, last: int) -> Name | None:
    """Return the longest name that begins with word `i`."""
    if not words.is_capital(i):
        return _folded_name(words, i, index) if words.forms[i] == "federal" else None
    name = _postal_code(words, i, index, last)
    name = name or _exact_name(words, i, index)
    name = name or _folded_name(words, i, index)
    if name is not None and words.lower(i) == "the":  # 'The Rock Hill schools'
        inner = _name_at(words, i + 1, index, last) if i + 1 < len(words) else None
        return None if inner is not None and inner.last > name.last else name
    if follows_party(words, i):
        return _with_county(words, i, name, index)
    return name


def _with_county(words: Words, i: int, name: Name | None, index: Index) -> Name | None:
    """Read 'D-Braxton' as the county too: state legislators give either."""
    county = _county(words, i, i, "county", index)
    if county is None or (name is not None and name.last > i):
        return name
    if name is not None:
        county.places = (*name.places, *county.places)
    return county


def _without_city(words: Words, name: Name, index: Index) -> Name:
    """Read 'Boise City Council' as Boise's, though there is a town of Boise City."""
    if words.lower(name.last) != "city" or name.first == name.last:
        return name
    if words.lower(name.last + 1) not in CITY_ORGANS or not words.is_joined(name.last):
        return name
    bare = name.key.removesuffix(" city")
    towns = [place.population for place in index.get(bare) if place.level == "city"]
    if not towns or max(towns) <= name.places[0].population:
        return name
    return _name(words, name.first, name.last - 1, bare, index)


def follows_party(words: Words, i: int) -> bool:
    """Tell whether a party and a hyphen stand before word `i`: 'R-Marshall'."""
    start = words.starts[i]
    return _PARTY.search(words.text[max(start - 5, 0) : start]) is not None


def _postal_code(words: Words, i: int, index: Index, last: int) -> Name | None:
    """Return the state of a two-letter code right after a place: 'Mesa, AZ 85201'."""
    form = words.forms[i]
    if len(form) != 2 or i != last + 1 or not form.isupper():
        return None
    if words.gap(last) not in (", ", " ", ","):
        return None
    places = index.get(f"@{form}")
    if not places:
        return None
    return Name(words.starts[i], words.ends[i], i, i, f"@{form}", places, "postal")


def _exact_name(words: Words, i: int, index: Index) -> Name | None:
    form = words.forms[i]
    start, end = words.starts[i], words.ends[i]
    is_dotted = words.text[end : end + 1] == "." and not form.endswith(".")
    if is_dotted and (places := index.get(f"={form}.")):
        return Name(start, end + 1, i, i, f"={form}.", places, "abbreviation")
    plain = form.replace(".", "").replace(" ", "")
    keys = [f"={form}"] if form.endswith(".") else []
    if "." in form:
        keys.append(f"={form.replace(' ', '').rstrip('.')}.")
    if len(plain) > 1 and plain[:2].isupper():
        keys.append(f"={plain}")
    for key in keys:
        if places := index.get(key):
            longer = _folded_name(words, i, index)
            if longer is not None and longer.last > i:
                return longer
            return Name(start, end, i, i, key, places)
    return None


def _folded_name(words: Words, i: int, index: Index) -> Name | None:
    key = name_key(words.forms[i])
    limit = max(
        index.longest.get(key, 0),
        index.longest.get(f"{key}s", 0),
        index.longest.get(f"~{key}", 0),
    )
    if not limit:
        return None
    keys, inner = _read_keys(words, i, limit)
    for n in range(len(keys), 0, -1):
        last = i + n - 1
        if n > 1 and not (words.is_capital(last) or keys[n - 1] in RULERS):
            continue
        end = keys[n - 1]
        if end == "co" and words.gap(last)[:1] == ".":
            end = "county"  # 'Knox Co.'
        joined = " ".join((*inner[: n - 1], end))
        people = f"~{joined}"
        if index.has(joined) and not (index.has(people) and _is_small(joined, index)):
            return _name(words, i, last, joined, index)
        if index.has(people):
            return _name(words, i, last, people, index)
    return None


def _is_small(key: str, index: Index) -> bool:
    """Whether a name is at best a town's, as Canadian in Texas is."""
    top = (index.get(key) or (None,))[0]
    if top is None:
        return True
    return top.level == "city" and top.population < SMALL


def _read_keys(words: Words, i: int, limit: int) -> tuple[list[str], list[str]]:
    """Return folded words from `i` on, as last of a name and as one inside it.

    Inside, a possessive counts: 'Prince George's County' is 'prince georges county'.
    """
    keys, inner = [], []
    j = i
    while True:
        key = name_key(words.forms[j])
        keys.append(key)
        owns = words.gap(j) in ("'s ", "’s ") and j + 1 < len(words)
        inner.append(f"{key}s" if owns else key)
        if len(keys) == limit or not (owns or words.is_joined(j)):
            return keys, inner
        j += 1


def _name(words: Words, first: int, last: int, key: str, index: Index) -> Name:
    kind = "demonym" if key[0] == "~" else "name"
    start, end = words.starts[first], words.ends[last]
    return Name(start, end, first, last, key, index.get(key), kind)
