"""What is fuzzed: every reader and `extract`; a target takes bytes and must return.

A target raises only where there is a bug: what is wrong with an input has to come out
as an `InputError` or a `Failure`, and what is read has to be a sound document. It
returns how many documents it has read.
"""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import spacy
from backports import zstd
from spacy.language import Language

from nlp import extract
from nlp.errors import InputError
from nlp.ingest import build_document, iter_places, read_bytes, read_documents
from nlp.ingest.formats import guess_media_type
from nlp.pipeline import AFTER_NER, BEFORE_PARSER, load
from nlp.schema import MAX_TEXT, Document, Failure
from tests.fuzz.seeds import pack_docx

Target = Callable[[bytes], int]

_MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None  # no disk for each input
_MAX_ITEMS = 1_000  # of one input; more are not looked at
_EXTRACTED = 2_000  # characters; more find no more, only later


def _check(document: Document) -> None:
    document.text.encode("utf-8")
    assert document.id
    assert len(document.text) <= MAX_TEXT
    assert build_document(document.text).text == document.text
    assert Document.model_validate_json(document.model_dump_json()) == document


def _read_one(
    suffix: str, pack: Callable[[bytes], bytes] = lambda data: data
) -> Target:
    media_type = guess_media_type(f"a{suffix}")
    assert media_type is not None

    def target(data: bytes) -> int:
        try:
            document = read_bytes(pack(data), name=f"a{suffix}", media_type=media_type)
        except InputError:
            return 0
        _check(document)
        return 1

    return target


def _read_file(
    suffix: str, pack: Callable[[bytes], bytes] = lambda data: data
) -> Target:
    def target(data: bytes) -> int:
        number, path = tempfile.mkstemp(suffix, dir=_MEMORY)
        try:
            with open(number, "wb") as file:
                file.write(pack(data))
            n_items = n_read = 0
            for item in read_documents(path):
                n_items += 1
                if isinstance(item, Failure):
                    assert item.error
                else:
                    _check(item)
                    n_read += 1
                if n_items == _MAX_ITEMS:
                    return n_read
            places = list(iter_places(Path(path)))
            assert len(places) == max(1, n_items), (len(places), n_items)
            return n_read
        finally:
            os.unlink(path)

    return target


@cache
def _whole() -> Language:
    return load()


@cache
def _rules() -> Language:
    """Return our components without the networks, which take nine tenths of the time.

    They find less without a parse; what reads numbers, dates, places and quotations
    out of characters works all the same.
    """
    nlp = spacy.blank("en")
    for factory in (*BEFORE_PARSER, *AFTER_NER):
        if factory != "checkworthiness":
            nlp.add_pipe(factory, config={"model": ""} if factory == "stances" else {})
    return nlp


def _extract_by(pipeline: Callable[[], Language]) -> Target:
    """Take bytes for text: UTF-8 where they are, with the rest as lone surrogates."""

    def target(data: bytes) -> int:
        text = data.decode("utf-8", "surrogateescape")[:_EXTRACTED]
        result = extract(text, language=pipeline())
        assert extract(result.document.text, language=pipeline()) == result
        return 1

    return target


TARGETS: Mapping[str, Target] = {
    "txt": _read_one(".txt"),
    "md": _read_one(".md"),
    "html": _read_one(".html"),
    "pdf": _read_one(".pdf"),
    "docx": _read_one(".docx"),
    "docx-xml": _read_one(".docx", pack_docx),
    "eml": _read_one(".eml"),
    "jsonl": _read_file(".jsonl"),
    "csv": _read_file(".csv"),
    "parquet": _read_file(".parquet"),
    "warc": _read_file(".warc"),
    "gz": _read_file(".jsonl.gz"),
    "gz-html": _read_file(".html.gz", gzip.compress),
    "zst": _read_file(".txt.zst"),
    "zst-csv": _read_file(".csv.zst", zstd.compress),
    "warc-gz": _read_file(".warc.gz"),
    "rules": _extract_by(_rules),
    "extract": _extract_by(_whole),
}
