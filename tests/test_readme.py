"""What README shows runs as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from nlp.schema import Claim

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def _blocks(language: str) -> list[str]:
    found = [code for name, code in BLOCKS if name == language]
    assert found, f"README has no block of {language}"
    return found


@pytest.mark.parametrize("code", _blocks("python"))
def test_python_block_runs(code: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.strip()


@pytest.mark.parametrize("code", _blocks("sh"))
def test_shell_block_runs(code: str, tmp_path: Path) -> None:
    programs = str(Path(sys.executable).parent)
    env = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    done = subprocess.run(
        ["bash", "-euc", code], cwd=tmp_path, env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("code", _blocks("json"))
def test_json_block_is_a_claim(code: str) -> None:
    claim = Claim.model_validate_json(code)
    assert len(claim.text) == claim.end_char - claim.start_char


def test_the_two_commands_exist() -> None:
    for line in "".join(_blocks("bash")).splitlines():
        program = ROOT / line.split("#")[0].split()[0]
        assert os.access(program, os.X_OK), f"{program} must be executable"
