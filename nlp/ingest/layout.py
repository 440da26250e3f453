"""Lines to paragraphs: undo hard wraps, keep lists, tables and headings as lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

_BULLET = r"[-*+•‣◦▪●■–—·o]\s+"
_ENUMERATOR = (
    r"\(?(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,6}|\d{1,2}(?:\.\d{1,2}){1,3})[.)]\s+"
)
_PARENTHESIS = r"\((?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,6})\)"
_HEADING = r"(?:SECTION|Section|SEC\.|Sec\.|ARTICLE|Article|CHAPTER|§)\s*[\dIVX]+\b"
_LEGAL = r"(?:WHEREAS|RESOLVED|BE IT|NOW, THEREFORE|AYES|NAYS|NOES|ABSENT|ATTEST)\b"
_STARTS_BLOCK = re.compile(
    rf"(?:{_BULLET}|{_ENUMERATOR}|{_PARENTHESIS}|{_HEADING}|{_LEGAL})"
)
_LIST_ITEM = re.compile(rf"(?:{_BULLET}|{_ENUMERATOR}|{_PARENTHESIS})")
_TABLE_ROW = re.compile(r"\S(?: {3,}|\t+| \| )\S")
_ENDS_SENTENCE = re.compile(r"[.!?:;…][\"'”’)\]]{0,3}$")
_KEY_VALUE = re.compile(r"[A-Z][\w ./-]{1,25}: \S")
_FEDERAL_REGISTER = re.compile(
    r"\[FR Doc\. .{0,200}|Filed \d.{0,40}[ap]\.?m\.?\]|(?i:billing code) .{0,30}"
    r"|\S{1,40}\.(?:EPS|GPH|TIF|eps|tif)"
)
_LEADER = re.compile(r".{0,150}?(?:\s?[.…]){5,200}\s{0,3}\w{0,6}")  # contents
_SEPARATOR = re.compile(r"(?:[-_*=~•]\s?){3,}")
_MIN_WIDTH, _MAX_WIDTH = 40, 130
_DAY, _YEAR = re.compile(r"[A-Z][a-z]{2,8}\.? \d{1,2},$"), re.compile(r"[12]\d{3}\b")
_HEADING_WIDTH = 0.8
_LONG = 60  # characters; no heading and no line of an address is longer
_UNFINISHED = re.compile(r"(?:,| the| an?| of| and| to| in| for| by| with| [A-Z]\.)$")


def join_lines(lines: Sequence[str], *, slack: float = 0.0) -> list[str]:
    """Join the lines that were broken to fit a column.

    A break is undone where the next line goes on in lower case, or where its first
    word would not have fitted. Other breaks were meant: they end a paragraph, a list
    item, a heading, the row of a table.

    Args:
        lines: The lines of a document; an empty one separates paragraphs.
        slack: Share of the column that a full line may leave empty; above 0 where
            letters differ in width, as on a printed page.

    Returns:
        Paragraphs and single lines, none of them empty; "" stands between paragraphs.
    """
    width = find_width(lines)
    joined: list[list[str]] = []
    previous = ""
    for raw in lines:
        line = raw.strip()
        if line and previous and _goes_on(previous, line, width * (1 - slack)):
            joined[-1].append(line)
        elif line or (joined and previous):
            joined.append([line])
        previous = line
    return [" ".join(parts) for parts in joined]


def find_width(lines: Sequence[str]) -> int:
    """Return the column that the text was wrapped at, 0 where it was not wrapped."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if not lengths or lengths[-1] > _MAX_WIDTH:
        return 0
    inner = sorted(
        len(line.rstrip())
        for line, following in pairwise(lines)
        if line.strip() and following.strip()
    )
    if not inner or inner[len(inner) // 2] < _MIN_WIDTH:
        return 0
    return inner[min(len(inner) - 1, int(len(inner) * 0.98))]


def join_blocks(lines: Iterable[str]) -> str:
    """Put lines together again, with an empty line wherever "" stands."""
    return "\n".join(lines).strip("\n")


def is_list_item(line: str) -> bool:
    """Whether the line begins with a bullet, a number or a letter in brackets."""
    return _LIST_ITEM.match(line) is not None


def is_table_row(line: str) -> bool:
    """Whether the line has cells side by side."""
    return _TABLE_ROW.search(line) is not None


def is_furniture(line: str) -> bool:
    """Whether the line is the printer's, not the author's: a rule, a page number."""
    line = line.strip()
    return any(
        mark.fullmatch(line) for mark in (_FEDERAL_REGISTER, _SEPARATOR, _LEADER)
    )


def ends_sentence(line: str) -> bool:
    """Whether the line closes with a full stop, colon or the like."""
    return _ENDS_SENTENCE.search(line[-8:]) is not None


def _goes_on(previous: str, line: str, width: float) -> bool:
    if _STARTS_BLOCK.match(line) or is_table_row(line) or is_table_row(previous):
        return False
    if line[0].islower() and not ends_sentence(previous):
        return True
    if _DAY.search(previous[-20:]) and _YEAR.match(line):
        return True
    if len(previous) > _LONG and _UNFINISHED.search(previous[-8:]):
        return True
    if not width or previous.isupper() != line.isupper():
        return False
    if _KEY_VALUE.match(line) and _KEY_VALUE.match(previous):
        return False
    if line.isupper():  # a heading over several lines is broken where it looks well
        width *= _HEADING_WIDTH
    first = line.split(None, 1)[0]
    return len(previous) + 1 + len(first) > width
