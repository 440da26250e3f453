"""Rows of JSON Lines, tables and data sets: a document each, whatever their fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from nlp.errors import InputError
from nlp.ingest.decoding import decode_text
from nlp.ingest.documents import TEXT, Draft
from nlp.ingest.published import parse_published, parse_written_date

# Compared in lower case without "_", "-" and spaces: "Full Text", "articleBody".
_TEXT_FIELDS = (
    *("text", "body", "content", "article", "fulltext", "maintext", "articlebody"),
    *("articletext", "bodytext", "rawtext", "plaintext", "contents", "story"),
    *("document", "transcript", "paragraphs"),
)
_HTML_FIELDS = ("html", "rawhtml", "pagehtml", "contenthtml", "bodyhtml")
_ID_FIELDS = ("id", "docid", "documentid", "articleid", "uid", "uuid", "guid")
# These name a file as often as they name a person, so they count only with a suffix.
_FILE_FIELDS = ("name", "file", "filename", "path")
_DATE_FIELDS = (
    *("published", "publishedat", "publicationdate", "datepublished", "publisheddate"),
    *("datepublish", "publishdate", "pubdate", "date", "issued"),
)
_TITLE_FIELDS = ("title", "headline")
_SOURCE_FIELDS = ("url", "link", "sourceurl", "source")
_PUBLISHER_FIELDS = ("publisher", "sitename", "sourcedomain", "outlet", "newspaper")
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Which fields of a row hold what; None leaves it to the usual names."""

    text: str | None = None
    id: str | None = None
    published: str | None = None


class Row(NamedTuple):
    """A row of a file: its number there, from 1, and its fields or why it has none."""

    number: int
    values: Mapping[str, Any] | InputError


class BadRow(NamedTuple):
    """A row that is no document: its id, or else "FILE:NUMBER", and why."""

    id: str
    error: InputError


ReadBody = Callable[[str, bytes, str], Draft]  # media type, data, name -> draft
MediaTypeOf = Callable[[str], str | None]  # tells it by a file name


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    """Makes drafts of rows.

    Attributes:
        fields: The fields that the user named.
        media_type_of: Tells a media type by a file name, for rows that carry one.
        read_body: Reads text that is not plain, such as a row of Markdown.
    """

    fields: Fields
    media_type_of: MediaTypeOf
    read_body: ReadBody

    def read_rows(self, rows: Iterable[Row], name: str) -> Iterator[Draft | BadRow]:
        """Read the rows of the file `name`, lazily; a bad one does not stop it."""
        for row in rows:
            values = {} if isinstance(row.values, InputError) else row.values
            try:
                if isinstance(row.values, InputError):
                    raise row.values
                yield self.read_row(values, f"{name}, line {row.number}")
            except InputError as err:
                yield BadRow(self._find_id(values) or f"{name}:{row.number}", err)

    def read_row(self, row: Mapping[str, Any], where: str) -> Draft:
        """Read one row.

        Args:
            row: Values by the name of their field.
            where: What to call the row in an error.

        Raises:
            InputError: It holds no text, or a field that the user named is bad.
        """
        published, warnings = self._find_published(row, where)
        text, is_html = self._find_text(row, where)
        file_name = _first(row, _FILE_FIELDS)
        stated = str(row.get("media_type") or row.get("mime_type") or "")
        by_name = self.media_type_of(file_name) if file_name else None
        draft = Draft(
            text=text,
            id=self._find_id(row),
            title=_first(row, _TITLE_FIELDS),
            published=published,
            source=_first(row, _SOURCE_FIELDS),
            publisher=_first(row, _PUBLISHER_FIELDS),
            language=(_first(row, ("language", "lang")) or "")[:2].lower() or None,
            media_type=_choose_media_type(stated, by_name, is_html=is_html),
            warnings=warnings,
        )
        if draft.media_type == TEXT:
            return draft
        return _merge(draft, self.read_body(draft.media_type, text.encode(), where))

    def check_columns(self, columns: Iterable[str], name: str) -> None:
        """Refuse a table before its rows are read.

        Raises:
            InputError: None of its columns is one of text.
        """
        self._choose_text_field(list(columns), dict.fromkeys(columns, "x"), name)

    def _choose_text_field(
        self, columns: list[str], row: Mapping[str, Any], where: str
    ) -> str:
        wanted = (self.fields.text,)
        if self.fields.text is None:
            names = _match(tuple(columns), (*_TEXT_FIELDS, *_HTML_FIELDS))
        else:
            names = [name for name in columns if name == self.fields.text]
        found = next((name for name in names if _is_text(row[name])), None)
        if found is None:
            known = ("text", "body", "content", "article", "full_text", "html")
            asked = known if self.fields.text is None else wanted
            got = _shorten(", ".join(map(repr, columns)), 300)
            raise InputError(
                f"row must have text in the field {' or '.join(map(repr, asked))}, got"
                f" the fields {got} in {where}."
                " Name the one with the text: --text-field, or Fields(text=...)."
            )
        return found

    def _find_text(self, row: Mapping[str, Any], where: str) -> tuple[str, bool]:
        name = self._choose_text_field(list(map(str, row)), row, where)
        text = _to_text(row[name], where)
        if not text.strip():
            raise InputError(
                f"{name} must hold text, got {_shorten(repr(text))} in {where}."
                " Remove the row, or fill it."
            )
        return text, _normalise(name) in _HTML_FIELDS

    def _find_id(self, row: Mapping[str, Any]) -> str | None:
        if self.fields.id is not None:
            return _to_name(row.get(self.fields.id))
        found = _first(row, _ID_FIELDS)
        if found is not None:
            return found
        name = _first(row, _FILE_FIELDS)
        is_file = name is not None and self.media_type_of(name) is not None
        return name if is_file else None

    def _find_published(
        self, row: Mapping[str, Any], where: str
    ) -> tuple[date | None, tuple[str, ...]]:
        named = self.fields.published
        names = _match(tuple(row), _DATE_FIELDS) if named is None else [named]
        value = next((row[name] for name in names if row.get(name)), None)
        if value is None:
            return None, ()
        if isinstance(value, (date, datetime)):
            return parse_published(value), ()
        stated = _to_name(value) or ""
        day = parse_written_date(stated)
        if day is not None:
            return day, ()
        if named is None:
            return None, (f"published: not a date ({_shorten(stated)})",)
        try:
            return parse_published(stated), ()
        except InputError as err:
            message = str(err).replace(". Write", f" in {where}. Write")
            raise InputError(message) from err


def _choose_media_type(stated: str, by_name: str | None, *, is_html: bool) -> str:
    if "/" in stated:
        return stated
    return "text/html" if is_html else by_name or TEXT


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


def _is_text(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return bool(value) and all(isinstance(part, str) for part in value)
    return isinstance(value, (str, bytes))


def _to_text(value: Any, where: str) -> str:
    if isinstance(value, bytes):
        return decode_text(value, name=where)[0]
    return value if isinstance(value, str) else "\n\n".join(value)


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """Return the first of the fields that holds something, as a string."""
    values = (_to_name(row[name]) for name in _match(tuple(row), names))
    return next((value for value in values if value is not None), None)


def _to_name(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip() or None


def _normalise(name: str) -> str:
    return _NO_LETTERS.sub("", name.lower())


@lru_cache(maxsize=256)  # rows of a file mostly have the same fields
def _match(columns: tuple[str, ...], names: tuple[str, ...]) -> list[str]:
    """Return the columns that go by one of the names, in the order of the names."""
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(_normalise(str(column)), column)
    return [by_name[name] for name in names if name in by_name]


def _shorten(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 3] + "..."
