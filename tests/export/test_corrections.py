"""Corrected marks become rows that training takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.export.corrections import (
    build_checkworthiness_rows,
    build_stance_rows,
    find_sentences,
    write_rows_of,
)
from nlp.export.tasks import ACT, Link, Mark, Task, build_tasks, make_task, write_marks
from nlp.lexicons import read_lexicon
from nlp.schema import Extraction
from nlp.training.checkworthiness.examples import read_examples

TEXT = "Rain fell. Ohio met on Monday. It sued to block the rule. Nobody spoke."


def mark(words: str, label: str) -> Mark:
    start = TEXT.index(words)
    return Mark(start, start + len(words), label)


def build(*marks: Mark, links: tuple[Link, ...] = (), before: tuple[Mark, ...]) -> Task:
    meta = {"document": "d1", "predicted": write_marks(before)}
    return make_task("d1:0", TEXT, marks=marks, links=links, meta=meta)


OHIO = mark("Ohio", "support gun-control")
SUED = mark("It sued to block the rule", ACT)


def test_passage_holds_government_and_act() -> None:
    task = build(OHIO, SUED, links=(Link(OHIO, SUED, "acts"),), before=(OHIO, SUED))
    (row,) = build_stance_rows(task)
    assert row["passage"] == "Ohio met on Monday. It sued to block the rule."
    holder = row["holder"]
    assert row["passage"][holder["start_char"] : holder["end_char"]] == "Ohio"
    assert (row["issue"], row["label"], row["topic"]) == (
        "gun-control",
        "support",
        "d1",
    )


def test_government_far_from_its_act_is_no_row() -> None:
    rain = Mark(0, len("Rain"), "support gun-control")
    act = mark("Nobody spoke", ACT)
    task = build(rain, act, links=(Link(rain, act, "acts"),), before=())
    assert list(build_stance_rows(task)) == []


def test_changed_label_is_the_new_one() -> None:
    mended = mark("Ohio", "oppose gun-control")
    (row,) = build_stance_rows(build(mended, before=(OHIO,)))
    assert row["label"] == "oppose"


def test_moved_government_is_asked_once() -> None:
    moved = mark("Ohio met", "support gun-control")
    (row,) = build_stance_rows(build(moved, before=(OHIO,)))
    assert (row["holder"]["text"], row["label"]) == ("Ohio met", "support")


def test_removed_mark_is_none() -> None:
    (row,) = build_stance_rows(build(before=(OHIO,)))
    assert (row["holder"]["text"], row["label"]) == ("Ohio", "none")


def test_other_issue_removes_the_first() -> None:
    mended = mark("Ohio", "support rent-control")
    rows = list(build_stance_rows(build(mended, before=(OHIO,))))
    assert {(row["issue"], row["label"]) for row in rows} == {
        ("gun-control", "none"),
        ("rent-control", "support"),
    }


def test_position_without_issue_is_no_row() -> None:
    assert not list(build_stance_rows(build(mark("Ohio", "support"), before=())))


@pytest.mark.parametrize(
    ("label", "wanted"),
    [("check-worthy", "CFS"), ("other claim", "NFS"), (None, "NFS")],
)
def test_sentence_of_a_claim_is_labelled(label: str | None, wanted: str) -> None:
    before = mark("Ohio met", "check-worthy")
    marks = () if label is None else (mark("Ohio met", label),)
    (row,) = build_checkworthiness_rows(build(*marks, before=(before,)))
    assert row == {"text": "Ohio met on Monday.", "label": wanted, "document": "d1"}


def test_sentences_of_white_space_are_one() -> None:
    assert find_sentences("  ") == [(0, 2)]


def test_rows_are_what_training_reads(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    rows_module = pytest.importorskip("nlp.training.stance.rows")
    counts = write_rows_of(build_tasks(extractions), tmp_path)
    assert set(counts) == {
        tmp_path / "stance.jsonl",
        tmp_path / "checkworthiness.jsonl",
    }
    issues = {issue["id"] for issue in read_lexicon("issues")["issue"]}
    reading = rows_module.read_stance_rows([tmp_path / "stance.jsonl"], issues)
    assert reading.problems == ()
    assert len(reading.rows) == counts[tmp_path / "stance.jsonl"]
    read = read_examples([tmp_path / "checkworthiness.jsonl"])
    assert len(read) == counts[tmp_path / "checkworthiness.jsonl"]
