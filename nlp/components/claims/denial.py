"""What a clause asks, leaves open or denies."""

from __future__ import annotations

from spacy.tokens import Token

from nlp.components._syntax import find_child
from nlp.components.claims.scope import (
    ASKING,
    CERTAIN,
    Cues,
    Scope,
    asks,
    modifiers,
)
from nlp.schema import Modality

_CLAUSE = frozenset({"ccomp"})
_ARGUMENTS = frozenset({"attr", "dobj", "nsubj", "nsubjpass", "pobj", "acomp"})


def read_question(cues: Cues, scope: Scope) -> Modality | None:
    """Read "critics question whether", "it is doubtful that"."""
    asked = asks(scope.root) or (scope.has_clause and scope.lemma != "ask")
    if scope.lemma in cues["question"]["verbs"] and asked and not scope.passive:
        return None if scope.negated else "questioned"
    if any(c.lower_ in cues["question"]["adjectives"] for c in scope.complements):
        return "negated" if scope.negated else "questioned"
    return None


def read_unknown(cues: Cues, scope: Scope) -> Modality | None:
    """Read "is unknown", "could not say how many", "declined to say whether"."""
    words = cues["unknown"]
    if any(child.lower_ in words["adjectives"] for child in scope.complements):
        return None if scope.negated else "unknown"
    told = any(child.lower_ in words["known"] for child in scope.complements)
    if scope.negated and told and _is_open(cues, scope):
        return "unknown"  # "data on how many came back are not yet available"
    if scope.negated and scope.lemma in words["verbs"] and _is_open(cues, scope):
        return "unknown"
    if scope.lemma in words["declining"]:
        inner = find_child(scope.root, frozenset({"xcomp"}))
        if inner is not None and inner.lemma_ in words["verbs"] and asks(inner):
            return "unknown"
    return None


def _is_open(cues: Cues, scope: Scope) -> bool:
    """Whether it is a question, an amount or a cause that is not made known.

    "The cost was not disclosed" leaves a quantity open; "the report was not released"
    denies an act.
    """
    if asks(scope.root):
        return True
    if not scope.passive and scope.lemma != "be":
        return False
    subject = scope.subject
    if subject is None or subject.lower_ == "it" or subject.left_edge.lower_ in ASKING:
        return True
    return subject.lemma_.lower() in cues["unknown"]["subjects"]


def read_negation(cues: Cues, scope: Scope) -> Modality | None:
    """Read "has not", "no state has", "is a myth", "has yet to"."""
    if scope.negated:
        # "is not expected to pass" expects that it will not.
        return "predicted" if _is_foreseen(cues, scope) else "negated"
    words = cues["negate"]
    if scope.lemma in words["verbs"] or _is_undone(scope):
        return "negated"
    for child in scope.children:
        if child.dep_ in _ARGUMENTS and _is_none(words, child):
            return "negated"
    untrue = words["adjectives"] | words["nouns"]
    if any(child.lemma_ in untrue for child in scope.complements):
        return "negated"
    return None


def _is_undone(scope: Scope) -> bool:
    """Whether it is "has yet to sign"."""
    for child in scope.children:
        if child.lower_ == "yet" and scope.lemma in {"have", "be"}:
            return scope.has_infinitive
    return False


def _is_none(words: dict[str, frozenset[str]], noun: Token) -> bool:
    """Whether a subject or object is none: "no state", "none of the bills"."""
    if noun.lower_ in words["subjects"]:
        return True
    for child in modifiers(noun):
        if child.lower_ in words["determiners"] or child.dep_ == "neg":
            after = child.i + 1
            follows = child.doc[after].lower_ if after < len(child.doc) else ""
            return follows not in words["harmless_after_no"]
    return False


def _is_foreseen(cues: Cues, scope: Scope) -> bool:
    words = cues["predict"]
    if scope.lemma in words["verbs"] and scope.passive:
        return True
    return any(
        child.lower_ in words["adjectives"]
        and not (child.lower_ in CERTAIN and find_child(child, _CLAUSE) is not None)
        for child in scope.complements
    )
