"""Dates told from today, from another date, or as a part or span of others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from nlp.components.dates.context import Context
from nlp.components.dates.forms import (
    Day,
    Form,
    Month,
    Quarter,
    Season,
    Weekday,
    YearName,
    find_year,
    lend_year,
)
from nlp.components.dates.periods import (
    STATE_FISCAL_MONTH,
    PartName,
    Period,
    Unit,
    add_months,
    add_units,
    build_day,
    build_fiscal_year,
    build_period,
    build_unit,
    cut_part,
)
from nlp.schema import DateKind

_KINDS: dict[Unit, DateKind] = {
    "day": "day",
    "week": "week",
    "weekend": "range",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
    "century": "century",
}
_COARSE = {"month", "season", "quarter", "half-year", "fiscal-year"}
_YEARS: set[Unit] = {"year", "decade", "century"}
_KNOWN_UNITS: dict[DateKind, set[Unit]] = {  # what may be counted from a base
    "day": {"day", "week", "weekend", "month", "quarter", *_YEARS},
    "week": {"week", "month", "quarter", *_YEARS},
    "month": {"month", "quarter", *_YEARS},
    "decade": set(),
    "century": set(),
    "range": set(),
}


@dataclass(frozen=True, slots=True)
class Deictic:
    """A unit counted from today's: "last year", "this week", "tomorrow"."""

    unit: Unit
    n: int

    @property
    def kind(self) -> DateKind:
        """The unit."""
        return _KINDS[self.unit]

    def resolve(self, context: Context) -> Period | None:
        """Return the unit."""
        today = context.published
        day = None if today is None else add_units(today, self.unit, self.n)
        return None if day is None else build_unit(day, self.unit)


@dataclass(frozen=True, slots=True)
class Offset:
    """So many units from a date: "two years ago", "a year earlier", "the next day".

    Attributes:
        unit: What is counted.
        n: How many, negative before the base.
        base: "published", "previous" for the last date in the text, or the date named.
    """

    unit: Unit
    n: int
    base: Literal["published", "previous"] | Form = "published"

    @property
    def kind(self) -> DateKind:
        """The unit; ten years are told to the year."""
        return "year" if self.unit in ("decade", "century") else _KINDS[self.unit]

    def resolve(self, context: Context) -> Period | None:
        """Return the period, as exactly as its base is known."""
        base = self._find_base(context)
        if base is None:
            return None
        if self.base == "published":
            return self._build(base.start)
        if base.kind in _COARSE and self.unit in _YEARS:
            return self._shift(base)
        if base.kind == "range" and self._measures(base):
            return self._shift(base)  # "the past year, after 17% the year before"
        is_known = self.unit in _KNOWN_UNITS.get(base.kind, _YEARS)
        return self._build(base.start) if is_known else None

    def _find_base(self, context: Context) -> Period | None:
        if self.base == "previous":
            return context.find_previous(self.unit)
        if self.base == "published":
            today = context.published
            return None if today is None else build_day(today)
        return self.base.resolve(context)

    def _build(self, day: date) -> Period | None:
        shifted = add_units(day, self.unit, self.n)
        if shifted is None:
            return None
        if self.unit in ("decade", "century"):
            return build_unit(shifted, "year")
        return build_unit(shifted, self.unit)

    def _measures(self, base: Period) -> bool:
        after = add_units(base.start, self.unit, 1)
        return after is not None and abs((after - base.end).days) <= 1

    def _shift(self, base: Period) -> Period | None:
        start = add_units(base.start, self.unit, self.n)
        after = add_units(base.end + timedelta(1), self.unit, self.n)
        if start is None or after is None:
            return None
        return Period(start, after - timedelta(1), base.kind)


@dataclass(frozen=True, slots=True)
class Same:
    """The unit that the last date in the text lies in: "that year"."""

    unit: Unit

    @property
    def kind(self) -> DateKind:
        """The unit."""
        return _KINDS[self.unit]

    def resolve(self, context: Context) -> Period | None:
        """Return the unit, where the last date lies in one."""
        base = context.find_previous(self.unit)
        if base is None:
            return None
        period = build_unit(base.start, self.unit)
        return period if base.end <= period.end else None


@dataclass(frozen=True, slots=True)
class SameSeason:
    """A season in the year of the last date in the text: "that spring"."""

    form: Form
    kind: DateKind = "season"

    def resolve(self, context: Context) -> Period | None:
        """Return the season."""
        if context.previous is None:
            return None
        there = replace(context, published=context.previous.start)
        return self.form.resolve(there)


@dataclass(frozen=True, slots=True)
class Window:
    """A time up to today or from today on: "the past two years", "the next week"."""

    unit: Unit
    n: int
    kind: DateKind = "range"

    def resolve(self, context: Context) -> Period | None:
        """Return the window, today included."""
        today = context.published
        other = None if today is None else add_units(today, self.unit, self.n)
        if today is None or other is None:
            return None
        return Period(min(today, other), max(today, other), "range")


@dataclass(frozen=True, slots=True)
class Vague:
    """A date that stays open: "years ago", "in recent months"."""

    kind: DateKind = "range"

    def resolve(self, context: Context) -> Period | None:
        """Return None."""
        return None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of another date: "early 2023", "the end of June"."""

    whole: Form
    part: PartName

    @property
    def kind(self) -> DateKind:
        """The kind of the whole."""
        return self.whole.kind

    def resolve(self, context: Context) -> Period | None:
        """Return the part."""
        whole = self.whole.resolve(context)
        if whole is None:
            return None
        return whole if whole.kind == "day" else cut_part(whole, self.part)


@dataclass(frozen=True, slots=True)
class SoFar:
    """A unit up to today, or from today on: "earlier this year"."""

    whole: Form
    is_ahead: bool

    @property
    def kind(self) -> DateKind:
        """The kind of the whole."""
        return self.whole.kind

    def resolve(self, context: Context) -> Period | None:
        """Return that part of the unit, or all of it where today lies outside."""
        whole, today = self.whole.resolve(context), context.published
        if whole is None or today is None or not whole.start <= today <= whole.end:
            return whole
        if self.is_ahead:
            return replace(whole, start=today)
        return replace(whole, end=today)


@dataclass(frozen=True, slots=True)
class Slice:
    """The first units of a date, or the last ones: "first three months of 2024"."""

    whole: Form
    unit: Unit
    n: int
    kind: DateKind = "range"

    def resolve(self, context: Context) -> Period | None:
        """Return the slice."""
        whole = self.whole.resolve(context)
        if whole is None:
            return None
        edge = whole.start if self.n > 0 else whole.end + timedelta(1)
        other = add_units(edge, self.unit, self.n)
        if other is None:
            return None
        start, after = min(edge, other), max(edge, other)
        if start < whole.start or after > whole.end + timedelta(1):
            return None
        return Period(start, after - timedelta(1), "range")


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A fiscal or school year, named after the year it ends in.

    Attributes:
        year: Its name.
        nth: Without a name, -1 for the last one.
        first_month: Month it begins in; None leaves that to the context.
        kind: "range" for a school year.
    """

    year: YearName = None
    nth: int = 0
    first_month: int | None = None
    kind: DateKind = "fiscal-year"

    def resolve(self, context: Context) -> Period | None:
        """Return the fiscal year."""
        first_month = self.first_month or context.fiscal_month()
        year = find_year(self.year, context)
        if year is None:
            today = context.published
            if today is None or self.year is not None:
                return None
            is_late = first_month > 1 and today.month >= first_month
            year = today.year + is_late + self.nth
        return replace(build_fiscal_year(year, first_month), kind=self.kind)


@dataclass(frozen=True, slots=True)
class YearFrom:
    """Twelve months to or from a day: "the fiscal year ending June 30, 2025"."""

    edge: Form
    is_end: bool
    kind: DateKind = "fiscal-year"

    def resolve(self, context: Context) -> Period | None:
        """Return the twelve months."""
        edge = self.edge.resolve(context)
        if edge is None:
            return None
        if not self.is_end:
            return build_period(edge.start, n_months=12, kind="fiscal-year")
        after = edge.end + timedelta(1)
        return Period(add_months(after, -12), edge.end, "fiscal-year")


@dataclass(frozen=True, slots=True)
class Span:
    """Whole fiscal years from one to another: "the 2023-25 biennium"."""

    first_year: int
    last_year: int
    kind: DateKind = "range"

    def resolve(self, context: Context) -> Period | None:
        """Return the span."""
        first = build_fiscal_year(self.first_year, STATE_FISCAL_MONTH)
        last = build_fiscal_year(self.last_year, STATE_FISCAL_MONTH)
        return Period(first.start, last.end, "range")


@dataclass(frozen=True, slots=True)
class Range:
    """From one date to another, both included."""

    first: Form
    last: Form
    kind: DateKind = "range"

    def resolve(self, context: Context) -> Period | None:
        """Return the range; a year named once holds for both ends."""
        first = lend_year(self.first, self.last)
        start = first.resolve(context)
        if start is None:
            return None
        end = self._resolve_last(start, context)
        if end is None:
            return None
        if start.start > end.end and first != self.first:  # "December to March 2024"
            start = _shift_year(start, -1)
        if end.end < start.start:
            return None
        return Period(start.start, end.end, "range")

    def _resolve_last(self, start: Period, context: Context) -> Period | None:
        if isinstance(self.last, Weekday) or _lacks_year(self.last):
            ahead = replace(context, published=start.start, direction=lambda: "future")
            return self.last.resolve(ahead)
        return self.last.resolve(context)


def _lacks_year(form: Form) -> bool:
    yearly = isinstance(form, Day | Month | Season | Quarter)
    return yearly and getattr(form, "year", 0) is None


def _shift_year(period: Period, n: int) -> Period:
    start = add_units(period.start, "year", n)
    after = add_units(period.end + timedelta(1), "year", n)
    if start is None or after is None:
        return period
    return Period(start, after - timedelta(1), period.kind)
