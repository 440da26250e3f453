"""What the words of a date say, before anything is known about when they were written.

Each form knows its kind and how to resolve itself in a context; it gives None, never a
guess, where the context lacks what it needs. A `year` is a number, a `Relative` one
("March of last year") or None where the text names none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Protocol

from nlp.components.dates.context import Context, choose_occurrence
from nlp.components.dates.periods import (
    Period,
    build_century,
    build_day,
    build_day_of,
    build_decade,
    build_half,
    build_month,
    build_quarter,
    build_season,
    build_week,
    build_weekend,
    build_year,
    find_easter,
    find_nth_weekday,
)
from nlp.schema import DateKind


class Form(Protocol):
    """What a date says."""

    @property
    def kind(self) -> DateKind:
        """The calendar unit it names."""

    def resolve(self, context: Context) -> Period | None:
        """Return its first and last day, or None where they are not known."""


_WINTER = 12


@dataclass(frozen=True, slots=True)
class Relative:
    """A year told from the published one, or from the last date in the text."""

    n: int
    from_previous: bool = False

    def find_year(self, context: Context) -> int | None:
        """Return the year in a context."""
        if self.from_previous:
            before = context.previous
            return None if before is None else before.start.year + self.n
        today = context.published
        return None if today is None else today.year + self.n


YearName = int | Relative | None


def find_year(year: YearName, context: Context) -> int | None:
    """Return the number of a year as a form names it."""
    return year.find_year(context) if isinstance(year, Relative) else year


def resolve_yearly(
    year: YearName,
    build: Callable[[int], Period | None],
    context: Context,
    nth: int = 0,
) -> Period | None:
    """Resolve something that comes every year.

    Args:
        year: The year as the text names it.
        build: Gives the period in a year, or None where a year has none.
        context: Where the text stands in time.
        nth: Without a year, -1 for the last one over, 1 for the next one to begin.

    Returns:
        The period, or None where it is not known.
    """
    if year is not None:
        number = find_year(year, context)
        return None if number is None else build(number)
    today = context.published
    if nth == 0 or today is None:
        return choose_occurrence(build, context)
    found = [period for n in range(-4, 5) if (period := build(today.year + n))]
    if nth < 0:
        over = [period for period in found if period.end < today]
        return over[-1] if over else None
    ahead = [period for period in found if period.start > today]
    return ahead[0] if ahead else None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month; a weekday beside it settles the year where none is named."""

    month: int
    day: int
    year: YearName = None
    weekday: int | None = None
    nth: int = 0  # -1 for "last March 3", 1 for "next March 3"
    kind: DateKind = "day"

    def resolve(self, context: Context) -> Period | None:
        """Return the day."""
        return resolve_yearly(self.year, self._build, context, self.nth)

    def _build(self, year: int) -> Period | None:
        period = build_day_of(year, self.month, self.day)
        if period is None or self.year is not None or self.weekday is None:
            return period
        return period if period.start.weekday() == self.weekday else None


@dataclass(frozen=True, slots=True)
class Month:
    """A month."""

    month: int
    year: YearName = None
    nth: int = 0
    kind: DateKind = "month"

    def resolve(self, context: Context) -> Period | None:
        """Return the month."""

        def build(year: int) -> Period:
            return build_month(year, self.month)

        return resolve_yearly(self.year, build, context, self.nth)


@dataclass(frozen=True, slots=True)
class Season:
    """A season, named after the year it begins in."""

    first_month: int
    year: YearName = None
    nth: int | None = None  # 0 for "this spring"
    spans_years: bool = False  # "winter 2023-24"
    kind: DateKind = "season"

    def resolve(self, context: Context) -> Period | None:
        """Return the season."""
        today = context.published
        if self.year is None and self.nth == 0 and today is not None:
            if self.first_month != _WINTER:
                return self._resolve_this(today.year, context)
            if today.month <= 2:
                return self._build(today.year - 1)
        period = resolve_yearly(self.year, self._build, context, self.nth or 0)
        if period is None or today is None or not self._may_precede_its_year():
            return period
        # "Winter 2024" told in March 2024 is the one that has just passed.
        if period.start > today and context.direction() != "future":
            return self._build(period.start.year - 1)
        return period

    def _resolve_this(self, year: int, context: Context) -> Period:
        period, today = self._build(year), context.published
        is_over = today is not None and period.end < today
        if is_over and context.direction() == "future":
            return self._build(year + 1)
        return period

    def _may_precede_its_year(self) -> bool:
        is_winter = self.first_month == _WINTER and self.year is not None
        return is_winter and not self.spans_years

    def _build(self, year: int) -> Period:
        return build_season(year, self.first_month)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a calendar year."""

    quarter: int
    year: YearName = None
    kind: DateKind = "quarter"

    def resolve(self, context: Context) -> Period | None:
        """Return the quarter."""

        def build(year: int) -> Period:
            return build_quarter(year, self.quarter)

        return resolve_yearly(self.year, build, context)


@dataclass(frozen=True, slots=True)
class Half:
    """A half of a calendar year."""

    half: int
    year: YearName = None
    kind: DateKind = "half-year"

    def resolve(self, context: Context) -> Period | None:
        """Return the half-year."""

        def build(year: int) -> Period:
            return build_half(year, self.half)

        return resolve_yearly(self.year, build, context)


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year."""

    year: YearName
    kind: DateKind = "year"

    def resolve(self, context: Context) -> Period | None:
        """Return the year."""
        year = find_year(self.year, context)
        return None if year is None else build_year(year)


@dataclass(frozen=True, slots=True)
class Decade:
    """A decade: "the 1990s"."""

    first_year: int
    kind: DateKind = "decade"

    def resolve(self, context: Context) -> Period | None:
        """Return the decade."""
        return build_decade(self.first_year)


@dataclass(frozen=True, slots=True)
class Century:
    """A century by number."""

    number: int
    kind: DateKind = "century"

    def resolve(self, context: Context) -> Period | None:
        """Return the century."""
        return build_century(self.number)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week near the day of publication."""

    weekday: int
    nth: int = 0
    week: int | None = None  # -1 for "Tuesday of last week"
    is_this: bool = False
    kind: DateKind = "day"

    def resolve(self, context: Context) -> Period | None:
        """Return the day: the last one up to today unless the words look ahead."""
        today = context.published
        if today is None:
            return None
        if self.week is not None:
            monday = build_week(today).start + timedelta(7 * self.week)
            return build_day(monday + timedelta(self.weekday))
        behind = (today.weekday() - self.weekday) % 7
        ahead = (self.weekday - today.weekday()) % 7
        if self.nth < 0:
            return build_day(today - timedelta(behind or 7))
        if self.nth > 0:
            return build_day(today + timedelta(ahead or 7))
        direction = context.direction()
        if self.is_this and direction == "nearest":  # "this Saturday" is to come
            direction = "future"
        if direction in ("future", "ahead"):
            return build_day(today + timedelta(ahead))
        return build_day(today - timedelta(behind))


@dataclass(frozen=True, slots=True)
class Weekend:
    """Saturday and Sunday near the day of publication."""

    nth: int = 0
    kind: DateKind = "range"

    def resolve(self, context: Context) -> Period | None:
        """Return the last weekend begun by today unless the words look ahead."""
        today = context.published
        if today is None:
            return None
        weekend = build_weekend(today)
        is_ahead = weekend.start > today
        n = self.nth
        if n == 0 and is_ahead and context.direction() != "future":
            n = -1
        return build_weekend(today + timedelta(7 * n))


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """A date such as "the first Monday in October"."""

    n: int
    weekday: int
    month: int
    year: YearName = None
    kind: DateKind = "day"

    def resolve(self, context: Context) -> Period | None:
        """Return the day."""

        def build(year: int) -> Period | None:
            day = find_nth_weekday(year, self.month, self.weekday, self.n)
            return build_day(day) if day.month == self.month else None

        return resolve_yearly(self.year, build, context)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A named day.

    Attributes:
        rule: Month and day; or month, weekday and n for the nth one; or days from
            Easter Sunday; or month, days and 0 for the days after its first Monday.
        every: Years between two; 4 for the years after a leap year.
    """

    rule: tuple[int, ...]
    year: YearName = None
    nth: int = 0
    every: int = 1
    kind: DateKind = "day"

    def resolve(self, context: Context) -> Period | None:
        """Return the day."""
        return resolve_yearly(self.year, self._build, context, self.nth)

    def _build(self, year: int) -> Period | None:
        if self.every > 1 and year % self.every != 1:
            return None
        if len(self.rule) == 1:
            return build_day(find_easter(year, self.rule[0]))
        if len(self.rule) == 2:
            return build_day_of(year, *self.rule)
        month, days, n = self.rule
        if n == 0:
            first_monday = find_nth_weekday(year, month, 0, 1)
            return build_day(first_monday + timedelta(days))
        return build_day(find_nth_weekday(year, month, days, n))


def lend_year(form: Form, other: Form) -> Form:
    """Give a form without a year that of another: "March and April 2020"."""
    year = getattr(other, "year", None)
    if year is None or getattr(form, "year", year) is not None:
        return form
    lent: Any = form
    return replace(lent, year=year)  # type: ignore[no-any-return]
