"""The card of a stance model, to start from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def describe_model(result: Mapping[str, Any]) -> str:
    """Return a model card in Markdown.

    Args:
        result: What eval.json holds.
    """
    files = "".join(
        f"- `{name}` (sha256 {sha256})\n" for name, sha256 in result["data"].items()
    )
    return (
        f"# {result['name']}\n\n"
        "Reads a passage in which one government is marked, and a proposition, and"
        " says where the government stands:\n`support`, `oppose`, `mixed` or `none`."
        " It never sees a name: the holder, other places, people and parties\nreach it"
        " as markers.\n\n"
        f"Base: {result['base']}. Seed {result['seed']}. Files and their sha256,"
        " temperature and thresholds are in `config.json`,\nall scores in"
        " `eval.json`, pictures in `confusion.png` and `reliability.png`.\n\n"
        f"{_build_table(result)}\n"
        f"Trained by `policy-claims train stance` on:\n\n{files}\n"
        "Add where the data come from and under which licence they may be used.\n"
    )


def _build_table(result: Mapping[str, Any]) -> str:
    lines = [
        "| split | rows | macro-F1 (95 % interval) | support | oppose | mixed | none |"
        " calibration error |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for split in ("dev", "test"):
        scores = result.get(split)
        if scores is None:
            continue
        low, high = scores["macro_f1_interval"]
        cells = [
            split,
            str(scores["n_rows"]),
            f"{scores['macro_f1']:.3f} ({low:.3f}-{high:.3f})",
            *(f"{part['f1']:.3f}" for part in scores["labels"].values()),
            f"{scores['calibration_error']:.3f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
