"""Printed pages to lines that know their size of type and where a block begins."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import Any

from nlp.ingest.layout import ends_sentence, is_furniture
from nlp.ingest.repair import repair_text

_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|[-–—|])?\s{0,3}(?:\d{1,4}|[ivxl]{1,6})"
    r"(?:\s{0,3}(?:of|/|\|)\s{0,3}\d{1,4})?\s{0,3}[-–—|]?",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^\d{1,4}\b|\b\d{1,4}$|\b\d{1,4} of \d{1,4}\b")
_LINE_NUMBER = re.compile(r"(\d{1,2})(?:\s+|$)")
_MIN_NUMBERED, _MOSTLY = 8, 0.8  # lines of a page; half where numbers stand alone
_NEXT, _RUN = 2, 2  # pages from one to the next, and steps in a row
_EDGE = 3  # lines at the top and bottom of a page where furniture stands
_WIDE = 1.25  # times the usual distance between lines sets paragraphs apart
_LARGE = 1.1  # times the usual size of type makes a heading
_TITLE = 1.25
_MAX_TITLE_WORDS = 30
_DROP = 0.8  # of the size of type; footnote marks stand off by less
_MIN_INDENT, _MAX_INDENT = 6, 60  # points


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as printed."""

    text: str
    size: float = 0.0  # of its largest letters, in points; 0 where it is unknown
    x: float = 0.0  # in points from the left edge, of its first letter
    y: float = 0.0  # in points from the bottom edge
    starts_block: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """How most of a document is set, in points; 0 where that is unknown."""

    size: float
    leading: float  # from one line to the next


class _LineReader:
    """Gathers the pieces that pypdf finds on a page, with their place, into lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._size = self._x = self._y = 0.0

    def visit(self, text: str, cm: Any, tm: Any, _font: Any, font_size: Any) -> None:
        """Take a piece: its text, two transformation matrices, font and its size."""
        scale = abs(float(tm[3]) * float(cm[3])) or 1.0
        for number, part in enumerate(text.split("\n")):
            if number:
                self.end_line()
            if not part.strip():
                self._parts.append(part)
                continue
            size = scale * float(font_size or 0.0)
            y = float(tm[5]) * float(cm[3]) + float(cm[5])
            # pypdf sees no new line where small type follows large at its distance.
            if self._size and abs(y - self._y) > _DROP * min(size, self._size):
                self.end_line()
            if not self._size:
                self._x, self._y = float(tm[4]) * float(cm[0]) + float(cm[4]), y
            self._parts.append(part)
            self._size = max(self._size, size)

    def end_line(self) -> None:
        """Close the line; what comes next belongs to another."""
        text = repair_text("".join(self._parts)).replace("\n", " ").strip()
        if text:
            size = round(self._size, 1)
            self.lines.append(Line(text=text, size=size, x=self._x, y=self._y))
        self._parts.clear()
        self._size = 0.0


def read_lines(page: Any) -> list[Line]:
    """Read the lines of a `pypdf.PageObject`, in the order that the file has them."""
    reader = _LineReader()
    page.extract_text(visitor_text=reader.visit)
    reader.end_line()
    return reader.lines


def drop_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Leave out page numbers, and lines that many pages have at their edge."""
    seen: defaultdict[tuple[str, float], list[int]] = defaultdict(list)
    for number, page in enumerate(pages):
        for mask in {_mask(line) for line in (*page[:_EDGE], *page[-_EDGE:])}:
            seen[mask].append(number)
    n_often = max(2, (len(pages) + 1) // 2)

    def is_running(line: Line) -> bool:
        text = line.text
        if _PAGE_NUMBER.fullmatch(text) or is_furniture(text):
            return True
        # A head that names the chapter comes seldom, but with the number of the page.
        n_needed = 2 if _COUNTED.search(text) else n_often
        on_pages = seen[_mask(line)]
        is_often = len(on_pages) >= n_needed or _runs_on(on_pages)
        return is_often and sum(map(str.isalpha, text)) > 1

    kept = []
    for page in pages:
        start = len(list(takewhile(is_running, page[:_EDGE])))
        end = len(page) - len(list(takewhile(is_running, page[:start:-1][:_EDGE])))
        kept.append([line for line in page[start:end] if not is_furniture(line.text)])
    return kept


def _runs_on(numbers: Sequence[int]) -> bool:
    """Whether some of the pages follow each other, or every other page does.

    A chapter's head stands on all its pages, a book's on those to the left or right.
    """
    steps = [later - earlier <= _NEXT for earlier, later in pairwise(numbers)]
    return any(all(run) for run in zip(*(steps[n:] for n in range(_RUN)), strict=False))


def drop_line_numbers(page: Sequence[Line]) -> list[Line]:
    """Leave out the numbers that bills and transcripts have before each line."""
    numbers = [_LINE_NUMBER.match(line.text) for line in page]
    found = [(at, int(match[1])) for at, match in enumerate(numbers) if match]
    in_step = {
        at
        for pair in pairwise(found)
        if pair[1][1] == pair[0][1] + 1
        for at in (pair[0][0], pair[1][0])
    }
    if len(in_step) < max(_MIN_NUMBERED, _MOSTLY * len(page) / 2):
        return list(page)
    kept = []
    for at, line in enumerate(page):
        match = numbers[at]
        text = line.text[match.end() :] if match and at in in_step else line.text
        if text:
            kept.append(replace(line, text=text))
    return kept


def _mask(line: Line) -> tuple[str, float]:
    """Make the lines alike that differ only in the number of their page.

    A title that later pages repeat in small type is not their running head.
    """
    return _COUNTED.sub("#", " ".join(line.text.split())).casefold(), line.size


def find_type(pages: Sequence[Sequence[Line]]) -> Type:
    """Find the size of type and the distance of lines that most of the text has."""
    letters: Counter[float] = Counter()
    steps: Counter[float] = Counter()
    for page in pages:
        for line in page:
            letters[line.size] += len(line.text)
        for above, line in pairwise(page):
            if above.size == line.size and above.y > line.y:
                steps[round(above.y - line.y, 1)] += 1
    size = max(letters, key=lambda size: letters[size], default=0.0)
    n_most = max(steps.values(), default=0)
    common = [step for step, count in steps.items() if count == n_most]
    return Type(size=size, leading=min(common, default=0.0))


def split_title(page: Sequence[Line], type_: Type) -> tuple[str | None, list[Line]]:
    """Take the lines in the largest type off a first page, where they are a title."""
    largest = max((line.size for line in page), default=0.0)
    if not type_.size or largest < _TITLE * type_.size:
        return None, list(page)
    start = next(n for n, line in enumerate(page) if line.size == largest)
    lines = list(takewhile(lambda line: line.size == largest, page[start:]))
    title = " ".join(line.text for line in lines)
    has_more = len(lines) < len(page)
    if not has_more or not 1 < len(title.split()) <= _MAX_TITLE_WORDS:
        return None, list(page)
    return title, [*page[:start], *page[start + len(lines) :]]


def mark_blocks(page: Sequence[Line], type_: Type) -> list[Line]:
    """Mark the lines that a gap, a change of type or an indent sets off from above."""
    margins = Counter(round(line.x) for line in page)
    margin = margins.most_common(1)[0][0] if margins else 0
    marked = list(page[:1])
    for above, line in pairwise(page):
        sizes = {_large_size(above, type_), _large_size(line, type_)}
        is_apart = 0 < _WIDE * type_.leading < above.y - line.y
        is_indented = (
            _MIN_INDENT < line.x - margin < _MAX_INDENT
            and abs(above.x - margin) < _MIN_INDENT
            and ends_sentence(above.text)
        )
        starts = is_apart or is_indented or len(sizes) > 1
        marked.append(replace(line, starts_block=starts))
    return marked


def _large_size(line: Line, type_: Type) -> float:
    return line.size if line.size > _LARGE * type_.size else 0.0
