"""WARC files, as web crawls such as CC-News have them: one document a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from nlp.errors import InputError
from nlp.ingest.documents import Draft
from nlp.ingest.html import MAX_PAGE, read_html
from nlp.ingest.places import START, Place
from nlp.ingest.rows import BadRow

_PAGES = ("text/html", "application/xhtml+xml")
_MEMBERS = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")  # of gzip, of zstd


def iter_pages(stream: BinaryIO, start: Place = START) -> Iterator[tuple[Place, Any]]:
    """Yield the records of pages that were fetched, with their places.

    Args:
        stream: The file as it lies there; fastwarc expands gzip itself, so that it can
            begin at any record.
        start: Where to begin.

    Yields:
        The place and the `fastwarc.warc.WarcRecord`, to be read before the next.

    Raises:
        InputError: fastwarc is not installed, or the file is damaged from here on.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as err:
        raise InputError(
            "WARC must have fastwarc to be read, got none. Install policy-claims[warc]."
        ) from err
    number, base = START
    if start.offset:
        stream.seek(start.offset)
        number, base = start
    records = ArchiveIterator(
        stream, record_types=WarcRecordType.response, auto_decode="all"
    )
    for record in records:
        if not _is_page(record):
            continue
        if number >= start.number:
            yield Place(number, base + record.stream_pos), record
        number += 1


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    if headers is None:
        return _is_cut_off(record)
    if headers.status_code not in (200, None):
        return False
    return (record.http_content_type or "").lower() in _PAGES


def _is_cut_off(record: Any) -> bool:
    """Whether the file ends before the head of the page does."""
    kind = record.headers.get("Content-Type", "application/http")
    is_http = str(kind).startswith("application/http")
    return is_http and record.headers.get("Content-Length") != "0"


def read_page(number: int, record: Any, name: str) -> Draft | BadRow:
    """Read the article of a record.

    The day of the crawl is not the day of publication: the page states that or none.
    """
    record_id = (record.record_id or "").strip("<>").removeprefix("urn:uuid:")
    url = record.headers.get("WARC-Target-URI")
    where = f"{name}, record {number}" + (f" ({url})" if url else "")
    size = record.content_length  # what is left of it after the head
    try:
        data = record.reader.read(MAX_PAGE + 1)
        if _is_short(record, size, data):
            raise InputError(
                f"WARC must be whole, got a record that is cut off in {where}."
                " Fetch the file again."
            )
        draft = read_html(data, where, declared=record.http_charset)
    except InputError as err:
        return BadRow(record_id or f"{name}:{number}", err)
    return replace(
        draft,
        id=record_id or None,
        source=url or draft.source,
        media_type="text/html",
    )


def _is_short(record: Any, size: int, data: bytes) -> bool:
    headers = record.http_headers
    if headers is None:
        return True
    if any(headers.get(f"{kind}-Encoding") for kind in ("Content", "Transfer")):
        return False  # its size is not known before it is read
    return len(data) < size


def is_member(stream: BinaryIO, offset: int) -> bool:
    """Whether what was compressed begins anew at this byte, as crawlers write it."""
    stream.seek(offset)
    return offset > 0 and stream.read(4).startswith(_MEMBERS)
