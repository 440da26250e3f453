"""Whether two claims say the same, or give different values for the same thing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from nlp.comparison.statements import Amount, Period, Statement

# Shares of stems that two claims have in common (Dice), set on the dev half of
# corpora/claim-pairs; figures that are equal say much, so words may say less.
SAME_WITH_FIGURES = 0.45
SAME_WITHOUT_FIGURES = 0.7
CONFLICT = 0.5
CONFLICT_IN_DOCUMENT = 0.7
LEAST = min(SAME_WITH_FIGURES, SAME_WITHOUT_FIGURES, CONFLICT)

_MIN_STEMS = 3
_MIN_STEMS_WITHOUT_FIGURES = 4
_MIN_OWN = 2  # stems on each side that the other lacks, which make two claims of one
_MONTHS_APART = timedelta(days=92)

Kind = Literal["same", "conflict"]


@dataclass(frozen=True, slots=True)
class Found:
    """What two claims are to each other.

    Attributes:
        kind: `same`, or `conflict` where figures differ.
        similarity: Share of stems in common.
        amounts: In a conflict the two figures.
    """

    kind: Kind
    similarity: float
    amounts: tuple[Amount, Amount] | None = None


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


def relate(
    first: Statement, second: Statement, weights: Mapping[str, float]
) -> Found | None:
    """Tell what two claims are to each other; None for claims about different things.

    Equal figures are required of the same claim. Claims about other places, times or
    names, and claims of which one denies what the other says, are about different
    things.

    Args:
        first: A claim.
        second: Another one.
        weights: Of `weigh_stems`, for the run that both are from.
    """
    fewest = min(len(first.stems), len(second.stems))
    if fewest < _MIN_STEMS:
        return None
    similarity = measure_similarity(first.stems, second.stems, weights)
    if similarity < LEAST or _are_apart(first, second):
        return None
    opposite = any(-side in second.sides for side in first.sides)
    if not first.amounts and not second.amounts:
        if fewest < _MIN_STEMS_WITHOUT_FIGURES:
            return None
        own = len(first.stems - second.stems), len(second.stems - first.stems)
        same = similarity >= SAME_WITHOUT_FIGURES and min(own) < _MIN_OWN
        return Found("same", similarity) if same and not opposite else None
    if _count_different_things(first, second):
        return None
    if has_equal_amounts(first.amounts, second.amounts):
        # "within 90 days" stands in every order, so a duration alone says little.
        telling = any(not a.measure.startswith("duration") for a in first.amounts)
        enough = SAME_WITH_FIGURES if telling else SAME_WITHOUT_FIGURES
        same = similarity >= enough and not opposite
        return Found("same", similarity) if same else None
    enough = CONFLICT if first.document != second.document else CONFLICT_IN_DOCUMENT
    pair = find_conflict(first.amounts, second.amounts)
    if pair is not None and first.document == second.document:
        # Neighbours tell of other shares and other people more often than they differ.
        pair = pair if pair[0].counted == pair[1].counted != frozenset() else None
    # "fell 12 percent" and "rose 3 percent" are opposite, and in conflict.
    turned = pair is not None and pair[0].change != pair[1].change
    if pair is None or similarity < enough or (opposite and not turned):
        return None
    return Found("conflict", similarity, pair)


def measure_similarity(
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
