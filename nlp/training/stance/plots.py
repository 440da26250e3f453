"""The two pictures of a model folder: confusion matrix and reliability."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.components.stances.deciding import LABELS
from nlp.training.scoring.stance import N_BINS

Floats = npt.NDArray[np.floating]
Labels = npt.NDArray[np.int64]

# Without them a picture of the same scores would differ from run to run.
_METADATA = {"Software": None, "Creation Time": None}


def plot_confusion(confusion: npt.NDArray[np.int64], path: Path) -> None:
    """Write a confusion matrix as PNG: rows are gold, columns found."""
    figure, axes = _open_figure()
    shares = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row in range(len(LABELS)):
        for column in range(len(LABELS)):
            axes.text(
                column,
                row,
                f"{confusion[row, column]}\n{shares[row, column]:.0%}",
                ha="center",
                va="center",
                color="white" if shares[row, column] > 0.55 else "black",
            )
    axes.set_xticks(range(len(LABELS)), LABELS)
    axes.set_yticks(range(len(LABELS)), LABELS)
    axes.set_xlabel("found")
    axes.set_ylabel("gold")
    figure.savefig(path, metadata=_METADATA)


def plot_reliability(
    probabilities: Floats, found: Labels, gold: Labels, path: Path
) -> None:
    """Write how often a label is right against how sure the model is of it, as PNG."""
    figure, axes = _open_figure()
    confidence = probabilities[np.arange(len(found)), found]
    right = (found == gold).astype(float)
    parts = [
        part
        for part in np.array_split(np.argsort(confidence, kind="stable"), N_BINS)
        if len(part)
    ]
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey", label="calibrated")
    axes.plot(
        [confidence[part].mean() for part in parts],
        [right[part].mean() for part in parts],
        marker="o",
        label="model",
    )
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_xlabel("confidence")
    axes.set_ylabel("share right")
    axes.legend()
    figure.savefig(path, metadata=_METADATA)


def plot_curve(rows: Sequence[int], scores: Sequence[float], path: Path) -> None:
    """Write dev macro-F1 against the number of rows, as PNG."""
    figure, axes = _open_figure()
    axes.plot(rows, scores, marker="o")
    axes.set_xlim(0)
    axes.set_ylim(0, 1)
    axes.set_xlabel("labelled rows")
    axes.set_ylabel("macro-F1 on dev")
    figure.savefig(path, metadata=_METADATA)


def _open_figure() -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 4.5), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots()
