"""What the classifier makes of the rules' findings, and what it adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.classifier import PairClassifier, apply_softmax
from nlp.components.stances.catalogue import Issue
from nlp.components.stances.deciding import (
    MIXED,
    NONE,
    OPPOSE,
    SUPPORT,
    read_settings,
)
from nlp.components.stances.detection import Policy
from nlp.components.stances.findings import Finding
from nlp.components.stances.passages import Passages, Question
from nlp.components.stances.sureness import Sureness, Surroundings, describe
from nlp.components.stances.surrounding import Surrounding
from nlp.components.stances.topics import Topics
from nlp.schema import Entity, ModelInfo, Position

# By the words alone, which take a hundredth of the encoder's time:
WORTH = 0.4  # how probable a side must be, or the sum would not reach `add`
PLAIN = 0.5  # a rule's finding that is as probable is never ruled out by the encoder
MIXES = 0.15  # and, under this, never found mixed


@dataclass(frozen=True, slots=True)
class Opinion:
    """How probable each label is, as in `LABELS`."""

    probabilities: tuple[float, ...]

    def of(self, sign: int) -> float:
        """Return how probable a stance of this direction is; mixed counts half."""
        side = self.probabilities[SUPPORT if sign > 0 else OPPOSE]
        return side + self.probabilities[MIXED] / 2

    @property
    def found(self) -> tuple[Position, float]:
        """The likeliest position and how probable it is."""
        if self.is_mixed:
            return "mixed", self.probabilities[MIXED]
        return "support" if self.sign > 0 else "oppose", self.of(self.sign)

    @property
    def sign(self) -> int:
        """1 where support is likelier than oppose, else -1."""
        return 1 if self.of(1) >= self.of(-1) else -1

    @property
    def is_mixed(self) -> bool:
        """Whether both directions at once are likelier than either."""
        return self.probabilities[MIXED] > max(self.probabilities[:2])

    @property
    def is_none(self) -> bool:
        """Whether no stance is the likeliest."""
        return int(np.argmax(self.probabilities)) == NONE


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question with what the classifier makes of it.

    Attributes:
        question: The question.
        opinion: The answer.
        features: What tells how sure the answer is, see `describe`.
        by_words: The same before the encoder is asked.
        listed: Where the list of governments begins that the holder stands in.
    """

    question: Question
    opinion: Opinion
    features: Mapping[str, float]
    by_words: Mapping[str, float]
    listed: int

    @property
    def position(self) -> Position:
        """The likeliest position."""
        return self.opinion.found[0]


class Judge:
    """Asks the classifier about governments, issues and passages of a document."""

    def __init__(
        self,
        classifier: PairClassifier,
        issues: Mapping[str, Issue],
        topics: Topics | None = None,
        *,
        threshold: float | None = None,
    ) -> None:
        """Take a classifier.

        Args:
            classifier: Of passages and propositions.
            issues: What it may be asked about, by id.
            topics: Tells which issues a passage without a term of one is about.
            threshold: In place of the classifier's own, for both kinds.
        """
        self._classifier = classifier
        self._topics = topics
        self._propositions = {key: issue.proposition for key, issue in issues.items()}
        config = self._classifier.config
        self._settings = {issue: read_settings(config, issue) for issue in issues}
        told, worth = config.get("sureness"), config.get("worth")
        self._sureness = None if told is None else Sureness(told)
        self._worth = None if worth is None else Sureness(worth)
        self._threshold = threshold

    @property
    def info(self) -> ModelInfo:
        """Name and sha256 of the model."""
        return self._classifier.info

    def ask(
        self, passages: Passages, asked: Sequence[tuple[Entity, str, int]]
    ) -> list[Opinion | None]:
        """Return the classifier's opinion on each question.

        Args:
            passages: Of the document.
            asked: Holder's mention, issue and number of the sentence.

        Returns:
            None where the holder is not named near the sentence.
        """
        pairs = self._write_pairs(passages, asked)
        scores = self._classifier.predict_proba(list(pairs.values()))
        found: list[Opinion | None] = [None] * len(asked)
        for at, row in zip(pairs, scores, strict=True):
            settings = self._settings[asked[at][1]]
            found[at] = Opinion(tuple(float(p) for p in settings.temper(row)))
        return found

    def _ask_words(
        self, passages: Passages, asked: Sequence[tuple[Entity, str, int]]
    ) -> list[Opinion | None]:
        """Return what the words alone tell of each question, like `ask`."""
        found: list[Opinion | None] = [None] * len(asked)
        pairs = self._write_pairs(passages, asked)
        if not pairs:
            return found
        scores = apply_softmax(self._classifier.score_words(list(pairs.values())))
        for at, row in zip(pairs, scores, strict=True):
            found[at] = Opinion(tuple(float(p) for p in row))
        return found

    def _write_pairs(
        self, passages: Passages, asked: Sequence[tuple[Entity, str, int]]
    ) -> dict[int, tuple[str, str]]:
        """Return passage and proposition of each question that has one, by number."""
        masked = [passages.mask(holder, issue, sent) for holder, issue, sent in asked]
        return {
            at: (passage, self._propositions[issue])
            for at, (passage, (_, issue, _)) in enumerate(
                zip(masked, asked, strict=True)
            )
            if passage is not None
        }

    def weigh(
        self, passages: Passages, findings: Sequence[Finding]
    ) -> list[tuple[Finding, Position, float]]:
        """Return the findings that stand, each with its position and confidence.

        A finding that the classifier calls next to impossible falls; one that it takes
        for half of an act both ways is mixed. The confidence is the mean of the rules'
        and the classifier's.
        """
        asked = [
            (
                finding.actor.entity,
                finding.path.policy.term.issue,
                passages.sent_at(finding.anchor.idx),
            )
            for finding in findings
        ]
        kept = []
        opinions = self._ask_words(passages, asked)
        doubtful = [
            at
            for at, (finding, opinion) in enumerate(
                zip(findings, opinions, strict=True)
            )
            if opinion is not None and not self._is_plain(finding, opinion)
        ]
        for at, told in zip(
            doubtful, self.ask(passages, [asked[at] for at in doubtful]), strict=True
        ):
            opinions[at] = told
        for finding, opinion in zip(findings, opinions, strict=True):
            if opinion is None:
                kept.append((finding, finding.position, finding.confidence))
                continue
            likely = opinion.of(1 if finding.position == "support" else -1)
            settings = self._settings[finding.path.policy.term.issue]
            if likely < self._or_threshold(settings.drop):
                continue
            position: Position = finding.position
            if opinion.is_mixed:
                position, likely = opinion.found
            kept.append(
                (finding, position, round((finding.confidence + likely) / 2, 3))
            )
        return kept

    def _is_plain(self, finding: Finding, by_words: Opinion) -> bool:
        """Whether the words show that the encoder would let a finding stand."""
        settings = self._settings[finding.path.policy.term.issue]
        if self._threshold is not None or not settings.is_learnt:
            return False
        sign = 1 if finding.position == "support" else -1
        side, mixed = by_words.of(sign), by_words.probabilities[MIXED]
        return side - mixed / 2 >= PLAIN and mixed < MIXES

    def _or_threshold(self, own: float) -> float:
        return own if self._threshold is None else self._threshold

    def find_questions(
        self, passages: Passages, policies: Sequence[Policy]
    ) -> list[Question]:
        """Return the questions that the text raises, by terms and by its words."""
        asked = list(passages.ask(policies))
        if self._topics is not None:
            asked += list(passages.ask_topics(self._topics, asked))
        return asked

    def examine(
        self,
        passages: Passages,
        questions: Iterable[Question],
        findings: Sequence[Finding],
    ) -> list[Candidate]:
        """Return the questions that are worth asking, with the classifier's answers.

        Args:
            passages: Of the document.
            questions: About governments and issues on which no rule found anything.
            findings: What the rules found.
        """
        every = list(questions)
        nearby = Surrounding(passages, every, findings)
        asked = self._choose(passages, every, nearby)
        opinions = self.ask(passages, [(q.holder, q.issue, q.sent) for q, *_ in asked])
        return [
            Candidate(
                question,
                opinion,
                describe(opinion.probabilities, opinion.sign, about),
                by_words,
                passages.list_start(question.holder),
            )
            for (question, about, by_words), opinion in zip(
                asked, opinions, strict=True
            )
            if opinion is not None
        ]

    def _choose(
        self, passages: Passages, questions: Sequence[Question], nearby: Surrounding
    ) -> list[tuple[Question, Surroundings, Mapping[str, float]]]:
        """Return the questions worth the encoder's time, with what stands around them.

        Of governments in one list all are asked about, or none.
        """
        told = self._ask_words(
            passages, [(q.holder, q.issue, q.sent) for q in questions]
        )
        chosen: dict[int, tuple[Question, Surroundings, Mapping[str, float]]] = {}
        left: dict[int, tuple[Question, Opinion]] = {}
        for at, (question, opinion) in enumerate(zip(questions, told, strict=True)):
            if opinion is None:
                continue
            left[at] = question, opinion
            if max(opinion.probabilities[:2]) < WORTH:
                continue
            about = self._look_around(passages, question, nearby)
            by_words = describe(opinion.probabilities, opinion.sign, about)
            if self._is_worth_asking(question, by_words):
                chosen[at] = question, about, by_words
        lists = {_read_list(passages, question) for question, *_ in chosen.values()}
        for at, (question, opinion) in left.items():
            if at not in chosen and _read_list(passages, question) in lists:
                about = self._look_around(passages, question, nearby)
                by_words = describe(opinion.probabilities, opinion.sign, about)
                chosen[at] = question, about, by_words
        return [chosen[at] for at in sorted(chosen)]

    def _is_worth_asking(
        self, question: Question, by_words: Mapping[str, float]
    ) -> bool:
        """Whether the encoder could still make a question sure enough."""
        is_learnt = self._settings[question.issue].is_learnt
        if self._worth is None or self._threshold is not None or not is_learnt:
            return True
        return self._worth.score(by_words) >= self._worth.threshold

    def _look_around(
        self, passages: Passages, question: Question, nearby: Surrounding
    ) -> Surroundings:
        passage = passages.mask(question.holder, question.issue, question.sent)
        return Surroundings(
            passage=passage or "",
            has_term=question.words is not None,
            topic=self._rank_topic(passages, question),
            n_issues=len(nearby.issues(question)),
            n_holders=passages.count_holders(question.sent),
            n_governments=len(nearby.governments(question)),
            acts=nearby.acts(question),
        )

    def _rank_topic(
        self, passages: Passages, question: Question
    ) -> tuple[float, bool] | None:
        """Return how probable the issue is by the words, and whether it leads."""
        passage = passages.mask(question.holder, "", question.sent)
        scores = self._topics.score(passage) if self._topics and passage else {}
        if question.issue not in scores:
            return None
        own = scores[question.issue]
        return own, own >= max(scores.values())

    def add(
        self, candidates: Iterable[Candidate]
    ) -> list[tuple[Question, Position, float]]:
        """Return the questions that the answer is sure to, each with it.

        Governments in one list do the same, so the surest of them tells for all of whom
        nothing else is read.
        """
        scored = [self._score(candidate) for candidate in candidates]
        leaders: dict[tuple[int, str, int], tuple[Position, float]] = {}
        for one, position, likely in scored:
            key = one.listed, one.question.issue, one.question.sent
            if likely is not None and likely > leaders.get(key, (position, 0.0))[1]:
                leaders[key] = position, likely
        found = []
        for one, position, likely in scored:
            key = one.listed, one.question.issue, one.question.sent
            if likely is None and key in leaders:
                leader = leaders[key]
                if one.opinion.is_none or position == leader[0]:
                    position, likely = leader
            if likely is not None:
                found.append((one.question, position, round(likely, 3)))
        return found

    def _score(self, candidate: Candidate) -> tuple[Candidate, Position, float | None]:
        """Return position and how sure it is, None where that is too little."""
        settings = self._settings[candidate.question.issue]
        position, likely = candidate.opinion.found
        least = settings.add
        if self._sureness is not None and settings.is_learnt:
            likely = self._sureness.score(candidate.features)
            least = self._sureness.threshold
        elif candidate.opinion.is_none and self._threshold is None:
            return candidate, position, None
        sure = likely >= self._or_threshold(least)
        return candidate, position, likely if sure else None


def _read_list(passages: Passages, question: Question) -> tuple[int, str, int]:
    """Tell the questions that are the same but for the member of a list."""
    return passages.list_start(question.holder), question.issue, question.sent
