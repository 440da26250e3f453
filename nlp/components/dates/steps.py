"""Readers of dates told from today: "last year", "this spring", "yesterday"."""

from __future__ import annotations

from typing import Literal

from nlp.components.dates.calendar_dates import read_day_number
from nlp.components.dates.forms import (
    Day,
    Form,
    Month,
    Relative,
    Season,
    Weekday,
    Weekend,
)
from nlp.components.dates.offsets import read_count
from nlp.components.dates.periods import STATE_FISCAL_MONTH, Unit
from nlp.components.dates.relatives import (
    Deictic,
    FiscalYear,
    Offset,
    Range,
    Same,
    SameSeason,
    Vague,
    Window,
)
from nlp.components.dates.vocabulary import (
    CUES,
    MONTHS,
    SEASONS,
    SINGULAR_UNITS,
    UNITS,
    WEEKDAYS,
)
from nlp.components.dates.words import Found, Words, skip

Step = Literal["last", "past", "this", "next", "previous", "following", "same"]
STEPS: dict[str, Step] = {
    "last": "last",
    "past": "past",
    "this": "this",
    "current": "this",
    "next": "next",
    "coming": "next",
    "upcoming": "next",
    "previous": "previous",
    "prior": "previous",
    "preceding": "previous",
    "following": "following",
    "ensuing": "following",
    "same": "same",
    "that": "same",
}
_NTH = {"last": -1, "past": -1, "this": 0, "next": 1}
_TODAY = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def read_today(words: Words, i: int) -> Found | None:
    """Read "today", "tonight", "yesterday morning", "the day after tomorrow"."""
    if words.is_capital(i) and words.is_capital(i - 1):
        return Found(i, i + 1, None)  # "USA Today"
    n, first = _TODAY[words.get(i)], i
    if n and words.get(i - 2) == "day" and words.get(i - 1) in ("after", "before"):
        n, first = 2 * n, i - 2 - (words.get(i - 3) == "the")
    after = skip(words, i + 1, *CUES["parts_of_day"])
    return Found(first, after, Deictic("day", n))


def read_step(words: Words, i: int) -> Found | None:
    """Read what begins with "last", "next", "this past", "the coming", "that"."""
    j = i + 1
    if words.get(i) == "this" and words.get(j) in ("past", "coming"):
        i, j = j, j + 1
    step = STEPS[words.get(i)]
    j = skip(words, j, "same") if words.get(i) == "that" else j
    if words.get(j - 1) == "same":
        step = "same"
    first = i - 1 if words.get(i - 1) in ("the", "this", "that") else i
    found = _read_stepped(words, i, j, step)
    return None if found is None else found._replace(first=first)


def _read_stepped(words: Words, i: int, j: int, step: Step) -> Found | None:
    word = words.get(j)
    if word in UNITS:
        return _read_unit(words, i, j, step)
    if step == "same":
        return _read_same(words, j)
    if word in MONTHS or word in WEEKDAYS or word in SEASONS:
        return _read_named(words, j, step)
    if (
        word in ("fiscal", "budget", "school", "academic")
        and words.get(j + 1) == "year"
    ):
        return _read_special_year(words, j, step)
    return _read_counted(words, j, step)


def _read_unit(words: Words, i: int, j: int, step: Step) -> Found | None:
    if step == "same" and words.get(j + 1) == "in":
        return None  # "that day in December"
    if step == "same" and words.get(j + 1) in _NTH and words.get(j + 2) in UNITS:
        return Found(i, j + 1, None)  # "the same day this week": one day of it
    unit = UNITS[words.get(j)]
    after = j + 1
    if words.get(j) not in SINGULAR_UNITS:
        is_open = step in ("next", "previous", "past", "following")
        is_open = is_open and words.get(i) != "next"
        return Found(i, after, Vague()) if is_open else None
    if words.get(after) == "-" and words.is_glued(after):
        return None  # "next-day delivery"
    has_the = words.get(i - 1) in ("the", "its", "his", "her", "their")
    form = _build_unit(unit, step, has_the=has_the)
    if form is None or (has_the and words.get(after) == "of" and step == "last"):
        return None  # "the last year of his term"
    if unit == "day":
        after = skip(words, after, *CUES["parts_of_day"])
    return Found(i, after, form)


def _build_unit(unit: Unit, step: Step, *, has_the: bool) -> Form | None:
    if step == "same":
        return Same(unit)
    if step in ("previous", "following"):
        return Offset(unit, -1 if step == "previous" else 1, "previous")
    if unit == "weekend":
        return Weekend(_NTH[step])
    if unit == "day":
        return Offset("day", 1, "previous") if step == "next" and has_the else None
    if step == "past" or (has_the and step in ("last", "next")):
        return Window(unit, _NTH[step])
    return Deictic(unit, _NTH[step])


def _read_same(words: Words, j: int) -> Found | None:
    word = words.get(j)
    if word in CUES["parts_of_day"]:
        return Found(j, j + 1, Same("day"))
    if word in SEASONS and word != "fall":
        return Found(j, j + 1, SameSeason(Season(SEASONS[word], nth=0)))
    return None


def _read_named(words: Words, j: int, step: Step) -> Found | None:
    """Read "last March", "next Tuesday", "this spring"."""
    word, after, nth = words.get(j), j + 1, _NTH.get(step)
    if nth is None:
        return Found(j, after, Vague("day")) if word in WEEKDAYS else None
    if word in SEASONS:
        if word == "fall" and words.get(after) == "in" and _is_noun(words, after + 1):
            return None  # "this fall in prices"
        return Found(j, after, Season(SEASONS[word], nth=nth))
    if not words.is_capital(j):
        return None
    if word in WEEKDAYS:
        after = skip(words, after, *CUES["parts_of_day"])
        return Found(j, after, Weekday(WEEKDAYS[word], nth, is_this=nth == 0))
    after = skip(words, after, ".") if len(word) <= 4 else after
    year = Relative(0) if step == "this" else None
    day = read_day_number(words, after)
    if day is not None:
        return Found(j, day[1], Day(MONTHS[word], day[0], year, nth=nth))
    return Found(j, after, Month(MONTHS[word], year, nth))


def _is_noun(words: Words, i: int) -> bool:
    return words.get(i).isalpha() and not words.is_capital(i) and words.get(i) != "the"


def _read_special_year(words: Words, j: int, step: Step) -> Found | None:
    nth = _NTH.get(step)
    if nth is None:
        return Found(j, j + 2, Vague("fiscal-year"))
    if words.get(j) in ("school", "academic"):
        return Found(j, j + 2, FiscalYear(None, nth, STATE_FISCAL_MONTH, "range"))
    return Found(j, j + 2, FiscalYear(None, nth))


def _read_counted(words: Words, j: int, step: Step) -> Found | None:
    """Read "past two years", "next 10 days", "last few months"."""
    if step not in ("last", "past", "next"):
        return None
    count = read_count(words, j)
    if count is None:
        return None
    n, k = count
    if words.get(k) == "fiscal" and words.get(k + 1) == "years" and n:
        return Found(j, k + 2, _build_fiscal_years(n, step))
    if words.get(k) not in UNITS:
        return None
    if words.get(k + 1) == "of" or words.is_glued(k):
        return None
    unit = UNITS[words.get(k)]
    if n is None:
        return Found(j, k + 1, Vague())
    return Found(j, k + 1, Window(unit, -n if step != "next" else n))


def _build_fiscal_years(n: int, step: Step) -> Form:
    if step == "next":
        return Range(FiscalYear(nth=1), FiscalYear(nth=n))
    return Range(FiscalYear(nth=-n), FiscalYear(nth=-1))


def read_recent(words: Words, i: int) -> Found | None:
    """Read "recent years"."""
    if words.get(i + 1) in UNITS and words.get(i + 1) not in SINGULAR_UNITS:
        return Found(i, i + 2, Vague())
    return None


def read_weekend(words: Words, i: int) -> Found | None:
    """Read "the weekend" where a preposition makes it one weekend."""
    if words.get(i - 1) != "the" or words.get(i - 2) not in ("over", "during", "on"):
        return None
    if words.get(i + 1) in ("of", "before", "after"):
        return None
    return Found(i - 1, i + 1, Weekend())
