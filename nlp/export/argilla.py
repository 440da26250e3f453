"""Argilla: records as JSON, as `dataset.records.from_json` reads and `to_json` writes.

The dataset needs a text field `text` and a span question `marks` over it, with
`allow_overlapping=True`. Argilla knows no links between spans, so they travel in the
metadata and hold as long as both of their marks do.

Source: https://docs.argilla.io, `rg.Record` and `rg.SpanQuestion`.
"""

from __future__ import annotations

from typing import Any

from nlp.export.tasks import Link, Mark, Task, make_task, read_marks, write_marks

_QUESTION = "marks"
_LINKS = "links"


def write_task(task: Task) -> dict[str, Any]:
    """Return a task as a record with a suggestion to start from."""
    marks = [
        {"start": mark.start_char, "end": mark.end_char, "label": mark.label}
        for mark in task.marks
    ]
    links = " | ".join(
        f"{link.label}: {write_marks([link.head, link.child])}" for link in task.links
    )
    return {
        "id": task.id,
        "fields": {"text": task.text},
        "metadata": {**task.meta, **({_LINKS: links} if links else {})},
        "suggestions": {
            _QUESTION: {"value": marks, "score": None, "agent": "policy-claims"}
        },
        "responses": {},
        "vectors": {},
        "status": "pending",
    }


def read_task(row: dict[str, Any]) -> Task | None:
    """Read a record: its newest response, else its suggestion; None if discarded."""
    given = (row.get("responses") or {}).get(_QUESTION) or []
    kept = [part for part in given if part.get("status") != "discarded"]
    if row.get("status") == "discarded" or (given and not kept):
        return None
    suggestion = (row.get("suggestions") or {}).get(_QUESTION) or {}
    value = kept[-1]["value"] if kept else suggestion.get("value")
    marks = [Mark(part["start"], part["end"], part["label"]) for part in value or ()]
    meta = {str(k): str(v) for k, v in (row.get("metadata") or {}).items()}
    links = meta.pop(_LINKS, "")
    return make_task(
        str(row.get("id", "")),
        row["fields"]["text"],
        marks=marks,
        links=[
            link for link in _read_links(links) if {link.head, link.child} <= {*marks}
        ],
        meta=meta,
        reviewed=bool(kept),
    )


def _read_links(line: str) -> list[Link]:
    links = []
    for part in line.split(" | "):
        label, _, rest = part.partition(": ")
        ends = read_marks(rest)
        if len(ends) == 2:
            links.append(Link(ends[0], ends[1], label))
    return links
