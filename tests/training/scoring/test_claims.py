"""Claim records and pairs are counted as their modules say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from spacy.language import Language

from nlp.errors import InputError
from nlp.training.scoring.claim_pairs import score_claim_pairs
from nlp.training.scoring.claims import score_claims

TEXT = "Utah sued the agency on Monday, and Idaho raised its fee by 4 percent."


def write(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "gold.jsonl"
    path.write_bytes(b"\n".join(map(orjson.dumps, rows)))
    return path


def build_anchor(text: str, **labels: Any) -> dict[str, Any]:
    start = TEXT.index(text)
    fields = {"kinds": [], "modality": None, "check_worthy": None, **labels}
    return {"text": text, "start_char": start, "end_char": start + len(text), **fields}


def build_passage(*anchors: dict[str, Any]) -> dict[str, Any]:
    known = {"id": "p1", "split": "dev", "genre": "brief", "published": "2025-03-12"}
    return {**known, "text": TEXT, "claims": list(anchors)}


def test_anchors_are_right_where_each_has_a_claim_of_its_own(
    nlp: Language, tmp_path: Path
) -> None:
    first = build_anchor("Utah sued the agency", kinds=["action"], modality="asserted")
    second = build_anchor("Idaho raised its fee", kinds=["pledge"], modality="negated")
    scores = score_claims(nlp, write(tmp_path, build_passage(first, second)))
    assert (scores["anchors"].n_right, scores["anchors"].n_gold) == (2, 2)
    assert (scores["  action"].n_right, scores["  pledge"].n_right) == (1, 0)
    assert (scores["modality"].n_right, scores["modality"].n_gold) == (1, 2)
    # Both lie in one claim: found, and only one of them right.
    halves = build_anchor("Utah sued"), build_anchor("the agency")
    scores = score_claims(nlp, write(tmp_path, build_passage(*halves)))
    assert (scores["anchors"].n_right, scores["anchors"].n_predicted) == (1, 2)


def test_sentences_of_newsclaims_are_scored(nlp: Language, tmp_path: Path) -> None:
    sentence = "Ana Roe said that rents rose 9 percent in Boise last year."
    claim = {
        "sentence": sentence,
        "claimer": "Ms. Roe",
        "claimer_in_sentence": True,
        "claim_span": [18, 57],
    }
    other = {"sentence": "What will happen next?", "claim_span": [0, 22]}
    scores = score_claims(nlp, write(tmp_path, {"doc": "a", "claims": [claim, other]}))
    assert (scores["check-worthy"].n_right, scores["check-worthy"].n_gold) == (1, 2)
    assert (scores["spans"].n_right, scores["spans"].n_gold) == (1, 2)
    assert (scores["claimers"].n_right, scores["claimers"].n_gold) == (1, 1)


def test_pairs_are_scored(nlp: Language, tmp_path: Path) -> None:
    first = "Ohio's prisons held 4,812 women in January 2024."
    texts = {
        "same": "In January 2024, 4,812 women were held in the prisons of Ohio.",
        "conflict": "Ohio's prisons held 6,300 women in January 2024.",
        "different": "Nurses in Boise left their hospital.",
    }
    rows = [
        {
            "id": name,
            "split": "dev",
            "relation": relation,
            "first": first,
            "second": texts[name],
            "published": "2025-03-12",
        }
        for name, relation in [
            ("same", "same"),
            ("conflict", "same"),
            ("conflict", "conflict"),
            ("different", "conflict"),
        ]
    ]
    scores = score_claim_pairs(nlp, write(tmp_path, *rows), "dev")
    same, conflict = scores["same"], scores["conflict"]
    assert (same.n_right, same.n_predicted, same.n_gold) == (1, 1, 2)
    assert (conflict.n_right, conflict.n_predicted, conflict.n_gold) == (1, 2, 2)
    with pytest.raises(InputError, match="split must be"):
        score_claim_pairs(nlp, write(tmp_path, *rows), "test")
