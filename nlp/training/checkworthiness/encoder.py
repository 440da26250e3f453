"""The encoder: the lower layers of a small transformer, fine-tuned on sentences."""

from __future__ import annotations

import logging
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional
from transformers import AutoConfig, AutoModel, AutoTokenizer

from nlp.classifier import MODEL_FILE, TOKENIZER_FILE
from nlp.training.onnx_files import export_float

Floats = npt.NDArray[np.float64]

_BUCKET = 20  # batches among which sentences of like length are put together
_WARM_UP = 100  # steps
_INPUTS = ("input_ids", "attention_mask")


@dataclass(frozen=True, slots=True, kw_only=True)
class FitConfig:
    """How to fine-tune.

    Attributes:
        base: "minilm", or a folder with an encoder of transformers' form.
        layers: How many of its layers to keep, from below.
        epochs: Times that each sentence is seen.
        learning_rate: Of the encoder at its height; the head's is ten times that.
        max_length: Tokens of a sentence; what is longer is cut.
        seed: Same seed, data and machine, same model.
    """

    base: str = "minilm"
    layers: int = 3
    epochs: int = 2
    batch_size: int = 32
    learning_rate: float = 1e-4
    max_length: int = 72
    seed: int = 0


class SentenceEncoder(nn.Module):
    """Layers of an encoder under one logit of the mean of its states."""

    def __init__(self, encoder: Any) -> None:
        """Take an encoder of transformers' form."""
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.output = nn.Linear(encoder.config.hidden_size, 1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> torch.Tensor:
        """Return logits of shape (batch,)."""
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask
        ).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        pooled = (states * mask).sum(1) / mask.sum(1)
        logits: torch.Tensor = self.output(self.dropout(pooled))[:, 0]
        return logits


class Fitted:
    """A fitted encoder with its tokenizer."""

    def __init__(self, model: SentenceEncoder, tokenizer: Any, length: int) -> None:
        """Take them, in evaluation mode from here on."""
        self.model = model.eval()
        self.tokenizer = tokenizer
        self.max_length = length

    def decide(self, texts: Sequence[str]) -> Floats:
        """Return the logit of each text, shape (n_texts,)."""
        encoded = _encode(self.tokenizer, texts, self.max_length)
        found = np.zeros(len(texts))
        order = np.argsort([len(ids) for ids in encoded], kind="stable")
        with torch.inference_mode(), _cast():
            for start in range(0, len(order), 64):
                rows = order[start : start + 64]
                batch = _pad([encoded[row] for row in rows])
                found[rows] = self.model(*batch).float().numpy()
        return found

    def export(self, folder: Path, curve: tuple[float, float]) -> None:
        """Write `model.onnx`, calibrated and in eight bits, and `tokenizer.json`.

        Args:
            folder: To write to; it exists.
            curve: Scale and shift of the logit.
        """
        calibrated = _Calibrated(self.model, curve).eval()
        with tempfile.TemporaryDirectory() as scratch:
            exact = Path(scratch) / "exact.onnx"
            _export(calibrated, self.tokenizer, exact)
            _quantize(exact, folder / MODEL_FILE)
        tokenizer = self.tokenizer.backend_tokenizer
        tokenizer.no_padding()
        tokenizer.no_truncation()
        tokenizer.save(str(folder / TOKENIZER_FILE))


class _Calibrated(nn.Module):
    """The encoder with logits of two classes, the first always 0."""

    def __init__(self, model: SentenceEncoder, curve: tuple[float, float]) -> None:
        super().__init__()
        self.model = model
        self.scale, self.shift = curve

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> torch.Tensor:
        logit = self.scale * self.model(input_ids, attention_mask) + self.shift
        return torch.stack([torch.zeros_like(logit), logit], dim=1)


def fit_encoder(
    texts: Sequence[str],
    targets: Floats,
    config: FitConfig,
    say: Callable[[str], None] | None = None,
) -> Fitted:
    """Fine-tune an encoder.

    Args:
        texts: What it reads, see `write_plain`; a text that weighs more stands there
            more than once.
        targets: How sure each is check-worthy, in [0, 1].
        config: How.
        say: Told how far it is, now and then.
    """
    random.seed(config.seed)
    torch.manual_seed(config.seed)
    base = _find_base(config.base)
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = SentenceEncoder(read_encoder(base, config.layers)).train()
    head = list(model.output.parameters())
    groups = [
        {"params": list(model.encoder.parameters()), "peak": config.learning_rate},
        {"params": head, "peak": 10 * config.learning_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    encoded = _encode(tokenizer, texts, config.max_length)
    wanted = torch.tensor(targets, dtype=torch.float32)
    n_steps = config.epochs * -(-len(texts) // config.batch_size)
    for step, rows in enumerate(_draw_batches(encoded, config)):
        rate = min(1.0, (step + 1) / _WARM_UP) * (1.0 - step / n_steps)
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rate
        with _cast():
            logits = model(*_pad([encoded[row] for row in rows]))
        loss = functional.binary_cross_entropy_with_logits(logits.float(), wanted[rows])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if say is not None and step % 100 == 0:
            say(f"step {step} of {n_steps}")
    return Fitted(model, tokenizer, config.max_length)


def _find_base(base: str) -> Path:
    from nlp.training.stance.encoder import find_base

    return find_base(base)


def read_encoder(base: Path, n_layers: int) -> Any:
    """Return the lower layers of a base; random ones where it has no weights."""
    if (base / "model.safetensors").is_file():
        encoder = AutoModel.from_pretrained(
            base, add_pooling_layer=False, dtype=torch.float32
        )
    else:
        config = AutoConfig.from_pretrained(base)
        encoder = AutoModel.from_config(config, add_pooling_layer=False)
    encoder.encoder.layer = encoder.encoder.layer[:n_layers]
    return encoder


def _encode(tokenizer: Any, texts: Sequence[str], length: int) -> list[list[int]]:
    given = tokenizer(list(texts), truncation=True, max_length=length)
    encoded: list[list[int]] = given["input_ids"]
    return encoded


def _pad(encoded: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    shape = len(encoded), max(map(len, encoded))
    ids, mask = torch.zeros(shape, dtype=torch.long), torch.zeros(shape)
    for row, found in enumerate(encoded):
        ids[row, : len(found)] = torch.tensor(found)
        mask[row, : len(found)] = 1
    return ids, mask.long()


def _draw_batches(
    encoded: Sequence[Sequence[int]], config: FitConfig
) -> Iterator[list[int]]:
    """Yield the rows of each step: drawn at random, like lengths together."""
    rng = np.random.default_rng(config.seed)
    size = config.batch_size
    for _ in range(config.epochs):
        drawn = rng.permutation(len(encoded))
        batches: list[list[int]] = []
        for start in range(0, len(drawn), size * _BUCKET):
            bucket = sorted(
                drawn[start : start + size * _BUCKET].tolist(),
                key=lambda row: len(encoded[row]),
            )
            cut = [bucket[i : i + size] for i in range(0, len(bucket), size)]
            batches += [cut[i] for i in rng.permutation(len(cut))]
        yield from batches


def _cast() -> Any:
    """Compute in bfloat16 where the processor is made for it."""
    able = "AVX512" in torch.backends.cpu.get_cpu_capability()
    return torch.autocast("cpu", torch.bfloat16, enabled=able)


def _export(model: nn.Module, tokenizer: Any, path: Path) -> None:
    given = tokenizer("It rose.", return_tensors="pt")
    given = {name: given[name] for name in _INPUTS}
    export_float(model, given, path, output="logits")


def _quantize(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)  # it advises at length
    try:
        quantize_dynamic(
            str(source), str(target), weight_type=QuantType.QInt8, per_channel=True
        )
    finally:
        root.setLevel(level)
