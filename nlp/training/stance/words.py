"""Fit the linear model over words, and how much it and the encoder count."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.components.stances.deciding import LABELS
from nlp.pair_words import (
    IDF_UNIT,
    N_BUCKETS,
    hash_features,
    list_pair_features,
    pack_words,
)
from nlp.training.stance.examples import Example

Logits = npt.NDArray[np.float32]
Gold = npt.NDArray[np.int64]

_SPARSEST = 127 / IDF_UNIT
_STRENGTH = 8.0  # inverse of the ridge
_RIDGE = 0.02  # holds the mix of few numbers near what one model alone would be


def fit_words(examples: Sequence[Example], path: Path) -> dict[str, Any]:
    """Fit and write the model.

    Returns:
        `scale` and `bias`, for config.json.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import normalize

    buckets: list[int] = []
    counts: list[float] = []
    ends = [0]
    for example in examples:
        places, values = hash_features(
            list_pair_features(example.passage, example.proposition)
        )
        buckets += places
        counts += values
        ends.append(len(buckets))
    shape = (len(examples), N_BUCKETS)
    features = csr_matrix((counts, buckets, ends), shape=shape)
    n_with = np.asarray((features > 0).sum(axis=0)).ravel()
    idf = np.minimum(np.log((1 + len(examples)) / (1 + n_with)) + 1, _SPARSEST)
    idf = np.round(idf * IDF_UNIT) / IDF_UNIT  # as it will be read
    idf[n_with < 2] = 0.0  # what occurs once says nothing of other texts
    features = normalize(features.multiply(idf).tocsr())
    gold = np.array([example.label for example in examples])
    model = LogisticRegression(C=_STRENGTH, max_iter=200, class_weight="balanced")
    model.fit(features, gold)
    weights = np.zeros((len(LABELS), N_BUCKETS))
    bias = np.full(len(LABELS), -9.0)
    if len(model.classes_) == 2:
        weights[model.classes_] = np.vstack([-model.coef_[0], model.coef_[0]]) / 2
        bias[model.classes_] = np.array([-1, 1]) * model.intercept_[0] / 2
    else:
        weights[model.classes_] = model.coef_
        bias[model.classes_] = model.intercept_
    packed, scale = pack_words(weights, idf)
    with path.open("wb") as file:
        np.save(file, packed, allow_pickle=False)
    return {"scale": scale, "bias": [round(float(b), 5) for b in bias]}


def fit_mix(encoder: Logits, words: Logits, gold: Gold) -> dict[str, Any]:
    """Return how much encoder and words count, and a bias for each label.

    The likeliest on dev, which neither has learnt from.
    """
    from scipy.optimize import minimize

    rows = np.arange(len(gold))

    def measure(parameters: npt.NDArray[np.float64]) -> float:
        logits = mix(encoder, words, parameters)
        logits = logits - logits.max(axis=1, keepdims=True)
        likely = logits[rows, gold] - np.log(np.exp(logits).sum(axis=1))
        return float(-likely.mean() + _RIDGE * (parameters[2:] ** 2).sum())

    start = np.array([0.5, 0.5, *np.zeros(len(LABELS))])
    limits = [(0.0, 5.0), (0.0, 5.0), *[(-2.0, 2.0)] * len(LABELS)]
    found = minimize(measure, start, method="L-BFGS-B", bounds=limits).x
    return {
        "encoder": round(float(found[0]), 4),
        "words": round(float(found[1]), 4),
        "bias": [round(float(value), 4) for value in found[2:]],
    }


def mix(
    encoder: Logits, words: Logits, parameters: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return the logits of both together."""
    mixed: npt.NDArray[np.float64] = (
        parameters[0] * encoder + parameters[1] * words + parameters[2:]
    )
    return mixed
