"""A light model of which issue a passage is about, where no term of the lexicon tells.

One linear classifier an issue over the words and word pairs of a masked passage. It
knows no spaCy and lies beside the stance classifier in its folder.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.errors import ModelError

TOPICS_FILE = "topics.json"
_WORD = re.compile(r"[a-z][a-z'-]+")
_MARKER = re.compile(r"\[[A-Z]+\]")


def list_features(passage: str) -> list[str]:
    """Return the words and word pairs of a masked passage, each once, sorted."""
    return sorted(set(_list_all(_MARKER.sub(" ", passage).lower())))


def _list_all(text: str) -> Iterator[str]:
    words = _WORD.findall(text)
    yield from words
    yield from (f"{one} {two}" for one, two in pairwise(words))


class Topics:
    """Scores a passage for each issue."""

    def __init__(self, path: Path) -> None:
        """Read the model.

        Raises:
            ModelError: The file is not of the form that `pack_topics` writes.
        """
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            self._issues: list[str] = stored["issues"]
            self._places = {word: at for at, word in enumerate(stored["words"])}
            flat = np.frombuffer(base64.b64decode(stored["weights"]), dtype=np.int8)
            shape = (len(self._places), len(self._issues))
            self._weights = flat.reshape(shape).astype(np.float32) * stored["scale"]
            self._idf = np.array(stored["idf"], dtype=np.float32)
            self._bias = np.array(stored["bias"], dtype=np.float32)
            self.threshold = float(stored["threshold"])
        except (OSError, ValueError, KeyError, TypeError) as err:
            raise ModelError(
                f"topics must be of the form that training writes, got {path}: {err}."
                " Train the model again."
            ) from err

    def score(self, passage: str) -> dict[str, float]:
        """Return how probable it is, for each issue, that a passage is about it."""
        places = [
            self._places[word]
            for word in list_features(passage)
            if word in self._places
        ]
        if not places:
            return dict.fromkeys(self._issues, 0.0)
        values = self._idf[places]
        values = values / np.sqrt((values * values).sum())
        decisions = values @ self._weights[places] + self._bias
        scores = 1.0 / (1.0 + np.exp(-decisions))
        return dict(zip(self._issues, map(float, scores), strict=True))

    def choose(self, passage: str) -> list[str]:
        """Return the issues over the threshold, the likeliest two at most."""
        scores = self.score(passage)
        ranked = sorted(scores, key=lambda issue: (-scores[issue], issue))[:2]
        return [issue for issue in ranked if scores[issue] >= self.threshold]


def pack_topics(
    issues: list[str],
    words: list[str],
    weights: npt.NDArray[np.float64],
    bias: npt.NDArray[np.float64],
    *,
    idf: npt.NDArray[np.float64],
    threshold: float,
) -> str:
    """Return the content of a topics file.

    Args:
        issues: Ids, the columns of `weights`.
        words: Words and pairs, its rows.
        weights: Shape (n_words, n_issues); stored in eight bits.
        bias: Of each issue.
        idf: Of each word.
        threshold: From where an issue counts as spoken of.
    """
    scale = float(np.abs(weights).max()) / 127.0 or 1.0
    packed = np.round(weights / scale).astype(np.int8)
    content = {
        "issues": issues,
        "words": words,
        "scale": scale,
        "bias": [round(float(b), 4) for b in bias],
        "idf": [round(float(value), 3) for value in idf],
        "threshold": threshold,
        "weights": base64.b64encode(packed.tobytes()).decode("ascii"),
    }
    return json.dumps(content) + "\n"
