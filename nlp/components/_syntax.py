"""Small questions about a spaCy parse that several components ask.

All of them answer sensibly without a parse: a token then has no children.
"""

from __future__ import annotations

from spacy.tokens import Token

SUBJECT_DEPS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
AUX_DEPS = frozenset({"aux", "auxpass"})


def find_child(token: Token, deps: frozenset[str]) -> Token | None:
    """Return the first child with one of `deps`, in text order."""
    for child in token.children:
        if child.dep_ in deps:
            return child
    return None


def find_subject(verb: Token) -> Token | None:
    """Return the head of the verb's own subject, "there" and "it" included."""
    return find_child(verb, SUBJECT_DEPS)


def is_finite(verb: Token) -> bool:
    """Whether the verb or one of its auxiliaries carries tense."""
    if verb.tag_ in FINITE_TAGS:
        return True
    return any(
        child.tag_ in FINITE_TAGS for child in verb.children if child.dep_ in AUX_DEPS
    )


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive voice, by its subject or auxiliary."""
    passive = frozenset({"nsubjpass", "auxpass", "csubjpass"})
    return find_child(verb, passive) is not None
