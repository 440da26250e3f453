"""Stretches of the calendar and the arithmetic on them.

Weeks run from Monday to Sunday (ISO 8601). Seasons are whole months and named after the
year they begin in, so the winter that begins in December 2023 is winter 2023.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from nlp.schema import DateKind

Unit = Literal[
    "day", "week", "weekend", "month", "quarter", "year", "decade", "century"
]
PartName = Literal["early", "mid", "late", "start", "end", "first-half", "second-half"]

FEDERAL_FISCAL_MONTH = 10  # of the year before, 31 U.S.C. 1102
STATE_FISCAL_MONTH = 7

_DAYS = {"day": 1, "week": 7, "weekend": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DECADE_PARTS: dict[str, tuple[int, int]] = {
    "early": (0, 3),
    "mid": (4, 6),
    "late": (7, 9),
}
_SHARES: dict[str, tuple[float, float]] = {
    "early": (0, 1 / 3),
    "mid": (1 / 3, 2 / 3),
    "late": (2 / 3, 1),
    "first-half": (0, 1 / 2),
    "second-half": (1 / 2, 1),
}
_SHORTEST_WHOLE = 3  # days that have thirds
_MAX_MONTHS = 12 * 3000


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of a stretch of the calendar."""

    start: date
    end: date
    kind: DateKind


def build_period(start: date, *, n_months: int, kind: DateKind) -> Period:
    """Return the period of `n_months` whole months from `start` on."""
    return Period(start, add_months(start, n_months) - timedelta(1), kind)


def build_day(day: date) -> Period:
    """Return one day."""
    return Period(day, day, "day")


def build_week(day: date) -> Period:
    """Return the week, Monday to Sunday, that `day` lies in."""
    monday = day - timedelta(day.weekday())
    return Period(monday, monday + timedelta(6), "week")


def build_weekend(day: date) -> Period:
    """Return Saturday and Sunday of the week that `day` lies in."""
    monday = day - timedelta(day.weekday())
    return Period(monday + timedelta(5), monday + timedelta(6), "range")


def build_month(year: int, month: int) -> Period:
    """Return a month."""
    return build_period(date(year, month, 1), n_months=1, kind="month")


def build_season(year: int, first_month: int) -> Period:
    """Return the season that begins in a month of a year."""
    return build_period(date(year, first_month, 1), n_months=3, kind="season")


def build_quarter(year: int, quarter: int) -> Period:
    """Return a quarter, 1 to 4, of a calendar year."""
    start = date(year, 3 * quarter - 2, 1)
    return build_period(start, n_months=3, kind="quarter")


def build_half(year: int, half: int) -> Period:
    """Return a half, 1 or 2, of a calendar year."""
    start = date(year, 6 * half - 5, 1)
    return build_period(start, n_months=6, kind="half-year")


def build_year(year: int) -> Period:
    """Return a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


def build_years(first: int, last: int, kind: DateKind = "range") -> Period:
    """Return the years from `first` to `last`, both included."""
    return Period(date(first, 1, 1), date(last, 12, 31), kind)


def build_decade(year: int) -> Period:
    """Return the decade that a year lies in: 1990 to 1999."""
    first = year // 10 * 10
    return build_years(first, first + 9, "decade")


def build_century(number: int) -> Period:
    """Return a century: the 20th is 1901 to 2000."""
    return build_years(100 * number - 99, 100 * number, "century")


def build_fiscal_year(year: int, first_month: int) -> Period:
    """Return the fiscal year named after the calendar year it ends in."""
    start = date(year if first_month == 1 else year - 1, first_month, 1)
    return build_period(start, n_months=12, kind="fiscal-year")


def find_nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """Return the nth weekday (Monday is 0) of a month; n = -1 is the last."""
    if n > 0:
        first = date(year, month, 1)
        offset = (weekday - first.weekday()) % 7 + 7 * (n - 1)
        return first + timedelta(offset)
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta((last.weekday() - weekday) % 7 + 7 * (-n - 1))


def find_easter(year: int, offset: int) -> date:
    """Return the day `offset` days after Western Easter Sunday."""
    sunday: date = easter(year)
    return sunday + timedelta(offset)


def build_day_of(year: int, month: int, day: int) -> Period | None:
    """Return a day, or None where the month has no such day in that year."""
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return build_day(date(year, month, day))


def add_months(day: date, n: int) -> date:
    """Return the same day `n` months on, or the last one of a shorter month."""
    moved: date = day + relativedelta(months=n)
    return moved


def add_units(day: date, unit: Unit, n: int) -> date | None:
    """Return the day `n` units on, or None outside of the calendar."""
    try:
        if unit in _DAYS:
            return day + timedelta(n * _DAYS[unit])
        months = n * _MONTHS[unit]
        return add_months(day, months) if abs(months) < _MAX_MONTHS else None
    except (OverflowError, ValueError):
        return None


def build_unit(day: date, unit: Unit) -> Period:
    """Return the calendar unit that `day` lies in."""
    year, month = day.year, day.month
    if unit == "day":
        return build_day(day)
    if unit == "week":
        return build_week(day)
    if unit == "weekend":
        return build_weekend(day)
    if unit == "month":
        return build_month(year, month)
    if unit == "quarter":
        return build_quarter(year, (month + 2) // 3)
    if unit == "year":
        return build_year(year)
    if unit == "decade":
        return build_decade(year)
    return build_century((year + 99) // 100)


def cut_part(whole: Period, part: PartName) -> Period:
    """Return a part of a period, which keeps the period's kind.

    "early", "mid" and "late" are its thirds; "start" and "end" the first and last month
    of anything over four months, the first and last week of anything shorter.
    """
    if whole.kind == "decade" and part in _DECADE_PARTS:
        first, last = _DECADE_PARTS[part]
        year = whole.start.year
        return build_years(year + first, year + last, "decade")
    n_days = (whole.end - whole.start).days + 1
    if n_days < _SHORTEST_WHOLE:
        return whole
    if part in ("start", "end"):
        return _cut_edge(whole, part, is_long=n_days > 124)
    first_share, last_share = _SHARES[part]
    start = whole.start + timedelta(round(n_days * first_share))
    end = whole.start + timedelta(round(n_days * last_share) - 1)
    if n_days > 300:  # parts of years fall on whole months
        start, end = _round_to_months(start, end)
    return Period(start, end, whole.kind)


def _cut_edge(whole: Period, part: PartName, *, is_long: bool) -> Period:
    if part == "start":
        end = add_months(whole.start, 1) if is_long else whole.start + timedelta(7)
        return Period(whole.start, min(end - timedelta(1), whole.end), whole.kind)
    after = whole.end + timedelta(1)
    start = add_months(after, -1) if is_long else after - timedelta(7)
    return Period(max(start, whole.start), whole.end, whole.kind)


def _round_to_months(start: date, end: date) -> tuple[date, date]:
    if start.day > 15:
        start = add_months(start, 1)
    if end.day <= 15:
        end = add_months(end, -1)
    last = monthrange(end.year, end.month)[1]
    return start.replace(day=1), end.replace(day=last)
