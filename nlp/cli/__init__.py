"""The `policy-claims` command; the only package that prints.

What a command needs is imported when it runs: spaCy takes longer to import than
`--help` should take to answer.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable
from heapq import nlargest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from nlp.cli.evaluate import evaluate_app
from nlp.cli.export import export, import_corrections
from nlp.cli.report import report
from nlp.cli.train import train_app
from nlp.errors import PolicyClaimsError

if TYPE_CHECKING:
    from rich.table import Table

    from nlp.corpus.runs import RunSummary
    from nlp.ingest import Fields
    from nlp.schema import Claim, Document, Extraction, Failure

app = typer.Typer(
    help="Structured claims from news articles and policy documents.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(train_app, name="train")
app.add_typer(evaluate_app, name="evaluate")
app.command()(export)
app.command("import")(import_corrections)
app.command()(report)

# Click's base of all usage errors, of which Typer exports only this subclass.
_UsageError: Any = typer.BadParameter.__mro__[2]
_STOPPED = 130  # what shells call the end by Ctrl-C, and Typer too

Published = Annotated[
    str | None,
    typer.Option(help="ISO date that relative dates such as 'on Tuesday' refer to."),
]
Issues = Annotated[
    Path | None, typer.Option(help="TOML file of your own issues, added to ours.")
]
Jurisdictions = Annotated[
    Path | None, typer.Option(help="CSV file of your own places and governments.")
]
TextField = Annotated[
    str | None,
    typer.Option(help="Field of JSON Lines, CSV or Parquet that holds the text."),
]
IdField = Annotated[str | None, typer.Option(help="Field that holds the id.")]
PublishedField = Annotated[
    str | None, typer.Option(help="Field that holds the date of publication.")
]


@app.callback()
def _configure(
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Log what is skipped and why.")
    ] = False,
) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
    )


@app.command()
def extract(
    file: Annotated[str, typer.Argument(help="A document, or - for standard input.")],
    published: Published = None,
    title: Annotated[str | None, typer.Option(help="Headline.")] = None,
    issues: Issues = None,
    jurisdictions: Jurisdictions = None,
    text_field: TextField = None,
    id_field: IdField = None,
    published_field: PublishedField = None,
) -> None:
    """Print one document's claims and records as JSON.

    A file of several documents (JSON Lines, a table, a web archive) gives one line of
    JSON a document.
    """
    from nlp.corpus.worker import process_documents
    from nlp.ingest import Fields, build_document
    from nlp.pipeline import load
    from nlp.schema import Document, Extraction, Failure

    told = build_document("", published=published, title=title)
    known = {"published": told.published, "title": told.title}
    # What the user says of a document wins over what is found in it.
    changes = {name: value for name, value in known.items() if value}
    fields = Fields(text=text_field, id=id_field, published=published_field)
    items = _read_items(file, fields, changes)
    results: Iterable[Extraction | Failure | Document] = items
    if any(isinstance(item, Document) for item in items):
        results = process_documents(
            load(issues=issues, jurisdictions=jurisdictions), items
        )
    n_done = 0
    for result in results:
        if isinstance(result, Extraction):
            n_done += 1
            sys.stdout.buffer.write(result.to_json(indent=len(items) == 1) + b"\n")
        elif isinstance(result, Failure):
            _print_error(result.error)
    if n_done < len(items):
        raise typer.Exit(1 if n_done else 2)


def _read_items(
    file: str, fields: Fields, changes: dict[str, Any]
) -> list[Document | Failure]:
    from nlp.ingest import read_bytes, read_documents
    from nlp.schema import Document

    items: list[Document | Failure]
    if file == "-":
        items = [read_bytes(sys.stdin.buffer.read(), name="standard input")]
    else:
        items = list(read_documents(file, fields=fields))
    return [
        item.model_copy(update=changes) if isinstance(item, Document) else item
        for item in items
    ]


@app.command()
def run(
    inputs: Annotated[
        list[str],
        typer.Argument(help="Files, folders, patterns such as 'in/*.html', URLs."),
    ],
    out: Annotated[Path, typer.Option(help="Folder for the results.")],
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    issues: Issues = None,
    jurisdictions: Jurisdictions = None,
    text_field: TextField = None,
    id_field: IdField = None,
    published_field: PublishedField = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Discard an earlier run in --out.")
    ] = False,
    top: Annotated[int, typer.Option(min=0, help="Claims to show at the end.")] = 15,
) -> None:
    """Extract from files, folders and URLs into --out; the same again resumes."""
    from rich.console import Console

    from nlp.corpus.runs import RunConfig, run_corpus
    from nlp.ingest import Fields

    options = {
        "issues": None if issues is None else str(issues.resolve()),
        "jurisdictions": None
        if jurisdictions is None
        else str(jurisdictions.resolve()),
    }
    config = RunConfig(
        inputs=tuple(inputs),
        out=out,
        options=options,
        fields=Fields(text=text_field, id=id_field, published=published_field),
    )
    console = Console(stderr=True)
    with _Progress(console) as progress:
        summary = run_corpus(
            config,
            workers=workers,
            overwrite=overwrite,
            on_start=progress.start,
            on_progress=progress.update,
        )
    _print_summary(summary, out, top=top)
    if summary.failures:
        raise typer.Exit(1)


class _Progress:
    """A progress bar on stderr: documents done, rate, time left."""

    def __init__(self, console: Any) -> None:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self.task: Any = None
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *exc: object) -> None:
        if self.task is not None:
            self.bar.stop()

    def start(self, total: int) -> None:
        """Tell how many documents there are to do."""
        self.task = self.bar.add_task("Documents", total=total)
        self.bar.start()

    def update(self, done: int) -> None:
        """Tell how many of them are done."""
        self.bar.update(self.task, completed=done)


def _print_summary(summary: RunSummary, out: Path, *, top: int) -> None:
    from rich.console import Console

    from nlp.corpus.runs import read_extractions

    # Wide enough for whole sentences where nobody's terminal sets the width.
    console = Console(width=None if sys.stdout.isatty() else 160)
    if top and summary.n_claims:
        console.print(_build_table(read_extractions(out), top))
    counts = {
        "claim": summary.n_claims,
        "figure": summary.n_figures,
        "stance": summary.n_stances,
    }
    found = ", ".join(_count(number, noun) for noun, number in counts.items())
    console.print(f"{_count(summary.n_documents, 'document')}: {found}.")
    for failure in summary.failures:
        _print_error(f"{failure['id']}: {failure['error']}")
    if summary.failures:
        _print_error(
            f"{_count(len(summary.failures), 'document')} failed, listed in"
            f" {out / 'failures.jsonl'}."
        )
    console.print(f"Results: {out}/*.jsonl", soft_wrap=True, highlight=False)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _build_table(extractions: Iterable[Extraction], top: int) -> Table:
    from rich import box
    from rich.table import Table

    from nlp.ranking import rank_claims, score_claim

    def score_all() -> Iterable[tuple[float, int, Claim, Extraction]]:
        for number, extraction in enumerate(extractions):
            said = {a.id: a for a in extraction.attributions}
            # Documents come in order, so an earlier one wins between equals.
            for place, claim in enumerate(rank_claims(extraction)[:top]):
                score = score_claim(claim, said.get(claim.attribution or ""))
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


@app.command()
def schema() -> None:
    """Print the JSON Schema of the output."""
    import orjson

    from nlp.schema import build_json_schema

    print(orjson.dumps(build_json_schema(), option=orjson.OPT_INDENT_2).decode())


def _print_error(message: str) -> None:
    line = " ".join(message.split())
    print(f"policy-claims: {line}", file=sys.stderr)


def _fail(message: str) -> NoReturn:
    _print_error(message)
    sys.exit(2)


def run_app(command: typer.Typer) -> NoReturn:
    """Run a command; whatever the user can mend is one line on stderr and exit 2."""
    try:
        code = typer.main.get_command(command).main(standalone_mode=False)
    except _UsageError as err:
        if not err.format_message():  # no arguments at all; help has been printed
            sys.exit(2)
        _fail(f"{err.format_message().rstrip('.')}. Try --help.")
    except PolicyClaimsError as err:
        _fail(str(err))
    except BrokenPipeError:
        # The reader of our output left; do not let the flush at exit fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as err:
        where = f" in {err.filename}" if err.filename else ""
        _fail(f"file must be usable, got {err.strerror or err}{where}. Check its path.")
    except (KeyboardInterrupt, typer.Abort):
        code = _STOPPED
    if code == _STOPPED:
        _print_error("stopped.")
    sys.exit(code if isinstance(code, int) else 0)


def main() -> NoReturn:
    """Run `policy-claims`."""
    run_app(app)
