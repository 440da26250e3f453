"""From labelled rows to the pairs that the classifier learns from."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.components.stances.deciding import LABELS
from nlp.training.stance.rows import StanceRow


@dataclass(frozen=True, slots=True)
class Example:
    """A pair and its label; `weight` counts it more or less in the loss."""

    passage: str
    proposition: str
    label: int
    weight: float = 1.0


def build_examples(
    rows: Sequence[StanceRow], passages: Sequence[str], propositions: Mapping[str, str]
) -> list[Example]:
    """Return the pair of each row, in order.

    Args:
        rows: Labelled rows.
        passages: The masked passage of each.
        propositions: Of each issue, by id.
    """
    return [
        Example(passage, propositions[row.issue], LABELS.index(row.label))
        for row, passage in zip(rows, passages, strict=True)
    ]


def add_other_issues(
    rows: Sequence[StanceRow],
    passages: Sequence[str],
    propositions: Mapping[str, str],
    *,
    share: float,
    seed: int,
) -> list[Example]:
    """Ask about issues that a passage does not speak of: `none`, and cheap to have.

    Without them every issue asked about would be one that a writer thought of.

    Args:
        rows: Labelled rows.
        passages: The masked passage of each.
        propositions: Of each issue, by id.
        share: How many to add, as a share of the rows.
        seed: Same seed, same examples.
    """
    asked: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        asked[row.passage].add(row.issue)
    generator = random.Random(seed)
    chosen = generator.sample(range(len(rows)), int(share * len(rows)))
    examples = []
    for at in sorted(chosen):
        others = sorted(propositions.keys() - asked[rows[at].passage])
        if others:
            issue = generator.choice(others)
            none = LABELS.index("none")
            examples.append(Example(passages[at], propositions[issue], none))
    return examples
