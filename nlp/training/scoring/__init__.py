"""Scores against public and own gold sets, one module a part of the pipeline."""

from __future__ import annotations

import gzip
import zlib
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

    def __add__(self, other: Score) -> Score:
        """Return the score of both sets of counts together."""
        return Score(
            self.n_right + other.n_right,
            self.n_predicted + other.n_predicted,
            self.n_gold + other.n_gold,
        )


def _open(path: Path, mode: str) -> IO[bytes]:
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path, mode))
    return cast("IO[bytes]", path.open(mode))


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read JSON Lines, plain or `.gz`.

    Raises:
        InputError: The file cannot be read, or a line is no JSON object.
    """
    return [row for _, row in read_numbered_rows(path)]


def read_numbered_rows(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Read JSON Lines like `read_rows`, each row with the number of its line.

    Raises:
        InputError: The file cannot be read, or a line is no JSON object.
    """
    return [
        (number, _read_row(line, path, number))
        for number, line in enumerate(read_lines(path), start=1)
        if line.strip()
    ]


def read_lines(path: Path) -> list[bytes]:
    """Read the lines of a file, plain or `.gz`.

    Raises:
        InputError: The file cannot be read.
    """
    if not path.is_file():
        raise InputError(f"data must be a file of JSON lines, got {path}.")
    try:
        with _open(path, "rb") as file:
            return file.readlines()
    except (OSError, EOFError, zlib.error) as err:
        raise InputError(f"data must be readable, got {path}: {err}.") from err


def _read_row(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        row = None
    if not isinstance(row, dict):
        raise InputError(
            f"line must be a JSON object, got {line[:60]!r} in {path}, line {number}."
            " Fix or remove the line."
        )
    return row


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write JSON Lines, gzipped where the name ends in `.gz`.

    Raises:
        InputError: The file cannot be written.
    """
    try:
        with _open(path, "wb") as file:
            for row in rows:
                file.write(orjson.dumps(row) + b"\n")
    except OSError as err:
        raise InputError(
            f"output must be a file that can be written, got {path}: {err.strerror}."
        ) from err
