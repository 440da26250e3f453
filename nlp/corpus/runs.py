"""Runs: a folder that holds a plan, its shards, and nothing half done."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, Literal, Protocol

import orjson

from nlp.corpus.duplicates import (
    DUPLICATES,
    name_links_file,
    name_sketches_file,
    write_links,
)
from nlp.corpus.local import LocalExecutor
from nlp.corpus.locks import hold_folder
from nlp.corpus.results import (
    DERIVED,
    FAILURES,
    RECORD,
    Format,
    find_shards,
    list_shard_files,
    name_failures_file,
    name_shard_file,
)
from nlp.corpus.shards import Mark, Shard, mark_file, plan_shards
from nlp.corpus.stores import PART_SUFFIX, Store
from nlp.corpus.tables import load_pyarrow
from nlp.corpus.tallies import Tally
from nlp.corpus.worker import WorkerConfig
from nlp.errors import ResumeError
from nlp.ingest import Fields, find_files
from nlp.schema import SCHEMA_VERSION, PipelineInfo

logger = logging.getLogger(__name__)

# What lies beside a shard, by the end of its name.
_ASIDE = {
    ".failures.jsonl": name_failures_file,
    ".duplicates.jsonl": name_links_file,
    ".sketches": name_sketches_file,
}
_SHOWN_INPUTS = 3  # changed inputs named in an error


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfig:
    """What a run does; all of it but where to goes into the fingerprint."""

    inputs: tuple[str | Path, ...]  # paths, patterns, URLs
    out: str | Path  # folder or URL
    options: dict[str, Any] = field(default_factory=dict)  # of nlp.pipeline.load
    format: Format = "jsonl"
    fields: Fields = field(default_factory=Fields)  # which fields of a row hold what
    limit: int | None = None  # the first documents only
    sample: int | None = None  # documents drawn over all
    shard_size: int | None = None
    compare: bool = True  # find copies of documents, and analyse a text only once


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """How a run is done; the bytes that it leaves do not depend on it."""

    workers: int | None = None  # processes; by default 1, with Ray all CPUs
    timeout: float | None = None  # seconds a document; one over it is a failure
    ray: str | None = None  # address of a cluster, "auto" or "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a finished run left in its folder."""

    tally: Tally  # of all shards; words only of those done now
    seconds: float  # that these took, loading of models aside

    @property
    def n_failures(self) -> int:
        """Documents that failed."""
        return sum(self.tally.failures.values())


# Files are looked through, documents compared with one another, then extracted from.
Stage = Literal["plan", "compare", "extract"]
OnProgress = Callable[[Stage, int, int], None]


class Executor(Protocol):
    """What maps shards over workers."""

    def describe(self) -> PipelineInfo:
        """Load the models somewhere and tell which they are."""

    def map_shards(
        self, shards: Sequence[Shard], on_progress: Callable[[int], None]
    ) -> Tally:
        """Publish shards."""


def run_corpus(
    config: RunConfig,
    execution: Execution | None = None,
    *,
    overwrite: bool = False,
    on_progress: OnProgress = lambda stage, done, total: None,
) -> RunSummary:
    """Extract from every document of the inputs, going on where a run stopped.

    Args:
        config: Inputs, output folder and pipeline options.
        execution: Workers and limits; by default one process of this machine.
        overwrite: Discard an earlier run in the output folder.
        on_progress: Told at what stage the run is, and how many of its files ("plan")
            or documents are done, of how many.

    Raises:
        InputError: There is nothing to read, or the output is no folder.
        OutputError: The output cannot be written, or another run is at work there.
        ResumeError: The folder holds a run with other settings.
    """
    execution = execution or Execution()
    store = Store(config.out)
    if config.format == "parquet":
        load_pyarrow()
    files = find_files(config.inputs)
    marks = {}
    for number, location in enumerate(files):
        on_progress("plan", number, len(files))
        marks[location] = mark_file(location)
    shards = plan_shards(
        files,
        shard_size=config.shard_size,
        fields=config.fields,
        limit=config.limit,
        sample=config.sample,
        marks=marks,
    )
    store.create()
    with hold_folder(store), _open_executor(config, execution) as executor:
        fingerprint = _fingerprint(config, marks, shards, executor.describe())
        if overwrite:
            discard_run(store)
        names = _start_or_resume(store, fingerprint)
        if config.compare and DUPLICATES not in names:
            unsketched = _find_unsketched(shards, names)
            _map(executor, unsketched, partial(on_progress, "compare"))
            _link_documents(store, shards)
        tally, left = _check_done(store, shards, config.format, executor)
        start = monotonic()
        tally.add(_map(executor, left, partial(on_progress, "extract")))
        seconds = monotonic() - start
        _finish(store, shards)
    return RunSummary(tally=tally, seconds=seconds)


def _map(
    executor: Executor, shards: Sequence[Shard], on_done: Callable[[int, int], None]
) -> Tally:
    total = _count_documents(shards)
    on_done(0, total)
    return executor.map_shards(shards, lambda done: on_done(done, total))


def _open_executor(config: RunConfig, execution: Execution) -> Any:
    worker = WorkerConfig(
        out=str(config.out),
        options=config.options,
        format=config.format,
        timeout=execution.timeout,
    )
    if execution.ray is None:
        return LocalExecutor(worker, workers=execution.workers or 1)
    from nlp.corpus.cluster import RayExecutor

    return RayExecutor(worker, address=execution.ray, workers=execution.workers)


def _fingerprint(
    config: RunConfig,
    marks: Mapping[str, Mark | None],
    shards: Sequence[Shard],
    pipeline: PipelineInfo,
) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "pipeline": pipeline.model_dump(mode="json"),
        "options": config.options,
        "option_files": {
            name: _hash_file(Path(value))
            for name, value in config.options.items()
            if isinstance(value, str) and Path(value).is_file()
        },
        "format": config.format,
        "fields": asdict(config.fields),
        "compare": config.compare,
        "limit": config.limit,
        "sample": config.sample,
        "shard_size": config.shard_size,
        "shards": len(shards),
        "documents": _count_documents(shards),
        "inputs": [
            {"path": location, "sha256": mark and mark.content}
            for location, mark in marks.items()
        ],
    }


def _hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _start_or_resume(store: Store, fingerprint: dict[str, Any]) -> set[str]:
    """Refuse to mix two runs in one folder; clear what a killed run left half done.

    Returns:
        The names of the files in the folder.
    """
    names = store.names()
    store.remove(name for name in names if name.endswith(PART_SUFFIX))
    if RECORD in names:
        _compare(store, fingerprint)
        return names
    if find_shards(names):
        raise ResumeError(
            f"output folder must hold {RECORD} beside its shards, got"
            f" {store.location}. Give another --out, or --overwrite."
        )
    with store.write(RECORD) as file:
        file.write(orjson.dumps(fingerprint, option=orjson.OPT_INDENT_2) + b"\n")
    return names


def _compare(store: Store, fingerprint: dict[str, Any]) -> None:
    try:
        before = dict(orjson.loads(store.read(RECORD)))
    except (orjson.JSONDecodeError, TypeError, ValueError) as err:
        raise ResumeError(
            f"{RECORD} must be JSON, got something else in {store.location}."
            " Give another --out, or --overwrite."
        ) from err
    differs = [key for key in fingerprint if before.get(key) != fingerprint[key]]
    if differs:
        where = ", ".join(differs)
        if "inputs" in differs:
            where += f" ({_name_changes(before.get('inputs'), fingerprint['inputs'])})"
        raise ResumeError(
            f"settings must be those of the run in {store.location}, got other"
            f" {where}. Give another --out, or --overwrite to start anew."
        )


def _name_changes(before: Any, now: list[dict[str, str]]) -> str:
    """Name some of the inputs that differ."""
    was = {row["path"]: row["sha256"] for row in before or ()}
    are = {row["path"]: row["sha256"] for row in now}
    changed = sorted(
        path for path in {**was, **are} if was.get(path, "") != are.get(path, "")
    )
    more = len(changed) - _SHOWN_INPUTS
    shown = ", ".join(changed[:_SHOWN_INPUTS]) or "in another order"
    return f"{shown} and {more} more" if more > 0 else shown


def _count_documents(shards: Sequence[Shard]) -> int:
    return sum(shard.n_documents for shard in shards)


def _find_unsketched(shards: Sequence[Shard], names: set[str]) -> list[Shard]:
    return [
        replace(shard, step="sketch")
        for shard in shards
        if name_sketches_file(shard.name) not in names
    ]


def _link_documents(store: Store, shards: Sequence[Shard]) -> None:
    """Compare all documents by their sketches, and list those that are copies."""
    write_links(store, [shard.name for shard in shards])
    store.remove(name_sketches_file(shard.name) for shard in shards)


def _check_done(
    store: Store, shards: Sequence[Shard], format: Format, executor: Executor
) -> tuple[Tally, list[Shard]]:
    """Count what is there; a shard that is not whole is done again.

    Returns:
        The tally of the shards that are there, and those that are left to do.
    """

    def find_present() -> set[int]:
        names = store.names()
        wanted = ((s.index, name_shard_file(s.name, format)) for s in shards)
        return {index for index, name in wanted if name in names}

    present = find_present()
    checked = [replace(shards[index], step="check") for index in sorted(present)]
    tally = executor.map_shards(checked, lambda done: None)
    whole = find_present() if present else present
    for index in sorted(present - whole):
        logger.warning("%s is damaged; it is done again.", shards[index].name)
    return tally, [shard for shard in shards if shard.index not in whole]


def _finish(store: Store, shards: Sequence[Shard]) -> None:
    """List all failures in one file; clear what killed workers left half done."""
    names = store.names()
    half_done = (PART_SUFFIX, name_sketches_file(""))
    store.remove(name for name in names if name.endswith(half_done))
    with store.write(FAILURES) as file:
        failed = (name_failures_file(shard.name) for shard in shards)
        there = (name for name in failed if name in names)
        file.writelines(store.spread(store.read, there))


def discard_run(store: Store) -> None:
    """Delete what a run left in a folder, and nothing else."""
    names = store.names()
    for shard in find_shards(names):
        store.remove(name for name in list_shard_files(shard) if name in names)
    for kind, name_file in _ASIDE.items():
        found = find_shards(name.replace(kind, ".jsonl") for name in names)
        store.remove(name for shard in found if (name := name_file(shard)) in names)
    parts = (name for name in names if name.endswith(PART_SUFFIX))
    store.remove([*parts, *DERIVED, DUPLICATES, FAILURES, RECORD])
