"""Scores of a model by file, with bootstrap intervals, for eval.json."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.training.checkworthiness.examples import Bools, Example, read_gold
from nlp.training.scoring.checkworthiness import compare_scores

Floats = npt.NDArray[np.float64]

N_BOOTSTRAP = 1000


def _evaluate(scores: Floats, gold: Bools, seed: int) -> dict[str, Any]:
    """Scores, with the 95 % bootstrap interval of the macro-F1."""
    result = compare_scores(gold, scores)
    # Drawing rows with replacement is drawing the four cells of the table.
    cells = np.bincount(2 * gold + (scores >= 0.5), minlength=4)
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(gold), cells / len(gold), N_BOOTSTRAP)
    kept, wrong, missed, right = drawn.T
    errors = wrong + missed
    f1 = [2 * n / np.maximum(2 * n + errors, 1) for n in (kept, right)]
    low, high = np.quantile(np.mean(f1, axis=0), (0.025, 0.975))
    interval = [round(float(low), 4), round(float(high), 4)]
    return result.as_dict() | {"macro_f1_interval": interval}


def evaluate_sources(
    examples: Sequence[Example], scores: Floats, seed: int
) -> dict[str, Any]:
    """Return the scores of each file's examples, by its name."""
    result = {}
    for source in dict.fromkeys(example.source for example in examples):
        rows = np.array([example.source == source for example in examples])
        result[source] = _evaluate(scores[rows], read_gold(examples)[rows], seed)
    return result
