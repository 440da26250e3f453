"""The report: one HTML file that shows a run and takes corrections."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import orjson

from nlp.comparison.files import read_comparisons
from nlp.components.stances.catalogue import read_catalogue
from nlp.corpus.results import RECORD, read_extractions
from nlp.corpus.stores import Store, write_whole
from nlp.export.report.gathering import (
    describe_comparisons,
    describe_issues,
    gather_report,
    name_run,
)
from nlp.export.report.page import build_page
from nlp.lexicons import read_lexicon
from nlp.schema import Comparator, Instrument, Status

FILE_NAME = "report.html"


def write_report(
    out: str | Path, file: Path | None = None, *, title: str = "Claims to check"
) -> str:
    """Write one HTML file that shows a run's claims and takes corrections.

    The file needs no network and no server, and the same run gives the same bytes.

    Args:
        out: Folder or URL of a run.
        file: Where to write; by default `report.html` in the folder.
        title: Heading.

    Returns:
        Where it was written.

    Raises:
        InputError: The folder holds no run.
    """
    parts = gather_report(read_extractions(out))
    store = Store(out)
    record = orjson.loads(store.read(RECORD))
    index = {
        "title": title,
        "run": name_run(parts),
        "version": record.get("pipeline", {}).get("version", ""),
        "issues": describe_issues(read_catalogue(_find_issues(record)).issues.values()),
        "tiles": read_lexicon("us_tiles")["tiles"],
        "choices": {
            "comparator": get_args(Comparator),
            "instrument": get_args(Instrument),
            "status": get_args(Status),
        },
        "documents": parts.documents,
        "claims": parts.claims,
        "figures": parts.figures,
        "stances": parts.stances,
        "comparison": describe_comparisons(read_comparisons(out), parts.documents),
    }
    with store.write(FILE_NAME) if file is None else write_whole(file) as target:
        for piece in build_page(title, index, parts.texts):
            target.write(piece.encode("utf-8"))
    return f"{store.location}/{FILE_NAME}" if file is None else str(file)


def _find_issues(record: Any) -> str | None:
    """Return the run's file of own issues, if it still exists."""
    own = record.get("options", {}).get("issues")
    return own if own is not None and Path(own).is_file() else None
