"""From the classifier's probabilities to a label; knows no spaCy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Probabilities = npt.NDArray[np.floating]
Choices = npt.NDArray[np.int64]

LABELS = ("support", "oppose", "mixed", "none")
SUPPORT, OPPOSE, MIXED, NONE = range(4)
DEFAULTS: Mapping[str, float] = {"stance": 0.5, "mixed": 0.5, "add": 0.9, "drop": 0.04}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a classifier's probabilities on one issue are to be read.

    Attributes:
        is_learnt: Whether the classifier has learnt from rows on the issue.
        power: What its probabilities are raised to, below 1 where it is too sure.
        thresholds: `stance` and `mixed` of `choose_labels`; `add`: how sure it must be
            of a stance that no rule found; `drop`: and of one that a rule found.
    """

    is_learnt: bool
    power: float
    thresholds: Mapping[str, float]

    @property
    def add(self) -> float:
        """How sure the classifier must be of a stance that no rule found."""
        return self.thresholds["add"]

    @property
    def drop(self) -> float:
        """And of one that a rule found, so that it stays."""
        return self.thresholds["drop"]

    def temper(self, probabilities: Probabilities) -> Probabilities:
        """Return probabilities as sure as they should be; rows sum to 1."""
        if self.power == 1.0:
            return probabilities
        raised: Probabilities = np.maximum(probabilities, 1e-9) ** self.power
        tempered: Probabilities = raised / raised.sum(axis=-1, keepdims=True)
        return tempered


def read_settings(config: Mapping[str, Any], issue: str) -> Settings:
    """Return how a model's probabilities on an issue are to be read.

    Args:
        config: The model's config.json: `issues` are those that it has learnt from,
            `unseen` holds `temperature` and `thresholds` of all others. Where it lacks
            either, every issue is read like a learnt one.
        issue: Id of the issue.
    """
    unseen = config.get("unseen")
    if unseen is None or issue in config.get("issues", (issue,)):
        return Settings(
            is_learnt=True,
            power=1.0,
            thresholds={**DEFAULTS, **config.get("thresholds", {})},
        )
    return Settings(
        is_learnt=False,
        power=float(config["temperature"]) / float(unseen["temperature"]),
        thresholds={**DEFAULTS, **unseen["thresholds"]},
    )


def choose_all(
    probabilities: Probabilities, issues: Sequence[str], config: Mapping[str, Any]
) -> Choices:
    """Return the label of each row by what a model's config.json says of its issue.

    Args:
        probabilities: Shape (n, 4), columns as in `LABELS`.
        issues: Of each row, by id.
        config: See `read_settings`.
    """
    chosen = np.full(len(probabilities), NONE, dtype=np.int64)
    for issue in set(issues):
        own = np.array([one == issue for one in issues])
        settings = read_settings(config, issue)
        tempered = settings.temper(probabilities[own])
        chosen[own] = choose_labels(tempered, settings.thresholds)
    return chosen


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
