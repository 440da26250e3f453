"""What every annotation tool is given: a stretch of text with labelled marks.

One neutral form stands between our records and the tools' own forms, so that a tool
costs two functions: a task to its JSON, and its JSON back to a task. Labels are plain
strings, since that is all that every tool can hold:

- `support gun-control`, `oppose ...`, `mixed ...`: on the government, its position
- `act`: the words of its act, linked to by the government's mark
- `figure`: a number with what it counts
- `check-worthy`, `other claim`: a claim, worth a check or not
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from nlp.export import RECORDS
from nlp.schema import Claim, Document, Extraction, Figure, Stance

ACT, FIGURE, WORTHY, UNWORTHY = "act", "figure", "check-worthy", "other claim"
ACTS = "acts"  # label of the link from a government to its act
POSITIONS = ("support", "oppose", "mixed")

_MIN_LENGTH = 1_200  # characters of a task, less where the document is shorter
_GROWTH = 3  # times that length, from which a new line will do for a blank one
_BORDER = re.compile(r"\n\s*")
_WORTH = 0.5


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A labelled stretch of a task's text."""

    start_char: int
    end_char: int
    label: str


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A labelled arrow from one mark to another."""

    head: Mark
    child: Mark
    label: str


@dataclass(frozen=True, slots=True)
class Task:
    """A stretch of a document with its marks, in text order and without repetition.

    Attributes:
        id: `<document id>:<first offset in the document>`.
        text: The stretch; offsets of marks count in it.
        marks: In order.
        links: In order.
        meta: Where it comes from, and under `predicted` what the program had found, so
            that a mark that somebody took away is known.
        reviewed: Whether somebody has looked at it, as far as the tool tells.
    """

    id: str
    text: str
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)
    reviewed: bool = field(default=False, compare=False)


def make_task(
    task_id: str,
    text: str,
    *,
    marks: Iterable[Mark] = (),
    links: Iterable[Link] = (),
    meta: dict[str, str] | None = None,
    reviewed: bool = False,
) -> Task:
    """Make a task with its marks and links in order, each once."""
    return Task(
        id=task_id,
        text=text,
        marks=tuple(sorted(set(marks))),
        links=tuple(sorted(set(links))),
        meta=dict(meta or {}),
        reviewed=reviewed,
    )


def build_tasks(
    extractions: Iterable[Extraction], records: Collection[str] = RECORDS
) -> Iterator[Task]:
    """Cut documents at paragraph borders into tasks that can be read at one sitting.

    No record is cut. Nothing of a document is left out, so that what the program
    missed can be added.

    Args:
        extractions: Of a run, in order.
        records: Which marks to make, of `RECORDS`.
    """
    for extraction in extractions:
        marks = tuple(_find_marks(extraction, records))
        links = tuple(_find_links(extraction)) if "stances" in records else ()
        for start, end in cut_text(extraction.document.text, _list_spans(marks, links)):
            yield _build_task(extraction.document, start, end, marks, links)


def _build_task(
    document: Document,
    start: int,
    end: int,
    marks: tuple[Mark, ...],
    links: tuple[Link, ...],
) -> Task:
    def shift(mark: Mark) -> Mark:
        return Mark(mark.start_char - start, mark.end_char - start, mark.label)

    inside = sorted({shift(m) for m in marks if start <= m.start_char < end})
    known = {
        "document": document.id,
        "title": document.title,
        "source": document.source,
        "published": document.published and document.published.isoformat(),
        "start_char": str(start),
        "predicted": write_marks(inside),
    }
    return make_task(
        f"{document.id}:{start}",
        document.text[start:end],
        marks=inside,
        links=[
            Link(shift(link.head), shift(link.child), link.label)
            for link in links
            if start <= link.head.start_char < end
        ],
        meta={key: value for key, value in known.items() if value},
    )


def write_marks(marks: Iterable[Mark]) -> str:
    """Write marks as one line: `0-5 support gun-control; 9-30 act`."""
    return "; ".join(f"{m.start_char}-{m.end_char} {m.label}" for m in marks)


def read_marks(line: str) -> list[Mark]:
    """Read what `write_marks` wrote; what has another form is passed over."""
    found = (re.fullmatch(r"(\d+)-(\d+) (.+)", part) for part in line.split("; "))
    return [Mark(int(m[1]), int(m[2]), m[3]) for m in found if m is not None]


def name_stance(stance: Stance) -> str:
    """Return the label of a government's mark."""
    return f"{stance.position} {stance.issue}" if stance.issue else stance.position


def _mark(record: Figure | Claim, label: str) -> Mark:
    return Mark(record.start_char, record.end_char, label)


def _stance_marks(stance: Stance) -> tuple[Mark, Mark]:
    holder, evidence = stance.holder, stance.evidence
    return (
        Mark(holder.start_char, holder.end_char, name_stance(stance)),
        Mark(evidence.start_char, evidence.end_char, ACT),
    )


def _find_marks(extraction: Extraction, records: Collection[str]) -> Iterator[Mark]:
    if "stances" in records:
        yield from chain.from_iterable(map(_stance_marks, extraction.stances))
    if "claims" in records:
        for claim in extraction.claims:
            worthy = claim.check_worthiness >= _WORTH
            yield _mark(claim, WORTHY if worthy else UNWORTHY)
    if "figures" in records:
        for figure in extraction.figures:
            yield _mark(figure, FIGURE)


def _find_links(extraction: Extraction) -> Iterator[Link]:
    for stance in extraction.stances:
        yield Link(*_stance_marks(stance), ACTS)


def _list_spans(
    marks: Iterable[Mark], links: Iterable[Link]
) -> Iterator[tuple[int, int]]:
    for mark in marks:
        yield mark.start_char, mark.end_char
    for link in links:  # both ends stand in one task
        ends = (link.head, link.child)
        yield min(m.start_char for m in ends), max(m.end_char for m in ends)


def cut_text(
    text: str, spans: Iterable[tuple[int, int]], min_length: int = _MIN_LENGTH
) -> Iterator[tuple[int, int]]:
    """Cut a text at blank lines into stretches, none of which begins inside a span.

    A stretch that has grown to three times the length is cut at the next new line.

    Args:
        text: Any text; white space at the ends of a stretch stays out of it.
        spans: First and last offset of what must stay in one piece.
        min_length: Characters of a stretch, except the last.
    """
    ordered = sorted(spans, reverse=True)
    start = len(text) - len(text.lstrip())
    reach = 0  # end of the spans that begin before the border
    for border in _BORDER.finditer(text, start):
        while ordered and ordered[-1][0] < border.end():
            reach = max(reach, ordered.pop()[1])
        is_blank = border.group().count("\n") > 1
        wanted = min_length if is_blank else min_length * _GROWTH
        if border.start() - start >= wanted and reach <= border.start():
            yield start, border.start()
            start = border.end()
    end = len(text.rstrip())
    if start < end:
        yield start, end
