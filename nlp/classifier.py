"""A classifier of text pairs: an ONNX model and its tokenizer; knows no spaCy."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.errors import ModelError
from nlp.models_path import find_model, verify_file
from nlp.pair_words import PairWords
from nlp.schema import ModelInfo

Scores = npt.NDArray[np.float32]
Pair = tuple[str, str] | tuple[str]  # or one text alone

FORMAT = 1
MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
WORDS_FILE = "words.npy"
_KEYS = frozenset(
    {"task", "format", "name", "labels", "temperature", "max_length", "files"}
)


class PairClassifier:
    """Scores pairs of texts, such as a passage and a proposition."""

    def __init__(
        self, folder: str | Path, *, task: str = "stance", threads: int = 1
    ) -> None:
        """Load a model folder after checking its files against their sha256.

        Args:
            folder: Name of a shipped model or path of a folder, see `find_model`.
            task: What the model must be for.
            threads: Threads of one forward pass. More processes beat more threads.

        Raises:
            ModelError: The folder is missing or damaged, or for another task.
        """
        self.folder = find_model(folder)
        self.config = read_config(self.folder, task)
        for name, sha256 in self.config["files"].items():
            verify_file(self.folder / name, sha256)
        self.labels: tuple[str, ...] = tuple(self.config["labels"])
        self.info = ModelInfo(
            name=self.config["name"], sha256=self.config["files"][MODEL_FILE]
        )
        self._task = task
        self._threads = threads
        self._temperature = float(self.config["temperature"])
        self._tokenizer = read_tokenizer(
            self.folder / TOKENIZER_FILE, self.config["max_length"]
        )
        self._session = open_session(self.folder / MODEL_FILE, threads)
        self._inputs = [given.name for given in self._session.get_inputs()]
        self._words = self._read_words()

    def __reduce__(self) -> tuple[Any, ...]:
        """Let a process that is started anew load the model again."""
        return _reload, (str(self.folder), self._task, self._threads)

    def _read_words(self) -> PairWords | None:
        told = self.config.get("words")
        if told is None:
            return None
        return PairWords(
            self.folder / WORDS_FILE, scale=told["scale"], bias=told["bias"]
        )

    def predict_logits(self, pairs: Sequence[Pair]) -> Scores:
        """Score pairs by encoder and words together, without temperature.

        Returns:
            float32 of shape (n_pairs, n_labels), columns as in `labels`.
        """
        return self.mix(self.encode(pairs), pairs)

    def mix(self, encoder: Scores, pairs: Sequence[Pair]) -> Scores:
        """Add what the words say to what the encoder says of the same pairs."""
        mix = self.config.get("mix")
        if mix is None or not pairs:
            return encoder
        words = self.score_words(pairs)
        bias = np.array(mix["bias"], dtype=np.float32)
        mixed: Scores = mix["encoder"] * encoder + mix["words"] * words + bias
        return mixed.astype(np.float32)

    def score_words(self, pairs: Sequence[Pair]) -> Scores:
        """Score pairs by the linear model alone; zeros where the folder has none."""
        if self._words is None or not pairs:
            return np.zeros((len(pairs), len(self.labels)), dtype=np.float32)
        places = {pair: at for at, pair in enumerate(dict.fromkeys(pairs))}
        found = np.stack([self._words.score(*pair) for pair in places])
        scores: Scores = found[[places[pair] for pair in pairs]]
        return scores

    def encode(self, pairs: Sequence[Pair]) -> Scores:
        """Score pairs by the encoder alone.

        A pair is scored on its own and never in a batch: padding and the batch's shape
        move the last digits of a score, and with them the number of processes would.
        Equal pairs are scored once.

        Returns:
            float32 of shape (n_pairs, n_labels), columns as in `labels`.
        """
        places = {pair: at for at, pair in enumerate(dict.fromkeys(pairs))}
        if not places:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        found = np.stack([self._score(pair) for pair in places])
        scores: Scores = found[[places[pair] for pair in pairs]]
        return scores

    def predict_proba(self, pairs: Sequence[Pair]) -> Scores:
        """Score pairs.

        Args:
            pairs: First and second text of each; the first is cut where both are
                longer than the model reads.

        Returns:
            float32 of shape (n_pairs, n_labels), calibrated, columns as in `labels`,
            rows sum to 1.
        """
        return apply_softmax(self.predict_logits(pairs), self._temperature)

    def _score(self, pair: Pair) -> Scores:
        encoded = self._tokenizer.encode(*pair)
        known = {
            "input_ids": encoded.ids,
            "attention_mask": encoded.attention_mask,
            "token_type_ids": encoded.type_ids,
        }
        feed = {name: np.array([known[name]], dtype=np.int64) for name in self._inputs}
        logits: Scores = self._session.run(None, feed)[0][0]
        return logits


def apply_softmax(logits: Scores, temperature: float = 1.0) -> Scores:
    """Turn logits into probabilities over the last axis."""
    scaled = logits / temperature
    exps = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    scores: Scores = exps / exps.sum(axis=-1, keepdims=True)
    return scores


def read_config(folder: Path, task: str, keys: Set[str] = _KEYS) -> Mapping[str, Any]:
    """Read the config.json of a model folder.

    Args:
        folder: Where it lies.
        task: What the model must be for.
        keys: What the config must hold; by default that of a pair classifier.

    Raises:
        ModelError: It is missing, no such config, or for another task.
    """
    path = folder / "config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as err:
        raise ModelError(
            f"config must be JSON, got {path}: {err}. Train the model again."
        ) from err
    if not isinstance(config, dict) or config.get("task") != task:
        named = config.get("task") if isinstance(config, dict) else config
        raise ModelError(
            f"model must be for {task!r}, got {named!r} in {path}. Give another folder."
        )
    if not config.keys() >= keys or config["format"] != FORMAT:
        raise ModelError(
            f"config must be of format {FORMAT} with {', '.join(sorted(keys))}, got"
            f" {path}. Train the model again."
        )
    needed = {MODEL_FILE, TOKENIZER_FILE} | (
        {WORDS_FILE} if "words" in config else set()
    )
    if not needed <= config["files"].keys():
        raise ModelError(
            f"files must name {', '.join(sorted(needed))}, got"
            f" {sorted(config['files'])} in {path}. Train the model again."
        )
    return config


def _reload(folder: str, task: str, threads: int) -> PairClassifier:
    return PairClassifier(folder, task=task, threads=threads)


def read_tokenizer(path: Path, max_length: int) -> Any:
    """Read a tokenizer file; of a pair it cuts the first text."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length, strategy="only_first")
    return tokenizer


def open_session(path: Path, threads: int) -> Any:
    """Open a model in ONNX Runtime.

    Raises:
        ModelError: It is no model that this version reads.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(
            path.read_bytes(), options, providers=["CPUExecutionProvider"]
        )
    except Exception as err:  # onnxruntime's errors have no common base
        raise ModelError(
            f"model must be readable by ONNX Runtime {onnxruntime.__version__}, got"
            f" {path}: {err}. Train the model again."
        ) from err
