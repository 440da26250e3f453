"""What is said: the content of a cue, by the dependency parse."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Span, Token

from nlp.components._syntax import find_child
from nlp.components.attributions.cues import Cue
from nlp.components.attributions.sources import find_agent, is_passive, trim

_OBJECT = frozenset({"dobj"})
_PREDICATE = frozenset({"oprd", "ccomp", "xcomp"})
_COMPLEMENT = frozenset({"pobj", "pcomp"})
_TO_DO = frozenset({"xcomp", "ccomp"})
_WH = frozenset({"WDT", "WP", "WRB", "WP$"})


class Content(NamedTuple):
    """What a cue gives, and by which frame it was found."""

    span: Span
    frame: str


def find_verb_content(verb: Token, cue: Cue) -> Content | None:
    """Return the content of a verbal cue, or None where it has none."""
    if is_passive(verb):
        return _named("passive", _find_passive(verb, cue))
    found = None
    if "clause" in cue.frames:
        found = _named("clause", _find_clause(verb))
    if found is None and "infinitive" in cue.frames:
        found = _named("infinitive", _find_infinitive(verb))
    if found is None and "hearer" in cue.frames:
        found = _named("hearer", _find_order(verb))
    if found is None and "object" in cue.frames:
        found = _named("object", _find_object(verb))
    if found is None and cue.prepositions:
        found = _named("oblique", _find_oblique(verb, cue.prepositions))
    if found is None and "clause" in cue.frames:
        found = _named("host", _find_host(verb))
    return found


def _named(frame: str, span: Span | None) -> Content | None:
    return None if span is None or not len(span) else Content(span, frame)


def _phrase(head: Token) -> Span:
    return trim(head.doc, head.left_edge.i, head.right_edge.i + 1)


def _join(first: Token, last: Token) -> Span:
    start = min(first.left_edge.i, last.left_edge.i)
    end = max(first.right_edge.i, last.right_edge.i) + 1
    return trim(first.doc, start, end)


def _find_passive(verb: Token, cue: Cue) -> Span | None:
    clause = find_child(verb, frozenset({"ccomp"}))
    if clause is not None and "clause" in cue.frames:
        return _phrase(clause)
    if find_agent(verb) is None or not cue.frames & {"object", "hearer"}:
        return None
    subject = find_child(verb, frozenset({"nsubjpass"}))
    if subject is not None and subject.tag_ not in _WH:
        return _phrase(subject)
    if verb.dep_ in ("acl", "relcl"):
        return trim(verb.doc, verb.head.left_edge.i, verb.head.i + 1)
    return None


def _find_clause(verb: Token) -> Span | None:
    for child in verb.children:
        if child.dep_ == "ccomp":
            return _phrase(child)
    return None


def _find_infinitive(verb: Token) -> Span | None:
    child = find_child(verb, frozenset({"xcomp"}))
    return None if child is None else _phrase(child)


def _find_order(verb: Token) -> Span | None:
    hearer = find_child(verb, _OBJECT)
    to_do = find_child(verb, _TO_DO)
    if to_do is None:
        return None
    return _phrase(to_do) if hearer is None else _join(hearer, to_do)


def _find_object(verb: Token) -> Span | None:
    thing = find_child(verb, _OBJECT)
    if thing is None or thing.i < verb.i:
        return None
    predicate = find_child(verb, _PREDICATE)
    if predicate is not None and predicate.i > verb.i:
        return _join(thing, predicate)
    last = thing
    for child in verb.children:
        if child.i > last.i and child.dep_ == "prep":
            last = child
    return _join(thing, last)


def _find_oblique(verb: Token, prepositions: frozenset[str]) -> Span | None:
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            complement = find_child(child, _COMPLEMENT)
            return None if complement is None else _phrase(complement)
    return None


def _find_host(verb: Token) -> Span | None:
    """Return the clause the cue stands in: "Taxes, he said, rose"; "as he put it"."""
    host = verb.head
    if host is verb or host.pos_ not in ("VERB", "AUX"):
        return None
    mark = find_child(verb, frozenset({"mark", "advmod"}))
    inserted = verb.dep_ in ("parataxis", "ccomp") or (
        verb.dep_ == "advcl" and mark is not None and mark.lower_ == "as"
    )
    if not inserted:
        return None
    doc = host.doc
    start, end = host.left_edge.i, host.right_edge.i + 1
    left, right = verb.left_edge.i, verb.right_edge.i + 1
    if left <= start + 1:
        start = right
    elif right >= end - 1:
        end = left
    return trim(doc, start, end) if start < end else None
