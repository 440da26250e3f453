"""What the tests of runs share: articles, settings, and what a run has left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from nlp.corpus.runs import RunConfig

WriteRows = Callable[..., Path]

ARTICLES = [
    "Oregon sued the agency on Monday. About 300 people came.",
    "The council of Boise voted 5-2 to cap rents at 4 percent a year.",
    "“We will not pay,” the minister said. Some 40,000 farmers protested.",
    "At least 12 schools closed in Ohio last year, the department said.",
    "Finland will send 20 instructors, its government announced.",
]


def make_config(inputs: Path | str, out: Path | str, **changes: Any) -> RunConfig:
    """Return the settings of a run with two documents a shard."""
    settings: dict[str, Any] = {"inputs": (inputs,), "out": out, "shard_size": 2}
    return RunConfig(**{**settings, **changes})


def read_all(out: Path) -> dict[str, bytes]:
    """Return all that a run has left, by name."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def read_ids(out: Path) -> list[str]:
    """Return the ids of the documents done and failed, in that order."""
    shards = sorted(out.glob("*-of-?????.jsonl"))
    rows = [row for path in shards for row in path.read_bytes().splitlines()]
    failures = (out / "failures.jsonl").read_bytes().splitlines()
    done = [orjson.loads(row)["document"]["id"] for row in rows]
    return done + [orjson.loads(row)["id"] for row in failures]
