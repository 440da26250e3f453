"""A run compared with itself, and what it leaves in its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.comparison.files import (
    FILES,
    compare_extractions,
    read_comparisons,
    write_comparisons,
)
from nlp.comparison.timelines import build_timelines
from nlp.corpus.results import CONFLICTS
from nlp.errors import InputError
from tests.comparison.conftest import Extract

TEXTS = (
    "Ohio's prisons held 4,812 women in January 2024. Vermont adopted a ban on rent"
    " increases above 3 percent in May 2019.",
    "In January 2024, 4,812 women were held in the prisons of Ohio, records show.",
    "Ohio's prisons held 6,300 women in January 2024. Vermont repealed its limits on"
    " rent increases in May 2023.",
)


def test_a_run_is_compared_and_read_back(extract: Extract, tmp_path: Path) -> None:
    found = compare_extractions(extract(*TEXTS))
    (group,) = found.groups
    assert group["n_documents"] == 2
    (conflict,) = found.conflicts
    assert [value["value"] for value in conflict["values"]] == [4812, 6300]
    assert [len(value["members"]) for value in conflict["values"]] == [2, 1]
    write_comparisons(found, tmp_path)
    assert read_comparisons(tmp_path) == found


def test_a_run_that_was_not_compared_has_no_comparisons(tmp_path: Path) -> None:
    assert read_comparisons(tmp_path) is None
    for name in FILES:
        (tmp_path / name).write_text("{broken")
    with pytest.raises(InputError, match="Run compare again"):
        read_comparisons(tmp_path)
    assert (tmp_path / CONFLICTS).exists()


def test_timelines_tell_when_a_position_turned(extract: Extract) -> None:
    (timeline,) = build_timelines(extract(TEXTS[2], TEXTS[0]))
    assert (timeline["name"], timeline["issue"]) == ("Vermont", "rent-control")
    steps = [(s["date"], s["position"], s["changed"]) for s in timeline["steps"]]
    assert steps == [
        ("2019-05-01", "support", False),
        ("2023-05-01", "oppose", True),
    ]
    assert timeline["n_changes"] == 1


def test_stances_of_one_day_are_no_timeline(extract: Extract) -> None:
    assert build_timelines(extract(TEXTS[0])) == []
