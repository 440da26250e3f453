"""Who acts: from the subject of a verb to the governments it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from nlp.components.stances.cues import Cues
from nlp.schema import Attribution, Entity

PLACE_DEPS = frozenset({"compound", "poss", "nmod", "amod", "appos"})
PLACE_PREPOSITIONS = frozenset({"of", "in", "for", "from"})
EXAMPLE_PREPOSITIONS = frozenset({"including", "like", "as"})
PRONOUNS = frozenset("it he she they we i".split())
RELATIVE_TAGS = frozenset({"WDT", "WP"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})

DIRECT, BODY, EXAMPLE, PRONOUN, OWNER = 1.0, 0.97, 0.9, 0.82, 0.8


@dataclass(frozen=True, slots=True)
class Actor:
    """A government that acts, and how it is written.

    Attributes:
        entity: The mention that names the government.
        head: Token of the acting phrase: "Council" in "the Denver City Council".
        certainty: How sure it is that this government acts, in [0, 1].
        kind: "voters", "court" ... as the noun tells it, else "".
    """

    entity: Entity
    head: Token
    certainty: float
    kind: str = ""


class Governments:
    """The mentions of governments in a document, by token."""

    def __init__(self, doc: Doc, entities: Sequence[Entity]) -> None:
        starts = {token.idx: token.i for token in doc}
        self._at: dict[int, Entity] = {}
        self._first: dict[int, int] = {}  # token of a mention -> its first token
        self.doc = doc
        for entity in entities:
            if entity.jurisdiction is None:
                continue
            start = starts.get(entity.start_char)
            if start is None:
                continue
            for token in doc[start:]:
                if token.idx >= entity.end_char:
                    break
                if token.i not in self._at:
                    self._at[token.i] = entity
                    self._first[token.i] = start

    def __bool__(self) -> bool:
        return bool(self._at)

    def at(self, token: Token) -> Entity | None:
        """Return the mention that covers a token."""
        return self._at.get(token.i)

    def before(self, token: Token) -> Token | None:
        """Return the word before the mention that covers a token, hyphens aside."""
        first = self._first[token.i]
        while first and self.doc[first - 1].text in "-‐‑":
            first -= 1
        return self.doc[first - 1] if first else None


class Actors:
    """Find the governments behind a noun phrase or a verb's subject."""

    def __init__(
        self, governments: Governments, attributions: Sequence[Attribution], cues: Cues
    ) -> None:
        self._governments = governments
        self._attributions = attributions
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
        for part in _coordinated(head):
            found += self._of_noun(part)
        return found

    def owner_of(self, noun: Token) -> Actor | None:
        """Return the government a policy belongs to: "Illinois' sanctuary law"."""
        for child in noun.children:
            if child.dep_ not in {"poss", "compound", "nmod"}:
                continue
            actors = self._of_noun(child)
            if actors:
                actor = actors[0]
                return Actor(actor.entity, actor.head, OWNER, actor.kind)
        return None

    def _of_noun(self, head: Token) -> list[Actor]:
        if self._is_outsider(head):
            return []
        entity = self._governments.at(head)
        if entity is not None:
            if self._is_single_member(entity):
                return []
            return [Actor(entity, head, DIRECT, self._read_kind(head))]
        examples = self._of_examples(head)
        if examples:
            return examples
        lemma = head.lemma_.lower()
        holders = self._cues.holders
        if lemma not in holders["bodies"] and lemma not in holders["people"]:
            return []
        found = self._find_place(head)
        if found is None:
            return []
        if lemma in holders["legislators"] and self._sits_elsewhere(found):
            return []
        return [Actor(found, head, BODY, self._read_kind(head))]

    def _read_kind(self, head: Token) -> str:
        lemma = head.lemma_.lower()
        if lemma in self._cues.holders["voters"]:
            return "voters"
        return lemma

    def _sits_elsewhere(self, entity: Entity) -> bool:
        """Whether lawmakers named with a city sit there and act for the state."""
        jurisdiction = entity.jurisdiction
        return jurisdiction is not None and jurisdiction.level in {"city", "county"}

    def _find_place(self, head: Token) -> Entity | None:
        """Return the government named beside a body: "the Council of Denver"."""
        for child in head.children:
            if child.dep_ in PLACE_DEPS:
                found = self._governments.at(child) or self._find_inside(child)
            elif child.dep_ == "prep" and child.lower_ in PLACE_PREPOSITIONS:
                objects = [c for c in child.children if c.dep_ == "pobj"]
                found = None
                for noun in objects:
                    found = self._governments.at(noun) or self._find_place(noun)
            else:
                continue
            if found is not None:
                return found
        return None

    def _find_inside(self, token: Token) -> Entity | None:
        for child in token.children:
            if child.dep_ in PLACE_DEPS:
                found = self._governments.at(child)
                if found is not None:
                    return found
        return None

    def _of_examples(self, head: Token) -> list[Actor]:
        """Return the governments of "12 states, including Texas and Florida"."""
        if head.tag_ not in PLURAL_TAGS:
            return []
        found = []
        for child in head.children:
            if child.lower_ not in EXAMPLE_PREPOSITIONS:
                continue
            for noun in child.children:
                if noun.dep_ != "pobj":
                    continue
                for part in _coordinated(noun):
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

    def _is_single_member(self, entity: Entity) -> bool:
        first = entity.text.split(" ", 1)[0].lower()
        return first in self._cues.holders["single_members"] and entity.label not in {
            "GPE",
            "ORG",
        }

    def _of_pronoun(self, pronoun: Token) -> list[Actor]:
        """Return who a pronoun stands for: the speaker, or the subject just before."""
        source = self._find_speaker(pronoun)
        found = [] if source is None else self._of_noun(source)
        if not found and pronoun.lower_ not in {"we", "i"}:
            found = self._of_subject_before(pronoun)
        return [Actor(a.entity, a.head, PRONOUN, a.kind) for a in found[:1]]

    def _find_speaker(self, pronoun: Token) -> Token | None:
        for said in self._attributions:
            content, source = said.content, said.source
            if source is None:
                continue
            if content.start_char <= pronoun.idx < content.end_char:
                span = self._governments.doc.char_span(
                    source.start_char, source.end_char, alignment_mode="expand"
                )
                return None if span is None else span.root
        return None

    def _of_subject_before(self, pronoun: Token) -> list[Actor]:
        sent = pronoun.sent
        for sentence in (sent, _previous(sent)):
            if sentence is None:
                continue
            for token in sentence:
                if token.i >= pronoun.i:
                    break
                if token.dep_ == "nsubj" and token.head.dep_ in {"ROOT", "ccomp"}:
                    return self.of_phrase(token) if token.pos_ != "PRON" else []
        return []


def _previous(sent: Span) -> Span | None:
    return None if sent.start == 0 else sent.doc[sent.start - 1].sent


def _coordinated(head: Token) -> Iterator[Token]:
    """Yield a noun and those coordinated with it."""
    yield head
    for child in head.children:
        if child.dep_ == "conj":
            yield from _coordinated(child)


def find_antecedent(relative: Token) -> Token | None:
    """Return the noun that "which" or "who" stands for."""
    verb = relative.head
    while verb.dep_ == "conj":
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" else None


def find_agent(verb: Token) -> Token | None:
    """Return the noun of "by ..." with a passive verb."""
    for child in verb.children:
        if child.dep_ == "agent":
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return noun
    return None


def is_passive(verb: Token) -> bool:
    """Whether the verb has a passive subject or auxiliary, or is a bare participle."""
    if any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ == "acl"


def find_own_subject(verb: Token) -> Token | None:
    """Return the subject that hangs on this verb itself."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass", "csubj"}:
            return child
    return None


def agrees(verb: Token, subject: Token) -> bool:
    """Whether verb and subject can agree in number: "residents directs" cannot."""
    plural = subject.tag_ in PLURAL_TAGS or any(
        child.dep_ == "conj" for child in subject.children
    )
    if verb.tag_ == "VBZ":
        return not plural
    return True


def find_doer(verb: Token) -> Token | None:
    """Return the noun that does what the verb says, agents of passives included.

    A coordinated verb without subject takes that of the verb before it, or of one
    further up where the two do not agree.
    """
    if is_passive(verb):
        return find_agent(verb)
    at = verb
    for _ in range(6):
        subject = find_own_subject(at)
        if subject is not None and agrees(verb, subject):
            return subject
        if at.dep_ == "conj" and at.head.pos_ in {"VERB", "AUX"}:
            at = at.head
        elif subject is not None and at.dep_ == "ccomp":
            at = at.head
        else:
            return None
    return None
