"""Who is speaking: the source of a cue, by the dependency parse."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from nlp.components._syntax import find_child

_SUBJECT = frozenset({"nsubj"})
_PASSIVE = frozenset({"nsubjpass", "auxpass"})
_AGENT = frozenset({"agent"})
_OBJECT = frozenset({"dobj", "pobj"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_INHERITS = frozenset({"conj", "xcomp", "advcl", "ccomp", "pcomp", "dep"})
_LOOSE_CLAUSES = frozenset({"relcl", "acl", "parataxis", "advcl", "ccomp"})
_LOOSENERS = frozenset({",", "-", "--", "–", "—", "(", ":", ";"})
_MAX_PHRASE = 60  # tokens on each side of its head
_MAX_CLIMB = 6  # clauses between a cue and the subject that it shares


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive, reduced ("a plan criticized by") included."""
    if find_child(verb, _PASSIVE) is not None:
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl")


def find_agent(verb: Token) -> Token | None:
    """Return the head of the verb's by-phrase."""
    by = find_child(verb, _AGENT)
    return None if by is None else find_child(by, _OBJECT)


def find_antecedent(verb: Token) -> Token:
    """Return the noun that a relative or participle clause belongs to."""
    head = verb.head
    while head.dep_ == "conj" and head.head.pos_ in ("VERB", "AUX"):
        head = head.head
    return head


def find_speaker(verb: Token) -> Token | None:
    """Return the head of the subject of `verb`, its own or the one it shares."""
    for _ in range(_MAX_CLIMB):
        subject = find_child(verb, _SUBJECT)
        if subject is not None:
            if subject.lower_ in _RELATIVE and verb.dep_ == "relcl":
                return find_antecedent(verb)
            return subject
        if verb.dep_ in ("acl", "relcl"):
            return find_antecedent(verb)
        passive = find_child(verb, _PASSIVE)
        if passive is not None and passive.dep_ == "nsubjpass":
            return passive
        if verb.dep_ not in _INHERITS:
            return None
        head = verb.head
        while head.dep_ == "prep":
            head = head.head
        if head.pos_ not in ("VERB", "AUX", "ADJ"):
            return head if verb.dep_ == "pcomp" and head.pos_ == "PROPN" else None
        if verb.dep_ == "xcomp":
            controller = find_child(head, frozenset({"dobj"}))
            if controller is not None and controller.i < verb.i:
                return controller
        verb = head
    return None


def noun_phrase(head: Token) -> Span:
    """Return the phrase of a noun: title and apposition in, loose clauses out.

    "Denmark's defence minister, Troels Lund Poulsen" is whole; a clause that only
    adds (", who ...") is cut, one that defines ("officials who ...") stays.
    """
    doc = head.doc
    start = max(head.left_edge.i, head.i - _MAX_PHRASE)
    end = min(head.right_edge.i + 1, head.i + _MAX_PHRASE)
    for token in doc[head.i + 1 : end]:
        if token.is_space and "\n" in token.text:
            end = token.i
            break
        if token.dep_ in _LOOSE_CLAUSES:
            left = token.left_edge.i
            if head.i < left < end and doc[left - 1].text in _LOOSENERS:
                end = left - 1
                break
    return trim(doc, start, end)


def trim(doc: Doc, start: int, end: int) -> Span:
    """Return doc[start:end] without punctuation and space at its borders."""
    while start < end and (doc[end - 1].is_space or _is_loose(doc[end - 1])):
        end -= 1
    while start < end and (doc[start].is_space or _is_loose(doc[start])):
        start += 1
    return doc[start:end]


def _is_loose(token: Token) -> bool:
    return token.is_punct and token.text not in (")", "(", "%", "]", "[")
