"""Readers of dates told from today or from another date."""

from __future__ import annotations

from typing import Literal, cast

from nlp.components.dates.calendar_dates import CUES, MONTHS, WEEKDAYS, read_day_number
from nlp.components.dates.forms import (
    Day,
    Form,
    Half,
    Month,
    Relative,
    Season,
    Weekday,
    Weekend,
    Year,
)
from nlp.components.dates.periods import STATE_FISCAL_MONTH, PartName, Unit
from nlp.components.dates.relatives import (
    Deictic,
    FiscalYear,
    Offset,
    Part,
    Same,
    SameSeason,
    Slice,
    SoFar,
    Vague,
    Window,
)
from nlp.components.dates.words import PARAGRAPH, VOCABULARY, Found, Reader, Words, skip

UNITS, NUMBERS, SEASONS = VOCABULARY.units, VOCABULARY.numbers, VOCABULARY.seasons
_SINGULAR = frozenset(unit for unit in UNITS if UNITS[unit] == unit)

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
_TODAY = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_FEW = ("few", "several", "couple", "many", "dozen")


def read_today(words: Words, i: int) -> Found | None:
    """Read "today", "tonight", "yesterday morning", "the day after tomorrow"."""
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
    unit = cast(Unit, UNITS[words.get(j)])
    after = j + 1
    if words.get(j) not in _SINGULAR:
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
        return Found(j, after, Season(SEASONS[word], nth=nth))
    if not words.is_capital(j):
        return None
    if word in WEEKDAYS:
        after = skip(words, after, *CUES["parts_of_day"])
        return Found(j, after, Weekday(WEEKDAYS[word], nth))
    after = skip(words, after, ".") if len(word) <= 4 else after
    year = Relative(0) if step == "this" else None
    day = read_day_number(words, after)
    if day is not None:
        return Found(j, day[1], Day(MONTHS[word], day[0], year, nth=nth))
    return Found(j, after, Month(MONTHS[word], year, nth))


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
    if count is None or words.get(count[1]) not in UNITS:
        return None
    n, k = count
    if words.get(k + 1) == "of" or words.is_glued(k):
        return None
    unit = cast(Unit, UNITS[words.get(k)])
    if n is None:
        return Found(j, k + 1, Vague())
    return Found(j, k + 1, Window(unit, -n if step != "next" else n))


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


def read_recent(words: Words, i: int) -> Found | None:
    """Read "recent years"."""
    if words.get(i + 1) in UNITS and words.get(i + 1) not in _SINGULAR:
        return Found(i, i + 2, Vague())
    return None


def read_offset(words: Words, i: int, read_date: Reader) -> Found | None:
    """Read "two years ago", "a week later", "three days before Christmas".

    Args:
        words: The words.
        i: Index of the unit.
        read_date: Reads the date that another one is counted from.
    """
    unit = cast(Unit, UNITS[words.get(i)])
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
    if n is None:
        is_plural = words.get(i) not in _SINGULAR
        vague: Form = Vague("range" if is_plural else "year")
        return Found(first, after, vague)
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
    if word == "ago":
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
        return (1, j) if is_edge and words.get(i) in _SINGULAR else None
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
        return (None, i) if words.get(i) not in _SINGULAR else None
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
    whole = read_date(words, j) or _read_running_unit(words, j)
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
    whole = _read_running_unit(words, i + 2) or read_date(words, i + 2)
    if whole is None or whole.form is None:
        return None
    first = i - 1 if words.get(i - 1) == "the" else i
    return Found(first, whole.after, SoFar(whole.form, is_ahead=True))


def _read_running_unit(words: Words, j: int) -> Found | None:
    """Read "the year" where it is the one that runs: "the end of the year"."""
    if words.get(j) != "the":
        return None
    if words.get(j + 1) == "fiscal" and words.get(j + 2) == "year":
        return Found(j, j + 3, FiscalYear())
    if words.get(j + 1) in ("week", "month", "quarter", "year", "decade", "century"):
        return Found(j, j + 2, Deictic(cast(Unit, words.get(j + 1)), 0))
    return None


def read_half(words: Words, i: int, read_date: Reader) -> Found | None:
    """Read "the first half of 2024"; `i` is the word "half"."""
    first = i - 1
    half = {"first": 1, "second": 2, "latter": 2}.get(words.get(first))
    if half is None or words.get(i + 1) != "of":
        return None
    whole = read_date(words, i + 2) or _read_running_unit(words, i + 2)
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
    whole = read_date(words, j + 2) or _read_running_unit(words, j + 2)
    if whole is None or whole.form is None or whole.form.kind == "day":
        return None
    first = i - 1 if words.get(i - 1) == "the" else i
    unit = cast(Unit, UNITS[words.get(j)])
    return Found(first, whole.after, Slice(whole.form, unit, sign * n))


def read_weekend(words: Words, i: int) -> Found | None:
    """Read "the weekend" where a preposition makes it one weekend."""
    if words.get(i - 1) != "the" or words.get(i - 2) not in ("over", "during", "on"):
        return None
    if words.get(i + 1) in ("of", "before", "after"):
        return None
    return Found(i - 1, i + 1, Weekend())


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
    form = Part(Deictic(cast(Unit, words.get(j)), 0), "end")
    return Found(j, i + 1, form)
