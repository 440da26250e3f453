"""The order of claims is what a checker should look at first."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.ingest import build_document
from nlp.ranking import claim_key, has_named_source, rank_claims, score_claim
from nlp.schema import (
    Attribution,
    Claim,
    Extraction,
    PipelineInfo,
    Source,
    TextSpan,
)

TEXT = "Rents rose 9 percent."


def build_claim(number: int = 1, **changes: Any) -> Claim:
    fields: dict[str, Any] = {
        "id": f"c{number}",
        "text": TEXT,
        "start_char": 0,
        "end_char": len(TEXT),
        "standalone": TEXT,
        "kinds": (),
        "modality": "asserted",
        "check_worthiness": 0.5,
        "confidence": 0.9,
        "issue": None,
        "subject": None,
        "predicate": None,
        "object": None,
        "attribution": None,
        "figures": (),
        "entities": (),
        "dates": (),
        "stances": (),
    }
    return Claim(**(fields | changes))


def build_attribution(**source: Any) -> Attribution:
    span: dict[str, Any] = {"text": TEXT, "start_char": 0, "end_char": len(TEXT)}
    return Attribution(
        id="a1",
        source=Source(**span, **source),
        cue=None,
        content=TextSpan(**span),
        quote="indirect",
    )


@pytest.mark.parametrize(
    "better",
    [
        {"check_worthiness": 0.6},
        {"figures": ("f1",)},
        {"stances": ("s1",)},
        {"confidence": 0.95},
    ],
)
def test_score_rises_with_what_a_checker_needs(better: dict[str, Any]) -> None:
    assert score_claim(build_claim(**better)) > score_claim(build_claim())


@pytest.mark.parametrize("modality", ["questioned", "unknown"])
def test_score_falls_where_nothing_is_claimed(modality: str) -> None:
    assert score_claim(build_claim(modality=modality)) < score_claim(build_claim())


def test_score_counts_a_named_source_but_not_an_anonymous_one() -> None:
    claim = build_claim()
    named = score_claim(claim, build_attribution(name="Ada Moss"))
    assert named > score_claim(claim, build_attribution()) == score_claim(claim)


def test_score_grows_with_recurrence_up_to_a_limit() -> None:
    scores = [score_claim(build_claim(), n_seen=n) for n in (1, 2, 16, 400)]
    assert scores[0] < scores[1] < scores[2] == scores[3]


def test_score_stays_between_zero_and_one() -> None:
    best = build_claim(
        check_worthiness=1.0, confidence=1.0, figures=("f1",), stances=("s1",)
    )
    assert score_claim(best, build_attribution(entity="e1"), n_seen=99) == 1.0
    assert score_claim(build_claim(check_worthiness=0.0)) == 0.0


def test_rank_puts_the_strongest_first_and_keeps_text_order_among_equals() -> None:
    claims = (
        build_claim(1),
        build_claim(2, check_worthiness=0.9),
        build_claim(3),
        build_claim(4, attribution="a1"),
    )
    extraction = Extraction(
        document=build_document(TEXT),
        attributions=(build_attribution(name="Ada Moss"),),
        claims=claims,
        pipeline=PipelineInfo(version="0"),
    )
    ranked = [claim.id for claim in rank_claims(extraction)]
    assert ranked == ["c2", "c4", "c1", "c3"]


def test_rank_counts_claims_seen_elsewhere() -> None:
    other = "Nurses left."
    claims = (build_claim(1), build_claim(2, standalone=other))
    extraction = Extraction(
        document=build_document(TEXT), claims=claims, pipeline=PipelineInfo(version="0")
    )
    seen = {claim_key(claims[1]): 8}
    assert [claim.id for claim in rank_claims(extraction, seen=seen)] == ["c2", "c1"]


def test_claim_key_ignores_case_and_punctuation_but_not_units() -> None:
    keys = [
        claim_key(build_claim(standalone=text))
        for text in ("Taxes rose 3%.", "taxes rose  3%", "Taxes rose $3")
    ]
    assert keys[0] == keys[1] != keys[2]


def test_a_source_is_named_by_name_or_entity() -> None:
    assert not has_named_source(None)
    assert not has_named_source(build_attribution())
    assert has_named_source(build_attribution(entity="e4"))
