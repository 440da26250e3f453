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


LINES = [
    ("Oats | 1,204 | 1,377\nBarley | 866 | 903", ["1,204", "1,377", "866", "903"]),
    ("County | Calls\nAdair | 3,415\nBenton | 2,208", ["3,415", "2,208"]),
    ("Total | $1,250,000\n\nA motion was made to close.", ["$1,250,000"]),
    ("The sum is $90,000\nA motion was made.", ["$90,000"]),
    ("AYES: Councilors Hale, Ortiz and Lund -- 3\nNAYS: Councilor Voss -- 1", []),
    ("Iowa 2011 204,000 $1.3 billion", ["204,000", "$1.3 billion"]),
    ("AYES 6\nNAYS 3\nABSENT: 1", []),
    ("It cites 71 \nFed.\n\nReg.\n40312 (May 2, 2006).", []),
    ("The clinic saw 212\npatients a day.", ["212\npatients a day"]),
]


@pytest.mark.parametrize(("text", "figures"), LINES)
def test_figures_end_with_their_line_of_a_table_or_roll(
    parsing: Language, text: str, figures: list[str]
) -> None:
    assert [figure.text for figure in find_figures(parsing, text)] == figures


def test_marks_must_be_there() -> None:
    with pytest.raises(ValueError, match="must have a mark"):
        read_marks("Prices rose 3 percent.")


def test_a_number_may_count_what_another_measures(parsing: Language) -> None:
    found = find_figures(parsing, "The trust built 40 two-bedroom apartments.")
    assert [(f.text, f.unit) for f in found] == [
        ("40 two-bedroom apartments", "apartment"),
        ("two-bedroom", "bedroom"),
    ]
