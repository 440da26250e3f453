"""A few labelled rows, and an encoder of no use that is trained in seconds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCENES = (
    ("The council of Elko voted to cap rents.", "Elko", "rent-control", "support"),
    ("Voters in Ohio rejected a cap on rents.", "Ohio", "rent-control", "oppose"),
    ("Tenants marched through Boise over rents.", "Boise", "rent-control", "none"),
    (
        "Maine legalized cannabis on Monday.",
        "Maine",
        "cannabis-legalization",
        "support",
    ),
    ("Utah outlawed cannabis for adults.", "Utah", "cannabis-legalization", "oppose"),
    ("Iowa lawmakers may weigh cannabis.", "Iowa", "cannabis-legalization", "none"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday")


def build_row(passage: str, holder: str, issue: str, label: str) -> dict[str, Any]:
    """Return a row of the corpus form."""
    start = passage.index(holder)
    mention = {"text": holder, "start_char": start, "end_char": start + len(holder)}
    return {
        "passage": passage,
        "holder": mention,
        "issue": issue,
        "label": label,
        "topic": passage,
    }


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    """Return rows of all three splits."""
    splits = ("train", "train", "dev", "test")
    return [
        build_row(f"{day} came. {scene[0]}", *scene[1:]) | {"split": split}
        for day, split in zip(DAYS, splits, strict=True)
        for scene in SCENES
    ]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes rows to a file of JSON Lines."""

    def write_rows(rows: list[Any], name: str = "rows.jsonl") -> Path:
        path = tmp_path / name
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write_rows
