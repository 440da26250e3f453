"""Figures, marked in the text, with how each is to be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.annotations import get_records
from nlp.pipeline import DEFAULT_MODEL
from nlp.schema import Figure

CASES_DIR = Path(__file__).parent / "cases"
_VALUE = re.compile(r"(~|>=|<=|>|<)?(\?|[-\d.e]+?)(?:\.\.([-\d.e]+))?")
_COMPARATORS = {"~": "approx", ">": "gt", ">=": "ge", "<": "lt", "<=": "le"}
_EXTRAS = ("per ", "counts ", "part of ", "same as ")


def read_cases(name: str) -> list[str]:
    lines = (CASES_DIR / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def read_marks(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text without its marks, and where they were.

    Raises:
        ValueError: There is no mark.
    """
    text, marks, start = "", [], 0
    for piece in re.split(r"([\[\]])", marked):
        if piece == "[":
            start = len(text)
        elif piece == "]":
            marks.append((start, len(text)))
        else:
            text += piece
    if not marks:
        raise ValueError(f"text must have a mark, got {marked!r}.")
    return text, marks


def read_reading(reading: str) -> dict[str, object]:
    """Return the fields of a record that a reading states."""
    value, kind, *rest = (part.strip() for part in reading.split(", "))
    found = _VALUE.fullmatch(value)
    if found is None:
        raise ValueError(f"reading must begin with a value, got {reading!r}.")
    sign, low, high = found.groups()
    fields: dict[str, object] = {
        "value": None if high or low == "?" else float(low),
        "low": float(low) if high else None,
        "high": float(high) if high else None,
        "comparator": _COMPARATORS[sign] if sign else "range" if high else "eq",
        "kind": kind,
        "unit": None,
        "per": None,
    }
    if low == "?":
        fields["comparator"] = "unknown"
    for part in rest:
        if part in ("up", "down"):
            fields["change"] = {"up": "increase", "down": "decrease"}[part]
        elif key := next((key for key in _EXTRAS if part.startswith(key)), ""):
            fields[key.strip()] = part.removeprefix(key)
        elif part != "-":
            fields["unit"] = part
    return fields


@pytest.fixture(scope="module")
def parsing() -> Language:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("figures")
    return nlp


def find_figures(nlp: Language, text: str) -> list[Figure]:
    doc: Doc = nlp(text)
    return get_records(doc, Figure)


def describe(figure: Figure, wanted: dict[str, object], ids: list[str]) -> object:
    fields = figure.model_dump()
    fields["counts"] = figure.counted
    for key, link in (("part of", figure.part_of), ("same as", figure.same_as)):
        fields[key] = str(ids.index(link) + 1) if link else None
    return {key: fields[key] for key in wanted}


@pytest.mark.parametrize("case", [*read_cases("figures"), *read_cases("figure_links")])
def test_figures_are_found_and_read(parsing: Language, case: str) -> None:
    marked, _, readings = case.partition(" => ")
    text, marks = read_marks(marked)
    wanted = [read_reading(reading) for reading in readings.split(" ; ")]
    assert len(marks) == len(wanted), "as many marks as readings"
    figures = find_figures(parsing, text)
    assert [text[start:end] for start, end in marks] == [f.text for f in figures]
    ids = [figure.id for figure in figures]
    for figure, fields in zip(figures, wanted, strict=True):
        value = fields["value"]
        if isinstance(value, float):
            assert figure.value == pytest.approx(value)
            fields = {**fields, "value": figure.value}
        assert describe(figure, fields, ids) == fields


@pytest.mark.parametrize("text", read_cases("no_figures"))
def test_other_numbers_are_no_figures(parsing: Language, text: str) -> None:
    assert [figure.text for figure in find_figures(parsing, text)] == []


def test_marks_must_be_there() -> None:
    with pytest.raises(ValueError, match="must have a mark"):
        read_marks("Prices rose 3 percent.")
