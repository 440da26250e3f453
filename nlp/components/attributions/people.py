"""The persons of a text: full names, genders and titles, as the text gives them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
_HONORIFICS = {"mr.": "he", "mr": "he", "sir": "he", "lord": "he"}
_HONORIFICS |= {"ms.": "she", "ms": "she", "mrs.": "she", "mrs": "she", "miss": "she"}
_HONORIFICS |= {"dame": "she", "lady": "she"}
_MALE = ("man", "father", "king", "prince", "husband", "son", "brother")
_FEMALE = ("woman", "mother", "queen", "princess", "wife", "daughter", "sister")
_TITLES = {"gov.": "governor", "sen.": "senator", "rep.": "representative"}
_TITLES |= {"dr.": "doctor", "prof.": "professor", "gen.": "general"}
_TITLES |= {"lt.": "lieutenant", "sgt.": "sergeant", "capt.": "captain"}
_SUFFIXES = frozenset(
    {"jr.", "jr", "sr.", "sr", "ii", "iii", "iv", "'s", "’s", "’", "'"}
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
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
        self, ents: Sequence[Span], doc: Doc, is_quoted: Callable[[int], bool]
    ) -> None:
        """Collect persons and what the text says of them.

        Args:
            ents: The persons' names in the document.
            doc: The document.
            is_quoted: Whether a character stands in a quotation.
        """
        self.mentions: list[Mention] = []
        self._by_last: dict[str, Person] = {}
        self._titles: dict[str, list[Mention]] = {}
        for ent in ents:
            words = _read_name(ent)
            if words:
                self._add(ent, words)
        self._starts = [mention.start_char for mention in self.mentions]
        self._unquoted = [
            mention for mention in self.mentions if not is_quoted(mention.start_char)
        ]
        self._unquoted_starts = [mention.start_char for mention in self._unquoted]
        self._count_pronouns(doc)

    def _add(self, ent: Span, words: Sequence[str]) -> None:
        last = words[-1].lower()
        person = self._by_last.get(last)
        if person is None or _is_other(person.name, words):
            person = self._by_last[last] = Person(" ".join(words))
        elif len(words) > len(person.name.split()):
            person.name = " ".join(words)
        subject = ent.root.dep_ in _SUBJECTS
        mention = Mention(ent.start_char, ent.end_char, person, subject)
        self.mentions.append(mention)
        for title in _read_titles(ent):
            self._titles.setdefault(title, []).append(mention)
            gender = _read_gender(title)
            if gender is not None:
                person.genders[gender] += 3  # a title weighs more than a pronoun

    def _count_pronouns(self, doc: Doc) -> None:
        """Let each pronoun vote for the only person of its sentence so far."""
        at, alone, count = 0, None, 0
        for token in _read_pronouns(doc):
            start = token.sent.start_char
            at = bisect_left(self._starts, start)
            named = {
                mention.person
                for mention in self.mentions[at : bisect_left(self._starts, token.idx)]
            }
            count = len(named)
            if count == 1:
                (alone,) = named
                alone.genders["he" if token.lower_ in HE else "she"] += 1

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

    def find_by_title(self, title: str, offset: int) -> Person | None:
        """Return who was last called, say, the mayor before an offset."""
        earlier = [
            mention
            for mention in self._titles.get(title, ())
            if mention.start_char < offset
        ]
        return earlier[-1].person if earlier else None

    def find_by_pronoun(self, offset: int, gender: str) -> Person | None:
        """Return whom "he" or "she" at an offset most likely means.

        The last subject counts before the last one named; nobody within a quotation.
        """
        end = bisect_left(self._unquoted_starts, offset)
        near = [
            mention
            for mention in self._unquoted[max(0, end - _MAX_MENTIONS) : end]
            if mention.person.gender in (None, gender)
        ]
        subjects = [mention for mention in near if mention.is_subject]
        chosen = subjects or near
        return chosen[-1].person if chosen else None


def _read_name(ent: Span) -> list[str]:
    words = [token.text for token in ent if not token.is_space]
    while words and words[-1].lower() in _SUFFIXES:
        words.pop()
    while words and words[0].lower() in _HONORIFICS:
        words.pop(0)
    return words if words and words[-1][0].isalpha() else []


def _is_other(name: str, words: Sequence[str]) -> bool:
    """Whether a full name with the same last word is somebody else's."""
    known = name.split()
    return len(known) > 1 and len(words) > 1 and known[0][0] != words[0][0]


def _read_titles(ent: Span) -> Iterator[str]:
    """Yield what a person is called beside the name: "mayor", "spokeswoman"."""
    root = ent.root
    for token in (ent[0], *root.children):
        is_title = token.dep_ in ("compound", "nmod") and token.i < ent.start
        if is_title or token.dep_ == "appos" or token.lower_ in _HONORIFICS:
            yield _TITLES.get(token.lower_, token.lower_)
    if root.dep_ == "appos" and root.head.pos_ == "NOUN":
        yield root.head.lower_


def _read_gender(title: str) -> str | None:
    if title in _HONORIFICS:
        return _HONORIFICS[title]
    if title.endswith(_FEMALE):
        return "she"
    return "he" if title.endswith(_MALE) else None


def _read_pronouns(doc: Doc) -> Iterator[Token]:
    for token in doc:
        if token.pos_ == "PRON" and (token.lower_ in HE or token.lower_ in SHE):
            yield token
