"""Where in a file of many documents one of them begins."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where a document begins.

    Attributes:
        number: Of its line, row or record in the file, from 1.
        offset: Byte of the file to jump to, where the format and the compression
            allow it; else 0, and what lies before is read over.
    """

    number: int
    offset: int


START = Place(1, 0)
