"""Label Studio: JSON tasks with pre-annotations, and the labelling interface for them.

Position and issue are apart here, as Label Studio lets a region have a choice of its
own: pick `oppose`, then the issue from a list.

Source: https://labelstud.io/guide/predictions and /guide/export.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from nlp.errors import InputError
from nlp.export.tasks import (
    ACT,
    FIGURE,
    POSITIONS,
    UNWORTHY,
    WORTHY,
    Link,
    Mark,
    Task,
    make_task,
)

_MODEL = "policy-claims"
_COLOURS = {
    "support": "#1b7f79",
    "oppose": "#a6611a",
    "mixed": "#7b6b9d",
    ACT: "#c9c9c9",
    FIGURE: "#4c78a8",
    WORTHY: "#e0b100",
    UNWORTHY: "#d8d8d8",
}


def build_config(issues: Sequence[str]) -> str:
    """Return the XML of the labelling interface.

    Args:
        issues: Ids of the issues to choose from.
    """
    labels = "\n".join(
        f"    <Label value={quoteattr(name)} background={quoteattr(colour)}/>"
        for name, colour in _COLOURS.items()
    )
    choices = "\n".join(f"    <Choice value={quoteattr(issue)}/>" for issue in issues)
    positions = ",".join(POSITIONS)
    return f"""<View>
  <Header value="$title"/>
  <Labels name="label" toName="text">
{labels}
  </Labels>
  <Text name="text" value="$text" granularity="symbol"/>
  <Choices name="issue" toName="text" perRegion="true" layout="select"
           whenTagName="label" whenLabelValue="{positions}">
{choices}
  </Choices>
  <Relations>
    <Relation value="acts"/>
  </Relations>
</View>
"""


def write_task(task: Task) -> dict[str, Any]:
    """Return a task as Label Studio imports it, with a prediction to start from."""
    ids = {mark: f"m{n}" for n, mark in enumerate(task.marks, start=1)}
    result = [part for mark in task.marks for part in _write_mark(task, mark, ids)]
    result += [
        {
            "type": "relation",
            "from_id": ids[link.head],
            "to_id": ids[link.child],
            "direction": "right",
            "labels": [link.label],
        }
        for link in task.links
    ]
    return {
        "data": {"text": task.text, "task": task.id, "title": "", **task.meta},
        "predictions": [{"model_version": _MODEL, "result": result}],
    }


def _write_mark(task: Task, mark: Mark, ids: dict[Mark, str]) -> list[dict[str, Any]]:
    position, _, issue = mark.label.partition(" ")
    has_issue = position in POSITIONS and bool(issue)
    place = {
        "start": mark.start_char,
        "end": mark.end_char,
        "text": task.text[mark.start_char : mark.end_char],
    }
    region = {"id": ids[mark], "to_name": "text"}
    label = position if has_issue else mark.label
    parts: list[dict[str, Any]] = [
        {
            **region,
            "from_name": "label",
            "type": "labels",
            "value": {**place, "labels": [label]},
        }
    ]
    if has_issue:
        parts.append(
            {
                **region,
                "from_name": "issue",
                "type": "choices",
                "value": {**place, "choices": [issue]},
            }
        )
    return parts


def read_task(row: dict[str, Any]) -> Task:
    """Read a task of Label Studio's JSON export: its newest annotation, if it has one.

    Raises:
        InputError: A mark's text is not what stands at its offsets.
    """
    data = {str(key): value for key, value in row["data"].items()}
    text = str(data.pop("text"))
    task_id = str(data.pop("task", row.get("id", "")))
    done = [a for a in row.get("annotations") or () if not a.get("was_cancelled")]
    done.sort(key=lambda a: str(a.get("updated_at") or a.get("created_at") or ""))
    given = done or list(row.get("predictions") or ())
    result = given[-1]["result"] if given else []
    marks = _read_marks(text, result, task_id)
    meta = {key: str(value) for key, value in data.items() if value not in (None, "")}
    return make_task(
        task_id,
        text,
        marks=marks.values(),
        links=_read_links(result, marks),
        meta=meta,
        reviewed=bool(done),
    )


def _read_marks(
    text: str, result: Iterable[dict[str, Any]], task_id: str
) -> dict[str, Mark]:
    labels: dict[str, tuple[int, int, str]] = {}
    issues: dict[str, str] = {}
    for part in result:
        value = part.get("value", {})
        if part.get("type") == "labels" and value.get("labels"):
            place = _find_place(text, value, task_id)
            labels[part["id"]] = (*place, value["labels"][0])
        elif part.get("type") == "choices" and value.get("choices"):
            issues[part["id"]] = value["choices"][0]
    marks = {}
    for region, (start, end, label) in labels.items():
        issue = issues.get(region) if label in POSITIONS else None
        marks[region] = Mark(start, end, f"{label} {issue}" if issue else label)
    return marks


def _find_place(text: str, value: dict[str, Any], task_id: str) -> tuple[int, int]:
    """Return code points of a region whose browser may have counted UTF-16 units."""
    start, end = int(value["start"]), int(value["end"])
    quoted = value.get("text")
    if quoted is None or text[start:end] == quoted:
        return start, end
    units = text.encode("utf-16-le")
    if units[2 * start : 2 * end].decode("utf-16-le", "replace") == quoted:
        first = len(units[: 2 * start].decode("utf-16-le"))
        return first, first + len(quoted)
    raise InputError(
        f"text of a region must be what stands at its offsets, got {quoted!r} in task"
        f" {task_id}. Export again as JSON, or remove the task."
    )


def _read_links(
    result: Iterable[dict[str, Any]], marks: dict[str, Mark]
) -> Iterable[Link]:
    for part in result:
        if part.get("type") == "relation":
            head, child = marks.get(part["from_id"]), marks.get(part["to_id"])
            if head is not None and child is not None:
                (label,) = part.get("labels") or ["acts"]
                yield Link(head, child, label)
