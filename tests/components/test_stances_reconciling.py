"""Passages of a document on one government and issue become one stance."""

from __future__ import annotations

from itertools import permutations

import pytest
from spacy.language import Language

from nlp.annotations import get_records
from nlp.components.stances.reconciling import reconcile
from nlp.schema import Holder, Position, Stance, TextSpan


def make_stance(
    at: int,
    position: Position,
    confidence: float,
    *,
    name: str = "Moab",
    issue: str | None = "rent-control",
) -> Stance:
    span = TextSpan(text="x", start_char=at, end_char=at + 1)
    return Stance(
        id="s0",
        holder=Holder(
            text=name,
            start_char=at,
            end_char=at + 1,
            name=name,
            entity="e1",
            jurisdiction=None,
        ),
        issue=issue,
        target=None,
        position=position,
        action=f"act at {at}",
        instrument=None,
        status="adopted",
        evidence=span,
        attribution=None,
        confidence=confidence,
    )


def test_passages_that_agree_become_one_told_by_the_surest() -> None:
    drafts = [make_stance(5, "support", 0.6), make_stance(40, "support", 0.9)]
    (found,) = reconcile(drafts)
    assert (found.stance.id, found.stance.action) == ("s1", "act at 40")
    assert [span.start_char for span in found.evidence] == [5, 40]


@pytest.mark.parametrize(
    ("confidences", "position", "n_evidence"),
    [((0.8, 0.7), "mixed", 2), ((0.95, 0.4), "support", 1), ((0.3, 0.9), "oppose", 1)],
)
def test_sides_of_like_strength_are_mixed_and_a_weak_one_falls(
    confidences: tuple[float, float], position: str, n_evidence: int
) -> None:
    support, oppose = confidences
    (found,) = reconcile(
        [make_stance(5, "support", support), make_stance(40, "oppose", oppose)]
    )
    assert found.stance.position == position
    assert len(found.evidence) == n_evidence


def test_other_governments_and_issues_stay_apart_in_text_order() -> None:
    drafts = [
        make_stance(60, "oppose", 0.9, name="Ogden"),
        make_stance(5, "support", 0.6),
        make_stance(30, "oppose", 0.7, issue="public-transit"),
        make_stance(90, "support", 0.7, issue=None),
    ]
    found = [one.stance for one in reconcile(drafts)]
    assert [stance.evidence.start_char for stance in found] == [5, 30, 60, 90]
    assert [stance.id for stance in found] == ["s1", "s2", "s3", "s4"]


def test_claims_refer_to_the_stance_from_every_passage_of_it(nlp: Language) -> None:
    doc = nlp(
        "Tulsa banned assault weapons in May. Reporters asked few questions about the"
        " budget that night. Tulsa also banned large-capacity rifle magazines in June."
    )
    bans = [stance for stance in doc._.stances if stance["issue"] == "gun-control"]
    assert len(bans) == 1
    marked = [s.start_char for s in doc.spans["stance_evidence"]]
    assert len(marked) == 2
    pointing = [c for c in doc._.claims if bans[0]["id"] in c["stances"]]
    assert len(pointing) == 2


def test_order_of_paragraphs_changes_no_stance(nlp: Language) -> None:
    parts = [
        "Mobile voted to add night buses on six lines.",
        "The county’s courts heard 1,100 cases in June.",
        "Nevada has no levy on wages.",
    ]
    found = set()
    for order in permutations(parts):
        stances = get_records(nlp("\n\n".join(order)), Stance)
        found.add(
            tuple(sorted((s.holder.text, s.position, s.confidence) for s in stances))
        )
    assert len(found) == 1
    assert any(position == "support" for _, position, _ in next(iter(found)))


def list_holders(nlp: Language, text: str) -> list[str]:
    return [stance.holder.name for stance in get_records(nlp(text), Stance)]


def test_governments_in_a_list_take_the_same_side(nlp: Language) -> None:
    text = "Three states — Iowa, Idaho, and Maine — sued to block the tariffs."
    assert list_holders(nlp, text) == ["Iowa", "Idaho", "Maine"]


def test_state_that_tells_where_a_town_lies_takes_no_side(nlp: Language) -> None:
    text = "Elko, Nevada, sued to block the tariffs."
    assert list_holders(nlp, text) == ["Elko"]
