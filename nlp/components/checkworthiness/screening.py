"""A small network that settles sentences which are plainly one thing or the other.

Two layers of convolution over words, which learnt from the encoder's own scores. It
takes a tenth of the encoder's time, and where it is very sure the two hardly differ; so
only the rest is read by the encoder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.errors import ModelError

Floats = npt.NDArray[np.float32]

SCREEN_FILE = "screen.npz"
WORDS_FILE = "screen.txt"  # the words that it knows, one a line
UNKNOWN = 0  # the row of all other words
MAX_TOKENS = 64
ARRAYS = frozenset(
    {"words", "steps", "first", "first_bias", "second", "second_bias"}
    | {"hidden", "hidden_bias", "output", "output_bias"}
)


class Screen:
    """Scores the tokens of a sentence."""

    def __init__(self, folder: Path) -> None:
        """Read the network.

        Raises:
            ModelError: A file is missing or not of the form that training writes.
        """
        path = folder / SCREEN_FILE
        try:
            words = (folder / WORDS_FILE).read_text(encoding="utf-8").split()
            with np.load(path, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in ARRAYS}
        except (OSError, ValueError, KeyError) as err:
            raise ModelError(
                f"screen must be arrays and words as training writes them, got {path}:"
                f" {err}. Train the model again."
            ) from err
        if len(arrays["words"]) != len(words) + 1:
            raise ModelError(
                f"screen must have a row a word, got {len(arrays['words'])} rows for"
                f" {len(words)} words in {path}. Train the model again."
            )
        self._places = {word: at for at, word in enumerate(words, start=UNKNOWN + 1)}
        self._words: Floats = arrays["words"].astype(np.float32) * arrays["steps"]
        self._arrays: Mapping[str, Floats] = {
            name: np.asarray(values, dtype=np.float32)
            for name, values in arrays.items()
        }

    def score(self, tokens: Sequence[str]) -> float:
        """Return how check-worthy a sentence is, in [0, 1].

        Args:
            tokens: Of `split_tokens`; those after the first `MAX_TOKENS` do not count.
        """
        if not tokens:
            return 0.0
        get, known = self._places.get, self._arrays
        rows = [get(token, UNKNOWN) for token in tokens[:MAX_TOKENS]]
        first = _convolve(self._words[rows], known["first"], known["first_bias"])
        second = _convolve(first, known["second"], known["second_bias"]) + first
        pooled = np.concatenate([second.mean(0), second.max(0), first.mean(0)])
        hidden = np.maximum(pooled @ known["hidden"] + known["hidden_bias"], 0.0)
        logit = float(hidden @ known["output"] + known["output_bias"])
        return 1.0 / (1.0 + float(np.exp(-logit)))


def _convolve(values: Floats, weights: Floats, bias: Floats) -> Floats:
    """Return the layer's states, shape (n_tokens, n_outputs).

    Args:
        values: Shape (n_tokens, n_inputs).
        weights: Shape (width * n_inputs, n_outputs), the leftmost token first.
        bias: Shape (n_outputs,).
    """
    n_tokens, n_inputs = values.shape
    width = len(weights) // n_inputs
    padded = np.zeros((n_tokens + width - 1, n_inputs), dtype=np.float32)
    padded[width // 2 : width // 2 + n_tokens] = values
    windows = np.concatenate(
        [padded[shift : shift + n_tokens] for shift in range(width)], axis=1
    )
    states: Floats = np.maximum(windows @ weights + bias, 0.0)
    return states


def read_borders(config: Mapping[str, Any]) -> tuple[float, float]:
    """Return the score under which and over which the screen settles a sentence."""
    borders = config["screen"]
    return float(borders["low"]), float(borders["high"])
