"""The names of sources: "she", "Gallego" and "the mayor" are Kate Gallego."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from nlp.annotations import read_text
from nlp.components._signatories import find_signatory
from nlp.components.attributions.people import HE, SHE, People, Person, read_name
from nlp.components.attributions.speakers import read_speakers
from nlp.schema import Entity

_DEFINITE = frozenset({"the", "this", "that"})


class Names:
    """Names and entity ids of sources."""

    def __init__(
        self, doc: Doc, entities: Sequence[Entity], is_quoted: Callable[[int], bool]
    ) -> None:
        """Collect the people and the mentions of a document.

        Args:
            doc: The document.
            entities: All mentions in text order; may be empty.
            is_quoted: Whether a character stands in a quotation.
        """
        self.entities = entities
        self.signatory = find_signatory(read_text(doc))
        self._starts = [entity.start_char for entity in entities]
        self.people = People(list(self._read_named(doc)), doc, is_quoted)
        self._by_person: dict[Person, Entity] = {}
        for mention in self.people.mentions:
            entity = self._find_entity(mention.start_char, mention.end_char)
            if entity is not None and entity.label == "PERSON":
                self._by_person.setdefault(mention.person, entity)

    def _read_named(self, doc: Doc) -> Iterator[tuple[Span, str]]:
        """Yield the persons' names of the records, and spaCy's beside them."""
        found = []
        for entity in self.entities:
            span = doc.char_span(
                entity.start_char, entity.end_char, alignment_mode="expand"
            )
            if entity.label == "PERSON" and span is not None:
                found.append((span, entity.name))
        for ent in doc.ents:
            if ent.label_ != "PERSON":
                continue
            entity_there = self._find_entity(ent.start_char, ent.end_char)
            # A town's name within a longer one is part of the person's.
            longer = entity_there is None or len(entity_there.text) < len(ent.text)
            if longer and (entity_there is None or entity_there.label != "PERSON"):
                found.append((ent, read_name(ent)))
        found += self._read_apposed(doc)
        yield from sorted(found, key=lambda one: one[0].start_char)

    def _read_apposed(self, doc: Doc) -> Iterator[tuple[Span, str]]:
        """Yield names that no recogniser saw: "the board’s chairman, Orval Teague"."""
        speakers = read_speakers()
        for token in doc:
            named = token.dep_ == "appos" and token.pos_ == "PROPN"
            if not named or token.ent_type_ == "PERSON":
                continue
            if token.head.pos_ != "NOUN" or not speakers.is_person(token.head):
                continue
            start = token.i
            while doc[start - 1].dep_ == "compound" and doc[start - 1].head == token:
                start -= 1
            if start < token.i:
                yield doc[start : token.i + 1], doc[start : token.i + 1].text

    def resolve(
        self, source: Span, around: Span | None = None
    ) -> tuple[str | None, str | None]:
        """Return the full name of a source and its entity's id, where known.

        Args:
            source: Who speaks.
            around: Who is quoted with the source's words, and says "I" of themselves,
                never "he" or "she".
        """
        root = source.root
        if root.lower_ == "i" and around is None and self.signatory is not None:
            return self.signatory, None
        self_named = None if around is None else self._find_person(around, around.root)
        person = self._find_person(source, root, self_named)
        entity = self._find_entity(root.idx, root.idx + len(root))
        if person is not None:
            known = self._by_person.get(person, entity)
            return person.name, None if known is None else known.id
        if entity is not None:
            return entity.name, entity.id
        return _proper_name(source), None

    def _find_person(
        self, source: Span, root: Token, other_than: Person | None = None
    ) -> Person | None:
        word = root.lower_
        if root.pos_ == "PRON":
            if word in HE or word in SHE:
                gender = "he" if word in HE else "she"
                return self.people.find_by_pronoun(root.idx, gender, other_than)
            return None
        person = self.people.find_by_name(root)
        if person is not None or root.ent_type_ == "PERSON":
            return person or self.people.find(root.idx, root.idx + len(root))
        person = self.people.find_last(source) or self.people.find_by_name(source[-1])
        if person is not None:
            return person
        if (
            source[0].lower_ in _DEFINITE
            and len(source) == source.root.i - source.start + 1
        ):
            return self.people.find_by_title(root, root.idx)
        return None

    def _find_entity(self, start_char: int, end_char: int) -> Entity | None:
        """Return the last entity that overlaps a stretch of text."""
        index = bisect_right(self._starts, end_char - 1) - 1
        if index >= 0 and self.entities[index].end_char > start_char:
            return self.entities[index]
        return None


def _proper_name(source: Span) -> str | None:
    """Return a name that no recogniser knows, as written, without its article."""
    start, end = source.start, source.end
    if source.root.pos_ != "PROPN":
        # "a retired general, Ann Lee", the name alone.
        start = end
        while start > source.start and source.doc[start - 1].pos_ == "PROPN":
            start -= 1
        return source.doc[start:end].text if end - start > 1 else None
    if source[0].pos_ == "DET":
        start += 1
    for token in source[source.root.i - source.start :]:
        if token.is_punct or token.pos_ == "VERB":
            end = token.i
            break
    return source.doc[start:end].text or None
