"""Quotations of a text: what stands between quote marks, in one pass a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Two apostrophes or two backticks are the marks of typewritten and wire copy. A
# straight mark after a digit is an inch or a second unless a quotation is open.
_DOUBLE = re.compile(r"[\"“”„‟«»]|''|``")
_SINGLE = re.compile(r"['‘’]")
_PARAGRAPH = re.compile(r"\n\s*")
_OPENS = frozenset("“„‟«") | {"``"}
_CLOSES = frozenset("”»")
_BEFORE_OPENING = frozenset('([{—–-/:“"«*_')
# Words that begin with an apostrophe and open no quotation.
_CLIPPED = re.compile(r"['’](?:\d|em\b|til\b|tis\b|twas\b|cause\b|n['’]|round\b)", re.I)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Offsets of one quotation; its marks lie outside of start_char and end_char."""

    start_char: int
    end_char: int
    outer_start: int
    outer_end: int


def _starts_word(text: str, start: int, end: int) -> bool:
    """Whether a mark at [start, end) leans on the word after it."""
    if end >= len(text) or text[end].isspace():
        return False
    return start == 0 or text[start - 1].isspace() or text[start - 1] in _BEFORE_OPENING


def _ends_word(text: str, start: int, end: int) -> bool:
    """Whether a mark at [start, end) leans on the word before it."""
    if start == 0 or text[start - 1].isspace():
        return False
    return end >= len(text) or not text[end].isalnum()


def _paragraph_breaks(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _PARAGRAPH.finditer(text)]


def _build(text: str, start: int, end: int, outer_end: int, width: int) -> Quotation:
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quotation(start, end, start - width, outer_end)


def _is_opening(text: str, mark: str, start: int, end: int) -> bool:
    """Whether a mark opens: by its place, and where that is silent by its form."""
    starts, ends = _starts_word(text, start, end), _ends_word(text, start, end)
    if starts != ends:
        return starts
    return mark in _OPENS


def read_double(text: str) -> Iterator[Quotation]:
    """Yield the quotations in double marks, in text order, none inside another.

    A quotation that runs over several paragraphs, each opened anew and only the last
    closed, is one. One that is never closed ends with its paragraph.
    """
    breaks = _paragraph_breaks(text)
    at_break = 0
    opened: tuple[int, int] | None = None  # start of what is quoted, width of the mark
    for match in _DOUBLE.finditer(text):
        start, end = match.span()
        while at_break < len(breaks) and breaks[at_break][1] <= start:
            if opened is not None and breaks[at_break][0] >= opened[0]:
                continues = breaks[at_break][1] == start and _is_opening(
                    text, match[0], start, end
                )
                if not continues:
                    stop = breaks[at_break][0]
                    yield _build(text, opened[0], stop, stop, opened[1])
                    opened = None
            at_break += 1
        opening = _is_opening(text, match[0], start, end)
        if opened is None:
            if opening:
                opened = (end, end - start)
        elif not opening:
            yield _build(text, opened[0], start, end, opened[1])
            opened = None
    if opened is not None:
        later = [start for start, _ in breaks[at_break:] if start >= opened[0]]
        stop = later[0] if later else len(text)
        yield _build(text, opened[0], stop, stop, opened[1])


def read_single(text: str) -> Iterator[Quotation]:
    """Yield the quotations in single marks; an apostrophe opens and closes none."""
    breaks = _paragraph_breaks(text)
    at_break = 0
    opened: int | None = None
    closing: tuple[int, int] | None = None
    for match in _SINGLE.finditer(text):
        start, end = match.span()
        while at_break < len(breaks) and breaks[at_break][0] < start:
            if opened is not None and closing is not None:
                yield _build(text, opened, closing[0], closing[1], 1)
            opened = closing = None
            at_break += 1
        if opened is None:
            clipped = _CLIPPED.match(text, start) is not None
            if match[0] != "’" and _starts_word(text, start, end) and not clipped:
                opened = end
        elif _ends_word(text, start, end):
            # After an s it may be the apostrophe of a plural: wait for a better one.
            closing = closing or (start, end)
            if text[start - 1] not in "sS":
                yield _build(text, opened, start, end, 1)
                opened = closing = None
        elif closing is not None and match[0] != "’" and _starts_word(text, start, end):
            yield _build(text, opened, closing[0], closing[1], 1)
            opened, closing = end, None
    if opened is not None and closing is not None:
        yield _build(text, opened, closing[0], closing[1], 1)


def read_quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations in text order; time is linear in the text."""
    double = [one for one in read_double(text) if one.start_char < one.end_char]
    outermost: list[Quotation] = []
    at = 0
    for one in read_single(text):
        while at < len(double) and double[at].outer_end <= one.outer_start:
            outermost.append(double[at])
            at += 1
        inside = at < len(double) and double[at].outer_start <= one.outer_start
        if inside or one.start_char >= one.end_char:
            continue
        nested = at
        while nested < len(double) and double[nested].outer_end <= one.end_char:
            nested += 1
        crosses = nested < len(double) and double[nested].outer_start < one.outer_end
        # Around double marks only a quotation that ends like a sentence is believed.
        if crosses or (nested > at and text[one.end_char - 1] not in ",.?!"):
            continue
        outermost.append(one)
        at = nested
    return outermost + double[at:]
