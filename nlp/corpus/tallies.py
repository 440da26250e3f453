"""What a run has done so far, in numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nlp.schema import Extraction, Failure

COUNTED = ("claims", "figures", "stances")
_EXCEPTION = re.compile(r"(\w+)\(")


@dataclass(slots=True, kw_only=True)
class Tally:
    """Numbers of documents and records; they add up over shards."""

    documents: int = 0
    copies: int = 0  # of a text that came before, not analysed again
    near_copies: int = 0
    words: int = 0
    claims: int = 0
    figures: int = 0
    stances: int = 0
    failures: Counter[str] = field(default_factory=Counter)  # by reason

    def count(self, result: Extraction | Failure) -> None:
        """Take in one document."""
        if isinstance(result, Failure):
            self.failures[find_reason(result)] += 1
            return
        self.documents += 1
        self.words += len(result.document.text.split())
        self.claims += len(result.claims)
        self.figures += len(result.figures)
        self.stances += len(result.stances)

    def add(self, other: Tally) -> None:
        """Take in another tally."""
        self.documents += other.documents
        self.copies += other.copies
        self.near_copies += other.near_copies
        self.words += other.words
        self.claims += other.claims
        self.figures += other.figures
        self.stances += other.stances
        self.failures.update(other.failures)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Tally:
        """Make a tally of its fields as plain JSON types."""
        return cls(**{**data, "failures": Counter(data["failures"])})


def sum_tallies(tallies: Iterable[Tally]) -> Tally:
    """Add tallies up."""
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def find_reason(failure: Failure) -> str:
    """Name why a document failed, without what is particular to it.

    Our own errors say what must be and then what was got; others have their class.
    """
    rule, comma, _ = failure.error.partition(", got")
    if comma:
        return f"{failure.stage}: {rule}"
    raised = _EXCEPTION.match(failure.error)
    return f"{failure.stage}: {raised[1] if raised else failure.error[:80]}"
