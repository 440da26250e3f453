"""One shard's work: documents in, one file of extractions out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Any, cast

from spacy.language import Language

from nlp.corpus.duplicates import Link, name_sketches_file, read_links
from nlp.corpus.results import (
    Format,
    list_shard_files,
    name_failures_file,
    name_shard_file,
    read_tally,
)
from nlp.corpus.shards import Shard, Slice, fail_document, has_changed, read_slice
from nlp.corpus.sketches import write_sketches
from nlp.corpus.stores import Store
from nlp.corpus.tables import write_tables
from nlp.corpus.tallies import Tally
from nlp.errors import PolicyClaimsError
from nlp.extraction import annotate, build_extraction, describe_pipeline
from nlp.schema import Document, Extraction, Failure, PipelineInfo

# Told what happens next to the document at a position of the shard ("read", "extract")
# or that it is "done", and the document once it is read.
Tell = Callable[[str, int, Document | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerConfig:
    """What every worker of a run must know; plain JSON types throughout."""

    out: str  # folder or URL
    options: dict[str, Any] = field(default_factory=dict)  # of nlp.pipeline.load
    format: Format = "jsonl"
    timeout: float | None = None  # seconds a document


def process_document(
    nlp: Language, document: Document, pipeline: PipelineInfo
) -> Extraction | Failure:
    """Extract from one document; whatever goes wrong in it is a `Failure`.

    Args:
        nlp: The pipeline.
        document: A repaired document.
        pipeline: What `describe_pipeline` tells of `nlp`, which takes as long as a
            short document.
    """
    stage = ""

    def note(name: str) -> None:
        nonlocal stage
        stage = name

    try:
        doc = annotate(nlp, document, on_stage=note)
        note("records")
        return build_extraction(doc, pipeline)
    except Exception as err:  # a bad document must not end the run
        error = str(err) if isinstance(err, PolicyClaimsError) else repr(err)
        return Failure(id=document.id, source=document.source, stage=stage, error=error)


def process_documents(
    nlp: Language, documents: Iterable[Document | Failure]
) -> Iterator[Extraction | Failure]:
    """Extract in order; a document that fails becomes a `Failure` in its place.

    One at a time: batches are no faster on a CPU, and like this a limit of time and
    memory holds for a document, and no document's numbers depend on its neighbours.
    """
    pipeline = describe_pipeline(nlp)
    for item in documents:
        if isinstance(item, Document):
            yield process_document(nlp, item, pipeline)
        else:
            yield item


def run_shard(
    shard: Shard,
    nlp: Language,
    store: Store,
    *,
    format: Format = "jsonl",
    known: Mapping[int, Failure] | None = None,
    tell: Tell = lambda step, position, document: None,
) -> Tally:
    """Publish one shard, whose file is its own completion mark; or an earlier step.

    Args:
        shard: What to read.
        nlp: The pipeline.
        store: Output folder; gets the shard's file and, where documents failed, a file
            of failures before it.
        format: JSON Lines, or a Parquet file in the folder of each table.
        known: Documents that must not be touched again, by position in the shard.
        tell: Told when a document is begun, read and done.

    Raises:
        OutputError: The results cannot be written.
    """
    if shard.step == "sketch":
        _write_sketches(shard, store, known or {}, tell)
        return Tally()
    if shard.step == "check":
        return _check(shard, store, format)
    links = read_links(store, shard.name)
    work = _Work(shard, nlp, known or {}, links, tell)
    if format == "jsonl":
        with store.write(name_shard_file(shard.name, format)) as file:
            tally = work.write(file)
            work.write_failures(store)
        return tally
    with TemporaryFile() as spool:
        tally = work.write(cast(IO[bytes], spool))
        work.write_failures(store)
        spool.seek(0)
        write_tables(store, shard.name, spool, work.positions)
    return tally


def _check(shard: Shard, store: Store, format: Format) -> Tally:
    """Count what is in a shard's files; delete those of one that is not whole."""
    tally = read_tally(store, shard, format)
    if tally is None:
        for name in list_shard_files(shard.name):  # the mark first
            store.remove([name])
    return tally or Tally()


class _Work:
    """A shard being worked on."""

    def __init__(
        self,
        shard: Shard,
        nlp: Language,
        known: Mapping[int, Failure],
        links: Mapping[int, Link],
        tell: Tell,
    ) -> None:
        self.shard = shard
        self.nlp = nlp
        self.pipeline = describe_pipeline(nlp)
        self.known = known
        self.links = links
        self.tell = tell
        self.failures: list[Failure] = []
        self.positions: list[int] = []  # in the corpus, of the documents written

    def write(self, file: IO[bytes]) -> Tally:
        """Write a line a document, and return what was counted."""
        total = Tally()
        first = 0
        for part in self.shard.slices:
            start, n_done, n_failed = (
                file.tell(),
                len(self.positions),
                len(self.failures),
            )
            changed = has_changed(part)
            tally = Tally() if changed else self._write_slice(part, first, file)
            if changed or has_changed(part):
                # What was read may be of one version or the other; none of it stands.
                file.seek(start)
                file.truncate()
                del self.positions[n_done:], self.failures[n_failed:]
                tally = self._fail_slice(part, first)
            total.add(tally)
            first += part.n_documents
        return total

    def write_failures(self, store: Store) -> None:
        """Publish the failures, if there are any; before the results they belong to."""
        if self.failures:
            with store.write(name_failures_file(self.shard.name)) as file:
                for failure in self.failures:
                    file.write(failure.model_dump_json().encode() + b"\n")

    def _write_slice(self, part: Slice, first: int, file: IO[bytes]) -> Tally:
        tally = Tally()
        for position, item in _read(self.shard, part, first, self.known, self.tell):
            link = self.links.get(position)
            if link is not None and link.kind == "same":
                tally.copies += 1
                self.tell("done", position, None)
                continue
            if isinstance(item, Document):
                if link is not None:
                    tally.near_copies += 1
                    item = link.mark(item)
                self.tell("extract", position, item)
                result = process_document(self.nlp, item, self.pipeline)
            else:
                result = item
            if isinstance(result, Failure):
                self.failures.append(result)
            else:
                file.write(result.to_json() + b"\n")
                self.positions.append(self.shard.first + position)
            tally.count(result)
            self.tell("done", position, None)
        return tally

    def _fail_slice(self, part: Slice, first: int) -> Tally:
        tally = Tally()
        for offset in range(part.n_documents):
            link = self.links.get(first + offset)
            if link is not None and link.kind == "same":
                tally.copies += 1
                continue
            failure = fail_document(
                part,
                offset,
                "input must stay as it was when the run was planned, got another"
                f" content or no file in {part.location}. Run with --overwrite.",
            )
            self.failures.append(failure)
            tally.count(failure)
        return tally


def _read(
    shard: Shard, part: Slice, first: int, known: Mapping[int, Failure], tell: Tell
) -> Iterator[tuple[int, Document | Failure]]:
    """Yield a slice's documents with their positions in the shard."""
    items: Iterator[Document | Failure] | None = None
    for offset in range(part.n_documents):
        position = first + offset
        if position in known:
            items = None  # reading it may be what must not be done again
            yield position, known[position]
            continue
        tell("read", position, None)
        if items is None:
            items = read_slice(part, shard.fields, skip=offset)
        yield position, next(items)


def _write_sketches(
    shard: Shard, store: Store, known: Mapping[int, Failure], tell: Tell
) -> None:
    def read() -> Iterator[tuple[int, Document]]:
        first = 0
        for part in shard.slices:
            for position, item in _read(shard, part, first, known, tell):
                if isinstance(item, Document):
                    yield position, item
            first += part.n_documents

    with store.write(name_sketches_file(shard.name)) as file:
        write_sketches(file, read())
