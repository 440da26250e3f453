"""Readers of dates so many units from another: "two years ago", "a week later"."""

from __future__ import annotations

from typing import Literal

from nlp.components.dates.forms import Form
from nlp.components.dates.periods import Unit
from nlp.components.dates.relatives import Offset, Vague
from nlp.components.dates.vocabulary import NUMBERS, SINGULAR_UNITS, UNITS
from nlp.components.dates.words import PARAGRAPH, Found, Reader, Words, skip

_TURNS = {
    "earlier": -1,
    "before": -1,
    "prior": -1,
    "previously": -1,
    "later": 1,
    "after": 1,
    "afterward": 1,
    "afterwards": 1,
}
_FEW = ("few", "several", "couple", "many", "dozen")


def read_count(words: Words, j: int) -> tuple[int | None, int] | None:
    """Read a small number: "two", "10", "twenty-five", "few", "couple of".

    Returns:
        The number, None for a vague one, and the index after it.
    """
    word = words.get(j)
    if word in _FEW:
        return None, skip(words, j + 1, "of")
    number = words.find_number(j, max_digits=3)
    if number is not None:
        if words.get(j + 1) in (".", ",", "/") and words.is_glued(j + 1):
            return None if words.is_glued(j + 2) else (number, j + 1)
        return number, j + 1
    number = NUMBERS.get(word)
    if number is None:
        return None
    if number >= 20 and words.get(j + 1) == "-" and words.get(j + 2) in NUMBERS:
        return number + NUMBERS[words.get(j + 2)], j + 3
    if words.get(j + 1) in ("or", "to") and words.get(j + 2) in NUMBERS:
        return None, j + 3
    return number, j + 1


def read_offset(words: Words, i: int, read_date: Reader) -> Found | None:
    """Read "two years ago", "a week later", "three days before Christmas".

    Args:
        words: The words.
        i: Index of the unit.
        read_date: Reads the date that another one is counted from.
    """
    unit = UNITS[words.get(i)]
    j, is_half = i + 1, False
    if [words.get(j), words.get(j + 1), words.get(j + 2)] == ["and", "a", "half"]:
        j, is_half = j + 3, True
    turn = _read_turn(words, j, read_date)
    if turn is None:
        return None
    sign, base, after = turn
    quantity = _read_quantity(words, i)
    if quantity is None:
        return None
    n, first = quantity
    if not isinstance(base, str) and words.get(first - 1) == "in":
        return None  # "its first in 15 years before Christmas"
    if n is None:
        return Found(first, after, Vague(Offset(unit, sign).kind))
    unit, n = _halve(unit, n, is_half=is_half)
    return Found(first, after, Offset(unit, sign * n, base))


def _halve(unit: Unit, n: float, *, is_half: bool) -> tuple[Unit, int]:
    """Give "a year and a half" as months and "half a century" as years."""
    n += 0.5 if is_half else 0
    if n == int(n):
        return unit, int(n)
    smaller: dict[Unit, tuple[Unit, int]] = {
        "year": ("month", 12),
        "decade": ("year", 10),
        "century": ("year", 100),
        "month": ("week", 4),
        "week": ("day", 7),
    }
    small, factor = smaller.get(unit, (unit, 1))
    return small, round(n * factor)


def _read_turn(
    words: Words, j: int, read_date: Reader
) -> tuple[int, Literal["published", "previous"] | Form, int] | None:
    """Read which way and from where a time is counted."""
    word = words.get(j)
    if word == "-" and words.is_glued(j) and words.get(j + 1) in ("ago", "earlier"):
        return -1, "previous", j + 2  # "the year-ago quarter"
    if word == "ago" or (word == "back" and _ends_clause(words, j + 1)):
        return -1, "published", j + 1
    if word in ("from", "hence"):
        if word == "from" and words.get(j + 1) not in ("now", "today"):
            return None
        return 1, "published", j + 1 + (word == "from")
    if word not in _TURNS:
        return None
    sign, after = _TURNS[word], words.get(j + 1)
    if word in ("before", "after", "prior") and not _ends_clause(words, j + 1):
        date = read_date(words, skip(words, j + 1, "to") if word == "prior" else j + 1)
        if date is None or date.form is None:
            return None
        return sign, date.form, date.after
    return None if after == "than" else (sign, "previous", j + 1)


def _ends_clause(words: Words, j: int) -> bool:
    word = words.get(j)
    return (
        word == ""
        or word == PARAGRAPH
        or word in ".,;:!?-)\"'"
        or word
        in (
            "and",
            "but",
            "when",
            "in",
        )
    )


def _read_quantity(words: Words, i: int) -> tuple[float | None, int] | None:
    """Read how many of a unit, backwards from it.

    Returns:
        The number, None for an open one, and the index of the first word.
    """
    before, j = words.get(i - 1), i - 1
    if before == "the":
        is_edge = words.get(i + 1) in ("before", "after")
        return (1, j) if is_edge and words.get(i) in SINGULAR_UNITS else None
    if before == "-" and words.get(i - 2) in ("half", "quarter"):
        before, j = words.get(i - 2), i - 2
    if fraction := _read_fraction(words, i, j):
        return fraction
    if before in _FEW or (before == "of" and words.get(i - 2) in ("couple", "dozens")):
        j -= before == "of"
        return None, j - (words.get(j - 1) == "a")
    number: float | None = words.find_number(j, max_digits=3)
    if number is None:
        number = NUMBERS.get(before)
    if number is None:
        return (None, i) if words.get(i) not in SINGULAR_UNITS else None
    if words.get(j - 1) in ("or", "to") and not words.is_glued(j):
        return None, j
    if words.is_glued(j) and words.get(j - 1) == "-" and words.get(j - 2) in NUMBERS:
        number, j = number + NUMBERS[words.get(j - 2)], j - 2
    elif words.is_glued(j):
        return None
    return _read_modifier(words, number, j)


def _read_fraction(words: Words, i: int, j: int) -> tuple[float, int] | None:
    """Read "half a century", "a quarter-century", "two and a half years"."""
    before = words.get(j)
    if before in ("half", "quarter"):
        if before == "half" and [words.get(j - 2), words.get(j - 1)] == ["and", "a"]:
            whole = NUMBERS.get(words.get(j - 3))
            return None if whole is None else (whole + 0.5, j - 3)
        share = 0.5 if before == "half" else 0.25
        return share, j - (words.get(j - 1) == "a")
    if before == "a" and words.get(j - 1) == "half":
        return 0.5, j - 1
    if before == "a" and [words.get(j - 2), words.get(j - 1)] == ["quarter", "of"]:
        return 0.25, j - 2 - (words.get(j - 3) == "a")
    return None


def _read_modifier(words: Words, number: float, j: int) -> tuple[float | None, int]:
    """Read "nearly" and "more than" before a number; the second leaves it open."""
    before = words.get(j - 1)
    if before in ("nearly", "almost", "about", "roughly", "around", "just", "only"):
        return number, j - 1
    if before == "exactly" or before == "some":
        return number, j - 1
    if before == "than" and words.get(j - 2) in ("more", "less", "fewer"):
        return None, j - 2
    if before in ("over", "under"):
        return None, j - 1
    if before == "least" and words.get(j - 2) == "at":
        return None, j - 2
    return number, j
