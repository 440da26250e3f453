"""Training a check-worthiness model, and how its scores are counted."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.components.checkworthiness.features import count_common_words, split_tokens
from nlp.errors import InputError
from nlp.models_path import find_model
from nlp.training.checkworthiness.calibration import calibrate, find_border, fit_curve
from nlp.training.checkworthiness.examples import (
    Example,
    check_trainable,
    read_examples,
    read_gold,
)
from nlp.training.checkworthiness.linear import (
    cross_validate,
    describe_tokens,
    fit_pipeline,
    read_features,
    write_features,
)
from nlp.training.scoring import read_rows
from nlp.training.scoring.checkworthiness import (
    average_precision,
    calibration_error,
    compare_scores,
    score_checkworthiness,
)

FACTS = [
    "The toll rose to $4 in 2021.",
    "Some 300 bridges were closed last year.",
    "The court fined the mill $2 million.",
    "Enrollment fell 12 percent in two years.",
    "The town banned leaf fires in 1988.",
    "Nurses earned 9 percent less than in 2010.",
    "The ferry carried 41,000 cars in July.",
    "Deputies made 17 arrests on Sunday.",
    "The senate passed the bill 30 to 8.",
    "The plant closed in 2015 and never reopened.",
    "Rents doubled between 2012 and 2020.",
    "The union lost 600 members last year.",
]
COMMENT = [
    "What a strange idea.",
    "I think we should wait.",
    "Nobody knows what comes next.",
    "Thank you for the question.",
    "We must do better.",
    "It is a hard choice for anyone.",
    "I hope you will join us.",
    "Why should that be so?",
    "Let us talk about trust.",
    "People want to be heard.",
    "That would be a shame.",
    "We believe in this place.",
]


def _write(path: Path, rows: list[dict[str, Any]]) -> Path:
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    opened = gzip.compress(lines.encode()) if path.suffix == ".gz" else lines.encode()
    path.write_bytes(opened)
    return path


def _rows() -> list[dict[str, Any]]:
    rows = []
    for number, (fact, comment) in enumerate(zip(FACTS, COMMENT, strict=True)):
        known = {"debate": f"day {number % 6}", "split": "train"}
        if number >= 10:
            known["split"] = "test"
        rows.append({"text": fact, "label": "CFS"} | known)
        rows.append({"text": comment, "label": "UFS" if number % 3 else "NFS"} | known)
    return rows


@pytest.fixture
def examples(tmp_path: Path) -> list[Example]:
    return read_examples([_write(tmp_path / "data.jsonl.gz", _rows())])


def test_linear_model_tells_facts_from_comment(examples: list[Example]) -> None:
    common = count_common_words(example.text for example in examples)
    pipeline = fit_pipeline(examples, common, seed=3)
    unseen = [
        replace(examples[0], text="The mill closed in 2019."),
        replace(examples[0], text="I hope we do better, and why not?"),
    ]
    fact, comment = pipeline.decision_function(read_features(unseen, common))
    assert fact > 0 > comment


def test_folds_are_scored_alike_each_time(examples: list[Example]) -> None:
    decisions = cross_validate(examples, seed=3)
    assert decisions.tolist() == cross_validate(examples, seed=3).tolist()
    scores = calibrate(decisions, fit_curve(decisions, examples))
    assert compare_scores(read_gold(examples), scores).macro_f1 > 0.7


def test_describe_tokens_tells_numbers_and_tense() -> None:
    flags = describe_tokens(split_tokens("Prices rose 3 percent.", {"prices", "rose"}))
    assert {"=number1", "=percent1", "=past1", "=question0"} <= set(flags)


def test_write_features_of_an_empty_text_has_no_words() -> None:
    words, letters, endings, pairs = write_features("", set())
    assert (letters, endings, pairs) == ("<s>", "<s>", "")
    assert words.startswith("<s> =length0")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"text": "", "label": "CFS"}, "text must be a sentence"),
        ({"label": "CFS"}, "text must be a sentence, got None"),
        ({"text": "It rose."}, "label must be one of NFS, UFS, CFS, got None"),
        ({"text": "It rose.", "label": "yes"}, "got 'yes'"),
        ({"text": "It rose.", "label": "CFS", "split": "dev"}, "got 'dev'"),
    ],
)
def test_bad_row_is_named_by_file_and_line(
    tmp_path: Path, row: dict[str, Any], message: str
) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(f"{json.dumps(_rows()[0])}\n\n{json.dumps(row)}\n")
    with pytest.raises(InputError, match=f"{message}.*data.jsonl, line 3"):
        read_examples([path])


@pytest.mark.parametrize("line", ["{", "[1]", "3", '"text"'])
def test_line_that_is_no_object_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(line)
    with pytest.raises(InputError, match=r"JSON object.*data.jsonl, line 1"):
        read_examples([path])


def test_missing_empty_and_damaged_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"must be a file.*absent.jsonl"):
        read_examples([tmp_path / "absent.jsonl"])
    with pytest.raises(InputError, match=r"must have rows.*empty.jsonl"):
        read_examples([_write(tmp_path / "empty.jsonl", [])])
    damaged = tmp_path / "damaged.jsonl.gz"
    damaged.write_bytes(b"no gzip")
    with pytest.raises(InputError, match=r"must be readable.*damaged"):
        read_examples([damaged])


def test_too_little_data_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "data.jsonl", _rows()[:6])
    with pytest.raises(InputError, match="at least 5 training rows of each class"):
        check_trainable(read_examples([path]))


def test_small_files_weigh_more(tmp_path: Path) -> None:
    large = _write(tmp_path / "large.jsonl", _rows()[:16])
    small = _write(tmp_path / "small.jsonl", _rows()[16:20])
    weights = {e.source: e.weight for e in read_examples([large, small])}
    assert weights["large.jsonl"] == 1 < weights["small.jsonl"]


def test_border_is_where_macro_f1_is_best() -> None:
    decisions = np.arange(200).astype(np.float64)
    assert 145 <= find_border([(decisions, decisions >= 150)]) <= 151


def test_compare_scores_counts_both_classes() -> None:
    gold = np.array([True, True, False, False])
    result = compare_scores(gold, np.array([0.9, 0.4, 0.5, 0.1]))
    assert (result.check_worthy.precision, result.check_worthy.recall) == (0.5, 0.5)
    assert result.macro_f1 == pytest.approx(0.5)
    assert result.average_precision == pytest.approx((1 + 2 / 3) / 2)


def test_average_precision_takes_equal_scores_together() -> None:
    gold = np.array([True, False, True, False])
    assert average_precision(gold, np.full(4, 0.5)) == pytest.approx(0.5)
    assert average_precision(~gold & gold, np.ones(4)) == 0


def test_calibration_error_is_the_mean_gap() -> None:
    gold = np.array([True, False, True, True])
    scores = np.array([0.5, 0.5, 1.0, 0.8])
    assert calibration_error(gold, scores) == pytest.approx(0.2 / 4)


def test_score_checkworthiness_writes_gold_order(tmp_path: Path) -> None:
    gold = _write(tmp_path / "gold.jsonl", _rows())
    out = tmp_path / "out.jsonl.gz"
    result = score_checkworthiness(gold, out)
    rows = read_rows(out)
    assert [row["text"] for row in rows] == [row["text"] for row in _rows()]
    assert all(set(row) == {"text", "check_worthiness"} for row in rows)
    assert result is not None
    assert result.n_rows == 24
    assert result.macro_f1 > 0.8


def test_score_checkworthiness_names_a_bad_gold_row(tmp_path: Path) -> None:
    gold = _write(tmp_path / "gold.jsonl", [{"text": "It rose.", "label": "YES"}])
    with pytest.raises(InputError, match=r"text and a label.*gold.jsonl, line 1"):
        score_checkworthiness(gold)


def test_gold_without_labels_is_predicted_and_not_scored(tmp_path: Path) -> None:
    gold = _write(tmp_path / "gold.jsonl", [{"text": "It rose."}, {"text": ""}])
    out = tmp_path / "out.jsonl"
    assert score_checkworthiness(gold, out) is None
    assert [row["text"] for row in read_rows(out)] == ["It rose.", ""]


def test_gold_with_labels_in_some_rows_is_refused(tmp_path: Path) -> None:
    rows = [{"text": "It rose.", "label": "CFS"}, {"text": "It fell."}]
    gold = _write(tmp_path / "gold.jsonl", rows)
    with pytest.raises(InputError, match="all have label, got 1 of 2 without"):
        score_checkworthiness(gold)


def test_unwritable_predictions_are_named(tmp_path: Path) -> None:
    gold = _write(tmp_path / "gold.jsonl", _rows())
    with pytest.raises(InputError, match=r"can be written.*absent"):
        score_checkworthiness(gold, tmp_path / "absent" / "out.jsonl")


CORPUS = Path(__file__).parents[2] / "corpora" / "checkworthiness"


def test_own_corpus_keeps_to_its_datasheet() -> None:
    path = CORPUS / "sentences.jsonl"
    sha256, name = (CORPUS / "SHA256SUMS").read_text().split()
    assert (hashlib.sha256(path.read_bytes()).hexdigest(), path.name) == (sha256, name)
    rows = read_rows(path)
    assert len({row["text"] for row in rows}) == len(rows) >= 1500
    for row in rows:
        number = int(hashlib.sha256(row["text"].encode()).hexdigest(), 16)
        assert row["split"] == ("test" if number % 10 < 3 else "train")
        assert row["genre"] in {"news", "policy"}


def test_shipped_model_reaches_its_scores_on_the_test_split(tmp_path: Path) -> None:
    rows = read_rows(CORPUS / "sentences.jsonl")
    gold = _write(tmp_path / "gold.jsonl", [r for r in rows if r["split"] == "test"])
    result = score_checkworthiness(gold)
    assert result is not None
    recorded = json.loads((find_model("checkworthiness") / "eval.json").read_text())
    # eight-bit kernels of other processors round otherwise
    for name, score in result.as_dict().items():
        assert score == pytest.approx(
            recorded["test"]["sentences.jsonl"][name], abs=0.005
        )
    assert result.macro_f1 >= 0.94
