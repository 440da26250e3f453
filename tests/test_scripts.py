"""`scripts/run` hands on what it is given, and fills in what is missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout whose set-up does nothing and whose command prints."""
    run = tmp_path / "scripts" / "run"
    run.parent.mkdir()
    shutil.copy(ROOT / "scripts" / "run", run)
    for name, line in {
        "scripts/setup": "true",
        ".venv/bin/policy-claims": "printf '%s\\n' \"$@\"",
    }.items():
        program = tmp_path / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/usr/bin/env bash\n{line}\n", encoding="utf-8")
        program.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("", "SAMPLES OUT"),
        ("a.txt", "a.txt OUT"),
        ("--top 5", "SAMPLES --top 5 OUT"),
        ("--top 5 a.txt", "--top 5 a.txt OUT"),
        ("--top=5 a.txt", "--top=5 a.txt OUT"),
        ("--overwrite a.txt", "--overwrite a.txt OUT"),
        ("a.txt --out b", "a.txt --out b"),
        ("--out=b", "SAMPLES --out=b"),
        ("--help", "SAMPLES --help"),
    ],
)
def test_run_fills_in_what_is_missing(checkout: Path, given: str, wanted: str) -> None:
    command = [str(checkout / "scripts" / "run"), *given.split()]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=True)
    samples, out = f"{checkout}/corpora/samples", f"--out {checkout}/out --overwrite"
    expected = wanted.replace("SAMPLES", samples).replace("OUT", out)
    assert done.stdout.split() == ["run", *expected.split()]
