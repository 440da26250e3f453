"""Scores of stance labels: macro-F1, calibration, agreement, and what beats what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.components.stances.deciding import LABELS
from nlp.training.scoring import Score

Labels = npt.NDArray[np.int64]
Floats = npt.NDArray[np.floating]

N_BOOTSTRAP = 1000
N_BINS = 10


def count_confusion(gold: Labels, found: Labels) -> npt.NDArray[np.int64]:
    """Return counts of shape (4, 4): rows are gold, columns found, as in `LABELS`."""
    n_labels = len(LABELS)
    cells = np.bincount(n_labels * gold + found, minlength=n_labels**2)
    return cells.reshape(n_labels, n_labels)


def macro_f1(gold: Labels, found: Labels) -> float:
    """Return the mean F1 of the labels that occur in gold or are found."""
    return float(_macro_f1(count_confusion(gold, found)))


def _macro_f1(confusion: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Mean F1 from counts of shape (..., 4, 4)."""
    right = np.diagonal(confusion, axis1=-2, axis2=-1)
    total = confusion.sum(axis=-1) + confusion.sum(axis=-2)
    scores = 2 * right / np.maximum(total, 1)
    occurs = total > 0
    mean: npt.NDArray[np.float64] = scores.sum(axis=-1) / np.maximum(
        occurs.sum(axis=-1), 1
    )
    return mean


def score_labels(gold: Labels, found: Labels) -> dict[str, Score]:
    """Return precision, recall and F1 of each label."""
    confusion = count_confusion(gold, found)
    return {
        label: Score(
            int(confusion[at, at]),
            int(confusion[:, at].sum()),
            int(confusion[at].sum()),
        )
        for at, label in enumerate(LABELS)
    }


def resample_macro_f1(
    gold: Labels, found: Labels, seed: int = 0
) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the macro-F1."""
    cells = count_confusion(gold, found).ravel()
    drawn = np.random.default_rng(seed).multinomial(
        len(gold), cells / cells.sum(), N_BOOTSTRAP
    )
    scores = _macro_f1(drawn.reshape(-1, len(LABELS), len(LABELS)))
    low, high = np.quantile(scores, (0.025, 0.975))
    return round(float(low), 4), round(float(high), 4)


def calibration_error(probabilities: Floats, found: Labels, gold: Labels) -> float:
    """Return the expected calibration error of the chosen labels, in ten bins.

    The confidence of a label is its probability; the bins hold equally many rows.
    """
    confidence = probabilities[np.arange(len(found)), found]
    right = (found == gold).astype(float)
    order = np.argsort(confidence, kind="stable")
    error = 0.0
    for part in np.array_split(order, N_BINS):
        if len(part):
            gap = abs(confidence[part].mean() - right[part].mean())
            error += float(gap) * len(part) / len(order)
    return error


def cohen_kappa(first: Labels, second: Labels) -> float:
    """Return how far two labellers agree beyond chance."""
    confusion = count_confusion(first, second) / len(first)
    agreed = float(np.trace(confusion))
    chance = float(confusion.sum(axis=0) @ confusion.sum(axis=1))
    return (agreed - chance) / (1.0 - chance) if chance < 1.0 else 1.0


def compare_paired(
    gold: Labels, first: Labels, second: Labels, seed: int = 0
) -> dict[str, Any]:
    """Compare two models on the same rows by a paired bootstrap.

    Returns:
        `difference` of the macro-F1 (first less second), its 95 % `interval`, and
        `p_worse`: the share of resamples in which the first is not better.
    """
    generator = np.random.default_rng(seed)
    differences = np.empty(N_BOOTSTRAP)
    for at in range(N_BOOTSTRAP):
        rows = generator.integers(0, len(gold), len(gold))
        differences[at] = macro_f1(gold[rows], first[rows]) - macro_f1(
            gold[rows], second[rows]
        )
    low, high = np.quantile(differences, (0.025, 0.975))
    return {
        "difference": round(macro_f1(gold, first) - macro_f1(gold, second), 4),
        "interval": [round(float(low), 4), round(float(high), 4)],
        "p_worse": round(float((differences <= 0).mean()), 4),
    }


def describe_scores(
    gold: Labels, found: Labels, probabilities: Floats | None = None, seed: int = 0
) -> dict[str, Any]:
    """Return every score as plain JSON types, for eval.json and tables."""
    parts = score_labels(gold, found)
    result: dict[str, Any] = {
        "n_rows": len(gold),
        "macro_f1": round(macro_f1(gold, found), 4),
        "macro_f1_interval": list(resample_macro_f1(gold, found, seed)),
        "accuracy": round(float((gold == found).mean()), 4),
        "labels": {
            label: {
                "precision": round(score.precision, 4),
                "recall": round(score.recall, 4),
                "f1": round(score.f1, 4),
                "n_gold": score.n_gold,
            }
            for label, score in parts.items()
        },
        "confusion": count_confusion(gold, found).tolist(),
    }
    if probabilities is not None:
        error = calibration_error(probabilities, found, gold)
        result["calibration_error"] = round(error, 4)
    return result


def score_by(
    keys: Sequence[str], measure: Callable[[Labels], Any]
) -> Mapping[str, Any]:
    """Return what `measure` gives for the rows of each key, keys in order."""
    names = np.array(keys)
    return {
        str(name): measure(np.flatnonzero(names == name)) for name in np.unique(names)
    }
