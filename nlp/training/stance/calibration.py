"""What is fitted on dev after the network: a temperature and four thresholds."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.classifier import apply_softmax
from nlp.components.stances.deciding import MIXED, OPPOSE, SUPPORT, choose_labels
from nlp.training.scoring.stance import calibration_error, macro_f1

Logits = npt.NDArray[np.float32]
Gold = npt.NDArray[np.int64]

_GRID = np.exp(np.linspace(np.log(0.25), np.log(6.0), 129))
_PRECISION = 0.8
_LOSS = 0.003  # nats a row
_SPARED = 0.02
_FLAT = 0.002  # macro-F1 is flat near its top; all within this count as best


def fit_temperature(logits: Logits, gold: Gold) -> float:
    """Return the temperature that makes confidence most honest.

    Of those under which the gold labels are nearly as likely as they can be, the one
    with the least calibration error.
    """
    rows = np.arange(len(gold))
    found = logits.argmax(axis=1)
    losses, errors = [], []
    for temperature in _GRID:
        scores = apply_softmax(logits, temperature)
        losses.append(-np.log(np.maximum(scores[rows, gold], 1e-9)).mean())
        errors.append(calibration_error(scores, found, gold))
    near = np.array(losses) <= min(losses) + _LOSS
    best = int(np.argmin(np.where(near, errors, np.inf)))
    return round(float(_GRID[best]), 4)


def fit_thresholds(
    probabilities: npt.NDArray[np.float32], gold: Gold
) -> dict[str, float]:
    """Return all thresholds: `stance` and `mixed` of `choose_labels`, `add`, `drop`.

    `stance` and `mixed` give the best macro-F1; `add` and `drop` are for reading whole
    documents, see `fit_margins`.
    """
    pairs = [
        (float(stance), float(mixed))
        for stance in np.linspace(0.25, 0.75, 26)
        for mixed in np.linspace(0.15, 0.65, 11)
    ]
    scores = np.array(
        [
            macro_f1(gold, choose_labels(probabilities, {"stance": s, "mixed": m}))
            for s, m in pairs
        ]
    )
    best = np.array(pairs)[scores >= scores.max() - _FLAT]
    middle = np.median(best, axis=0)
    nearest = best[np.argmin(((best - middle) ** 2).sum(axis=1))]
    add, drop = fit_margins(probabilities, gold)
    return {
        "stance": round(float(nearest[0]), 3),
        "mixed": round(float(nearest[1]), 3),
        "add": add,
        "drop": drop,
    }


def fit_unseen(logits: Logits, gold: Gold) -> dict[str, Any]:
    """Return temperature and thresholds for issues that the weights know nothing of.

    Args:
        logits: Of dev rows on issues that were left out of training.
        gold: Labels.
    """
    temperature = fit_temperature(logits, gold)
    thresholds = fit_thresholds(apply_softmax(logits, temperature), gold)
    return {"temperature": temperature, "thresholds": thresholds}


def fit_margins(
    probabilities: npt.NDArray[np.float32], gold: Gold
) -> tuple[float, float]:
    """Return from where the classifier is trusted alone, and under what it rules out.

    Returns:
        The probability of a side over which the sides found and those told have the
        best F1, of the thresholds at which `_PRECISION` of what is found is right;
        and the greatest under which at most `_SPARED` of the rows take that side.
    """
    sides = probabilities[:, [SUPPORT, OPPOSE]] + probabilities[:, [MIXED]] / 2
    takes = np.stack([(gold == side) | (gold == MIXED) for side in (SUPPORT, OPPOSE)])
    values, right = sides.ravel(), takes.T.ravel()
    add, best = 0.98, 0.0
    for at in np.linspace(0.35, 0.98, 64):
        found = values >= at
        n_right = right[found].sum()
        f1 = 2 * n_right / max(1, found.sum() + right.sum())
        if n_right >= _PRECISION * found.sum() and f1 > best:
            add, best = float(at), float(f1)
    drop = next(
        (
            at
            for at in np.linspace(0.2, 0.01, 20)
            if (values < at).any() and right[values < at].mean() <= _SPARED
        ),
        0.01,
    )
    return round(float(add), 3), round(float(drop), 3)
