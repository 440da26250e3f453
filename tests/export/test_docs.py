"""What docs/exchange.md shows runs as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")


def test_shell_block_runs_and_leaves_what_it_says(tmp_path: Path) -> None:
    (code,) = re.findall(r"^```sh\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    programs = str(Path(sys.executable).parent)
    env = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-euc", code], cwd=tmp_path, env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"1 equal, 0 inside, 1 outside" in done.stdout
    for name in ("conflicts.jsonl", "evidence.jsonl", "export/claimreview.jsonld"):
        assert (tmp_path / "results" / name).stat().st_size
    assert (tmp_path / "rows" / "stance.jsonl").stat().st_size
