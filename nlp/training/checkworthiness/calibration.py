"""What is fitted on held-out sentences after the model: a slope and a border."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nlp.training.checkworthiness.examples import Bools, Example, read_gold
from nlp.training.scoring.checkworthiness import macro_f1

Floats = npt.NDArray[np.float64]


def calibrate(decisions: Floats, curve: tuple[float, float]) -> Floats:
    """Turn decision values into scores in [0, 1] for which 0.5 is the border."""
    scale, shift = curve
    scores: Floats = 1.0 / (1.0 + np.exp(-(scale * decisions + shift)))
    return scores


def fit_curve(decisions: Floats, examples: Sequence[Example]) -> tuple[float, float]:
    """Find scale and shift for `calibrate`.

    The slope is that of the likeliest logistic curve (Platt); the shift then moves the
    border that gives the best macro-F1, as a mean over the files, to 0.5.
    """
    from sklearn.linear_model import LogisticRegression

    gold = read_gold(examples)
    weights = np.array([example.weight for example in examples])
    curve = LogisticRegression(C=1e6).fit(decisions[:, None], gold, weights)
    scale = float(max(curve.coef_[0, 0], 1e-3))
    sources = np.array([example.source for example in examples])
    parts = [sources == source for source in np.unique(sources)]
    border = find_border([(decisions[rows], gold[rows]) for rows in parts])
    return scale, -scale * border


def find_border(sets: Sequence[tuple[Floats, Bools]]) -> float:
    """Return the decision value over which calling it check-worthy is best.

    Macro-F1 is flat near its top, so the middle of all borders within 0.001 of the
    best is taken.

    Args:
        sets: Decision values and gold of each set; all sets count the same.
    """
    decisions = np.concatenate([values for values, _ in sets])
    borders = np.quantile(decisions, np.linspace(0.02, 0.98, 193))
    means = np.array(
        [
            np.mean([macro_f1(gold, values >= border) for values, gold in sets])
            for border in borders
        ]
    )
    return float(np.median(borders[means >= means.max() - 0.001]))
