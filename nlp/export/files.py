"""Writes runs in other forms and reads what annotation tools give back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, cast

import orjson

from nlp.corpus.stores import write_whole
from nlp.errors import InputError
from nlp.export import (
    ANNOTATION_TOOLS,
    FORMATS,
    RECORDS,
    argilla,
    doccano,
    label_studio,
    prodigy,
)
from nlp.export.claimreview import FEED_HEAD, build_review
from nlp.export.tasks import Task, build_tasks
from nlp.export.web_annotation import PAGE_HEAD, build_annotations
from nlp.schema import Extraction

Extractions = Iterable[Extraction]

_READERS: Mapping[str, Callable[[dict[str, Any]], Task | None]] = {
    "label-studio": label_studio.read_task,
    "doccano": doccano.read_task,
    "prodigy": prodigy.read_task,
    "argilla": argilla.read_task,
}


def export_extractions(
    extractions: Extractions,
    folder: Path,
    *,
    to: str,
    records: Collection[str] = RECORDS,
    min_score: float = 0.5,
    issues: Path | None = None,
) -> list[Path]:
    """Write extractions in another form, one document at a time.

    Args:
        extractions: Of a run, in order.
        folder: Folder to write to; made if it is not there.
        to: One of `FORMATS`.
        records: For annotation tools: which marks to make, of `RECORDS`.
        min_score: For claimreview: check-worthiness from which a claim gets a draft.
        issues: For label-studio: your own issues, to choose from.

    Returns:
        The files written.

    Raises:
        InputError: The format is not known, or the folder cannot be made.
    """
    if to not in FORMATS:
        raise InputError(f"format must be one of {', '.join(FORMATS)}, got {to!r}.")
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--out must be a folder, got the file {folder}.")
    extractions = _start(extractions)
    folder.mkdir(parents=True, exist_ok=True)
    if to in ANNOTATION_TOOLS:
        paths = write_tasks(build_tasks(extractions, records), folder, to=to)
        if to == "label-studio":
            paths.append(_write_config(folder, issues))
        return paths
    if to == "claimreview":
        return _write_reviews(extractions, folder, min_score)
    if to == "web-annotation":
        items = (a for one in extractions for a in build_annotations(one))
        path = folder / "web-annotations.jsonld"
        return [_write_list(path, items, head=PAGE_HEAD, key="items")]
    return _find_writer(to)(extractions, folder)


def _start(extractions: Extractions) -> Iterator[Extraction]:
    """Read the first one: where there is no run, nothing is to be written."""
    given = iter(extractions)
    first = list(islice(given, 1))
    return chain(first, given)


def _find_writer(to: str) -> Callable[[Extractions, Path], list[Path]]:
    """Return the writer of a form whose library is not needed by the others."""
    if to == "csv":
        from nlp.export.tables import write_csv

        return write_csv
    if to == "parquet":
        from nlp.export.tables import write_parquet

        return write_parquet
    from nlp.export.spacy_docs import write_display, write_doc_bins

    return write_doc_bins if to == "spacy" else write_display


def write_tasks(tasks: Iterable[Task], folder: Path, *, to: str) -> list[Path]:
    """Write tasks for an annotation tool.

    Args:
        tasks: Of `build_tasks`.
        folder: An existing folder.
        to: One of `ANNOTATION_TOOLS`.
    """
    if to == "label-studio":
        rows = map(label_studio.write_task, tasks)
        return [_write_list(folder / "label-studio.json", rows)]
    if to == "argilla":
        rows = map(argilla.write_task, tasks)
        return [_write_list(folder / "argilla.json", rows)]
    numbers = count(1)
    path = folder / f"{to}.jsonl"
    with write_whole(path) as file:
        for task in tasks:
            row = (
                doccano.write_task(task, numbers)
                if to == "doccano"
                else prodigy.write_task(task)
            )
            file.write(orjson.dumps(row) + b"\n")
    return [path]


def read_tasks(path: Path, *, tool: str) -> Iterator[Task]:
    """Read tasks back from an annotation tool's export; rejected ones are left out.

    Args:
        path: JSON or JSON Lines.
        tool: One of `ANNOTATION_TOOLS`.

    Raises:
        InputError: The tool is not known, or the file is not of its form.
    """
    if tool not in _READERS:
        raise InputError(
            f"tool must be one of {', '.join(ANNOTATION_TOOLS)}, got {tool!r}."
        )
    read = _READERS[tool]
    for number, row in enumerate(_read_json(path), start=1):
        try:
            task = read(row)
        except InputError:
            raise
        except (KeyError, TypeError, ValueError, AttributeError) as err:
            raise InputError(
                f"file must be {tool}'s export, got {path} with {err!r} in item"
                f" {number}. Export it again as {tool} writes JSON."
            ) from err
        if task is not None:
            yield _check(task, path)


def _check(task: Task, path: Path) -> Task:
    for mark in task.marks:
        if not 0 <= mark.start_char < mark.end_char <= len(task.text):
            raise InputError(
                f"mark must lie inside its text, got {mark} in {path},"
                f" task {task.id}. Fix or remove the task."
            )
    return task


def _read_json(path: Path) -> list[dict[str, Any]]:
    try:
        data = path.read_bytes()
    except OSError as err:
        raise InputError(f"data must be a readable file, got {path}.") from err
    try:
        rows = (
            orjson.loads(data)
            if data.lstrip()[:1] == b"["
            else [orjson.loads(line) for line in data.splitlines() if line.strip()]
        )
    except orjson.JSONDecodeError as err:
        raise InputError(f"data must be JSON, got {path}: {err}.") from err
    if not all(isinstance(row, dict) for row in rows):
        raise InputError(f"data must be JSON objects, got others in {path}.")
    return cast("list[dict[str, Any]]", rows)


def _write_list(
    path: Path,
    items: Iterable[dict[str, Any]],
    *,
    head: dict[str, Any] | None = None,
    key: str = "",
) -> Path:
    """Write a JSON array, or an object whose last value is one, item by item."""
    opening = b"[\n"
    if head is not None:
        opening = orjson.dumps(head)[:-1] + b"," + orjson.dumps(key) + b":[\n"
    with write_whole(path) as file:
        file.write(opening)
        for number, item in enumerate(items):
            file.write((b",\n" if number else b"") + orjson.dumps(item))
        file.write(b"\n]\n" if head is None else b"\n]}\n")
    return path


def _write_reviews(
    extractions: Extractions, folder: Path, min_score: float
) -> list[Path]:
    items = (
        {"@type": "DataFeedItem", "item": [build_review(extraction, claim)]}
        for extraction in extractions
        for claim in extraction.claims
        if claim.check_worthiness >= min_score
    )
    path = folder / "claimreview.jsonld"
    return [_write_list(path, items, head=FEED_HEAD, key="dataFeedElement")]


def _write_config(folder: Path, issues: Path | None) -> Path:
    from nlp.components.stances.catalogue import read_catalogue

    catalogue = read_catalogue(None if issues is None else str(issues))
    path = folder / "label-studio.xml"
    path.write_text(label_studio.build_config(list(catalogue.issues)), encoding="utf-8")
    return path
