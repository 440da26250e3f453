"""Fit, calibrate, export and evaluate a stance classifier."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.classifier import (
    FORMAT,
    MODEL_FILE,
    TOKENIZER_FILE,
    WORDS_FILE,
    PairClassifier,
    apply_softmax,
    read_config,
)
from nlp.components.stances.catalogue import read_catalogue
from nlp.components.stances.deciding import DEFAULTS, LABELS, choose_all
from nlp.components.stances.masking import MARKERS
from nlp.components.stances.topics import TOPICS_FILE
from nlp.errors import InputError
from nlp.models_path import hash_file
from nlp.pipeline import load
from nlp.training.scoring.stance import count_confusion, describe_scores
from nlp.training.stance.calibration import (
    fit_temperature,
    fit_thresholds,
    fit_unseen,
)
from nlp.training.stance.cards import describe_model
from nlp.training.stance.examples import Example, add_other_issues, build_examples
from nlp.training.stance.exporting import export_model, measure_parity
from nlp.training.stance.fitting import FitConfig, Fitted, fit_encoder
from nlp.training.stance.marking import mask_rows
from nlp.training.stance.plots import plot_confusion, plot_reliability
from nlp.training.stance.rows import StanceRow, read_stance_rows, require_rows
from nlp.training.stance.sureness import fit_sureness, read_told
from nlp.training.stance.topics import fit_topics
from nlp.training.stance.wordings import read_wordings
from nlp.training.stance.words import fit_mix, fit_words
from nlp.training.stance.worth import fit_worth, read_asked

TASK = "stance"
CHECKPOINTS = "checkpoints"
DEV_SHARE = 0.1
MIN_ROWS = 4
UNSEEN = "unseen"  # dev rows on issues that are left out

Say = Callable[[str], None]
Labels = npt.NDArray[np.int64]
Probabilities = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """What to train on and how.

    Attributes:
        data: Files of labelled rows, see `read_stance_rows`.
        out: Model folder to write.
        issues: TOML file of the user's own issues.
        fit: How to fine-tune.
        other_issues: Questions about other issues to add, as a share of the rows.
        leave_out: Issues to learn nothing of; their dev rows choose temperature and
            thresholds for unseen issues, and eval.json tells how well the model does
            on them in the test rows.
        unseen_from: Folder of a model that issues were left out of, see `leave_out`:
            how it is to be read on those holds for issues that this one has not learnt.
        propositions: TOML file of other wordings of the propositions, see
            `read_wordings`.
        int8: Whether to store weights in eight bits.
        model: spaCy pipeline that finds the names to replace.
    """

    data: tuple[Path, ...]
    out: Path
    issues: Path | None = None
    fit: FitConfig = field(default_factory=FitConfig)
    other_issues: float = 0.1
    leave_out: tuple[str, ...] = ()
    unseen_from: Path | None = None
    propositions: Path | None = None
    int8: bool = True
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """Rows with their masked passages, by split."""

    rows: Mapping[str, Sequence[StanceRow]]
    passages: Mapping[str, Sequence[str]]
    propositions: Mapping[str, str]

    def examples(self, split: str) -> list[Example]:
        """Return the pair of each row of a split."""
        return build_examples(self.rows[split], self.passages[split], self.propositions)

    def issues(self, split: str) -> list[str]:
        """Return the issue of each row of a split."""
        return [row.issue for row in self.rows[split]]


def train_stance(
    config: TrainConfig, say: Say = lambda message: None
) -> dict[str, Any]:
    """Fine-tune a classifier and write its folder.

    A training that was ended goes on after its last whole epoch when it is called
    again with the same data and settings.

    Args:
        config: What and how.
        say: Told what is being done.

    Returns:
        What eval.json holds.

    Raises:
        InputError: The data cannot be used; all faults are named.
        ModelError: The base encoder is not there.
    """
    corpus = read_corpus(config, say)
    wordings = (
        {}
        if config.propositions is None
        else read_wordings(config.propositions, corpus.propositions)
    )
    train = corpus.examples("train") + add_other_issues(
        corpus.rows["train"],
        corpus.passages["train"],
        corpus.propositions,
        share=config.other_issues,
        seed=config.fit.seed,
    )
    dev = corpus.examples("dev")
    say(f"Fine-tuning on {len(train)} pairs; {len(dev)} choose the epoch.")
    config.out.mkdir(parents=True, exist_ok=True)
    checkpoints = prepare_checkpoints(config)
    fitted = fit_encoder(
        train, dev, config.fit, folder=checkpoints, wordings=wordings, say=say
    )
    say("Exporting and calibrating.")
    result = write_model(config, corpus, fitted)
    shutil.rmtree(checkpoints)
    return result


def read_corpus(config: TrainConfig, say: Say) -> Corpus:
    """Read and mask the rows; a tenth of the topics become dev where none is given.

    Raises:
        InputError: A row has a fault, or too few are left to train on.
    """
    issues = None if config.issues is None else str(config.issues)
    catalogue = read_catalogue(issues)
    reading = read_stance_rows(config.data, catalogue.issues)
    rows = require_rows(reading)
    for note in reading.notes:
        say(note)
    unknown = set(config.leave_out) - catalogue.issues.keys()
    if unknown:
        raise InputError(
            f"issue to leave out must be in the catalogue, got {sorted(unknown)}."
        )
    left_out = [r for r in rows if r.split == "dev" and r.issue in config.leave_out]
    by_split = _split_rows(
        [r for r in rows if r.split == "test" or r.issue not in config.leave_out]
    ) | {UNSEEN: left_out}
    say(f"Replacing the names in {len(rows)} rows.")
    nlp = load(stance="") if config.model is None else load(config.model, stance="")
    passages = {
        split: mask_rows(nlp, part, catalogue) for split, part in by_split.items()
    }
    propositions = {issue.id: issue.proposition for issue in catalogue.issues.values()}
    return Corpus(by_split, passages, propositions)


def _split_rows(rows: Sequence[StanceRow]) -> dict[str, list[StanceRow]]:
    parts: dict[str, list[StanceRow]] = {"train": [], "dev": [], "test": []}
    for row in rows:
        parts[row.split].append(row)
    if not parts["dev"]:
        for row in parts["train"]:
            digest = hashlib.sha256(row.group.encode()).digest()
            if digest[0] < 256 * DEV_SHARE:
                parts["dev"].append(replace(row, split="dev"))
        groups = {row.group for row in parts["dev"]}
        parts["train"] = [row for row in parts["train"] if row.group not in groups]
    for split in ("train", "dev"):
        n_labels = len({row.label for row in parts[split]})
        if len(parts[split]) < MIN_ROWS or n_labels < 2:
            raise InputError(
                f"{split} rows must be at least {MIN_ROWS} of two labels or more, got"
                f" {len(parts[split])} of {n_labels}. Add labelled rows."
            )
    return parts


def prepare_checkpoints(config: TrainConfig) -> Path:
    """Return the folder of checkpoints, emptied if they are of another training."""
    folder = config.out / CHECKPOINTS
    told = json.dumps(
        {
            "data": [hash_file(path) for path in config.data],
            "issues": None if config.issues is None else hash_file(config.issues),
            "propositions": config.propositions and hash_file(config.propositions),
            "fit": repr(config.fit),
            "other_issues": config.other_issues,
            "leave_out": config.leave_out,
            "unseen_from": config.unseen_from and str(config.unseen_from),
        }
    )
    mark = folder / "training.json"
    if mark.exists() and mark.read_text(encoding="utf-8") != told:
        shutil.rmtree(folder)
    folder.mkdir(exist_ok=True)
    mark.write_text(told, encoding="utf-8")
    return folder


def write_model(config: TrainConfig, corpus: Corpus, fitted: Fitted) -> dict[str, Any]:
    """Export, calibrate and evaluate; return what eval.json holds."""
    export_model(fitted, config.out, pairs_of(corpus.examples("dev")), int8=config.int8)
    fit_topics(
        corpus.rows["train"],
        corpus.passages["train"],
        corpus.rows["dev"],
        corpus.passages["dev"],
        path=config.out / TOPICS_FILE,
    )
    told = fit_words(corpus.examples("train"), config.out / WORDS_FILE)
    settings = _describe_config(config, corpus) | {"words": told}
    write_json(config.out / "config.json", settings)
    finish_model(config, settings, corpus)
    classifier = PairClassifier(config.out)
    result: dict[str, Any] = {
        "task": TASK,
        "name": config.out.name,
        "base": config.fit.base,
        "seed": config.fit.seed,
        "data": {path.name: hash_file(path) for path in config.data},
        "files": settings["files"],
    }
    scored = {
        split: _score(classifier, corpus, split)
        for split in ("dev", "test")
        if corpus.rows[split]
    }
    for split, scores in scored.items():
        result[split] = scores.describe(config.fit.seed)
    unseen = [
        at
        for at, row in enumerate(corpus.rows["test"])
        if row.issue in config.leave_out
    ]
    if unseen:
        left_out = scored["test"].take(unseen).describe(config.fit.seed)
        result["left_out"] = {"issues": list(config.leave_out)} | left_out
    last = "test" if "test" in scored else "dev"
    pairs, probabilities = pairs_of(corpus.examples(last)), scored[last].probabilities
    parity = measure_parity(fitted, classifier, pairs, probabilities)
    result["parity"] = round(parity, 5)
    _draw(scored[last], config.out)
    write_json(config.out / "eval.json", result)
    card = config.out / "README.md"
    if not card.exists():
        card.write_text(describe_model(result), encoding="utf-8")
    return result


def finish_model(config: TrainConfig, settings: dict[str, Any], corpus: Corpus) -> None:
    """Fit on dev all that comes after the weights, and write it to config.json."""
    calibrate_model(config.out, settings, corpus.examples("dev"))
    unseen = corpus.examples(UNSEEN)
    settings["issues"] = sorted({row.issue for row in corpus.rows["train"]})
    if config.unseen_from is not None:
        settings["unseen"] = read_config(config.unseen_from, TASK)["unseen"]
    elif len({example.label for example in unseen}) > 1:
        logits = PairClassifier(config.out).predict_logits(pairs_of(unseen))
        settings["unseen"] = fit_unseen(logits, gold_of(unseen))
    for key in ("sureness", "worth"):
        settings.pop(key, None)
    write_json(config.out / "config.json", settings)
    nlp = load(config.model or "accurate", issues=config.issues, stance=config.out)
    sureness = fit_sureness(read_told(nlp, corpus.rows["dev"]))
    if sureness is not None:
        settings["sureness"] = sureness
    texts = dict.fromkeys(row.passage for row in corpus.rows["dev"])
    worth = fit_worth(*read_asked(nlp, texts, settings))
    if worth is not None:
        settings["worth"] = worth
    write_json(config.out / "config.json", settings)


def calibrate_model(
    folder: Path, settings: dict[str, Any], dev: Sequence[Example]
) -> None:
    """Fit mix, temperature and thresholds on dev, and write them to config.json."""
    pairs, gold = pairs_of(dev), gold_of(dev)
    classifier = PairClassifier(folder)
    encoded = classifier.encode(pairs)
    settings["mix"] = fit_mix(encoded, classifier.score_words(pairs), gold)
    write_json(folder / "config.json", settings)
    logits = PairClassifier(folder).mix(encoded, pairs)
    settings["temperature"] = fit_temperature(logits, gold)
    settings["thresholds"] = fit_thresholds(
        apply_softmax(logits, settings["temperature"]), gold
    )
    write_json(folder / "config.json", settings)


@dataclass(frozen=True, slots=True)
class _Scored:
    """What a model says of rows, and what they are labelled."""

    probabilities: Probabilities
    found: Labels
    gold: Labels

    def take(self, rows: Sequence[int]) -> _Scored:
        """Return those of some rows."""
        at = list(rows)
        return _Scored(self.probabilities[at], self.found[at], self.gold[at])

    def describe(self, seed: int) -> dict[str, Any]:
        """Return the scores."""
        return describe_scores(self.gold, self.found, self.probabilities, seed)


def _score(classifier: PairClassifier, corpus: Corpus, split: str) -> _Scored:
    examples = corpus.examples(split)
    probabilities = classifier.predict_proba(pairs_of(examples))
    found = choose_all(probabilities, corpus.issues(split), classifier.config)
    return _Scored(probabilities, found, gold_of(examples))


def _draw(scored: _Scored, folder: Path) -> None:
    plot_confusion(count_confusion(scored.gold, scored.found), folder / "confusion.png")
    plot_reliability(
        scored.probabilities, scored.found, scored.gold, folder / "reliability.png"
    )


def _describe_config(config: TrainConfig, corpus: Corpus) -> dict[str, Any]:
    told = json.dumps(corpus.propositions, sort_keys=True)
    return {
        "task": TASK,
        "format": FORMAT,
        "name": config.out.name,
        "labels": list(LABELS),
        "markers": list(MARKERS),
        "max_length": config.fit.max_length,
        "temperature": 1.0,
        "thresholds": dict(DEFAULTS),
        "propositions_sha256": hashlib.sha256(told.encode()).hexdigest(),
        "files": {
            name: hash_file(config.out / name)
            for name in (MODEL_FILE, TOKENIZER_FILE, TOPICS_FILE, WORDS_FILE)
        },
    }


def pairs_of(examples: Sequence[Example]) -> list[tuple[str, str]]:
    """Return the texts of examples."""
    return [(example.passage, example.proposition) for example in examples]


def gold_of(examples: Sequence[Example]) -> Labels:
    """Return the labels of examples, as indices into `LABELS`."""
    return np.array([example.label for example in examples], dtype=np.int64)


def write_json(path: Path, content: Any) -> None:
    """Write JSON that a person can read."""
    text = json.dumps(content, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
