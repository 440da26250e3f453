"""The sentence encoder: what goes in, and which folders it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from nlp.classifier import PairClassifier
from nlp.encoder import SentenceEncoder
from nlp.errors import ModelError
from nlp.models_path import find_model

TEXT = "Two clinics closed in the county in May."


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


def test_embeddings_have_length_one_and_stay_the_same(encoder: SentenceEncoder) -> None:
    found = encoder.encode(TEXT)
    encoder.encode("Something else was read between.")
    assert found.shape == (384,)
    assert found.dtype == np.dtype("float32")
    assert float(found @ found) == pytest.approx(1.0, abs=1e-5)
    assert found.tobytes() == encoder.encode(TEXT).tobytes()
    assert found.tobytes() == SentenceEncoder().encode(TEXT).tobytes()


@pytest.mark.parametrize("text", ["", " \n", "🏛️", "word " * 3_000])
def test_any_text_is_embedded(encoder: SentenceEncoder, text: str) -> None:
    assert np.isfinite(encoder.encode(text)).all()


def test_what_is_alike_lies_closer(encoder: SentenceEncoder) -> None:
    one, like, other = map(
        encoder.encode,
        (TEXT, "In May the county lost a pair of clinics.", "Corn prices rose."),
    )
    assert one @ like > 0.7 > 0.3 > one @ other


def test_a_damaged_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(find_model("sentences"), folder)
    with (folder / "tokenizer.json").open("ab") as file:
        file.write(b" ")
    with pytest.raises(ModelError, match="sha256 must be"):
        SentenceEncoder(folder)
    config = json.loads((folder / "config.json").read_text())
    del config["max_length"]
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match="format 1 with"):
        SentenceEncoder(folder)


def test_a_model_for_another_task_is_refused() -> None:
    with pytest.raises(ModelError, match="must be for 'sentences', got 'stance'"):
        SentenceEncoder("stance")
    with pytest.raises(ModelError, match="must be for 'stance', got 'sentences'"):
        PairClassifier("sentences")
