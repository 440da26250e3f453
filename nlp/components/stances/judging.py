"""What the classifier makes of the rules' findings, and what it adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.classifier import PairClassifier, apply_softmax
from nlp.components.stances.catalogue import Issue
from nlp.components.stances.deciding import MIXED, NONE, OPPOSE, SUPPORT
from nlp.components.stances.detection import Policy
from nlp.components.stances.findings import Finding
from nlp.components.stances.passages import Passages, Question
from nlp.components.stances.topics import Topics
from nlp.schema import Entity, ModelInfo, Position

DEFAULT_ADD = 0.9  # how sure the classifier must be of a stance that no rule found
WORTH = 0.4  # of a side by the words alone, or the sum would not reach `add`
DEFAULT_DROP = 0.04  # and of one that a rule found, so that it stays


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
        sign = 1 if self.of(1) >= self.of(-1) else -1
        return "support" if sign > 0 else "oppose", self.of(sign)

    @property
    def is_mixed(self) -> bool:
        """Whether both directions at once are likelier than either."""
        return self.probabilities[MIXED] > max(self.probabilities[:2])

    @property
    def is_none(self) -> bool:
        """Whether no stance is the likeliest."""
        return int(np.argmax(self.probabilities)) == NONE


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
        thresholds = self._classifier.config.get("thresholds", {})
        self.add_from = float(thresholds.get("add", DEFAULT_ADD))
        self.drop_under = float(thresholds.get("drop", DEFAULT_DROP))
        self._takes_doubtful = threshold is not None
        if threshold is not None:
            self.add_from = self.drop_under = threshold

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
        masked = [passages.mask(holder, issue, sent) for holder, issue, sent in asked]
        pairs = {
            at: (passage, self._propositions[issue])
            for at, (passage, (_, issue, _)) in enumerate(
                zip(masked, asked, strict=True)
            )
            if passage is not None
        }
        scores = self._classifier.predict_proba(list(pairs.values()))
        found: list[Opinion | None] = [None] * len(asked)
        for at, row in zip(pairs, scores, strict=True):
            found[at] = Opinion(tuple(float(p) for p in row))
        return found

    def weigh(
        self, passages: Passages, findings: Sequence[Finding]
    ) -> list[tuple[Finding, float]]:
        """Return the findings that stand, each with its confidence.

        A finding that the classifier calls next to impossible falls; of the others
        the confidence is the mean of the rules' and the classifier's.
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
        for finding, opinion in zip(findings, self.ask(passages, asked), strict=True):
            if opinion is None:
                kept.append((finding, finding.confidence))
                continue
            likely = opinion.of(finding.path.sign * finding.verdict.sign)
            if likely >= self.drop_under:
                kept.append((finding, round((finding.confidence + likely) / 2, 3)))
        return kept

    def find_questions(
        self, passages: Passages, policies: Sequence[Policy]
    ) -> list[Question]:
        """Return the questions that the text raises, by terms and by its words."""
        asked = list(passages.ask(policies))
        if self._topics is not None:
            asked += list(passages.ask_topics(self._topics, asked))
        return asked

    def _is_worth_asking(self, passages: Passages, question: Question) -> bool:
        """Whether the words alone leave a stance possible; the encoder costs more."""
        passage = passages.mask(question.holder, question.issue, question.sent)
        if passage is None:
            return False
        words = self._classifier.score_words(
            [(passage, self._propositions[question.issue])]
        )
        scores = apply_softmax(words)[0]
        return float(max(scores[SUPPORT], scores[OPPOSE])) >= WORTH

    def add(
        self, passages: Passages, questions: Iterable[Question]
    ) -> list[tuple[Question, Position, float]]:
        """Return the questions that the classifier is sure of, each with its answer."""
        asked = [q for q in questions if self._is_worth_asking(passages, q)]
        opinions = self.ask(passages, [(q.holder, q.issue, q.sent) for q in asked])
        found = []
        for question, opinion in zip(asked, opinions, strict=True):
            if opinion is None or (opinion.is_none and not self._takes_doubtful):
                continue
            position, likely = opinion.found
            if likely >= self.add_from:
                found.append((question, position, round(likely, 3)))
        return found
