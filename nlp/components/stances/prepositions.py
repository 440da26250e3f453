"""Pass a prepositional phrase on the way from a policy to an act."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from nlp.components.stances.cues import Cues, VerbCue
from nlp.components.stances.nouns import enter_noun, is_amount
from nlp.components.stances.paths import COPULAS, Path
from nlp.components.stances.verbs import apply_verb, choose_cue, find_cue

NOUNS = frozenset({"NOUN", "PROPN", "NUM", "PRON"})
# "voted in favor of", "spoke in opposition to"
FILLERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "own", "full"})
PHRASES = {
    **dict.fromkeys(("favor", "favour", "support", "defense", "defence"), 1),
    "opposition": -1,
}


def leave_phrase(path: Path, cues: Cues) -> Path | None:
    """Pass from the noun or gerund of a prepositional phrase to what it belongs to."""
    preposition = path.node.head
    if preposition.dep_ == "agent":
        return None
    head = preposition.head
    while head.pos_ in {"ADP", "ADV", "PART"} and head.head != head:
        head = head.head  # "out of" is a chain in the parse
    if preposition.lower_ == "from" and head.dep_ == "acl":
        head = _find_barring(head, cues)
    sign = PHRASES.get(head.lemma_.lower())
    if sign is not None and head.dep_ == "pobj" and head.head.lower_ == "in":
        return _pass_phrase(path, head, sign, cues)
    word = preposition.lower_
    above = _find_verb_above(head, word, cues)
    if above is not None:
        return _pass_verb(path, above, preposition, cues)
    if head.pos_ in NOUNS or head.lower_ in cues.words["quantifiers"]:
        if word in cues.through or word in cues.against:
            return enter_noun(path, head, cues, preposition=word)
        return None
    return _pass_verb(path, head, preposition, cues)


def _pass_verb(path: Path, head: Token, preposition: Token, cues: Cues) -> Path | None:
    """Pass a verb by its preposition, or the noun before it that takes the phrase."""
    word = preposition.lower_
    cue = _find_cue(path, head, preposition, cues)
    if cue is not None:
        return apply_verb(path, head, cue, cues)
    if word == "in" and any(c.dep_ == "dobj" and is_amount(c) for c in head.children):
        cue = find_cue(head, cues, infinitive=False)
        return None if cue is None else apply_verb(path, head, cue, cues)
    noun = preposition.nbor(-1) if preposition.i else preposition
    if noun.head == head and noun.lemma_.lower() in cues.nouns:
        return enter_noun(
            path, noun, cues, preposition=word
        )  # "dropped its challenge to"
    return None


def _find_verb_above(noun: Token, word: str, cues: Cues) -> Token | None:
    """Return the verb that a phrase belongs to, hung by the parser on a name below it.

    "was sued by the Justice Department over the rule": "over" goes with "sued".
    """
    if noun.pos_ != "PROPN":
        return None
    at = noun
    for _ in range(4):
        if at.dep_ not in {"pobj", "agent", "dobj", "prep", "conj", "compound"}:
            return None
        at = at.head
        if at.pos_ == "VERB":
            return at if f"{at.lemma_.lower()} {word}" in cues.verbs else None
    return None


def _find_barring(verb: Token, cues: Cues) -> Token:
    """Return the verb of "ban anyone born after 2000 from" above a participle."""
    above = verb.head.head
    choices = cues.verbs.get(above.lemma_.lower(), ())
    if verb.head.dep_ == "dobj" and any(c.group == "forbid" for c in choices):
        return above
    return verb


def _find_cue(
    path: Path, head: Token, preposition: Token, cues: Cues
) -> VerbCue | None:
    for key in _read_keys(head, preposition):
        if key in cues.verbs:
            return choose_cue(cues.verbs[key], infinitive=path.node.pos_ == "VERB")
    lemma, word = head.lemma_.lower(), preposition.lower_
    if lemma not in cues.verbs:
        return None
    cue = cues.verbs[lemma][0]
    if word == "from":  # barred from, protected from
        return replace(cue, sign=-1, directs=True)
    if word == "for" and path.node.pos_ == "VERB":  # criticized them for banning
        return cue
    return None


def _read_keys(head: Token, preposition: Token) -> list[str]:
    """Return the keys under which a head with this preposition may be listed."""
    lemma = head.lemma_.lower()
    between = [
        token.lower_
        for token in head.doc[head.i + 1 : preposition.i + 1]
        if not token.lower_.endswith("ly") and token.lower_ not in FILLERS
    ]
    keys = [f"{lemma} {preposition.lower_}"]
    if 0 < len(between) <= 4:
        keys.insert(0, f"{lemma} {' '.join(between)}")
    return keys


def _pass_phrase(path: Path, noun: Token, sign: int, cues: Cues) -> Path | None:
    """Pass "in favor of", "in opposition to" on to the verb or noun before it."""
    path = path.pass_on(noun, sign, directs=True)
    head = noun.head.head
    if head.pos_ in {"NOUN", "PROPN"}:
        return path.pass_on(head)
    cue = find_cue(head, cues, infinitive=False)
    if cue is None or head.lemma_.lower() in COPULAS:
        cue = cues.verbs["support"][0]
    return apply_verb(path, head, replace(cue, sign=1), cues)
