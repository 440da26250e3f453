from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from spacy.language import Language

from nlp.components.stances.deciding import LABELS, NONE, OPPOSE, SUPPORT
from nlp.errors import InputError
from nlp.training.scoring import neutrality
from nlp.training.scoring.neutrality import (
    ErrorRate,
    Reading,
    count_directions,
    score_errors,
    score_swaps,
)
from nlp.training.stance.evaluating import Questions
from nlp.training.stance.rows import StanceRow

CORPUS = Path(__file__).parents[3] / "corpora" / "neutrality"


def _write(folder: Path, swaps: str, *rows: dict[str, Any]) -> Path:
    (folder / "swaps.toml").write_text(swaps, encoding="utf-8")
    lines = "\n".join(map(json.dumps, rows))
    (folder / "passages.jsonl").write_text(lines, encoding="utf-8")
    return folder


def test_corpus_is_the_one_that_is_listed() -> None:
    for line in (CORPUS / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((CORPUS / name).read_bytes()).hexdigest() == digest


def test_names_wording_gender_and_order_change_nothing(
    nlp: Language, tmp_path: Path
) -> None:
    folder = _write(
        tmp_path,
        'state = ["Utah", "West Virginia", "California"]\nparty = ["Republican",'
        ' "Democratic"]\nworded = ["illegal immigrants", "undocumented immigrants"]\n'
        'who = [{first = "Ann", he = "she"}, {first = "Bob", he = "he"}]\n',
        {"id": "a", "text": "{state} sued the agency over its rule on coal on Monday."},
        {
            "id": "b",
            "text": "{party} lawmakers in Ohio raised the minimum wage to $15.",
        },
        {"id": "c", "text": "Georgia passed a law against {worded}; 40 were held."},
        {"id": "d", "text": "{first} Hale, a judge, said {he} blocked Ohio’s gun law."},
        {
            "id": "e",
            "text": "Ohio banned assault weapons.\n\nUtah sued.\n\nRents rose.",
            "shuffle": 1,
        },
    )
    scores = score_swaps(nlp, folder)
    assert scores.keys() == {"state", "party", "worded", "who", "sentence order"}
    assert [line for score in scores.values() for line in score.changed] == []


def test_a_change_is_told(
    nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(nlp: Language, text: str) -> Reading:
        worth = 0.9 if "Utah" in text else 0.5
        return Reading(((text,),) if "Ohio" in text else (), (), (worth,))

    monkeypatch.setattr(neutrality, "read_text", read)
    folder = _write(
        tmp_path,
        'state = ["Utah", "Ohio", "Iowa", "Maine"]',
        {"id": "a", "text": "{state} voted."},
    )
    score = score_swaps(nlp, folder)["state"]
    assert (score.n_variants, score.n_stance, score.n_worth) == (4, 3, 3)
    assert score.changed == ["a with Utah: check-worthiness", "a with Ohio: stance"]


def test_slot_without_fillers_is_told(nlp: Language, tmp_path: Path) -> None:
    row = {"id": "a", "text": "{state} and {party}"}
    folder = _write(tmp_path, 'state = ["Utah"]\nparty = ["Green"]', row)
    with pytest.raises(InputError, match="slots of one kind"):
        score_swaps(nlp, folder)


@pytest.mark.parametrize(
    ("n_wrong", "n_rows", "low", "high"),
    [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (50, 1000, 0.038, 0.065)],
)
def test_interval_is_wilsons(
    n_wrong: int, n_rows: int, low: float, high: float
) -> None:
    assert ErrorRate(n_wrong, n_rows).interval == pytest.approx((low, high), abs=1e-3)


@pytest.fixture
def questions() -> Questions:
    rows = tuple(
        StanceRow(f"{state} banned guns.", 0, len(state), "gun-control", label, "test")
        for state, label in (
            ("Utah", "support"),
            ("Oregon", "oppose"),
            ("Chad", "none"),
        )
    )
    gold = np.array([SUPPORT, OPPOSE, NONE])
    return Questions(rows, tuple((row.passage, "?") for row in rows), gold)


def test_errors_are_counted_by_group(
    nlp: Language, tmp_path: Path, questions: Questions
) -> None:
    data = tmp_path / "rows.jsonl"
    data.write_text('{"id": "", "genre": "news"}', encoding="utf-8")
    found = np.array([OPPOSE, OPPOSE, NONE])
    groups = score_errors(nlp, questions, found, folder=CORPUS, data=data)
    assert groups["all"]["all"] == ErrorRate(1, 3)
    assert groups["direction"]["support"] == ErrorRate(1, 1)
    assert groups["leaning"] == {
        "democratic": ErrorRate(0, 1),
        "republican": ErrorRate(1, 1),
    }
    turned = count_directions(questions, found)
    assert turned["support read as oppose"] == ErrorRate(1, 1)
    assert LABELS[NONE] in " ".join(turned)
