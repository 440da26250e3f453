"""Scores against public and own gold sets, one module a part of the pipeline."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import orjson

from nlp.errors import InputError


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 from counts; all in [0, 1]."""

    n_right: int
    n_predicted: int
    n_gold: int

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 where nothing is predicted."""
        return self.n_right / self.n_predicted if self.n_predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that is found; 0 where there is no gold."""
        return self.n_right / self.n_gold if self.n_gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.n_predicted + self.n_gold
        return 2 * self.n_right / total if total else 0.0


def _open(path: Path, mode: str) -> IO[bytes]:
    opened = gzip.open(path, mode) if path.suffix == ".gz" else path.open(mode)
    return cast("IO[bytes]", opened)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read JSON Lines, plain or `.gz`.

    Raises:
        InputError: The file is missing, or a line is no JSON object.
    """
    if not path.is_file():
        raise InputError(f"gold must be a file of JSON lines, got {path}.")
    rows = []
    with _open(path, "rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = orjson.loads(line)
            except orjson.JSONDecodeError as err:
                raise InputError(
                    f"line must be a JSON object, got {line[:60]!r} in {path}, line"
                    f" {number}. Fix or remove the line."
                ) from err
            rows.append(row)
    return rows


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write JSON Lines, gzipped where the name ends in `.gz`."""
    with _open(path, "wb") as file:
        for row in rows:
            file.write(orjson.dumps(row) + b"\n")
