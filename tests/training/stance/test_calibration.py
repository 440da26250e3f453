"""Temperature and thresholds, on scores that are known to be off."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nlp.classifier import apply_softmax
from nlp.components.stances.deciding import (
    MIXED,
    NONE,
    OPPOSE,
    SUPPORT,
    choose_all,
    choose_labels,
)
from nlp.training.stance.calibration import (
    fit_margins,
    fit_temperature,
    fit_thresholds,
    fit_unseen,
)


def draw_logits(scale: float, n: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Return logits that are `scale` times too sure, and labels drawn from them."""
    generator = np.random.default_rng(1)
    logits = generator.normal(size=(n, 4)).astype(np.float32) * 1.5
    shares = apply_softmax(logits)
    gold = np.array([generator.choice(4, p=row / row.sum()) for row in shares])
    return logits * scale, gold


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_temperature_undoes_false_sureness(scale: float) -> None:
    logits, gold = draw_logits(scale)
    assert fit_temperature(logits, gold) == pytest.approx(scale, rel=0.12)


def test_threshold_moves_to_where_none_begins() -> None:
    # A stance is there from 0.3 on, where half would miss every second one.
    stance = np.linspace(0, 1, 400)
    rows = np.stack([stance * 0.9, stance * 0.05, stance * 0.05, 1 - stance], axis=1)
    gold = np.where(stance >= 0.3, SUPPORT, NONE)
    found = fit_thresholds(rows.astype(np.float32), gold)
    assert found["stance"] == pytest.approx(0.3, abs=0.03)


def test_margins_hold_their_promise() -> None:
    logits, gold = draw_logits(1.0)
    rows = apply_softmax(logits)
    add, drop = fit_margins(rows, gold)
    values = rows[:, SUPPORT] + rows[:, MIXED] / 2
    takes = (gold == SUPPORT) | (gold == MIXED)
    assert takes[values >= add].mean() >= 0.65
    assert takes[values < drop].mean() < 0.1


def test_margin_takes_all_that_precision_allows() -> None:
    # Six in ten are right at 0.5, all from 0.8 on.
    side = np.repeat([0.5, 0.8], 100)
    rows = np.stack([side, 0.1 * side, 0 * side, 1 - 1.1 * side], axis=1)
    gold = np.where(np.arange(200) % 10 < 6, SUPPORT, NONE)
    gold[100:] = SUPPORT
    assert fit_margins(rows, gold)[0] < 0.5  # 80 % of both
    gold[:100] = NONE
    assert 0.5 < fit_margins(rows, gold)[0] <= 0.8


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([0.6, 0.1, 0.1, 0.2], SUPPORT),
        ([0.1, 0.6, 0.1, 0.2], OPPOSE),
        ([0.3, 0.1, 0.5, 0.1], MIXED),
        ([0.2, 0.1, 0.1, 0.6], NONE),
        ([0.25, 0.2, 0.0, 0.55], NONE),
    ],
)
def test_labels_are_chosen_by_thresholds(row: list[float], expected: int) -> None:
    assert choose_labels(np.array([row])).tolist() == [expected]


def test_unseen_issues_are_read_as_their_own_rows_tell() -> None:
    logits, gold = draw_logits(2.0)
    config: dict[str, Any] = {
        "issues": ["known"],
        "temperature": 1.0,
        "thresholds": {"stance": 0.9, "mixed": 0.5},
        "unseen": fit_unseen(logits, gold),
    }
    assert config["unseen"]["temperature"] == pytest.approx(2.0, rel=0.12)
    sure = apply_softmax(logits)
    known = choose_all(sure, ["known"] * len(gold), config)
    assert (known == choose_labels(sure, config["thresholds"])).all()
    unseen = choose_all(sure, ["new"] * len(gold), config)
    expected = choose_labels(apply_softmax(logits, 2.0), config["unseen"]["thresholds"])
    assert (unseen == expected).mean() > 0.98


def test_model_that_lists_no_issues_reads_all_alike() -> None:
    row = np.array([[0.6, 0.1, 0.1, 0.2]])
    config = {"temperature": 1.0, "thresholds": {"stance": 0.9, "mixed": 0.5}}
    assert choose_all(row, ["any"], config).tolist() == [NONE]
