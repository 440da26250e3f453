"""The shard plan: which documents go into which output file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from nlp.ingest import Fields, Place, iter_places, read_documents
from nlp.schema import Document, Failure


@dataclass(frozen=True, slots=True)
class Slice:
    """Documents that stand one after the other in a file."""

    location: str  # path or URL
    start: Place
    n_documents: int


@dataclass(frozen=True, slots=True)
class Shard:
    """A run of documents that becomes one output file, whole or not at all."""

    index: int
    count: int
    slices: tuple[Slice, ...]
    fields: Fields = field(default_factory=Fields)

    @property
    def name(self) -> str:
        """Name of the output file without its extension: '00003-of-00040'."""
        return f"{self.index:05d}-of-{self.count:05d}"

    @property
    def n_documents(self) -> int:
        """Documents planned, those that will fail included."""
        return sum(part.n_documents for part in self.slices)

    def documents(self) -> Iterator[Document | Failure]:
        """Read the documents in order; one that cannot be read is a `Failure`."""
        for part in self.slices:
            name = part.location
            items = read_documents(name, fields=self.fields, start=part.start)
            try:
                yield from islice(items, part.n_documents)
            except Exception as err:  # whatever a file does, the run goes on
                yield Failure(id=name, source=name, stage="ingest", error=repr(err))


def _cut_slices(
    files: Iterable[str], fields: Fields, shard_size: int
) -> Iterator[tuple[Slice, ...]]:
    group: list[Slice] = []
    room = shard_size
    for location in files:
        places = iter_places(location, fields=fields)
        while (start := next(places, None)) is not None:
            n_documents = 1 + sum(1 for _ in islice(places, room - 1))
            group.append(Slice(location, start, n_documents))
            room -= n_documents
            if room == 0:
                yield tuple(group)
                group, room = [], shard_size
    if group:
        yield tuple(group)


def plan_shards(
    files: Iterable[str], *, shard_size: int, fields: Fields | None = None
) -> list[Shard]:
    """Cut files into shards; depends on nothing but the files and `shard_size`.

    Args:
        files: Input files in the order their documents are to come out.
        shard_size: Documents a shard, at least 1.
        fields: Which fields of a row hold what; by default the usual names.
    """
    known = fields or Fields()
    groups = list(_cut_slices(files, known, shard_size))
    return [Shard(i, len(groups), group, known) for i, group in enumerate(groups)]
