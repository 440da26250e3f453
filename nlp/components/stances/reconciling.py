"""One stance a document: what its passages say of one government on one issue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

from nlp.schema import Stance, TextSpan

NEAR = 0.35  # sides that are this close in strength both stand


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A document's stance, and every passage that shows it, in text order."""

    stance: Stance
    evidence: tuple[TextSpan, ...]


def reconcile(drafts: Iterable[Stance]) -> list[Reconciled]:
    """Bring the stances of a document down to one for each government and issue.

    Passages that agree become one stance, told by the surest of them. Where they pull
    in both directions about equally strongly it is `mixed`; where one direction is
    clearly weaker, its passages are taken for misread ones.

    Args:
        drafts: Stances of single passages; those without an issue stay as they are.

    Returns:
        In text order of what tells them, ids "s1", "s2" and so on.
    """
    groups: dict[tuple[str, str], list[Stance]] = {}
    found: list[Reconciled] = []
    for draft in drafts:
        if draft.issue is None:
            found.append(Reconciled(draft, (draft.evidence,)))
        else:
            groups.setdefault((_name(draft), draft.issue), []).append(draft)
    found += [_join(group) for group in groups.values()]
    return [
        Reconciled(
            one.stance.model_copy(update={"id": f"s{number}"}),
            one.evidence,
        )
        for number, one in enumerate(sorted(found, key=_order), start=1)
    ]


def _name(stance: Stance) -> str:
    jurisdiction = stance.holder.jurisdiction
    return stance.holder.name if jurisdiction is None else jurisdiction.name


def _join(group: Sequence[Stance]) -> Reconciled:
    sides = {stance.position for stance in group}
    strengths = sorted(((_weigh(group, side), side) for side in sides), reverse=True)
    strongest, position = strengths[0]
    if len(strengths) > 1 and strengths[1][0] < strongest - NEAR:
        group = [stance for stance in group if stance.position == position]
        sides = {position}
    told = max(
        group,
        key=lambda s: (s.position == position, s.confidence, -s.evidence.start_char),
    )
    if len(sides) > 1:
        told = told.model_copy(update={"position": "mixed"})
    evidence = {(s.evidence.start_char, s.evidence.end_char): s.evidence for s in group}
    return Reconciled(told, tuple(evidence[place] for place in sorted(evidence)))


def _weigh(group: Sequence[Stance], position: str) -> float:
    """Return how sure all passages of a side together make it."""
    return 1 - prod(1 - s.confidence for s in group if s.position == position)


def _order(found: Reconciled) -> tuple[int, int, int, str]:
    stance = found.stance
    evidence = stance.evidence
    return (
        evidence.start_char,
        evidence.end_char,
        stance.holder.start_char,
        stance.issue or "",
    )
