"""A whole training with a tiny random encoder: sentences in, model folder out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the [train] extra")
pytest.importorskip("transformers", reason="needs the [train] extra")

from nlp.components.checkworthiness import CheckworthinessModel
from nlp.training.checkworthiness.encoder import FitConfig
from nlp.training.checkworthiness.training import train_checkworthiness

FACTS = ("The toll rose to $4 in {}.", "Some {} bridges closed.", "It fined {} mills.")
COMMENT = ("Why {} of all?", "Thank you, {} times.", "We must do {} things better.")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return rows of six debates and of a test split."""
    rows = [
        {"text": text.format(100 + 7 * n), "label": label, "debate": str(n)}
        | {"split": "test" if n > 5 else "train"}
        for n in range(8)
        for texts, label in ((FACTS, "CFS"), (COMMENT, "NFS"))
        for text in texts
    ]
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_training_writes_whole_folder(data: Path, tiny_base: Path) -> None:
    out = data.parent / "mine"
    config = FitConfig(base=str(tiny_base), layers=1, epochs=2, max_length=24)
    result = train_checkworthiness([data], out, config)
    found = {path.name for path in out.iterdir()}
    assert found == {
        "README.md",
        "common.txt",
        "config.json",
        "eval.json",
        "model.onnx",
        "tokenizer.json",
    }
    assert json.loads((out / "eval.json").read_text()) == result
    assert result["test"]["data.jsonl"]["n_rows"] == 12
    assert result["held_out"]["data.jsonl"]["n_rows"] > 0
    assert result["linear"]["folds"]["data.jsonl"]["n_rows"] == 36
    scores = CheckworthinessModel(out).score(["The toll rose.", "Why?"])
    assert ((scores > 0) & (scores < 1)).all()


def test_training_keeps_a_card_that_somebody_wrote(data: Path, tiny_base: Path) -> None:
    out = data.parent / "mine"
    out.mkdir()
    (out / "README.md").write_text("# Mine\n")
    config = FitConfig(base=str(tiny_base), layers=1, epochs=1, max_length=24)
    first = train_checkworthiness([data], out, config)
    assert (out / "README.md").read_text() == "# Mine\n"
    assert train_checkworthiness([data], out, config) == first
