"""What a run left in its folder, read back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import orjson

from nlp.corpus.duplicates import read_links
from nlp.corpus.shards import Shard
from nlp.corpus.stores import Store
from nlp.corpus.tables import (
    DOCUMENTS,
    TABLES,
    count_rows,
    name_table_file,
    read_tables,
)
from nlp.corpus.tallies import COUNTED, Tally, find_reason
from nlp.errors import InputError
from nlp.schema import Extraction, Failure

Format = Literal["jsonl", "parquet"]

RECORD = "run.json"
FAILURES = "failures.jsonl"
# What other commands make of a run, and what is out of date when it is discarded.
GROUPS = "groups.jsonl"
CONFLICTS = "conflicts.jsonl"
TIMELINES = "timelines.jsonl"
EVIDENCE = "evidence.jsonl"
DERIVED = (GROUPS, CONFLICTS, TIMELINES, EVIDENCE)
_SHARD = re.compile(r"(?:documents/)?(\d{5,}-of-\d{5,})\.(?:jsonl|parquet)")


def name_shard_file(shard: str, format: Format) -> str:
    """Return the file that marks a shard as complete."""
    return f"{shard}.jsonl" if format == "jsonl" else name_table_file(DOCUMENTS, shard)


def name_failures_file(shard: str) -> str:
    """Return the file of a shard's failures."""
    return f"{shard}.failures.jsonl"


def list_shard_files(shard: str) -> list[str]:
    """Return all files a shard may have, the marks of its completion first."""
    tables = [name_table_file(table, shard) for table in reversed(TABLES)]
    return [f"{shard}.jsonl", *tables, name_failures_file(shard)]


def find_shards(names: Iterable[str]) -> list[str]:
    """Return the names of the shards that are complete, in order."""
    return sorted(found[1] for name in names if (found := _SHARD.fullmatch(name)))


def read_extractions(out: str | Path) -> Iterator[Extraction]:
    """Read a run's extractions back, of either format, shard by shard, in order.

    Args:
        out: The run's folder or URL.

    Raises:
        InputError: The folder holds no run.
    """
    store = Store(out)
    names = store.names()
    if RECORD not in names:
        raise InputError(f"output must be a folder that a run has written, got {out}.")
    for shard in find_shards(names):
        if name_shard_file(shard, "jsonl") in names:
            with store.open(name_shard_file(shard, "jsonl")) as file:
                for line in file:
                    yield Extraction.model_validate_json(line)
        else:
            yield from read_tables(store, shard)


def iter_failures(out: str | Path) -> Iterator[Failure]:
    """Read the failures of a run that has come to its end, in order."""
    with Store(out).open(FAILURES) as file:
        for line in file:
            yield Failure.model_validate_json(line)


def read_failures(store: Store, shard: str) -> list[Failure]:
    """Read a shard's failures; it may have none, and no file of them."""
    try:
        lines = store.read(name_failures_file(shard)).splitlines()
    except FileNotFoundError:
        return []
    return [Failure.model_validate_json(line) for line in lines]


def read_tally(store: Store, shard: Shard, format: Format) -> Tally | None:
    """Count what is in a shard that an earlier run has published.

    Returns:
        The tally, its words not counted; None where the shard is damaged or does not
        hold as many documents as it should, and must be done again.
    """
    try:
        failures = read_failures(store, shard.name)
        tally = Tally()
        if format == "jsonl":
            _count_lines(store, shard.name, tally)
        else:
            tally.documents = count_rows(store, DOCUMENTS, shard.name)
            for table in COUNTED:
                setattr(tally, table, count_rows(store, table, shard.name))
    except (OSError, ValueError, KeyError):  # cut off, or not what we write
        return None
    tally.failures.update(map(find_reason, failures))
    links = read_links(store, shard.name)
    kinds = Counter(link.kind for link in links.values())
    tally.copies, tally.near_copies = kinds["same"], kinds["near"]
    n_done = tally.documents + tally.copies + len(failures)
    is_whole = n_done == shard.n_documents
    return tally if is_whole else None


def _count_lines(store: Store, shard: str, tally: Tally) -> None:
    with store.open(name_shard_file(shard, "jsonl")) as file:
        for line in file:
            row = orjson.loads(line)
            tally.documents += 1
            for name in COUNTED:
                setattr(tally, name, getattr(tally, name) + len(row[name]))
