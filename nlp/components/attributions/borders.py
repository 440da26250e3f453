"""Where phrases and reported clauses begin and end."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from nlp.components._syntax import find_subject
from nlp.components.attributions.cues import Cues

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_WH = frozenset({"WDT", "WP", "WRB", "WP$"})
_ADDED = frozenset({"conj", "advcl"})
_BRACKETS = frozenset({")", "(", "%", "]", "["})
_MAX_TAIL = 60  # tokens back from the end of a clause


def trim(doc: Doc, start: int, end: int) -> Span:
    """Return doc[start:end] without punctuation and space at its borders."""
    while start < end and (_is_loose(doc[end - 1]) or doc[end - 1].dep_ == "cc"):
        end -= 1
    while start < end and _is_loose(doc[start]):
        start += 1
    return doc[start:end]


def _is_loose(token: Token) -> bool:
    if token.is_space or token.tag_ == "POS":
        return True
    return token.is_punct and token.text not in _BRACKETS


def phrase(head: Token) -> Span:
    """Return everything that hangs on `head`, without punctuation at the borders."""
    return trim(head.doc, head.left_edge.i, head.right_edge.i + 1)


def clause_phrase(head: Token) -> Span:
    """Return a clause without the "that" before it."""
    start = head.left_edge.i
    if head.left_edge.lower_ == "that" and start < head.i:
        start += 1
    return trim(head.doc, start, head.right_edge.i + 1)


def join(first: Token, last: Token) -> Span:
    """Return the phrases of both and what stands between them."""
    start = min(first.left_edge.i, last.left_edge.i)
    end = max(first.right_edge.i, last.right_edge.i) + 1
    return trim(first.doc, start, end)


def reported_clause(clause: Token, verb: Token, cues: Cues) -> Span:
    """Return a clause that `verb` reports, as far as it is reported.

    Left out are "that", a relative clause that only adds (", of which ..."), what the
    reporter does besides ("finds that A fell and directs B"), and the report of
    another ("..., while voters said").
    """
    whole = clause_phrase(clause)
    if whole.start < verb.i < whole.end and whole[0].tag_ in _WH:
        # "a plan which he said would fail": what stands after the cue.
        whole = trim(clause.doc, verb.i + 1, whole.end)
    doc, start, end = clause.doc, _skip_date(whole, verb), whole.end
    for token in doc[max(start + 1, end - _MAX_TAIL) : end]:
        if token.i > clause.i and _is_outside(token, clause, verb, cues):
            left = token.left_edge.i
            while left > clause.i + 1 and doc[left - 1].dep_ in ("cc", "punct"):
                left -= 1
            return trim(doc, start, left)
    return trim(doc, start, end)


def _skip_date(clause: Span, verb: Token) -> int:
    """Return where a clause begins that "on Monday" has been read into."""
    first = clause.start
    if first != verb.i + 1:
        return first
    if len(clause) > 1 and clause[0].pos_ == "ADP":
        first += 1
    start = first
    while start < clause.end and clause.doc[start].ent_type_ == "DATE":
        start += 1
    ends = start in (first, clause.end) or clause.doc[start].text == ","
    return clause.start if ends else start


def _is_outside(token: Token, clause: Token, verb: Token, cues: Cues) -> bool:
    """Whether what hangs on `token`, up to the end of the clause, is no longer said."""
    left = token.left_edge
    if left.i <= clause.i:
        return False
    before = left.nbor(-1)
    if token.dep_ == "relcl":
        introduced = left.tag_ in _WH or (left.i < token.i and left.nbor().tag_ in _WH)
        trails = token.right_edge.i >= clause.right_edge.i
        return before.text == "," and introduced and trails
    if token.dep_ not in _ADDED or token.head.i != clause.i:
        return False
    if find_subject(token) is not None:
        cue = cues.verbs.get(token.lower_)
        reports = cue is not None and "clause" in cue.frames
        return reports and before.dep_ in ("punct", "cc")
    shares_tense = token.tag_ == verb.tag_ != clause.tag_ and verb.tag_ in _FINITE
    return token.dep_ == "conj" and shares_tense and verb.i < clause.i
