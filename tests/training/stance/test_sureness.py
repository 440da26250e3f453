"""The final score, fitted on questions whose right answers are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nlp.components.stances.sureness import FEATURES, Sureness
from nlp.training.stance.sureness import (
    PRECISION,
    Asked,
    Told,
    choose_threshold,
    fit_sureness,
)


def draw(n: int, *, seed: int = 3) -> Told:
    """Return questions that are the likelier right the higher `sure` is."""
    generator = np.random.default_rng(seed)
    told = Told({}, {}, [])
    for at in range(n):
        features = generator.normal(size=len(FEATURES)) * 2
        is_right = generator.random() < 1 / (1 + np.exp(-features[0]))
        key = (f"passage {at}", "Ohio", "gun-control")
        label = "support" if is_right else "none"
        told.labels[key] = label
        told.asked.append(
            Asked(key, str(at), tuple(features), "support", "support", label)
        )
    return told


def test_fit_finds_what_tells() -> None:
    told = fit_sureness(draw(800))
    assert told is not None
    weights = told["weights"]
    assert weights["sure"] > 0.5
    assert max(abs(weights[name]) for name in FEATURES[1:]) < 0.25
    sureness = Sureness(told)
    low, high = (dict.fromkeys(FEATURES, 0.0) | {"sure": x} for x in (-3.0, 3.0))
    assert sureness.score(low) < 0.2
    assert sureness.score(high) > 0.8


def test_few_answers_fit_nothing() -> None:
    assert fit_sureness(draw(40)) is None


def test_questions_without_answer_make_it_less_sure() -> None:
    told = draw(400)
    alone = fit_sureness(told)
    untold = [
        replace(one, key=(one.key[0], "Utah", "rent-control"), label=None)
        for one in told.asked
    ]
    told.asked.extend(untold)
    both = fit_sureness(told)
    assert alone is not None
    assert both is not None
    assert both["bias"] < alone["bias"]


def test_threshold_holds_precision_with_what_rules_found() -> None:
    told = draw(600)
    scores = np.array([1 / (1 + np.exp(-one.features[0])) for one in told.asked])
    threshold = choose_threshold(told, scores)
    found = [
        one.is_right
        for one, score in zip(told.asked, scores, strict=True)
        if score >= threshold
    ]
    assert np.mean(found) >= PRECISION
    for at in range(300):  # rules that err in all they find leave less room
        key = (f"ruled {at}", "Ohio", "gun-control")
        told.labels[key], told.ruled[key] = "none", "support"
    assert choose_threshold(told, scores) >= threshold


def test_unknown_features_count_as_their_mean() -> None:
    told = draw(300)
    gone = [
        replace(one, features=(*one.features[:5], np.nan, *one.features[6:]))
        for one in told.asked
    ]
    first = told.asked[:150]
    found = fit_sureness(Told(told.labels, {}, first + gone[150:]))
    assert found is not None
    assert np.isfinite(list(found["weights"].values())).all()
