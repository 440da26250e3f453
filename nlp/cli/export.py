"""`policy-claims export` and `import`: to other programs' forms, and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from nlp.export import ANNOTATION_TOOLS, FORMATS, RECORDS

_RECORDS = ",".join(RECORDS)


def export(
    run: Annotated[str, typer.Argument(help="Folder or URL that `run` has written.")],
    to: Annotated[str, typer.Option(help=f"{', '.join(FORMATS)}.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder; by default RUN/export.")
    ] = None,
    records: Annotated[
        str, typer.Option(help="For annotation tools: what to mark.")
    ] = _RECORDS,
    min_score: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="For claimreview: check-worthiness of a draft at least."
        ),
    ] = 0.5,
    issues: Annotated[
        Path | None, typer.Option(help="For label-studio: TOML of your own issues.")
    ] = None,
) -> None:
    """Write a run's claims in another program's form."""
    from nlp.corpus.results import read_extractions
    from nlp.errors import InputError
    from nlp.export.files import export_extractions

    chosen = [name.strip() for name in records.split(",")]
    unknown = [name for name in chosen if name not in RECORDS]
    if unknown:
        raise InputError(
            f"--records must be some of {_RECORDS}, got {', '.join(unknown)!r}."
        )
    paths = export_extractions(
        read_extractions(run),
        _find_folder(run, out),
        to=to,
        records=chosen,
        min_score=min_score,
        issues=issues,
    )
    for path in paths:
        print(path)


def _find_folder(run: str, out: Path | None) -> Path:
    from nlp.corpus.stores import Store
    from nlp.errors import InputError

    if out is not None:
        return out
    folder = Store(run).folder
    if folder is None:
        raise InputError(f"--out must be given where the run is at a URL, got {run}.")
    return folder / "export"


def import_corrections(
    files: Annotated[list[Path], typer.Argument(help="Exports of the tool.")],
    tool: Annotated[
        str, typer.Option("--from", help=f"{', '.join(ANNOTATION_TOOLS)}.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for the rows.")],
    all_tasks: Annotated[
        bool, typer.Option("--all", help="Also what nobody has looked at.")
    ] = False,
) -> None:
    """Turn corrected annotations into the rows that `train` takes."""
    from nlp.export.corrections import write_rows_of
    from nlp.export.files import read_tasks

    tasks = [task for path in files for task in read_tasks(path, tool=tool)]
    chosen = [task for task in tasks if task.reviewed or all_tasks]
    left = len(tasks) - len(chosen)
    if left:
        print(
            f"policy-claims: {left} of {len(tasks)} tasks have not been looked at and"
            " are left out; --all takes them too.",
            file=sys.stderr,
        )
    for path, count in write_rows_of(chosen, out).items():
        print(f"{path}: {count} rows")
