"""What words like "the city", "he" and "this number" stand for, where that is sure.

Nothing is guessed: with two possible antecedents the words stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from nlp.components._given_names import read_given_names
from nlp.components._syntax import SUBJECT_DEPS
from nlp.components.claims.links import Inside, Sentences, place_span
from nlp.lexicons import read_lexicon
from nlp.schema import Entity, Figure, Source

_HE = frozenset({"he", "him", "his"})
_SHE = frozenset({"she", "her", "hers"})
_PERSONAL = _HE | _SHE
_TITLES = {
    "mr.": _HE, "mr": _HE, "sir": _HE,
    "ms.": _SHE, "ms": _SHE, "mrs.": _SHE, "mrs": _SHE, "miss": _SHE,
}  # fmt: skip
_REACH = 2  # sentences before the pronoun's own in which its person may be named
# Names of governments that English gives an article, bare or after "of".
_TAKES_ARTICLE = re.compile(
    r"(^|\bof )((?:United|Netherlands|Philippines|Bahamas|Maldives|Gambia|Soviet"
    r"|District|Czech|Dominican|European|Virgin|Marshall|Solomon|Northern)\b)"
)
_ANYONE = frozenset({"a", "an", "any", "every", "each", "no", "another", "one"})
_SIGHT = 15  # tokens before a pronoun
_US = frozenset({"US", "USA"})
_LOCAL = frozenset({"state", "county", "city"})
_SCALES = frozenset({"hundred", "thousand", "million", "billion", "trillion", "dozen"})
_PLURALS = {
    "person": "people", "child": "children", "man": "men", "woman": "women",
    "foot": "feet", "half": "halves", "life": "lives",
}  # fmt: skip
_MAX_COUNTED = 14  # words of a counted noun phrase that still read well in a claim


@dataclass(frozen=True, slots=True)
class Names:
    """How one thing is named in a document."""

    name: str  # the fullest proper name that the text itself gives, with its article
    label: str


class Antecedents:
    """The names of a document, ready to replace what stands for them."""

    def __init__(
        self,
        text: str,
        sentences: Sentences,
        entities: Sequence[Entity],
        figures: Sequence[Figure],
    ) -> None:
        """Gather names, persons and figures once a document."""
        words = read_lexicon("claims")["standalone"]
        self.generic = frozenset(words["generic"])
        self.text = text
        self.sentences = sentences
        self.figures = {figure.id: figure for figure in figures}
        self.names = self._gather_names(entities)
        persons = [entity for entity in entities if entity.label == "PERSON"]
        self.full_names = _gather_full_names([p for p in persons if self.is_proper(p)])
        self.persons = Inside(persons, place_span)

    # ---------------------------------------------------------------------- names

    def is_proper(self, entity: Entity) -> bool:
        """Whether a mention names its thing, rather than calling it "the city"."""
        if entity.name[:1].islower():  # "officials of Toledo", "governor of Ohio"
            return False
        words = entity.text.split()
        before = self.text[max(0, entity.start_char - 5) : entity.start_char]
        pointed = before.lower().endswith(("the ", "this ", "that "))
        if words and words[0].lower() in {"the", "this", "that"}:
            pointed, words = True, words[1:]
        if not any(word[:1].isupper() or word[:1].isdigit() for word in words):
            return False
        # "the Commonwealth" and, before "officials", "City" call; "Congress" names.
        opens = not before.rstrip() or before.rstrip()[-1] in '.!?”"'
        calls = len(words) == 1 and words[0].lower() in self.generic
        return not (calls and (pointed or (opens and entity.name != entity.text)))

    def _gather_names(self, entities: Sequence[Entity]) -> dict[str, Names]:
        best: dict[str, tuple[int, str, str]] = {}
        for entity in entities:
            if self.is_proper(entity):
                shown = self._with_article(entity)
                # The canonical name where the text has it, else the longest.
                size = len(entity.text) + (1000 if entity.text == entity.name else 0)
                if entity.kb_id == "US" and entity.text.replace("-", "") in _US:
                    shown = add_article(entity.name)  # "across the country"
                if _is_shouted(entity.text):
                    if _is_shouted(entity.name):
                        continue  # a heading; the words say as much
                    size, shown = 0, add_article(entity.name)  # "CITY OF SALEM"
                known = best.get(entity.id)
                if known is None or size > known[0]:
                    best[entity.id] = (size, shown, entity.label)
            elif _is_shouted(entity.name):
                continue
            elif entity.id not in best and entity.name != entity.text:
                best[entity.id] = (0, add_article(entity.name), entity.label)
        return {key: Names(name, label) for key, (_, name, label) in best.items()}

    def _with_article(self, entity: Entity) -> str:
        before = self.text[max(0, entity.start_char - 4) : entity.start_char]
        text = " ".join(entity.text.split())
        if text[:4].lower() == "the ":
            return f"the {text[4:]}"
        place = entity.jurisdiction
        if place is not None and place.name == entity.name:
            if place.level in _LOCAL:
                return add_article(text)  # in "the Ohio budget" it is the budget's
            text = add_article(text)  # "United States" in "United States personnel"
            if text[:4] == "the ":
                return text
        return f"the {text}" if before.lower() == "the " else text

    # -------------------------------------------------------------------- persons

    def find_person(self, pronoun: Token, start_char: int) -> str | None:
        """Return whom "he" or "she" means, if only one person can be meant.

        Args:
            pronoun: The pronoun.
            start_char: Where its claim begins; a person named inside it needs no
                second naming.
        """
        here = self.sentences.index(pronoun.idx)
        earliest = self.sentences.starts[max(0, here - _REACH)]
        ends = self.sentences.end(here, len(self.text))
        nearby = [
            person
            for person in self.persons.find(earliest, ends)
            if not self._is_other_sex(person, pronoun)
        ]
        names = {self.name_person(person) for person in nearby}
        if len(names) != 1 or nearby[0].start_char > pronoun.idx:
            return None
        if _has_anyone(pronoun):
            return None
        if any(start_char <= p.start_char < pronoun.idx for p in nearby):
            return None
        name = names.pop()
        # A first name may speak against its bearer, though it decides for nobody.
        known = read_given_names().get(name.split()[0].lower())
        told = _HE if pronoun.lower_ in _HE else _SHE
        return name if known is None or known in told else None

    def is_speaker(self, pronoun: Token, source: Source) -> bool:
        """Whether "she" is who "said she had left": the one person spoken of.

        Another person may be named nearby, but not before her in the sentence, and not
        as the subject of the sentence before.
        """
        if pronoun.lower_ not in _PERSONAL or source.start_char > pronoun.idx:
            return False
        here = self.sentences.index(pronoun.idx)
        start_char = self.sentences.starts[here]
        told = [
            person
            for person in self.persons.find(start_char, pronoun.idx)
            if not self._is_other_sex(person, pronoun)
        ]
        speaker = self.persons.find(source.start_char, source.end_char)
        if not speaker or {self.name_person(p) for p in told} != {
            self.name_person(p) for p in speaker
        }:
            return False
        name = self.name_person(speaker[0])
        earlier = self.sentences.starts[max(0, here - 1)]
        rivals = [
            person
            for person in self.persons.find(earlier, start_char)
            if self.name_person(person) != name
        ]
        return not any(_is_subject(pronoun.doc, person) for person in rivals)

    def name_person(self, person: Entity) -> str:
        """Return the fullest name that the text gives a person."""
        text = " ".join(person.text.split())
        if not self.is_proper(person):
            known = self.names.get(person.id)
            text = text if known is None else known.name
        full = self.full_names.get(text, text)
        known = self.names.get(person.id)
        longer = known is not None and known.name.endswith(f" {full}")
        if known is not None and longer and " " not in full:
            return known.name.removeprefix("the ")
        return full

    def name_speaker(self, source: Source) -> str:
        """Return the speaker's name as the text gives it, with its article."""
        known = self.names.get(source.entity or "")
        name = known.name if known is not None else source.name or source.text
        pointed = source.text[:4].lower() == "the "
        office = name[:1].islower() and not name.startswith("the ")
        return f"the {name}" if pointed and office else name

    def _is_other_sex(self, person: Entity, pronoun: Token) -> bool:
        before = self.text[max(0, person.start_char - 6) : person.start_char]
        words = before.lower().split()
        sex = _TITLES.get(words[-1]) if words else None
        return sex is not None and pronoun.lower_ not in sex

    # -------------------------------------------------------------------- figures

    def name_figure(self, figure_id: str | None) -> str | None:
        """Return a figure with what it counts: "about 300 homes in the county"."""
        figure = self.figures.get(figure_id or "")
        if figure is None:
            return None
        text, counted = figure.text, figure.counted
        if figure.comparator == "eq" and text[:1].isdigit():
            text = f"the {text}"  # "of the 900 families", but "of about 900 families"
        if counted and counted not in text and len(counted.split()) <= _MAX_COUNTED:
            words = text.split()
            for size in range(len(words)):
                # "1.4 million immigrants" + "immigrants in the state"
                if counted.startswith(" ".join(words[size:])):
                    return " ".join([*words[:size], counted])
            return f"{text} {counted}" if is_bare(text) else text
        if is_bare(text) and figure.kind == "count" and figure.unit is not None:
            return f"{text} {build_plural(figure.unit)}"
        return text


def _is_shouted(name: str) -> bool:
    return name.isupper() and " " in name


def build_possessive(name: str) -> str:
    """Return "Ann Lee’s", "Los Angeles’s" and "the United States’"."""
    plural = name.startswith("the ") and name.endswith("s")
    return f"{name}’" if plural else f"{name}’s"


def add_article(name: str) -> str:
    """Return "the United States" and "president of the United States"."""
    return _TAKES_ARTICLE.sub(r"\1the \2", name)


def _has_anyone(pronoun: Token) -> bool:
    """Whether somebody unnamed may be meant: "ask every patient why she came"."""
    doc, first = pronoun.doc, pronoun.sent.start
    return any(
        token.tag_ == "NN"
        and _is_person(token.lower_)
        and any(child.lower_ in _ANYONE for child in token.lefts)
        for token in doc[max(first, pronoun.i - _SIGHT) : pronoun.i]
    )


@cache
def _is_person(noun: str) -> bool:
    known = read_lexicon("speakers")
    return noun in known["people"].split() or noun in read_lexicon("people")["aged"]


def _is_subject(doc: Doc, person: Entity) -> bool:
    span = doc.char_span(person.start_char, person.end_char, alignment_mode="expand")
    return span is not None and span.root.dep_ in SUBJECT_DEPS


def is_bare(text: str) -> bool:
    """Whether a figure ends in its number: "about 9,600", "1.4 million"."""
    last = text.split()[-1].lower()
    return last[-1:].isdigit() or last in _SCALES


def build_plural(noun: str) -> str:
    """Return the plural of a unit: "household" is "households"."""
    *before, last = noun.split()
    irregular = _PLURALS.get(last)
    if irregular is not None:
        last = irregular
    elif last.endswith("y") and last[-2:-1] not in set("aeiou"):
        last = last[:-1] + "ies"
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        last += "es"
    else:
        last += "s"
    return " ".join([*before, last])


def _gather_full_names(persons: Sequence[Entity]) -> dict[str, str]:
    """Map surnames, and given names, to the one full name that has them."""
    full: dict[str, set[str]] = {}
    for person in persons:
        words = person.text.split()
        if len(words) > 1:
            full.setdefault(words[-1], set()).add(" ".join(words))
            full.setdefault(words[0], set()).add(" ".join(words))
    for names in full.values():
        _drop_longer(names)
    return {last: names.pop() for last, names in full.items() if len(names) == 1}


def _drop_longer(names: set[str]) -> None:
    """Drop "Universe Ann Lee" and "Rip Ann Lee" where "Ann Lee" stands, too.

    A recogniser takes what stands before a name, above all in headlines, for its begin.
    """
    for name in [*names]:
        if any(name.endswith(f" {shorter}") for shorter in names):
            names.discard(name)


def find_pronouns(doc: Doc, start: int, end: int) -> Iterator[Token]:
    """Yield the personal pronouns of the third person singular."""
    for token in doc[start:end]:
        if token.lower_ in _PERSONAL and not _is_either(token):
            yield token


def _is_either(pronoun: Token) -> bool:
    """Whether it is "his or her", which means nobody in particular."""
    doc, i = pronoun.doc, pronoun.i
    around = doc[max(0, i - 2) : i + 3]
    joined = any(token.text in {"or", "/"} for token in around)
    return joined and sum(token.lower_ in _PERSONAL for token in around) > 1
