"""Check-worthiness counted as ClaimBuster's: CFS against the rest, at 0.5."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel

from nlp.components.checkworthiness.model import TASK, CheckworthinessModel
from nlp.errors import InputError
from nlp.training.scoring import Score, write_rows
from nlp.training.scoring.forms import check_labels, read_form

LABELS = ("NFS", "UFS", "CFS")
POSITIVE = "CFS"
_N_BINS = 10


@dataclass(frozen=True, slots=True)
class CheckworthinessScore:
    """What a set of scores is worth against gold labels."""

    check_worthy: Score
    rest: Score
    average_precision: float
    calibration_error: float
    n_rows: int

    @property
    def macro_f1(self) -> float:
        """Mean of the F1 of both classes."""
        return (self.check_worthy.f1 + self.rest.f1) / 2

    def as_dict(self) -> dict[str, float | int]:
        """Return the scores with four digits, for tables and eval.json."""
        values = {
            "macro_f1": self.macro_f1,
            "average_precision": self.average_precision,
            "precision": self.check_worthy.precision,
            "recall": self.check_worthy.recall,
            "f1": self.check_worthy.f1,
            "calibration_error": self.calibration_error,
        }
        rounded: dict[str, float | int] = {k: round(v, 4) for k, v in values.items()}
        return rounded | {"n_rows": self.n_rows, "n_positive": self.check_worthy.n_gold}


def compare_scores(
    gold: npt.NDArray[np.bool_], scores: npt.NDArray[np.float64]
) -> CheckworthinessScore:
    """Compare scores with gold.

    Args:
        gold: Shape (n,); True where the sentence is check-worthy.
        scores: Shape (n,), in [0, 1]; 0.5 and over predicts check-worthy.
    """
    predicted = scores >= 0.5
    return CheckworthinessScore(
        check_worthy=_count_class(gold, predicted),
        rest=_count_class(~gold, ~predicted),
        average_precision=average_precision(gold, scores),
        calibration_error=calibration_error(gold, scores),
        n_rows=len(gold),
    )


def _count_class(
    gold: npt.NDArray[np.bool_], predicted: npt.NDArray[np.bool_]
) -> Score:
    return Score(int((gold & predicted).sum()), int(predicted.sum()), int(gold.sum()))


def macro_f1(gold: npt.NDArray[np.bool_], predicted: npt.NDArray[np.bool_]) -> float:
    """Mean of the F1 of the check-worthy and of the rest."""
    worthy, rest = _count_class(gold, predicted), _count_class(~gold, ~predicted)
    return (worthy.f1 + rest.f1) / 2


def average_precision(
    gold: npt.NDArray[np.bool_], scores: npt.NDArray[np.float64]
) -> float:
    """Area under the precision-recall steps; equal scores count as one step."""
    if not gold.any():
        return 0.0
    order = np.argsort(-scores, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(order) - 1)
    n_right = np.cumsum(gold[order])[ends]
    precision = n_right / (ends + 1)
    return float(np.sum(np.diff(n_right, prepend=0) * precision) / gold.sum())


def calibration_error(
    gold: npt.NDArray[np.bool_], scores: npt.NDArray[np.float64]
) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((scores * _N_BINS).astype(int), _N_BINS - 1)
    gaps = np.bincount(bins, gold - scores, minlength=_N_BINS)
    return float(np.abs(gaps).sum() / max(len(gold), 1))


class _Row(BaseModel):
    text: str
    label: Literal["NFS", "UFS", "CFS"] | None = None


def read_gold(path: Path) -> tuple[list[str], npt.NDArray[np.bool_] | None]:
    """Read sentences and whether each is check-worthy; None for rows without labels.

    Raises:
        InputError: The file cannot be read, is empty, or a row breaks the form.
    """
    rows = read_form(path, _Row, like=f"text and a label of {', '.join(LABELS)}")
    sents = [row.text for row in rows]
    if not check_labels([row.label for row in rows], "label", path):
        return sents, None
    return sents, np.array([row.label == POSITIVE for row in rows])


def predict_scores(
    sents: Sequence[str], model: str | Path = TASK
) -> npt.NDArray[np.float64]:
    """Score sentences as the component does, to four digits."""
    return np.round(CheckworthinessModel(model).score(sents), 4)


def score_checkworthiness(
    gold: Path,
    predictions_out: Path | None = None,
    *,
    model: str | Path = TASK,
    plot_out: Path | None = None,
) -> CheckworthinessScore | None:
    """Score a model on labelled sentences and write its predictions.

    Args:
        gold: JSON lines with text and label, plain or `.gz`.
        predictions_out: Where to write text and check_worthiness, in gold order.
        model: Name of a shipped model or a folder.
        plot_out: Where to draw how often a score is right, as PNG.

    Returns:
        The score; None where the gold has no labels.

    Raises:
        InputError: The gold file cannot be used.
        ModelError: The model cannot be used.
    """
    sents, labels = read_gold(gold)
    scores = predict_scores(sents, model)
    if predictions_out is not None:
        write_rows(
            predictions_out,
            (
                {"text": sent, "check_worthiness": float(score)}
                for sent, score in zip(sents, scores, strict=True)
            ),
        )
    if labels is None:
        return None
    if plot_out is not None:
        _plot(labels, scores, plot_out)
    return compare_scores(labels, scores)


def _plot(
    gold: npt.NDArray[np.bool_], scores: npt.NDArray[np.float64], path: Path
) -> None:
    from nlp.training.stance.plots import plot_reliability

    probabilities = np.stack([1.0 - scores, scores], axis=1)
    found = (scores >= 0.5).astype(np.int64)
    try:
        plot_reliability(probabilities, found, gold.astype(np.int64), path)
    except ImportError as err:
        raise InputError(
            "plots must have matplotlib, got none. Install policy-claims[train]."
        ) from err
