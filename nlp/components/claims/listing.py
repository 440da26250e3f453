"""Lists of figures: "$4 million to schools, $2 million to roads and $1 million more".

Each member is a statement of its own. The parser reads such lists in many ways, so the
words between the figures decide: a comma or "and" before each, and the same preposition
after each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from nlp.components.claims.clauses import Clause
from nlp.schema import Figure

_JOINTS = frozenset({",", "and", ";"})
_WHOLE = frozenset({"sentence", "content"})


def split_list(doc: Doc, clause: Clause, figures: Sequence[Figure]) -> Iterator[Clause]:
    """Yield a clause, or the members of the list of figures that it ends in.

    Args:
        doc: The document.
        clause: A clause with its own subject.
        figures: The figures inside it, in text order.
    """
    starts = _find_members(doc, clause, figures)
    if len(starts) < 2:
        yield clause
        return
    ends = [_step_back(doc, start) for start in starts[1:]]
    yield replace(clause, end=ends[0])
    for start, end in zip(starts[1:], [*ends[1:], clause.end], strict=True):
        lead = clause.start, starts[0]
        yield replace(clause, start=start, end=end, form="item", lead=lead)


def _find_members(doc: Doc, clause: Clause, figures: Sequence[Figure]) -> list[int]:
    """Return the first token of each member; none where it is no plain list."""
    if clause.root is None or clause.form not in _WHOLE or len(figures) < 2:
        return []
    members: list[int] = []
    preposition = ""
    for figure in figures:
        span = doc.char_span(
            figure.start_char, figure.end_char, alignment_mode="expand"
        )
        if span is None or span.start <= clause.root.i or span.end >= clause.end:
            return []
        after = doc[span.end]
        if after.pos_ != "ADP" and after.tag_ not in {"IN", "TO"}:
            return []
        if {"whom", "which"} & {one.lower_ for one in doc[span.end : span.end + 2]}:
            return []  # "25 percent of prisoners, 40 percent of whom are old"
        if members and (after.lower_ != preposition or figure.kind != figures[0].kind):
            return []
        preposition = after.lower_
        start = _find_start(doc, span, members)
        if start is None:
            return []
        members.append(start)
    return members


def _find_start(doc: Doc, span: Span, members: Sequence[int]) -> int | None:
    """Return where a member begins: at its figure or at "by" and the like before it."""
    start = span.start
    before = doc[start - 1]
    if before.pos_ == "ADP" and before.lower_ in {"by", "from", "of", "with"}:
        start, before = start - 1, doc[start - 2]
    if not members:
        return start
    same = doc[members[0]].lower_ == doc[start].lower_ or start == span.start
    return start if same and _joins(before) else None


def _joins(token: Token) -> bool:
    return token.lower_ in _JOINTS


def _step_back(doc: Doc, start: int) -> int:
    """Return the token after the member before: over the comma and the "and"."""
    end = start
    while _joins(doc[end - 1]):
        end -= 1
    return end
