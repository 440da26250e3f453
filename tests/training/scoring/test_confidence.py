"""How sure records are, held against gold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language

from nlp.training.scoring.confidence import (
    Bin,
    build_bins,
    calibration_error,
    score_confidence,
)


def test_bins_hold_equally_many_records_in_order() -> None:
    bins = build_bins([(0.9, True), (0.1, False), (0.8, False), (0.2, True)] * 5)
    assert [one.n_records for one in bins] == [4] * 5
    assert [one.confidence for one in bins] == sorted(one.confidence for one in bins)


def test_calibration_error_weighs_gaps_by_records() -> None:
    bins = [Bin(30, 0.9, 0.8), Bin(10, 0.5, 0.1)]
    assert calibration_error(bins) == pytest.approx((30 * 0.1 + 10 * 0.4) / 40)
    assert calibration_error([]) == 0.0


def test_worth_is_held_against_its_anchor(nlp: Language, tmp_path: Path) -> None:
    text = "The state spent $40 million on buses in 2023."
    anchor = {"text": text, "start_char": 0, "end_char": len(text), "kinds": []}
    row = {
        "id": "p",
        "split": "dev",
        "genre": "news",
        "text": text,
        "published": "2024-05-01",
        "claims": [anchor | {"modality": None, "check_worthy": True}],
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row))
    (worth,) = score_confidence(nlp, path)["claims[].check_worthiness"]
    assert worth.n_records == 1
    assert worth.right == 1.0
    assert worth.confidence > 0.5
