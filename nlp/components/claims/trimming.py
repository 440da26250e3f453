"""Which words at the ends of a clause belong to no statement."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from nlp.components.claims.clauses import Form

_STOPS = frozenset({".", "!", "?", "..."})
_EDGES = frozenset(
    {",", ";", ":", "-", "–", "—", "―", "--", "•", "*", "**", "#", ">", "|"}
)
_PAIRS = {
    "“": "”",
    "‘": "’",
    '"': '"',
    "'": "'",
    "``": "''",
    "«": "»",
    "(": ")",
    "[": "]",
}
_CLOSING = frozenset(_PAIRS.values())
_BRACKETS = {")": "(", "]": "["}
_MARKS = _STOPS | _EDGES | _CLOSING | frozenset(_PAIRS)
_JOINTS = frozenset({"that", "while", "whereas", "although", "though"})
_SIGHT = 300  # tokens within which a mark is paired; keeps odd texts linear
# "SECTION 3.", "Sec. 2(b).", "(a)", "(iv)", "1." before the words of a paragraph, and
# "Q:" and "DENVER (AP) — " before those of a speaker or reporter.
_NUMBER = re.compile(
    r"(?:[QA]:\s{1,3}|(?:WHEREAS|Whereas),?\s{1,3}(?:that\s{1,3})?"
    r"|[A-Z][A-Z.’' /-]{2,30}(?:, [A-Z][A-Za-z. ]{1,20})?"
    r"(?:,? \([A-Za-z ]{2,40}\)|, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?){0,2}"
    r" (?:—|―|–|--?) "
    r"|(?:SECTION|Section|SEC\.|Sec\.|§)\s{0,3}\d[\w().-]{0,12}\s{1,3}"
    r"|\(?(?:[a-zA-Z]|[ivxIVX]{1,5}|\d{1,3})\)\s{1,3}"
    r"|(?:\d{1,3}|[A-Za-z])\.\s{1,3}(?=[A-Z]))+"
)
_NUMBER_REACH = 24  # tokens


def is_furniture(token: Token) -> bool:
    """Whether a word says nothing at the end of a clause: "and", "with", a comma."""
    if token.is_space or token.text in _MARKS or token.dep_ == "cc":
        return True
    return token.lower_ == "with" and any(t.dep_ == "pcomp" for t in token.children)


def trim(doc: Doc, start: int, end: int, form: Form) -> tuple[int, int]:
    """Cut what belongs to no statement off both ends; keep the full stop.

    Args:
        doc: The document.
        start: First token of the clause.
        end: Token after its last.
        form: A whole sentence keeps its "But", a part of one does not.

    Returns:
        The new start and end; equal where nothing is left.
    """
    start = skip_number(doc, start, end)
    while start < end and _is_leading(doc, start, end, form):
        start += 1
    while start < end and _is_trailing(doc, start, end):
        end -= 1
    if start >= end:
        return start, start
    return _open(doc, start, end, form), _close(doc, start, end)


def _open(doc: Doc, start: int, end: int, form: Form) -> int:
    """Take in the mark before a clause that begins with quoted words."""
    while start > 0 and doc[start - 1].text in _PAIRS:
        if _is_leading(doc, start - 1, end, form):
            break
        start -= 1
    return start


def _close(doc: Doc, start: int, end: int) -> int:
    """Take in the full stop, and marks that close what opens inside the clause."""
    stopped = False
    for token in doc[end:]:
        text = token.text
        if text in _CLOSING and not _is_trailing(doc, start, token.i + 1):
            end = token.i + 1
        elif text in _STOPS and not stopped:
            stopped, end = True, token.i + 1
        else:
            break
    return end


def skip_number(doc: Doc, start: int, end: int) -> int:
    """Step over "SECTION 3." or "(a)" in front of what a paragraph says."""
    if start >= end or not _may_number(doc[start]):
        return start
    reach = min(end, start + _NUMBER_REACH)
    number = _NUMBER.match(doc[start:reach].text)
    if number is None:
        return start
    for i in range(start, reach):
        if doc[i].idx - doc[start].idx >= number.end():
            return i
    return start


def _may_number(first: Token) -> bool:
    """Whether a word can begin a number or a dateline; spares most the pattern."""
    text = first.text
    if first.is_upper or len(text) < 6 or not first.is_alpha:
        return True
    return text in {"Section", "Whereas"}


def _is_leading(doc: Doc, start: int, end: int, form: Form) -> bool:
    token = doc[start]
    text = token.text
    if token.is_space or text in _EDGES:
        return True
    if text in _PAIRS:
        # A mark stays where it closes inside ("“Madness” is how he ..."), and goes
        # where it closes nothing or all.
        near = doc[start + 1 : min(end, start + _SIGHT)]
        closed = [t.i for t in near if t.text == _PAIRS[text]]
        return not closed or all(t.text in _MARKS for t in doc[closed[-1] + 1 : end])
    if text in _CLOSING:
        return True
    if form == "sentence":
        return False
    return (
        token.dep_ == "cc"
        or (token.lower_ in _JOINTS and token.dep_ in {"mark", "advmod"})
        or (form == "absolute" and token.lower_ == "with")
    )


def _is_trailing(doc: Doc, start: int, end: int) -> bool:
    token = doc[end - 1]
    text = token.text
    if token.is_space or text in _EDGES or text in _STOPS or text in _PAIRS:
        if text not in _CLOSING:
            return True
    elif text not in _CLOSING:
        return token.dep_ == "cc"
    near = doc[max(start, end - _SIGHT) : end - 1]
    if text in _BRACKETS:  # "4(b" is one token, its closing bracket another
        opened = sum(t.text.count(_BRACKETS[text]) for t in near)
        return opened <= sum(t.text.count(text) for t in near)
    opened = sum(_PAIRS.get(t.text) == text for t in near)
    closed = sum(t.text == text for t in near)
    if _PAIRS.get(text) == text:  # straight marks open and close alike
        return opened % 2 == 0
    return opened <= closed
