"""From the classifier's probabilities to a label; knows no spaCy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Probabilities = npt.NDArray[np.floating]
Choices = npt.NDArray[np.int64]

LABELS = ("support", "oppose", "mixed", "none")
SUPPORT, OPPOSE, MIXED, NONE = range(4)
DEFAULTS: Mapping[str, float] = {"stance": 0.5, "mixed": 0.5}


def choose_labels(
    probabilities: Probabilities, thresholds: Mapping[str, float] = DEFAULTS
) -> Choices:
    """Return the label of each row, as an index into `LABELS`.

    Args:
        probabilities: Shape (n, 4), columns as in `LABELS`.
        thresholds: `stance`: how probable it must be that there is a stance at all;
            `mixed`: how probable of that it must be that it goes both ways.
    """
    stance = 1.0 - probabilities[:, NONE]
    sides = np.where(
        probabilities[:, SUPPORT] >= probabilities[:, OPPOSE], SUPPORT, OPPOSE
    )
    mixed = probabilities[:, MIXED] >= thresholds["mixed"] * np.maximum(stance, 1e-9)
    chosen: Choices = np.where(mixed, MIXED, sides)
    chosen = np.where(stance >= thresholds["stance"], chosen, NONE)
    return chosen.astype(np.int64)
