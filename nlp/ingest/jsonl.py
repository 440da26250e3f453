"""JSON Lines: one document a line, under whatever names its fields have."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from nlp.errors import InputError
from nlp.ingest.decoding import decode_text
from nlp.ingest.documents import TEXT, Draft
from nlp.ingest.published import parse_published, parse_written_date

_TEXT_FIELDS = ("text", "body", "content", "article", "full_text", "maintext")
_ID_FIELDS = ("id", "doc_id", "document_id", "uid", "guid")
# These name a file as often as they name a person, so they count only with a suffix.
_FILE_FIELDS = ("name", "file", "filename", "file_name", "path")
_DATE_FIELDS = (
    *("published", "published_at", "publication_date", "date_published"),
    *("date_publish", "pub_date", "date", "issued"),
)
_TITLE_FIELDS = ("title", "headline")
_SOURCE_FIELDS = ("url", "link", "source_url", "source")
_PUBLISHER_FIELDS = ("publisher", "sitename", "source_domain", "outlet", "newspaper")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Which fields of a row hold what; None leaves it to the usual names."""

    text: str | None = None
    id: str | None = None
    published: str | None = None


ReadBody = Callable[[str, bytes, str], Draft]  # media type, data, name -> draft


def read_jsonl(
    rows: Iterable[tuple[int, bytes]],
    name: str,
    fields: Fields,
    *,
    media_type_of: Callable[[str], str | None],
    read_body: ReadBody,
) -> Iterator[Draft | tuple[str, InputError]]:
    """Read rows, lazily.

    Args:
        rows: The lines of the file that are not empty, with their numbers.
        name: What to call the file in an error.
        fields: The fields that the user named.
        media_type_of: Tells a media type by a file name, for rows that carry one.
        read_body: Reads text that is not plain, such as a row of Markdown.

    Yields:
        A draft a row, or for a row that is none its id, or else "NAME:LINE", and the
        error. Rows after it are read all the same.
    """
    for number, line in rows:
        where = f"{name}, line {number}"
        row: Mapping[str, Any] = {}
        try:
            row = _parse_row(line, where)
            draft = _build_draft(row, fields, where, media_type_of)
            if draft.media_type != TEXT:
                body = read_body(draft.media_type, draft.text.encode(), where)
                draft = _merge(draft, body)
            yield draft
        except InputError as err:
            yield _find_id(row, fields, media_type_of) or f"{name}:{number}", err


def _parse_row(line: bytes, where: str) -> Mapping[str, Any]:
    text = decode_text(line, name=where)[0].strip()
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as err:
        reason = getattr(err, "msg", "too deeply nested")
        raise InputError(
            f"row must be one JSON object on one line, got {_shorten(text)} ({reason})"
            f" in {where}. Mend or remove the line."
        ) from err
    if not isinstance(row, dict):
        raise InputError(
            f"row must be a JSON object, got {_shorten(text)} in {where}."
            ' Write it as {"text": "..."}.'
        )
    return row


def _build_draft(
    row: Mapping[str, Any],
    fields: Fields,
    where: str,
    media_type_of: Callable[[str], str | None],
) -> Draft:
    published, warnings = _find_published(row, fields, where)
    file_name = _first(row, _FILE_FIELDS)
    stated = str(row.get("media_type") or row.get("mime_type") or "")
    by_name = media_type_of(file_name) if file_name else None
    return Draft(
        text=_find_text(row, fields, where),
        id=_find_id(row, fields, media_type_of),
        title=_first(row, _TITLE_FIELDS),
        published=published,
        source=_first(row, _SOURCE_FIELDS),
        publisher=_first(row, _PUBLISHER_FIELDS),
        language=(_first(row, ("language", "lang")) or "")[:2].lower() or None,
        media_type=stated if "/" in stated else by_name or TEXT,
        warnings=warnings,
    )


def _merge(draft: Draft, body: Draft) -> Draft:
    """Fill what the row does not say with what its text says about itself."""
    return replace(
        draft,
        text=body.text,
        id=draft.id or body.id,
        title=draft.title or body.title,
        published=draft.published or body.published,
        source=draft.source or body.source,
        publisher=draft.publisher or body.publisher,
        language=draft.language or body.language,
        warnings=draft.warnings + body.warnings,
    )


def _find_text(row: Mapping[str, Any], fields: Fields, where: str) -> str:
    names = _TEXT_FIELDS if fields.text is None else (fields.text,)
    name = next((name for name in names if isinstance(row.get(name), str)), None)
    if name is None:
        remedy = "Rename the field to 'text'."
        if fields.text is not None:
            remedy = "Name another field."
        raise InputError(
            f"row must have text in the field {' or '.join(map(repr, names))}, got the"
            f" fields {_shorten(repr(list(row)))} in {where}. {remedy}"
        )
    text = str(row[name])
    if not text.strip():
        raise InputError(
            f"{name} must hold text, got {_shorten(repr(text))} in {where}."
            " Remove the row, or fill it."
        )
    return text


def _find_id(
    row: Mapping[str, Any],
    fields: Fields,
    media_type_of: Callable[[str], str | None],
) -> str | None:
    if fields.id is not None:
        return _first(row, (fields.id,))
    found = _first(row, _ID_FIELDS)
    if found is not None:
        return found
    name = _first(row, _FILE_FIELDS)
    return name if name is not None and media_type_of(name) is not None else None


def _find_published(
    row: Mapping[str, Any], fields: Fields, where: str
) -> tuple[date | None, tuple[str, ...]]:
    names = _DATE_FIELDS if fields.published is None else (fields.published,)
    value = _first(row, names)
    if value is None:
        return None, ()
    day = parse_written_date(value)
    if day is not None:
        return day, ()
    if fields.published is None:
        return None, (f"published: not a date ({_shorten(value)})",)
    try:
        return parse_published(value), ()
    except InputError as err:
        message = str(err).replace(". Write", f" in {where}. Write")
        raise InputError(message) from err


def _first(row: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """Return the first of the fields that holds something, as a string."""
    for name in names:
        value = row.get(name)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            text = str(value).strip()
            if text:
                return text
    return None


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
