"""WARC files, as web crawls such as CC-News have them: one document a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from nlp.errors import InputError
from nlp.ingest.documents import Draft
from nlp.ingest.html import read_html
from nlp.ingest.places import START, Place
from nlp.ingest.rows import BadRow

_PAGES = ("text/html", "application/xhtml+xml")
_MAX_PAGE = 16 * 2**20  # bytes; the pages of a news site have a hundredth of it


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
    if headers is None or headers.status_code not in (200, None):
        return False
    return (record.http_content_type or "").lower() in _PAGES


def read_page(number: int, record: Any, name: str) -> Draft | BadRow:
    """Read the article of a record.

    The day of the crawl is not the day of publication: the page states that or none.
    """
    record_id = (record.record_id or "").strip("<>").removeprefix("urn:uuid:")
    url = record.headers.get("WARC-Target-URI")
    where = f"{name}, record {number}" + (f" ({url})" if url else "")
    try:
        data = record.reader.read(_MAX_PAGE + 1)
        if len(data) > _MAX_PAGE:
            raise InputError(
                f"page must have at most {_MAX_PAGE // 2**20} MB, got more in {where}."
                " Leave it out."
            )
        draft = read_html(data, where, declared=record.http_charset)
    except InputError as err:
        return BadRow(record_id or f"{name}:{number}", err)
    return replace(draft, id=record_id or None, source=url or draft.source)
