"""The forms of public gold sets, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from nlp.errors import InputError
from nlp.training.scoring import read_numbered_rows

Form = TypeVar("Form", bound=BaseModel)


class _Quantity(BaseModel):
    value: str | int | float


class FiguresRow(BaseModel):
    """A sentence with quantities, as in NewsQuant; without them, one to predict on."""

    text: str
    quantities: list[_Quantity] | None = None


class _Said(BaseModel):
    source: list[tuple[int, int, str]] | None
    content: list[tuple[int, int, str]] | None


class AttributionsRow(BaseModel):
    """A document with attributions, as in PolNeAR."""

    doc: str
    text: str
    attributions: list[_Said]


class _Toponym(BaseModel):
    text: str
    start_char: int
    end_char: int
    country: str | None
    admin1: str | None
    feature_code: str | None


class ToponymsRow(BaseModel):
    """A document with toponyms, as in LGL and TR-News."""

    text: str
    toponyms: list[_Toponym]


class RolesRow(BaseModel):
    """A sentence with one name marked, as in ReLocaR."""

    text: str
    start_char: int
    end_char: int
    label: str


class AgenciesRow(BaseModel):
    """An agency with its county and state, as in the 287(g) list."""

    agency: str
    county: str | None
    state: str


class SpecsRow(BaseModel):
    """A text and what a Recognizers-Text model finds in it."""

    model: str
    text: str
    results: list[dict[str, Any]]


def read_form(path: Path, form: type[Form], *, like: str) -> list[Form]:
    """Read gold rows that must all have one form.

    Args:
        path: JSON Lines, plain or `.gz`.
        form: The form; fields it does not name are passed over.
        like: Where the form is described, for the error.

    Raises:
        InputError: The file cannot be read, is empty, or a row breaks the form.
    """
    numbered = read_numbered_rows(path)
    if not numbered:
        raise InputError(f"gold must have rows, got none in {path}.")
    rows = []
    for number, row in numbered:
        try:
            rows.append(form.model_validate(row))
        except ValidationError as err:
            first = err.errors()[0]
            where = ".".join(map(str, first["loc"])) or "row"
            raise InputError(
                f"{where} must follow {like}, got: {first['msg']} in {path},"
                f" line {number}. Fix or remove the row."
            ) from err
    return rows


def check_labels(labels: Sequence[object | None], name: str, path: Path) -> bool:
    """Tell whether rows are labelled; a set is labelled as a whole or not at all.

    Args:
        labels: The label of each row, None where it has none.
        name: The field of the label.
        path: The gold file, for the error.

    Raises:
        InputError: Some rows are labelled and some are not.
    """
    n_missing = sum(label is None for label in labels)
    if 0 < n_missing < len(labels):
        raise InputError(
            f"rows must all have {name}, got {n_missing} of {len(labels)} without in"
            f" {path}. Label or remove them."
        )
    return n_missing == 0
