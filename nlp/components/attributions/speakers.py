"""Which nouns can be sources: people, bodies, and what they publish."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from nlp.components.attributions.cues import inflect_noun
from nlp.lexicons import read_lexicon

_SINGULAR = ("er", "or", "ist", "ian", "man", "woman", "ee")
_SUFFIXES = (*_SINGULAR, "ers", "ors", "ists", "ians", "men", "women", "ees")
_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_MIN_WORD = 4  # letters of a word whose suffix is believed


@dataclass(frozen=True, slots=True)
class Speakers:
    """Lower-case nouns, singular and plural."""

    people: frozenset[str]
    persons: frozenset[str]  # of these those that are no bodies
    records: frozenset[str]  # "report", "law" ...
    documents: frozenset[str]  # "letter": the words of who wrote it
    reports: frozenset[str]  # "poll": may label what follows
    not_people: frozenset[str]

    def is_agent(self, head: Token) -> bool:
        """Whether the head of a phrase names people or a body that can act."""
        word = head.lower_
        if not word.strip("ivxabcd") and word != "i":  # "(iii)" of a statute
            return False
        acronym = len(head.text) > 1 and head.text.isupper()
        if acronym or head.pos_ != "NOUN" or head.ent_type_ in _NAMED:
            return True
        if word in self.people:
            return True
        believed = len(word) >= _MIN_WORD and word.endswith(_SUFFIXES)
        return believed and word not in self.not_people

    def is_person(self, noun: Token) -> bool:
        """Whether a common noun names a person by what they do: "chairman"."""
        word = noun.lower_
        believed = len(word) >= _MIN_WORD and word.endswith(_SINGULAR)
        return (believed and word not in self.not_people) or word in self.persons

    def is_source(self, head: Token) -> bool:
        """Whether the head of a phrase names an agent, or something to be read."""
        return self.is_record(head) or self.is_agent(head)

    def is_record(self, head: Token) -> bool:
        """Whether the head of a phrase names something that can be read."""
        word = head.lower_
        return word in self.records or word in self.documents or word in self.reports


@lru_cache(maxsize=1)
def read_speakers() -> Speakers:
    """Read `lexicons/speakers.toml`."""
    lexicon = read_lexicon("speakers")

    def read(*keys: str) -> frozenset[str]:
        words = " ".join(lexicon[key] for key in keys).split()
        return frozenset(form for word in words for form in inflect_noun(word))

    return Speakers(
        people=read("people", "bodies"),
        persons=read("people"),
        records=read("records"),
        documents=read("documents"),
        reports=read("reports"),
        not_people=read("not_people"),
    )
