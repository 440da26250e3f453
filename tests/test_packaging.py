"""The wheel carries all it needs and works outside the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs of a clean environment with the project in it."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder / "venv", with_pip=True)
    bin_ = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    constraints = ROOT / "scripts" / "constraints.txt"
    wheel = [str(bin_ / "python"), "-m", "pip", "wheel", "--quiet", "--no-deps"]
    subprocess.run([*wheel, "--wheel-dir", str(folder), str(ROOT)], check=True)
    (built,) = folder.glob("policy_claims-*.whl")
    install = [str(bin_ / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*install, "--constraint", str(constraints), str(built)], check=True)
    return bin_


def test_wheel_extracts_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(
        "Nevada sued the agency on Monday, saying 4,200 families lost aid.\n",
        encoding="utf-8",
    )
    command = [str(installed / "policy-claims"), "extract", str(article)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    result = json.loads(done.stdout)
    assert [figure["value"] for figure in result["figures"]] == [4200]
    assert any(model["sha256"] for model in result["pipeline"]["models"])


def test_wheel_needs_no_torch(installed: Path, tmp_path: Path) -> None:
    code = "import nlp, sys; nlp.extract('Ohio voted.'); print('torch' in sys.modules)"
    command = [str(installed / "python"), "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.split() == [b"False"]
