"""The sentence encoder made anew from a tiny random one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the [train] extra")
pytest.importorskip("transformers", reason="needs the [train] extra")

from nlp.encoder import SentenceEncoder
from nlp.training.sentences.exporting import export_sentences


def test_export_writes_a_folder_that_loads(tiny_base: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    result = export_sentences(out, base=str(tiny_base))
    assert json.loads((out / "eval.json").read_text()) == result
    assert result["least_cosine_to_float"] > 0.99
    assert result["n_bytes"] == sum(
        (out / name).stat().st_size for name in ("model.onnx", "tokenizer.json")
    )
    found = SentenceEncoder(out).encode("The council voted.")
    assert float(np.linalg.norm(found)) == pytest.approx(1.0, abs=1e-5)


def test_export_keeps_a_card_that_somebody_wrote(
    tiny_base: Path, tmp_path: Path
) -> None:
    (tmp_path / "README.md").write_text("# Mine\n")
    export_sentences(tmp_path, base=str(tiny_base))
    assert (tmp_path / "README.md").read_text() == "# Mine\n"
