"""From the fitted network to the files that inference reads, and their parity."""

from __future__ import annotations

import logging
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from nlp.classifier import MODEL_FILE, TOKENIZER_FILE
from nlp.training.stance.fitting import Fitted

_OPSET = 17


def export_model(fitted: Fitted, folder: Path, *, int8: bool = True) -> None:
    """Write `model.onnx` and `tokenizer.json`.

    Args:
        fitted: The network.
        folder: To write to; it exists.
        int8: Store weights in eight bits, a scale for each output channel.
    """
    with tempfile.TemporaryDirectory() as scratch:
        exact = Path(scratch) / "exact.onnx"
        _export_float(fitted, exact)
        if int8:
            _quantize(exact, folder / MODEL_FILE)
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


def _quantize(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)  # it advises at length
    try:
        quantize_dynamic(
            str(source),
            str(target),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=False,
        )
    finally:
        root.setLevel(level)


def measure_parity(
    fitted: Fitted, classifier: Any, pairs: Sequence[tuple[str, str]]
) -> float:
    """Return the largest difference of a probability between float and int8 model."""
    from nlp.classifier import apply_softmax

    temperature = float(classifier.config["temperature"])
    exact = apply_softmax(fitted.predict(pairs), temperature)
    return float(abs(exact - classifier.predict_proba(pairs)).max())
