"""Whether two claims say the same, or give different values for the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from nlp.comparison.contrasts import (
    find_contrast,
    is_turned_round,
    narrows_or_denies,
)
from nlp.comparison.similarity import Similarity
from nlp.comparison.statements import Amount, Period, Statement

# Similarities set on the dev half of corpora/claim-pairs; figures that are equal say
# much, so words and meaning may say less.
SAME_WITH_FIGURES = 0.65
SAME_WITHOUT_FIGURES = 0.8
CONFLICT = 0.72
CONFLICT_STRICT = 0.84  # in a document, or of things named by other words
# Of words alone, so that most pairs are told apart fast. Below it no meaning that was
# seen is alike enough.
LEAST = 0.3

# Of the words in which claims differ that are else the same: "homes", "houses".
EXCHANGED = 0.75

_MIN_STEMS = 3
_MIN_STEMS_WITHOUT_FIGURES = 4
_MONTHS_APART = timedelta(days=92)

Kind = Literal["same", "conflict"]
_Possible = tuple[Kind, float, tuple[Amount, Amount] | None]


@dataclass(frozen=True, slots=True)
class Found:
    """What two claims are to each other.

    Attributes:
        kind: `same`, or `conflict` where figures differ.
        similarity: Of words and meaning.
        amounts: In a conflict the two figures.
    """

    kind: Kind
    similarity: float
    amounts: tuple[Amount, Amount] | None = None


def relate(first: Statement, second: Statement, similarity: Similarity) -> Found | None:
    """Tell what two claims are to each other; None for claims about different things.

    Equal figures are required of the same claim. Claims about other places, times or
    names, and claims of which one denies what the other says, are about different
    things, however alike they are.

    Args:
        first: A claim.
        second: Another one.
        similarity: Of the run that both are from.
    """
    if min(len(first.stems), len(second.stems)) < _MIN_STEMS:
        return None
    if similarity.measure_words(first, second) < LEAST or _are_apart(first, second):
        return None
    possible = _choose_kind(first, second)
    if possible is None:
        return None
    kind, least, amounts = possible
    if is_turned_round(first, second) or _are_contrary(first, second, kind, similarity):
        return None
    found = similarity.measure(first, second, least=least)
    return None if found is None else Found(kind, found, amounts)


def _are_contrary(
    first: Statement, second: Statement, kind: Kind, similarity: Similarity
) -> bool:
    """Whether claims that are else the same differ in words that change the meaning."""
    contrast = find_contrast(first, second)
    if contrast is None:
        return False
    one, other = contrast
    if not one or not other:
        # A day that only one tells may be one of several.
        dated = kind == "conflict" and bool(first.periods) != bool(second.periods)
        return dated or narrows_or_denies(one or other)
    return similarity.measure_texts(" ".join(one), " ".join(other)) < EXCHANGED


def _choose_kind(first: Statement, second: Statement) -> _Possible | None:
    """Return what two claims may be by their figures, and how alike it takes."""
    opposite = any(-side in second.sides for side in first.sides)
    if not first.amounts and not second.amounts:
        fewest = min(len(first.stems), len(second.stems))
        if opposite or fewest < _MIN_STEMS_WITHOUT_FIGURES:
            return None
        return "same", SAME_WITHOUT_FIGURES, None
    other_things = _count_different_things(first, second)
    if has_equal_amounts(first.amounts, second.amounts):
        # "within 90 days" stands in every order, so a duration alone says little.
        telling = any(not a.measure.startswith("duration") for a in first.amounts)
        enough = telling and not other_things
        least = SAME_WITH_FIGURES if enough else SAME_WITHOUT_FIGURES
        return None if opposite else ("same", least, None)
    strict = other_things or first.document == second.document
    least = CONFLICT_STRICT if strict else CONFLICT
    pair = find_conflict(first.amounts, second.amounts)
    if pair is not None and first.document == second.document:
        # Neighbours tell of other shares and other people more often than they differ.
        pair = pair if pair[0].counted == pair[1].counted != frozenset() else None
    # "fell 12 percent" and "rose 3 percent" are opposite, and in conflict.
    turned = pair is not None and pair[0].change != pair[1].change
    if pair is None or (opposite and not turned):
        return None
    return "conflict", least, pair


def _are_apart(first: Statement, second: Statement) -> bool:
    """Whether two claims are about other places, names or times, or deny each other."""
    if first.negated != second.negated:
        return True
    if first.names - second.stems and second.names - first.stems:
        return True
    if first.places - second.places and second.places - first.places:
        return True
    if first.periods and second.periods:
        return not any(
            _overlap(one, other) for one in first.periods for other in second.periods
        )
    return False


def _overlap(first: Period, second: Period) -> bool:
    return first[0] <= second[1] and second[0] <= first[1]


def has_equal_amounts(first: Sequence[Amount], second: Sequence[Amount]) -> bool:
    """Whether each figure of the claim with fewer has an equal in the other."""
    fewer, more = sorted((first, second), key=len)
    return bool(fewer) and all(
        any(_is_equal(one, other) for other in more) for one in fewer
    )


def _is_equal(first: Amount, second: Amount) -> bool:
    if first.measure != second.measure or _turn(first, second):
        return False
    one, other = first.bounds, second.bounds
    if one.centre is None or other.centre is None:
        return (one.low, one.high) == (other.low, other.high)
    room = max(one.rounding, other.rounding, 1e-6 * abs(one.centre))
    return abs(one.centre - other.centre) <= room


def _count_different_things(first: Statement, second: Statement) -> bool:
    """Whether what each claim counts has a word that the other claim has nowhere."""
    return all(
        any(amount.counted - other.stems for amount in one.amounts)
        and all(amount.counted - other.stems for amount in one.amounts)
        for one, other in ((first, second), (second, first))
    )


def _turn(first: Amount, second: Amount) -> bool:
    """Whether one goes up and the other down."""
    return None not in (first.change, second.change) and first.change != second.change


def find_conflict(
    first: Sequence[Amount], second: Sequence[Amount]
) -> tuple[Amount, Amount] | None:
    """Return two figures that count the same and leave no value open to both.

    None if any two figures of the claims are equal, since the others are then details,
    and none where a claim has several figures of a measure ("46 percent to 42"), since
    nothing tells which of them belong together.
    """
    pairs = [(one, other) for one in first for other in second]
    if any(_is_equal(one, other) for one, other in pairs):
        return None
    for one, other in pairs:
        alike = one.measure == other.measure and one.per == other.per
        single = _is_single(one, first) and _is_single(other, second)
        if alike and single and not one.bounds.overlaps(other.bounds):
            return one, other
    return None


def _is_single(amount: Amount, amounts: Sequence[Amount]) -> bool:
    return sum(other.measure == amount.measure for other in amounts) == 1


def is_conflict_in_time(first: Statement, second: Statement) -> bool:
    """Whether claims without dates are close enough in time to contradict each other.

    A rate of 5 percent reported in one year does not contradict 4 in the next.
    """
    if first.periods and second.periods:
        return True
    if first.published is None or second.published is None:
        return True
    return abs(first.published - second.published) <= _MONTHS_APART
