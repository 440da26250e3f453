"""The persons of a text: full names, genders and titles, as the text gives them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from nlp.components._given_names import read_given_names

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
_HONORIFICS = {"mr.": "he", "mr": "he", "sir": "he", "lord": "he"}
_HONORIFICS |= {"ms.": "she", "ms": "she", "mrs.": "she", "mrs": "she", "miss": "she"}
_HONORIFICS |= {"dame": "she", "lady": "she"}
_MALE = frozenset({"father", "king", "prince", "husband", "son", "brother", "duke"})
_FEMALE = frozenset({"mother", "queen", "princess", "wife", "daughter", "sister"})
_OFFICE = re.compile(
    r"(?:spokes|chair|congress|council|committee|alder|assembly|select|states|business"
    r"|sports|police|fire|noble|clergy)(wo)?man"
)
_TITLES = {"gov.": "governor", "sen.": "senator", "rep.": "representative"}
_TITLES |= {"dr.": "doctor", "prof.": "professor", "gen.": "general"}
_TITLES |= {"lt.": "lieutenant", "sgt.": "sergeant", "capt.": "captain"}
_SUFFIXES = frozenset(
    {"jr.", "jr", "sr.", "sr", "ii", "iii", "iv", "'s", "’s", "’", "'"}
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_MAX_RIVALS = 3
_MAX_MENTIONS = 12  # back from a pronoun


@dataclass(slots=True, eq=False)
class Person:
    """A person of the text, under the fullest name that it gives."""

    name: str
    genders: Counter[str] = field(default_factory=Counter)

    @property
    def gender(self) -> str | None:
        """The pronoun that the text uses, 'he' or 'she', or None where unclear."""
        he, she = self.genders["he"], self.genders["she"]
        return None if he == she else ("he" if he > she else "she")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a person is named."""

    start_char: int
    end_char: int
    person: Person
    is_subject: bool


class People:
    """Everybody named in a document, in order of mention."""

    def __init__(
        self,
        named: Sequence[tuple[Span, str]],
        doc: Doc,
        is_quoted: Callable[[int], bool],
    ) -> None:
        """Collect persons and what the text says of them.

        Args:
            named: The persons' names in the document, and in full where known.
            doc: The document.
            is_quoted: Whether a character stands in a quotation.
        """
        self.mentions: list[Mention] = []
        self._by_last: dict[str, Person] = {}
        self._titles: dict[str, list[Mention]] = {}
        for ent, name in named:
            if name:
                self._add(ent, name)
        self._starts = [mention.start_char for mention in self.mentions]
        self._unquoted = [
            mention for mention in self.mentions if not is_quoted(mention.start_char)
        ]
        self._unquoted_starts = [mention.start_char for mention in self._unquoted]
        self._sents = [token.idx for token in doc if token.is_sent_start]
        self._count_pronouns(doc)

    def _add(self, ent: Span, name: str) -> None:
        # "governor of Ohio" is who holds the office, no last name.
        last = name.split()[-1].lower() if name[0].isupper() else name
        person = self._by_last.get(last)
        if person is None or _is_other(person.name, name):
            person = self._by_last[last] = Person(name)
        elif len(name) > len(person.name):
            if " " not in person.name or not name.endswith(f" {person.name}"):
                person.name = name  # no headline's "Rip Ann Lee" for "Ann Lee"
        elif " " in name and person.name.endswith(f" {name}"):
            person.name = name
        self._learn_gender(person)
        root = ent.root
        while root.dep_ in ("appos", "conj"):
            root = root.head
        subject = root.dep_ in _SUBJECTS
        mention = Mention(ent.start_char, ent.end_char, person, subject)
        self.mentions.append(mention)
        for title in _read_titles(ent):
            self._titles.setdefault(title, []).append(mention)
            gender = _read_gender(title)
            if gender is not None:
                person.genders[gender] += 3  # a title weighs more than a pronoun

    def _learn_gender(self, person: Person) -> None:
        """Note the gender that a first name tells, which the text may outvote."""
        first = person.name.split()[0].lower()
        gender = read_given_names().get(first) if " " in person.name else None
        if gender is not None and not person.genders:
            person.genders[gender] += 2

    def _count_pronouns(self, doc: Doc) -> None:
        """Let each pronoun vote for the only person of its sentence so far."""
        for token in _read_pronouns(doc):
            sent = self._find_sent(token.idx)
            last = bisect_left(self._starts, token.idx)
            first = max(last - _MAX_MENTIONS, bisect_left(self._starts, sent))
            named = {mention.person for mention in self.mentions[first:last]}
            if len(named) == 1:
                (alone,) = named
                alone.genders["he" if token.lower_ in HE else "she"] += 1

    def _find_sent(self, offset: int, back: int = 0) -> int:
        """Return where the sentence of an offset begins, or one `back` before it."""
        index = bisect_right(self._sents, offset) - 1 - back
        return self._sents[max(index, 0)] if self._sents else 0

    def find(self, start_char: int, end_char: int) -> Person | None:
        """Return the last person named within a stretch of text."""
        index = bisect_right(self._starts, end_char - 1) - 1
        if index >= 0 and self.mentions[index].end_char > start_char:
            return self.mentions[index].person
        return None

    def find_last(self, source: Span) -> Person | None:
        """Return who closes a phrase: "the speaker of the House, Ann Lee"."""
        index = bisect_right(self._starts, source.end_char - 1) - 1
        if index < 0 or self.mentions[index].end_char < source.end_char:
            return None
        mention = self.mentions[index]
        before = source.text[: max(0, mention.start_char - source.start_char)]
        return mention.person if before.rstrip().endswith(",") else None

    def find_by_name(self, token: Token) -> Person | None:
        """Return the person of a last name that the recogniser overlooked here."""
        return self._by_last.get(token.lower_) if token.pos_ == "PROPN" else None

    def find_by_title(self, noun: Token, offset: int) -> Person | None:
        """Return who was last called, say, the mayor before an offset."""
        earlier = [
            mention
            for mention in self._titles.get(read_title(noun), ())
            if mention.start_char < offset
        ]
        return earlier[-1].person if earlier else None

    def find_by_pronoun(
        self, offset: int, gender: str, other_than: Person | None = None
    ) -> Person | None:
        """Return whom "he" or "she" at an offset most likely means.

        The last subject counts before the last one named; nobody within a quotation.
        Whose gender the text tells counts before somebody named a little later, unless
        that is the subject of this sentence or the one before.
        """
        end = bisect_left(self._unquoted_starts, offset)
        near = [
            mention
            for mention in self._unquoted[max(0, end - _MAX_MENTIONS) : end]
            if mention.person.gender in (None, gender)
            and mention.person is not other_than
        ]
        subjects = [mention for mention in near if mention.is_subject]
        chosen = (subjects or near)[-_MAX_RIVALS:]
        start = self._find_sent(offset, back=1)
        recent = [mention for mention in chosen if mention.start_char >= start]
        if subjects and recent:
            chosen = recent
        known = [mention for mention in chosen if mention.person.gender == gender]
        return (known or chosen)[-1].person if chosen else None


def read_name(ent: Span) -> str:
    """Return a name as written, without honorific and possessive; empty for none."""
    start, end = ent.start, ent.end
    while end > start and (ent.doc[end - 1].lower_ in _SUFFIXES):
        end -= 1
    while start < end and ent.doc[start].lower_ in _HONORIFICS:
        start += 1
    name = " ".join(ent.doc[start:end].text.split())
    return name if name and ent.doc[end - 1].text[0].isalpha() else ""


def _is_other(known: str, name: str) -> bool:
    """Whether a full name with the same last word is somebody else's.

    In "Rip Ann Lee", from a headline, and "Ann Lee" it is not.
    """
    if f" {known}".endswith(f" {name}") or f" {name}".endswith(f" {known}"):
        return False
    return " " in known and " " in name and known[0] != name[0]


def _read_titles(ent: Span) -> Iterator[str]:
    """Yield what a person is called beside the name: "mayor", "attorney general"."""
    root = ent.root
    if ent[0].lower_ in _HONORIFICS:
        yield ent[0].lower_
    for token in root.children:
        outside = token.i < ent.start or _OFFICE.fullmatch(token.lower_) is not None
        if token.dep_ in ("compound", "nmod") and outside:
            yield _TITLES.get(token.lower_, token.lower_)
        elif token.dep_ == "appos":
            yield read_title(token)
    if root.dep_ == "appos" and root.head.pos_ == "NOUN":
        yield read_title(root.head)


def read_title(noun: Token) -> str:
    """Return a title with the words that it is compounded of, in lower case."""
    words = [token.lower_ for token in noun.children if token.dep_ == "compound"]
    return " ".join((*words, noun.lower_))


def _read_gender(title: str) -> str | None:
    """Return the pronoun that goes with a title, where it tells."""
    if title in _HONORIFICS:
        return _HONORIFICS[title]
    last = title.rsplit(" ", 1)[-1]
    office = _OFFICE.fullmatch(last)
    if last in _FEMALE or (office is not None and office[1]):
        return "she"
    return "he" if last in _MALE or office is not None else None


def _read_pronouns(doc: Doc) -> Iterator[Token]:
    for token in doc:
        if token.pos_ == "PRON" and (token.lower_ in HE or token.lower_ in SHE):
            yield token
