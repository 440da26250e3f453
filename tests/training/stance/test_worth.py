"""Which questions are worth asking: few of all, nearly all that end in a stance."""

from __future__ import annotations

import numpy as np

from nlp.components.stances.sureness import FEATURES, Sureness
from nlp.training.stance.worth import LOST, fit_worth


def test_worth_keeps_what_is_found_and_drops_most_of_the_rest() -> None:
    generator = np.random.default_rng(1)
    features = generator.normal(size=(2000, len(FEATURES)))
    features[::7, FEATURES.index("topic")] = np.nan
    margins = features[:, 0] - 1.5 + 0.1 * generator.normal(size=2000)
    told = fit_worth(features, margins)
    assert told is not None
    worth = Sureness(told)
    asked = np.array(
        [
            worth.score(dict(zip(FEATURES, row, strict=True))) >= worth.threshold
            for row in features
        ]
    )
    found = margins >= 0
    assert (found & ~asked).sum() <= LOST * found.sum() + 1
    assert asked.mean() < 0.2


def test_too_few_stances_fit_nothing() -> None:
    features = np.zeros((50, len(FEATURES)))
    assert fit_worth(features, np.full(50, -1.0)) is None
    assert fit_worth(np.zeros((0, len(FEATURES))), np.zeros(0)) is None
