"""Runs killed at 25 random moments, by hand: `pytest -m slow tests/corpus`."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.corpus.small_runs import read_all, read_ids

SAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "samples"
KILLS = 25
LIMIT = 600.0  # seconds for any one run


def start_run(out: Path, workers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "nlp.cli", "run", str(SAMPLES), "--top", "0"]
    options = ["--out", str(out), "--workers", str(workers)]
    return subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL)


def find_children(pid: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        found += map(int, path.read_text().split())
    return found


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """Return an undisturbed run, and the seconds that it took."""
    out = tmp_path_factory.mktemp("whole") / "out"
    start = time.monotonic()
    assert start_run(out, 2).wait(LIMIT) == 0
    return out, time.monotonic() - start


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_run_resumes_to_the_same_bytes(
    whole: tuple[Path, float], tmp_path: Path, seed: int
) -> None:
    out, (expected, seconds) = tmp_path / "out", whole
    process = start_run(out, 2)
    time.sleep(random.Random(seed).uniform(0, seconds))
    process.kill()
    process.wait(LIMIT)
    assert start_run(out, 1 + seed % 2).wait(LIMIT) == 0
    assert read_all(out) == read_all(expected)
    ids = read_ids(out)
    assert len(ids) == len(set(ids))


@pytest.mark.slow
def test_workers_killed_at_random_moments_change_nothing(
    whole: tuple[Path, float], tmp_path: Path
) -> None:
    chance, n_killed, number = random.Random(1), 0, 0
    while n_killed < KILLS:
        number += 1
        out = tmp_path / f"out{number}"
        process = start_run(out, 2)
        while process.poll() is None:
            time.sleep(chance.uniform(1, whole[1] / 3))
            workers = find_children(process.pid) if process.poll() is None else []
            if workers:
                os.kill(chance.choice(workers), signal.SIGKILL)
                n_killed += 1
        assert process.returncode == 0
        assert read_all(out) == read_all(whole[0])
