"""Who acts: from a noun phrase to the governments it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from nlp.components.stances.clauses import (
    PLURAL_TAGS,
    RELATIVE_TAGS,
    coordinated,
    find_agent,
    find_antecedent,
    find_doer,
)
from nlp.components.stances.cues import Cues
from nlp.components.stances.speech import Speech
from nlp.schema import Entity

PLACE_DEPS = frozenset({"compound", "poss", "nmod", "amod", "appos"})
PLACE_PREPOSITIONS = frozenset({"of", "in", "for", "from"})
EXAMPLE_PREPOSITIONS = frozenset({"including", "like", "as"})
PRONOUNS = frozenset({"it", "he", "she", "they", "we", "i"})
PERSONAL = frozenset({"he", "she", "i", "his", "her", "my"})
POSSESSIVES = frozenset({"its", "his", "her", "their", "our", "my"})
SPEAKING = frozenset({"we", "i"})
DASHES = frozenset("-‐‑–")
GROUPS = frozenset({"coalition", "group", "alliance", "bloc"})
RANKS = frozenset({"first", "only", "toughest", "strictest", "last", "most", "second"})
LOOSE_BODIES = frozenset(
    {"board", "commission", "office", "committee", "union", "authority", "agency"}
)

# How sure it is that the government named is the one that acts.
DIRECT, BODY, EXAMPLE, PRONOUN, OWNER = 1.0, 0.97, 0.9, 0.82, 0.75


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


class Governments:
    """The mentions of governments in a document, by token; wider mentions first."""

    def __init__(self, doc: Doc, entities: Sequence[Entity]) -> None:
        """Index the entities that have a jurisdiction."""
        self.doc = doc
        self._entities = [e for e in entities if e.jurisdiction is not None]
        self._at: dict[int, list[tuple[Entity, int]]] = {}
        self._bodiless: set[int] = set()
        starts = {token.idx: token.i for token in doc}
        for entity in entities:
            start = starts.get(entity.start_char)
            if start is None:
                continue
            at = start
            while at < len(doc) and doc[at].idx < entity.end_char:
                if entity.jurisdiction is not None:
                    self._at.setdefault(at, []).append((entity, start))
                elif entity.label == "ORG":
                    self._bodiless.add(at)
                at += 1
        for found in self._at.values():
            found.sort(key=lambda row: -row[0].end_char + row[0].start_char)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._at)

    def first_between(self, start_char: int, end_char: int) -> Entity | None:
        """Return the first place name of a government in a stretch of the text."""
        return next(self._names_between(start_char, end_char), None)

    def last_between(self, start_char: int, end_char: int) -> Entity | None:
        """Return the last place name of a government in a stretch of the text."""
        last = None
        for entity in self._names_between(start_char, end_char):
            last = entity
        return last

    def _names_between(self, start_char: int, end_char: int) -> Iterator[Entity]:
        for entity in self._entities:
            jurisdiction = entity.jurisdiction
            if (
                start_char <= entity.start_char < end_char
                and jurisdiction is not None
                and entity.label == "GPE"
                and entity.name == jurisdiction.name
            ):
                yield entity

    def at(self, token: Token) -> Entity | None:
        """Return the widest mention that covers a token."""
        found = self._at.get(token.i)
        return found[0][0] if found else None

    def is_private(self, token: Token) -> bool:
        """Whether a token is part of an organisation that is no government."""
        return token.i in self._bodiless and token.i not in self._at

    def before(self, token: Token) -> Token | None:
        """Return the word before the mention that covers a token, hyphens aside."""
        first = self._at[token.i][0][1]
        while first and self.doc[first - 1].text in DASHES:
            first -= 1
        return self.doc[first - 1] if first else None

    def place_in(self, phrase: Token, entity: Entity) -> Entity:
        """Return the name of the government's place in its phrase, or the mention.

        "The General Assembly of Virginia" and "Virginia's governor" act as Virginia.
        """
        last = phrase.right_edge.i if phrase.right_edge.i - phrase.i < 8 else phrase.i
        for at in range(max(phrase.left_edge.i, phrase.i - 8), last + 1):
            for other, _ in self._at.get(at, ()):
                jurisdiction = other.jurisdiction
                if (
                    jurisdiction is not None
                    and jurisdiction == entity.jurisdiction
                    and other.label == "GPE"
                    and other.name == jurisdiction.name
                    and other.text[:1].isupper()
                ):
                    return other
        return entity


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

    def of_policy_statement(self, verb: Token) -> list[Actor]:
        """Return whose policy it is in "it is the policy of the United States to"."""
        for noun in verb.children:
            if noun.dep_ == "attr":
                place = self._find_place(noun)
                if place is not None:
                    return [Actor(place, noun, DIRECT, "policy")]
        return []

    def owner_of(self, noun: Token) -> Actor | None:
        """Return the government a policy belongs to: "Illinois' sanctuary law"."""
        if any(child.lower_ in RANKS for child in noun.children):
            return None  # "the nation's first ban" is somebody else's
        for child in noun.children:
            if child.dep_ not in {"poss", "compound", "nmod"} or child.i > noun.i:
                continue
            if self._governments.at(child) is None:
                continue
            for actor in self._of_noun(child):
                return replace(actor, certainty=OWNER)
        return None

    def _of_noun(self, head: Token) -> list[Actor]:
        if self._is_outsider(head):
            return []
        lemma = head.lemma_.lower()
        entity = self._governments.at(head)
        if entity is not None:
            if self._is_single_member(head, entity):
                return []
            is_person = (
                entity.label == "PERSON" or lemma in self._cues.holders["people"]
            )
            place = self._governments.place_in(head, entity)
            return [Actor(place, head, DIRECT, lemma, is_person)]
        examples = self._of_examples(head)
        if examples:
            return examples
        holders = self._cues.holders
        if not self._is_office(head):
            return []
        owner = next((c for c in head.children if c.lower_ in POSSESSIVES), None)
        if owner is not None:
            meant = self._of_pronoun(owner)
            return [replace(actor, head=head, kind=lemma) for actor in meant]
        if lemma in LOOSE_BODIES and self._governments.is_private(head):
            return []  # "the Board of Realtors"
        found = self._find_place(head)
        if found is None:
            return []
        if lemma in holders["legislators"] and _sits_elsewhere(found):
            return []
        is_person = lemma in holders["people"] or head.pos_ == "PROPN"
        return [Actor(found, head, BODY, lemma, is_person)]

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
        for child in head.children:
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


def _sits_elsewhere(entity: Entity) -> bool:
    """Whether lawmakers named with a city sit there and act for the state."""
    jurisdiction = entity.jurisdiction
    return jurisdiction is not None and jurisdiction.level in {"city", "county"}
