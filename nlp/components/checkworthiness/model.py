"""The check-worthiness model on disk and its scores; knows no spaCy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.classifier import PairClassifier
from nlp.components.checkworthiness.features import split_tokens, write_tokens
from nlp.components.checkworthiness.screening import (
    SCREEN_FILE,
    WORDS_FILE,
    Screen,
    read_borders,
)
from nlp.errors import ModelError
from nlp.inference.threads import on_one_thread

Scores = npt.NDArray[np.float64]

TASK = "checkworthiness"
COMMON_FILE = "common.txt"  # words written small as a rule, one a line


class CheckworthinessModel:
    """A small encoder over `write_plain`, and a screen before it if there is one."""

    def __init__(self, folder: str | Path) -> None:
        """Load a model folder after checking its files against their sha256.

        Args:
            folder: Name of a shipped model or path of a folder, see `find_model`.

        Raises:
            ModelError: The folder is missing or damaged, or is a model for another
                task.
        """
        self._classifier = PairClassifier(folder, task=TASK)
        self.folder = self._classifier.folder
        self.info = self._classifier.info
        if COMMON_FILE not in self._classifier.config["files"]:
            raise ModelError(
                f"files must name {COMMON_FILE}, got"
                f" {sorted(self._classifier.config['files'])} in {self.folder}."
                " Train the model again."
            )
        words = (self.folder / COMMON_FILE).read_text(encoding="utf-8")
        self._common = frozenset(words.split())
        self._screen: Screen | None = None
        if {SCREEN_FILE, WORDS_FILE} <= self._classifier.config["files"].keys():
            self._screen = Screen(self.folder)
            self._low, self._high = read_borders(self._classifier.config)

    def score(self, sents: Sequence[str], *, screened: bool = True) -> Scores:
        """Score sentences for check-worthiness.

        Args:
            sents: Raw sentences, of any length, empty ones too.
            screened: Let the screen settle what is plain; else the encoder reads all.

        Returns:
            float64 of shape (n_sents,) in [0, 1]; 0.5 and over is check-worthy. A
            sentence's score does not depend on the others.
        """
        scores = np.zeros(len(sents))
        screen = self._screen if screened else None
        doubtful: dict[int, str] = {}
        with on_one_thread():
            for at, sent in enumerate(sents):
                if not any(map(str.isalpha, sent)):
                    continue
                tokens = split_tokens(sent, self._common)
                plain = None if screen is None else screen.score(tokens)
                if plain is None or self._low <= plain <= self._high:
                    doubtful[at] = write_tokens(tokens)
                else:
                    scores[at] = plain
        if doubtful:
            texts = [(text,) for text in doubtful.values()]
            found = self._classifier.predict_proba(texts)
            scores[list(doubtful)] = found[:, 1]
        return scores
