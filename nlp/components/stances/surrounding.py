"""What else is asked and found around a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nlp.components.stances.findings import Finding
from nlp.components.stances.passages import Passages, Question


class Surrounding:
    """What else is asked and found in the passage around a question."""

    def __init__(
        self,
        passages: Passages,
        questions: Iterable[Question],
        findings: Iterable[Finding],
    ) -> None:
        """Index questions and findings of a document by sentence."""
        self._passages = passages
        self._asked: dict[int, list[Question]] = {}
        for question in questions:
            self._asked.setdefault(question.sent, []).append(question)
        self._acting = {
            (finding.actor.government, passages.sent_at(finding.anchor.idx))
            for finding in findings
        }

    def _around(self, question: Question) -> Iterator[Question]:
        for sent in self._passages.beside(question.sent):
            yield from self._asked.get(sent, ())

    def issues(self, question: Question) -> set[str]:
        """Return the issues that terms raise of the same government."""
        return {
            other.issue
            for other in self._around(question)
            if other.words is not None and other.government == question.government
        }

    def governments(self, question: Question) -> set[str]:
        """Return the governments that are asked about."""
        return {other.government for other in self._around(question)}

    def acts(self, question: Question) -> bool:
        """Whether a rule found an act of the same government."""
        return any(
            (question.government, sent) in self._acting
            for sent in self._passages.beside(question.sent)
        )
