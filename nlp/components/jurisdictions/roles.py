"""Does a government act in a sentence, or do things merely happen there?

Rules over the dependency parse, for any name alike: what the name is to its verb or
preposition, and which words of `roles.toml` that verb, noun or preposition is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, overload

from spacy.tokens import Doc, Span, Token

from nlp.annotations import read_text
from nlp.components.jurisdictions.mentions import Mention
from nlp.lexicons import read_lexicon
from nlp.schema import Role

ALWAYS_ACTOR = frozenset(("agency", "official", "group"))
PLACES = frozenset(("GPE", "LOC"))
LEVEL_NOUNS = frozenset(("state", "city", "county", "province", "government"))
NOMINAL = frozenset(("PROPN", "NOUN"))
SUBJECTS = frozenset(("nsubj", "csubj"))
MODIFIERS = frozenset(("compound", "amod", "nmod", "npadvmod"))
OBJECTS = frozenset(("dobj", "dative", "oprd", "nsubjpass"))
ECHOES = frozenset(("as", "including", "like", "except", "than", "besides"))
LOOSE = frozenset(("for", "between", "to", "with"))
MAX_CLIMB = 20  # links of a list, 'Ohio, Utah, Iowa and Texas'
MAX_HEADS = 4
Reason = tuple[Role, str]


@dataclass(frozen=True, slots=True)
class RoleCues:
    """The lists of `roles.toml`."""

    describing: frozenset[str]
    located: frozenset[str]
    willing: frozenset[str]
    agentive: frozenset[str]
    acts: frozenset[str]
    dealings: frozenset[str]
    giving: frozenset[str]
    taking: frozenset[str]
    serving: frozenset[str]
    belonging: frozenset[str]
    place_prepositions: frozenset[str]
    agent_prepositions: frozenset[str]
    bordering: frozenset[str]
    targeting: frozenset[str]
    landscape: frozenset[str]
    events: frozenset[str]


@lru_cache(maxsize=1)
def read_role_cues() -> RoleCues:
    """Read the word lists."""
    lexicon = read_lexicon("roles")
    return RoleCues(
        **{name: frozenset(lexicon[name]) for name in RoleCues.__dataclass_fields__}
    )


def set_roles(doc: Doc, mentions: list[Mention]) -> None:
    """Fill `role` of every mention that is, or stands for, a government or place."""
    parsed = doc.has_annotation("DEP")
    text = read_text(doc)
    agency: Mention | None = None
    for mention in mentions:
        government = mention.government
        if government is None and mention.label not in PLACES:
            continue
        acts = mention.kind in ALWAYS_ACTOR or names_owner(text, agency, mention)
        if acts or (government is not None and government.level == "supranational"):
            mention.role = "actor"
        elif mention.is_setting or is_branch(text, agency, mention):
            mention.role = "place"
        elif parsed:
            mention.role = role_at(doc, mention.start, mention.end)
        else:
            mention.role = "place"
        if mention.kind == "agency" and (agency is None or mention.end >= agency.end):
            agency = mention


def names_owner(text: str, agency: Mention | None, mention: Mention) -> bool:
    """Tell whether a name inside a body's says whose the body is.

    'General Assembly of Virginia' is Virginia's; 'the council in Erie' only sits there,
    and 'U.S. Attorney's Office for the District of Oregon' is not Oregon's.
    """
    if agency is None or mention.start >= agency.end:
        return False
    if text[max(mention.start - 3, 0) : mention.start] == "in ":
        return False
    owner, place = agency.government, mention.government
    return (
        owner is None
        or place is None
        or place.level != "state"
        or (owner.level != "country")
    )


def is_branch(text: str, agency: Mention | None, mention: Mention) -> bool:
    """Tell whether a city's name says which branch of an agency: 'ERO Phoenix'."""
    if agency is None or agency.government is None or mention.government is None:
        return False
    if agency.government.level != "country" or mention.government.level != "city":
        return False
    return text[agency.end : mention.start] in (" ", " - ", " \u2013 ")


@overload
def role_at(doc: Doc, start: int, end: int) -> Role: ...
@overload
def role_at(doc: Doc, start: int, end: int, *, explain: Literal[True]) -> Reason: ...
def role_at(doc: Doc, start: int, end: int, *, explain: bool = False) -> Role | Reason:
    """Decide the role of the name at these characters of a parsed document.

    Args:
        doc: A document with a dependency parse.
        start: First character.
        end: Character after the last.
        explain: Return the rule that decided as well.
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    reason: Reason = ("place", "none") if span is None else decide_role(span)
    return reason if explain else reason[0]


def decide_role(span: Span) -> Reason:
    """Return the role of a name and the rule that decided it."""
    return judge_token(span.root, MAX_CLIMB)


def judge_token(root: Token, climb: int) -> Reason:
    """Judge a name by its head word, climbing over lists and appositions."""
    dep = root.dep_
    while (
        climb
        and root.head.i < root.i
        and (dep == "appos" or (dep == "conj" and root.head.pos_ in NOMINAL))
    ):
        root, climb = root.head, climb - 1
        dep = root.dep_
    if dep in SUBJECTS:
        return judge_subject(root.head)
    if dep in OBJECTS:
        is_located = root.head.lemma_ in read_role_cues().located
        return ("place" if is_located else "actor"), dep
    if dep == "pobj":
        return judge_object(root.head, climb)
    if dep == "poss":
        return judge_owner(root.head)
    if dep in MODIFIERS:
        if root.head.lower_ in LEVEL_NOUNS and root.head.i == root.i + 1:
            return judge_token(root.head, climb)  # 'Washington state sued'
        return judge_modifier(root.head)
    return "place", dep


def judge_subject(verb: Token) -> Reason:
    """Judge a subject by its verb."""
    cues = read_role_cues()
    if verb.lemma_ == "be":
        return judge_copula(verb)
    if verb.lemma_ == "have":
        for child in verb.children:
            if child.dep_ == "dobj":
                is_land = child.lemma_ in cues.landscape
                return ("place" if is_land else "actor"), "have"
    if verb.lemma_ in cues.describing:
        return "place", "describing"
    return "actor", "subject"


def judge_copula(verb: Token) -> Reason:
    """Judge the subject of 'is' by what it is."""
    cues = read_role_cues()
    for child in verb.children:
        if child.dep_ == "attr":
            acts = child.lemma_ in cues.agentive
            return ("actor" if acts else "place"), "be noun"
        if child.dep_ == "acomp":
            acts = bool({child.lemma_, child.lower_} & cues.willing)
            return ("actor" if acts else "place"), "be adjective"
        if child.dep_ == "prep":
            at_odds = any(t.lemma_ in cues.dealings for t in child.children)
            return ("actor" if at_odds else "place"), "be at"
    return "place", "be"


def judge_object(preposition: Token, climb: int) -> Reason:
    """Judge the object of a preposition by it and by the word it depends on."""
    cues = read_role_cues()
    word = preposition.lower_
    if word in cues.place_prepositions:
        return "place", "place preposition"
    if word in cues.agent_prepositions or preposition.dep_ == "agent":
        return "actor", word
    governor = preposition.head
    if word in ECHOES:  # 'countries such as Peru' do what the countries do
        return judge_token(governor, climb - 1) if climb > 0 else ("place", word)
    known = select_governors(word)
    if governor.lemma_.lower() in known:
        return "actor", word
    if word in LOOSE and any(t.lemma_ in known for t in governors(governor)):
        return "actor", f"{word} far"
    if word == "with":
        return ("place" if governor.lemma_ in cues.bordering else "actor"), "with else"
    return "place", word


def governors(token: Token) -> Iterator[Token]:
    """Yield the words above `token` up to its verb: parsers attach 'for X' too low."""
    for _ in range(MAX_HEADS):
        if token.pos_ in ("VERB", "AUX") or token.head.i == token.i:
            return
        token = token.head
        yield token


def select_governors(word: str) -> frozenset[str]:
    """Return the lemmas that make the object of a preposition an agent."""
    cues = read_role_cues()
    lists = {
        "to": cues.giving,
        "from": cues.taking,
        "for": cues.serving,
        "of": cues.belonging,
        "with": cues.dealings,
        "between": cues.dealings,
        "among": cues.dealings,
        "on": cues.targeting,
        "upon": cues.targeting,
        "over": cues.targeting,
    }
    return lists.get(word, frozenset())


def judge_owner(noun: Token) -> Reason:
    """Judge a possessor by what it has."""
    acts = noun.lemma_.lower() in read_role_cues().acts
    return ("actor" if acts else "place"), "owner"


def judge_modifier(noun: Token) -> Reason:
    """Judge a name before a noun by that noun."""
    cues = read_role_cues()
    acts = noun.lemma_.lower() in cues.acts - cues.events
    return ("actor" if acts else "place"), "modifier"
