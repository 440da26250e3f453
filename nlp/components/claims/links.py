"""Which records lie inside which characters; found by bisection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from spacy.tokens import Span

from nlp.schema import TextSpan

R = TypeVar("R")


def place_span(record: TextSpan) -> tuple[int, int]:
    """Return the characters of a record that is a stretch of text itself."""
    return record.start_char, record.end_char


def place_middle(span: TextSpan | Span) -> tuple[int, int]:
    """Return the middle of a stretch of text, as of a stance's evidence.

    Its ends may reach a word beyond the claim's ("with" or a comma), its middle does
    not; so it belongs to exactly one of two neighbouring clauses.
    """
    middle = (span.start_char + span.end_char) // 2
    return middle, middle + 1


class Inside(Generic[R]):
    """Records by place, for many questions about one document."""

    def __init__(
        self, records: Sequence[R], place: Callable[[R], tuple[int, int]]
    ) -> None:
        """Sort `records` by where they begin.

        Args:
            records: Records of one kind.
            place: First and after-last character of a record.
        """
        self.rows = sorted(((place(r), r) for r in records), key=lambda row: row[0])
        self.starts = [start for (start, _), _ in self.rows]

    def find(self, start_char: int, end_char: int) -> tuple[R, ...]:
        """Return the records that lie wholly inside, in text order."""
        first = bisect_left(self.starts, start_char)
        last = bisect_left(self.starts, end_char)
        return tuple(r for (_, end), r in self.rows[first:last] if end <= end_char)


class Sentences:
    """Sentence borders of a document, for finding where a stretch lies."""

    def __init__(self, starts: Sequence[int]) -> None:
        """Keep the first character of every sentence."""
        self.starts = starts

    def index(self, char: int) -> int:
        """Return the index of the sentence that a character stands in."""
        return max(bisect_right(self.starts, char) - 1, 0)

    def end(self, index: int, end_of_text: int) -> int:
        """Return the character after a sentence."""
        after = index + 1
        return self.starts[after] if after < len(self.starts) else end_of_text

    def find(self, start_char: int, end_char: int) -> range:
        """Return the indices of the sentences that a stretch touches."""
        first = bisect_right(self.starts, start_char) - 1
        last = bisect_left(self.starts, end_char)
        return range(max(first, 0), last)
