"""What goes to an annotation tool comes back as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.errors import InputError
from nlp.export import ANNOTATION_TOOLS, argilla, doccano, label_studio, prodigy
from nlp.export.files import read_tasks, write_tasks
from nlp.export.tasks import ACT, Link, Mark, Task, build_tasks, cut_text, make_task
from nlp.schema import Extraction

LABELS = ("support gun-control", "oppose rent-control", "mixed", "figure", ACT)
MODULES: dict[str, Any] = {
    "label-studio": label_studio,
    "doccano": doccano,
    "prodigy": prodigy,
    "argilla": argilla,
}


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    text = draw(st.text("aé🏛️ \n\t.,“9", min_size=2, max_size=40))
    offsets = st.integers(0, len(text) - 1)
    marks = [
        Mark(start, draw(st.integers(start + 1, len(text))), label)
        for start, label in draw(
            st.lists(st.tuples(offsets, st.sampled_from(LABELS)), max_size=5)
        )
    ]
    links = []
    if len(marks) > 1:
        links = [Link(marks[0], marks[1], "acts")]
    meta = {"document": "d1", "title": "A “title”; 0-1 figure", "start_char": "7"}
    return make_task("d1:7", text, marks=marks, links=links, meta=meta)


@settings(max_examples=60, deadline=None)
@given(task=tasks())
@pytest.mark.parametrize("tool", ANNOTATION_TOOLS)
def test_a_task_comes_back_equal(tool: str, task: Task) -> None:
    row = orjson.loads(orjson.dumps(MODULES[tool].write_task(task)))
    assert MODULES[tool].read_task(row) == task


@pytest.mark.parametrize("tool", ANNOTATION_TOOLS)
def test_a_run_comes_back_equal(
    tool: str, extractions: list[Extraction], tmp_path: Path
) -> None:
    wanted = list(build_tasks(extractions))
    assert any(task.links for task in wanted)
    (path,) = write_tasks(wanted, tmp_path, to=tool)
    assert list(read_tasks(path, tool=tool)) == wanted


def test_tasks_leave_out_no_text_and_cut_no_record(
    extractions: list[Extraction],
) -> None:
    for extraction in extractions:
        text = extraction.document.text
        parts = list(build_tasks([extraction]))
        joined = "".join(part.text for part in parts)
        assert "".join(joined.split()) == "".join(text.split())
        for part in parts:
            start = int(part.meta["start_char"])
            assert text[start : start + len(part.text)] == part.text
    figures = {f.text for e in extractions for f in e.figures}
    marked = {
        t.text[m.start_char : m.end_char]
        for t in build_tasks(extractions, ["figures"])
        for m in t.marks
    }
    assert marked == figures


def test_text_is_cut_at_blank_lines_outside_of_spans() -> None:
    text = "One.\n\nTwo.\n \nThree.\n"
    cut = [text[a:b] for a, b in cut_text(text, [], min_length=1)]
    assert cut == ["One.", "Two.", "Three."]
    cut = [text[a:b] for a, b in cut_text(text, [(0, 8)], min_length=1)]
    assert cut == ["One.\n\nTwo.", "Three."]
    assert list(cut_text(" \n\n ", [])) == []


def test_text_without_blank_lines_is_cut_at_new_lines() -> None:
    text = "One.\nTwo.\nThree.\nFour."
    cut = [text[a:b] for a, b in cut_text(text, [], min_length=2)]
    assert cut == ["One.\nTwo.", "Three.", "Four."]


def test_prodigy_tokens_meet_every_mark(extractions: list[Extraction]) -> None:
    for task in build_tasks(extractions):
        row = prodigy.write_task(task)
        for span in row["spans"]:
            first = row["tokens"][span["token_start"]]
            last = row["tokens"][span["token_end"]]
            assert (first["start"], last["end"]) == (span["start"], span["end"])


def test_doccano_ids_are_unique_in_a_file(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    (path,) = write_tasks(build_tasks(extractions), tmp_path, to="doccano")
    rows = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    ids = [part["id"] for row in rows for part in row["entities"]]
    assert len(ids) == len(set(ids)) > 4


def test_label_studio_annotation_wins_over_prediction() -> None:
    task = make_task("t", "Ohio sued.", marks=[Mark(0, 4, "support gun-control")])
    row = label_studio.write_task(task)
    mended = label_studio.write_task(
        make_task("t", "Ohio sued.", marks=[Mark(0, 4, "oppose gun-control")])
    )["predictions"][0]["result"]
    row["annotations"] = [
        {"result": [], "was_cancelled": True, "updated_at": "2024-02-03"},
        {"result": mended, "was_cancelled": False, "updated_at": "2024-02-02"},
        {"result": [], "was_cancelled": False, "updated_at": "2024-02-01"},
    ]
    read = label_studio.read_task(row)
    assert read.marks == (Mark(0, 4, "oppose gun-control"),)
    assert read.reviewed
    assert not label_studio.read_task(label_studio.write_task(task)).reviewed


def test_label_studio_offsets_in_utf16_are_understood() -> None:
    task = make_task("t", "🏛️ Ohio sued.", marks=[Mark(3, 7, "figure")])
    row = label_studio.write_task(task)
    value = row["predictions"][0]["result"][0]["value"]
    value["start"] += 1
    value["end"] += 1
    assert label_studio.read_task(row).marks == task.marks
    value["text"] = "Iowa"
    with pytest.raises(InputError, match="Iowa"):
        label_studio.read_task(row)


@pytest.mark.parametrize(
    ("tool", "row"),
    [
        ("prodigy", {"text": "Ohio", "answer": "reject"}),
        ("prodigy", {"text": "Ohio", "answer": "ignore"}),
        ("argilla", {"fields": {"text": "Ohio"}, "status": "discarded"}),
    ],
)
def test_rejected_tasks_are_left_out(
    tool: str, row: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(orjson.dumps(row))
    assert list(read_tasks(path, tool=tool)) == []


@pytest.mark.parametrize(
    ("tool", "content", "match"),
    [
        ("doccano", b"{broken", "must be JSON"),
        ("doccano", b"[1]", "JSON objects"),
        ("doccano", b'{"id": 1}', "doccano's export"),
        ("brat", b"{}", "tool must be one of"),
        ("doccano", b'{"text": "Ohio", "label": [[0, 9, "x"]]}', "inside its text"),
    ],
)
def test_wrong_files_are_told(
    tool: str, content: bytes, match: str, tmp_path: Path
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=match):
        list(read_tasks(path, tool=tool))
