"""Fit the screen: a small network that learns the encoder's scores of plain text.

It needs no labels, so it learns from any text like that which will be read.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import spacy
import torch
from torch import nn
from torch.nn import functional
from transformers import AutoTokenizer

from nlp.components.checkworthiness.features import STAND_INS, split_tokens
from nlp.components.checkworthiness.model import COMMON_FILE, CheckworthinessModel
from nlp.components.checkworthiness.screening import (
    MAX_TOKENS,
    SCREEN_FILE,
    UNKNOWN,
    WORDS_FILE,
)
from nlp.models_path import hash_file
from nlp.training.checkworthiness.encoder import read_encoder
from nlp.training.scoring import read_rows
from nlp.training.stance.encoder import find_base

Floats = npt.NDArray[np.float64]

_BUCKET = 20  # batches among which sentences of like length are put together
_WARM_UP = 200  # steps
_LEAST = 2  # times that a word must occur to have a row of its own
_SURE = 0.002  # the teacher's scores are taken for no surer than this
_FORGET = 0.05  # of the words in training, so that unknown ones are learnt too
_PADDING = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenConfig:
    """How to fit, and from where the screen is trusted.

    Attributes:
        base: Encoder whose words it begins with: "minilm", or a folder.
        size: Of a word's row.
        width: Of the two layers.
        n_words: With a row of their own, the commonest.
        epochs: Times that each sentence is seen.
        sharpness: What its logits are multiplied by at last: it is less sure than its
            teacher, also where both are right.
        low: Scores under it are given out.
        high: And those over it.
        seed: Same seed, data and machine, same network.
    """

    base: str = "minilm"
    size: int = 64
    width: int = 128
    n_words: int = 12_000
    epochs: int = 4
    batch_size: int = 64
    learning_rate: float = 2e-3
    sharpness: float = 1.2
    low: float = 0.067
    high: float = 0.985
    seed: int = 0


class ScreenNet(nn.Module):
    """Two layers of convolution under a mean and a maximum over the words."""

    def __init__(self, words: torch.Tensor, width: int) -> None:
        """Make one.

        Args:
            words: What the words' rows begin as, shape (n_rows, size).
            width: Of the two layers.
        """
        super().__init__()
        size = words.shape[1]
        self.words = nn.Embedding.from_pretrained(words, freeze=False)
        self.first = nn.Conv1d(size, width, 5, padding=2)
        self.second = nn.Conv1d(width, width, 3, padding=1)
        self.dropout = nn.Dropout(0.2)
        self.hidden = nn.Linear(3 * width, 64)
        self.output = nn.Linear(64, 1)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """Return logits of shape (batch,); rows of `_PADDING` do not count."""
        mask = (rows != _PADDING)[:, None].float()
        words = self.dropout(self.words(rows.clamp(min=0))).transpose(1, 2) * mask
        first = functional.relu(self.first(words)) * mask
        second = functional.relu(self.second(first)) * mask + first
        n_words = mask.sum(2)
        pooled = torch.cat(
            [second.sum(2) / n_words, second.amax(2), first.sum(2) / n_words], dim=1
        )
        hidden = functional.relu(self.hidden(self.dropout(pooled)))
        logits: torch.Tensor = self.output(hidden)[:, 0]
        return logits


def add_screen(
    folder: Path,
    paths: Sequence[Path],
    config: ScreenConfig | None = None,
    *,
    leave_out: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Fit a screen for a model and write it into the model's folder.

    Args:
        folder: Of a check-worthiness model.
        paths: JSON lines of `text` or `passage`, of any length; test rows are passed
            over.
        config: How.
        leave_out: Debates to learn nothing of.

    Returns:
        How many sentences it learnt from.
    """
    config = config or ScreenConfig()
    teacher = CheckworthinessModel(folder)
    common = frozenset((folder / COMMON_FILE).read_text(encoding="utf-8").split())
    sents = list(dict.fromkeys(read_sentences(paths, leave_out)))
    told = [(split_tokens(sent, common)[:MAX_TOKENS], sent) for sent in sents]
    told = [(tokens, sent) for tokens, sent in told if tokens]
    scores = teacher.score([sent for _, sent in told], screened=False)
    counts = Counter(token for tokens, _ in told for token in tokens)
    frequent = counts.most_common(config.n_words)
    words = [word for word, n in frequent if n >= _LEAST]
    places = {word: at for at, word in enumerate(words, start=UNKNOWN + 1)}
    rows = [[places.get(token, UNKNOWN) for token in tokens] for tokens, _ in told]
    net = ScreenNet(_begin(words, config), config.width)
    _fit(net, rows, scores, config)
    arrays: dict[str, Any] = pack_net(net, config.sharpness)
    np.savez_compressed(folder / SCREEN_FILE, **arrays)
    (folder / WORDS_FILE).write_text("\n".join(words) + "\n", encoding="utf-8")
    path = folder / "config.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["screen"] = {"low": config.low, "high": config.high}
    for name in (SCREEN_FILE, WORDS_FILE):
        settings["files"][name] = hash_file(folder / name)
    path.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    return {"n_sentences": len(told), "n_words": len(words)}


def read_sentences(paths: Sequence[Path], leave_out: frozenset[str]) -> Iterator[str]:
    """Yield the sentences of files, cut by the `sentences` component."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentences")
    for path in paths:
        texts = [
            str(row.get("text") or row.get("passage"))
            for row in read_rows(path)
            if row.get("split") != "test" and row.get("debate") not in leave_out
        ]
        for doc in nlp.pipe(dict.fromkeys(texts)):
            yield from (sent.text.strip() for sent in doc.sents)


def _begin(words: Sequence[str], config: ScreenConfig) -> torch.Tensor:
    """Return rows to begin with: what the base encoder knows of each word, narrowed."""
    torch.manual_seed(config.seed)
    base = find_base(config.base)
    table = read_encoder(base, 1).embeddings.word_embeddings.weight.detach()
    tokenizer = AutoTokenizer.from_pretrained(base)
    written = [STAND_INS.get(word, word) for word in words]
    pieces = tokenizer(written, add_special_tokens=False)["input_ids"]
    known = torch.stack([table[row].mean(0) for row in pieces if row])
    known = known - known.mean(0)
    _, _, axes = torch.linalg.svd(known, full_matrices=False)
    rows = torch.zeros(len(words) + 1, min(config.size, len(axes)))
    at = [number for number, row in enumerate(pieces, start=UNKNOWN + 1) if row]
    rows[at] = known @ axes[: rows.shape[1]].T
    return rows / (3 * rows.std())


def _fit(
    net: ScreenNet,
    rows: Sequence[Sequence[int]],
    scores: Floats,
    config: ScreenConfig,
) -> None:
    torch.manual_seed(config.seed)
    drawer = random.Random(config.seed)
    net.train()
    wanted = torch.tensor(np.clip(scores, _SURE, 1 - _SURE), dtype=torch.float32)
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=0.01)
    n_steps = config.epochs * -(-len(rows) // config.batch_size)
    step = 0
    for _ in range(config.epochs):
        for batch in _draw_batches(rows, config.batch_size, drawer):
            rate = min(1.0, (step + 1) / _WARM_UP) * (1.0 - step / (n_steps + 1))
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = config.learning_rate * rate
            given = _pad([rows[at] for at in batch])
            forgotten = (torch.rand(given.shape) < _FORGET) & (given != _PADDING)
            logits = net(given.masked_fill(forgotten, UNKNOWN))
            loss = functional.binary_cross_entropy_with_logits(logits, wanted[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    net.eval()


def _draw_batches(
    rows: Sequence[Sequence[int]], size: int, drawer: random.Random
) -> list[list[int]]:
    """Return the rows of each step: drawn at random, like lengths together."""
    drawn = drawer.sample(range(len(rows)), len(rows))
    batches: list[list[int]] = []
    for start in range(0, len(drawn), size * _BUCKET):
        bucket = sorted(
            drawn[start : start + size * _BUCKET], key=lambda r: len(rows[r])
        )
        batches += [bucket[i : i + size] for i in range(0, len(bucket), size)]
    drawer.shuffle(batches)
    return batches


def _pad(rows: Sequence[Sequence[int]]) -> torch.Tensor:
    padded = torch.full((len(rows), max(map(len, rows))), _PADDING)
    for at, row in enumerate(rows):
        padded[at, : len(row)] = torch.tensor(row)
    return padded


def pack_net(net: ScreenNet, sharpness: float = 1.0) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays that `Screen` reads: words in eight bits, layers in sixteen."""
    words = net.words.weight.detach().numpy()
    steps = np.abs(words).max(axis=1, keepdims=True) / 127.0 + 1e-9
    arrays: dict[str, npt.NDArray[Any]] = {
        "words": np.round(words / steps).astype(np.int8),
        "steps": steps.astype(np.float32),
    }
    for name in ("first", "second"):
        layer = getattr(net, name)
        weights = layer.weight.detach().numpy()  # (outputs, inputs, width)
        flat = weights.transpose(2, 1, 0).reshape(-1, weights.shape[0])
        arrays[name] = flat.astype(np.float16)
        arrays[f"{name}_bias"] = layer.bias.detach().numpy()
    arrays["hidden"] = net.hidden.weight.detach().numpy().T.astype(np.float16)
    arrays["hidden_bias"] = net.hidden.bias.detach().numpy()
    arrays["output"] = sharpness * net.output.weight.detach().numpy()[0]
    arrays["output_bias"] = sharpness * net.output.bias.detach().numpy()[0]
    return arrays
