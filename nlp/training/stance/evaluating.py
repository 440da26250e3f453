"""Score classifiers on labelled rows: alone, against each other, from raw passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.language import Language

from nlp.annotations import get_records
from nlp.classifier import PairClassifier
from nlp.components.stances.catalogue import read_catalogue
from nlp.components.stances.deciding import LABELS, NONE, choose_all
from nlp.errors import InputError
from nlp.schema import Entity, Stance
from nlp.training.scoring import Score, read_rows
from nlp.training.scoring.stance import (
    cohen_kappa,
    compare_paired,
    describe_scores,
    macro_f1,
)
from nlp.training.stance.examples import build_examples
from nlp.training.stance.marking import mask_rows
from nlp.training.stance.rows import StanceRow, read_stance_rows, require_rows

Labels = npt.NDArray[np.int64]
Probabilities = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Questions:
    """Labelled rows as a classifier is asked them."""

    rows: tuple[StanceRow, ...]
    pairs: tuple[tuple[str, str], ...]
    gold: Labels


def read_questions(
    nlp: Language, paths: Sequence[Path], *, split: str | None, issues: Path | None
) -> Questions:
    """Read rows and replace the names in them.

    Raises:
        InputError: A row has a fault, or none is of the split.
    """
    catalogue = read_catalogue(None if issues is None else str(issues))
    rows = require_rows(read_stance_rows(paths, catalogue.issues, split=split))
    told = {issue.id: issue.proposition for issue in catalogue.issues.values()}
    examples = build_examples(rows, mask_rows(nlp, rows, catalogue), told)
    return Questions(
        rows=rows,
        pairs=tuple((example.passage, example.proposition) for example in examples),
        gold=np.array([example.label for example in examples], dtype=np.int64),
    )


def predict(model: str | Path, questions: Questions) -> tuple[Labels, Probabilities]:
    """Return a model's labels and probabilities.

    Raises:
        ModelError: The model cannot be used.
    """
    classifier = PairClassifier(model)
    probabilities = classifier.predict_proba(questions.pairs)
    issues = [row.issue for row in questions.rows]
    return choose_all(probabilities, issues, classifier.config), probabilities


def score_model(model: str | Path, questions: Questions) -> dict[str, Any]:
    """Return all scores of a model on labelled rows."""
    found, probabilities = predict(model, questions)
    return describe_scores(questions.gold, found, probabilities)


def compare_models(
    first: str | Path, second: str | Path, questions: Questions
) -> dict[str, Any]:
    """Return how much better the first model is on the same rows."""
    one, _ = predict(first, questions)
    two, _ = predict(second, questions)
    return compare_paired(questions.gold, one, two)


def predict_by_pipeline(nlp: Language, rows: Sequence[StanceRow]) -> Labels:
    """Return what the pipeline finds for each row, `none` where it finds nothing.

    A stance is of the row's holder where it is of the same government.
    """
    found = {}
    passages = list(dict.fromkeys(row.passage for row in rows))
    for passage, doc in zip(passages, nlp.pipe(passages), strict=True):
        found[passage] = get_records(doc, Stance), get_records(doc, Entity)
    labels = []
    for row in rows:
        stances, entities = found[row.passage]
        positions = {
            stance.position
            for stance in stances
            if stance.issue == row.issue and _is_holder(stance, row, entities)
        }
        if len(positions) > 1:
            labels.append(LABELS.index("mixed"))
        else:
            labels.append(LABELS.index(positions.pop()) if positions else NONE)
    return np.array(labels, dtype=np.int64)


def _is_holder(stance: Stance, row: StanceRow, entities: Sequence[Entity]) -> bool:
    if (
        stance.holder.start_char < row.end_char
        and row.start_char < stance.holder.end_char
    ):
        return True
    governments = {
        entity.jurisdiction.name
        for entity in entities
        if entity.jurisdiction is not None
        and entity.start_char < row.end_char
        and row.start_char < entity.end_char
    }
    jurisdiction = stance.holder.jurisdiction
    return jurisdiction is not None and jurisdiction.name in governments


def score_end_to_end(nlp: Language, rows: Sequence[StanceRow]) -> Score:
    """Score stances found in raw passages: holder, issue and position right.

    Only what a row asks about counts as wrong: other stances that a passage may hold
    are not labelled.
    """
    found = predict_by_pipeline(nlp, rows)
    gold = np.array([LABELS.index(row.label) for row in rows])
    right = int(((found == gold) & (gold != NONE)).sum())
    return Score(right, int((found != NONE).sum()), int((gold != NONE).sum()))


def score_agreement(rows: Sequence[StanceRow], second: Path) -> dict[str, Any]:
    """Return Cohen's kappa between the rows and their second labels.

    Args:
        rows: With ids.
        second: JSON Lines of `id` and `label`, made without sight of the first.

    Raises:
        InputError: An id is not among the rows, or a label is unknown.
    """
    known = {row.id: row.label for row in rows}
    pairs = []
    for given in read_rows(second):
        if given.get("id") not in known or given.get("label") not in LABELS:
            raise InputError(
                f"second labels must have the id of a row and one of"
                f" {', '.join(LABELS)}, got {given!r} in {second}."
            )
        pairs.append((known[given["id"]], given["label"]))
    first, other = (
        np.array([LABELS.index(pair[side]) for pair in pairs]) for side in (0, 1)
    )
    return {
        "n_rows": len(pairs),
        "kappa": round(cohen_kappa(first, other), 4),
        "agreement": round(float((first == other).mean()), 4),
    }


def score_groups(
    questions: Questions, found: Labels, field: str
) -> Mapping[str, tuple[float, int]]:
    """Return macro-F1 and number of rows of each group, the largest group first.

    Args:
        questions: Labelled rows.
        found: What a model says of each.
        field: "issue", "genre" or "writer" of `StanceRow`.
    """
    names = np.array([getattr(row, field) for row in questions.rows])
    scores = {}
    for name in np.unique(names):
        own = names == name
        score = macro_f1(questions.gold[own], found[own])
        scores[str(name) or "untold"] = round(score, 3), int(own.sum())
    return dict(sorted(scores.items(), key=lambda one: (-one[1][1], one[0])))
