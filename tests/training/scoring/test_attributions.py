"""How attributions are counted."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from nlp.errors import InputError
from nlp.pipeline import DEFAULT_MODEL
from nlp.training.scoring import read_rows, write_rows
from nlp.training.scoring.attributions import (
    Said,
    count_found,
    is_same,
    read_gold,
    score_attributions,
    score_rows,
)

TEXT = "The auditor said the fund was empty. Nobody listened."
GOLD = {
    "source": [[0, 11, "The auditor"]],
    "cue": [[12, 16, "said"]],
    "content": [[17, 35, "the fund was empty"]],
}


@pytest.fixture(scope="module")
def speech() -> Language:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("attributions")
    return nlp


def one(source: tuple[int, int], *content: tuple[int, int]) -> Said:
    return [source], list(content)


@pytest.mark.parametrize(
    ("predicted", "same"),
    [
        (one((0, 5), (100, 200)), True),
        (one((4, 9), (100, 200)), True),
        (one((5, 9), (100, 200)), False),  # another source
        (one((0, 5), (100, 126)), True),  # a quarter of the longer
        (one((0, 5), (100, 124)), False),
        (one((0, 5), (160, 240)), True),  # half of the shorter
        (one((0, 5), (161, 241)), False),
        (one((0, 5), (100, 110), (120, 150)), True),  # in parts
        (one((0, 5), (200, 300)), False),
    ],
)
def test_same_needs_source_and_enough_content(predicted: Said, same: bool) -> None:
    assert is_same(one((0, 5), (100, 200)), predicted) is same


def test_each_prediction_finds_one_gold_attribution() -> None:
    twice = [one((0, 5), (10, 20)), one((0, 5), (10, 20))]
    assert count_found(twice, twice[:1]) == 1
    assert count_found(twice, twice) == 2
    assert count_found(twice, []) == 0


def test_pairs_are_chosen_so_that_most_are_found() -> None:
    gold = [one((0, 5), (10, 30)), one((0, 5), (10, 20))]
    predicted = [one((0, 5), (10, 20)), one((0, 5), (22, 30))]
    assert count_found(gold, predicted) == 2
    assert count_found(gold, predicted[1:]) == 1


def test_only_attributions_with_source_and_content_count() -> None:
    gold = [{"attributions": [GOLD, {**GOLD, "source": []}]}]
    score = score_rows(gold, [{"attributions": [GOLD, {**GOLD, "source": None}]}])
    assert (score.n_right, score.n_predicted, score.n_gold) == (1, 1, 1)


def test_the_first_annotator_of_a_document_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    said = [[], [GOLD], [GOLD]]
    rows = [
        {"doc": doc, "text": TEXT, "attributions": attributions}
        for doc, attributions in zip("aab", said, strict=True)
    ]
    write_rows(path, rows)
    assert [row["attributions"] for row in read_gold(path)] == [[], [GOLD]]


def test_predictions_are_written_in_the_form_of_the_gold(
    speech: Language, tmp_path: Path
) -> None:
    gold, out = tmp_path / "gold.jsonl.gz", tmp_path / "predictions.jsonl"
    write_rows(gold, [{"doc": "d1", "text": TEXT, "attributions": [GOLD]}])
    score = score_attributions(speech, gold, predictions_out=out)["source and content"]
    assert (score.n_right, score.n_predicted, score.n_gold) == (1, 1, 1)
    assert read_rows(out) == [{"doc": "d1", "text": TEXT, "attributions": [GOLD]}]


def test_missing_gold_is_an_input_error(speech: Language, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="must be a file"):
        score_attributions(speech, tmp_path / "none.jsonl")
