"""Scores of groups of labelled rows."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from nlp.components.stances.deciding import LABELS
from nlp.training.stance.evaluating import Questions, score_groups
from nlp.training.stance.rows import read_stance_rows, require_rows

ROWS = [
    ("Reno capped rents.", "support", "brief"),
    ("Elko lifted its cap on rents.", "oppose", "brief"),
    ("Ely's council heard tenants for an hour.", "none", "minutes"),
]


def test_groups_are_scored_apart_the_largest_first(tmp_path: Path) -> None:
    data = tmp_path / "rows.jsonl"
    with data.open("w", encoding="utf-8") as file:
        for passage, label, genre in ROWS:
            name = passage.split()[0].removesuffix("'s")
            holder = {"text": name, "start_char": 0, "end_char": len(name)}
            row = {"passage": passage, "holder": holder, "issue": "rent-control"}
            file.write(json.dumps(row | {"label": label, "genre": genre}) + "\n")
    rows = require_rows(read_stance_rows([data], {"rent-control"}))
    gold = np.array([LABELS.index(row.label) for row in rows])
    found = np.where(gold == LABELS.index("oppose"), LABELS.index("support"), gold)
    scores = score_groups(Questions(rows, (), gold), found, "genre")
    assert list(scores) == ["brief", "minutes"]
    assert scores["minutes"] == (1.0, 1)
    assert scores["brief"][1] == 2
    assert scores["brief"][0] < 1.0
    assert list(score_groups(Questions(rows, (), gold), found, "writer")) == ["untold"]
