"""Runs killed at 25 random moments, by hand: `pytest -m slow tests/corpus`.

`-k light` takes workers with a small pipeline on slow documents, `-k real` the whole
pipeline on the samples, which takes an hour.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest

from tests.corpus.small_runs import read_all, read_ids

Whole = tuple[Path, Path, float]  # inputs, an undisturbed run, the seconds it took

SAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "samples"
KILLS = 25
LIMIT = 600.0  # seconds for any one run


def start_run(inputs: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "nlp.cli", "run", str(inputs), "--top", "0"]
    options = ["--out", str(out), "--workers", str(workers)]
    return subprocess.Popen([*command, *options])  # pytest shows why one fails


def find_children(pid: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        found += map(int, path.read_text().split())
    return found


_done: dict[str, tuple[Path, float]] = {}  # undisturbed runs, made once


@pytest.fixture(params=["light", "real"])
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Whole:
    kind, inputs = request.param, SAMPLES
    if kind == "light":
        request.getfixturevalue("light_worker")
        inputs = tmp_path_factory.getbasetemp() / "slow.jsonl"
        rows = (
            {"id": f"d{n}", "text": f"Council {n} is slow. It met {n} times."}
            for n in range(40)
        )
        inputs.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
        os.utime(inputs, (1, 1))
    if kind not in _done:
        out = tmp_path_factory.mktemp(kind) / "out"
        start = time.monotonic()
        assert start_run(inputs, out, 2).wait(LIMIT) == 0
        _done[kind] = out, time.monotonic() - start
    return (inputs, *_done[kind])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_run_resumes_to_the_same_bytes(
    whole: Whole, tmp_path: Path, seed: int
) -> None:
    out, (inputs, expected, seconds) = tmp_path / "out", whole
    process = start_run(inputs, out, 2)
    time.sleep(random.Random(seed).uniform(0, seconds))
    process.kill()
    process.wait(LIMIT)
    assert start_run(inputs, out, 1 + seed % 2).wait(LIMIT) == 0
    assert read_all(out) == read_all(expected)
    ids = read_ids(out)
    assert len(ids) == len(set(ids))


@pytest.mark.slow
def test_workers_killed_at_random_moments_change_nothing(
    whole: Whole, tmp_path: Path
) -> None:
    inputs, expected, seconds = whole
    chance, n_killed, number = random.Random(1), 0, 0
    while n_killed < KILLS:
        number += 1
        out = tmp_path / f"out{number}"
        process = start_run(inputs, out, 2)
        while process.poll() is None:
            # Over all of an undisturbed run: a worker that is killed each time before
            # it has loaded can do nothing.
            time.sleep(chance.uniform(0.5, seconds))
            workers = find_children(process.pid) if process.poll() is None else []
            if workers:
                os.kill(chance.choice(workers), signal.SIGKILL)
                n_killed += 1
        assert process.returncode == 0
        assert read_all(out) == read_all(expected)
