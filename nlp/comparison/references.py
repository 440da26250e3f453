"""What claims are checked against: a table of facts, or others' fact checks."""

from __future__ import annotations

import calendar
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from nlp.comparison.statements import Period, Statement, cut_stems, split_words
from nlp.errors import InputError

# Column names that are understood, the first being the one to use.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "counted": ("counted", "what", "what is counted", "indicator", "measure"),
    "place": ("place", "where", "location", "geography", "jurisdiction"),
    "date": ("date", "when", "year", "period"),
    "value": ("value", "number", "figure", "amount"),
    "unit": ("unit", "units"),
    "source": ("source", "url", "reference", "citation"),
}
_REQUIRED = ("counted", "value")
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T.*)?")
_RANGE = re.compile(r"(.+?)\s*(?:/|–|\bto\b)\s*(.+)")
_PERCENT = frozenset({"%", "percent", "per cent", "pct", "percentage"})
_MONEY = {"$": "USD", "us$": "USD", "dollar": "USD", "dollars": "USD", "€": "EUR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Something that claims can be held against.

    Attributes:
        shown: What is told of it, as plain JSON.
        stems: Of what is counted, or of the claim that was reviewed.
        place_stems: Of its place; empty where it has none.
        period: Its date; None where it has none.
        measure: What its value can be compared with, see `values.name_measure`.
        value: None for a fact check, whose numbers stand in its claim.
        statements: Of the claim that was reviewed, as the pipeline reads it.
    """

    shown: Mapping[str, Any]
    stems: frozenset[str]
    place_stems: frozenset[str] = frozenset()
    period: Period | None = None
    measure: str = ""
    value: float | None = None
    statements: tuple[Statement, ...] = ()


def read_references(
    path: Path, read_claims: Callable[[list[str]], list[tuple[Statement, ...]]]
) -> list[Reference]:
    """Read a CSV or Parquet table of facts, or a feed of ClaimReview in JSON-LD.

    Args:
        path: `.csv`, `.tsv`, `.parquet`, `.json`, `.jsonld` or `.jsonl`.
        read_claims: Turns texts into the statements that they make.

    Raises:
        InputError: The file cannot be read, lacks a column, or has a bad value.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise InputError(f"--against must be a file, got {path}.")
    if suffix in (".csv", ".tsv"):
        return list(_read_table(_read_csv(path), path))
    if suffix == ".parquet":
        return list(_read_table(_read_parquet(path), path))
    if suffix in (".json", ".jsonld", ".jsonl"):
        return _read_reviews(path, read_claims)
    raise InputError(
        "--against must be .csv, .tsv, .parquet, .json, .jsonld or .jsonl, got"
        f" {path.name!r}. Save it as one of them."
    )


def _read_csv(path: Path) -> list[dict[str, Any]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise InputError(f"table must be UTF-8, got {path}: {err}.") from err
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def _read_parquet(path: Path) -> list[dict[str, Any]]:
    from nlp.corpus.tables import load_pyarrow

    pyarrow = load_pyarrow()
    try:
        rows: list[dict[str, Any]] = pyarrow.parquet.read_table(path).to_pylist()
    except pyarrow.ArrowException as err:
        raise InputError(f"table must be Parquet, got {path}: {err}.") from err
    return rows


def _read_table(rows: list[dict[str, Any]], path: Path) -> Iterator[Reference]:
    if not rows:
        raise InputError(f"table must have rows, got none in {path}.")
    columns = _find_columns(rows[0], path)
    for number, row in enumerate(rows, start=1):
        where = f"{path}, row {number}"
        fields = {name: row.get(column) for name, column in columns.items()}
        shown = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in fields.items()
            if value not in (None, "")
        }
        value = _read_number(fields["value"], where)
        unit = str(fields.get("unit") or "").strip()
        shown["value"] = value
        yield Reference(
            shown=shown,
            stems=cut_stems(split_words(str(fields["counted"]))),
            place_stems=cut_stems(split_words(str(fields.get("place") or ""))),
            period=_read_period(fields.get("date"), where),
            measure=_name_measure(unit),
            value=value,
        )


def _find_columns(row: Mapping[str, Any], path: Path) -> dict[str, str]:
    known = {str(column).strip().casefold(): column for column in row}
    found = {}
    for name, aliases in _COLUMNS.items():
        column = next((known[alias] for alias in aliases if alias in known), None)
        if column is not None:
            found[name] = column
    missing = [name for name in _REQUIRED if name not in found]
    if missing:
        raise InputError(
            f"table must have the columns {', '.join(_COLUMNS)}, got no"
            f" {' and no '.join(missing)} among {', '.join(map(str, row))} in {path}."
            " Rename its columns; place, date, unit and source may be left out."
        )
    return found


def _read_number(value: Any, where: str) -> float:
    try:
        return float(str(value).replace(",", "").replace("%", "").strip().lstrip("$€£"))
    except ValueError as err:
        raise InputError(
            f"value must be a number, got {value!r} in {where}. Write 1.4 million as"
            " 1400000."
        ) from err


def _read_period(value: Any, where: str) -> Period | None:
    text = value.isoformat() if isinstance(value, date) else str(value or "").strip()
    if not text:
        return None
    parts = _RANGE.fullmatch(text)
    first, last = (parts[1], parts[2]) if parts else (text, text)
    try:
        return _read_days(first)[0], _read_days(last)[1]
    except ValueError as err:
        raise InputError(
            f"date must be YYYY, YYYY-MM, YYYY-MM-DD or two of them with a slash, got"
            f" {text!r} in {where}."
        ) from err


def _read_days(text: str) -> Period:
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # the pattern has it
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(
            year, month, calendar.monthrange(year, month)[1]
        )
    return date(year, month, day), date(year, month, day)


def _name_measure(unit: str) -> str:
    folded = unit.casefold()
    if folded in _PERCENT:
        return "share"
    if folded in _MONEY or re.fullmatch(r"[A-Z]{3}", unit):
        return f"money:{_MONEY.get(folded, unit)}"
    if folded in ("percentage point", "percentage points"):
        return "percentage point"
    if folded.rstrip("s") in ("day", "week", "month", "year", "hour", "minute"):
        return f"duration:{folded.rstrip('s')}"
    return "count"


def _read_reviews(
    path: Path, read_claims: Callable[[list[str]], list[tuple[Statement, ...]]]
) -> list[Reference]:
    reviews = list(_find_reviews(_read_json(path)))
    if not reviews:
        raise InputError(
            f"feed must hold ClaimReview items with claimReviewed, got none in {path}."
        )
    texts = [str(review["claimReviewed"]) for review in reviews]
    references = []
    for review, text, statements in zip(
        reviews, texts, read_claims(texts), strict=True
    ):
        references.append(
            Reference(
                shown=_show_review(review),
                stems=cut_stems(split_words(text)),
                statements=statements,
            )
        )
    return references


def _read_json(path: Path) -> Any:
    data = path.read_bytes()
    try:
        if path.suffix.lower() == ".jsonl":
            return [orjson.loads(line) for line in data.splitlines() if line.strip()]
        return orjson.loads(data)
    except orjson.JSONDecodeError as err:
        raise InputError(f"feed must be JSON, got {path}: {err}.") from err


def _find_reviews(root: Any) -> Iterator[dict[str, Any]]:
    """Yield every ClaimReview, however deep, in order; without recursion."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict):
            kinds = node.get("@type")
            if "ClaimReview" in (kinds if isinstance(kinds, list) else [kinds]):
                if node.get("claimReviewed"):
                    yield node
                continue
            stack.extend(reversed(list(node.values())))


def _show_review(review: Mapping[str, Any]) -> dict[str, Any]:
    rating = _first(review.get("reviewRating"))
    author = _first(review.get("author"))
    shown = {
        "claim_reviewed": review["claimReviewed"],
        "url": review.get("url"),
        "reviewer": author.get("name"),
        "reviewed": review.get("datePublished"),
        "rated_by_reviewer": rating.get("alternateName"),
    }
    return {name: value for name, value in shown.items() if value}


def _first(value: Any) -> Mapping[str, Any]:
    found: Iterable[Any] = value if isinstance(value, list) else [value]
    return next((item for item in found if isinstance(item, dict)), {})
