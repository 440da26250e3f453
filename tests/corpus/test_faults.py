"""What goes wrong with machines: each costs what it must, and no record more."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from nlp.corpus.locks import hold_folder
from nlp.corpus.runs import Execution, run_corpus
from nlp.corpus.stores import Store
from nlp.errors import InputError, OutputError, ResumeError
from tests.corpus.small_runs import WriteRows, make_config, read_all, read_ids

pytestmark = pytest.mark.usefixtures("light_worker")

SLOW = [f"Council {number} is slow. It met {number} times." for number in range(40)]
NAMES = [f"d{number}" for number in range(len(SLOW))]
LIMIT = 60.0  # seconds that any of this may take


def start_run(path: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "nlp.cli", "run", str(path), "--out", str(out)]
    return subprocess.Popen([*command, *options], stderr=subprocess.PIPE)


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIMIT
    while not is_so():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


def find_workers(process: subprocess.Popen[bytes]) -> list[int]:
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in path.read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        )
    except OSError:
        return False


def has_shards(out: Path, number: int) -> Callable[[], bool]:
    return lambda: len(list(out.glob("*-of-?????.jsonl"))) >= number


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("segfault", "worker: document must leave its worker alive"),
        ("memory runs out", "worker: document must leave its worker alive"),
        ("hangs", "timeout: document must be done within 5 seconds"),
        ("unlucky", "faults: ValueError"),
    ],
)
def test_a_document_costs_only_itself(
    write_rows: WriteRows, tmp_path: Path, word: str, reason: str
) -> None:
    path = write_rows("One.", f"This {word}.", "Three.", "Four.", "Five.")
    out = tmp_path / "out"
    summary = run_corpus(
        make_config(path, out, shard_size=4), Execution(workers=2, timeout=5)
    )
    assert read_ids(out) == ["d0", "d2", "d3", "d4", "d1"]
    assert summary.tally.failures == {reason: 1}
    (failure,) = (out / "failures.jsonl").read_bytes().splitlines()
    assert orjson.loads(failure)["source"] == str(path)


def test_a_worker_killed_from_outside_loses_nothing(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    path = write_rows(*SLOW)
    run_corpus(make_config(path, tmp_path / "whole"))
    config, out = make_config(path, tmp_path / "out"), tmp_path / "out"
    killed: list[int] = []

    def kill(stage: str, done: int, total: int) -> None:
        if stage == "extract" and done >= 8 * len(killed) + 4 and len(killed) < 3:
            me = Path(f"/proc/{os.getpid()}/task")
            pids = [p for t in me.glob("*/children") for p in t.read_text().split()]
            killed.append(min(map(int, pids)))
            os.kill(killed[-1], signal.SIGKILL)

    run_corpus(config, Execution(workers=2), on_progress=kill)
    assert len(killed) == 3
    assert read_all(out) == read_all(tmp_path / "whole")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_stopped_goes_on_where_it_was(
    write_rows: WriteRows, tmp_path: Path, number: signal.Signals
) -> None:
    path = write_rows(*SLOW)
    whole, out = tmp_path / "whole", tmp_path / "out"
    start_run(path, whole).communicate(timeout=LIMIT)
    process = start_run(path, out, "--workers", "2")
    wait_until(has_shards(out, 2))
    workers = find_workers(process)
    process.send_signal(number)
    _, told = process.communicate(timeout=LIMIT)
    assert workers
    wait_until(lambda: not any(map(is_running, workers)))
    if number == signal.SIGKILL:
        assert process.returncode == -number
    else:
        assert process.returncode == 128 + number
        line = b"policy-claims: stopped. Run the same command again to go on."
        assert told.splitlines() == [line]
    assert not (out / "failures.jsonl").exists()
    left = {name: mark.st_ino for name, mark in _stat_shards(out).items()}
    start_run(path, out).communicate(timeout=LIMIT)
    assert read_all(out) == read_all(whole)
    now = {name: mark.st_ino for name, mark in _stat_shards(out).items()}
    assert left.items() <= now.items(), "what was done was done again"


def _stat_shards(out: Path) -> dict[str, os.stat_result]:
    return {path.name: path.stat() for path in out.glob("*-of-?????.jsonl")}


def test_a_second_run_on_the_same_folder_is_refused(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    path, out = write_rows("One.", "This hangs."), tmp_path / "out"
    first = start_run(path, out)
    wait_until(has_shards(out, 1))
    second = start_run(path, out)
    _, told = second.communicate(timeout=LIMIT)
    first.terminate()
    first.communicate(timeout=LIMIT)
    assert second.returncode == 2
    assert b"one run at a time, got another run at work" in told


def test_a_lock_ends_with_its_run(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with hold_folder(Store(out)), pytest.raises(OutputError, match="another run"):
        run_corpus(make_config(inputs, out))
    run_corpus(make_config(inputs, out))


def test_a_full_disk_ends_the_run_and_more_room_lets_it_go_on(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    path, out = write_rows(*SLOW, "Aid rose by 3 percent. " * 2_000), tmp_path / "out"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(
            OutputError, match=r"got 'File too large' .* Free some space"
        ):
            run_corpus(make_config(path, out))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert has_shards(out, 20)()
    assert not list(out.glob(".*.part"))
    run_corpus(make_config(path, out))
    assert read_ids(out) == [*NAMES, f"d{len(SLOW)}"]


def run_on_mount(options: str, out: Path, command: list[str]) -> tuple[int, str]:
    """Run a command with a file system of its own at `out`."""
    script = f'mount -t tmpfs -o {options} tmpfs "$0" && exec "$@"'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, str(out), *command],
        capture_output=True,
        check=False,
    )
    if b"unshare" in done.stderr or b"mount:" in done.stderr:
        pytest.skip("this machine lets nobody mount a file system")
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize(
    ("options", "reason"),
    [("size=64k", "No space left on device"), ("ro", "Read-only file system")],
)
@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_an_output_without_room_or_rights_is_one_clear_line(
    write_rows: WriteRows, tmp_path: Path, options: str, reason: str, format: str
) -> None:
    path, out = write_rows("Aid rose by 3 percent. " * 3_000), tmp_path / "out"
    out.mkdir()
    run = [sys.executable, "-m", "nlp.cli", "run", str(path), "--format", format]
    code, told = run_on_mount(options, out, [*run, "--out", str(out)])
    assert code == 2
    (line,) = told.splitlines()
    assert line.startswith("policy-claims: output folder must be writable")
    assert reason in line
    assert str(out) in line


def test_an_input_that_vanishes_or_changes_during_the_run_is_told(
    inputs: Path, tmp_path: Path
) -> None:
    def disturb(stage: str, done: int, total: int) -> None:
        if stage != "extract" or not (inputs / "a0.txt").exists():
            return
        (inputs / "a0.txt").unlink()
        (inputs / "a1.txt").write_text("Boise voted again.", encoding="utf-8")
        rows = inputs / "rows.jsonl"
        rows.write_bytes(rows.read_bytes().splitlines()[0] + b"\n")
        os.utime(inputs / "a2.txt")  # the same content

    out = tmp_path / "out"
    summary = run_corpus(make_config(inputs, out), on_progress=disturb)
    assert summary.tally.documents == 1
    reason = "ingest: input must stay as it was when the run was planned"
    assert summary.tally.failures == {reason: 5}
    failed = [Path(name).name for name in read_ids(out)[1:]]
    assert failed == ["a0.txt", "a1.txt", *(f"rows.jsonl#{n}" for n in (1, 2, 3))]
    with pytest.raises((InputError, ResumeError), match=r"a0\.txt"):
        run_corpus(make_config(inputs, out))


def test_an_input_that_changes_while_it_is_read_counts_for_no_version(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    path, out = write_rows(*SLOW), tmp_path / "out"
    texts = path.read_bytes()

    def disturb(stage: str, done: int, total: int) -> None:
        if stage == "extract" and done >= 5:
            path.write_bytes(texts.replace(b"Council", b"Senate "))

    config = make_config(path, out, shard_size=len(SLOW))
    summary = run_corpus(config, on_progress=disturb)
    assert summary.tally.documents == 0
    assert sum(summary.tally.failures.values()) == len(SLOW)
    assert len(read_ids(out)) == len(SLOW)


def test_a_clock_that_goes_back_changes_nothing(
    write_rows: WriteRows,
    tmp_path: Path,
    light_worker: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, out, whole = write_rows(*SLOW), tmp_path / "out", tmp_path / "whole"
    run_corpus(make_config(path, whole))
    site = light_worker / "sitecustomize.py"
    back = "import itertools, time\nticks = itertools.count()\n"
    back += "time.time = lambda: 1e9 - 3600 * next(ticks)\n"
    site.write_text(site.read_text() + back, encoding="utf-8")
    ticks = iter(range(10**9))
    monkeypatch.setattr("time.time", lambda: 1e9 - 3600 * next(ticks))
    run_corpus(make_config(path, out), Execution(workers=2, timeout=30))
    for shard in out.glob("*.jsonl"):
        os.utime(shard, (4e9, 4e9))  # as if written in the year 2096
    (out / "00003-of-00020.jsonl").unlink()
    run_corpus(make_config(path, out), Execution(timeout=30))
    assert read_all(out) == read_all(whole)


def test_a_half_written_shard_of_an_older_version_is_never_taken_on(
    inputs: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run_corpus(make_config(inputs, out))
    whole = read_all(out)
    record = orjson.loads((out / "run.json").read_bytes())
    record["pipeline"]["version"] = "0.0.1"
    (out / "run.json").write_bytes(orjson.dumps(record))
    shard = out / "00000-of-00003.jsonl"
    shard.write_bytes(shard.read_bytes()[:100])
    before = read_all(out)
    with pytest.raises(ResumeError, match="got other pipeline"):
        run_corpus(make_config(inputs, out))
    assert read_all(out) == before
    run_corpus(make_config(inputs, out), overwrite=True)
    assert read_all(out) == whole
