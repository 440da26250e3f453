"""Pass a noun on the way from a policy to an act."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from nlp.components.stances.clauses import RELATIVE_TAGS
from nlp.components.stances.cues import Cues
from nlp.components.stances.paths import VERBS, Path, has_infinitive


def enter_noun(
    path: Path, noun: Token, cues: Cues, *, preposition: str = ""
) -> Path | None:
    """Pass a noun that the policy modifies or is the complement of.

    Returns:
        The path at the noun, or None where nothing passes: what is studied, debated or
        only part of a name is not acted upon.
    """
    lemma = noun.lemma_.lower()
    if noun.pos_ in VERBS or lemma in cues.blocking or lemma in cues.vague:
        return None
    if not preposition and lemma in cues.holders["named_bodies"]:
        return None  # "the National Energy Dominance Council"
    if preposition in cues.against or preposition == "from":
        passed: Path | None = path.pass_on(noun, -1, directs=True)
    elif lemma in cues.nouns:
        sign = cues.nouns[lemma]
        if preposition and lemma == "requirement" and _is_condition(noun, cues):
            sign = -1
        passed = path.pass_on(noun, sign, directs=True)
    elif noun.lower_ in cues.states and not preposition:
        passed = path.pass_on(noun, cues.states[noun.lower_], directs=True)
    else:
        passed = _pass_undirected(path, noun, cues, is_head=not preposition)
    return None if passed is None else apply_modifiers(passed, noun, cues)


def _pass_undirected(
    path: Path, noun: Token, cues: Cues, *, is_head: bool
) -> Path | None:
    """Pass a noun that turns nothing; `is_head` where the policy only qualifies it."""
    lemma = noun.lemma_.lower()
    passed = path.pass_on(noun)
    if lemma in cues.rules:
        return replace(passed, ruled=path.ruled or not path.directed)
    known = lemma in cues.neutral or lemma in cues.instruments or is_amount(noun)
    if not path.directed and (not known or (is_head and lemma in cues.words["doers"])):
        return None  # "tax refund", "inventory of emissions": the thing only qualifies
    return replace(passed, n_unknown=path.n_unknown + (not known))


def is_amount(noun: Token) -> bool:
    """Whether a noun is counted: "$40 million", "three", "20 weeks"."""
    if noun.pos_ == "NUM" or noun.like_num:
        return True
    return any(child.dep_ in {"nummod", "quantmod"} for child in noun.children)


def apply_modifiers(path: Path, noun: Token, cues: Cues) -> Path:
    """Apply "no", "fewer", "stricter" and the like before a noun."""
    inside = path.policy.span
    for child in noun.children:
        word = child.lower_
        if inside.start <= child.i < inside.end:
            continue
        if child.dep_ == "det" and word == "no":
            path = path.turn()
        elif child.dep_ != "amod":
            continue
        elif word in cues.strictness and path.ruled:
            sign = -path.sign * cues.strictness[word]
            path = replace(path, sign=sign, directed=True, ruled=False)
        elif cues.strictness.get(word) == -1 or cues.adjectives.get(word) == -1:
            path = path.turn()
    return path


def enter_clause_noun(path: Path, noun: Token, cues: Cues) -> Path | None:
    """Pass the noun that a clause with the policy belongs to ("a bill banning")."""
    lemma, verb = noun.lemma_.lower(), path.node
    if lemma in cues.blocking:
        return None
    if verb.dep_ == "relcl" and any(
        c.dep_ == "nsubj" and c.tag_ not in RELATIVE_TAGS for c in verb.children
    ):
        return None  # "programs that landlords use to set rents": of landlords
    governs = has_infinitive(verb) or any(c.dep_ == "mark" for c in verb.children)
    sign = cues.nouns.get(lemma, 1) if governs else 1
    return apply_modifiers(path.pass_on(noun, sign), noun, cues)


def _is_condition(noun: Token, cues: Cues) -> bool:
    """Whether a requirement is a condition: "the permit requirement for handguns"."""
    return any(
        child.lower_ in cues.words["conditions"]
        for child in noun.children
        if child.dep_ in {"compound", "amod"}
    )
