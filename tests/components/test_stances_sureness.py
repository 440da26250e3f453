"""How sure a stance is by what stands around it, on set numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nlp.components.stances.sureness import (
    FEATURES,
    UNKNOWN,
    Sureness,
    Surroundings,
    describe,
)
from nlp.errors import ModelError

AROUND = Surroundings(
    passage="[HOLDER] voted down [DOWN] the bill.",
    has_term=True,
    topic=(0.8, True),
    n_issues=1,
    n_holders=1,
    n_governments=1,
    acts=False,
)
SUPPORT = (0.6, 0.2, 0.05, 0.15)
OPPOSE = (0.2, 0.6, 0.05, 0.15)


@pytest.fixture
def told() -> dict[str, Any]:
    weights = dict.fromkeys(FEATURES, 0.0) | {"sure": 1.0, "topic": 0.5, "turn": 0.3}
    means = dict.fromkeys(FEATURES, 0.0) | {"topic": 2.0}
    return {"weights": weights, "means": means, "bias": -0.5, "from": 0.6}


def test_both_sides_are_read_alike() -> None:
    up = replace(AROUND, passage=AROUND.passage.replace("[DOWN]", "[UP]"))
    assert describe(SUPPORT, 1, up) == pytest.approx(describe(OPPOSE, -1, AROUND))
    assert describe(SUPPORT, 1, AROUND) == pytest.approx(describe(OPPOSE, -1, up))


def test_turn_of_the_parse_counts_for_its_side(told: dict[str, Any]) -> None:
    with_it = Sureness(told).score(describe(OPPOSE, -1, AROUND))
    against = Sureness(told).score(describe(SUPPORT, 1, AROUND))
    assert with_it > against


def test_issue_that_no_topic_model_knows_counts_as_usual(told: dict[str, Any]) -> None:
    features = describe(SUPPORT, 1, replace(AROUND, topic=None))
    assert all(np.isnan(features[name]) for name in UNKNOWN)
    usual = replace(AROUND, topic=(1 / (1 + np.exp(-2.0)), True))
    score = Sureness(told).score(features)
    assert score == pytest.approx(Sureness(told).score(describe(SUPPORT, 1, usual)))


@pytest.mark.parametrize("probabilities", [(1, 0, 0, 0), (0, 0, 0, 1), (0, 0, 1, 0)])
def test_certain_probabilities_give_finite_features(
    probabilities: tuple[float, ...],
) -> None:
    around = replace(AROUND, topic=(1.0, True))
    assert np.isfinite(list(describe(probabilities, 1, around).values())).all()


@pytest.mark.parametrize("key", ["weights", "means", "bias", "from"])
def test_broken_config_is_told(told: dict[str, Any], key: str) -> None:
    del told[key]
    with pytest.raises(ModelError, match="sureness must hold"):
        Sureness(told)
