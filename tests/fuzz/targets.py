"""What is fuzzed: every reader and `extract`; a target takes bytes and must return.

A target raises only where there is a bug: what is wrong with an input has to come out
as an `InputError` or a `Failure`, and what is read has to be a sound document.
"""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from backports import zstd
from spacy.language import Language

from nlp import extract
from nlp.errors import InputError
from nlp.ingest import build_document, iter_places, read_bytes, read_documents
from nlp.ingest.formats import guess_media_type
from nlp.pipeline import load
from nlp.schema import MAX_TEXT, Document, Failure

Target = Callable[[bytes], None]

_MAX_ITEMS = 1_000  # of one input; more are not looked at
_EXTRACTED = 2_000  # characters; more find no more, only later


def _check(document: Document) -> None:
    document.text.encode("utf-8")
    assert document.id
    assert len(document.text) <= MAX_TEXT
    assert build_document(document.text).text == document.text
    assert Document.model_validate_json(document.model_dump_json()) == document


def _read_one(suffix: str) -> Target:
    media_type = guess_media_type(f"a{suffix}")
    assert media_type is not None

    def target(data: bytes) -> None:
        with suppress(InputError):
            _check(read_bytes(data, name=f"a{suffix}", media_type=media_type))

    return target


def _read_file(
    suffix: str, pack: Callable[[bytes], bytes] = lambda data: data
) -> Target:
    def target(data: bytes) -> None:
        number, path = tempfile.mkstemp(suffix)
        try:
            with open(number, "wb") as file:
                file.write(pack(data))
            n_items = 0
            for item in read_documents(path):
                n_items += 1
                if isinstance(item, Failure):
                    assert item.error
                else:
                    _check(item)
                if n_items == _MAX_ITEMS:
                    return
            places = list(iter_places(Path(path)))
            assert len(places) == max(1, n_items), (len(places), n_items)
        finally:
            os.unlink(path)

    return target


@cache
def _pipeline() -> Language:
    return load()


def _extract(data: bytes) -> None:
    """Take bytes for text: UTF-8 where they are, with the rest as lone surrogates."""
    text = data.decode("utf-8", "surrogateescape")[:_EXTRACTED]
    result = extract(text, language=_pipeline())
    assert extract(result.document.text, language=_pipeline()) == result


TARGETS: Mapping[str, Target] = {
    "txt": _read_one(".txt"),
    "md": _read_one(".md"),
    "html": _read_one(".html"),
    "pdf": _read_one(".pdf"),
    "docx": _read_one(".docx"),
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
    "extract": _extract,
}
