"""Fit which questions are worth the encoder's time, by what the words alone tell.

The encoder takes a hundred times as long as the words do, and most questions that a
document raises end in no stance. Whether one will is mostly known before: from the same
features as `nlp.training.stance.sureness`, with the words' probabilities for its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.language import Language

from nlp.components.stances import Stances
from nlp.components.stances.judging import Candidate
from nlp.components.stances.sureness import FEATURES, Sureness

Floats = npt.NDArray[np.float64]

LOST = 0.005  # at most of the stances that the encoder would have found
_NEAR = 0.12  # how far below the threshold a question still counts as nearly found
_MIN_FOUND = 30  # under which nothing is fitted
_UNUSED = ("figures", "stances", "checkworthiness", "claims")


def read_asked(
    nlp: Language, texts: Iterable[str], config: Mapping[str, Any]
) -> tuple[Floats, Floats]:
    """Read texts with a pipeline whose stance model asks every question.

    Args:
        nlp: The pipeline; its stance model has no `worth`.
        texts: Whole passages or documents.
        config: The model's config.json.

    Returns:
        Features by words alone, as in `FEATURES`, one row a question; and how sure
        the answer is, less how sure it must be.
    """
    component = nlp.get_pipe("stances")
    assert isinstance(component, Stances)
    sureness = Sureness(config["sureness"]) if "sureness" in config else None
    rows, margins = [], []
    unused = [name for name in nlp.pipe_names if name in _UNUSED]
    with nlp.select_pipes(disable=unused):
        for doc in nlp.pipe(texts):
            for candidate in component.list_candidates(doc)[1]:
                rows.append([candidate.by_words[name] for name in FEATURES])
                margins.append(_find_margin(candidate, sureness, config))
    return np.array(rows, dtype=np.float64), np.array(margins, dtype=np.float64)


def _find_margin(
    candidate: Candidate, sureness: Sureness | None, config: Mapping[str, Any]
) -> float:
    if sureness is not None:
        return sureness.score(candidate.features) - sureness.threshold
    if candidate.opinion.is_none:
        return -1.0
    return candidate.opinion.found[1] - float(config["thresholds"]["add"])


def fit_worth(features: Floats, margins: Floats) -> dict[str, Any] | None:
    """Return what `Sureness` reads as `worth`, None where there are too few stances.

    Args:
        features: See `read_asked`.
        margins: See `read_asked`; zero and over is a stance.
    """
    from sklearn.linear_model import LogisticRegression

    found = margins >= 0
    if len(features) == 0 or found.sum() < _MIN_FOUND or found.all():
        return None
    means = np.nanmean(features, axis=0)
    values = np.where(np.isnan(features), means, features)
    spread = np.maximum(values.std(axis=0), 1e-6)
    center = values.mean(axis=0)
    model = LogisticRegression(C=1.0, max_iter=500)
    model.fit((values - center) / spread, margins >= -_NEAR)
    weights = model.coef_[0] / spread
    bias = float(model.intercept_[0] - center @ weights)
    scores = 1.0 / (1.0 + np.exp(-(values @ weights + bias)))
    least = np.sort(scores[found])[int(LOST * found.sum())]
    return {
        "weights": _name(weights),
        "means": _name(means),
        "bias": round(bias, 4),
        "from": int(least * 1000) / 1000,  # never over it
    }


def _name(values: Floats) -> dict[str, float]:
    pairs = zip(FEATURES, values, strict=True)
    return {name: round(float(value), 4) for name, value in pairs}
