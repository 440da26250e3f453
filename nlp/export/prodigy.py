"""Prodigy: JSON Lines for `rel.manual` and `spans.manual`.

Prodigy shows tokens and takes no span that ends inside one; so our tokens end where
our marks do.

Source: https://prodi.gy/docs/api-interfaces, "spans_manual" and "relations".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import Any

from nlp.export.tasks import Link, Mark, Task, make_task

_TOKEN = re.compile(r"\w+|[^\w\s]|\n")


def write_task(task: Task) -> dict[str, Any]:
    """Return a task as Prodigy reads it from a file."""
    tokens = _write_tokens(task)
    starts = [token["start"] for token in tokens]
    ends = [token["end"] for token in tokens]

    def write_span(mark: Mark) -> dict[str, Any]:
        return {
            "start": mark.start_char,
            "end": mark.end_char,
            "token_start": bisect_right(starts, mark.start_char) - 1,
            "token_end": bisect_left(ends, mark.end_char),
            "label": mark.label,
        }

    relations = []
    for link in task.links:
        head, child = write_span(link.head), write_span(link.child)
        relations.append(
            {
                "head": head["token_end"],
                "child": child["token_end"],
                "head_span": head,
                "child_span": child,
                "label": link.label,
            }
        )
    return {
        "text": task.text,
        "meta": {"task": task.id, **task.meta},
        "tokens": tokens,
        "spans": [write_span(mark) for mark in task.marks],
        "relations": relations,
    }


def _write_tokens(task: Task) -> list[dict[str, Any]]:
    borders = {0, len(task.text)}
    for match in _TOKEN.finditer(task.text):
        borders.update(match.span())
    for mark in task.marks:
        borders.update((mark.start_char, mark.end_char))
    cuts = sorted(borders)
    firsts = {mark.start_char for mark in task.marks}
    tokens: list[dict[str, Any]] = []
    for start, end in pairwise(cuts):
        piece = task.text[start:end]
        if piece == " " and tokens and start not in firsts:
            tokens[-1]["ws"] = True
            continue
        tokens.append(
            {"text": piece, "start": start, "end": end, "id": len(tokens), "ws": False}
        )
    return tokens


def read_task(row: dict[str, Any]) -> Task | None:
    """Read a line of `prodigy db-out`; None if it was rejected or ignored."""
    answer = row.get("answer")
    if answer not in (None, "accept"):
        return None
    meta = {str(key): str(value) for key, value in row.get("meta", {}).items()}
    task_id = meta.pop("task", str(row.get("_task_hash", "")))
    return make_task(
        task_id,
        row["text"],
        marks=map(_read_span, row.get("spans", ())),
        links=[
            Link(
                _read_span(part["head_span"]),
                _read_span(part["child_span"]),
                part["label"],
            )
            for part in row.get("relations", ())
        ],
        meta=meta,
        reviewed=answer == "accept",
    )


def _read_span(span: dict[str, Any]) -> Mark:
    return Mark(span["start"], span["end"], span["label"])
