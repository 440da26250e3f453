"""Speakers named by a label: "Ann Lee: ‘We will sue’", "MODERATOR: ..."."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from nlp.components.attributions.quoting import Quotations
from nlp.components.attributions.speakers import read_speakers

_LABEL = re.compile(
    r"^[ \t>*“\"]*([A-Z][^\n:“”\"]{1,50}):[ \t]+(\S[^\n]*)", re.MULTILINE
)
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z.,'’/ ]{2,40}[^\n]{0,40}?|[A-Z][^\n(]{2,40}\([A-Z][A-Za-z]+\))"
    r"\s?[-–—―]{1,2}\s",
    re.MULTILINE,
)
_SMALL = frozenset({"of", "the", "de", "van", "von", "al", "bin", "from", "and"})
_MAX_WORDS = 6
# “We will sue.” — Ann Lee, 63, to the council
_SIGNED = re.compile(
    r"[ \t]{0,2}[-–—―]{1,2}[ \t]{0,2}([A-Z][^\n:;.,“”\"]{1,50})"
    r"(?:[,.][^\n]{0,60})?[ \t]*$",
    re.MULTILINE,
)


class Label(NamedTuple):
    """A label and what follows it, in characters."""

    start_char: int
    end_char: int
    content_start: int
    content_end: int


def find_labels(quotations: Quotations) -> Iterator[Label]:
    """Yield the labels that name who speaks, in text order.

    Believed are names before a quotation, the capitals of a transcript where they
    come back, and "Poll:" before a headline.
    """
    text = quotations.text
    found = [match for match in _LABEL.finditer(text) if _is_name(match[1])]
    counts = Counter(match[1] for match in found if match[1].isupper())
    is_transcript = any(count > 1 for count in counts.values())
    for match in found:
        start, end = match.span(2)
        index = quotations.find(start)
        if index is not None and quotations[index].outer_start == start:
            one = quotations[index]
            yield Label(*match.span(1), one.start_char, one.end_char)
            continue
        in_transcript = is_transcript and match[1].isupper()
        is_report = match[1].split()[-1].lower() in read_speakers().reports
        if is_report or (in_transcript and len(match[1]) > 2):
            yield Label(*match.span(1), start, end)


def find_signatures(quotations: Quotations) -> Iterator[Label]:
    """Yield the names that stand after a quotation and a dash, in text order."""
    for index in range(len(quotations)):
        one = quotations[index]
        match = _SIGNED.match(quotations.text, one.outer_end)
        if match is None:
            continue
        name = match[1].rstrip()
        if " " in name and _is_name(name):
            start = match.start(1)
            yield Label(start, start + len(name), one.start_char, one.end_char)


def _is_name(label: str) -> bool:
    words = label.split()
    if len(words) > _MAX_WORDS:
        return False
    return all(word[0].isupper() or word in _SMALL for word in words)


def find_datelines(text: str) -> list[tuple[int, int]]:
    """Return the stretches such as "LONDON (Reuters) - " at heads of paragraphs."""
    return [match.span() for match in _DATELINE.finditer(text)]
