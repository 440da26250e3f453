"""The shard plan: which documents go into which output file."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from typing import Any, Literal, NamedTuple

from nlp.errors import InputError
from nlp.ingest import Fields, Place, hash_input, iter_places, read_documents
from nlp.ingest.formats import CSV, JSONL, PARQUET, WARC, guess_media_type
from nlp.ingest.sources import is_url
from nlp.schema import Document, Failure

SHARD_SIZE = 256  # documents a shard in a large corpus
_FEW_SHARDS = 16  # a small one is cut finer, so that all workers have something to do


# Documents are compared with one another before any is analysed; "check" counts what a
# run before this one has left.
Step = Literal["sketch", "check", "extract"]


class Mark(NamedTuple):
    """What a file is known by."""

    content: str  # `hash_input`
    stat: tuple[int, int] | None  # size and time of a local file


@dataclass(frozen=True, slots=True)
class Slice:
    """Documents that stand one after the other in a file."""

    location: str  # path or URL
    start: Place
    n_documents: int
    row: int = 0  # how many documents of the file come before
    mark: Mark | None = None  # the file when the run was planned; None: unreadable


@dataclass(frozen=True, slots=True)
class Shard:
    """A run of documents that becomes one output file, whole or not at all."""

    index: int
    count: int
    slices: tuple[Slice, ...]
    fields: Fields = field(default_factory=Fields)
    first: int = 0  # documents in the shards before
    step: Step = "extract"

    @property
    def name(self) -> str:
        """Name of the output file without its extension: '00003-of-00040'."""
        width = max(5, len(str(self.count)))
        return f"{self.index:0{width}d}-of-{self.count:0{width}d}"

    @property
    def n_documents(self) -> int:
        """Documents planned, those that will fail included."""
        return sum(part.n_documents for part in self.slices)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Shard:
        """Make a shard of its fields as plain JSON types, as `asdict` returns them."""
        slices = tuple(map(_make_slice, data["slices"]))
        fields = Fields(**data["fields"])
        return cls(**{**data, "slices": slices, "fields": fields})


def _make_slice(data: dict[str, Any]) -> Slice:
    mark = data["mark"] and Mark(data["mark"][0], _pair(data["mark"][1]))
    return Slice(**{**data, "start": Place(*data["start"]), "mark": mark})


def _pair(values: Sequence[int] | None) -> tuple[int, int] | None:
    return None if values is None else (values[0], values[1])


_OF_MANY = frozenset({JSONL, CSV, PARQUET, WARC})  # documents in one file

Entry = tuple[str, Place, int]  # a document: its file, where it begins, its row


def plan_shards(
    files: Iterable[str],
    *,
    shard_size: int | None = None,
    fields: Fields | None = None,
    limit: int | None = None,
    sample: int | None = None,
    marks: Mapping[str, Mark | None] | None = None,
) -> list[Shard]:
    """Cut files into shards; depends on nothing but what is given here.

    Args:
        files: Input files in the order their documents are to come out.
        shard_size: Documents a shard, at least 1; by default `SHARD_SIZE`, or fewer
            where there are few documents.
        fields: Which fields of a row hold what; by default the usual names.
        limit: Take the first documents only, so many.
        sample: Take so many documents, drawn evenly over all; always the same ones.
        marks: The `mark_file` of each file, to tell when it changes during the run.
    """
    known = fields or Fields()
    entries: Iterator[Entry] = islice(_iter_entries(files, known), limit)
    if sample is not None:
        entries = iter(_draw(entries, sample))
    if shard_size is None:
        shard_size, entries = _choose_size(entries)
    groups = list(_cut(entries, shard_size, marks or {}))
    shards, first = [], 0
    for index, group in enumerate(groups):
        shard = Shard(index, len(groups), group, known, first)
        shards.append(shard)
        first += shard.n_documents
    return shards


def mark_file(location: str, before: Mark | None = None) -> Mark | None:
    """Return what a file is known by; None for one that cannot be read.

    Args:
        location: Path or URL.
        before: Its mark of another time, kept if size and time are the same.
    """
    try:
        stat = None
        if not is_url(location):
            found = os.stat(location)
            stat = (found.st_size, found.st_mtime_ns)
            if before is not None and before.stat == stat:
                return before
        return Mark(hash_input(location), stat)
    except (InputError, OSError):  # reading it will tell; the other files are fine
        return None


def _iter_entries(files: Iterable[str], fields: Fields) -> Iterator[Entry]:
    for location in files:
        for row, place in enumerate(iter_places(location, fields=fields)):
            yield location, place, row


def _draw(entries: Iterable[Entry], size: int) -> list[Entry]:
    """Draw without knowing how many there are (Vitter 1985, algorithm R)."""
    chance = random.Random(0)
    drawn: list[tuple[int, Entry]] = []
    for number, entry in enumerate(entries):
        place = number if number < size else chance.randint(0, number)
        if number < size:
            drawn.append((number, entry))
        elif place < size:
            drawn[place] = (number, entry)
    return [entry for _, entry in sorted(drawn)]


def _choose_size(entries: Iterator[Entry]) -> tuple[int, Iterator[Entry]]:
    head = list(islice(entries, SHARD_SIZE * _FEW_SHARDS))
    size = min(SHARD_SIZE, max(1, -(-len(head) // _FEW_SHARDS)))
    return size, chain(head, entries)


def _cut(
    entries: Iterator[Entry], shard_size: int, marks: Mapping[str, Mark | None]
) -> Iterator[tuple[Slice, ...]]:
    while group := list(islice(entries, shard_size)):
        # Neighbours of one file have rows that grow in step with their numbers.
        runs = groupby(enumerate(group), key=lambda at: (at[1][0], at[1][2] - at[0]))
        yield tuple(_join([entry for _, entry in run], marks) for _, run in runs)


def _join(entries: Sequence[Entry], marks: Mapping[str, Mark | None]) -> Slice:
    location, place, row = entries[0]
    return Slice(location, place, len(entries), row, marks.get(location))


def read_slice(
    part: Slice, fields: Fields, *, skip: int = 0
) -> Iterator[Document | Failure]:
    """Read a slice's documents in order; one that cannot be read is a `Failure`.

    Args:
        part: What to read.
        fields: Which fields of a row hold what.
        skip: Documents to pass over, unread.

    Yields:
        As many items as are left of `part.n_documents`, whatever the file does.
    """
    done = skip
    error = (
        "input must hold what it held when the run was planned, got fewer documents in"
        f" {part.location}. Put it back, and run with --overwrite."
    )
    try:
        start = _find_place(part, fields, skip) if skip else part.start
        if start is not None:
            items = read_documents(part.location, fields=fields, start=start)
            for item in islice(items, part.n_documents - skip):
                done += 1
                yield item
    except Exception as err:  # whatever a file does, the run goes on
        error = repr(err)
    for position in range(done, part.n_documents):
        yield fail_document(part, position, error)


def _find_place(part: Slice, fields: Fields, skip: int) -> Place | None:
    places = iter_places(part.location, fields=fields)
    return next(islice(places, part.row + skip, None), None)


def fail_document(
    part: Slice, position: int, error: str, *, stage: str = "ingest"
) -> Failure:
    """Make the failure of a document that is known only by its place in a slice."""
    name = part.location
    if guess_media_type(name) in _OF_MANY:
        name += f"#{part.row + position + 1}"
    return Failure(id=name, source=part.location, stage=stage, error=error)


def has_changed(part: Slice) -> bool:
    """Whether the file is no longer what it was when the run was planned."""
    if part.mark is None:
        return False
    now = mark_file(part.location, part.mark)
    return now is None or now.content != part.mark.content
