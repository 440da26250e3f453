"""The shard plan: which documents go into which output file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nlp.ingest import count_documents, read_documents
from nlp.schema import Document, Failure


@dataclass(frozen=True, slots=True)
class Slice:
    """Documents `start` to `stop` (exclusive) of one file."""

    path: Path
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Shard:
    """A run of documents that becomes one output file, whole or not at all."""

    index: int
    count: int
    slices: tuple[Slice, ...]

    @property
    def name(self) -> str:
        """Name of the output file without its extension: '00003-of-00040'."""
        return f"{self.index:05d}-of-{self.count:05d}"

    @property
    def n_documents(self) -> int:
        """Documents planned, those that will fail included."""
        return sum(part.stop - part.start for part in self.slices)

    def documents(self) -> Iterator[Document | Failure]:
        """Read the documents in order; one that cannot be read is a `Failure`."""
        for part in self.slices:
            items = read_documents(part.path, start=part.start)
            try:
                yield from islice(items, part.stop - part.start)
            except Exception as err:  # whatever a file does, the run goes on
                name = str(part.path)
                yield Failure(id=name, source=name, stage="ingest", error=repr(err))


def _read_slices(files: Sequence[Path], shard_size: int) -> Iterator[list[Slice]]:
    group: list[Slice] = []
    room = shard_size
    for path in files:
        start, total = 0, count_documents(path)
        while start < total:
            stop = min(total, start + room)
            group.append(Slice(path, start, stop))
            room -= stop - start
            start = stop
            if room == 0:
                yield group
                group, room = [], shard_size
    if group:
        yield group


def plan_shards(files: Sequence[Path], *, shard_size: int) -> list[Shard]:
    """Cut files into shards; depends on nothing but the files and `shard_size`.

    Args:
        files: Input files in the order their documents are to come out.
        shard_size: Documents a shard, at least 1.
    """
    groups = list(_read_slices(files, shard_size))
    return [Shard(i, len(groups), tuple(group)) for i, group in enumerate(groups)]
