"""The names of sources: "she", "Gallego" and "the mayor" are Kate Gallego."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from nlp.components.attributions.speech import Said
from nlp.schema import Entity

_HE = frozenset({"he", "him", "his"})
_SHE = frozenset({"she", "her", "hers"})
_SPEAKER = frozenset({"i", "me", "my", "we", "us", "our"})
_GENDERED = {"mr.": "he", "mr": "he", "sir": "he", "ms.": "she", "ms": "she"}
_GENDERED |= {"mrs.": "she", "mrs": "she", "miss": "she", "dame": "she"}
_MALE_ENDINGS = ("man", "father", "king", "prince", "husband", "son", "brother")
_FEMALE_ENDINGS = ("woman", "mother", "queen", "princess", "wife", "daughter", "sister")
_POSSESSIVE = ("'s", "’s")


@dataclass(slots=True)
class Person:
    """A person of the text, under the fullest name seen so far."""

    name: str
    gender: str | None = None


@dataclass(slots=True)
class _Mention:
    start_char: int
    end_char: int
    person: Person
    is_subject: bool


@dataclass(slots=True)
class People:
    """Everybody named in a document, in order of mention."""

    mentions: list[_Mention] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def find(self, start_char: int, end_char: int) -> Person | None:
        """Return the last person named within a stretch of text."""
        index = bisect_right(self.starts, end_char - 1) - 1
        if index >= 0 and self.mentions[index].end_char > start_char:
            return self.mentions[index].person
        return None

    def find_before(self, offset: int, gender: str) -> Person | None:
        """Return the person of a gender whom a pronoun at `offset` most likely means.

        The last one named as a subject counts before the last one named, within the
        nearest few mentions.
        """
        index = bisect_right(self.starts, offset - 1)
        near = [
            mention
            for mention in self.mentions[max(0, index - _MAX_MENTIONS) : index]
            if mention.person.gender in (None, gender)
        ]
        subjects = [mention for mention in near if mention.is_subject]
        chosen = subjects or near
        return chosen[-1].person if chosen else None


_MAX_MENTIONS = 8


def read_people(doc: Doc) -> People:
    """Collect the persons that the entity recogniser found."""
    people = People()
    by_last: dict[str, Person] = {}
    for ent in doc.ents:
        if ent.label_ != "PERSON":
            continue
        words = [token.text for token in ent if not token.is_space]
        if words and words[-1] in _POSSESSIVE:
            words.pop()
        while words and words[0].lower() in _GENDERED:
            words.pop(0)
        if not words or not words[-1][0].isalpha():
            continue
        last = words[-1].lower()
        person = by_last.get(last)
        if person is None or _is_other(person.name, words):
            person = by_last[last] = Person(" ".join(words))
        elif len(words) > len(person.name.split()):
            person.name = " ".join(words)
        person.gender = person.gender or _read_gender(ent)
        people.starts.append(ent.start_char)
        is_subject = ent.root.dep_ in ("nsubj", "nsubjpass")
        people.mentions.append(
            _Mention(ent.start_char, ent.end_char, person, is_subject)
        )
    return people


def _is_other(name: str, words: Sequence[str]) -> bool:
    """Whether a full name with the same last word is somebody else's."""
    known = name.split()
    return len(known) > 1 and len(words) > 1 and known[0][0] != words[0][0]


def _read_gender(ent: Span) -> str | None:
    before = [ent[0], *(ent.doc[i] for i in range(max(0, ent.start - 2), ent.start))]
    for token in before:
        word = token.lower_
        if word in _GENDERED:
            return _GENDERED[word]
        if token.i < ent.start and word.endswith(_FEMALE_ENDINGS):
            return "she"
        if token.i < ent.start and word.endswith(_MALE_ENDINGS):
            return "he"
    return None


class Names:
    """Names and entity ids of sources, asked for in text order."""

    def __init__(self, doc: Doc, entities: Sequence[Entity]) -> None:
        """Collect the people and the mentions of a document."""
        self.people = read_people(doc)
        self.entities = entities
        self._starts = [entity.start_char for entity in entities]
        self._ids: dict[str, str] = {}
        for entity in entities:
            self._ids.setdefault(entity.name, entity.id)

    def find_entity(self, start_char: int, end_char: int) -> Entity | None:
        """Return the last entity named within a stretch of text."""
        index = bisect_right(self._starts, end_char - 1) - 1
        if index >= 0 and self.entities[index].end_char > start_char:
            return self.entities[index]
        return None

    def resolve(
        self, said: Said, others: Sequence[Said]
    ) -> tuple[str | None, str | None]:
        """Return the full name of a source and its entity's id, where known."""
        source = said.source
        if source is None:
            return None, None
        pronoun = source.root.lower_ if source.root.pos_ == "PRON" else ""
        person: Person | None = None
        if pronoun in _HE:
            person = self.people.find_before(source.start_char, "he")
        elif pronoun in _SHE:
            person = self.people.find_before(source.start_char, "she")
        elif not pronoun:
            person = self.people.find(source.start_char, source.end_char)
        if person is not None:
            return person.name, self._ids.get(person.name)
        entity = self.find_entity(source.root.idx, source.root.idx + len(source.root))
        if entity is None:
            return None, None
        return entity.name, entity.id
