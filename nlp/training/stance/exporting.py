"""From the fitted network to the files that inference reads, and their parity."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from nlp.classifier import (
    MODEL_FILE,
    TOKENIZER_FILE,
    PairClassifier,
    Scores,
    apply_softmax,
    open_session,
)
from nlp.training.onnx_files import export_float
from nlp.training.stance.encoder import PairEncoder
from nlp.training.stance.fitting import Fitted
from nlp.training.stance.products import quantize_products

_INPUTS = ["input_ids", "token_type_ids"]
_SHARES = (0.0, 0.5, 0.75)  # of fine products, the fastest first; else all
_NEAR = 0.015  # largest change of a probability of the encoder alone
_MAX_PAIRS = 500


def export_model(
    fitted: Fitted,
    folder: Path,
    pairs: Sequence[tuple[str, str]] = (),
    *,
    int8: bool = True,
) -> None:
    """Write `model.onnx` and `tokenizer.json`.

    Args:
        fitted: The network.
        folder: To write to; it exists.
        pairs: To tell how fine the products must be; without any, all are.
        int8: Store weights in eight bits and multiply in them, see
            `quantize_products`.
    """
    with tempfile.TemporaryDirectory() as scratch:
        exact = Path(scratch) / "exact.onnx"
        _export_float(fitted, exact)
        if int8:
            _quantize(fitted, exact, folder / MODEL_FILE, pairs)
        else:
            (folder / MODEL_FILE).write_bytes(exact.read_bytes())
    tokenizer = fitted.tokenizer.backend_tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / TOKENIZER_FILE))


def _quantize(
    fitted: Fitted, exact: Path, target: Path, pairs: Sequence[tuple[str, str]]
) -> None:
    """Take the fastest model whose probabilities stay where they were."""
    asked = pairs[:: max(1, -(-len(pairs) // _MAX_PAIRS))]
    if asked:
        expected = apply_softmax(fitted.predict(asked))
        for fine in _SHARES:
            quantize_products(exact, target, fine=fine)
            found = apply_softmax(_predict(target, fitted, asked))
            if abs(found - expected).max() <= _NEAR:
                return
    quantize_products(exact, target, fine=1.0)


def _predict(path: Path, fitted: Fitted, pairs: Sequence[tuple[str, str]]) -> Scores:
    session = open_session(path, 1)
    names = [one.name for one in session.get_inputs()]  # some encoders know no sides
    found = []
    for pair in pairs:
        given = fitted.encode(pair, "np")
        found.append(session.run(None, {name: given[name] for name in names})[0][0])
    return np.stack(found)


class _OnePair(nn.Module):
    """The network for a pair on its own: no mask, and nothing that is not looked at."""

    def __init__(self, model: PairEncoder) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Return logits of shape (1, n_labels)."""
        model = self.model
        holders = (input_ids[0] == model.holder_id).nonzero()[:, 0]
        looked_at = torch.cat([torch.zeros(1, dtype=torch.long), holders])
        states = model.read((slice(None), looked_at), input_ids, token_type_ids)[0]
        n_holders = torch.ones_like(holders).sum().clamp(min=1).to(states.dtype)
        holder = states[1:].sum(0) / n_holders
        return model.decide(torch.cat([states[0], holder])[None])


def _export_float(fitted: Fitted, path: Path) -> None:
    given = fitted.tokenizer(
        "[HOLDER] adopted it.",
        "It should be adopted.",
        return_tensors="pt",
        return_token_type_ids=True,
    )
    given = {name: given[name] for name in _INPUTS}
    model = _OnePair(fitted.model).eval()
    export_float(model, given, path, output="logits", is_batched=False)


def measure_parity(
    fitted: Fitted,
    classifier: PairClassifier,
    pairs: Sequence[tuple[str, str]],
    probabilities: Scores,
) -> float:
    """Return the largest difference of a probability between float and int8 model.

    Of the probabilities that are given out: with the words mixed in, and tempered.

    Args:
        fitted: The float model.
        classifier: The int8 model.
        pairs: To compare on.
        probabilities: What the int8 model gives for them.
    """
    exact = classifier.mix(fitted.predict(pairs), pairs)
    temperature = float(classifier.config["temperature"])
    scores = apply_softmax(exact, temperature)
    return float(abs(scores - probabilities).max())
