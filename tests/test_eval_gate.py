"""The gate is a program: it must fail when it should, and say why."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
GATE = ROOT / "tests" / "eval_gate.py"
FLOORS = ROOT / "tests" / "eval_floors.json"


def run_gate(floors: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(GATE), "--floors", str(floors), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    passages = (ROOT / "corpora" / "gold" / "passages.jsonl").read_bytes()
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"".join(passages.splitlines(keepends=True)[:2]))
    return path


def write_floors(folder: Path, gold: Path, **changes: Any) -> Path:
    digest = hashlib.sha256(gold.read_bytes()).hexdigest()
    section = {"file": str(gold), "split": "test", "sha256": digest, "floors": {}}
    path = folder / "floors.json"
    path.write_text(json.dumps({"gold": section | changes}))
    return path


def test_gate_fails_on_changed_gold(gold: Path, tmp_path: Path) -> None:
    done = run_gate(write_floors(tmp_path, gold, sha256="0" * 64))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "sha256" in line
    assert "--write" in line


def test_gate_pins_floors_and_fails_below_them(gold: Path, tmp_path: Path) -> None:
    floors = write_floors(tmp_path, gold, floors={"dates": 2.0, "figures": 0.0})
    done = run_gate(floors, "--write")
    pinned = json.loads(floors.read_text())["gold"]["floors"]
    assert pinned["dates"] == 2.0, "a floor sank without --lower"
    assert pinned["figures"] > 0.0
    assert done.returncode == 1
    assert "dates must be at least 2.000" in done.stderr
    assert run_gate(floors, "--write", "--lower").returncode == 0
    assert json.loads(floors.read_text())["gold"]["floors"]["dates"] < 1.0


def test_pinned_floors_name_the_gold_in_this_checkout() -> None:
    sections = json.loads(FLOORS.read_text())
    assert "gold" in sections
    for section in sections.values():
        digest = hashlib.sha256((ROOT / section["file"]).read_bytes()).hexdigest()
        assert section["sha256"] == digest
        assert section["split"] == "test"
        assert all(0 < floor < 1 for floor in section["floors"].values())
