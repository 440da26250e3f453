"""Nothing that comes in runs, leaves the output folder or reaches the network."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nlp.corpus.runs import Execution, run_corpus
from nlp.export import FORMATS
from nlp.ingest import find_files, read_documents
from nlp.schema import Failure
from tests.corpus.small_runs import make_config

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "nlp"
# Modules that turn data into objects or code, and calls that run what they are given.
_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "joblib"}
_MODULES |= {"yaml", "pty", "code", "codeop", "runpy"}
_CALLS = {"eval", "exec", "compile", "__import__"}
_METHODS = {("torch", "load"), ("os", "system"), ("os", "popen"), ("np", "fromfile")}
_MUST_BE_FALSE = {"allow_pickle", "trust_remote_code", "shell"}


def _find_faults(tree: ast.AST) -> list[str]:
    faults = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            faults += [a.name for a in node.names if a.name.split(".")[0] in _MODULES]
        elif isinstance(node, ast.ImportFrom):
            faults += [node.module or ""] * (
                (node.module or "").split(".")[0] in _MODULES
            )
        elif isinstance(node, ast.Call):
            faults += _find_calls(node)
    return faults


def _find_calls(node: ast.Call) -> list[str]:
    faults = [
        f"{keyword.arg}="
        for keyword in node.keywords
        if keyword.arg in _MUST_BE_FALSE
        and not (isinstance(keyword.value, ast.Constant) and not keyword.value.value)
    ]
    if isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        faults.append(node.func.id)
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        called = (node.func.value.id, node.func.attr)
        names = {keyword.arg for keyword in node.keywords}
        if called in _METHODS or (
            called == ("np", "load") and "allow_pickle" not in names
        ):
            faults.append(".".join(called))
    return faults


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from joblib import load",
        "eval('1')",
        "torch.load(path)",
        "np.load(path)",
        "np.load(path, allow_pickle=True)",
        "AutoModel.from_pretrained(name, trust_remote_code=flag)",
    ],
)
def test_audit_finds_what_runs_data(code: str) -> None:
    assert _find_faults(ast.parse(code))


def test_package_runs_no_data() -> None:
    found = {
        str(path.relative_to(ROOT)): faults
        for path in sorted(PACKAGE.rglob("*.py"))
        if (faults := _find_faults(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    path = tmp_path / "secrets" / "key.txt"
    path.parent.mkdir()
    path.write_text("Ohio sued. This file is outside of the input.", encoding="utf-8")
    return path


def test_links_out_of_the_input_are_not_followed(
    tmp_path: Path, outside: Path, caplog: pytest.LogCaptureFixture
) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    own = inputs / "a.txt"
    own.write_text("Utah voted.", encoding="utf-8")
    (inputs / "b.txt").symlink_to(outside)
    (inputs / "c").symlink_to(outside.parent)
    (inputs / "d.txt").symlink_to(own)
    (inputs / "e.txt").symlink_to("/nowhere/at/all.txt")
    inside = [str(own), str(inputs / "d.txt")]
    assert find_files([inputs]) == inside
    assert "linked from elsewhere" in caplog.text
    for pattern in ("*.txt", "**/*.txt", "**"):
        assert find_files([f"{inputs}/{pattern}"]) == inside
    assert find_files([inputs / "b.txt"]) == [
        str(inputs / "b.txt")
    ]  # asked for by name


EVIL = [
    "../../evil",
    "/etc/evil",
    "a/../../b",
    "nul\x00.txt",
    "..\\..\\evil",
    "con",
    "=cmd|' /C calc'!A0",
    "</script><script>alert(1)</script>",
    "x" * 5_000,
]
MARKUP = (
    "Ohio voted to ban </script><script>alert(1)</script> 3 <img src=x onerror=y> guns."
    " =HYPERLINK(1) costs $4 million, <!-- Utah said."
)


@pytest.fixture(scope="module")
def evil_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over rows whose ids, titles and sources try to break out."""
    folder = tmp_path_factory.mktemp("evil") / "a" / "b"
    folder.mkdir(parents=True)
    rows = [
        {"id": name, "title": name, "source": name, "publisher": name, "text": MARKUP}
        for name in EVIL
    ]
    inputs = folder / "rows.jsonl"
    inputs.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run_corpus(make_config(inputs, folder / "out"), Execution(workers=1))
    return folder / "out"


def _list_outside(out: Path) -> list[str]:
    top = out.parents[2]
    paths = (path for path in top.rglob("*") if path.is_file())
    return [path.name for path in paths if out not in path.parents]


def test_ids_make_no_file_outside_of_the_output(evil_run: Path) -> None:
    assert _list_outside(evil_run) == ["rows.jsonl"]


@pytest.mark.parametrize("to", FORMATS)
def test_exports_stay_in_their_folder_and_run_nothing(to: str, evil_run: Path) -> None:
    from nlp.corpus.results import read_extractions
    from nlp.export.files import export_extractions

    folder = evil_run / "exports" / to
    paths = export_extractions(read_extractions(evil_run), folder, to=to)
    assert all(path.resolve().is_relative_to(folder.resolve()) for path in paths)
    assert _list_outside(evil_run) == ["rows.jsonl"]
    for path in folder.glob("*.html"):
        assert "<script>alert" not in path.read_text(encoding="utf-8")
    for path in folder.glob("*.csv"):
        assert "\n=cmd" not in path.read_text(encoding="utf-8-sig")
        assert ",=cmd" not in path.read_text(encoding="utf-8-sig")


# Closes every way to the network, name look-ups included, in a command and in the
# processes that it starts, and leaves a note of each attempt.
_OFFLINE = """
import os, socket

def refuse(*args, **kwargs):
    with open(os.environ["NETWORK_CALLS"], "a") as file:
        print(args, file=file)
    raise OSError("network call")

for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, refuse)
for name in ("create_connection", "getaddrinfo", "gethostbyname", "getfqdn"):
    setattr(socket, name, refuse)
"""


def _run_offline(folder: Path, *args: str | Path) -> tuple[int, str, str]:
    """Run a command; return its code, its errors and the calls that it tried."""
    (folder / "sitecustomize.py").write_text(_OFFLINE, encoding="utf-8")
    calls = folder / "calls.txt"
    calls.write_text("", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "nlp.cli", *map(str, args)],
        capture_output=True,
        cwd=ROOT,
        check=False,
        env={**os.environ, "PYTHONPATH": str(folder), "NETWORK_CALLS": str(calls)},
    )
    return done.returncode, done.stderr.decode(), calls.read_text(encoding="utf-8")


def test_a_call_to_the_network_would_be_seen(tmp_path: Path) -> None:
    code = "import socket\nsocket.create_connection(('127.0.0.1', 9))"
    (tmp_path / "sitecustomize.py").write_text(_OFFLINE, encoding="utf-8")
    calls = tmp_path / "calls.txt"
    env = {**os.environ, "PYTHONPATH": str(tmp_path), "NETWORK_CALLS": str(calls)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, env=env
    )
    assert b"network call" in done.stderr
    assert "127.0.0.1" in calls.read_text(encoding="utf-8")


def test_no_command_calls_the_network(tmp_path: Path) -> None:
    article = tmp_path / "a.html"
    article.write_text(
        "<html><head><link rel=stylesheet href=http://127.0.0.1:9/x.css>"
        "<base href=http://127.0.0.1:9/><script src=//127.0.0.1:9/x.js></script></head>"
        "<body><article><p>Ohio’s governor signed a bill on Monday that raises the"
        " minimum wage to $15 an hour, and about 300,000 workers will earn more, an"
        " aide said at the statehouse in Columbus.</p></article></body></html>",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    commands: list[tuple[Any, ...]] = [
        ("extract", article),
        ("run", article, "--out", out),
        ("report", out),
        ("export", out, "--to", "claimreview"),
    ]
    for command in commands:
        code, errors, calls = _run_offline(tmp_path, *command)
        assert (code, calls) == (0, ""), (command, errors)


def test_entities_of_xml_bring_in_no_file(tmp_path: Path, outside: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{outside}">]><html><body><article>'
        "<p>The council voted to sue the state over the bill on Monday. &x;</p>"
        "</article></body></html>",
        encoding="utf-8",
    )
    (item,) = read_documents(page)
    assert isinstance(item, Failure) or "outside of the input" not in item.text
