"""From an encoder of sentences to the small files that `nlp.encoder` reads."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional
from transformers import AutoConfig, AutoModel, AutoTokenizer

from nlp.classifier import FORMAT, MODEL_FILE, TOKENIZER_FILE
from nlp.encoder import TASK, SentenceEncoder
from nlp.models_path import hash_file
from nlp.training.onnx_files import export_float
from nlp.training.stance.encoder import find_base
from nlp.training.stance.quantizing import quantize_model

_INPUTS = ["input_ids", "attention_mask"]
_MAX_LENGTH = 128  # word pieces; a claim on its own is one sentence

# Sentences whose embeddings are compared before and after; of no corpus.
PROBES = (
    "The county opened two clinics in May.",
    "In May, two clinics were opened by the county.",
    "Rents in the city rose 4 percent last year, the housing office reported.",
    "The senator said nobody had told him how many families would lose their aid.",
    "A judge blocked the order on Friday, and the state said it would appeal.",
    "About one in five teachers left.",
)


class _Pooled(nn.Module):
    """An encoder under the mean of its states, scaled to length 1."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> torch.Tensor:
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask
        ).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        pooled = (states * mask).sum(1) / mask.sum(1)
        return functional.normalize(pooled, dim=1)


def export_sentences(out: Path, *, base: str = "minilm") -> dict[str, Any]:
    """Write the folder of a sentence encoder, its weights in eight bits.

    Args:
        out: Model folder to write. A card that stands there is kept.
        base: "minilm", or a folder with an encoder of transformers' form, whose
            embedding of a sentence is the mean of its last states.

    Returns:
        What eval.json holds.

    Raises:
        ModelError: The base encoder is not there.
    """
    folder = find_base(base)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = _Pooled(_read_encoder(folder)).eval()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        exact = Path(scratch) / "exact.onnx"
        _export_float(model, tokenizer, exact)
        quantize_model(exact, out / MODEL_FILE)
    backend = tokenizer.backend_tokenizer
    backend.no_padding()
    backend.no_truncation()
    backend.save(str(out / TOKENIZER_FILE))
    _write_json(out / "config.json", _describe(out))
    result = {
        "base": base,
        "base_sha256": _hash_weights(folder),
        "n_bytes": sum((out / name).stat().st_size for name in _list_files()),
        "least_cosine_to_float": _measure_parity(model, tokenizer, out),
    }
    _write_json(out / "eval.json", result)
    return result


def _read_encoder(folder: Path) -> Any:
    if _hash_weights(folder) is None:
        config = AutoConfig.from_pretrained(folder)
        return AutoModel.from_config(config, add_pooling_layer=False)
    return AutoModel.from_pretrained(
        folder, add_pooling_layer=False, dtype=torch.float32
    )


def _hash_weights(folder: Path) -> str | None:
    weights = folder / "model.safetensors"
    return hash_file(weights) if weights.is_file() else None


def _list_files() -> tuple[str, str]:
    return MODEL_FILE, TOKENIZER_FILE


def _describe(out: Path) -> dict[str, Any]:
    return {
        "task": TASK,
        "format": FORMAT,
        "name": out.name,
        "max_length": _MAX_LENGTH,
        "files": {name: hash_file(out / name) for name in _list_files()},
    }


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _export_float(model: nn.Module, tokenizer: Any, path: Path) -> None:
    given = tokenizer("It rose.", return_tensors="pt")
    given = {name: given[name] for name in _INPUTS}
    export_float(model, given, path, output="embedding")


def _measure_parity(model: nn.Module, tokenizer: Any, out: Path) -> float:
    """Return the smallest cosine of a probe's embeddings in float and in eight bits."""
    exact = _embed_exactly(model, tokenizer, PROBES)
    encoder = SentenceEncoder(out)
    small = np.stack([encoder.encode(text) for text in PROBES])
    return round(float((exact * small).sum(axis=1).min()), 4)


def _embed_exactly(
    model: nn.Module, tokenizer: Any, texts: Sequence[str]
) -> npt.NDArray[np.float32]:
    found = []
    with torch.inference_mode():
        for text in texts:
            given = tokenizer(text, return_tensors="pt")
            found.append(model(*(given[name] for name in _INPUTS))[0].numpy())
    return np.stack(found)
