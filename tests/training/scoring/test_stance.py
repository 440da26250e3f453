"""Scores of stance labels, by cases that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score

from nlp.training.scoring.stance import (
    calibration_error,
    cohen_kappa,
    compare_paired,
    count_confusion,
    describe_scores,
    macro_f1,
)


@pytest.fixture
def labels() -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    gold = generator.integers(0, 4, 300)
    found = np.where(generator.random(300) < 0.7, gold, generator.integers(0, 4, 300))
    return gold, found


def test_macro_f1_is_the_known_one(labels: tuple[np.ndarray, np.ndarray]) -> None:
    gold, found = labels
    assert macro_f1(gold, found) == pytest.approx(
        f1_score(gold, found, average="macro")
    )


def test_label_that_never_occurs_does_not_count() -> None:
    assert macro_f1(np.array([0, 0, 3]), np.array([0, 0, 3])) == 1.0


def test_kappa_is_the_known_one(labels: tuple[np.ndarray, np.ndarray]) -> None:
    assert cohen_kappa(*labels) == pytest.approx(cohen_kappa_score(*labels))


def test_confusion_has_gold_in_rows() -> None:
    confusion = count_confusion(np.array([0, 0, 1]), np.array([0, 3, 1]))
    assert confusion[0].tolist() == [1, 0, 0, 1]


def test_calibration_error_is_the_gap() -> None:
    rows = np.tile([0.8, 0.1, 0.05, 0.05], (100, 1))
    gold = np.array([0] * 60 + [1] * 40)
    found = np.zeros(100, dtype=np.int64)
    assert calibration_error(rows, found, gold) >= 0.2
    assert calibration_error(rows, found, np.zeros(100, dtype=np.int64)) == (
        pytest.approx(0.2)
    )


def test_better_model_is_told_apart(labels: tuple[np.ndarray, np.ndarray]) -> None:
    gold, found = labels
    result = compare_paired(gold, gold, found)
    assert result["difference"] > 0
    assert result["interval"][0] > 0
    assert result["p_worse"] == 0.0
    assert compare_paired(gold, found, found)["difference"] == 0.0


def test_scores_are_plain_types(labels: tuple[np.ndarray, np.ndarray]) -> None:
    result = describe_scores(*labels)
    low, high = result["macro_f1_interval"]
    assert low < result["macro_f1"] < high
    assert result["n_rows"] == 300
    assert sum(map(sum, result["confusion"])) == 300
