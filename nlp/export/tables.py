"""CSV, safe to open in a spreadsheet, and Parquet: a table for each kind of record."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from nlp.corpus.stores import Store
from nlp.corpus.tables import TABLES as PARQUET_TABLES
from nlp.corpus.tables import load_pyarrow, name_table_file, write_tables
from nlp.ranking import score_claim
from nlp.schema import Document, Extraction

Row = dict[str, Any]
# What makes a spreadsheet read a cell as a formula, also after white space.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def make_safe(value: Any) -> Any:
    """Return a cell that no spreadsheet runs: text that looks like a formula gets a '.

    Numbers stay numbers, so that -3 can be summed.
    """
    if isinstance(value, str) and (
        value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA)
    ):
        return "'" + value
    return value


def _describe(document: Document) -> Row:
    return {
        "document": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "source": document.source,
    }


def list_claims(extraction: Extraction) -> Iterator[Row]:
    """Yield a row a claim."""
    said = {a.id: a for a in extraction.attributions}
    figures = {f.id: f for f in extraction.figures}
    stances = {s.id: s for s in extraction.stances}
    for claim in extraction.claims:
        attribution = said.get(claim.attribution or "")
        source = None if attribution is None else attribution.source
        yield {
            **_describe(extraction.document),
            "claim": claim.id,
            "score": round(score_claim(claim, attribution), 4),
            "check_worthiness": claim.check_worthiness,
            "confidence": claim.confidence,
            "standalone": claim.standalone,
            "text": claim.text,
            "start_char": claim.start_char,
            "end_char": claim.end_char,
            "said_by": None if source is None else source.name or source.text,
            "quote": None if attribution is None else attribution.quote,
            "kinds": "; ".join(claim.kinds),
            "modality": claim.modality,
            "issue": claim.issue,
            "figures": "; ".join(
                figures[f].text for f in claim.figures if f in figures
            ),
            "stances": "; ".join(
                f"{stances[s].holder.name}: {stances[s].position}"
                for s in claim.stances
                if s in stances
            ),
        }


def list_figures(extraction: Extraction) -> Iterator[Row]:
    """Yield a row a figure."""
    for figure in extraction.figures:
        yield {**_describe(extraction.document), **_rename_id(figure.model_dump())}


def list_stances(extraction: Extraction) -> Iterator[Row]:
    """Yield a row a stance."""
    for stance in extraction.stances:
        where = stance.holder.jurisdiction
        yield {
            **_describe(extraction.document),
            "stance": stance.id,
            "holder": stance.holder.name,
            "holder_text": stance.holder.text,
            "level": None if where is None else where.level,
            "code": None if where is None else where.code,
            "parents": None if where is None else "; ".join(where.parents),
            "issue": stance.issue,
            "position": stance.position,
            "action": stance.action,
            "instrument": stance.instrument,
            "status": stance.status,
            "evidence": stance.evidence.text,
            "start_char": stance.evidence.start_char,
            "end_char": stance.evidence.end_char,
            "confidence": stance.confidence,
        }


def _rename_id(row: Row) -> Row:
    return {"figure": row.pop("id"), **row}


TABLES: Mapping[str, Callable[[Extraction], Iterator[Row]]] = {
    "claims": list_claims,
    "figures": list_figures,
    "stances": list_stances,
}


def write_csv(extractions: Iterable[Extraction], folder: Path) -> list[Path]:
    """Write `claims.csv`, `figures.csv` and `stances.csv`.

    They begin with a byte order mark: without one Excel takes UTF-8 for Latin-1.
    """
    paths = {name: folder / f"{name}.csv" for name in TABLES}
    with ExitStack() as stack:
        writers: dict[str, Any] = {
            name: csv.writer(
                stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
            )
            for name, path in paths.items()
        }
        for name, head in _HEADS.items():
            writers[name].writerow(head)
        for extraction in extractions:
            for name, list_rows in TABLES.items():
                for row in list_rows(extraction):
                    cells = (row[column] for column in _HEADS[name])
                    writers[name].writerow([make_safe(cell) for cell in cells])
    return list(paths.values())


def write_parquet(extractions: Iterable[Extraction], folder: Path) -> list[Path]:
    """Write the tables of `run --format parquet`, a file each.

    Raises:
        InputError: pyarrow is not installed.
    """
    load_pyarrow()
    store = Store(folder)
    with TemporaryFile() as lines:
        n_documents = 0
        for extraction in extractions:
            lines.write(extraction.to_json() + b"\n")
            n_documents += 1
        lines.seek(0)
        write_tables(store, _SHARD, lines, range(n_documents))
    return [folder / name_table_file(table, _SHARD) for table in PARQUET_TABLES]


_SHARD = "00000-of-00001"
_SOURCE = ("document", "title", "publisher", "published", "source")
_PLACE = ("start_char", "end_char")
_HEADS: Mapping[str, tuple[str, ...]] = {
    "claims": (
        *_SOURCE,
        *("claim", "score", "check_worthiness", "confidence", "standalone", "text"),
        *_PLACE,
        *("said_by", "quote", "kinds", "modality", "issue", "figures", "stances"),
    ),
    "figures": (
        *_SOURCE,
        *("figure", "text"),
        *_PLACE,
        *("value", "low", "high", "comparator", "kind", "unit", "per", "counted"),
        *("change", "place", "date", "part_of", "same_as"),
    ),
    "stances": (
        *_SOURCE,
        *("stance", "holder", "holder_text", "level", "code", "parents", "issue"),
        *("position", "action", "instrument", "status", "evidence"),
        *_PLACE,
        "confidence",
    ),
}
