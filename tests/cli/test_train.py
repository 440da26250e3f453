"""`policy-claims train stance`: faults are told before anything is trained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nlp.cli.train import train_app


@pytest.fixture
def data(tmp_path: Path) -> Path:
    row = {
        "passage": "Elko capped rents.",
        "holder": {"text": "Elko", "start_char": 0, "end_char": 4},
        "issue": "rent-control",
        "label": "support",
    }
    bad = [row | {"label": "yes"}, row, row | {"issue": "parking"}]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, bad)), encoding="utf-8")
    return path


def test_all_faults_are_listed_before_training(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "model"
    done = CliRunner().invoke(
        train_app, ["stance", "--data", str(data), "--out", str(out)]
    )
    assert done.exit_code == 2
    first, second, last = done.stderr.splitlines()
    assert f"{data}, line 1: label must be one of" in first
    assert f"{data}, line 3: issue must be in the catalogue" in second
    assert "got 2 that are not" in last
    assert not out.exists()
