"""Fail when a score on our own gold falls under the floor pinned for it.

Usage: tests/eval_gate.py [--floors FILE] [--write [--lower]]

The floors stand in eval_floors.json with the sha256 of the gold they were measured on:
gold that has changed fails until the floors are measured anew. `--write` pins floors a
little under what is measured now, but lowers none unless told to by `--lower`, which
wants a line in CHANGELOG.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from nlp.errors import InputError, PolicyClaimsError
from nlp.pipeline import load
from nlp.training.scoring import read_rows
from nlp.training.scoring.checkworthiness import (
    POSITIVE,
    compare_scores,
    predict_scores,
)
from nlp.training.scoring.claim_pairs import score_claim_pairs
from nlp.training.scoring.gold import score_gold
from nlp.training.scoring.stance import macro_f1
from nlp.training.stance.evaluating import predict, read_questions

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("eval_floors.json")
MARGIN = 0.02
Measured = dict[str, tuple[float, int]]  # score, number of gold items behind it
Section = dict[str, Any]


def measure_gold(path: Path, split: str) -> Measured:
    """Return the F1 of every kind of record."""
    scores = score_gold(load(), path, split)
    return {name: (score.f1, score.n_gold) for name, score in scores.items()}


def measure_checkworthiness(path: Path, split: str) -> Measured:
    """Return macro-F1 and average precision of the shipped model."""
    rows = [row for row in read_rows(path) if row["split"] == split]
    if not rows:
        raise InputError(f"gold must have rows, got none of split {split!r} in {path}.")
    labels = np.array([row["label"] == POSITIVE for row in rows])
    result = compare_scores(labels, predict_scores([row["text"] for row in rows]))
    return {
        "macro-F1": (result.macro_f1, len(rows)),
        "average precision": (result.average_precision, len(rows)),
    }


def measure_claim_pairs(path: Path, split: str) -> Measured:
    """Return the F1 of claims that say the same and of claims in conflict."""
    scores = score_claim_pairs(load(), path, split)
    return {name: (score.f1, score.n_gold) for name, score in scores.items()}


def measure_stance(path: Path, split: str) -> Measured:
    """Return macro-F1 and accuracy of the shipped stance classifier."""
    questions = read_questions(load(stance=""), [path], split=split, issues=None)
    found, _ = predict("stance", questions)
    n_rows = len(questions.gold)
    return {
        "macro-F1": (macro_f1(questions.gold, found), n_rows),
        "accuracy": (float((questions.gold == found).mean()), n_rows),
    }


MEASURES: dict[str, Callable[[Path, str], Measured]] = {
    "gold": measure_gold,
    "checkworthiness": measure_checkworthiness,
    "stance": measure_stance,
    "claim-pairs": measure_claim_pairs,
}


def check_file(name: str, section: Section) -> Path:
    """Return the gold file if it is the one that the floors were measured on.

    Raises:
        InputError: It is missing or another one.
    """
    path = ROOT / str(section["file"])
    found = hash_file(path)
    if found != section["sha256"]:
        raise InputError(
            f"{name} gold must have sha256 {section['sha256'][:12]}..., got"
            f" {found[:12]}... in {path}. Measure anew with tests/eval_gate.py --write."
        )
    return path


def hash_file(path: Path) -> str:
    """Return the sha256 of a file.

    Raises:
        InputError: It cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as err:
        raise InputError(f"gold must be a readable file, got {path}.") from err


def compare(name: str, floors: dict[str, float], measured: Measured) -> list[str]:
    """Return a line for every floor that is not reached or has no score."""
    problems = [
        f"{name}: {part} must be at least {floors[part]:.3f}, got {score:.3f}."
        for part, (score, _) in measured.items()
        if part in floors and score < floors[part]
    ]
    unmatched = sorted(floors.keys() ^ measured.keys())
    return problems + [
        f"{name}: {part} must have both a floor and a score; run with --write."
        for part in unmatched
    ]


def build_floors(
    old: dict[str, float], measured: Measured, *, lower: bool
) -> dict[str, float]:
    """Return floors two points, or two items of gold, under what is measured."""
    floors = {}
    for part, (score, n_gold) in measured.items():
        floor = max(0.0, score - max(MARGIN, 2 / max(n_gold, 1)))
        known = 0.0 if lower else old.get(part, 0.0)
        floors[part] = max(known, int(floor * 1000) / 1000)
    return floors


def run(path: Path, *, write: bool, lower: bool) -> list[str]:
    """Check all sections, or pin them anew; return what is wrong."""
    sections: dict[str, Section] = orjson.loads(path.read_bytes())
    problems = []
    for name, section in sections.items():
        file = ROOT / section["file"] if write else check_file(name, section)
        measured = MEASURES[name](file, section["split"])
        if write:
            section["sha256"] = hash_file(file)
            section["floors"] = build_floors(section["floors"], measured, lower=lower)
        for part, (score, _) in measured.items():
            floor = section["floors"].get(part, float("nan"))
            sys.stdout.write(f"{name:<16}{part:<22}{score:>7.3f}  floor {floor:.3f}\n")
        problems += compare(name, section["floors"], measured)
    if write:
        path.write_bytes(orjson.dumps(sections, option=orjson.OPT_INDENT_2) + b"\n")
    return problems


def main() -> None:
    """Exit 1 with a line for every floor that is not reached."""
    parser = argparse.ArgumentParser(description="Check scores against their floors.")
    parser.add_argument("--floors", type=Path, default=FLOORS)
    parser.add_argument("--write", action="store_true", help="pin floors anew")
    parser.add_argument("--lower", action="store_true", help="allow lower floors")
    options = parser.parse_args()
    try:
        problems = run(options.floors, write=options.write, lower=options.lower)
    except PolicyClaimsError as err:
        problems = [str(err)]
    for problem in problems:
        sys.stderr.write(f"eval gate: {problem}\n")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
