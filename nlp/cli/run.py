"""`policy-claims run`: whole corpora into a folder."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from heapq import nlargest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from nlp.cli.options import (
    IdField,
    Issues,
    Jurisdictions,
    Pipeline,
    PublishedField,
    StanceThreshold,
    TextField,
)
from nlp.cli.progress import Progress, format_seconds
from nlp.cli.streams import print_error

if TYPE_CHECKING:
    from rich.table import Table

    from nlp.corpus.runs import RunConfig, RunSummary
    from nlp.ranking import Seen
    from nlp.schema import Claim, Extraction

_SHOWN_FAILURES = 10
_TOP = 15
_MANY = 50_000
_INTERRUPTED = 128 + signal.SIGINT


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(help="Files, folders, patterns such as 'in/*.html', URLs."),
    ],
    out: Annotated[str, typer.Option(help="Folder or URL for the results.")],
    format: Annotated[
        Literal["jsonl", "parquet"],
        typer.Option(help="A line a document, or a table for each kind of record."),
    ] = "jsonl",
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes: by default 1, with --ray one a CPU."),
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option(help="Run on a Ray cluster: its address, 'auto' or 'local'."),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(min=0, help="Seconds a document may take; 0 sets no limit."),
    ] = 600,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Take the first documents only.")
    ] = None,
    sample: Annotated[
        int | None,
        typer.Option(min=1, help="Take so many documents from all over the inputs."),
    ] = None,
    pipeline: Pipeline = "accurate",
    issues: Issues = None,
    jurisdictions: Jurisdictions = None,
    stance_threshold: StanceThreshold = None,
    text_field: TextField = None,
    id_field: IdField = None,
    published_field: PublishedField = None,
    every_copy: Annotated[
        bool,
        typer.Option("--every-copy", help="Analyse copies of a text again, link none."),
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Discard an earlier run in --out.")
    ] = False,
    top: Annotated[
        int | None,
        typer.Option(
            min=0,
            help=f"Claims to show at the end: by default {_TOP}, none where there are"
            f" more than {_MANY:,} documents, which take long to rank.",
        ),
    ] = None,
) -> None:
    """Extract from files, folders and URLs into --out.

    The same command again goes on where it was stopped, with any number of workers.
    """
    from nlp.corpus.runs import Execution, RunConfig
    from nlp.ingest import Fields

    config = RunConfig(
        inputs=tuple(inputs),
        out=out,
        options={
            "model": pipeline,
            "issues": _resolve(issues),
            "jurisdictions": _resolve(jurisdictions),
            "stance_threshold": stance_threshold,
        },
        format=format,
        fields=Fields(text=text_field, id=id_field, published=published_field),
        limit=limit,
        sample=sample,
        compare=not every_copy,
    )
    execution = Execution(workers=workers, timeout=timeout or None, ray=ray)
    summary = _run(config, execution, overwrite=overwrite)
    if top is None:
        top = _TOP if summary.tally.documents <= _MANY else 0
    _print_summary(summary, config, top=top)
    if summary.n_failures:
        raise typer.Exit(1)


def _resolve(path: Path | None) -> str | None:
    return None if path is None else str(path.resolve())


def _run(config: RunConfig, execution: Any, *, overwrite: bool) -> RunSummary:
    from rich.console import Console

    from nlp.corpus.runs import run_corpus

    with _stopping(), Progress(Console(stderr=True)) as progress:
        return run_corpus(
            config,
            execution,
            overwrite=overwrite,
            on_progress=progress.update,
        )


@contextmanager
def _stopping() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the workers, and say how to go on."""
    code = _INTERRUPTED

    def stop(number: int, frame: object) -> None:
        nonlocal code
        code = 128 + number
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt as err:
        print_error("stopped. Run the same command again to go on.")
        raise SystemExit(code) from err
    finally:
        signal.signal(signal.SIGTERM, before)


def _print_summary(summary: RunSummary, config: RunConfig, *, top: int) -> None:
    from rich.console import Console

    from nlp.corpus.recurrence import count_recurrence
    from nlp.corpus.results import read_extractions

    # Wide enough for whole sentences where nobody's terminal sets the width.
    console = Console(width=None if sys.stdout.isatty() else 160)
    tally = summary.tally
    if top and tally.claims:
        seen = count_recurrence(read_extractions(config.out))
        console.print(_build_table(read_extractions(config.out), top, seen))
    counts = {"claim": tally.claims, "figure": tally.figures, "stance": tally.stances}
    found = ", ".join(_count(number, noun) for noun, number in counts.items())
    console.print(f"{_count(tally.documents, 'document')}: {found}.")
    if tally.copies or tally.near_copies:
        console.print(
            f"{_count(tally.copies, 'document')} with a text that came before left out,"
            f" {_count(tally.near_copies, 'near-duplicate')} marked: duplicates.jsonl."
        )
    if tally.words:
        speed = tally.words / max(summary.seconds, 1e-3)
        console.print(
            f"{tally.words:,} words in {format_seconds(summary.seconds)}:"
            f" {speed:,.0f} words a second."
        )
    if summary.n_failures:
        _print_failures(summary, config.out)
    pattern = "*.jsonl" if config.format == "jsonl" else "*/*.parquet"
    console.print(f"Results: {config.out}/{pattern}", soft_wrap=True, highlight=False)


def _print_failures(summary: RunSummary, out: str | Path) -> None:
    from itertools import islice

    from nlp.corpus.results import FAILURES, iter_failures

    for failure in islice(iter_failures(out), _SHOWN_FAILURES):
        print_error(f"{failure.id}: {failure.error}")
    if summary.n_failures > _SHOWN_FAILURES:
        for reason, number in summary.tally.failures.most_common():
            print_error(f"{_count(number, 'document')} failed ({reason})")
    print_error(
        f"{_count(summary.n_failures, 'document')} failed, listed in {out}/{FAILURES}."
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _build_table(extractions: Iterable[Extraction], top: int, seen: Seen) -> Table:
    from rich import box
    from rich.table import Table

    from nlp.ranking import claim_key, rank_claims, score_claim

    def score_all() -> Iterable[tuple[float, int, Claim, Extraction]]:
        for number, extraction in enumerate(extractions):
            said = {a.id: a for a in extraction.attributions}
            # Documents come in order, so an earlier one wins between equals.
            for place, claim in enumerate(rank_claims(extraction, seen=seen)[:top]):
                score = score_claim(
                    claim,
                    said.get(claim.attribution or ""),
                    n_seen=seen.get(claim_key(claim), 1),
                )
                yield score, -(number * top + place), claim, extraction

    table = Table("who", "what", "figure", "stance", "score", box=box.SIMPLE)
    for score, _, claim, extraction in nlargest(top, score_all(), key=lambda t: t[:2]):
        table.add_row(*_describe_claim(claim, extraction), f"{score:.2f}")
    table.columns[0].max_width = 24
    table.columns[2].max_width = 24
    table.columns[3].max_width = 32
    table.columns[4].justify = "right"
    return table


def _describe_claim(claim: Claim, extraction: Extraction) -> tuple[str, str, str, str]:
    """Return who says it, what, its figures and its stances, in words."""
    from rich.markup import escape

    said = next((a for a in extraction.attributions if a.id == claim.attribution), None)
    source = said.source if said else None
    document = extraction.document
    text_itself = document.publisher or document.title or document.source
    who = (source.name or source.text) if source else text_itself or document.id
    figures = [f.text for f in extraction.figures if f.id in claim.figures]
    stances = [
        f"{s.holder.name}: {s.position} {s.issue or ''}".rstrip()
        for s in extraction.stances
        if s.id in claim.stances
    ]
    cells = (who, claim.standalone, *map("; ".join, (figures, stances)))
    return tuple(escape(cell) for cell in cells)  # type: ignore[return-value]  # four
