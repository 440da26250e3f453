"""Finds dates in one pass over the words; each word calls the readers it triggers."""

from __future__ import annotations

import re
from collections.abc import Callable

from nlp.components.dates import calendar_dates as calendar
from nlp.components.dates import offsets, parts, steps, years
from nlp.components.dates.forms import (
    Day,
    Decade,
    Form,
    Month,
    Quarter,
    Season,
    Weekday,
    Year,
    lend_year,
)
from nlp.components.dates.holidays import (
    HOLIDAYS,
    read_event,
    read_holiday,
    read_slashed_event,
)
from nlp.components.dates.relatives import Deictic, FiscalYear, Part, Range
from nlp.components.dates.vocabulary import (
    CUES,
    DECADES,
    MONTHS,
    SEASONS,
    UNITS,
    WEEKDAYS,
)
from nlp.components.dates.words import Found, Reader, Words

_JOINTS = frozenset({"to", "through", "thru", "until", "till", "-", "and"})
_ENDS = (Day, Decade, Deictic, FiscalYear, Month, Part, Quarter, Season, Weekday, Year)
_YEARLY = (Day, Month, Quarter, Season)
_OPENING_HOURS = re.compile(
    r"\b(?:open|hours|[ap]\.?m|noon|daily|weekdays?|office)\b", re.IGNORECASE
)
_LONGEST_LIST = 6  # months that may share one year
_LATE_TRIGGERS = frozenset({"quarter", "half", *UNITS})  # they stand after their number
_DEEPEST = 4  # "early in the second half of the first year of the 1990s"
_LOOK_AHEAD = 4  # words from the begin of a date to the word that gives it away


def find_dates(text: str) -> list[tuple[int, int, Form]]:
    """Find the dates of a text.

    Returns:
        First character, character after the last, and what the date says; in text
        order, no overlaps.
    """
    words = Words(text)
    found: list[tuple[int, int, Form]] = []
    floor = 0
    for i, word in enumerate(words.lower):
        if i < floor:
            continue
        readers = TRIGGERS.get(word)
        if readers is None:
            if not word[0].isdecimal():
                continue
            readers = _NUMBER_READERS
        date = _read_first(words, i, floor, readers)
        if date is None:
            continue
        date = _read_on(words, date)
        floor = date.after
        if date.form is not None:
            start, end = words.starts[date.first], words.ends[date.after - 1]
            found.append((start, end, date.form))
    return found


def _read_first(
    words: Words, i: int, floor: int, readers: tuple[Reader, ...]
) -> Found | None:
    for read in readers:
        date = read(words, i)
        if date is not None and date.first >= floor:
            return date
    return None


def read_date(words: Words, i: int) -> Found | None:
    """Read the date that begins at a word, "the" before it left out of account."""
    if words.depth == _DEEPEST:
        return None
    words.depth += 1
    found = _read_at(words, i + (words.get(i) == "the"))
    words.depth -= 1
    return found


def _read_at(words: Words, i: int) -> Found | None:
    for k in range(i, min(i + _LOOK_AHEAD, len(words))):
        word = words.lower[k]
        if k > i and word not in _LATE_TRIGGERS:
            continue
        readers = _NUMBER_READERS if word[0].isdecimal() else TRIGGERS.get(word, ())
        for read in readers:
            date = read(words, k)
            if date is not None and i - 1 <= date.first <= i < date.after:
                return date
    return None


def _read_on(words: Words, date: Found) -> Found:
    """Read what makes a date one end of a range, or lends it a year."""
    if date.form is None:
        return date
    if (after := _find_yearly(words, date.after)) is not None:
        return Found(date.first, after, None)
    date = read_event(words, date)
    if joined := _read_range(words, date):
        return joined
    if isinstance(date.form, _YEARLY) and date.form.year is None:
        return date._replace(form=_borrow_year(words, date, _LONGEST_LIST))
    return date


def _find_yearly(words: Words, i: int) -> int | None:
    """Return the index after "of each year", which makes a day no date, at a word."""
    if words.get(i) == "of" and words.get(i + 1) in ("each", "every"):
        return i + 3 if words.get(i + 2) in ("year", "month") else None
    return i + 1 if words.get(i) == "annually" else None


def _read_range(words: Words, first: Found) -> Found | None:
    j, before = first.after, words.get(first.first - 1)
    if before == "between" and words.get(j) == "," and words.get(j + 1) == "and":
        j += 1
    joint = words.get(j)
    if joint not in _JOINTS:
        return None
    is_framed = before == ("between" if joint == "and" else "from")
    is_framed = is_framed or (before == "between" and joint == "-")
    if not isinstance(first.form, _ENDS) or (joint == "and" and not is_framed):
        return None
    last = read_date(words, j + 1)
    if last is None or not isinstance(last.form, _ENDS):
        return None
    if not is_framed and type(first.form) is not type(last.form):
        return None
    if joint == "to" and _is_moved(words, first.first):
        return None
    if isinstance(first.form, Weekday) and isinstance(last.form, Weekday):
        start, end = words.starts[first.first], words.ends[last.after - 1]
        near = words.text[max(start - 60, 0) : end + 40]
        if _OPENING_HOURS.search(near):
            return Found(first.first, last.after, None)
    return Found(first.first, last.after, Range(first.form, last.form))


def _is_moved(words: Words, i: int) -> bool:
    """Tell whether something is moved from one date to another."""
    near = words.lower[max(i - 10, 0) : i]
    return any(word in CUES["moved"] for word in near)


def _borrow_year(words: Words, date: Found, depth: int) -> Form:
    """Borrow the year of the next date in a list: "March and April 2020"."""
    form = date.form
    assert_form = form if form is not None else Month(1)
    if depth == 0 or words.get(date.after) not in ("and", "or", ",", "&"):
        return assert_form
    i = date.after + 1
    if words.get(i) in ("and", "or"):
        i += 1
    other = read_date(words, i)
    if other is None or type(other.form) is not type(form):
        return assert_form
    return lend_year(assert_form, _borrow_year(words, other, depth - 1))


def read_recurring(words: Words, i: int) -> Found | None:
    """Read "every Tuesday", "each July", which are no dates."""
    word = words.get(i + 1)
    named = (*MONTHS, *WEEKDAYS, *SEASONS)
    return Found(i, i + 2, None) if word in named else None


def _build_triggers() -> dict[str, tuple[Reader, ...]]:
    triggers: dict[str, list[Reader]] = {}

    def add(reader: Reader, *words: str) -> None:
        for word in words:
            triggers.setdefault(word, []).append(reader)

    def dated(reader: Callable[[Words, int, Reader], Found | None]) -> Reader:
        return lambda words, i: reader(words, i, read_date)

    add(read_holiday, *HOLIDAYS)
    add(steps.read_today, "today", "tonight", "yesterday", "tomorrow")
    add(
        calendar.read_nth_weekday, "first", "second", "third", "fourth", "fifth", "last"
    )
    add(dated(parts.read_slice), "first", "last", "final", "opening", "closing")
    add(steps.read_step, *steps.STEPS)
    add(steps.read_recent, "recent")
    add(dated(parts.read_part), *parts.PARTS)
    add(dated(parts.read_so_far), "earlier", "later")
    add(dated(parts.read_rest), "rest", "remainder", "balance")
    add(dated(parts.read_half), "half")
    add(parts.read_unit_end, "end")
    add(read_recurring, "every", "each")
    add(calendar.read_formal_day, "of")
    add(calendar.read_month, *MONTHS)
    add(calendar.read_weekday, *WEEKDAYS)
    add(calendar.read_season, *SEASONS)
    add(dated(years.read_fiscal_edge), "fiscal")
    add(years.read_fiscal, "fiscal", "fy")
    add(years.read_quarter, "quarter")
    add(years.read_short_quarter, "q")
    add(years.read_century, "century")
    add(years.read_word_decade, *DECADES)
    add(steps.read_weekend, "weekend")
    add(dated(offsets.read_offset), *UNITS)
    return {word: tuple(readers) for word, readers in triggers.items()}


_NUMBER_READERS: tuple[Reader, ...] = (
    calendar.read_numeric,
    years.read_year,
    calendar.read_day_first,
    years.read_short_decade,
    years.read_short_year,
    read_slashed_event,
)
TRIGGERS = _build_triggers()
