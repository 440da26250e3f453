"""The check-worthiness model on disk and its scores; knows no spaCy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.classifier import PairClassifier
from nlp.components.checkworthiness.features import write_plain
from nlp.errors import ModelError

Scores = npt.NDArray[np.float64]

TASK = "checkworthiness"
COMMON_FILE = "common.txt"  # words written small as a rule, one a line


class CheckworthinessModel:
    """A small encoder over `write_plain`."""

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

    def score(self, sents: Sequence[str]) -> Scores:
        """Score sentences for check-worthiness.

        Args:
            sents: Raw sentences, of any length, empty ones too.

        Returns:
            float64 of shape (n_sents,) in [0, 1]; 0.5 and over is check-worthy. A
            sentence's score does not depend on the others.
        """
        scores = np.zeros(len(sents))
        told = [i for i, sent in enumerate(sents) if any(map(str.isalpha, sent))]
        if told:
            texts = [(write_plain(sents[i], self._common),) for i in told]
            scores[told] = self._classifier.predict_proba(texts)[:, 1]
        return scores
