"""Verbs of speech by which here nothing is said: duties, votes, blows, permits."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from nlp.components._syntax import find_child
from nlp.lexicons import read_lexicon

_SUBJECT = frozenset({"nsubj"})
_OBJECT = frozenset({"dobj"})
_DATIVE = frozenset({"dative"})
_AGENT = frozenset({"agent"})
_COMPLEMENT = frozenset({"pobj"})
# A duty or a possibility to report is no report; nor is "a chance to say".
_UNREAL = frozenset({"shall", "must", "should", "can", "could", "may", "might"})
_LEADS_ON = frozenset(
    {"conj", "xcomp", "acl", "advcl", "prep", "pcomp", "pobj", "dobj", "ccomp"}
)
_MAX_DUTY = 6  # words between a verb and its "shall"
_PLACES = frozenset({"FAC", "GPE", "LOC", "NORP"})
_ASIDE = frozenset({"into", "in", "before", "under", "on", "up"})


@cache
def _read_nouns(key: str) -> frozenset[str]:
    return frozenset(read_lexicon("cues")["deed"][key].split())


def is_unreal(verb: Token) -> bool:
    """Whether nothing is said, only could, must or is there to be."""
    auxiliaries = [one.lower_ for one in verb.children if one.dep_ == "aux"]
    if any(one in _UNREAL for one in auxiliaries) or _is_duty(verb):
        return True
    if "to" not in auxiliaries:
        return False
    # "a chance to say"; "they want the mayor to explain why"
    return verb.dep_ in ("acl", "relcl") or find_child(verb, _SUBJECT) is not None


def _is_duty(verb: Token) -> bool:
    """Whether it is part of a duty: "shall weigh and propose", "shall report, stating".

    Only "shall" reaches so far; what may or can be done is not laid down.
    """
    for _ in range(_MAX_DUTY):
        if find_child(verb, _SUBJECT) is not None or verb.dep_ not in _LEADS_ON:
            break
        verb = verb.head
        if any(one.lower_ == "shall" for one in verb.lefts if one.dep_ == "aux"):
            return True
    return False


def is_deed(verb: Token, word: str) -> bool:
    """Whether a verb that may be a cue tells of a vote, a refusal or a blow.

    Args:
        verb: The verb.
        word: Its base form.
    """
    if word == "say":  # "said yes to letting adults buy it" is all that was said
        after = [token.lower_ for token in verb.doc[verb.i + 1 : verb.i + 3]]
        return after in (["yes", "to"], ["no", "to"])
    if word == "deny":  # "denied it a permit"
        thing = find_child(verb, _OBJECT)
        applied = thing is not None and thing.lemma_.lower() in _read_nouns(
            "applied_for"
        )
        return applied or find_child(verb, _DATIVE) is not None
    if word == "put":  # "put it into writing", "put it before the voters"
        return any(one.lower_ in _ASIDE and one.i > verb.i for one in verb.children)
    if word == "call":  # "called the meeting to order"
        return " to order" in verb.doc[verb.i : verb.i + 6].text.lower()
    if word == "defend":  # "to defend its citizens"
        thing = find_child(verb, _OBJECT)
        return thing is not None and thing.lemma_.lower() in _read_nouns("guarded")
    return word == "attack" and _is_blow(verb)


def _is_blow(verb: Token) -> bool:
    """Whether who attacks fights, or it is a land or a place that is attacked."""
    agent = find_child(verb, _AGENT)
    doer = find_child(verb, _SUBJECT)
    if agent is not None:
        doer = find_child(agent, _COMPLEMENT)
    if doer is not None and doer.lemma_.lower() in _read_nouns("fighters"):
        return True
    thing = find_child(verb, _OBJECT | frozenset({"nsubjpass"}))
    at_place = thing is not None and thing.ent_type_ in {"FAC", "LOC", "GPE"}
    land = doer is not None and doer.ent_type_ == "GPE"
    spoken = any(child.lower_ in {"as", "for", "over"} for child in verb.children)
    if land and not spoken:
        return True  # "Russia attacked Kyiv"
    armed = any(child.lower_ == "with" and child.i > verb.i for child in verb.children)
    return at_place or (armed and not _is_named_person(doer))


def _is_named_person(token: Token | None) -> bool:
    return token is not None and (
        token.ent_type_ == "PERSON" or token.lower_ in {"he", "she"}
    )


def is_assault(noun: Token) -> bool:
    """Whether "attack on" names a blow: "Russia’s attack on Ukraine"."""
    if noun.lemma_.lower() != "attack":
        return False
    for child in noun.children:
        if child.dep_ == "poss" and child.ent_type_ in _PLACES:
            return True
        if child.dep_ == "amod" and child.lower_ in _read_nouns("armed"):
            return True
        struck = find_child(child, _COMPLEMENT) if child.dep_ == "prep" else None
        if struck is not None and struck.ent_type_ in {"FAC", "LOC", "GPE"}:
            return True
    return False
