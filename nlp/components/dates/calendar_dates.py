"""Readers of months, days and weekdays."""

from __future__ import annotations

from dataclasses import replace

from nlp.components.dates.forms import (
    Day,
    Form,
    Month,
    NthWeekday,
    Relative,
    Season,
    Weekday,
    YearName,
)
from nlp.components.dates.relatives import Range
from nlp.components.dates.vocabulary import CUES, MONTHS, ORDINALS, SEASONS, WEEKDAYS
from nlp.components.dates.words import Found, Words, skip

_SHORT_MONTHS = frozenset(month for month in MONTHS if len(month) <= 4) - {
    "june",
    "july",
    "may",
}
_SHORT_WEEKDAYS = frozenset(day for day in WEEKDAYS if not day.endswith("day"))
_ORDINAL_ENDS = ("st", "nd", "rd", "th")
_RELATIVE_YEARS = {"last": -1, "this": 0, "next": 1}
_MOST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FIRST_YEAR, LAST_YEAR = 1500, 2199


def widen_year(number: int) -> int:
    """Give a year of two digits its century, from 1950 to 2049."""
    return number + (2000 if number < 50 else 1900)


def is_year(number: int | None) -> bool:
    """Tell whether a number can be a year of the times that texts speak of."""
    return number is not None and FIRST_YEAR <= number <= LAST_YEAR


def read_plain_year(words: Words, i: int) -> tuple[int, int] | None:
    """Read a year in digits: "2024", "'24".

    Returns:
        The year and the index after it.
    """
    if words.get(i) == "'" and words.is_glued(i + 1):
        short = words.find_number(i + 1, max_digits=2)
        if short is None or len(words.get(i + 1)) != 2 or words.get(i + 2) == "s":
            return None
        return widen_year(short), i + 2
    year = words.find_number(i)
    if year is None or not is_year(year) or _goes_on(words, i + 1):
        return None
    return year, i + 1


def _goes_on(words: Words, i: int) -> bool:
    """Tell whether a number goes on after its digits: "2,500", "2024.5", "1990s"."""
    if not words.is_glued(i):
        return False
    if words.get(i) in (",", ".", ":"):
        return words.is_glued(i + 1) and words.get(i + 1).isdecimal()
    return words.get(i) == "%" or words.get(i).isalnum()


def read_year_after(words: Words, i: int) -> tuple[YearName, int] | None:
    """Read the year after a month, day or season: ", 2024", "of last year", "'24"."""
    if plain := read_plain_year(words, skip(words, i, ",", "of", "in")):
        return plain
    j = skip(words, i, "of", "in")
    word, unit = words.get(j), words.get(j + 1)
    if unit == "year" and word in _RELATIVE_YEARS:
        return Relative(_RELATIVE_YEARS[word]), j + 2
    if j > i and word == "that" and unit == "year":
        return Relative(0, from_previous=True), j + 2
    if j > i and word == "the" and [unit, words.get(j + 2)] == ["same", "year"]:
        return Relative(0, from_previous=True), j + 3
    return None


def read_day_number(words: Words, i: int) -> tuple[int, int] | None:
    """Read a day of a month: "3", "3rd", "the 3rd"."""
    i = skip(words, i, "the") if words.get(i + 2) in _ORDINAL_ENDS else i
    day = words.find_number(i, max_digits=2)
    if day is None or not 1 <= day <= 31:
        return None
    if words.is_glued(i + 1) and words.get(i + 1) in _ORDINAL_ENDS:
        return day, i + 2
    if words.get(i + 1) in ("%", "percent", ":"):
        return None
    return None if _goes_on(words, i + 1) else (day, i + 1)


def read_month(words: Words, i: int) -> Found | None:
    """Read a date that begins with a month: "March 3-5, 2024", "May of last year"."""
    month = MONTHS[words.get(i)]
    j = skip(words, i + 1, ".") if words.get(i) in _SHORT_MONTHS else i + 1
    first = read_day_number(words, j)
    if first is not None and _is_day_of(words, month, *first):
        return _read_days(words, i, month, first)
    if year := read_year_after(words, j):
        return Found(i, year[1], Month(month, year[0]))
    if not _is_lone_month(words, i, j):
        return None
    if words.get(i - 1) == "that" and words.get(j) in (".", ",", ";", "and", "when"):
        return Found(i - 1, j, Month(month, Relative(0, from_previous=True)))
    return Found(i, j, Month(month))


def _is_day_of(words: Words, month: int, day: int, j: int) -> bool:
    """Tell a day from a number that counts what follows: "In May 20 people"."""
    counts = words.get(j) in CUES["counted"] and words.get(j - 1).isdecimal()
    return day <= _MOST_DAYS[month - 1] and not counts


def _read_days(words: Words, i: int, month: int, first: tuple[int, int]) -> Found:
    day, j = first
    form: Form = Day(month, day)
    last = _read_last_day(words, j)
    if last is not None and day < last[0] <= _MOST_DAYS[month - 1]:
        form, j = Range(form, Day(month, last[0])), last[1]
    year = read_year_after(words, j)
    if year is None or (words.get(j) == "in" and not isinstance(year[0], int)):
        return Found(i, j, form)
    return Found(i, year[1], _give_year(form, year[0]))


def _read_last_day(words: Words, j: int) -> tuple[int, int] | None:
    if words.get(j) not in ("-", "to", "through", "until"):
        return None
    last = read_day_number(words, j + 1)
    if last is None or words.get(last[1]) in CUES["counted"]:
        return None
    is_score = words.get(j) == "-" and words.get(last[1]) == "-"
    return None if is_score else last


def _give_year(form: Form, year: YearName) -> Form:
    if isinstance(form, Range):
        first, last = form.first, form.last
        return Range(_give_year(first, year), _give_year(last, year))
    return replace(form, year=year) if isinstance(form, Day) else form


def _is_lone_month(words: Words, i: int, j: int) -> bool:
    """Tell whether a month's name without day or year means the month."""
    if not words.is_capital(i):
        return False
    word, before, after = words.get(i), words.get(i - 1), words.get(j)
    if before in CUES["name_before"] or after in CUES["name_after"]:
        return False
    if word in ("may", "march") or word in _SHORT_MONTHS:
        is_listed = after in ("and", "or", "-") and words.get(j + 1) in MONTHS
        is_listed = is_listed and not words.is_capital(i - 1)
        is_noun = before in ("a", "an", "that") and words.get(j).isalpha()
        if before not in CUES["month_before"] and not is_listed and not is_noun:
            return False
        return word != "march" or after not in ("on", "for")
    return word not in CUES["first_names"] or not _is_name(words, i)


def _is_name(words: Words, i: int) -> bool:
    """Tell whether a month's name is a person's: "April Ryan", "Ms. June"."""
    before, after = words.get(i - 1), words.get(i + 1)
    if before in CUES["month_before"] - CUES["name_links"]:
        return False
    follows = words.is_capital(i + 1) and after not in WEEKDAYS and after not in MONTHS
    return follows or (words.is_capital(i - 1) and words.starts[i - 1] > 0)


def read_day_first(words: Words, i: int) -> Found | None:
    """Read a date that begins with its day: "3 March 2024", "the 3rd of March"."""
    day = read_day_number(words, i)
    if day is None or (words.is_glued(i) and words.get(i - 1) not in ("(", "'", '"')):
        return None
    j = skip(words, day[1], "of") if not words.get(day[1] - 1).isdecimal() else day[1]
    month = MONTHS.get(words.get(j))
    if month is None or day[0] > _MOST_DAYS[month - 1]:
        return None
    if not words.is_capital(j) or (j == i + 1 and words.get(i - 1) in MONTHS):
        return None
    after = skip(words, j + 1, ".") if words.get(j) in _SHORT_MONTHS else j + 1
    if read_day_number(words, after) and j == i + 1:
        return None  # "at 7 March 3"
    if words.get(j) == "may" and j == i + 1 and read_year_after(words, after) is None:
        return None  # "the 12 May leave"
    first = i - 1 if words.get(i - 1) == "the" else i
    year = read_year_after(words, after)
    if year is None:
        return Found(first, after, Day(month, day[0]))
    return Found(first, year[1], Day(month, day[0], year[0]))


def read_weekday(words: Words, i: int) -> Found | None:
    """Read a date that begins with a weekday: "Tuesday, March 5", "Monday night"."""
    word = words.get(i)
    j = skip(words, i + 1, ".") if word in _SHORT_WEEKDAYS else i + 1
    k = skip(words, j, ",")
    if words.get(k) in MONTHS:
        date = read_month(words, k)
        if date is not None and isinstance(date.form, Day):
            form = replace(date.form, weekday=WEEKDAYS[word])
            return Found(i, date.after, form)
    if words.get(k).isdecimal():
        date = read_day_first(words, k)
        if date is not None and isinstance(date.form, Day):
            return Found(i, date.after, replace(date.form, weekday=WEEKDAYS[word]))
    return _read_lone_weekday(words, i)


def _read_lone_weekday(words: Words, i: int) -> Found | None:
    word, before, after = words.get(i), words.get(i - 1), words.get(i + 1)
    if word in _SHORT_WEEKDAYS or before in ("every", "each", "one", "any"):
        return None
    if before == "a" and after in ("in", "afternoon", "morning", "night", "evening"):
        return None
    if after in ("mornings", "afternoons", "evenings", "nights"):
        return None
    if before in CUES["name_before"] and words.is_capital(i - 1):
        return None
    if after in CUES["name_after"] and words.is_capital(i + 1):
        return None
    j = skip(words, i + 1, *CUES["parts_of_day"])
    k = skip(words, j, "of")
    week = {"last": -1, "this": 0, "next": 1}.get(words.get(k))
    if week is not None and words.get(k + 1) == "week":
        return Found(i, k + 2, Weekday(WEEKDAYS[word], week=week))
    return Found(i, j, Weekday(WEEKDAYS[word]))


def read_nth_weekday(words: Words, i: int) -> Found | None:
    """Read "first Monday in October", "last Friday of March 2024"."""
    n = -1 if words.get(i) == "last" else ORDINALS.get(words.get(i), 9)
    weekday = WEEKDAYS.get(words.get(i + 1))
    month = MONTHS.get(words.get(i + 3)) if words.get(i + 2) in ("in", "of") else None
    if n > 5 or weekday is None or month is None:
        return None
    first = i - 1 if words.get(i - 1) == "the" else i
    year = read_year_after(words, i + 4)
    if year is None:
        return Found(first, i + 4, NthWeekday(n, weekday, month))
    return Found(first, year[1], NthWeekday(n, weekday, month, year[0]))


def read_numeric(words: Words, i: int) -> Found | None:
    """Read "2025-01-20", "1/20/2025", "20.1.2025" and "1/20/25"."""
    if words.is_glued(i) and words.get(i - 1) not in ("(", "[", '"', "'", "*"):
        return None
    sign = words.get(i + 1)
    glued = all(words.is_glued(k) for k in range(i + 1, i + 5))
    if sign not in ("-", "/", ".") or words.get(i + 3) != sign or not glued:
        return None
    numbers = [words.find_number(k) for k in (i, i + 2, i + 4)]
    if None in numbers or (words.is_glued(i + 5) and words.get(i + 5) in ("-", "/")):
        return None
    form = _build_numeric(*numbers, sign=sign)  # type: ignore[arg-type]
    return None if form is None else Found(i, i + 5, form)


def _build_numeric(a: int, b: int, c: int, *, sign: str) -> Form | None:
    if is_year(a):
        year, month, day = a, b, c
    elif is_year(c) or (sign == "/" and 0 <= c <= 99):
        year = c if is_year(c) else widen_year(c)
        # Days come first where dots stand or no twelfth month allows another reading.
        month, day = (b, a) if sign == "." or a > 12 else (a, b)
    else:
        return None
    if not 1 <= month <= 12 or not 1 <= day <= _MOST_DAYS[month - 1]:
        return None
    return Day(month, day, year)


def read_season(words: Words, i: int) -> Found | None:
    """Read a season with its year, or one that a preposition makes a date."""
    first_month = SEASONS[words.get(i)]
    the = words.get(i - 1) == "the"
    first = i - 1 if the else i
    year = read_year_after(words, i + 1)
    if year is None:
        if not the or words.get(i - 2) not in CUES["season_before"]:
            return None
        if words.get(i + 1) in ("of", "semester", "term", "season", "session", "and"):
            return None
        return Found(first, i + 1, Season(first_month))
    j = year[1]
    last = words.find_number(j + 1)
    if words.get(j) in ("-", "/") and words.is_glued(j) and last is not None:
        return Found(first, j + 2, Season(first_month, year[0], spans_years=True))
    return Found(first, j, Season(first_month, year[0]))


def read_formal_day(words: Words, i: int) -> Found | None:
    """Read "this third day of February, 2025", "the first of May"; `i` is "of"."""
    month = MONTHS.get(words.get(i + 1))
    j = i - 1 - (words.get(i - 1) == "day")
    if month is None or not words.is_capital(i + 1):
        return None
    day = ORDINALS.get(words.get(j))
    if day is None and words.get(j) in _ORDINAL_ENDS and words.is_glued(j):
        j -= 1
        day = words.find_number(j, max_digits=2)
    if day is not None and words.get(j - 1) == "-" and words.get(j - 2) == "twenty":
        j, day = j - 2, 20 + day
    if day is None or not 1 <= day <= _MOST_DAYS[month - 1]:
        return None
    first = j - 1 if words.get(j - 1) in ("the", "this") else j
    year = read_year_after(words, i + 2)
    if year is None:
        return Found(first, i + 2, Day(month, day))
    return Found(first, year[1], Day(month, day, year[0]))
