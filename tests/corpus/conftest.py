"""Small corpora, and workers that start fast and die on demand."""

from __future__ import annotations

import os
from pathlib import Path

import orjson
import pytest

from tests.corpus.small_runs import ARTICLES, WriteRows

# Python imports this before anything else in every process that has it on its path.
LIGHT_WORKER = """
import sys

if "nlp.corpus.serving" in " ".join(sys.orig_argv):
    import ctypes, os, re, signal, time
    import spacy
    from spacy.language import Language
    import nlp.pipeline

    @Language.component("faults")
    def faults(doc):
        if "segfault" in doc.text:
            ctypes.string_at(0)
        if "memory runs out" in doc.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "hangs" in doc.text:
            re.match(r"(a+)+$", "a" * 64 + "b")  # one call of C that holds the lock
        if "is slow" in doc.text:
            time.sleep(0.05)
        if "unlucky" in doc.text:
            raise ValueError("broken on purpose")
        return doc

    def load(**options):
        nlp = spacy.blank("en")
        for factory in ("faults", "sentences", "dates", "figures", "claims"):
            nlp.add_pipe(factory)
        return nlp

    nlp.pipeline.load = load
"""


@pytest.fixture
def light_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give workers a small pipeline, and a fault for some words."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(LIGHT_WORKER, encoding="utf-8")
    before = os.environ.get("PYTHONPATH")
    path = f"{folder}{os.pathsep}{before}" if before else str(folder)
    monkeypatch.setenv("PYTHONPATH", path)
    return folder


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Return a folder of five documents and one broken row."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, text in enumerate(ARTICLES[:3]):
        (folder / f"a{number}.txt").write_text(text, encoding="utf-8")
    rows = [orjson.dumps({"text": text}) for text in ARTICLES[3:]]
    (folder / "rows.jsonl").write_bytes(b"\n".join([*rows, b"{broken"]) + b"\n")
    return folder


@pytest.fixture
def write_rows(tmp_path: Path) -> WriteRows:
    """Return a function that writes texts as JSON Lines, with ids "d0", "d1" ..."""

    def write(*texts: str, name: str = "rows.jsonl") -> Path:
        rows = [{"id": f"d{at}", "text": text} for at, text in enumerate(texts)]
        path = tmp_path / name
        path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
        return path

    return write
