"""What "it" means in "the rule is new, yet it covers nine towns": the first subject.

Only where nothing else in the first clause could be meant. The parser's subject of the
clause before is taken, never that of another sentence.
"""

from __future__ import annotations

from spacy.tokens import Token

from nlp.components._syntax import find_child, find_subject
from nlp.components.claims.arguments import subject_extent
from nlp.components.claims.borders import tidy
from nlp.components.claims.clauses import Clause
from nlp.components.claims.drafts import Draft

_SINGULAR = frozenset({"NN", "NNP"})
_SUBORDINATE = frozenset({"ccomp", "relcl", "advcl", "acl", "csubj", "pcomp"})
_NUMERIC = frozenset({"PERCENT", "MONEY", "CARDINAL", "DATE", "QUANTITY", "ORDINAL"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_ANY = frozenset({"no", "every", "each", "any", "neither", "either", "another"})
_EMPTY = frozenset({"seem", "appear", "turn", "rain", "snow", "take", "happen"})
_PREDICATIVE = frozenset({"attr", "acomp"})
_MAX_WORDS = 8  # of a subject that reads well when it is said again


def name_parallel(draft: Draft) -> None:
    """Write the subject of the clause before over "it", where that is sure."""
    clause = draft.clause
    if clause.form != "conjunct" or clause.root is None or clause.host is None:
        return
    pronoun, subject = find_subject(clause.root), find_subject(clause.host)
    if pronoun is None or subject is None or pronoun.i != clause.start:
        return
    if pronoun.lower_ != "it" or _is_empty(clause.root) or not _may_recur(subject):
        return
    if _has_rival(clause, clause.host):
        return
    extent = tidy(draft.reading.text, *subject_extent(draft.doc, subject))
    words = draft.reading.text[slice(*extent)].split()
    if len(words) > _MAX_WORDS:
        return
    if words[0].lower() in {"a", "an"}:
        words[0] = "the"
    draft.edits.add(pronoun.idx, pronoun.idx + len(pronoun), " ".join(words))


def _is_empty(verb: Token) -> bool:
    """Whether "it" stands for what follows: "it is clear that", "it seems"."""
    if verb.lemma_ in _EMPTY or find_child(verb, frozenset({"ccomp", "csubj"})):
        return True
    stated = find_child(verb, _PREDICATIVE)
    told = find_child(verb, frozenset({"xcomp", "advcl"}))
    led = None if stated is None else find_child(stated, frozenset({"xcomp", "ccomp"}))
    return stated is not None and (told is not None or led is not None)


def _may_recur(subject: Token) -> bool:
    """Whether a subject is one thing that "it" can take up."""
    if subject.tag_ not in _SINGULAR or subject.ent_type_ == "PERSON":
        return False
    if any(child.dep_ == "conj" for child in subject.children):
        return False
    phrase = subject.doc[subject.left_edge.i : subject.right_edge.i + 1]
    if any(token.ent_type_ in _PLACES for token in phrase):
        return False  # "the share in Ohio is small, but it is higher in Cleveland"
    return subject.left_edge.lower_ not in _ANY


def _has_rival(clause: Clause, host: Token) -> bool:
    """Whether the clause before holds another thing that "it" could mean.

    What its subject is said to be, and amounts, are no rivals.
    """
    doc, stated = host.doc, find_child(host, _PREDICATIVE)
    for token in doc[host.left_edge.i : clause.start]:
        if token.dep_ in _SUBORDINATE and token.i < clause.start:
            return True
        if token.i <= host.i or token.tag_ not in _SINGULAR:
            continue
        if stated is not None and stated.left_edge.i <= token.i <= stated.right_edge.i:
            continue
        if not _is_amount(token, host):
            return True
    return False


def _is_amount(token: Token, verb: Token) -> bool:
    """Whether a noun is a number's, or of what the number is part of."""
    for _ in range(_MAX_WORDS):
        if token.ent_type_ in _NUMERIC or token.lower_ in {"percent", "percentage"}:
            return True
        if token.head == verb or token.head == token:
            return any(child.dep_ == "nummod" for child in token.children)
        token = token.head
    return False
