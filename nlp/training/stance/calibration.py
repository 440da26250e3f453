"""What is fitted on dev after the network: a temperature and two thresholds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nlp.classifier import apply_softmax
from nlp.components.stances.deciding import choose_labels
from nlp.training.scoring.stance import macro_f1

Logits = npt.NDArray[np.float32]
Gold = npt.NDArray[np.int64]

_GRID = np.exp(np.linspace(np.log(0.25), np.log(6.0), 129))
_FLAT = 0.002  # macro-F1 is flat near its top; all within this count as best


def fit_temperature(logits: Logits, gold: Gold) -> float:
    """Return the temperature under which the gold labels are likeliest."""
    losses = [
        -np.log(
            np.maximum(apply_softmax(logits, t)[np.arange(len(gold)), gold], 1e-9)
        ).mean()
        for t in _GRID
    ]
    return round(float(_GRID[int(np.argmin(losses))]), 4)


def fit_thresholds(
    probabilities: npt.NDArray[np.float32], gold: Gold
) -> dict[str, float]:
    """Return the thresholds with the best macro-F1, from the middle of its plateau."""
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
    return {"stance": round(float(nearest[0]), 3), "mixed": round(float(nearest[1]), 3)}
