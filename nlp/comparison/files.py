"""A run compared: what lies in its folder beside the shards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from nlp.comparison.groups import Conflict, group_statements
from nlp.comparison.statements import Amount, Statement, read_statements
from nlp.comparison.timelines import Key, Timeline, add_stances, list_timelines
from nlp.corpus.results import CONFLICTS, GROUPS, TIMELINES
from nlp.corpus.stores import Store
from nlp.errors import InputError
from nlp.schema import Document, Extraction

FILES = (GROUPS, CONFLICTS, TIMELINES)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparisons:
    """What a run's claims are to one another, as rows of JSON.

    Attributes:
        groups: Claims told in several documents, the most told first.
        conflicts: Different values for the same thing.
        timelines: Positions over time, those that changed first.
    """

    groups: list[Row]
    conflicts: list[Row]
    timelines: list[Row]


def compare_extractions(extractions: Iterable[Extraction]) -> Comparisons:
    """Compare all claims of a run with one another.

    Args:
        extractions: In order, each read once and not kept.
    """
    documents: list[Row] = []
    statements: list[Statement] = []
    timelines: dict[Key, Timeline] = {}
    for number, extraction in enumerate(extractions):
        documents.append(describe_document(extraction.document))
        statements += read_statements(extraction, number)
        add_stances(timelines, extraction)
    groups, conflicts = group_statements(statements)
    members = [[_tell(statements[n], documents) for n in group] for group in groups]
    return Comparisons(
        groups=_list_groups(members),
        conflicts=_list_conflicts(conflicts, members),
        timelines=list_timelines(timelines),
    )


def describe_document(document: Document) -> Row:
    """Return what is told of a document beside a claim of it."""
    return {
        "document": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published and document.published.isoformat(),
        "source": document.source,
    }


def _tell(statement: Statement, documents: Sequence[Row]) -> Row:
    return {
        **documents[statement.document],
        "claim": statement.claim,
        "text": statement.text,
    }


def _list_groups(members: Sequence[Sequence[Row]]) -> list[Row]:
    rows = []
    for group in members:
        n_documents = len({member["document"] for member in group})
        if n_documents > 1:
            rows.append(
                {
                    "text": group[0]["text"],
                    "n_documents": n_documents,
                    "members": list(group),
                }
            )
    rows.sort(key=lambda row: -row["n_documents"])  # stable, so order decides ties
    return [{"id": f"g{n}", **row} for n, row in enumerate(rows, start=1)]


def _list_conflicts(
    conflicts: Sequence[Conflict], members: Sequence[Sequence[Row]]
) -> list[Row]:
    rows = []
    for number, conflict in enumerate(conflicts, start=1):
        if conflict.found.amounts is None:
            continue
        sides = zip(
            conflict.found.amounts, (conflict.first, conflict.second), strict=True
        )
        rows.append(
            {
                "id": f"k{number}",
                "similarity": round(conflict.found.similarity, 3),
                "factor": _find_factor(*conflict.found.amounts),
                "values": [
                    {**_write_amount(amount), "members": list(members[group])}
                    for amount, group in sides
                ],
            }
        )
    return rows


def _write_amount(amount: Amount) -> Row:
    return {
        "figure": amount.id,
        "text": amount.text,
        "value": amount.bounds.centre,
        "unit": amount.unit,
    }


def _find_factor(first: Amount, second: Amount) -> float | None:
    one, other = first.bounds.centre, second.bounds.centre
    if not one or not other or one * other < 0:
        return None
    return round(max(one / other, other / one), 3)


def write_comparisons(found: Comparisons, out: str | Path) -> None:
    """Write the three files of a comparison into a run's folder, each whole.

    Args:
        found: The comparisons.
        out: The run's folder or URL.
    """
    store = Store(out)
    for name, rows in zip(
        FILES, (found.groups, found.conflicts, found.timelines), strict=True
    ):
        with store.write(name) as file:
            for row in rows:
                file.write(orjson.dumps(row) + b"\n")


def read_comparisons(out: str | Path) -> Comparisons | None:
    """Read what `policy-claims compare` left in a run's folder; None if it did not.

    Raises:
        InputError: A file is no JSON Lines.
    """
    store = Store(out)
    if not set(FILES) <= store.names():
        return None
    groups, conflicts, timelines = (list(_read_rows(store, name)) for name in FILES)
    return Comparisons(groups=groups, conflicts=conflicts, timelines=timelines)


def _read_rows(store: Store, name: str) -> Iterator[Row]:
    for line in store.read(name).splitlines():
        try:
            yield orjson.loads(line)
        except orjson.JSONDecodeError as err:
            raise InputError(
                f"lines must be JSON, got {name} of {store.location}: {err}."
                " Run compare again."
            ) from err
