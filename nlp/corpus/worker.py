"""One shard's work: documents in, one file of extractions out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO
from uuid import uuid4

from spacy.language import Language

from nlp.corpus.shards import Shard
from nlp.errors import PolicyClaimsError
from nlp.extraction import (
    build_extraction,
    describe_pipeline,
    extract_documents,
    make_doc,
)
from nlp.schema import Document, Extraction, Failure

CHUNK_SIZE = 32  # documents analysed together; memory grows with it


def _process_one(nlp: Language, document: Document) -> Extraction | Failure:
    """Extract from one document, a component at a time, to tell which one fails."""
    stage = "tokenizer"
    try:
        doc = make_doc(nlp, document)
        for name, component in nlp.pipeline:
            stage = name
            doc = component(doc)
        stage = "records"
        return build_extraction(doc, describe_pipeline(nlp))
    except Exception as err:  # a bad document must not end the run
        error = str(err) if isinstance(err, PolicyClaimsError) else repr(err)
        return Failure(id=document.id, source=document.source, stage=stage, error=error)


def process_documents(
    nlp: Language, documents: Iterable[Document | Failure]
) -> Iterator[Extraction | Failure]:
    """Extract in order; a document that fails becomes a `Failure` in its place."""
    stream = iter(documents)
    while chunk := list(islice(stream, CHUNK_SIZE)):
        readable = [item for item in chunk if isinstance(item, Document)]
        results: list[Extraction | Failure]
        try:
            results = list(extract_documents(nlp, readable, batch_size=CHUNK_SIZE))
        except Exception:  # one of them; find it and keep the others
            results = [_process_one(nlp, document) for document in readable]
        done = iter(results)
        for item in chunk:
            yield next(done) if isinstance(item, Document) else item


@contextmanager
def write_whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that appears at `path` complete and on disk, or not at all."""
    part = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)  # atomic within one file system
    finally:
        part.unlink(missing_ok=True)


def run_shard(shard: Shard, nlp: Language, out: Path, tick: Callable[[], None]) -> None:
    """Publish one shard; its file is its own completion mark.

    Args:
        shard: What to read.
        nlp: The pipeline.
        out: Output folder; gets `<shard>.jsonl` and, where documents failed,
            `<shard>.failures.jsonl` before it.
        tick: Called once a document.
    """
    final = out / f"{shard.name}.jsonl"
    if final.exists():
        return
    failures = []
    with write_whole(final) as file:
        for result in process_documents(nlp, shard.documents()):
            if isinstance(result, Failure):
                failures.append(result)
            else:
                file.write(result.to_json() + b"\n")
            tick()
        if failures:
            with write_whole(out / f"{shard.name}.failures.jsonl") as failed:
                for failure in failures:
                    failed.write(failure.model_dump_json().encode() + b"\n")
