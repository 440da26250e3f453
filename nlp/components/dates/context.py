"""What a date without a year, or a relative one, is resolved against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from nlp.components.dates.periods import Period, Unit

_STALE, _NEAR = 330, 35  # days
_FAR = 200  # days; "before the March deadline" hardly means one further off

Direction = Literal["past", "future", "ahead", "nearest"]


@dataclass(frozen=True, slots=True)
class Context:
    """Where in time a text stands at one of its dates.

    Attributes:
        published: Day the text was published, where it is known.
        previous: The last date before this one in the text, leaving out weekdays and
            the like, which mostly say when somebody spoke.
        previous_day: The last day before this one.
        direction: Whether the words around it look back or ahead; asked only where the
            answer matters.
        fiscal_month: The month in which fiscal years begin where nothing else is said.
    """

    published: date | None
    previous: Period | None
    previous_day: Period | None
    direction: Callable[[], Direction]
    fiscal_month: Callable[[], int]

    def find_previous(self, unit: Unit) -> Period | None:
        """Return the date that one told in `unit` is counted from."""
        if unit == "day":
            return self.previous_day
        return self.previous or self.previous_day


def choose_occurrence(
    build: Callable[[int], Period | None], context: Context
) -> Period | None:
    """Choose the year of something that comes every year.

    Args:
        build: Gives the period in a year, or None where a year has none.
        context: Its published day must be known for an answer.

    Returns:
        The last one begun, the next one not yet over, or the nearest one; looking
        "ahead" the next one unless it is far off.
    """
    today = context.published
    if today is None:
        return None
    years = range(today.year - 4, today.year + 5)  # 29 February needs four
    found = [period for year in years if (period := build(year)) is not None]
    past = [period for period in found if period.start <= today]
    future = [period for period in found if period.end >= today]
    direction = context.direction()
    if direction == "past" and past:
        return _avoid_stale(past[-1], future, today)
    if direction == "future" and future:
        return future[0]
    if direction == "ahead" and future and _distance(future[0], today) < _FAR:
        return future[0]
    return min(found, key=lambda period: _distance(period, today), default=None)


def _avoid_stale(last: Period, future: list[Period], today: date) -> Period:
    """Give the next occurrence where it is near and the last one almost a year old.

    Writers name the year of a day so long past; what looks back there is mostly a verb
    that the date does not belong to.
    """
    is_stale = last.kind == "day" and _distance(last, today) > _STALE
    if is_stale and future and _distance(future[0], today) <= _NEAR:
        return future[0]
    return last


def _distance(period: Period, today: date) -> int:
    return max((period.start - today).days, (today - period.end).days, 0)
