"""JSON Lines: one document a line."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from nlp.errors import InputError
from nlp.ingest.decoding import decode_text
from nlp.ingest.places import START, Place
from nlp.ingest.rows import Row

_MAX_LINE = 64 * 2**20  # bytes; no document is that long
_WHITE = b" \t\r\n\x0b\x0c"


def iter_lines(stream: BinaryIO, start: Place = START) -> Iterator[tuple[Place, bytes]]:
    """Yield the lines that are not empty, with their places.

    Args:
        stream: The file, expanded.
        start: Where to begin.

    Yields:
        The place and the line; of a line over 64 MB only so much that it is known.
    """
    number, offset = START
    if start.offset:
        stream.seek(start.offset)
        number, offset = start
    while line := stream.readline(_MAX_LINE):
        place = Place(number, offset)
        size = len(line)
        while not line.endswith(b"\n") and (rest := stream.readline(_MAX_LINE)):
            size += len(rest)
            if rest.endswith(b"\n"):
                break
        if number == 1:
            line = line.removeprefix(BOM_UTF8)
        number, offset = number + 1, offset + size
        if place.number >= start.number and line.strip(_WHITE):
            yield place, line


def parse_line(number: int, line: bytes, name: str) -> Row:
    """Parse one line; the row of a bad one holds the error."""
    try:
        return Row(number, _parse(line, f"{name}, line {number}"))
    except InputError as err:
        return Row(number, err)


def _parse(line: bytes, where: str) -> Mapping[str, Any]:
    if len(line) >= _MAX_LINE:
        raise InputError(
            f"row must have at most {_MAX_LINE // 2**20} MB, got more in {where}."
            " Split its text, or remove the line."
        )
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


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
