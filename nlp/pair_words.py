"""A linear model over the words of a pair; stands beside the encoder, knows no spaCy.

A small encoder overlooks single words that tell much; a linear model sees nothing else.
Their errors differ, so the two together are better than either.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from nlp.errors import ModelError

Floats = npt.NDArray[np.float32]

N_BUCKETS = 2**18
ANCHOR = "[HOLDER]"  # words are told apart by where they stand to it
_AFTER, _BEFORE = 6, 4
_TURNS = frozenset({"[UP]", "[DOWN]"})
_TERMS = frozenset({"[FOR]", "[AGAINST]"})
_TOKEN = re.compile(r"\[[A-Z]+\]|[A-Za-z]+(?:'[A-Za-z]+)?|\d+|[;:?\"]")
_BORDER = re.compile(r"(?<=[.!?\"])\s+")


def list_pair_features(passage: str, proposition: str) -> list[str]:
    """Return the features of a pair, repeated as often as they occur."""
    sentences = [list(_list_tokens(part)) for part in _BORDER.split(passage)]
    tokens = [token for sentence in sentences for token in sentence]
    features = [*tokens, *_pair(tokens)]
    features += [f"{proposition}={token}" for token in dict.fromkeys(tokens)]
    for sentence in sentences:
        features += _list_around(sentence)
    return features


def _list_tokens(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(text):
        if token[0].isdigit():
            yield "0"
        else:
            yield token if token[0] == "[" else token.lower()


def _pair(tokens: Sequence[str]) -> Iterator[str]:
    yield from (f"{one}_{two}" for one, two in itertools.pairwise(tokens))


def _list_around(tokens: Sequence[str]) -> Iterator[str]:
    """Yield what stands where: in the anchor's sentence, beside it, beside a hint."""
    anchors = [at for at, token in enumerate(tokens) if token == ANCHOR]
    if not anchors:
        yield from (f"O:{token}" for token in tokens)
    else:
        yield from (f"S:{token}" for token in tokens)
        yield from (f"S:{pair}" for pair in _pair(tokens))
    for at in anchors:
        after, before = (
            tokens[at + 1 : at + 1 + _AFTER],
            tokens[max(0, at - _BEFORE) : at],
        )
        yield from (f"H>{token}" for token in after)
        yield from (f"H<{token}" for token in before)
        yield f"H3>{'_'.join(after[:2])}"
        yield f"H3<{'_'.join(before[-2:])}"
    for at, token in enumerate(tokens):
        if token in _TURNS and at:
            follows = bool(anchors) and anchors[0] < at
            yield f"{token}@{tokens[at - 1]}"
            yield f"{token}@{'H' if follows else '-'}"
        if token in _TERMS:
            yield from (f"{word}~{token}" for word in tokens[max(0, at - 7) : at])


def hash_features(features: Sequence[str]) -> tuple[list[int], list[float]]:
    """Return the buckets of features and their damped counts, in order of bucket."""
    counts = Counter([crc32(feature.encode()) % N_BUCKETS for feature in features])
    buckets = sorted(counts)
    return buckets, [_damp(counts[bucket]) for bucket in buckets]


@cache
def _damp(count: int) -> float:
    return 1.0 + float(np.log(count))


class PairWords:
    """The linear model as it is stored."""

    def __init__(self, path: Path, *, scale: float, bias: Sequence[float]) -> None:
        """Read the weights.

        Args:
            path: An array of int8 of shape (n_labels + 1, N_BUCKETS): a row a label,
                and in the last one how rare each bucket is, in 12ths.
            scale: Of the weights.
            bias: Of each label.

        Raises:
            ModelError: The file is no such array.
        """
        try:
            stored = np.load(path, allow_pickle=False)
        except (OSError, ValueError) as err:
            raise ModelError(
                f"words must be an array of int8, got {path}: {err}."
                " Train the model again."
            ) from err
        if stored.dtype != np.int8 or stored.shape != (len(bias) + 1, N_BUCKETS):
            raise ModelError(
                f"words must be int8 of shape {(len(bias) + 1, N_BUCKETS)}, got"
                f" {stored.dtype} of {stored.shape} in {path}. Train the model again."
            )
        self._weights = stored
        self._scale = scale
        self._bias = np.array(bias, dtype=np.float32)

    def score(self, passage: str, proposition: str) -> Floats:
        """Return the decision values of a pair, one a label."""
        buckets, counts = hash_features(list_pair_features(passage, proposition))
        if not buckets:
            return self._bias
        columns = self._weights[:, buckets].astype(np.float32)
        values = np.array(counts, dtype=np.float32) * columns[-1] / IDF_UNIT
        length = float(np.sqrt((values * values).sum())) or 1.0
        scores: Floats = columns[:-1] @ (values / length) * self._scale + self._bias
        return scores


IDF_UNIT = 12.0  # a rarity of 10 is stored as 120


def pack_words(
    weights: npt.NDArray[np.float64], idf: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.int8], float]:
    """Return the array to store and its scale.

    Args:
        weights: Shape (n_labels, N_BUCKETS).
        idf: Shape (N_BUCKETS,), at most 10.
    """
    scale = float(np.abs(weights).max()) / 127.0 or 1.0
    rows = np.round(weights / scale)
    rarity = np.clip(np.round(idf * IDF_UNIT), 0, 127)
    return np.vstack([rows, rarity[None, :]]).astype(np.int8), scale
