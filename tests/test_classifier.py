"""The pair classifier: what it refuses, and that scores depend on nothing else."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from nlp.classifier import PairClassifier, apply_softmax
from nlp.errors import ModelError
from nlp.models_path import hash_file

LABELS = ["support", "oppose", "mixed", "none"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a model whose logits are the mean of its token numbers, and of others."""
    onnx = pytest.importorskip("onnx", reason="needs the [train] extra")
    from onnx import TensorProto, helper

    nodes = [
        helper.make_node("Cast", ["input_ids"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["floats"], ["mean"], axes=[1], keepdims=1),
        helper.make_node("MatMul", ["mean", "weights"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "pairs",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, 4])],
        [helper.make_tensor("weights", TensorProto.FLOAT, [1, 4], [0.1, 0.2, 0.3, 1])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    place = tmp_path / "tiny"
    place.mkdir()
    onnx.save(model, place / "model.onnx")
    words = {"[UNK]": 0, "rents": 1, "guns": 2, "cap": 3}
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(place / "tokenizer.json"))
    write_config(place)
    return place


def write_config(place: Path, **changes: object) -> None:
    config = {
        "task": "stance",
        "format": 1,
        "name": "tiny",
        "labels": LABELS,
        "temperature": 2.0,
        "max_length": 8,
        "files": {
            name: hash_file(place / name) for name in ("model.onnx", "tokenizer.json")
        },
    }
    (place / "config.json").write_text(json.dumps(config | changes), encoding="utf-8")


def test_rows_sum_to_one_and_are_tempered(folder: Path) -> None:
    classifier = PairClassifier(folder)
    scores = classifier.predict_proba([("cap rents", "guns"), ("guns", "guns")])
    assert scores.shape == (2, 4)
    assert scores.sum(axis=1) == pytest.approx([1, 1], abs=1e-6)
    logits = classifier.predict_logits([("guns", "guns")])
    assert logits[0] == pytest.approx([0.2, 0.4, 0.6, 2.0])
    assert scores[1] == pytest.approx(apply_softmax(logits, 2.0)[0])


def test_score_does_not_depend_on_the_other_pairs(folder: Path) -> None:
    classifier = PairClassifier(folder)
    pairs = [("cap", "guns"), ("guns guns guns cap", "rents"), ("cap", "guns")]
    together = classifier.predict_logits(pairs)
    alone = np.concatenate([classifier.predict_logits([pair]) for pair in pairs])
    assert np.array_equal(together, alone)


def test_no_pairs_give_no_rows(folder: Path) -> None:
    assert PairClassifier(folder).predict_proba([]).shape == (0, 4)


def test_long_passage_is_cut(folder: Path) -> None:
    classifier = PairClassifier(folder)
    long = " ".join(["cap"] * 100)
    assert np.array_equal(
        classifier.predict_logits([(long, "guns")]),
        classifier.predict_logits([(long + " cap", "guns")]),
    )


def test_pickled_classifier_scores_alike(folder: Path) -> None:
    classifier = PairClassifier(folder)
    again = pickle.loads(pickle.dumps(classifier))
    pairs = [("cap rents", "guns")]
    assert np.array_equal(again.predict_proba(pairs), classifier.predict_proba(pairs))


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_changed_file_is_refused(name: str, folder: Path) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelError, match="sha256 must be"):
        PairClassifier(folder)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"task": "checkworthiness"}, "model must be for 'stance'"),
        ({"format": 99}, "config must be of format 1"),
        ({"files": {}}, "files must name model.onnx, tokenizer.json"),
        (
            {
                "words": {"scale": 1.0, "bias": []},
                "files": {"model.onnx": "", "tokenizer.json": ""},
            },
            "words.npy, got",
        ),
    ],
)
def test_unfit_config_is_refused(
    changes: dict[str, object], told: str, folder: Path
) -> None:
    write_config(folder, **changes)
    with pytest.raises(ModelError, match=told):
        PairClassifier(folder)


def test_model_that_is_no_onnx_is_refused(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"no model")
    write_config(folder)
    with pytest.raises(ModelError, match=f"ONNX Runtime {onnxruntime.__version__}"):
        PairClassifier(folder)
