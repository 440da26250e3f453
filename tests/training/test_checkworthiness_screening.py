"""The screen: it learns the encoder's scores and is read as it was fitted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the [train] extra")
pytest.importorskip("transformers", reason="needs the [train] extra")

import torch

from nlp.components.checkworthiness import CheckworthinessModel
from nlp.components.checkworthiness.screening import SCREEN_FILE, WORDS_FILE, Screen
from nlp.models_path import find_model
from nlp.training.checkworthiness.screening import (
    ScreenConfig,
    ScreenNet,
    add_screen,
    pack_net,
    read_sentences,
)


def test_screen_scores_as_the_network_does(tmp_path: Path) -> None:
    torch.manual_seed(0)
    net = ScreenNet(torch.randn(4, 6), width=8).eval()
    np.savez(tmp_path / SCREEN_FILE, **pack_net(net, 2.0))  # type: ignore[arg-type]  # arrays by name
    (tmp_path / WORDS_FILE).write_text("tolls\nrose\nwhy\n")
    score = Screen(tmp_path).score(["why", "tolls", "rose", "twice"])
    logit = float(net(torch.tensor([[3, 1, 2, 0]]))[0].detach())
    assert score == pytest.approx(1 / (1 + np.exp(-2 * logit)), abs=0.02)


def test_padding_moves_no_score() -> None:
    torch.manual_seed(0)
    net = ScreenNet(torch.randn(4, 6), width=8).eval()
    alone = float(net(torch.tensor([[1, 2]]))[0].detach())
    beside = float(net(torch.tensor([[1, 2, -1, -1, -1]]))[0].detach())
    assert beside == pytest.approx(alone, abs=1e-5)


def test_screen_learns_from_texts_without_labels(
    tmp_path: Path, tiny_base: Path
) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(find_model("checkworthiness"), folder)
    rows = [
        {"text": f"The toll rose to ${n} in May. Why should anybody care? Thanks!"}
        for n in range(30)
    ]
    path = tmp_path / "texts.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    config = ScreenConfig(
        base=str(tiny_base), size=8, width=8, epochs=1, low=0.3, high=0.6
    )
    told = add_screen(folder, [path], config)
    assert told["n_sentences"] > 30
    config_told = json.loads((folder / "config.json").read_text())
    assert config_told["screen"] == {"low": 0.3, "high": 0.6}
    scores = CheckworthinessModel(folder).score(["The toll rose to $9 in May."])
    assert 0 <= scores[0] <= 1


def test_test_rows_and_left_out_debates_teach_nothing(tmp_path: Path) -> None:
    rows = [
        {"text": "One rose.", "split": "test"},
        {"text": "Two rose.", "debate": "a"},
        {"passage": "Three rose. Four fell."},
    ]
    path = tmp_path / "texts.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = list(read_sentences([path], frozenset(["a"])))
    assert found == ["Three rose.", "Four fell."]
