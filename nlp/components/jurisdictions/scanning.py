"""Words of a text and the names of the index among them.

Works on characters, not on tokens: spaCy keeps 'U.S.-led' or 'Seattle-based' whole,
and a name may end inside such a token.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.components.jurisdictions.index import Index, Place, name_key

_WORD = re.compile(
    r"(?:[^\W\d_]\.)+(?:[^\W\d_][a-z]?\b\.?)?|[^\W_]+(?:['’](?!s\b)[^\W_]+)*"
)
_ABBREVIATED = frozenset(("st", "ste", "ft", "mt", "n", "s", "e", "w", "no", "so"))
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
        for match in _WORD.finditer(text):
            if match.group() == "s" and text[match.start() - 1] in "'’":
                continue
            self.starts.append(match.start())
            self.ends.append(match.end())
            self.forms.append(match.group())

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.forms)

    def gap(self, i: int) -> str:
        """Return what stands between word `i` and the next."""
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
        return 0 <= i < len(self.forms) and self.forms[i][0].isupper()

    def is_possessive(self, i: int) -> bool:
        """Tell whether word `i` is followed by a possessive ending."""
        return _POSSESSIVE.match(self.text, self.ends[i]) is not None

    def at(self, char: int) -> int:
        """Return the number of the word that begins at or last before `char`."""
        return bisect_right(self.starts, char) - 1

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
    kind: str = "name"  # name, demonym or abbreviation


def find_names(words: Words, index: Index) -> Iterator[Name]:
    """Yield the longest names of the index, left to right, without overlaps."""
    i = 0
    while i < len(words):
        name = None
        if words.is_capital(i):
            name = _exact_name(words, i, index) or _folded_name(words, i, index)
        elif words.forms[i] == "federal":
            name = _folded_name(words, i, index)
        if name is None:
            i += 1
        else:
            yield name
            i = name.last + 1


def _exact_name(words: Words, i: int, index: Index) -> Name | None:
    form = words.forms[i]
    start, end = words.starts[i], words.ends[i]
    if words.text[end : end + 1] == "." and not form.endswith("."):
        if places := index.get(f"={form}."):
            return Name(start, end + 1, i, i, f"={form}.", places, "abbreviation")
    plain = form.replace(".", "")
    keys = [f"={form}"] if form.endswith(".") else []
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
    limit = max(index.longest.get(key, 0), index.longest.get(f"~{key}", 0))
    if not limit:
        return None
    keys = [key]
    j = i
    while len(keys) < limit and words.is_joined(j):
        j += 1
        keys.append(name_key(words.forms[j]))
    for n in range(len(keys), 0, -1):
        last = i + n - 1
        if n > 1 and not words.is_capital(last) and keys[0] != "federal":
            continue
        joined = " ".join(keys[:n])
        if index.has(joined):
            return _name(words, i, last, joined, index)
        if index.has(f"~{joined}"):
            return _name(words, i, last, f"~{joined}", index)
    return None


def _name(words: Words, first: int, last: int, key: str, index: Index) -> Name:
    kind = "demonym" if key[0] == "~" else "name"
    start, end = words.starts[first], words.ends[last]
    return Name(start, end, first, last, key, index.get(key), kind)
