"""Who acts: from a noun phrase to the governments it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from nlp.components.stances.clauses import (
    PLURAL_TAGS,
    RELATIVE_TAGS,
    coordinated,
    find_agent,
    find_antecedent,
    find_doer,
)
from nlp.components.stances.cues import Cues
from nlp.components.stances.governments import Governments
from nlp.components.stances.speech import Speech
from nlp.schema import Entity

PLACE_DEPS = frozenset({"compound", "poss", "nmod", "amod", "appos"})
PLACE_PREPOSITIONS = frozenset({"of", "in", "for", "from"})
LOCATIVES = frozenset({"in", "across", "throughout"})
EXAMPLE_PREPOSITIONS = frozenset({"including", "like", "as"})
PRONOUNS = frozenset({"it", "he", "she", "they", "we", "i"})
PERSONAL = frozenset({"he", "she", "i", "his", "her", "my"})
POSSESSIVES = frozenset({"whose", "its", "his", "her", "their", "our", "my"})
SPEAKING = frozenset({"we", "i"})
GROUPS = frozenset({"coalition", "group", "alliance", "bloc"})
RANKS = frozenset({"first", "only", "toughest", "strictest", "last", "most", "second"})
SHARES = frozenset({"percent", "majority", "third", "half", "%"})
PARTS = frozenset(
    {"county", "city", "town", "village", "district", "municipality", "school", "state"}
)
LOOSE_BODIES = frozenset(
    {"board", "commission", "office", "committee", "union", "authority", "agency"}
)

# How sure it is that the government named is the one that acts.
DIRECT, BODY, EXAMPLE, PRONOUN, OWNER, LOCATED = 1.0, 0.97, 0.9, 0.82, 0.75, 0.7
BARE = 0.75
PUBLIC = "public"  # kind of "Kansans", who act when they vote


@dataclass(frozen=True, slots=True)
class Actor:
    """A government that acts, and how it is written.

    Attributes:
        entity: The mention that names the government.
        head: Token of the acting phrase: "Council" in "the Denver City Council".
        certainty: How sure it is that this government acts, in [0, 1].
        kind: The acting noun in its dictionary form: "voter", "court", "council".
        is_person: Whether an official acts, for whom "she" may stand.
    """

    entity: Entity
    head: Token
    certainty: float
    kind: str = ""
    is_person: bool = False

    @property
    def government(self) -> str:
        """Canonical name of the government."""
        jurisdiction = self.entity.jurisdiction
        return "" if jurisdiction is None else jurisdiction.name


class Actors:
    """Find the governments behind a noun phrase or a verb's subject."""

    def __init__(
        self,
        governments: Governments,
        speech: Speech,
        cues: Cues,
        *,
        writer: Actor | None = None,
    ) -> None:
        """Take what is known of the document.

        `writer` is who says "I" outside quotations, in an order or a resolution.
        """
        self._writer = writer
        self._governments = governments
        self._speech = speech
        self._cues = cues

    def of_verb(self, verb: Token) -> list[Actor]:
        """Return who does what the verb says; empty where no government does."""
        subject = find_doer(verb)
        return [] if subject is None else self.of_phrase(subject)

    def of_phrase(self, head: Token) -> list[Actor]:
        """Return the governments that a noun phrase stands for, in text order."""
        if head.tag_ in RELATIVE_TAGS:
            antecedent = find_antecedent(head)
            return [] if antecedent is None else self.of_phrase(antecedent)
        if head.lower_ in PRONOUNS and head.pos_ == "PRON":
            return self._of_pronoun(head)
        found = []
        for part in coordinated(head):
            found += self._of_noun(part)
        return found

    def of_words(self, last: Token) -> list[Actor]:
        """Return the government whose name ends at a token, without the parse."""
        found = self._of_noun(last)
        holders = self._cues.holders
        lemma = last.lemma_.lower()
        if found or lemma not in holders["bodies"] | holders["people"]:
            return found
        for at in range(last.i - 1, max(last.sent.start, last.i - 4) - 1, -1):
            token = last.doc[at]
            entity = self._governments.at(token)
            if entity is not None:
                return [Actor(entity, last, BODY, lemma)]
            if token.pos_ not in {"NOUN", "PROPN", "ADJ", "PART"}:
                return []
        return []

    def of_places(self, verb: Token) -> list[Actor]:
        """Return the governments of the places in which something is so."""
        found = []
        objects = [c for c in verb.children if c.dep_ == "dobj"]
        for preposition in (*verb.children, *(p for o in objects for p in o.children)):
            if preposition.dep_ != "prep" or preposition.lower_ not in LOCATIVES:
                continue
            for noun in preposition.children:
                for part in coordinated(noun) if noun.dep_ == "pobj" else ():
                    entity = self._governments.at(part)
                    if entity is not None and entity.label == "GPE":
                        found.append(Actor(entity, part, LOCATED, "place"))
        return found

    def of_policy_statement(self, verb: Token) -> list[Actor]:
        """Return whose policy it is in "it is the policy of the United States to"."""
        for noun in verb.children:
            if noun.dep_ == "attr":
                place = self._find_place(noun)
                if place is not None:
                    return [Actor(place, noun, DIRECT, "policy")]
        return []

    def owner_of(self, noun: Token, *, named: bool = True) -> Actor | None:
        """Return the government a policy belongs to: "Illinois' sanctuary law".

        Args:
            noun: The policy's noun.
            named: Whether the owner must be named: "its law" does not count.
        """
        if any(child.lower_ in RANKS for child in noun.children):
            return None  # "the nation's first ban" is somebody else's
        for child in noun.children:
            if child.dep_ not in {"poss", "compound", "nmod"} or child.i > noun.i:
                continue
            if child.lower_ in POSSESSIVES and not named:
                owners = self._of_pronoun(child)
                return replace(owners[0], certainty=OWNER) if owners else None
            entity = self._governments.at(child)
            if entity is None or not _may_own(entity, child):
                continue
            for actor in self._of_noun(child):
                return replace(actor, certainty=OWNER)
        return None

    def _of_noun(self, head: Token) -> list[Actor]:
        """Return the governments that one noun stands for."""
        if self._is_outsider(head):
            return []
        entity = self._governments.at(head)
        if entity is not None:
            return self._of_mention(head, entity)
        lemma = head.lemma_.lower()
        examples = self._of_examples(head)
        if examples or (head.tag_ in PLURAL_TAGS and lemma in PARTS):
            return examples  # "Texas counties" are not Texas
        if lemma in SHARES:
            return self._of_share(head)
        return self._of_office(head) if self._is_office(head) else []

    def _of_mention(self, head: Token, entity: Entity) -> list[Actor]:
        """Return the government of a noun that is part of its mention."""
        if self._is_single_member(head, entity):
            return []
        if entity.label == "NORP" and head.tag_ in PLURAL_TAGS:
            return [Actor(entity, head, BARE, PUBLIC)]
        lemma = head.lemma_.lower()
        is_person = entity.label == "PERSON" or lemma in self._cues.holders["people"]
        place = self._governments.place_in(head, entity)
        return [Actor(place, head, DIRECT, lemma, is_person)]

    def _of_office(self, head: Token) -> list[Actor]:
        """Return the government of a body or official named with its place, or not."""
        lemma = head.lemma_.lower()
        owner = next((c for c in head.children if c.lower_ in POSSESSIVES), None)
        if owner is not None:
            relative = find_antecedent(head) if owner.lower_ == "whose" else None
            meant = self._of_noun(relative) if relative else self._of_pronoun(owner)
            return [replace(actor, head=head, kind=lemma) for actor in meant]
        if lemma in LOOSE_BODIES and self._governments.is_private(head):
            return []  # "the Board of Realtors"
        found = self._find_place(head)
        if found is None:
            return self._of_bare_body(head)
        holders = self._cues.holders
        if lemma in holders["legislators"] and _sits_elsewhere(found):
            return []
        is_person = lemma in holders["people"] or head.pos_ == "PROPN"
        return [Actor(found, head, BODY, lemma, is_person)]

    def _of_share(self, head: Token) -> list[Actor]:
        """Return who "54 percent of voters" act for."""
        for preposition in head.children:
            if preposition.lower_ == "of":
                for noun in preposition.children:
                    if noun.lemma_.lower() in self._cues.holders["voters"]:
                        return self._of_noun(noun)
        return []

    def _of_bare_body(self, head: Token) -> list[Actor]:
        """Return whose "voters" or "the council" are: of the last government named.

        Only one whose level has such a body, in this sentence or two before.
        """
        lemma = head.lemma_.lower()
        levels = self._cues.levels.get(lemma)
        if levels is None:
            return []
        first = head.sent
        for _ in range(2):
            first = _previous(first) or first
        found = None
        for entity in self._governments.names_between(first.start_char, head.idx):
            jurisdiction = entity.jurisdiction
            if jurisdiction is not None and jurisdiction.level in levels:
                found = entity
        if found is None:
            return []
        return [Actor(found, head, BARE, lemma)]

    def _is_office(self, head: Token) -> bool:
        """Whether the noun is a body or an official, or a name with such a title."""
        holders = self._cues.holders
        offices = holders["bodies"] | holders["people"]
        if head.lemma_.lower() in offices:
            return True
        if head.pos_ != "PROPN":
            return False
        titles = (c.lower_ for c in head.children if c.dep_ in {"compound", "nmod"})
        return any(title in holders["people"] for title in titles)

    def _find_place(self, head: Token) -> Entity | None:
        """Return the government named beside a body: "the Council of Denver"."""
        children = sorted(head.children, key=lambda child: child.dep_ != "prep")
        for child in children:
            if child.dep_ in PLACE_DEPS:
                near = [child, *(c for c in child.children if c.dep_ in PLACE_DEPS)]
            elif child.dep_ == "prep" and child.lower_ in PLACE_PREPOSITIONS:
                near = [c for c in child.children if c.dep_ == "pobj"]
                near += [
                    c for noun in near for c in noun.children if c.dep_ in PLACE_DEPS
                ]
            else:
                continue
            for token in near:
                found = self._governments.at(token)
                if found is not None:
                    return found
        return None

    def _of_examples(self, head: Token) -> list[Actor]:
        """Return the governments of "12 states, including Texas and Florida"."""
        if head.tag_ not in PLURAL_TAGS and head.lower_ not in GROUPS:
            return []
        found = []
        for noun in _find_examples(head):
            for part in coordinated(noun):
                entity = self._governments.at(part)
                if entity is not None:
                    found.append(Actor(entity, part, EXAMPLE))
        return found

    def _is_outsider(self, head: Token) -> bool:
        """Whether a word makes the phrase someone who does not act for the place."""
        outsiders = self._cues.holders["outsiders"]
        if self._governments.at(head) is not None:
            before = self._governments.before(head)
            if before is not None and before.lower_ in outsiders:
                return before.head.i >= before.i
        return any(
            child.lower_ in outsiders
            for child in head.children
            if child.dep_ in {"amod", "compound", "nummod", "det", "nmod"}
        )

    def _is_single_member(self, head: Token, entity: Entity) -> bool:
        """Whether it is one member of a body, who does not act for it."""
        if entity.label in {"GPE", "ORG", "NORP", "LOC", "FAC"}:
            return False
        members = self._cues.holders["single_members"]
        before = self._governments.before(head)
        words = {entity.text.split(" ", 1)[0].lower()}
        words |= {c.lower_ for c in head.children if c.dep_ in {"compound", "nmod"}}
        if before is not None:
            words.add(before.lower_)
        return bool(words & members)

    def _of_pronoun(self, pronoun: Token) -> list[Actor]:
        """Return who a pronoun stands for: the speaker, or the subject just before."""
        source = self._speech.find_speaker(pronoun)
        if source is None and self._writer and pronoun.lower_ in SPEAKING:
            return [self._writer]
        found = [] if source is None else self._of_noun(source)
        if not found and pronoun.lower_ not in SPEAKING:
            found = self._of_subject_before(pronoun)
        if pronoun.lower_ in PERSONAL:
            found = [actor for actor in found if actor.is_person]
        return [replace(actor, certainty=PRONOUN) for actor in found[:1]]

    def _of_subject_before(self, pronoun: Token) -> list[Actor]:
        """Return the last subject of a main clause, here or one sentence before."""
        sent = pronoun.sent
        for sentence in (sent, _previous(sent)):
            if sentence is None:
                continue
            for token in sentence:
                if token.i >= pronoun.i:
                    break
                if token.dep_ == "nsubj" and token.head.dep_ in {"ROOT", "ccomp"}:
                    return [] if token.pos_ == "PRON" else self.of_phrase(token)
        return []


def _find_examples(head: Token) -> Iterator[Token]:
    """Yield the nouns of "including ..." and "led by ..." below a group."""
    below = [head, *(t for t in head.subtree if t.dep_ == "pobj" and t.i < head.i + 8)]
    for noun in below:
        for child in noun.children:
            if child.lower_ in EXAMPLE_PREPOSITIONS:
                yield from (c for c in child.children if c.dep_ == "pobj")
            elif child.dep_ == "acl" and child.lemma_ in {"lead", "head"}:
                leader = find_agent(child)
                if leader is not None:
                    yield leader


def _previous(sent: Span) -> Span | None:
    if sent.start == 0:
        return None
    previous: Span = sent.doc[sent.start - 1].sent
    return previous


def _may_own(entity: Entity, token: Token) -> bool:
    """Whether "Texas law" is of Texas; a city's name often only qualifies."""
    if token.dep_ == "poss":
        return True
    jurisdiction = entity.jurisdiction
    return (
        entity.label == "GPE"
        and jurisdiction is not None
        and jurisdiction.level in {"state", "country", "supranational"}
    )


def _sits_elsewhere(entity: Entity) -> bool:
    """Whether lawmakers named with a city sit there and act for the state."""
    jurisdiction = entity.jurisdiction
    return jurisdiction is not None and jurisdiction.level in {"city", "county"}
