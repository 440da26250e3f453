"""`policy-claims report` as its user meets it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from nlp.corpus.runs import RunConfig, run_corpus


def run_report(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nlp.cli", "report", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_report_prints_where_it_is(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Nevada sued the agency. About 4,200 families lost aid.\n")
    out = tmp_path / "out"
    run_corpus(RunConfig(inputs=(article,), out=out, options={}))
    done = run_report(out, "--title", "Aid & families")
    assert done.returncode == 0, done.stderr
    page = Path(done.stdout.strip())
    assert page == out / "report.html"
    assert "<title>Aid &amp; families</title>" in page.read_text(encoding="utf-8")


def test_report_of_a_folder_without_a_run_is_one_line(tmp_path: Path) -> None:
    done = run_report(tmp_path)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "a run has written" in line
    assert not (tmp_path / "report.html").exists()
