"""Claims are counted over a run the same way however it is cut."""

from __future__ import annotations

import pytest

from nlp.corpus.recurrence import count_recurrence
from nlp.ingest import build_document
from nlp.ranking import claim_key, rank_claims
from nlp.schema import Extraction, PipelineInfo
from tests.test_ranking import TEXT, build_claim


def build(*standalone: str) -> Extraction:
    claims = tuple(
        build_claim(number, standalone=text)
        for number, text in enumerate(standalone, start=1)
    )
    info = PipelineInfo(version="0")
    return Extraction(document=build_document(TEXT), claims=claims, pipeline=info)


RUN = [
    build("Rents rose.", "Nurses left.", "Nurses left."),
    build("rents rose", "Taxes fell."),
    build("Rents rose!"),
]


@pytest.mark.parametrize("piece_size", [1, 2, 3, 1000])
def test_documents_of_each_claim_are_counted(piece_size: int) -> None:
    seen = count_recurrence(RUN, piece_size=piece_size)
    wanted = {"Rents rose.": 3, "Nurses left.": 1, "Taxes fell.": 1, "Never.": 1}
    found = {text: seen.get(claim_key(build_claim(standalone=text))) for text in wanted}
    assert found == wanted
    assert len(seen) == 1


def test_counts_do_not_hang_on_the_order() -> None:
    key = claim_key(build_claim(standalone="Rents rose."))
    assert count_recurrence(RUN[::-1], piece_size=2).get(key) == 3


def test_counts_stop_where_more_makes_no_difference() -> None:
    seen = count_recurrence((build("Rents rose.") for _ in range(300)), piece_size=90)
    assert seen.get(claim_key(build_claim(standalone="Rents rose."))) == 255


def test_a_claim_that_recurs_is_ranked_before_its_equals() -> None:
    seen = count_recurrence([build("Taxes fell.", "Rents rose."), *RUN])
    extraction = build("Nurses left.", "Rents rose.")
    assert [c.id for c in rank_claims(extraction)] == ["c1", "c2"]
    assert [c.id for c in rank_claims(extraction, seen=seen)] == ["c2", "c1"]


def test_no_documents_have_no_recurring_claims() -> None:
    assert len(count_recurrence([])) == 0
