"""How gold passages are read and counted; no pipeline runs here."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import orjson
import pytest

from nlp.errors import InputError
from nlp.lexicons import read_lexicon
from nlp.schema import Document, Extraction, Jurisdiction, PipelineInfo
from nlp.training.scoring import Score
from nlp.training.scoring.gold import score_passage
from nlp.training.scoring.governments import is_same_government
from nlp.training.scoring.passages import Government, Passage, read_passages

CORPUS = Path(__file__).parents[3] / "corpora" / "gold"
TEXT = (
    "Boise opposes the ban, which up to 40 of 90 towns back. Nampa backs it,"
    ' Mayor Ana Roe said. "We will," she said, "by July." Prices rose.'
)
BOISE = {"name": "Boise", "level": "city", "parents": ["US", "US-ID"]}
NAMPA = {"name": "Nampa", "level": "city", "parents": ["US", "US-ID"]}


def mark(text: str) -> dict[str, Any]:
    assert TEXT.count(text) == 1, text
    start = TEXT.index(text)
    return {"text": text, "start_char": start, "end_char": start + len(text)}


def figure(text: str, value: float | None, **fields: Any) -> dict[str, Any]:
    base = {"low": None, "high": None, "comparator": "eq", "kind": "count"}
    return mark(text) | {"value": value, "unit": None} | base | fields


def entity(text: str, where: dict[str, Any], role: str = "actor") -> dict[str, Any]:
    more = {"id": "e1", "label": "GPE", "name": text, "jurisdiction": where}
    return mark(text) | more | {"role": role}


def gold_stance(where: dict[str, Any], position: str, **more: Any) -> dict[str, Any]:
    return {
        "holder": mark(where["name"]) | {"jurisdiction": where},
        "issue": "gun-control",
        "position": position,
        "instrument": "statement",
        "status": "stated",
        "evidence": mark("opposes the ban"),
        **more,
    }


def stance(where: dict[str, Any], position: str, issue: str | None) -> dict[str, Any]:
    return {
        "id": "s1",
        "holder": mark(where["name"]) | {"name": where["name"], "jurisdiction": where},
        "issue": issue,
        "target": None,
        "position": position,
        "action": "opposes",
        "instrument": None,
        "status": "stated",
        "evidence": mark("opposes the ban"),
        "confidence": 0.5,
    }


def claim(text: str, modality: str, worth: float) -> dict[str, Any]:
    empty = dict.fromkeys(("issue", "subject", "predicate", "object", "attribution"))
    links: dict[str, Any] = dict.fromkeys(
        ("figures", "entities", "dates", "stances"), ()
    )
    return {
        **mark(text),
        **empty,
        **links,
        "id": "c1",
        "standalone": text,
        "kinds": (),
        "modality": modality,
        "check_worthiness": worth,
        "confidence": 0.5,
    }


def score(gold: dict[str, Any], found: dict[str, Any]) -> dict[str, Score]:
    row = {"id": "p", "split": "dev", "genre": "wire", "text": TEXT}
    passage = Passage.model_validate(row | {"published": "2024-05-01"} | gold)
    document = Document(
        id="p", text=TEXT, sha256=hashlib.sha256(TEXT.encode()).hexdigest()
    )
    extraction = Extraction.model_validate(
        {"document": document, "pipeline": PipelineInfo(version="1")} | found
    )
    return dict(score_passage(passage, extraction))


def test_figures_need_overlap_and_value() -> None:
    gold = {"figures": [figure("up to 40", 40, comparator="le"), figure("90", 90)]}
    found = [figure("40", 40, id="f1"), figure("towns", 90, id="f2")]
    scores = score(gold, {"figures": found})
    assert scores["figures"] == Score(1, 2, 2)
    assert scores["figures+comparator"] == Score(0, 2, 2)
    assert scores["figures+unit"] == Score(1, 2, 2)  # no unit in gold: any will do


def test_optional_figure_is_neither_missed_nor_extra() -> None:
    gold = {"figures": [figure("up to 40", 40), figure("90", 90, optional=True)]}
    both = [figure("40", 40, id="f1"), figure("90", 91, id="f2")]
    assert score(gold, {"figures": both})["figures"] == Score(1, 1, 1)
    assert score(gold, {"figures": both[:1]})["figures"] == Score(1, 1, 1)


@pytest.mark.parametrize(
    ("gold", "found", "n_right"),
    [
        ({"low": 2, "high": 4, "comparator": "range"}, {"low": 2, "high": 4}, 1),
        ({"low": 2, "high": 4, "comparator": "range"}, {"low": 2, "high": 5}, 0),
        ({"low": 20, "high": 999, "comparator": "approx"}, {"low": 24, "high": 99}, 1),
        ({"low": 20, "high": 999, "comparator": "approx"}, {"low": 2, "high": 9}, 0),
        ({"low": 20, "high": 999, "comparator": "approx"}, {}, 0),
        ({"comparator": "unknown"}, {"comparator": "unknown"}, 1),
        ({"comparator": "unknown"}, {"comparator": "approx"}, 0),
    ],
)
def test_figures_without_value_compare_bounds(
    gold: dict[str, Any], found: dict[str, Any], n_right: int
) -> None:
    predicted = {"comparator": gold["comparator"]} | found
    scores = score(
        {"figures": [figure("up to 40", None, **gold)]},
        {"figures": [figure("40", None, id="f1", **predicted)]},
    )
    assert scores["figures"].n_right == n_right


def test_links_need_both_ends() -> None:
    gold = {"figures": [figure("40", 40, part_of="90"), figure("90", 90)]}
    right = [figure("40", 40, id="f1", part_of="f2"), figure("90", 90, id="f2")]
    wrong = [figure("40", 40, id="f1"), figure("90", 90, id="f2", part_of="f1")]
    assert score(gold, {"figures": right})["figure links"] == Score(1, 1, 1)
    assert score(gold, {"figures": wrong})["figure links"] == Score(0, 1, 1)


def test_governments_ignore_common_nouns_and_second_mentions() -> None:
    gold = {"jurisdictions": [mark("Nampa") | NAMPA | {"role": "actor"}]}
    entities = [
        entity("Nampa", NAMPA),
        entity("the ban", BOISE),  # no name
        entity("Ana Roe", BOISE),  # a name that gold knows nothing of
    ]
    assert score(gold, {"entities": entities})["governments"] == Score(1, 2, 1)
    assert score(gold, {"entities": entities[:2]})["governments"] == Score(1, 1, 1)


def test_governments_are_wrong_elsewhere_and_roles_still_count() -> None:
    gold = {"jurisdictions": [mark("Nampa") | NAMPA | {"role": "actor"}]}
    found = {"entities": [entity("Nampa", BOISE)]}
    assert score(gold, found)["governments"] == Score(0, 1, 1)
    assert score(gold, found)["roles"] == Score(1, 1, 1)


def test_dates_need_both_ends() -> None:
    gold = {"dates": [mark("July") | {"start": "2024-07-01", "end": "2024-07-31"}]}
    date = mark("July") | {"id": "d1", "kind": "month", "start": "2024-07-01"}
    right, wrong = ([date | {"end": end}] for end in ("2024-07-31", "2024-07-01"))
    assert score(gold, {"dates": right})["dates"] == Score(1, 1, 1)
    assert score(gold, {"dates": wrong})["dates"] == Score(0, 1, 1)


@pytest.mark.parametrize("parts", [["We will,", "by July."], ["We will,"]])
def test_split_quotation_is_one_attribution(parts: list[str]) -> None:
    cue = mark('she said, "')  # "said" alone stands twice in the text
    said = {"source": mark("she"), "cue": cue, "quote": "direct"}
    gold = said | {"content": mark("We will,"), "content_rest": [mark("by July.")]}
    found = [said | {"id": "a1", "content": mark(part)} for part in parts]
    scores = score({"attributions": [gold]}, {"attributions": found})
    assert scores["attributions"] == Score(1, 1, 1)


def test_stances_need_holder_issue_and_position() -> None:
    gold = {"stances": [gold_stance(BOISE, "oppose"), gold_stance(NAMPA, "support")]}
    found = [
        stance(BOISE, "oppose", "gun-control"),
        stance(BOISE, "oppose", "gun-control"),  # the same again
        stance(NAMPA, "support", None),
    ]
    scores = score(gold, {"stances": found})
    assert scores["stances"] == Score(1, 2, 2)
    assert scores["stances, any issue"] == Score(2, 2, 2)
    wrong = score(gold, {"stances": [stance(NAMPA, "oppose", "gun-control")]})
    assert wrong["stances, any issue"] == Score(0, 1, 2)


def test_stance_may_be_read_another_way() -> None:
    other = {"issue": "gun-control", "position": "mixed"}
    gold = {"stances": [gold_stance(BOISE, "oppose", **{"or": [other]})]}
    found = {"stances": [stance(BOISE, "mixed", "gun-control")]}
    assert score(gold, found)["stances"] == Score(1, 1, 1)


def test_claims_are_found_by_their_anchor() -> None:
    label = {"kinds": [], "modality": "asserted", "check_worthy": True}
    unlabelled: dict[str, Any] = {"kinds": [], "modality": None, "check_worthy": False}
    gold = {"claims": [mark("backs it") | label, mark("Prices rose") | unlabelled]}
    found = [
        claim("Nampa backs it", "asserted", 0.5),
        claim("Prices rose.", "negated", 0.9),
    ]
    scores = score(gold, {"claims": found})
    assert scores["modality"] == Score(1, 1, 1)
    assert scores["check-worthiness"] == Score(1, 2, 1)
    missed = score(gold, {"claims": found[1:]})
    assert missed["modality"] == Score(0, 0, 1)


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        (("Georgia", "state", "US-GA"), ("Georgia", "state", "US-GA"), True),
        (("Georgia", "country", "GE"), ("Georgia", "state", "US-GA"), False),
        (("St. Paul", "city", "US-MN"), ("Saint Paul", "city", "US-MN"), True),
        (("New York City", "city", "US-NY"), ("New York", "city", "US-NY"), True),
        (("Kansas City", "city", "US-KS"), ("Kansas City", "city", "US-MO"), False),
        (("Toronto", "city", "CA-ON"), ("Toronto", "city", "CA"), True),
        (("Bogotá", "city", "CO"), ("Bogota", "city", "CO"), True),
        (
            ("Katy ISD", "district", "US-TX"),
            ("Katy Schools", "district", "US-TX"),
            True,
        ),
        (("Katy ISD", "district", "US-TX"), ("Katy", "city", "US-TX"), False),
    ],
)
def test_same_government(
    gold: tuple[str, str, str], found: tuple[str, str, str], same: bool
) -> None:
    def build(told: tuple[str, str, str]) -> dict[str, Any]:
        name, level, place = told
        if level in ("state", "country"):
            return {"name": name, "level": level, "code": place}
        parents = (place.split("-")[0], place) if "-" in place else (place,)
        return {"name": name, "level": level, "parents": parents}

    one = Government.model_validate(build(gold))
    assert is_same_government(one, Jurisdiction.model_validate(build(found))) is same


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"dates": [mark("July") | {"start": None}]}, "dates.0.end"),
        ({"claims": [mark("July") | {"text": "May"}]}, "line 1"),
        ({"split": "train"}, "split"),
    ],
)
def test_bad_row_is_told(tmp_path: Path, change: dict[str, Any], match: str) -> None:
    row = {"id": "p", "split": "dev", "genre": "x", "text": TEXT}
    path = tmp_path / "gold.jsonl"
    path.write_bytes(orjson.dumps(row | {"published": "2024-05-01"} | change))
    with pytest.raises(InputError, match=match):
        read_passages(path)


def test_unknown_split_is_told() -> None:
    with pytest.raises(InputError, match="train"):
        read_passages(CORPUS / "passages.jsonl", "train")


def test_corpus_is_whole_and_its_offsets_match() -> None:
    path = CORPUS / "passages.jsonl"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert (CORPUS / "SHA256SUMS").read_text() == f"{digest}  {path.name}\n"
    passages = read_passages(path)
    assert len({passage.id for passage in passages}) == len(passages) >= 60
    for passage in passages:  # reading has checked all spans; some must be there
        assert sum(1 for _ in passage.spans()) > 10


def test_corpus_takes_both_sides_of_every_issue() -> None:
    stances = [s for p in read_passages(CORPUS / "passages.jsonl") for s in p.stances]
    sides = {(s.issue, s.position) for s in stances}
    issues = {row["id"] for row in read_lexicon("issues")["issue"]}
    assert {(issue, p) for issue in issues for p in ("support", "oppose")} <= sides
