"""Groups of claims that say the same, and conflicts between them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from nlp.comparison.relations import LEAST, Found, is_conflict_in_time, relate
from nlp.comparison.similarity import Similarity
from nlp.comparison.statements import Statement

_BLOCK = 2_000  # statements compared with all others at a time
# A stem of more claims than this finds no candidates, so that time stays in proportion
# to the corpus; two claims that share nothing rarer are not compared.
_MOST_CLAIMS = 2_000
_SLACK = 1e-6  # for the last digits of sums


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two groups of claims with different values for the same thing.

    Attributes:
        first: Number of the first group.
        second: Number of the second.
        found: The two figures, of the first claim of each group.
    """

    first: int
    second: int
    found: Found


def group_statements(
    statements: Sequence[Statement],
) -> tuple[list[list[int]], list[Conflict]]:
    """Put claims that say the same into groups, and find conflicts between groups.

    A claim joins the first group whose first claim says the same, so that a chain of
    small steps does not bring together what differs.

    Args:
        statements: Of a run, in order; about 10 KB of memory each.

    Returns:
        The groups, each the numbers of its statements, in order of their first claim,
        groups of one too; and the conflicts, in order.
    """
    groups: list[list[int]] = []
    group_of: dict[int, int] = {}  # by the number of a group's first statement
    conflicts: list[Conflict] = []
    similarity = Similarity(statements)
    for number, earlier in enumerate(_find_candidates(statements, similarity.weights)):
        own = statements[number]
        differing: list[tuple[int, Found]] = []
        joined = False
        for other in earlier:
            if other not in group_of:
                continue
            found = relate(statements[other], own, similarity)
            if found is None:
                continue
            if found.kind == "same":
                groups[group_of[other]].append(number)
                joined = True
                break
            if is_conflict_in_time(statements[other], own):
                differing.append((group_of[other], found))
        if not joined:
            group_of[number] = len(groups)
            conflicts += [Conflict(g, len(groups), f) for g, f in differing]
            groups.append([number])
    return groups, conflicts


def _find_candidates(
    statements: Sequence[Statement], weights: Mapping[str, float]
) -> Iterator[list[int]]:
    """Yield for each statement the earlier ones that may share enough of its stems."""
    counts = Counter(stem for one in statements for stem in one.stems)
    stems = sorted(stem for stem in counts if counts[stem] <= _MOST_CLAIMS)
    has_stem = _build_matrix(statements, stems)
    weight = np.array([weights[stem] for stem in stems])
    sizes = np.array(
        [math.fsum(weights[stem] for stem in one.stems) for one in statements]
    )
    weighted = has_stem * weight
    common = sizes - np.asarray(weighted.sum(axis=1)).ravel()
    transposed = has_stem.T.tocsr()
    for start in range(0, len(statements), _BLOCK):
        shared = (weighted[start : start + _BLOCK] @ transposed).tocsr()
        for row in range(shared.shape[0]):
            own = start + row
            place = slice(shared.indptr[row], shared.indptr[row + 1])
            others = shared.indices[place]
            most = shared.data[place] + np.minimum(common[others], common[own])
            near = 2 * most + _SLACK >= LEAST * (sizes[others] + sizes[own])
            yield sorted(others[near & (others < own)].tolist())


def _build_matrix(statements: Sequence[Statement], stems: Sequence[str]) -> Any:
    """Return statements by stems, 1 where a statement has the stem."""
    columns = {stem: column for column, stem in enumerate(stems)}
    indices: list[int] = []
    borders = [0]
    for one in statements:
        indices += sorted(columns[stem] for stem in one.stems if stem in columns)
        borders.append(len(indices))
    shape = (len(statements), len(stems))
    return csr_array((np.ones(len(indices)), indices, borders), shape=shape)
