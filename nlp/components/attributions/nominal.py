"""Cues that are no verbs: "according to", nouns and adjectives of speech."""

from __future__ import annotations

from spacy.tokens import Span, Token

from nlp.components._syntax import find_child
from nlp.components.attributions.borders import clause_phrase, phrase, trim
from nlp.components.attributions.contents import COMPLEMENT, Content
from nlp.components.attributions.cues import Cue, Cues
from nlp.components.attributions.sources import (
    find_agent,
    find_speaker,
    is_passive,
)

_POSSESSIVE = frozenset({"poss"})
_FROM = frozenset({"by", "from"})
_CLAUSE = frozenset({"ccomp"})
_CLAUSES = frozenset({"acl", "ccomp"})
_VERBAL = frozenset({"VERB", "AUX"})
_NAMED = frozenset({"PERSON", "ORG", "NORP", "GPE"})
_INTRODUCERS = frozenset({"that", "to", "whether", "if"})


def find_according(token: Token) -> tuple[Token, Span] | None:
    """Return the source and the content of "according to" or "per"."""
    preposition: Token | None = token
    if token.lower_ == "according":
        preposition = next((one for one in token.children if one.lower_ == "to"), None)
    speaker = None if preposition is None else find_child(preposition, COMPLEMENT)
    if speaker is None:
        return None
    if token.lower_ == "per":
        first = token.i == token.sent.start
        if speaker.pos_ != "PROPN" or not (first or token.nbor(-1).text == ","):
            return None
    if token.dep_ == "ROOT":
        return _find_after_comma(token, speaker)
    host = token.head
    while host.pos_ not in _VERBAL and host.dep_ != "ROOT":
        host = host.head
    start, end = host.left_edge.i, host.right_edge.i + 1
    left, right = token.left_edge.i, token.right_edge.i + 1
    if left <= start + 1:
        start = right
    elif left > host.i or right >= end - 1:
        end = left
    return None if start >= end else (speaker, trim(token.doc, start, end))


def _find_after_comma(token: Token, speaker: Token) -> tuple[Token, Span] | None:
    """Return the content of an "according to" that the parser took for the sentence."""
    for child in token.children:
        if child.text == "," and child.i > speaker.i:
            span = trim(token.doc, child.i + 1, token.right_edge.i + 1)
            return (speaker, span) if len(span) else None
    return None


def find_noun_content(noun: Token, cue: Cue) -> Content | None:
    """Return what a noun of speech says: "the claim that", "his call for"."""
    kind = cue.frames["noun"]
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.dep_ in _CLAUSES and child.left_edge.lower_ in _INTRODUCERS:
            return Content(clause_phrase(child), "noun", kind)
    verb = noun.head
    if noun.dep_ == "nsubj" and verb.lower_ in ("is", "was"):
        clause = find_child(verb, _CLAUSE)
        if clause is not None and clause.i > verb.i:
            return Content(clause_phrase(clause), "noun", kind)
    return _find_complement(noun, cue, "noun", kind)


def find_noun_speaker(noun: Token, cues: Cues) -> Token | None:
    """Return whose claim, call ... it is."""
    owner = find_child(noun, _POSSESSIVE)
    if owner is not None:
        return owner
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in _FROM:
            return find_child(child, COMPLEMENT)
        if child.dep_ in ("compound", "amod") and child.ent_type_ in _NAMED:
            return child
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lower_ in cues.light_verbs:
        return find_agent(verb) if is_passive(verb) else find_speaker(verb, cues)
    return None


def find_adjective_content(adjective: Token, cue: Cue) -> Content | None:
    """Return what somebody is confident, worried ... of."""
    kind = cue.frames["adjective"]
    for host in (adjective, adjective.head):
        clause = find_child(host, _CLAUSE)
        if clause is not None and clause.i > adjective.i:
            return Content(clause_phrase(clause), "adjective", kind)
    return _find_complement(adjective, cue, "adjective", kind)


def _find_complement(word: Token, cue: Cue, frame: str, kind: str) -> Content | None:
    hosts = [*word.children]
    if word.dep_ == "dobj":  # "raised concerns about" is often read as "raised about"
        hosts += word.head.children
    for child in hosts:
        if (
            child.i > word.i
            and child.dep_ == "prep"
            and child.lower_ in cue.prepositions
        ):
            complement = find_child(child, COMPLEMENT)
            if complement is not None and complement.pos_ != "PRON":
                return Content(phrase(complement), frame, kind)
    return None


def find_adjective_speaker(adjective: Token, cues: Cues) -> Token | None:
    """Return who is confident, worried ..."""
    if (
        adjective.dep_ not in ("acomp", "oprd", "conj")
        or adjective.head.pos_ not in _VERBAL
    ):
        return None
    speaker = find_speaker(adjective.head, cues)
    # "It is clear that" is the writer's own.
    return None if speaker is None or speaker.lower_ == "it" else speaker
