"""Train the check-worthiness model: labelled sentences in, model folder out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nlp.classifier import FORMAT, MODEL_FILE, TOKENIZER_FILE
from nlp.components.checkworthiness.features import count_common_words, write_plain
from nlp.components.checkworthiness.model import (
    COMMON_FILE,
    TASK,
    CheckworthinessModel,
)
from nlp.models_path import hash_file
from nlp.training.checkworthiness.calibration import calibrate, fit_curve
from nlp.training.checkworthiness.evaluating import evaluate_sources
from nlp.training.checkworthiness.examples import (
    N_FOLDS,
    Example,
    check_trainable,
    read_examples,
    read_gold,
)
from nlp.training.checkworthiness.linear import (
    cross_validate,
    fit_pipeline,
    read_features,
)
from nlp.training.scoring.checkworthiness import POSITIVE

if TYPE_CHECKING:
    from nlp.training.checkworthiness.encoder import FitConfig, Fitted

Floats = npt.NDArray[np.float64]
Say = Callable[[str], None]

_SOFT = 0.4  # how much of a crowd's label the linear model's score replaces


def train_checkworthiness(
    data: list[Path], out: Path, config: FitConfig, say: Say | None = None
) -> dict[str, Any]:
    """Fit, calibrate and evaluate a model and write its folder.

    Two encoders are fitted: one without a fifth of the groups, whose scores of these
    give the calibration and what is told of unseen debates, then one on all.

    Args:
        data: Files of labelled sentences, see `read_examples`.
        out: Folder to write; its model files are replaced.
        config: How to fine-tune.
        say: Told how far it is.

    Returns:
        What eval.json holds: `held_out` (a fifth of the groups) and `test` (rows of the
        test split), of the encoder and of the linear model, by file.

    Raises:
        InputError: The data cannot be used.
        ModelError: The base weights are not installed.
    """
    from nlp.training.checkworthiness.encoder import fit_encoder

    examples = read_examples(data)
    train = [example for example in examples if not example.held_out]
    test = [example for example in examples if example.held_out]
    check_trainable(train)
    seen, unseen = _hold_out(train)
    linear = _measure_linear(train, test, config.seed)

    def fit(rows: Sequence[Example]) -> tuple[Fitted, list[str]]:
        common = count_common_words(example.text for example in rows)
        texts, targets = _build_targets(rows, common, config.seed)
        return fit_encoder(texts, targets, config, say), common

    fitted, common = fit(seen)
    decisions = _decide(fitted, unseen, common)
    curve = fit_curve(decisions, unseen)
    held_out = evaluate_sources(unseen, calibrate(decisions, curve), config.seed)
    fitted, common = fit(train)
    out.mkdir(parents=True, exist_ok=True)
    write_model(out, fitted, common, curve)
    result = {
        "task": TASK,
        "seed": config.seed,
        "base": config.base,
        "layers": config.layers,
        "epochs": config.epochs,
        "data": {path.name: hash_file(path) for path in data},
        "weights_sha256": hash_file(out / MODEL_FILE),
        "held_out": held_out,
        "test": evaluate_sources(test, _score(out, test), config.seed),
        "linear": linear,
    }
    _write_json(out / "eval.json", result)
    if not (out / "README.md").exists():
        (out / "README.md").write_text(_describe_model(result), encoding="utf-8")
    return result


def _hold_out(train: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Part off a fifth of the groups."""
    from sklearn.model_selection import GroupKFold

    groups = [example.group for example in train]
    seen, unseen = next(GroupKFold(N_FOLDS).split(groups, groups=groups))
    return [train[i] for i in seen], [train[i] for i in unseen]


def _build_targets(
    rows: Sequence[Example], common: Sequence[str], seed: int
) -> tuple[list[str], Floats]:
    """Return what the encoder reads and is to say of it.

    Rows of smaller files stand there as often as they weigh. Labels of the largest
    file, which tend to be a crowd's, are softened by what a linear model says that saw
    nothing of their group.
    """
    known = frozenset(common)
    decisions = cross_validate(rows, seed)
    soft = calibrate(decisions, fit_curve(decisions, rows))
    gold = read_gold(rows).astype(np.float64)
    crowd = np.array([example.weight <= 1.0 for example in rows])
    mixed = np.where(crowd, (1 - _SOFT) * gold + _SOFT * soft, gold)
    times = [max(1, int(example.weight)) for example in rows]
    texts = [write_plain(example.text, known) for example in rows]
    return (
        [text for text, n in zip(texts, times, strict=True) for _ in range(n)],
        np.repeat(mixed, times),
    )


def _decide(
    fitted: Fitted, examples: Sequence[Example], common: Sequence[str]
) -> Floats:
    known = frozenset(common)
    return fitted.decide([write_plain(example.text, known) for example in examples])


def _measure_linear(
    train: Sequence[Example], test: Sequence[Example], seed: int
) -> dict[str, Any]:
    """Return the linear model's scores of all folds and of the test split."""
    decisions = cross_validate(train, seed)
    curve = fit_curve(decisions, train)
    found = {"folds": evaluate_sources(train, calibrate(decisions, curve), seed)}
    if test:
        common = count_common_words(example.text for example in train)
        pipeline = fit_pipeline(train, common, seed)
        decisions = pipeline.decision_function(read_features(test, common))
        found["test"] = evaluate_sources(test, calibrate(decisions, curve), seed)
    return found


def _score(folder: Path, examples: Sequence[Example]) -> Floats:
    return CheckworthinessModel(folder).score([example.text for example in examples])


def write_model(
    out: Path, fitted: Fitted, common: Sequence[str], curve: tuple[float, float]
) -> None:
    """Write the files that inference reads.

    Args:
        out: Folder to write to; it exists.
        fitted: The encoder.
        common: The words of `count_common_words` that it was fitted with.
        curve: Scale and shift of its logit.
    """
    fitted.export(out, curve)
    (out / COMMON_FILE).write_text("\n".join(common) + "\n", encoding="utf-8")
    config = {
        "task": TASK,
        "format": FORMAT,
        "name": out.name,
        "labels": ["rest", POSITIVE],
        "temperature": 1.0,  # the calibration is part of the model
        "max_length": fitted.max_length,
        "files": {
            name: hash_file(out / name)
            for name in (MODEL_FILE, TOKENIZER_FILE, COMMON_FILE)
        },
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
        " check? 0.5 and over is check-worthy.\nScores and seed are in `eval.json`.\n\n"
        f"Trained by `policy-claims train checkworthiness` on:\n\n{files}\n"
        "Add where the data come from and under which licence they may be used.\n"
    )


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
