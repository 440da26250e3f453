"""An encoder of sentences: an ONNX model and its tokenizer; knows no spaCy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.classifier import (
    MODEL_FILE,
    TOKENIZER_FILE,
    open_session,
    read_config,
    read_tokenizer,
)
from nlp.models_path import find_model, verify_file

Embedding = npt.NDArray[np.float32]

TASK = "sentences"

_KEYS = frozenset({"task", "format", "name", "max_length", "files"})


class SentenceEncoder:
    """Turns sentences into vectors that lie the closer, the more alike they mean."""

    def __init__(self, folder: str | Path = "sentences", *, threads: int = 1) -> None:
        """Load a model folder after checking its files against their sha256.

        Args:
            folder: Name of a shipped model or path of a folder, see `find_model`.
            threads: Threads of one forward pass.

        Raises:
            ModelError: The folder is missing or damaged, or for another task.
        """
        self.folder = find_model(folder)
        config = read_config(self.folder, TASK, _KEYS)
        for name, sha256 in config["files"].items():
            verify_file(self.folder / name, sha256)
        self._tokenizer = read_tokenizer(
            self.folder / TOKENIZER_FILE, config["max_length"]
        )
        self._session = open_session(self.folder / MODEL_FILE, threads)

    def encode(self, text: str) -> Embedding:
        """Embed a sentence, alone, so that no other moves the last digits.

        Returns:
            float32 of shape (size,), of length 1; what is longer than the model reads
            is cut.
        """
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        found: Embedding = self._session.run(None, feed)[0][0]
        return found
