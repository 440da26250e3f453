"""Rows: what is read, what is refused, and how it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.errors import InputError
from nlp.training.stance.rows import read_stance_rows, require_rows
from tests.training.stance.conftest import build_row

ISSUES = {"rent-control", "cannabis-legalization"}
Write = Callable[..., Path]


def edit(row: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return row | changes


def test_rows_are_read_with_their_holder(rows: list[Any], write: Write) -> None:
    reading = read_stance_rows([write(rows)], ISSUES)
    assert not reading.problems
    assert len(reading.rows) == len(rows)
    assert reading.rows[0].holder == "Elko"
    assert {row.split for row in reading.rows} == {"train", "dev", "test"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"label": "favor"}, "label must be one of support, oppose, mixed, none"),
        ({"issue": "fishing"}, "issue must be in the catalogue, got 'fishing'"),
        ({"holder": None}, "holder must be the mention that is asked about"),
        ({"passage": " "}, "passage must be text"),
        ({"split": "held"}, "split must be one of train, dev, test"),
        (
            {"holder": {"text": "Elko", "start_char": 0, "end_char": 4}},
            "offsets must match the holder's text, got 'Mond'",
        ),
        (
            {"holder": {"text": "Elko", "start_char": "1", "end_char": 4}},
            "offsets must be whole numbers",
        ),
    ],
)
def test_faults_are_told_with_file_and_line(
    changes: dict[str, Any], told: str, rows: list[Any], write: Write
) -> None:
    rows[0]["passage"] = "Monday came. Elko capped rents."
    rows[0]["holder"] = {"text": "Elko", "start_char": 13, "end_char": 17}
    path = write([rows[1], edit(rows[0], **changes), rows[2]])
    reading = read_stance_rows([path], ISSUES)
    (problem,) = reading.problems
    assert problem.startswith(f"{path}, line 2: {told}")
    assert len(reading.rows) == 2


def test_all_faults_are_told_at_once(rows: list[Any], write: Write) -> None:
    bad = [edit(rows[0], label="x"), "{", edit(rows[1], issue="y"), rows[2]]
    reading = read_stance_rows([write(bad)], ISSUES)
    assert [problem.split(": ")[0][-6:] for problem in reading.problems] == [
        "line 1",
        "line 2",
        "line 3",
    ]
    with pytest.raises(InputError, match="got 3 that are not"):
        require_rows(reading)


def test_repeated_row_is_dropped_and_told(rows: list[Any], write: Write) -> None:
    path = write([rows[0], rows[0]])
    reading = read_stance_rows([path], ISSUES)
    assert len(reading.rows) == 1
    assert reading.notes == (f"{path}, line 2: repeats {path}, line 1.",)


def test_contradicting_rows_are_left_out_and_told(
    rows: list[Any], write: Write
) -> None:
    path = write([rows[0], edit(rows[0], label="none"), rows[1]])
    reading = read_stance_rows([path], ISSUES)
    assert [row.label for row in reading.rows] == [rows[1]["label"]]
    assert "says 'none' where" in reading.notes[0]


def test_csv_finds_the_holder_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(
        "passage,holder,issue,label,start_char\n"
        '"Elko, a town, capped rents.",Elko,rent-control,support,\n'
        "Ohio sued Ohio.,Ohio,rent-control,none,10\n"
        "Ohio sued Ohio.,Ohio,rent-control,none,\n",
        encoding="utf-8",
    )
    reading = read_stance_rows([path], ISSUES)
    assert [(row.holder, row.start_char) for row in reading.rows] == [
        ("Elko", 0),
        ("Ohio", 10),
    ]
    assert "line 4: holder must occur once" in reading.problems[0]


def test_csv_without_a_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("passage,label\nx,none\n", encoding="utf-8")
    with pytest.raises(InputError, match="columns passage, holder, issue and label"):
        read_stance_rows([path], ISSUES)


def test_split_keeps_its_rows_only(rows: list[Any], write: Write) -> None:
    reading = read_stance_rows([write(rows)], ISSUES, split="dev")
    assert {row.split for row in reading.rows} == {"dev"}


def test_row_of_the_builder_is_sound() -> None:
    row = build_row("Elko voted.", "Elko", "rent-control", "none")
    assert row["holder"]["end_char"] == 4
