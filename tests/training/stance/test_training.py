"""A whole training with a tiny random encoder: rows in, model folder out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the [train] extra")
pytest.importorskip("transformers", reason="needs the [train] extra")

from nlp.classifier import PairClassifier
from nlp.components.stances.deciding import LABELS
from nlp.training.stance.fitting import FitConfig
from nlp.training.stance.training import TrainConfig, train_stance

PROPOSITIONS = Path(__file__).parents[3] / "corpora" / "stance" / "propositions.toml"


@pytest.fixture
def config(rows: list[Any], write: Callable[..., Path], tiny_base: Path) -> TrainConfig:
    data = write(rows)
    fit = FitConfig(base=str(tiny_base), epochs=2, max_length=160, device="cpu")
    out = data.parent / "tiny"
    return TrainConfig(data=(data,), out=out, fit=fit, propositions=PROPOSITIONS)


def test_training_writes_whole_folder(config: TrainConfig) -> None:
    result = train_stance(config)
    found = {path.name for path in config.out.iterdir()}
    assert found == {
        "model.onnx",
        "tokenizer.json",
        "topics.json",
        "words.npy",
        "config.json",
        "eval.json",
        "README.md",
        "confusion.png",
        "reliability.png",
    }
    assert result == json.loads((config.out / "eval.json").read_text())
    assert result["test"]["n_rows"] == 6
    assert result["parity"] < 0.02
    classifier = PairClassifier(config.out)
    scores = classifier.predict_proba([("[HOLDER] capped rents.", "Cap rents.")])
    assert classifier.labels == LABELS
    assert scores.sum() == pytest.approx(1.0, abs=1e-5)


def test_left_out_issue_tells_how_unseen_ones_are_read(
    config: TrainConfig, rows: list[Any], write: Callable[..., Path], tmp_path: Path
) -> None:
    from dataclasses import replace

    more = [json.dumps(row).replace("Wednesday", "Christmas") for row in rows]
    data = write(rows + [row for row in more if "Christmas" in row])
    left = replace(config, data=(data,), leave_out=("cannabis-legalization",))
    result = train_stance(left)
    assert result["left_out"]["n_rows"] == 3
    told = json.loads((config.out / "config.json").read_text())
    assert told["issues"] == ["rent-control"]
    assert set(told["unseen"]) == {"temperature", "thresholds"}
    whole = replace(left, leave_out=(), out=tmp_path / "all", unseen_from=config.out)
    train_stance(whole)
    read = json.loads((whole.out / "config.json").read_text())
    assert read["issues"] == ["cannabis-legalization", "rent-control"]
    assert read["unseen"] == told["unseen"]


def test_same_seed_gives_same_weights(config: TrainConfig, tmp_path: Path) -> None:
    from dataclasses import replace

    pairs = [("[HOLDER] voted.", "Rents should fall.")]
    first = train_stance(config)
    other = replace(config, out=tmp_path / "again")
    assert train_stance(other)["dev"] == first["dev"]
    one, two = (PairClassifier(c.out).predict_logits(pairs) for c in (config, other))
    assert np.array_equal(one, two)


def test_ended_training_goes_on(
    config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nlp.training.stance import training

    def fail(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(training, "write_model", fail)
        with pytest.raises(KeyboardInterrupt):
            train_stance(config)
    kept = list((config.out / "checkpoints").glob("checkpoint-*"))
    assert kept
    marks = {path: path.stat().st_mtime_ns for path in kept}
    seen: dict[Path, int] = {}

    def look(given: TrainConfig, *rest: Any) -> Any:
        seen.update({path: path.stat().st_mtime_ns for path in kept if path.exists()})
        return {}

    monkeypatch.setattr(training, "write_model", look)
    train_stance(config)
    assert seen == marks
