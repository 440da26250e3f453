"""`policy-claims report`: a run to look at and to correct, as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def report(
    run: Annotated[str, typer.Argument(help="Folder or URL that `run` has written.")],
    out: Annotated[
        Path | None, typer.Option(help="File to write; by default RUN/report.html.")
    ] = None,
    title: Annotated[str, typer.Option(help="Heading.")] = "Claims to check",
) -> None:
    """Write a run as one HTML file to look at and to correct in any browser.

    The file needs no network and no server. Corrections stay in the browser until
    they are downloaded, as rows that `train` takes.
    """
    from nlp.export.report import write_report

    print(write_report(run, out, title=title))
