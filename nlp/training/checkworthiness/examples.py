"""Labelled sentences: read, checked and weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.errors import InputError
from nlp.training.scoring import read_numbered_rows
from nlp.training.scoring.checkworthiness import LABELS, POSITIVE

Bools = npt.NDArray[np.bool_]

N_FOLDS = 5


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


def check_trainable(train: Sequence[Example]) -> None:
    """Refuse data that cannot be cut into folds.

    Raises:
        InputError: There is too little of a class, or there are too few groups.
    """
    n_positive = sum(example.label == POSITIVE for example in train)
    n_groups = len({example.group for example in train})
    if min(n_positive, len(train) - n_positive) < N_FOLDS or n_groups < N_FOLDS:
        raise InputError(
            f"data must hold at least {N_FOLDS} training rows of each class and"
            f" {N_FOLDS} groups, got {n_positive} {POSITIVE} of {len(train)} rows in"
            f" {n_groups} groups. Add labelled sentences."
        )


def read_gold(examples: Sequence[Example]) -> Bools:
    """Return whether each is check-worthy, shape (n_examples,)."""
    return np.array([example.label == POSITIVE for example in examples])
