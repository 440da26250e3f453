"""The check-worthiness model on disk and its scores; knows no spaCy."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.components.checkworthiness.features import stack_features
from nlp.errors import ModelError
from nlp.models_path import find_model, verify_file
from nlp.schema import ModelInfo

Scores = npt.NDArray[np.float64]

TASK = "checkworthiness"
FORMAT = 2
_PROBE_TOLERANCE = 1e-3


def calibrate(decisions: Scores, *, scale: float, shift: float) -> Scores:
    """Turn decision values into scores in [0, 1] for which 0.5 is the border."""
    return 1.0 / (1.0 + np.exp(-(scale * decisions + shift)))


class Block:
    """One hashed column of the pipeline and its share of the linear classifier."""

    def __init__(self, hashing: Any, tfidf: Any, coef: Scores) -> None:
        """Keep what scoring needs.

        Args:
            hashing: A fitted `HashingVectorizer`.
            tfidf: The `TfidfTransformer` after it, sublinear and of unit length.
            coef: Shape (n_features,), the classifier's weights of this column.
        """
        self._hashing = hashing
        self._idf = np.asarray(tfidf.idf_)
        self._coef = coef

    def decide(self, texts: Any) -> Scores:
        """Return each text's share of the decision value, shape (n_texts,)."""
        counts = self._hashing.transform(texts)
        counts.data = (1.0 + np.log(counts.data)) * self._idf[counts.indices]
        lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
        share: Scores = counts @ self._coef / np.maximum(lengths, 1e-12)
        return share


def split_pipeline(pipeline: Any) -> tuple[list[Block], float]:
    """Take a fitted pipeline apart into its blocks and the intercept.

    The sum over the blocks is the pipeline's own decision value, without the checks
    scikit-learn makes at every call, which for a short document cost more than the
    scoring itself.
    """
    features, classifier = pipeline[0], pipeline[1]
    coef = np.asarray(classifier.coef_, dtype=np.float64).ravel()
    blocks = []
    start = 0
    for _, steps, _ in features.transformers_:
        end = start + len(steps[1].idf_)
        blocks.append(Block(steps[0], steps[1], coef[start:end]))
        start = end
    return blocks, float(classifier.intercept_[0])


class CheckworthinessModel:
    """A linear scikit-learn pipeline over `stack_features`, with its calibration."""

    def __init__(self, folder: str | Path) -> None:
        """Load a model folder after checking that its weights are the ones described.

        Args:
            folder: Name of a shipped model or path of a folder, see `find_model`.

        Raises:
            ModelError: The folder is missing or damaged, is a model for another task,
                or gives other scores with the installed scikit-learn.
        """
        self.folder = find_model(folder)
        config = _read_config(self.folder)
        weights = self.folder / config["weights"]
        verify_file(weights, config["sha256"])
        stored = _read_weights(weights)
        self._blocks, self._intercept = split_pipeline(stored["pipeline"])
        self._common = frozenset(stored["common"].split())
        self._scale: float = config["scale"]
        self._shift: float = config["shift"]
        self.info = ModelInfo(name=config["name"], sha256=config["sha256"])
        self._check_probes(config["probes"])

    def score(self, sents: Sequence[str]) -> Scores:
        """Score sentences for check-worthiness.

        Args:
            sents: Raw sentences, of any length, empty ones too.

        Returns:
            float64 of shape (n_sents,) in [0, 1]; 0.5 and over is check-worthy. A
            sentence's score does not depend on the others.
        """
        if not sents:
            return np.zeros(0)
        rows = stack_features(sents, self._common)
        shares = [block.decide(rows[:, i]) for i, block in enumerate(self._blocks)]
        decisions = np.sum(shares, axis=0) + self._intercept
        scores = calibrate(decisions, scale=self._scale, shift=self._shift)
        blank = np.array([not any(map(str.isalpha, sent)) for sent in sents])
        return np.where(blank, 0.0, scores)

    def _check_probes(self, probes: dict[str, float]) -> None:
        found = self.score(list(probes))
        wanted = np.array(list(probes.values()))
        if probes and not np.allclose(found, wanted, rtol=0, atol=_PROBE_TOLERANCE):
            import sklearn

            raise ModelError(
                f"probe scores must be {wanted.tolist()}, got {found.tolist()} in"
                f" {self.folder} under scikit-learn {sklearn.__version__}."
                " Train the model again or install the version its config.json names."
            )


def _read_config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as err:
        raise ModelError(
            f"config must be JSON, got {path}: {err}. Train the model again."
        ) from err
    wanted = {"task", "format", "name", "weights", "sha256", "scale", "shift", "probes"}
    if not isinstance(config, dict) or not wanted <= config.keys():
        raise ModelError(
            f"config must have {', '.join(sorted(wanted))}, got {path}."
            " Train the model again."
        )
    if (config["task"], config["format"]) != (TASK, FORMAT):
        raise ModelError(
            f"model must be for {TASK!r} in format {FORMAT}, got {config['task']!r} in"
            f" format {config['format']!r} in {path}. Give another folder."
        )
    return config


def _read_weights(path: Path) -> dict[str, Any]:
    # skops imports scikit-learn, which costs a second: only who loads a model pays.
    import skops.io

    untrusted = skops.io.get_untrusted_types(file=path)
    if untrusted:
        raise ModelError(
            f"weights must hold scikit-learn and NumPy types only, got"
            f" {', '.join(untrusted)} in {path}. Train the model again."
        )
    with warnings.catch_warnings():
        # The probes say whether another version of scikit-learn makes a difference.
        warnings.filterwarnings("ignore", message="Trying to unpickle estimator")
        stored: dict[str, Any] = skops.io.load(path, trusted=[])
    return stored
