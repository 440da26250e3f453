"""Which format a file is in, and who reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from nlp.errors import InputError
from nlp.ingest.documents import TEXT, Draft
from nlp.ingest.docx import read_docx
from nlp.ingest.eml import read_eml
from nlp.ingest.html import read_html
from nlp.ingest.markdown import read_markdown
from nlp.ingest.pdf import read_pdf
from nlp.ingest.plain import read_plain
from nlp.ingest.sources import strip_compression

JSONL = "application/jsonl"
CSV = "text/csv"
PARQUET = "application/vnd.apache.parquet"
WARC = "application/warc"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MEDIA_TYPES = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".pdf": "application/pdf",
    ".docx": _DOCX,
    ".eml": "message/rfc822",
    ".jsonl": JSONL,
    ".ndjson": JSONL,
    ".csv": CSV,
    ".tsv": CSV,
    ".parquet": PARQUET,
    ".warc": WARC,
}
_READERS: dict[str, Callable[[bytes, str], Draft]] = {
    TEXT: read_plain,
    "text/markdown": read_markdown,
    "text/html": read_html,
    "application/pdf": read_pdf,
    _DOCX: read_docx,
    "message/rfc822": read_eml,
}
KINDS = (
    ".txt, .md, .html, .pdf, .docx, .eml, .jsonl, .csv, .parquet or .warc,"
    " each also as .gz or .zst"
)


def guess_media_type(name: str) -> str | None:
    """Tell the media type by a name's suffix, compression aside; None if unknown."""
    return _MEDIA_TYPES.get(PurePosixPath(strip_compression(name)).suffix)


def read_body(media_type: str, data: bytes, name: str) -> Draft:
    """Read what holds one document.

    Raises:
        InputError: No reader knows the media type, or the reader's own error.
    """
    if media_type not in _READERS:
        raise InputError(
            f"media_type must be text/plain, text/markdown or text/html, got"
            f" {media_type!r} in {name}. Convert the text first."
        )
    return _READERS[media_type](data, name)
