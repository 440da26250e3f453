from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from nlp.errors import InputError
from nlp.training.scoring.checkworthiness import score_checkworthiness

ROWS = [
    {"text": "The city spent $40 million on roads last year.", "label": "CFS"},
    {"text": "Thank you all for coming tonight.", "label": "NFS"},
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return path


def test_reliability_is_drawn(gold: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    score = score_checkworthiness(gold, plot_out=tmp_path / "plot.png")
    assert score is not None
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")


def test_missing_plots_are_told(
    gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("matplotlib", "matplotlib.figure", "matplotlib.backends.backend_agg"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(InputError, match=r"policy-claims\[train\]"):
        score_checkworthiness(gold, plot_out=tmp_path / "plot.png")
