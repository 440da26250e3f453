"""What a figure leaves open, and whether another value fits into it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from nlp.schema import Figure

Relation = Literal["equal", "inside", "outside"]

_APPROXIMATE = 0.1  # "about 13,000" leaves room for 12,000 and not for 11,000
_EXACT_BELOW = 1_000  # "310 beds" is meant as counted, "13,000" may be rounded
_MOST_ROUNDING = 0.025  # "$90 million" may be 92, less likely 95
_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Bounds:
    """The values that a figure leaves open, ends included.

    Attributes:
        low: Lower end.
        high: Upper end.
        centre: The number that the text names; None for a range.
        rounding: How far another number may lie from it and be the same.
    """

    low: float
    high: float
    centre: float | None
    rounding: float = 0.0

    def overlaps(self, other: Bounds) -> bool:
        """Whether some value fits both."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a value stands to a figure.

    Attributes:
        relation: `equal` to the number named, rounding apart; else `inside` or
            `outside` of what the figure leaves open.
        factor: How many times the larger is the smaller, of the value and the nearest
            number that the figure names; None where one is 0 or signs differ.
        difference: The value less that number.
    """

    relation: Relation
    factor: float | None
    difference: float


def name_measure(figure: Figure) -> str:
    """Return what can be compared with what: `money:USD`, `share`, `duration:day`."""
    if figure.kind in ("percent", "ratio"):
        points = figure.unit == "percentage point"
        return "percentage point" if points else "share"
    if figure.kind == "money":
        return f"money:{figure.unit}"
    return f"duration:{figure.unit}" if figure.kind == "duration" else "count"


def find_bounds(figure: Figure) -> Bounds | None:
    """Return what a figure leaves open; None if its quantity is said to be unknown.

    Shares are in percent: "one in five" is 20.
    """
    scale = 100.0 if figure.kind == "ratio" else 1.0
    low, high, value = (
        None if number is None else number * scale
        for number in (figure.low, figure.high, figure.value)
    )
    if figure.comparator == "unknown":
        return None
    if value is None:
        if low is None and high is None:
            return None
        return Bounds(
            -math.inf if low is None else low, math.inf if high is None else high, None
        )
    rounding = _find_rounding(value, share=figure.kind in ("percent", "ratio"))
    if figure.comparator in ("gt", "ge"):
        return Bounds(value, math.inf, value, rounding)
    if figure.comparator in ("lt", "le"):
        return Bounds(-math.inf, value, value, rounding)
    about = figure.comparator == "approx"
    room = max(rounding, _APPROXIMATE * abs(value)) if about else rounding
    return Bounds(value - room, value + room, value, rounding)


def _find_rounding(value: float, *, share: bool) -> float:
    """Return half of the last digit that is not 0, as far as it may be rounded."""
    digits = Decimal(repr(value)).normalize().as_tuple()
    if value == 0 or not isinstance(digits.exponent, int):
        return 0.0
    if len(digits.digits) > _MOST_DIGITS:  # computed, such as a third
        return 1e-6 * abs(value)
    if digits.exponent >= 0 and abs(value) < _EXACT_BELOW:
        return 0.5 if share else 0.0
    if digits.exponent == 0:
        return 0.0
    return float(min(0.5 * 10.0**digits.exponent, _MOST_ROUNDING * abs(value)))


def compare_value(bounds: Bounds, value: float) -> Comparison:
    """Say how a value stands to what a figure leaves open."""
    near = min(max(value, bounds.low), bounds.high)
    if abs(near - value) > 1e-9 * abs(value):
        named = near if bounds.centre is None else bounds.centre
        return Comparison("outside", _find_factor(named, value), value - named)
    if bounds.centre is not None:
        room = max(bounds.rounding, 1e-9 * abs(value))
        if abs(bounds.centre - value) <= room:
            return Comparison("equal", 1.0, value - bounds.centre)
    return Comparison("inside", 1.0, 0.0)


def _find_factor(named: float, value: float) -> float | None:
    if named * value <= 0:
        return None
    ratio = abs(value / named)
    return max(ratio, 1 / ratio)
