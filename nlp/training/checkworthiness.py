"""Train the check-worthiness model: labelled sentences in, model folder out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.components.checkworthiness.features import count_common_words, stack_features
from nlp.components.checkworthiness.model import (
    FORMAT,
    TASK,
    CheckworthinessModel,
    calibrate,
)
from nlp.errors import InputError
from nlp.models_path import hash_file
from nlp.training.scoring import read_numbered_rows
from nlp.training.scoring.checkworthiness import (
    LABELS,
    POSITIVE,
    compare_scores,
    macro_f1,
)
from nlp.training.weights import write_weights

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
    source: str  # name of the file
    group: str  # sentences of one group never lie on both sides of a split
    held_out: bool
    weight: float = 1.0


def read_examples(paths: Sequence[Path]) -> list[Example]:
    """Read labelled sentences: JSON lines, plain or `.gz`, in the order given.

    Smaller files weigh more, by the root of how much smaller they are, so that a few
    hundred sentences of news are not lost among thousands from debates.

    A row has `text` and `label` (NFS, UFS or CFS), and may have `split` ("train" or
    "test") and `debate` or `document`, which keep what belongs together together.

    Raises:
        InputError: A file cannot be read, is empty, or a row breaks these rules.
    """
    sources = []
    for path in paths:
        rows = read_numbered_rows(path)
        if not rows:
            raise InputError(f"data must have rows, got none in {path}.")
        sources.append([_read_example(row, path, n) for n, row in rows])
    largest = max(map(len, sources), default=0)
    return [
        replace(example, weight=(largest / len(source)) ** 0.5)
        for source in sources
        for example in source
    ]


def _read_example(row: dict[str, Any], path: Path, line: int) -> Example:
    where = f"{path}, line {line}"
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
    group = str(row.get("debate") or row.get("document") or text)
    return Example(text, label, path.name, group, held_out=split == "test")


def build_pipeline(seed: int) -> Any:
    """Return the untrained scikit-learn pipeline over `stack_features`.

    Each of the four strings of `write_features` is hashed and weighed on its own, so
    that the many letter groups do not outweigh the words.
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import Pipeline

    words = {"token_pattern": r"\S+"}
    letters = {"analyzer": "char_wb"}
    columns = [
        ("words", _build_hashing(words, (1, 2)), 0),
        ("letters", _build_hashing(letters, (3, 5)), 1),
        ("endings", _build_hashing(words, (2, 4)), 2),
        ("pairs", _build_hashing(words, (1, 1)), 3),
    ]
    return Pipeline(
        [
            ("features", ColumnTransformer(columns, sparse_threshold=1.0)),
            ("classifier", LogisticRegression(C=3.0, max_iter=1000, random_state=seed)),
        ]
    )


def _build_hashing(analysis: dict[str, str], ngram_range: tuple[int, int]) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
    from sklearn.pipeline import make_pipeline

    hashing = HashingVectorizer(
        **analysis,
        lowercase=False,
        ngram_range=ngram_range,
        n_features=2**17,
        alternate_sign=False,
        norm=None,
    )
    return make_pipeline(hashing, TfidfTransformer(sublinear_tf=True))


def fit_pipeline(examples: Sequence[Example], common: Sequence[str], seed: int) -> Any:
    """Fit the pipeline: the mean of two logistic regressions, which is one itself.

    The second sees each feature multiplied by how unevenly it falls on the classes
    (Wang and Manning 2012, "Baselines and Bigrams"), so it leans on telling features
    where the first spreads its weight; their errors differ.
    """
    from sklearn.base import clone

    pipeline = build_pipeline(seed)
    gold = _gold(examples)
    weights = np.array([example.weight for example in examples])
    features = pipeline[0].fit_transform(_features(examples, common))
    plain = pipeline[1]
    ratios = _measure_ratios(features, gold)
    telling = clone(plain).fit(features.multiply(ratios).tocsr(), gold, weights)
    plain.fit(features, gold, weights)
    both = [
        (plain.coef_, plain.intercept_),
        (telling.coef_ * ratios, telling.intercept_),
    ]
    spreads = [float(np.std(features @ coef.T)) or 1.0 for coef, _ in both]
    plain.coef_, plain.intercept_ = (
        sum(part / spread for part, spread in zip(parts, spreads, strict=True))
        for parts in zip(*both, strict=True)
    )
    # Three digits move no score in its fourth and halve the file.
    plain.coef_ = np.round(plain.coef_, 3).astype(np.float32)
    return pipeline


def _measure_ratios(features: Any, gold: Bools) -> Floats:
    """How unevenly each column falls on the classes: |log ratio|, at most 2.5."""
    shares = []
    for rows in (gold, ~gold):
        total = np.asarray(features[rows].sum(axis=0)).ravel() + 0.05
        shares.append(total / total.sum())
    ratios: Floats = np.minimum(np.abs(np.log(shares[0] / shares[1])), 2.5)
    return ratios


def train_checkworthiness(data: list[Path], out: Path, seed: int = 0) -> dict[str, Any]:
    """Fit, calibrate and evaluate a model and write its folder.

    Args:
        data: Files of labelled sentences, see `read_examples`.
        out: Folder to write; its model files are replaced.
        seed: For the bootstrap and the classifier.

    Returns:
        What eval.json holds: `folds` (the training rows of each file, each row scored
        by a model that saw nothing of its group) and `test` (each file's rows of the
        test split) with their scores.

    Raises:
        InputError: The data cannot be used.
    """
    examples = read_examples(data)
    train = [example for example in examples if not example.held_out]
    test = [example for example in examples if example.held_out]
    _check_trainable(train)
    decisions = cross_validate(train, seed)
    scale, shift = fit_calibration(decisions, train)
    common = count_common_words(example.text for example in train)
    pipeline = fit_pipeline(train, common, seed)
    out.mkdir(parents=True, exist_ok=True)
    write_weights(out / WEIGHTS, {"pipeline": pipeline, "common": " ".join(common)})
    _write_config(out, pipeline, common, (scale, shift))
    result = {
        "task": TASK,
        "seed": seed,
        "data": {path.name: hash_file(path) for path in data},
        "weights_sha256": hash_file(out / WEIGHTS),
        "folds": _evaluate_sources(
            train, calibrate(decisions, scale=scale, shift=shift), seed
        ),
        "test": _evaluate_sources(test, _score(out, test), seed),
    }
    _write_json(out / "eval.json", result)
    if not (out / "README.md").exists():
        (out / "README.md").write_text(_describe_model(result), encoding="utf-8")
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


def _features(examples: Sequence[Example], common: Sequence[str]) -> Any:
    return stack_features([example.text for example in examples], frozenset(common))


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
        pipeline = fit_pipeline(seen, common, seed)
        unseen = _features([examples[i] for i in test], common)
        decisions[test] = pipeline.decision_function(unseen)
    return decisions


def fit_calibration(
    decisions: Floats, examples: Sequence[Example]
) -> tuple[float, float]:
    """Find scale and shift for `calibrate`.

    The slope is that of the likeliest logistic curve (Platt); the shift then moves the
    border that gives the best macro-F1, as a mean over the files, to 0.5.
    """
    from sklearn.linear_model import LogisticRegression

    gold = _gold(examples)
    weights = np.array([example.weight for example in examples])
    curve = LogisticRegression(C=1e6).fit(decisions[:, None], gold, weights)
    scale = float(max(curve.coef_[0, 0], 1e-3))
    sources = np.array([example.source for example in examples])
    parts = [sources == source for source in np.unique(sources)]
    border = find_border([(decisions[rows], gold[rows]) for rows in parts])
    return scale, -scale * border


def find_border(sets: Sequence[tuple[Floats, Bools]]) -> float:
    """Return the decision value over which calling it check-worthy is best.

    Macro-F1 is flat near its top, so the middle of all borders within 0.001 of the
    best is taken.

    Args:
        sets: Decision values and gold of each set; all sets count the same.
    """
    decisions = np.concatenate([values for values, _ in sets])
    borders = np.quantile(decisions, np.linspace(0.02, 0.98, 193))
    means = np.array(
        [
            np.mean([macro_f1(gold, values >= border) for values, gold in sets])
            for border in borders
        ]
    )
    return float(np.median(borders[means >= means.max() - 0.001]))


def _evaluate(scores: Floats, gold: Bools, seed: int) -> dict[str, Any]:
    """Scores, with the 95 % bootstrap interval of the macro-F1."""
    result = compare_scores(gold, scores)
    # Drawing rows with replacement is drawing the four cells of the table.
    cells = np.bincount(2 * gold + (scores >= 0.5), minlength=4)
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(gold), cells / len(gold), N_BOOTSTRAP)
    kept, wrong, missed, right = drawn.T
    errors = wrong + missed
    f1 = [2 * n / np.maximum(2 * n + errors, 1) for n in (kept, right)]
    low, high = np.quantile(np.mean(f1, axis=0), (0.025, 0.975))
    interval = [round(float(low), 4), round(float(high), 4)]
    return result.as_dict() | {"macro_f1_interval": interval}


def _evaluate_sources(
    examples: Sequence[Example], scores: Floats, seed: int
) -> dict[str, Any]:
    result = {}
    for source in dict.fromkeys(example.source for example in examples):
        rows = np.array([example.source == source for example in examples])
        result[source] = _evaluate(scores[rows], _gold(examples)[rows], seed)
    return result


def _score(folder: Path, examples: Sequence[Example]) -> Floats:
    return CheckworthinessModel(folder).score([example.text for example in examples])


def _write_config(
    out: Path, pipeline: Any, common: Sequence[str], curve: tuple[float, float]
) -> None:
    import sklearn

    scale, shift = curve
    known = frozenset(common)
    decisions = pipeline.decision_function(stack_features(PROBES, known))
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


def _describe_model(result: dict[str, Any]) -> str:
    """Write a model card to start from."""
    files = "".join(
        f"- `{name}` (sha256 {sha})\n" for name, sha in result["data"].items()
    )
    return (
        "# Check-worthiness model\n\n"
        "Scores a sentence from 0 to 1: is it a factual claim that somebody should"
        " check? 0.5 and over is check-worthy.\nScores and seed are in `eval.json`,"
        " the calibration in `config.json`.\n\n"
        f"Trained by `policy-claims train checkworthiness` on:\n\n{files}\n"
        "Add where the data come from and under which licence they may be used.\n"
    )


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
