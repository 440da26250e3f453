"""Fit how sure a stance is that the classifier alone finds, on whole passages of dev.

Every question that the pipeline asks of the dev passages is an example, right where a
row says so. Questions that no row answers are mostly about an issue that the passage
does not speak of; they count as wrong ones, but for less, since some are right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.language import Language

from nlp.annotations import get_records
from nlp.components.stances import Stances
from nlp.components.stances.sureness import FEATURES
from nlp.schema import Entity, Position
from nlp.training.stance.rows import StanceRow

Floats = npt.NDArray[np.float64]

PRECISION = 0.75  # of all stances that rows tell of, the rules' among them
_UNTOLD = 0.3  # what a question counts that no row answers
_RIDGE = 0.1  # inverse; few numbers of few hundred examples
_FOLDS = 5
_MIN_ASKED = 100  # questions that rows answer, under which nothing is fitted
_THRESHOLDS = np.linspace(0.3, 0.9, 61)
_UNUSED = ("figures", "stances", "checkworthiness", "claims")

Key = tuple[str, str, str]  # passage, government, issue


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a dev passage.

    Attributes:
        key: What it is about.
        group: Groups never lie on both sides of a fold.
        features: As in `FEATURES`, NaN for what is not known.
        side: Which of the two the classifier takes for likelier.
        position: What would be told.
        label: What a row says, None where none does.
    """

    key: Key
    group: str
    features: tuple[float, ...]
    side: Position
    position: Position
    label: str | None

    @property
    def is_right(self) -> bool:
        """Whether there is a stance of that side; of mixed ones both are."""
        return self.label == "mixed" or self.label == self.side


@dataclass(frozen=True, slots=True)
class Told:
    """What the pipeline finds and asks in the passages of rows."""

    labels: dict[Key, str]
    ruled: dict[Key, Position]
    asked: list[Asked]


def read_told(nlp: Language, rows: Sequence[StanceRow]) -> Told:
    """Read the passages of rows with a pipeline that has the classifier."""
    told = Told({}, {}, [])
    groups = {row.passage: row.group for row in rows}
    component = nlp.get_pipe("stances")
    assert isinstance(component, Stances)
    by_passage: dict[str, list[StanceRow]] = {}
    for row in rows:
        by_passage.setdefault(row.passage, []).append(row)
    unused = [name for name in nlp.pipe_names if name in _UNUSED]
    with nlp.select_pipes(disable=unused):
        docs = nlp.pipe(list(by_passage))
        for (passage, own), doc in zip(by_passage.items(), docs, strict=True):
            for name, row in _name_holders(get_records(doc, Entity), own):
                told.labels[passage, name, row.issue] = row.label
            kept, candidates = component.list_candidates(doc)
            for finding, position, _ in kept:
                issue = finding.path.policy.term.issue
                told.ruled[passage, finding.actor.government, issue] = position
            for found in candidates:
                question = found.question
                key = (passage, question.government, question.issue)
                features = tuple(found.features[name] for name in FEATURES)
                told.asked.append(
                    Asked(
                        key,
                        groups[passage],
                        features,
                        "support" if found.opinion.sign > 0 else "oppose",
                        found.position,
                        told.labels.get(key),
                    )
                )
    return told


def _name_holders(
    entities: Sequence[Entity], rows: Sequence[StanceRow]
) -> Iterator[tuple[str, StanceRow]]:
    for row in rows:
        for entity in entities:
            if entity.jurisdiction is not None and (
                entity.start_char < row.end_char and row.start_char < entity.end_char
            ):
                yield entity.jurisdiction.name, row


def fit_sureness(told: Told) -> dict[str, Any] | None:
    """Return what `Sureness` reads, None where there are too few examples.

    The threshold gives the best F1 of stances from raw passages at which `PRECISION`
    of those found are right, as cross-validation over groups tells.
    """
    answered = [one for one in told.asked if one.label is not None]
    if len(answered) < _MIN_ASKED or len({one.is_right for one in answered}) < 2:
        return None
    values = np.array([one.features for one in told.asked], dtype=np.float64)
    means = np.nanmean(values, axis=0)
    values = np.where(np.isnan(values), means, values)
    folds = np.array([_draw_fold(one.group) for one in told.asked])
    scores = np.zeros(len(told.asked))
    for fold in range(_FOLDS):
        own = folds == fold
        if own.any():
            weights, bias = _fit(told.asked, values, ~own)
            scores[own] = 1.0 / (1.0 + np.exp(-(values[own] @ weights + bias)))
    weights, bias = _fit(told.asked, values, np.ones(len(values), dtype=bool))
    return {
        "weights": _name(weights),
        "means": _name(means),
        "bias": round(float(bias), 4),
        "from": choose_threshold(told, scores),
    }


def _name(values: Floats) -> dict[str, float]:
    pairs = zip(FEATURES, values, strict=True)
    return {name: round(float(value), 4) for name, value in pairs}


def _draw_fold(group: str) -> int:
    return hashlib.sha256(group.encode()).digest()[0] % _FOLDS


def _fit(
    asked: Sequence[Asked], values: Floats, chosen: npt.NDArray[np.bool_]
) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression

    spread = np.maximum(values.std(axis=0), 1e-6)
    center = values.mean(axis=0)
    counts = np.array([1.0 if one.label is not None else _UNTOLD for one in asked])
    gold = np.array([one.is_right for one in asked])
    model = LogisticRegression(C=_RIDGE)
    scaled = (values - center) / spread
    model.fit(scaled[chosen], gold[chosen], sample_weight=counts[chosen])
    weights: Floats = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - center @ weights)


def choose_threshold(told: Told, scores: Floats) -> float:
    """Return from where on a question's score makes a stance."""
    best, chosen = -1.0, float(_THRESHOLDS[-1])
    for threshold in _THRESHOLDS:
        found: dict[Key, str] = dict(told.ruled)
        sure: dict[Key, float] = {}
        for one, score in zip(told.asked, scores, strict=True):
            if score >= threshold and score > sure.get(one.key, 0.0):
                found[one.key] = one.position
                sure[one.key] = score
        told_of = [key for key in found if key in told.labels]
        n_right = sum(found[key] == told.labels[key] for key in told_of)
        n_gold = sum(label != "none" for label in told.labels.values())
        f1 = 2 * n_right / max(1, len(told_of) + n_gold)
        if told_of and n_right >= PRECISION * len(told_of) and f1 > best:
            best, chosen = f1, float(threshold)
    return round(chosen, 3)
