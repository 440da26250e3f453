"""Readers of parts of other dates: "early 2023", "the first half of last year"."""

from __future__ import annotations

from nlp.components.dates.forms import Form, Half, Relative, Season, Weekday, Year
from nlp.components.dates.offsets import read_count
from nlp.components.dates.periods import PartName
from nlp.components.dates.relatives import (
    Deictic,
    FiscalYear,
    Offset,
    Part,
    Slice,
    SoFar,
    Vague,
    Window,
)
from nlp.components.dates.vocabulary import SEASONS, UNITS
from nlp.components.dates.words import Found, Reader, Words, skip

PARTS: dict[str, PartName] = {
    "early": "early",
    "mid": "mid",
    "late": "late",
    "beginning": "start",
    "start": "start",
    "outset": "start",
    "middle": "mid",
    "end": "end",
    "close": "end",
}


def read_part(words: Words, i: int, read_date: Reader) -> Found | None:
    """Read "early 2023", "mid-March", "the end of June", "late last year"."""
    word = words.get(i)
    j = i + 1
    if word in ("early", "late", "mid"):
        j = skip(words, j, "-", "in")
    elif words.get(j) == "of":
        j += 1
    else:
        return None
    has_the = words.get(i - 1) == "the"
    whole = _read_whole(words, j, read_date)
    if whole is None or whole.form is None:
        return None
    if word == "early" and isinstance(whole.form, Offset | Vague | Window):
        return None
    first = i - 1 if has_the else i
    return Found(first, whole.after, Part(whole.form, PARTS[word]))


def read_so_far(words: Words, i: int, read_date: Reader) -> Found | None:
    """Read "earlier this year", "later Tuesday"."""
    j = skip(words, i + 1, "in", "on")
    whole = read_date(words, j)
    if whole is None or whole.form is None or whole.first < i:
        return None
    if isinstance(whole.form, Deictic) and whole.form.n == 0:
        form: Form = SoFar(whole.form, is_ahead=words.get(i) == "later")
        return Found(i, whole.after, form)
    is_relative = isinstance(whole.form, Deictic | Weekday)
    return Found(i, whole.after, whole.form) if is_relative else None


def read_rest(words: Words, i: int, read_date: Reader) -> Found | None:
    """Read "the rest of the year", "the remainder of 2024"."""
    if words.get(i + 1) != "of":
        return None
    whole = _read_whole(words, i + 2, read_date)
    if whole is None or whole.form is None:
        return None
    first = i - 1 if words.get(i - 1) == "the" else i
    return Found(first, whole.after, SoFar(whole.form, is_ahead=True))


def _read_whole(words: Words, j: int, read_date: Reader) -> Found | None:
    """Read what a part is a part of: a date, but not "the 2016 campaign"."""
    whole = read_date(words, j)
    if whole is None and words.get(j) in SEASONS:
        return Found(j, j + 1, Season(SEASONS[words.get(j)]))
    if whole is None:
        return _read_running_unit(words, j)
    is_label = words.get(j) == "the" and isinstance(whole.form, Year)
    return None if is_label else whole


def _read_running_unit(words: Words, j: int) -> Found | None:
    """Read "the year" where it is the one that runs: "the end of the year"."""
    if words.get(j) != "the":
        return None
    if words.get(j + 1) == "fiscal" and words.get(j + 2) == "year":
        return Found(j, j + 3, FiscalYear())
    if words.get(j + 1) in ("week", "month", "quarter", "year", "decade", "century"):
        return Found(j, j + 2, Deictic(UNITS[words.get(j + 1)], 0))
    return None


def read_half(words: Words, i: int, read_date: Reader) -> Found | None:
    """Read "the first half of 2024"; `i` is the word "half"."""
    first = i - 1
    half = {"first": 1, "second": 2, "latter": 2}.get(words.get(first))
    if half is None or words.get(i + 1) != "of":
        return None
    whole = _read_whole(words, i + 2, read_date)
    if whole is None or whole.form is None:
        return None
    first -= words.get(first - 1) == "the"
    if isinstance(whole.form, Year):
        return Found(first, whole.after, Half(half, whole.form.year))
    if isinstance(whole.form, Deictic) and whole.form.unit == "year":
        return Found(first, whole.after, Half(half, Relative(whole.form.n)))
    part: PartName = "first-half" if half == 1 else "second-half"
    return Found(first, whole.after, Part(whole.form, part))


def read_slice(words: Words, i: int, read_date: Reader) -> Found | None:
    """Read "first three months of 2024", "last week of October"."""
    sign = -1 if words.get(i) in ("last", "final", "closing") else 1
    count = read_count(words, i + 1) or (1, i + 1)
    n, j = count
    if n is None or words.get(j) not in UNITS or words.get(j + 1) != "of":
        return None
    whole = _read_whole(words, j + 2, read_date)
    if whole is None or whole.form is None or whole.form.kind == "day":
        return None
    first = i - 1 if words.get(i - 1) == "the" else i
    unit = UNITS[words.get(j)]
    return Found(first, whole.after, Slice(whole.form, unit, sign * n))


def read_unit_end(words: Words, i: int) -> Found | None:
    """Read "year's end", "year-end", "month's end"; `i` is the word "end"."""
    j = i - 1
    if words.get(j) == "s" and words.get(j - 1) == "'":
        j -= 2
    elif words.get(j) == "-" and words.is_glued(i):
        j -= 1
    else:
        return None
    if words.get(j) not in ("week", "month", "quarter", "year", "decade"):
        return None
    form = Part(Deictic(UNITS[words.get(j)], 0), "end")
    return Found(j, i + 1, form)
