"""The `policy-claims` command; the only package that prints.

What a command needs is imported when it runs: spaCy takes longer to import than
`--help` should take to answer.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from nlp.cli.compare import check, compare
from nlp.cli.evaluate import evaluate_app
from nlp.cli.export import export, import_corrections
from nlp.cli.options import (
    IdField,
    Issues,
    Jurisdictions,
    Pipeline,
    PublishedField,
    StanceThreshold,
    TextField,
)
from nlp.cli.report import report
from nlp.cli.run import run
from nlp.cli.streams import print_error
from nlp.cli.train import train_app
from nlp.errors import PolicyClaimsError

if TYPE_CHECKING:
    from nlp.ingest import Fields
    from nlp.schema import Document, Extraction, Failure

app = typer.Typer(
    help="Structured claims from news articles and policy documents.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(run)
app.add_typer(train_app, name="train")
app.add_typer(evaluate_app, name="evaluate")
app.command()(export)
app.command("import")(import_corrections)
app.command()(report)
app.command()(compare)
app.command()(check)

# Click's base of all usage errors, of which Typer exports only this subclass.
_UsageError: Any = typer.BadParameter.__mro__[2]
_STOPPED = 130  # what shells call the end by Ctrl-C, and Typer too

Published = Annotated[
    str | None,
    typer.Option(help="ISO date that relative dates such as 'on Tuesday' refer to."),
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
    pipeline: Pipeline = "accurate",
    issues: Issues = None,
    jurisdictions: Jurisdictions = None,
    stance_threshold: StanceThreshold = None,
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
        language = load(
            pipeline,
            issues=issues,
            jurisdictions=jurisdictions,
            stance_threshold=stance_threshold,
        )
        results = process_documents(language, items)
    n_done = 0
    for result in results:
        if isinstance(result, Extraction):
            n_done += 1
            sys.stdout.buffer.write(result.to_json(indent=len(items) == 1) + b"\n")
        elif isinstance(result, Failure):
            print_error(result.error)
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
def schema() -> None:
    """Print the JSON Schema of the output."""
    import orjson

    from nlp.schema import build_json_schema

    print(orjson.dumps(build_json_schema(), option=orjson.OPT_INDENT_2).decode())


def _fail(message: str) -> NoReturn:
    print_error(message)
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
        print_error("stopped.")
    sys.exit(code if isinstance(code, int) else 0)


def main() -> NoReturn:
    """Run `policy-claims`."""
    run_app(app)
