"""`policy-claims compare` and `check`: claims against one another and references."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from nlp.comparison.statements import Statement

_SHOWN = 10

Run = Annotated[str, typer.Argument(help="Folder or URL that `run` has written.")]
Top = Annotated[int, typer.Option(min=0, help="Findings to show of each kind.")]


def compare(run: Run, top: Top = _SHOWN) -> None:
    """Find what several documents say, where they differ, and who changed position.

    Writes groups.jsonl, conflicts.jsonl and timelines.jsonl into the run's folder;
    `report` shows them. Nothing here says which of two figures is right.
    """
    from nlp.comparison.files import FILES, compare_extractions, write_comparisons
    from nlp.corpus.results import read_extractions

    found = compare_extractions(read_extractions(run))
    write_comparisons(found, run)
    console = _open_console()
    changes = [row for row in found.timelines if row["n_changes"]]
    _print_all(console, "Told by several documents", found.groups[:top], _tell_group)
    _print_all(console, "Different figures", found.conflicts[:top], _tell_conflict)
    _print_all(console, "Changed position", changes[:top], _tell_change)
    console.print(
        f"{len(found.groups):,} groups, {len(found.conflicts):,} conflicts,"
        f" {len(found.timelines):,} timelines, {len(changes):,} with a change of"
        " position."
    )
    names = ", ".join(FILES)
    console.print(f"Results: {run}: {names}", soft_wrap=True, highlight=False)


def check(
    run: Run,
    against: Annotated[
        Path,
        typer.Option(
            help="Table of facts (.csv, .tsv, .parquet: counted, place, date, value,"
            " unit, source) or ClaimReview feed (.json, .jsonld, .jsonl)."
        ),
    ],
    top: Top = _SHOWN,
) -> None:
    """Hold claims against references, number by number; the verdict is yours.

    Writes evidence.jsonl into the run's folder: for each claim the nearest references,
    and whether their values lie inside or outside of what its words leave open.
    """
    from nlp.comparison.checking import Checker, write_evidence
    from nlp.comparison.references import read_references
    from nlp.corpus.results import EVIDENCE, read_extractions

    references = read_references(against, _read_claims)
    rows = write_evidence(read_extractions(run), Checker(references), run)
    console = _open_console()
    rows.sort(key=_find_gap, reverse=True)
    _print_all(console, "Claims and references", rows[:top], _tell_evidence)
    found = [
        c["relation"] for row in rows for e in row["evidence"] for c in e["comparisons"]
    ]
    counts = ", ".join(
        f"{found.count(name):,} {name}" for name in ("equal", "inside", "outside")
    )
    console.print(
        f"{len(references):,} references speak to {len(rows):,} claims; comparisons:"
        f" {counts}."
    )
    console.print(f"Results: {run}/{EVIDENCE}", soft_wrap=True, highlight=False)


def _open_console() -> Console:
    import sys

    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 160)


def _print_all(console: Console, title: str, rows: list[Any], tell: Any) -> None:
    from rich.markup import escape

    if rows:
        console.print(f"[bold]{title}[/bold]")
        for row in rows:
            console.print(escape(tell(row)), highlight=False)
        console.print()


def _tell_group(row: dict[str, Any]) -> str:
    return f"  {row['n_documents']} documents: {row['text']}"


def _tell_conflict(row: dict[str, Any]) -> str:
    sides = [
        f"    {value['text']}: {value['members'][0]['text']}"
        f" ({_name_source(value['members'][0])})"
        for value in row["values"]
    ]
    factor = f"factor {row['factor']:.3g}" if row["factor"] else "no common measure"
    return "\n".join([f"  {row['id']}, {factor}", *sides])


def _tell_change(row: dict[str, Any]) -> str:
    steps = "; ".join(
        f"{step['date']} {step['position']} ({step['action']})"
        for step in row["steps"]
        if step["date"]
    )
    return f"  {row['name']}, {row['issue']}: {steps}"


def _tell_evidence(row: dict[str, Any]) -> str:
    lines = [f"  {row['text']} ({_name_source(row)})"]
    for item in row["evidence"]:
        told = item["reference"]
        where = [str(told[key]) for key in ("counted", "place", "date") if key in told]
        name = ", ".join(where) or told.get("claim_reviewed", "")
        source = told.get("source") or told.get("reviewer") or told.get("url") or ""
        lines += [
            f"    {comparison['in_words']} [{name}; {source}]"
            for comparison in item["comparisons"]
        ] or [f"    reviewed: {name} [{source}]"]
    return "\n".join(lines)


def _find_gap(row: dict[str, Any]) -> float:
    """Return how far the farthest comparison lies outside, 0 where none does."""
    return max(
        (
            comparison["factor"] or 0.0
            for item in row["evidence"]
            for comparison in item["comparisons"]
            if comparison["relation"] == "outside"
        ),
        default=0.0,
    )


def _name_source(row: dict[str, Any]) -> str:
    return str(row["publisher"] or row["title"] or row["source"] or row["document"])


def _read_claims(texts: list[str]) -> list[tuple[Statement, ...]]:
    """Read texts as the pipeline does; loaded only for a feed of reviews."""
    from nlp.comparison.statements import read_statements
    from nlp.extraction import extract_documents
    from nlp.ingest import build_document
    from nlp.pipeline import load

    documents = map(build_document, texts)
    return [
        tuple(read_statements(extraction, 0))
        for extraction in extract_documents(load(), documents)
    ]
