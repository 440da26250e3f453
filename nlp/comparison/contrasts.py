"""Two claims that are word for word the same but for a few words."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.comparison.statements import Statement, split_words

_MOST_WORDS = 3  # on each side; more is another way to tell it
_NEGATIONS = frozenset({"not", "no", "never", "nobody", "none", "neither", "without"})
# What begins a phrase that makes a part of a whole: "thefts of cars", "beds for men".
_NARROWING = frozenset({"of", "for", "among", "against", "by", "under", "over", "with"})

Contrast = tuple[tuple[str, ...], tuple[str, ...]]


def find_contrast(first: Statement, second: Statement) -> Contrast | None:
    """Return the words in which two claims differ where all around them is the same.

    Args:
        first: A claim.
        second: Another one.

    Returns:
        The words of each, of which one may be none; None for claims that are told in
        different words, and for those that differ in their figures alone.
    """
    one, other = split_words(first.text), split_words(second.text)
    start = _count_common(one, other)
    end = _count_common(one[start:][::-1], other[start:][::-1])
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    longest = max(len(left), len(right))
    if not 0 < longest <= _MOST_WORDS or start + end < longest:
        return None
    figures = {
        word
        for statement in (first, second)
        for amount in statement.amounts
        for word in split_words(amount.text)
    }
    if figures.issuperset(left) and figures.issuperset(right):
        return None
    return tuple(left), tuple(right)


def _count_common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two lists have in common from their beginning."""
    pairs = zip(one, other, strict=False)
    return next(
        (n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other))
    )


def narrows_or_denies(words: Sequence[str]) -> bool:
    """Whether words that one claim has more make it about a part, or its denial."""
    return bool(_NEGATIONS & set(words)) or (words[0] in _NARROWING and len(words) > 1)


def is_turned_round(first: Statement, second: Statement) -> bool:
    """Whether who acts in one claim is acted on in the other, by the same verb."""
    if first.is_passive or second.is_passive or not first.verb & second.verb:
        return False
    one, other = first.subject, second.subject
    if not one or not other or one & other:
        return False
    return one <= second.stems and other <= first.stems
