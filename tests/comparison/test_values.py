"""What a figure leaves open."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.comparison.values import compare_value, find_bounds, name_measure
from nlp.schema import Figure


def build(value: float | None, comparator: str = "eq", **fields: Any) -> Figure:
    span = {"id": "f1", "text": "x", "start_char": 0, "end_char": 1}
    return Figure(**span, value=value, comparator=comparator, **fields)  # type: ignore[arg-type]  # checked by pydantic


@pytest.mark.parametrize(
    ("figure", "value", "relation"),
    [
        (build(13_000, "approx"), 39_000, "outside"),
        (build(13_000, "approx"), 12_400, "inside"),
        (build(13_000, "approx"), 13_012, "equal"),
        (build(13_000), 13_012, "equal"),
        (build(13_000), 13_600, "outside"),
        (build(212), 213, "outside"),
        (build(212), 212, "equal"),
        (build(54, "ge"), 60, "inside"),
        (build(54, "ge"), 39, "outside"),
        (build(200, "lt"), 260, "outside"),
        (build(None, "range", low=900.0, high=1200.0), 1000, "inside"),
        (build(None, "range", low=900.0, high=1200.0), 1300, "outside"),
        (build(23, kind="percent"), 23.4, "equal"),
        (build(0.2, kind="ratio"), 20, "equal"),
        (build(18e6, kind="money"), 18.3e6, "equal"),
        (build(0), 0, "equal"),
    ],
)
def test_values_are_compared_under_the_comparator(
    figure: Figure, value: float, relation: str
) -> None:
    bounds = find_bounds(figure)
    assert bounds is not None
    assert compare_value(bounds, value).relation == relation


def test_factor_and_difference_are_from_the_number_named() -> None:
    bounds = find_bounds(build(13_000, "approx"))
    assert bounds is not None
    found = compare_value(bounds, 39_000)
    assert (found.factor, found.difference) == (3.0, 26_000)
    assert compare_value(bounds, -1).factor is None


@pytest.mark.parametrize("figure", [build(None, "unknown"), build(None, "approx")])
def test_nothing_is_left_open_where_no_value_is_told(figure: Figure) -> None:
    assert find_bounds(figure) is None


@pytest.mark.parametrize(
    ("fields", "measure"),
    [
        ({"kind": "money", "unit": "USD"}, "money:USD"),
        ({"kind": "percent", "unit": "percent"}, "share"),
        ({"kind": "percent", "unit": "percentage point"}, "percentage point"),
        ({"kind": "ratio", "unit": "farm"}, "share"),
        ({"kind": "duration", "unit": "day"}, "duration:day"),
        ({"kind": "quantity", "unit": "ton"}, "count"),
    ],
)
def test_measures_tell_what_can_be_compared(
    fields: dict[str, Any], measure: str
) -> None:
    assert name_measure(build(1, **fields)) == measure
