"""How figures are counted against gold, and how ours look in the gold's form."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from nlp.errors import InputError
from nlp.pipeline import DEFAULT_MODEL
from nlp.training.scoring.figures import (
    compare,
    is_same_value,
    pair,
    parse_value,
    score_figures,
)
from nlp.training.scoring.newsquant import read_quantities
from nlp.training.scoring.recognizers import find_reason, score_recognizers


@pytest.fixture(scope="module")
def parsing() -> Language:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("figures")
    return nlp


def quantity(
    value: str, unit: str = "-", change: str = "=", concept: str = "-"
) -> dict[str, str]:
    return {
        "value": value,
        "normalized_unit": unit,
        "change": change,
        "referred_concepts": concept,
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", (5.0,)),
        ("-5.5", (-5.5,)),
        ("1.0-1.5", (1.0, 1.5)),
        ("-10--5", (-10.0, -5.0)),
        ("1e-05", (1e-5,)),
        ("many", None),
    ],
)
def test_value_is_one_number_or_two(text: str, value: tuple[float, ...] | None) -> None:
    assert parse_value(text) == value


def test_values_match_within_tolerance_and_in_kind() -> None:
    assert is_same_value((100000.0,), (100000.5,))
    assert not is_same_value((100.0,), (100.1,))
    assert not is_same_value((1.0, 2.0), (1.0,))


def test_equal_values_pair_one_to_one() -> None:
    gold = [quantity("51"), quantity("51")]
    assert len(pair(gold, [quantity("51")])) == 1
    assert len(pair(gold, [quantity("51"), quantity("51"), quantity("51")])) == 2


def test_compare_counts_each_part() -> None:
    gold = [{"quantities": [quantity("5", "dollar", "up", "shares, firm")]}]
    found = [
        {"quantities": [quantity("5", "Dollar", "=", "firm"), quantity("9", "mile")]}
    ]
    scores = compare(gold, found)
    assert {part: score.n_right for part, score in scores.items()} == {
        "value": 1,
        "value+unit": 1,
        "value+change": 0,
        "value+concept": 1,
    }
    assert scores["value"].precision == 0.5
    assert scores["value"].recall == 1


def test_compare_leaves_out_what_gold_has_not() -> None:
    gold = [{"quantities": [{"value": "5", "normalized_unit": "mile"}]}]
    found = [{"quantities": [quantity("5", "mile")]}]
    assert set(compare(gold, found)) == {"value", "value+unit"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fuel fell 19 cents.", [("19.0", "cent", "down")]),
        ("The boy is 9 years old.", [("9.0", "year of age", "=")]),
        ("It is one of the oldest mills.", [("1.0", "old mill", "=")]),
        ("It needs four or five days.", [("4.0", "day", "="), ("5.0", "day", "=")]),
        ("It rose from 20 to 29 mpg.", [("20.0-29.0", "mile per gallon", "=")]),
        ("Just over 60 percent voted.", [("60.0", "percentage", ">")]),
        ("A third of the farms closed.", [(f"{1 / 3}", "% farm", "=")]),
        ("Fares are up about 4%.", [("4.0", "percentage", "~")]),
        ("It is 30 degrees Celsius.", [("30.0", "celsius", "=")]),
        ("It is 12 km away.", [("12.0", "kilometre", "=")]),
        ("He ran it 40 times.", [("40.0", "count", "=")]),
        ("No one came.", []),
    ],
)
def test_figures_take_the_form_of_the_gold(
    parsing: Language, text: str, expected: list[tuple[str, str, str]]
) -> None:
    rows = read_quantities(parsing(text))
    found = [(row["value"], row["normalized_unit"], row["change"]) for row in rows]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("The firm signed a $150,000 contract.", "contract"),
        ("Shares of the bank fell 2 percent.", "Shares"),
        ("The dam holds 80% of the water.", "water"),
        ("The county runs 14 clinics.", "county"),
    ],
)
def test_concepts_are_the_phrases_around(
    parsing: Language, text: str, concept: str
) -> None:
    (row,) = read_quantities(parsing(text))
    assert concept in row["referred_concepts"].split()


def test_score_writes_predictions_in_gold_order(
    parsing: Language, tmp_path: Path
) -> None:
    texts = ["It costs $5.", "Nothing.", "It is 3 miles away."]
    gold, out = tmp_path / "gold.jsonl", tmp_path / "out.jsonl.gz"
    rows = [{"text": text, "quantities": []} for text in texts]
    gold.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    scores = score_figures(parsing, gold, predictions_out=out)
    assert scores["value"].n_predicted == 2
    with gzip.open(out, "rt", encoding="utf-8") as file:
        written = [json.loads(line) for line in file]
    assert [row["text"] for row in written] == texts
    assert [len(row["quantities"]) for row in written] == [1, 0, 1]


def test_score_names_a_missing_file(parsing: Language, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="must be a file"):
        score_figures(parsing, tmp_path / "none.jsonl")


def test_specs_are_right_only_as_a_whole(parsing: Language, tmp_path: Path) -> None:
    dollars = {"Resolution": {"value": "5", "unit": "Dollar"}}
    rows = [
        {"model": "CurrencyModel", "text": "Give me $5.", "results": [dollars]},
        {"model": "CurrencyModel", "text": "Give me $6.", "results": [dollars]},
        {"model": "CurrencyModel", "text": "Give me $5 or €9.", "results": [dollars]},
        {"model": "OrdinalModel", "text": "the first two", "results": []},
    ]
    gold = tmp_path / "specs.jsonl"
    gold.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    report = score_recognizers(parsing, gold)
    assert report.scores["CurrencyModel"].n_right == 1
    assert report.scores["CurrencyModel"].n_gold == 3
    assert sum(report.left_out.values()) == 1


def test_specs_are_left_out_by_class() -> None:
    assert find_reason({"model": "NumberModel", "text": "1.1^23"})
    assert find_reason({"model": "NumberModel", "text": "two thirds"}) is None
