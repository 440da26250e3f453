"""Fit the light model of which issue a passage is about."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.components.stances.topics import Topics, list_features, pack_topics
from nlp.training.stance.rows import StanceRow

_MIN_PASSAGES = 3
_THRESHOLDS = np.linspace(0.1, 0.9, 33)
_PRECISION = 0.8  # of the issues that it names


def fit_topics(
    rows: Sequence[StanceRow],
    passages: Sequence[str],
    dev_rows: Sequence[StanceRow],
    dev_passages: Sequence[str],
    *,
    path: Path,
) -> None:
    """Fit and write the model; its threshold is chosen on dev.

    A passage is about the issues on which it shows a stance; one that shows none may
    be about anything and is left out.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    texts, told = _collect(rows, passages)
    issues = sorted({issue for found in told for issue in found})
    vectorizer = TfidfVectorizer(
        analyzer=list_features, min_df=min(_MIN_PASSAGES, max(1, len(texts) // 10))
    )
    features = vectorizer.fit_transform(texts)
    gold = np.array([[issue in found for issue in issues] for found in told])
    model = OneVsRestClassifier(LogisticRegression(C=20.0, max_iter=300))
    with warnings.catch_warnings():
        # An issue of all passages, or the only one, gets no weights: see below.
        warnings.filterwarnings("ignore", "Label .* is present in all training")
        model.fit(features, gold.astype(int))
    weights, bias = _read_weights(model, gold)
    words = vectorizer.get_feature_names_out().tolist()

    def write(threshold: float) -> Topics:
        content = pack_topics(
            issues, words, weights, bias, idf=vectorizer.idf_, threshold=threshold
        )
        path.write_text(content, encoding="utf-8")
        return Topics(path)

    write(_choose_threshold(write(0.5), dev_rows, dev_passages))


def _collect(
    rows: Sequence[StanceRow], passages: Sequence[str]
) -> tuple[list[str], list[set[str]]]:
    told: dict[str, set[str]] = defaultdict(set)
    texts: dict[str, str] = {}
    for row, passage in zip(rows, passages, strict=True):
        if row.label != "none":
            told[row.passage].add(row.issue)
            texts.setdefault(row.passage, passage)
    return list(texts.values()), [told[passage] for passage in texts]


def _read_weights(
    model: Any, gold: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return weights of shape (n_words, n_issues) and the biases."""
    columns, bias = [], []
    for column, one in enumerate(model.estimators_):
        if hasattr(one, "coef_"):
            columns.append(one.coef_[0])
            bias.append(one.intercept_[0])
        else:  # every passage is about it
            n_words = model.estimators_[0].n_features_in_
            columns.append(np.zeros(n_words))
            bias.append(9.0 if gold[:, column].all() else -9.0)
    return np.stack(columns, axis=1), np.array(bias)


def _choose_threshold(
    topics: Topics, rows: Sequence[StanceRow], passages: Sequence[str]
) -> float:
    """Return the least threshold over which the named issue is right often enough."""
    texts, told = _collect(rows, passages)
    best = []
    for text, found in zip(texts, told, strict=True):
        scores = topics.score(text)
        issue = max(scores, key=lambda one: (scores[one], one))
        best.append((scores[issue], issue in found))
    for threshold in _THRESHOLDS:
        kept = [right for score, right in best if score >= threshold]
        if kept and sum(kept) / len(kept) >= _PRECISION:
            return round(float(threshold), 3)
    return float(_THRESHOLDS[-1])
