"""Labelled rows of stances: read, checked and reported before any training."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.components.stances.deciding import LABELS
from nlp.errors import InputError
from nlp.training.scoring import read_lines

SPLITS = ("train", "dev", "test")
_COLUMNS = {"passage", "issue", "label"}


@dataclass(frozen=True, slots=True)
class StanceRow:
    """One labelled question: where does this holder stand on this issue?

    Attributes:
        passage: One to three sentences.
        start_char: First offset of the holder's mention in it.
        end_char: Offset after its last character.
        issue: Id of an issue of the catalogue.
        label: One of `LABELS`.
        split: One of `SPLITS`.
        group: Rows of one group never lie on both sides of a split made here.
        id: As in the file, or its file and line.
        genre: Kind of text, where the file tells.
        writer: Who wrote it, where the file tells.
    """

    passage: str
    start_char: int
    end_char: int
    issue: str
    label: str
    split: str = "train"
    group: str = ""
    id: str = ""
    genre: str = ""
    writer: str = ""

    @property
    def holder(self) -> str:
        """The holder's mention, as written."""
        return self.passage[self.start_char : self.end_char]

    @property
    def question(self) -> tuple[str, int, int, str]:
        """What makes two rows ask the same."""
        return self.passage, self.start_char, self.end_char, self.issue


@dataclass(frozen=True, slots=True)
class Reading:
    """What files hold: rows to train on, and what is wrong with the others.

    Attributes:
        rows: The rows that can be used, in file order, duplicates dropped.
        problems: One line for each row that cannot, with file and line.
        notes: One line for each row that repeats or contradicts an earlier one.
    """

    rows: tuple[StanceRow, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def read_stance_rows(
    paths: Sequence[Path], issues: Collection[str], *, split: str | None = None
) -> Reading:
    """Read labelled rows from JSON Lines (plain or `.gz`) and CSV files.

    A row of JSON Lines has `passage`, `holder` (`start_char`, `end_char`, `text`),
    `issue` and `label`; a row of CSV the columns `passage`, `holder`, `issue` and
    `label`, and `start_char` where the holder's name occurs more than once. Both may
    have `split` and, to keep what belongs together on one side, `topic`.

    Args:
        paths: Files, read in this order.
        issues: Ids of the issues that may be asked about.
        split: Keep only rows of this split.

    Returns:
        All rows and all problems; nothing is raised for a bad row.

    Raises:
        InputError: A file cannot be read or has no rows.
    """
    kept: list[StanceRow] = []
    problems: list[str] = []
    seen: dict[tuple[str, int, int, str], tuple[str, str]] = {}
    clashes: dict[tuple[str, int, int, str], list[str]] = defaultdict(list)
    notes: list[str] = []
    for path in paths:
        n_rows = 0
        for line, fields in _read_fields(path):
            n_rows += 1
            where = f"{path}, line {line}"
            wrong = fields if isinstance(fields, str) else _check(fields, issues)
            if isinstance(wrong, str):
                problems.append(f"{where}: {wrong}")
                continue
            row = _build(wrong, where)
            known = seen.get(row.question)
            if known is None:
                seen[row.question] = (row.label, where)
                kept.append(row)
            elif known[0] == row.label:
                notes.append(f"{where}: repeats {known[1]}.")
            else:
                notes.append(
                    f"{where}: says {row.label!r} where {known[1]} says {known[0]!r};"
                    " both are left out."
                )
                clashes[row.question].append(where)
        if not n_rows:
            raise InputError(f"data must have rows, got none in {path}.")
    rows = [
        row
        for row in kept
        if row.question not in clashes and split in {None, row.split}
    ]
    return Reading(tuple(rows), tuple(problems), tuple(notes))


def require_rows(reading: Reading) -> tuple[StanceRow, ...]:
    """Return the rows if none is wrong.

    Raises:
        InputError: Some are, or there is none; the message lists all of them.
    """
    if reading.problems:
        raise InputError(
            f"rows must be without fault, got {len(reading.problems)} that are not:\n"
            + "\n".join(reading.problems)
        )
    if not reading.rows:
        raise InputError("data must have rows that can be used, got none.")
    return reading.rows


def _read_fields(path: Path) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield each row's fields, or what is wrong with it, and its line."""
    lines = read_lines(path)
    if path.suffix == ".csv":
        yield from _read_csv(b"".join(lines), path)
        return
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except ValueError:
            fields = None
        if isinstance(fields, dict):
            yield number, fields
        else:
            yield number, f"line must be a JSON object, got {line[:40]!r}."


def _read_csv(content: bytes, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise InputError(f"data must be UTF-8, got {path}: {err}.") from err
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = (_COLUMNS | {"holder"}) - set(reader.fieldnames or ())
    if missing:
        raise InputError(
            f"CSV must have the columns passage, holder, issue and label, got"
            f" {reader.fieldnames} in {path}. Name them in the first line."
        )
    for fields in reader:
        passage, holder = fields["passage"] or "", fields["holder"] or ""
        given = (fields.get("start_char") or "").strip()
        start = int(given) if given.isdigit() else _find_once(passage, holder)
        row: dict[str, Any] = {key: value for key, value in fields.items() if value}
        row["holder"] = {
            "text": holder,
            "start_char": start,
            "end_char": None if start is None else start + len(holder),
        }
        yield reader.line_num, row


def _find_once(passage: str, holder: str) -> int | None:
    found = passage.find(holder) if holder else -1
    return found if found >= 0 and passage.find(holder, found + 1) < 0 else None


def _check(fields: dict[str, Any], issues: Collection[str]) -> dict[str, Any] | str:
    """Return the fields, or the first thing that is wrong with them."""
    passage, holder = fields.get("passage"), fields.get("holder")
    if not isinstance(passage, str) or not passage.strip():
        return f"passage must be text, got {passage!r}."
    wrong = _check_holder(passage, holder)
    if wrong is not None:
        return wrong
    if fields.get("label") not in LABELS:
        return f"label must be one of {', '.join(LABELS)}, got {fields.get('label')!r}."
    if fields.get("issue") not in issues:
        return (
            f"issue must be in the catalogue, got {fields.get('issue')!r}; add it by"
            " --issues."
        )
    if fields.get("split", "train") not in SPLITS:
        return f"split must be one of {', '.join(SPLITS)}, got {fields['split']!r}."
    return fields


def _check_holder(passage: str, holder: Any) -> str | None:
    if not isinstance(holder, dict) or not holder.get("text"):
        return f"holder must be the mention that is asked about, got {holder!r}."
    start, end = holder.get("start_char"), holder.get("end_char")
    if start is None or end is None:
        return (
            f"holder must occur once in the passage or have start_char, got"
            f" {holder['text']!r}."
        )
    if not isinstance(start, int) or not isinstance(end, int) or start < 0:
        return f"offsets must be whole numbers from 0, got {start!r} and {end!r}."
    if passage[start:end] != holder["text"]:
        return (
            f"offsets must match the holder's text, got {passage[start:end]!r} for"
            f" {holder['text']!r}."
        )
    return None


def _build(fields: dict[str, Any], where: str) -> StanceRow:
    holder = fields["holder"]
    topic = fields.get("topic")
    return StanceRow(
        passage=fields["passage"],
        start_char=holder["start_char"],
        end_char=holder["end_char"],
        issue=fields["issue"],
        label=fields["label"],
        split=fields.get("split", "train"),
        group=str(topic) if topic else fields["passage"],
        id=str(fields.get("id") or where),
        genre=str(fields.get("genre") or ""),
        writer=str(fields.get("writer") or ""),
    )
