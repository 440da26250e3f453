"""Which questions the text raises: a government, an issue, and the words around."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from spacy.tokens import Doc, Span

from nlp.components.stances.detection import Policy
from nlp.components.stances.governments import locates
from nlp.components.stances.hints import Hint
from nlp.components.stances.masking import Mark, find_marks, mask_passage
from nlp.components.stances.topics import Topics
from nlp.schema import Entity

_read_place = attrgetter("at")
MAX_CHARS = 700  # of a passage; the classifier was trained on one to three sentences
MAX_DATELINE = 90
MAX_HOLDERS = 6  # asked about in one sentence; a list of states acts as one
# "RENO, Nev. (Metro Wire) —": where it was written, not who acts.
_DATELINE = re.compile(
    r"([^\W\d_](?:[^\W\d_]|[.'’ /-]){2,40})(?:, [A-Z][\w. ]{1,20})?"
    r"(?:, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?(?: \([^()]{1,30}\))?"
    r" ?([—–:]|-- | - )(?= ?[\"“‘']?(.))"
)
_JOINT = re.compile(r",\s+(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+")
# "Missouri's largest city": another government, which the name does not stand for.
_PLACES = frozenset(
    {"borough", "capital", "city", "county", "suburb", "town", "village"}
)


@dataclass(frozen=True, slots=True)
class Question:
    """Where does this government stand on this issue, by this sentence?

    Attributes:
        holder: The mention that is asked about.
        issue: Id of the issue.
        sent: Number of the sentence that speaks of the issue.
        words: What told the issue there: a term, or None where no term did.
    """

    holder: Entity
    issue: str
    sent: int
    words: Span | None

    @property
    def government(self) -> str:
        """Canonical name of the holder's government."""
        jurisdiction = self.holder.jurisdiction
        return "" if jurisdiction is None else jurisdiction.name


class Passages:
    """The sentences of a document with what is named in them."""

    def __init__(
        self, doc: Doc, entities: Sequence[Entity], hints: Sequence[Hint] = ()
    ) -> None:
        """Index sentences, mentions and hints; the latter are in text order."""
        self._hints: dict[str, list[Hint]] = {}
        for hint in hints:
            self._hints.setdefault(hint.issue, []).append(hint)
        self._text = doc.text
        self._entities = sorted(entities, key=lambda e: (e.start_char, -e.end_char))
        self._mention_starts = [entity.start_char for entity in self._entities]
        self.sents: list[Span] = list(doc.sents)
        self._starts = [sent.start_char for sent in self.sents]
        self._masked: dict[tuple[int, int, str, int], str | None] = {}

    def sent_at(self, char: int) -> int:
        """Return the number of the sentence that holds a character."""
        return max(0, bisect_right(self._starts, char) - 1)

    def window(self, sent: int) -> tuple[int, int]:
        """Return first and last offset of a sentence with those beside it.

        The sentence before gives what "it" means, the one after what came of it;
        neither is taken over a blank line, nor where the passage would get too long.
        """
        middle = self.sents[sent]
        start, end = middle.start_char, middle.end_char
        if sent and self._joins(sent - 1, sent):
            start = self._fit(self.sents[sent - 1].start_char, start, end, start)
        if sent + 1 < len(self.sents) and self._joins(sent, sent + 1):
            last = self.sents[sent + 1].end_char
            end = last if last - start <= MAX_CHARS else end
        return start, end

    def beside(self, sent: int) -> range:
        """Return the numbers of the sentences that `window` takes in."""
        start, end = self.window(sent)
        return range(self.sent_at(start), self.sent_at(end - 1) + 1)

    def _fit(self, wanted: int, start: int, end: int, kept: int) -> int:
        return wanted if end - wanted <= MAX_CHARS else kept

    def _joins(self, first: int, second: int) -> bool:
        words = self._text[self.sents[first].start_char : self.sents[second].start_char]
        return "\n\n" not in words[len(words.rstrip()) :]  # a sentence may end in it

    def mask(self, holder: Entity, issue: str, sent: int) -> str | None:
        """Return the passage around a sentence as the classifier reads it.

        Returns:
            None where the holder is not named in it.
        """
        key = (holder.start_char, holder.end_char, issue, sent)
        if key not in self._masked:
            self._masked[key] = self._mask(holder, issue, sent)
        return self._masked[key]

    def _mask(self, holder: Entity, issue: str, sent: int) -> str | None:
        start, end = self.window(sent)
        if not start <= holder.start_char < holder.end_char <= end:
            return None
        first = bisect_right(self._mention_starts, start - 1)
        last = bisect_right(self._mention_starts, end - 1)
        near = [e for e in self._entities[first:last] if e.end_char <= end]
        place = (holder.start_char - start, holder.end_char - start)
        moved = [
            entity.model_copy(
                update={
                    "start_char": entity.start_char - start,
                    "end_char": entity.end_char - start,
                }
            )
            for entity in near
        ]
        passage = self._text[start:end]
        marks = find_marks(passage, moved, place)
        told = self._hints.get(issue, [])
        begin, finish = (bisect_right(told, at, key=_read_place) for at in (start, end))
        hints = [
            Mark(hint.at - start, hint.at - start, hint.marker)
            for hint in told[begin:finish]
        ]
        return mask_passage(passage, marks, 0, len(passage), hints)

    def ask(self, policies: Sequence[Policy]) -> Iterator[Question]:
        """Yield a question for each government near a term of an issue.

        Governments of the sentence itself; where it names none, those of the sentence
        before. One question for each government, issue and sentence.
        """
        seen: set[tuple[str, str, int]] = set()
        for policy in policies:
            sent = self.sent_at(policy.span[0].idx)
            holders = self._holders(sent) or (self._holders(sent - 1) if sent else [])
            for holder in holders[:MAX_HOLDERS]:
                assert holder.jurisdiction is not None
                key = (holder.jurisdiction.name, policy.term.issue, sent)
                if key not in seen:
                    seen.add(key)
                    yield Question(holder, policy.term.issue, sent, policy.span)

    def ask_topics(
        self, topics: Topics, asked: Iterable[Question]
    ) -> Iterator[Question]:
        """Yield questions that no term raises but the words around a government do.

        Args:
            topics: Which issues those words may be about.
            asked: Questions that terms raised; they are not raised again.
        """
        seen = {
            (question.government, question.issue, sent)
            for question in asked
            for sent in range(question.sent - 1, question.sent + 2)
        }
        for sent in range(len(self.sents)):
            for holder in self._holders(sent)[:MAX_HOLDERS]:
                passage = self.mask(holder, "", sent)
                if passage is None:
                    continue
                for issue in topics.choose(passage):
                    question = Question(holder, issue, sent, None)
                    if (question.government, issue, sent) not in seen:
                        yield question

    def list_start(self, holder: Entity) -> int:
        """Return where a list of governments of one level begins: "Iowa and Ohio".

        Returns:
            Offset of its first member, the holder's own where it stands in no list.
        """
        at = bisect_right(self._mention_starts, holder.start_char) - 1
        first = holder
        for before in range(at - 1, -1, -1):
            entity = self._entities[before]
            if entity.end_char > first.start_char:
                continue  # a wider mention: "the city of Reno"
            if not self._is_listed(entity, first):
                break
            first = entity
        return first.start_char

    def _is_listed(self, one: Entity, other: Entity) -> bool:
        if one.jurisdiction is None or other.jurisdiction is None:
            return False
        same_level = one.jurisdiction.level == other.jurisdiction.level
        joint = self._text[one.end_char : other.start_char]
        return same_level and _JOINT.fullmatch(joint) is not None

    def count_holders(self, sent: int) -> int:
        """Return how many governments a sentence names."""
        return len(self._holders(sent))

    def _holders(self, sent: int) -> list[Entity]:
        """Return one mention of each government in a sentence, the best of each."""
        span = self.sents[sent]
        first = bisect_right(self._mention_starts, span.start_char - 1)
        last = bisect_right(self._mention_starts, span.end_char - 1)
        dateline = self._find_dateline(span.start_char)
        found: dict[str, Entity] = {}
        before: Entity | None = None
        for entity in self._entities[first:last]:
            jurisdiction = entity.jurisdiction
            if jurisdiction is None or entity.label == "NORP":
                continue
            is_region = before is not None and locates(self._text, before, entity)
            before = entity
            if is_region or entity.end_char <= dateline or _owns_place(span, entity):
                continue
            known = found.get(jurisdiction.name)
            if known is None or _rank(entity) < _rank(known):
                found[jurisdiction.name] = entity
        return list(found.values())

    def _find_dateline(self, start: int) -> int:
        """Return where a dateline at the start of a sentence ends, or the start."""
        found = _DATELINE.match(self._text, start, start + MAX_DATELINE)
        if found is None:
            return start
        place, dash, follows = found.groups()
        # In small letters, "Brasília — The ministry" is one and "Ohio — and" is not.
        is_titled = dash == "—" and follows.isupper() and place.strip().istitle()
        return found.end() if place.isupper() or is_titled else start


def _owns_place(sent: Span, entity: Entity) -> bool:
    """Whether a name only tells whose city or county is meant."""
    at = entity.start_char - sent.start_char
    named = sent.char_span(at, at + len(entity.text))
    if named is None or named.root.dep_ != "poss":
        return False
    return named.root.head.lemma_.lower() in _PLACES


def _rank(entity: Entity) -> tuple[bool, bool, int]:
    """Order mentions of a government: its place by name first, then bodies."""
    jurisdiction = entity.jurisdiction
    is_place = (
        entity.label == "GPE"
        and jurisdiction is not None
        and entity.name == jurisdiction.name
    )
    return not is_place, not entity.text[:1].isupper(), entity.start_char
