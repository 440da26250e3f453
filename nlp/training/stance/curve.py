"""A learning curve: how much more labels would help."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from typing import Any

from nlp.training.stance.examples import add_other_issues, build_examples
from nlp.training.stance.fitting import fit_encoder, score_logits
from nlp.training.stance.plots import plot_curve
from nlp.training.stance.rows import StanceRow
from nlp.training.stance.training import (
    Say,
    TrainConfig,
    gold_of,
    pairs_of,
    prepare_checkpoints,
    read_corpus,
    write_json,
)

SHARES = (0.25, 0.5, 0.75, 1.0)


def draw_curve(config: TrainConfig, say: Say = lambda message: None) -> dict[str, Any]:
    """Fit on growing shares of the topics and score each on dev.

    Writes `curve.json` and `curve.png` to the model folder, and no model.

    Returns:
        `points`: rows and dev macro-F1 of each share; `gain_if_doubled`: what twice
        the rows would bring if the last doubling's gain held.
    """
    corpus = read_corpus(config, say)
    dev = corpus.examples("dev")
    points = []
    for share in SHARES:
        kept = [at for at, row in enumerate(corpus.rows["train"]) if _is_in(row, share)]
        rows = [corpus.rows["train"][at] for at in kept]
        passages = [corpus.passages["train"][at] for at in kept]
        train = build_examples(rows, passages, corpus.propositions) + add_other_issues(
            rows,
            passages,
            corpus.propositions,
            share=config.other_issues,
            seed=config.fit.seed,
        )
        say(f"Fitting on {len(rows)} rows.")
        config.out.mkdir(parents=True, exist_ok=True)
        part = replace(config, other_issues=config.other_issues + share / 1000)
        folder = prepare_checkpoints(part)
        fitted = fit_encoder(train, dev, config.fit, folder=folder, say=say)
        scores = score_logits(fitted.predict(pairs_of(dev)), gold_of(dev))
        points.append({"rows": len(rows), "macro_f1": round(scores["macro_f1"], 4)})
        shutil.rmtree(folder)
    halves = {
        share: point["macro_f1"] for share, point in zip(SHARES, points, strict=True)
    }
    result = {"points": points, "gain_if_doubled": round(halves[1.0] - halves[0.5], 4)}
    write_json(config.out / "curve.json", result)
    _plot(points, config)
    return result


def _is_in(row: StanceRow, share: float) -> bool:
    """Whether a row's topic is in the share; a larger share holds the smaller ones."""
    return hashlib.sha256(f"curve {row.group}".encode()).digest()[0] < 256 * share


def _plot(points: list[dict[str, Any]], config: TrainConfig) -> None:
    plot_curve(
        [point["rows"] for point in points],
        [point["macro_f1"] for point in points],
        config.out / "curve.png",
    )
