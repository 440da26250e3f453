"""doccano: JSON Lines of a sequence labelling project with relations.

Turn on "Allow overlapping entities" and "Use relation labeling" in the project.

Source: https://doccano.github.io/doccano/, format "JSONL(Relation)".
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from nlp.export.tasks import ACTS, Link, Mark, Task, make_task

_OWN = ("id", "text", "task", "entities", "relations", "Comments", "label")


def write_task(task: Task, numbers: Iterator[int] | None = None) -> dict[str, Any]:
    """Return a task as doccano imports it.

    Args:
        task: The task.
        numbers: Ids for marks; doccano's are numbers, each once in a file.
    """
    counter = numbers if numbers is not None else count(1)
    ids = {mark: next(counter) for mark in task.marks}
    return {
        "text": task.text,
        "task": task.id,
        "entities": [
            {
                "id": ids[mark],
                "label": mark.label,
                "start_offset": mark.start_char,
                "end_offset": mark.end_char,
            }
            for mark in task.marks
        ],
        "relations": [
            {
                "id": number,
                "from_id": ids[link.head],
                "to_id": ids[link.child],
                "type": link.label,
            }
            for number, link in enumerate(task.links)
        ],
        **task.meta,
    }


def read_task(row: dict[str, Any]) -> Task:
    """Read a line of doccano's export; a project without relations has `label`."""
    marks = {
        part["id"]: Mark(part["start_offset"], part["end_offset"], part["label"])
        for part in row.get("entities", ())
    }
    plain = [Mark(start, end, label) for start, end, label in row.get("label", ())]
    return make_task(
        str(row.get("task", row.get("id", ""))),
        row["text"],
        marks=[*marks.values(), *plain],
        links=[
            Link(marks[part["from_id"]], marks[part["to_id"]], part.get("type", ACTS))
            for part in row.get("relations", ())
        ],
        meta={str(k): str(v) for k, v in row.items() if k not in _OWN},
        reviewed=True,  # doccano does not say; export only what was approved
    )
