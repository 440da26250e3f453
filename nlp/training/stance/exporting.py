"""From the fitted network to the files that inference reads, and their parity."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import torch

from nlp.classifier import MODEL_FILE, TOKENIZER_FILE, PairClassifier, apply_softmax
from nlp.training.stance.fitting import Fitted
from nlp.training.stance.quantizing import quantize_model

_OPSET = 17


def export_model(fitted: Fitted, folder: Path, *, int8: bool = True) -> None:
    """Write `model.onnx` and `tokenizer.json`.

    Args:
        fitted: The network.
        folder: To write to; it exists.
        int8: Store weights in eight bits, see `quantize_model`.
    """
    with tempfile.TemporaryDirectory() as scratch:
        exact = Path(scratch) / "exact.onnx"
        _export_float(fitted, exact)
        if int8:
            quantize_model(exact, folder / MODEL_FILE)
        else:
            (folder / MODEL_FILE).write_bytes(exact.read_bytes())
    tokenizer = fitted.tokenizer.backend_tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / TOKENIZER_FILE))


def _export_float(fitted: Fitted, path: Path) -> None:
    names = ["input_ids", "attention_mask", "token_type_ids"]
    given = fitted.tokenizer(
        "[HOLDER] adopted it.",
        "It should be adopted.",
        return_tensors="pt",
        return_token_type_ids=True,
    )
    with warnings.catch_warnings():
        # What the exporter says of its own future does not concern the reader.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            fitted.model,
            tuple(given[name] for name in names),
            str(path),
            input_names=names,
            output_names=["logits"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in names}
            | {"logits": {0: "batch"}},
            opset_version=_OPSET,
            dynamo=False,
        )


def measure_parity(
    fitted: Fitted, classifier: PairClassifier, pairs: Sequence[tuple[str, str]]
) -> float:
    """Return the largest difference of a probability between float and int8 model.

    Of the probabilities that are given out: with the words mixed in, and tempered.
    """
    exact = classifier.mix(fitted.predict(pairs), pairs)
    temperature = float(classifier.config["temperature"])
    scores = apply_softmax(exact, temperature)
    return float(abs(scores - classifier.predict_proba(pairs)).max())
