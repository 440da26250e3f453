"""The documents in one file, read from any place in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from nlp.errors import InputError
from nlp.ingest.documents import TEXT, Draft, finish_document
from nlp.ingest.formats import (
    CSV,
    JSONL,
    PARQUET,
    WARC,
    guess_media_type,
    read_body,
)
from nlp.ingest.inputs import find_files
from nlp.ingest.jsonl import iter_lines, parse_line
from nlp.ingest.places import START, Place
from nlp.ingest.rows import BadRow, Fields, RowReader
from nlp.ingest.sources import (
    is_compressed,
    is_folder,
    is_url,
    open_expanded,
    open_raw,
    read_all,
)
from nlp.ingest.tables import CsvTable, count_rows, iter_parquet, open_parquet
from nlp.ingest.warc import is_member, iter_pages, read_page
from nlp.schema import Document, Failure


def read_documents(
    location: str | Path,
    *,
    fields: Fields | None = None,
    start: Place = START,
) -> Iterator[Document | Failure]:
    """Read the documents in one file, lazily.

    What cannot be read does not stop what can: it comes out as a failure in its place.

    Args:
        location: A path or URL of a known type; JSON Lines, tables and web archives
            hold many documents, other files one.
        fields: Which fields of a row hold what; by default the usual names.
        start: A place from `iter_places`; what lies before is passed over.

    Yields:
        A document or a failure each: for a file that is missing, empty, damaged,
        binary or of unknown type, and for a row that is no document.
    """
    name = str(location)
    try:
        for draft in _iter_drafts(name, fields or Fields(), start):
            yield _finish_item(draft, name)
    except InputError as err:
        yield Failure(id=name, source=name, stage="ingest", error=str(err))


def iter_places(
    location: str | Path, *, fields: Fields | None = None
) -> Iterator[Place]:
    """Yield where each item of `read_documents` begins, without parsing the texts.

    Args:
        location: As for `read_documents`.
        fields: As for `read_documents`.
    """
    name = str(location)
    last: Place | None = None
    try:
        for place in _iter_places(name, fields or Fields()):
            yield (last := place)
        if last is None:  # an empty file is a failure too
            yield START
    except InputError:  # reading fails at the same place, and yields a failure
        yield START if last is None else Place(last.number + 1, 0)


def read_bytes(data: bytes, *, name: str, media_type: str = TEXT) -> Document:
    """Read one document from bytes, such as those of standard input.

    Args:
        data: All of the file; of a media type that holds one document.
        name: Source of the document, unless it names one; also used in errors.
        media_type: What the bytes are.

    Raises:
        InputError: As `read_documents`.
    """
    document = None
    if data.strip():
        draft = read_body(media_type, data, name)
        document = _finish(replace(draft, media_type=media_type), name)
    if document is None or not document.text.strip():
        raise InputError(
            f"file must hold text, got an empty file in {name}. Leave it out."
        )
    return document


def read_row(row: Mapping[str, Any], fields: Fields | None = None) -> Document:
    """Make a document of a row of a data set.

    Args:
        row: Values by the name of their field.
        fields: Which fields hold what; by default the usual names.

    Raises:
        InputError: It holds no text.
    """
    return finish_document(_row_reader(fields or Fields()).read_row(row, "a row"))


def _iter_places(name: str, fields: Fields) -> Iterator[Place]:
    media_type = guess_media_type(name)
    is_seekable = not is_compressed(name)
    if media_type == JSONL:
        with open_expanded(name) as stream:
            for place, _ in iter_lines(stream):
                yield place if is_seekable else Place(place.number, 0)
    elif media_type == CSV:
        with open_expanded(name) as stream:
            table = _open_csv(stream, name, fields)
            yield from (Place(row.number, 0) for row in table.rows())
    elif media_type == PARQUET:
        with _open_seekable(name) as stream:
            file = open_parquet(stream, name)
            _row_reader(fields).check_columns(file.schema_arrow.names, name)
            yield from (Place(n, 0) for n in range(1, count_rows(file) + 1))
    elif media_type == WARC:
        with open_raw(name) as stream, open_raw(name) as other:
            can_jump = not is_compressed(name)
            for place, _ in iter_pages(stream):
                if place.number == 1 and not can_jump:
                    can_jump = is_member(other, place.offset)
                yield place if can_jump else Place(place.number, 0)
    else:
        yield START


def _iter_drafts(
    name: str, fields: Fields, start: Place
) -> Iterator[Draft | BadRow | Document]:
    media_type = guess_media_type(name)
    reader = _row_reader(fields)
    if media_type == JSONL:
        with open_expanded(name) as stream:
            lines = iter_lines(stream, start)
            rows = (parse_line(place.number, line, name) for place, line in lines)
            yield from _need_rows(reader.read_rows(rows, name), name, start)
    elif media_type == CSV:
        with open_expanded(name) as stream:
            table = _open_csv(stream, name, fields)
            later = (row for row in table.rows() if row.number >= start.number)
            yield from _need_rows(reader.read_rows(later, name), name, start)
    elif media_type == PARQUET:
        with _open_seekable(name) as stream:
            file = open_parquet(stream, name)
            reader.check_columns(file.schema_arrow.names, name)
            found = iter_parquet(file, start.number, name)
            yield from _need_rows(reader.read_rows(found, name), name, start)
    elif media_type == WARC:
        with open_raw(name) as stream:
            pages = iter_pages(stream, start)
            drafts = (read_page(p.number, record, name) for p, record in pages)
            yield from _need_rows(drafts, name, start)
    elif start == START:
        yield _read_file(name)


def _need_rows(
    drafts: Iterator[Draft | BadRow], name: str, start: Place
) -> Iterator[Draft | BadRow]:
    first = list(islice(drafts, 1))
    if not first and start == START:
        raise InputError(
            f"file must hold rows, got an empty file in {name}. Leave it out."
        )
    yield from first
    yield from drafts


def _read_file(name: str) -> Document:
    if not is_url(name) and is_folder(name):
        raise InputError(
            f"path must be a file, got the folder {name!r}."
            " Find its files with find_files."
        )
    find_files([name])
    data = read_all(name)
    return read_bytes(data, name=name, media_type=guess_media_type(name) or TEXT)


def _row_reader(fields: Fields) -> RowReader:
    return RowReader(fields=fields, media_type_of=guess_media_type, read_body=read_body)


def _open_csv(stream: BinaryIO, name: str, fields: Fields) -> CsvTable:
    table = CsvTable(stream, name)
    _row_reader(fields).check_columns(table.columns, name)
    return table


@contextmanager
def _open_seekable(name: str) -> Iterator[BinaryIO]:
    """Open a file to jump about in, which is read whole if it is compressed."""
    if is_compressed(name):
        yield BytesIO(read_all(name))
    else:
        with open_raw(name) as stream:
            yield stream


def _finish_item(item: Draft | BadRow | Document, name: str) -> Document | Failure:
    if isinstance(item, Document):
        return item
    if isinstance(item, BadRow):
        error = str(item.error)
        return Failure(id=item.id, source=name, stage="ingest", error=error)
    try:
        return _finish(item, name)
    except InputError as err:
        return Failure(id=item.id or name, source=name, stage="ingest", error=str(err))


def _finish(draft: Draft, name: str) -> Document:
    return finish_document(replace(draft, source=draft.source or name))
