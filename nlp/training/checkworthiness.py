"""Train the check-worthiness model: labelled sentences in, model folder out."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.components.checkworthiness.features import count_common_words, write_features
from nlp.components.checkworthiness.model import (
    FORMAT,
    TASK,
    CheckworthinessModel,
    calibrate,
)
from nlp.errors import InputError
from nlp.models_path import hash_file
from nlp.training.scoring import read_rows
from nlp.training.scoring.checkworthiness import LABELS, POSITIVE, compare_scores

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

N_FOLDS = 5
N_BOOTSTRAP = 1000
WEIGHTS = "weights.skops"
PROBES = (
    "The county spent $4.2 million on road repairs in 2023, twice as much as in 2019.",
    "The debate over what comes next shows no sign of ending.",
    "Will anyone on the board say so?",
)


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled sentence."""

    text: str
    label: str
    group: str  # sentences of one group never lie on both sides of a split
    held_out: bool


def read_examples(paths: Sequence[Path]) -> list[Example]:
    """Read labelled sentences: JSON lines, plain or `.gz`, in the order given.

    A row has `text` and `label` (NFS, UFS or CFS), and may have `split` ("train" or
    "test") and `debate` or `document`, which keep what belongs together together.

    Raises:
        InputError: A file cannot be read, is empty, or a row breaks these rules.
    """
    examples = []
    for path in paths:
        rows = read_rows(path)
        if not rows:
            raise InputError(f"data must have rows, got none in {path}.")
        examples += [
            _read_example(row, f"{path}, row {number}")
            for number, row in enumerate(rows, start=1)
        ]
    return examples


def _read_example(row: Any, where: str) -> Example:
    if not isinstance(row, dict):
        raise InputError(f"row must be a JSON object, got {str(row)[:60]} in {where}.")
    text, label = row.get("text"), row.get("label")
    if not isinstance(text, str) or not text.strip():
        raise InputError(
            f"text must be a sentence, got {text!r} in {where}. Fix or remove the row."
        )
    if label not in LABELS:
        raise InputError(
            f"label must be one of {', '.join(LABELS)}, got {label!r} in {where}."
            " Fix or remove the row."
        )
    split = row.get("split", "train")
    if split not in {"train", "test"}:
        raise InputError(
            f"split must be 'train' or 'test', got {split!r} in {where}."
            " Fix the row or leave split out."
        )
    group = row.get("debate") or row.get("document") or text
    return Example(text, label, str(group), split == "test")


def build_pipeline(seed: int) -> Any:
    """Return the untrained scikit-learn pipeline over `write_features`."""
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import Pipeline

    hashing = HashingVectorizer(
        token_pattern=r"\S+",
        lowercase=False,
        ngram_range=(1, 2),
        n_features=2**18,
        alternate_sign=False,
        norm=None,
    )
    return Pipeline(
        [
            ("hashing", hashing),
            ("tfidf", TfidfTransformer(sublinear_tf=True)),
            ("classifier", LogisticRegression(C=3.0, max_iter=500, random_state=seed)),
        ]
    )


def train_checkworthiness(data: list[Path], out: Path, seed: int = 0) -> dict[str, Any]:
    """Fit, calibrate and evaluate a model and write its folder.

    Args:
        data: Files of labelled sentences, see `read_examples`.
        out: Folder to write; its model files are replaced.
        seed: For the bootstrap and the classifier.

    Returns:
        What eval.json holds: `folds` (training rows, each scored by a model that saw
        nothing of its group) and `test` (rows of the test split) with their scores.

    Raises:
        InputError: The data cannot be used.
    """
    examples = read_examples(data)
    train = [example for example in examples if not example.held_out]
    _check_trainable(train)
    decisions = cross_validate(train, seed)
    gold = _gold(train)
    scale, shift = fit_calibration(decisions, gold)
    common = count_common_words(example.text for example in train)
    pipeline = build_pipeline(seed)
    pipeline.fit(_features(train, common), gold)
    out.mkdir(parents=True, exist_ok=True)
    _write_weights(out / WEIGHTS, {"pipeline": pipeline, "common": " ".join(common)})
    _write_config(out, pipeline, common, (scale, shift))
    result = {
        "task": TASK,
        "seed": seed,
        "data": {path.name: hash_file(path) for path in data},
        "weights_sha256": hash_file(out / WEIGHTS),
        "folds": _evaluate(calibrate(decisions, scale=scale, shift=shift), gold, seed),
        "test": _evaluate_held_out(out, examples, seed),
    }
    _write_json(out / "eval.json", result)
    return result


def _check_trainable(train: Sequence[Example]) -> None:
    n_positive = sum(example.label == POSITIVE for example in train)
    n_groups = len({example.group for example in train})
    if min(n_positive, len(train) - n_positive) < N_FOLDS or n_groups < N_FOLDS:
        raise InputError(
            f"data must hold at least {N_FOLDS} training rows of each class and"
            f" {N_FOLDS} groups, got {n_positive} {POSITIVE} of {len(train)} rows in"
            f" {n_groups} groups. Add labelled sentences."
        )


def _gold(examples: Sequence[Example]) -> Bools:
    return np.array([example.label == POSITIVE for example in examples])


def _features(examples: Sequence[Example], common: Sequence[str]) -> list[str]:
    known = frozenset(common)
    return [write_features(example.text, known) for example in examples]


def cross_validate(examples: Sequence[Example], seed: int) -> Floats:
    """Score every example with a model that saw nothing of its group.

    Returns:
        float64 of shape (n_examples,): decision values, not yet calibrated.
    """
    from sklearn.model_selection import GroupKFold

    gold = _gold(examples)
    decisions = np.zeros(len(examples))
    groups = [example.group for example in examples]
    for train, test in GroupKFold(N_FOLDS).split(groups, gold, groups):
        seen = [examples[i] for i in train]
        common = count_common_words(example.text for example in seen)
        pipeline = build_pipeline(seed)
        pipeline.fit(_features(seen, common), gold[train])
        unseen = _features([examples[i] for i in test], common)
        decisions[test] = pipeline.decision_function(unseen)
    return decisions


def fit_calibration(decisions: Floats, gold: Bools) -> tuple[float, float]:
    """Find scale and shift for `calibrate`.

    The slope is that of the likeliest logistic curve (Platt); the shift then moves the
    border that gives the best macro-F1 to 0.5.
    """
    from sklearn.linear_model import LogisticRegression

    curve = LogisticRegression(C=1e6).fit(decisions[:, None], gold)
    scale = float(max(curve.coef_[0, 0], 1e-3))
    return scale, -scale * find_border(decisions, gold)


def find_border(decisions: Floats, gold: Bools) -> float:
    """Return the decision value over which calling it check-worthy is best.

    Macro-F1 is flat near its top, so the middle of all borders within 0.001 of the
    best is taken.
    """
    borders = np.quantile(decisions, np.linspace(0.02, 0.98, 193))
    values = np.array(
        [
            compare_scores(gold, (decisions >= border).astype(float)).macro_f1
            for border in borders
        ]
    )
    return float(np.median(borders[values >= values.max() - 0.001]))


def _evaluate(scores: Floats, gold: Bools, seed: int) -> dict[str, Any]:
    """Scores with a 95 % bootstrap interval of the macro-F1."""
    rng = np.random.default_rng(seed)
    draws = []
    for _ in range(N_BOOTSTRAP):
        drawn = rng.integers(0, len(gold), len(gold))
        draws.append(compare_scores(gold[drawn], scores[drawn]).macro_f1)
    low, high = np.quantile(draws, (0.025, 0.975))
    interval = [round(float(low), 4), round(float(high), 4)]
    return compare_scores(gold, scores).as_dict() | {"macro_f1_interval": interval}


def _evaluate_held_out(
    folder: Path, examples: Sequence[Example], seed: int
) -> dict[str, Any] | None:
    held_out = [example for example in examples if example.held_out]
    if not held_out:
        return None
    scores = CheckworthinessModel(folder).score([example.text for example in held_out])
    return _evaluate(scores, _gold(held_out), seed)


def _write_weights(path: Path, stored: dict[str, Any]) -> None:
    import skops.io

    skops.io.dump(stored, path, compression=zipfile.ZIP_DEFLATED, compresslevel=9)


def _write_config(
    out: Path, pipeline: Any, common: Sequence[str], curve: tuple[float, float]
) -> None:
    import sklearn

    scale, shift = curve
    known = frozenset(common)
    decisions = pipeline.decision_function([write_features(p, known) for p in PROBES])
    scores = calibrate(decisions, scale=scale, shift=shift)
    config = {
        "task": TASK,
        "format": FORMAT,
        "name": out.name,
        "labels": ["rest", POSITIVE],
        "threshold": 0.5,
        "weights": WEIGHTS,
        "sha256": hash_file(out / WEIGHTS),
        "scale": scale,
        "shift": shift,
        "scikit_learn": sklearn.__version__,
        "probes": dict(zip(PROBES, map(float, scores), strict=True)),
    }
    _write_json(out / "config.json", config)


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
