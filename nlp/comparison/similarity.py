"""How alike two claims are: by the words that they share, and by what they mean."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from nlp.comparison.statements import Statement
from nlp.encoder import Embedding, SentenceEncoder

WORDS = 0.4  # share of the words in a similarity; the rest is the embeddings'

_MOST = 0.95  # cosine that claims in other words can reach


class Similarity:
    """Similarities of the claims of a run, each claim embedded once at most."""

    def __init__(
        self, statements: Iterable[Statement], encoder: str = "sentences"
    ) -> None:
        """Weigh the words of a run.

        Args:
            statements: Of the run.
            encoder: Name or folder of a sentence encoder; loaded when first needed.
        """
        self.weights = weigh_stems(statements)
        self._folder = encoder
        self._known: dict[str, Embedding] = {}

    @cached_property
    def _encoder(self) -> SentenceEncoder:
        return SentenceEncoder(self._folder)

    def measure_words(self, first: Statement, second: Statement) -> float:
        """Return the weighted share of stems in common, in [0, 1]."""
        return measure_overlap(first.stems, second.stems, self.weights)

    def measure_meaning(self, first: Statement, second: Statement) -> float:
        """Return the cosine of the embeddings of two claims, in [-1, 1]."""
        return self.measure_texts(first.text, second.text)

    def measure_texts(self, first: str, second: str) -> float:
        """Return the cosine of the embeddings of two texts, in [-1, 1]."""
        if first == second:
            return 1.0
        return float(self._embed(first) @ self._embed(second))

    def measure(
        self, first: Statement, second: Statement, *, least: float
    ) -> float | None:
        """Return how alike two claims are by words and meaning together.

        Args:
            first: A claim.
            second: Another one.
            least: What is needed. Claims whose words rule it out are not embedded.

        Returns:
            In [0, 1]; None if it is less than needed.
        """
        words = WORDS * self.measure_words(first, second)
        if first.text != second.text and words + (1 - WORDS) * _MOST < least:
            return None
        found = words + (1 - WORDS) * max(self.measure_meaning(first, second), 0.0)
        return min(found, 1.0) if found >= least else None

    def _embed(self, text: str) -> Embedding:
        if text not in self._known:
            self._known[text] = self._encoder.encode(text)
        return self._known[text]


def weigh_stems(statements: Iterable[Statement]) -> dict[str, float]:
    """Return how much each stem tells: the more, the fewer claims of a run have it.

    In a run of few claims all tell about as much.
    """
    counts: Counter[str] = Counter()
    total = 0
    for statement in statements:
        counts.update(statement.stems)
        total += 1
    return {
        stem: 1 + math.log((1 + total) / (1 + number))
        for stem, number in counts.items()
    }


def measure_overlap(
    first: frozenset[str],
    second: frozenset[str],
    weights: Mapping[str, float] | None = None,
) -> float:
    """Return the weighted share of stems in common (Dice), in [0, 1]."""
    if weights is None:
        total = float(len(first) + len(second))
        shared = float(len(first & second))
    else:
        total = math.fsum(weights[stem] for side in (first, second) for stem in side)
        shared = math.fsum(weights[stem] for stem in first & second)
    return 2 * shared / total if total else 0.0
