"""Runs: a folder that holds a plan, its shards, and nothing half done."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from nlp.corpus.local import map_shards
from nlp.corpus.shards import Shard, plan_shards
from nlp.corpus.worker import write_whole
from nlp.errors import InputError, ResumeError
from nlp.extraction import describe_pipeline
from nlp.ingest import Fields, find_files, hash_input
from nlp.pipeline import load
from nlp.schema import SCHEMA_VERSION, Extraction

SHARD_SIZE = 256
_SHARD_FILES = "?????-of-?????.jsonl"
_PARTS = ".*.part"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfig:
    """What a run does; everything in it goes into the fingerprint."""

    inputs: tuple[str | Path, ...]  # paths, patterns, URLs
    out: Path
    options: dict[str, Any]  # arguments of nlp.pipeline.load
    shard_size: int = SHARD_SIZE
    fields: Fields = field(default_factory=Fields)  # which fields of a row hold what


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a finished run left in its folder."""

    n_documents: int
    n_claims: int
    n_figures: int
    n_stances: int
    failures: tuple[dict[str, str], ...]


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _hash_input(location: str) -> str | None:
    try:
        return hash_input(location)
    except InputError:  # reading it will tell; the other files are fine
        return None


def _fingerprint(
    config: RunConfig, files: Sequence[str], shards: Sequence[Shard], models: Any
) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "pipeline": models.model_dump(mode="json"),
        "options": config.options,
        "option_files": {
            name: _hash_file(Path(value))
            for name, value in config.options.items()
            if value is not None and Path(value).is_file()
        },
        "inputs": [{"path": path, "sha256": _hash_input(path)} for path in files],
        "fields": asdict(config.fields),
        "shard_size": config.shard_size,
        "shards": len(shards),
    }


def _start_or_resume(out: Path, fingerprint: dict[str, Any]) -> None:
    """Refuse to mix two runs in one folder; clear what a killed run left half done."""
    out.mkdir(parents=True, exist_ok=True)
    for part in out.glob(_PARTS):
        part.unlink()
    record = out / "run.json"
    if not record.exists():
        if any(out.glob(_SHARD_FILES)):
            raise ResumeError(
                f"output folder must hold run.json beside its shards, got {out}."
                " Give another --out, or --overwrite."
            )
        with write_whole(record) as file:
            file.write(orjson.dumps(fingerprint, option=orjson.OPT_INDENT_2) + b"\n")
        return
    try:
        before = orjson.loads(record.read_bytes())
    except orjson.JSONDecodeError as err:
        raise ResumeError(
            f"run.json must be JSON, got {record}. Give another --out, or --overwrite."
        ) from err
    differs = [key for key in fingerprint if before.get(key) != fingerprint[key]]
    if differs:
        raise ResumeError(
            f"settings must be those of the run in {out}, got other"
            f" {', '.join(differs)}. Give another --out, or --overwrite to start anew."
        )


def _merge_failures(out: Path, shards: Sequence[Shard]) -> None:
    with write_whole(out / "failures.jsonl") as file:
        for shard in shards:
            part = out / f"{shard.name}.failures.jsonl"
            if part.exists():
                file.write(part.read_bytes())


def run_corpus(
    config: RunConfig,
    *,
    workers: int = 1,
    overwrite: bool = False,
    on_start: Callable[[int], None] = lambda total: None,
    on_progress: Callable[[int], None] = lambda done: None,
) -> RunSummary:
    """Extract from every document of the inputs, going on where a run stopped.

    Args:
        config: Inputs, output folder and pipeline options.
        workers: Processes; the output bytes do not depend on it.
        overwrite: Discard an earlier run in the output folder.
        on_start: Told the number of documents still to do.
        on_progress: Told the number of documents done so far.

    Raises:
        InputError: There is nothing to read, or the output is no folder.
        ResumeError: The folder holds a run with other settings.
    """
    if config.out.exists() and not config.out.is_dir():
        raise InputError(f"--out must be a folder, got the file {config.out}.")
    files = find_files(config.inputs)
    shards = plan_shards(files, shard_size=config.shard_size, fields=config.fields)
    pipeline = load(**config.options)
    fingerprint = _fingerprint(config, files, shards, describe_pipeline(pipeline))
    if overwrite:
        discard_run(config.out)
    _start_or_resume(config.out, fingerprint)
    left = [s for s in shards if not (config.out / f"{s.name}.jsonl").exists()]
    on_start(sum(shard.n_documents for shard in left))
    map_shards(
        left,
        config.out,
        options=config.options,
        nlp=pipeline,
        workers=min(workers, len(left)) or 1,
        on_progress=on_progress,
    )
    _merge_failures(config.out, shards)
    return summarise_run(config.out)


def discard_run(out: Path) -> None:
    """Delete what a run left in `out`, and nothing else."""
    for pattern in (_SHARD_FILES, "?????-of-?????.failures.jsonl", _PARTS):
        for path in out.glob(pattern):
            path.unlink()
    for name in ("run.json", "failures.jsonl"):
        (out / name).unlink(missing_ok=True)


def read_extractions(out: Path) -> Iterator[Extraction]:
    """Read a run's extractions back, shard by shard, in order.

    Raises:
        InputError: The folder holds no run.
    """
    if not (out / "run.json").is_file():
        raise InputError(f"output must be a folder that a run has written, got {out}.")
    for path in sorted(out.glob(_SHARD_FILES)):
        with path.open("rb") as file:
            for line in file:
                yield Extraction.model_validate_json(line)


def summarise_run(out: Path) -> RunSummary:
    """Count what lies in a finished run's folder."""
    counts = {"documents": 0, "claims": 0, "figures": 0, "stances": 0}
    for extraction in read_extractions(out):
        counts["documents"] += 1
        counts["claims"] += len(extraction.claims)
        counts["figures"] += len(extraction.figures)
        counts["stances"] += len(extraction.stances)
    lines = (out / "failures.jsonl").read_bytes().splitlines()
    return RunSummary(
        n_documents=counts["documents"],
        n_claims=counts["claims"],
        n_figures=counts["figures"],
        n_stances=counts["stances"],
        failures=tuple(orjson.loads(line) for line in lines),
    )
