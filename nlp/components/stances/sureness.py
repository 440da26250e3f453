"""How sure a stance is that the classifier alone found, by all that is known of it.

What the classifier says of a passage is half of it. Whether the passage speaks of the
issue at all, how many governments and issues compete in it, and whether the parse
shows the same turn tell the rest. A logistic regression over these few numbers weighs
them; it is fitted on whole passages and reads no name, and it is the same for support
and oppose: what points to a side counts for whichever side is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nlp.components.stances.deciding import MIXED, NONE, OPPOSE, SUPPORT
from nlp.components.stances.masking import DOWN, UP
from nlp.errors import ModelError

FEATURES = (
    "sure",
    "margin",
    "none",
    "mixed",
    "has_term",
    "topic",
    "leads",
    "n_issues",
    "n_holders",
    "n_governments",
    "acts",
    "turn",
)
UNKNOWN = (
    "topic",
    "leads",
)  # what no model of topics tells of an issue of the user's own
_LEAST = 1e-4  # of a probability, so that its odds are finite
_MANY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around a question.

    Attributes:
        passage: As the classifier reads it.
        has_term: Whether a term of the issue raised it.
        topic: How probable it is that the passage is about the issue, and whether no
            other issue is likelier; None where no model knows the issue.
        n_issues: Issues that terms raise of this government nearby.
        n_holders: Governments in the sentence.
        n_governments: Governments asked about nearby.
        acts: Whether a rule finds an act of this government nearby, on another issue.
    """

    passage: str
    has_term: bool
    topic: tuple[float, bool] | None
    n_issues: int
    n_holders: int
    n_governments: int
    acts: bool


def describe(
    probabilities: tuple[float, ...], sign: int, around: Surroundings
) -> dict[str, float]:
    """Return the features of a side that the classifier takes a government to be on.

    Args:
        probabilities: Of the labels.
        sign: 1 to ask about support, -1 about oppose.
        around: What stands around the question.

    Returns:
        By name, as in `FEATURES`; NaN for what is not known.
    """
    own, other = (SUPPORT, OPPOSE) if sign > 0 else (OPPOSE, SUPPORT)
    turns = around.passage.count(UP) - around.passage.count(DOWN)
    topic, leads = (np.nan, np.nan) if around.topic is None else around.topic
    return {
        "sure": _odds(probabilities[own] + probabilities[MIXED] / 2),
        "margin": float(
            np.log((probabilities[own] + _LEAST) / (probabilities[other] + _LEAST))
        ),
        "none": _odds(probabilities[NONE]),
        "mixed": probabilities[MIXED],
        "has_term": float(around.has_term),
        "topic": _odds(topic),
        "leads": float(leads),
        "n_issues": float(min(around.n_issues, _MANY)),
        "n_holders": float(min(around.n_holders, _MANY)),
        "n_governments": float(min(around.n_governments, _MANY)),
        "acts": float(around.acts),
        "turn": float(np.sign(turns) * sign),
    }


def _odds(probability: float) -> float:
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return float(np.log(kept / (1 - kept)))


class Sureness:
    """The logistic regression as config.json holds it."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        """Read it.

        Args:
            told: `weights` and `means` of each feature, `bias`, and `from`: how sure a
                stance must be.

        Raises:
            ModelError: It is of another form.
        """
        try:
            self._weights = {name: float(told["weights"][name]) for name in FEATURES}
            self._means = {name: float(told["means"][name]) for name in FEATURES}
            self._bias = float(told["bias"])
            self.threshold = float(told["from"])
        except (KeyError, TypeError, ValueError) as err:
            raise ModelError(
                f"sureness must hold weights and means of {', '.join(FEATURES)}, a bias"
                f" and from, got {err!r}. Train the model again."
            ) from err

    def score(self, features: Mapping[str, float]) -> float:
        """Return how probable it is that the government is on that side."""
        total = self._bias
        for name, weight in self._weights.items():
            value = features[name]
            total += weight * (self._means[name] if np.isnan(value) else value)
        return float(1.0 / (1.0 + np.exp(-total)))
