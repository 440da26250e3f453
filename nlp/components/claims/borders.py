"""Borders of a phrase that the parse cuts amid brackets, quotations or dates."""

from __future__ import annotations

import re

_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))
_FRONT = re.compile(r"[\s,;:)\]”—–]*")
_TAIL = re.compile(r"(?:[\s,;:—–(\[“]|(?<=[\s,;”)])(?:and|or|but|nor))+\Z")
_DAY = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]{0,6} \d{1,2}\Z"
)
_YEAR = re.compile(r", (?:1[6-9]|20)\d\d\b")
_DATE_LENGTH = 16  # characters of "September 20"
_NEAR = 2  # characters after a phrase in which its closing mark may stand


def tidy(text: str, start_char: int, end_char: int) -> tuple[int, int]:
    """Return the borders of a phrase whole in brackets, quotation marks and dates.

    A mark that opens inside and closes right after it is taken in, else what it opens
    is left out; commas and "and" at the ends go; "January 20" keeps its year.
    """
    start, end = start_char, end_char
    year = _YEAR.match(text, end)
    if year is not None and _DAY.search(text[max(start, end - _DATE_LENGTH) : end]):
        end = year.end()
    for opening, closing in _PAIRS:
        start, end = _balance(text, (start, end), opening, closing)
    front = _FRONT.match(text, start, end)
    start = start if front is None else front.end()
    tail = _TAIL.search(text[max(start, end - _DATE_LENGTH) : end])
    end -= 0 if tail is None else len(tail.group())
    return (start, end) if start < end else (start_char, end_char)


def _balance(
    text: str, extent: tuple[int, int], opening: str, closing: str
) -> tuple[int, int]:
    """Return borders between which marks of one pair close one another."""
    start, end = extent
    opened = text.count(opening, start, end) - text.count(closing, start, end)
    if opened > 0:
        closes = text.find(closing, end, end + _NEAR)
        if closes >= 0 and not text[end:closes].strip(".,?! "):
            return start, closes + 1
        opens = text.rfind(opening, start, end)
        return start, opens if opens > start else end
    if opened < 0:
        closes = text.find(closing, start, end)
        return (start, closes) if closes + 1 == end else (closes + 1, end)
    return start, end
