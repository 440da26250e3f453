"""What the head of a document says about it: "Date: ...", "Source: ...", a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from nlp.ingest.layout import ends_sentence, is_list_item, is_table_row
from nlp.ingest.published import find_published, parse_written_date

_PAIR = re.compile(
    r"[*_]{0,2}(?P<key>[A-Za-z][A-Za-z _-]{0,24}?)[*_]{0,2}\s?[:=][*_]{0,2}"
    r"(?:\s+(?P<value>\S.*))?$"
)
_TITLE_KEYS = ("title", "headline", "subject", "re")
_PUBLISHER_KEYS = ("publisher", "publication", "newspaper", "outlet", "site", "agency")
_SOURCE_KEYS = ("url", "link", "source", "canonical url", "permalink")
# The day of an act dates its text; the day it takes effect does not.
_DATE_KEYS = (
    "published",
    "date published",
    "publication date",
    "published on",
    "published at",
    "date",
    "issued",
    "date issued",
    "release date",
    "posted",
    "signed",
    "dated",
    "adopted",
    "date adopted",
    "enacted",
    "passed",
    "meeting date",
    "date of meeting",
    "date of publication",
)
_OTHER_KEYS = (
    *("id", "slug", "author", "authors", "by", "byline", "language", "lang", "layout"),
    *("tags", "category", "categories", "section", "keywords", "description"),
    *("updated", "modified", "last updated", "draft"),
)
_KNOWN = frozenset(
    (*_TITLE_KEYS, *_PUBLISHER_KEYS, *_SOURCE_KEYS, *_DATE_KEYS, *_OTHER_KEYS)
)
_MAX_TITLE_WORDS = 24
# What programs write where nobody gave a title.
_NO_TITLE = re.compile(
    r"untitled|microsoft|word document$|slide \d|document\d*$"
    r"|.*\.(?:docx?|indd|pdf|rtf|odt|wpd|pptx?)$",
    re.IGNORECASE,
)
_HEAD = 12  # lines that may say when the document was published


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a document says about itself."""

    id: str | None = None
    title: str | None = None
    published: date | None = None
    source: str | None = None
    publisher: str | None = None
    language: str | None = None


def read_pairs(lines: Iterable[str]) -> dict[str, str]:
    """Read lines of the form "key: value"; the first of equal keys counts."""
    pairs: dict[str, str] = {}
    for line in lines:
        match = _PAIR.match(line.strip())
        if match is not None and match["value"]:
            key = match["key"].strip().lower().replace("_", " ").replace("-", " ")
            pairs.setdefault(key, match["value"].strip().strip("*\"'").strip())
    return pairs


def build_header(pairs: dict[str, str]) -> Header:
    """Make sense of the pairs of a header, whatever words it uses for the keys."""

    def first(keys: Iterable[str]) -> str | None:
        return next((pairs[key] for key in keys if pairs.get(key)), None)

    source = first(_SOURCE_KEYS)
    publisher = first(_PUBLISHER_KEYS)
    if source is not None and "://" not in source:  # "Source: The Daily Herald"
        publisher, source = publisher or source, None
    dates = (parse_written_date(pairs[key]) for key in _DATE_KEYS if key in pairs)
    return Header(
        id=first(("id", "slug")),
        title=first(_TITLE_KEYS),
        published=next((day for day in dates if day is not None), None),
        source=source,
        publisher=publisher,
        language=(first(("language", "lang")) or "")[:2].lower() or None,
    )


def count_header_lines(lines: Sequence[str]) -> int:
    """Count the lines at the top that only describe the document.

    Returns:
        0 unless the text begins with pairs of known keys up to an empty line.
    """
    for number, line in enumerate(lines):
        if not line.strip():
            return number
        pairs = read_pairs([line])
        if not pairs.keys() <= _KNOWN or not pairs:
            return 0
    return 0


def has_title(blocks: Sequence[str]) -> bool:
    """Whether the first of several blocks looks like a title: short and no sentence."""
    if len(blocks) < 2:
        return False
    line = blocks[0].strip()
    if not line or len(line.split()) > _MAX_TITLE_WORDS or line[-1] in ".,:;":
        return False
    if line[0].islower() or is_list_item(line) or is_table_row(line):
        return False
    if "\n" in line or (ends_sentence(line) and line[-1] not in "?!"):
        return False
    return find_published([line]) is None or len(line.split()) > 5


def is_given_title(stated: str) -> bool:
    """Whether a title in a file's properties was given by its author."""
    return bool(stated.strip()) and _NO_TITLE.match(stated.strip()) is None


def read_head(lines: Sequence[str]) -> Header:
    """Read what the first lines of a text state, without taking them out of it."""
    head = [line for line in lines[: 4 * _HEAD] if line.strip()][:_HEAD]
    header = build_header(read_pairs(head))
    if header.published is not None:
        return header
    return Header(title=header.title, published=find_published(head))
