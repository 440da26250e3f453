"""The command as its user meets it: a process, its streams and its exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

ARTICLE = (
    "Nevada sued the agency on Monday. About 4,200 families lost aid last year, the"
    " governor's office said.\n"
)


def run_command(
    *args: str | Path, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "nlp.cli", *map(str, args)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


def assert_one_line_error(
    done: subprocess.CompletedProcess[bytes], *, match: str
) -> None:
    assert done.returncode == 2, done.stderr.decode()
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("policy-claims: ")
    assert match in line
    assert done.stdout == b""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_extract_prints_json_with_resolved_dates(article: Path) -> None:
    done = run_command("extract", article, "--published", "2024-05-08")
    assert done.returncode == 0, done.stderr.decode()
    result = json.loads(done.stdout)
    assert result["schema_version"] == "1"
    assert result["figures"][0]["comparator"] == "approx"
    assert result["dates"][0]["start"] == "2024-05-06"


def test_extract_takes_a_named_pipeline() -> None:
    done = run_command("extract", "-", "--pipeline", "fast", stdin=ARTICLE.encode())
    assert done.returncode == 0, done.stderr.decode()
    models = [model["name"] for model in json.loads(done.stdout)["pipeline"]["models"]]
    assert "checkworthiness" in models
    assert not any(name.startswith("stance") for name in models)


@pytest.mark.parametrize("command", ["extract", "run"])
def test_unknown_pipeline_is_one_line(
    command: str, article: Path, tmp_path: Path
) -> None:
    out = ("--out", tmp_path / "out") if command == "run" else ()
    done = run_command(command, article, "--pipeline", "quick", *out)
    assert_one_line_error(done, match="['accurate', 'fast'], got 'quick'")


def test_run_keeps_to_the_pipeline_that_it_began_with(
    article: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = run_command("run", article, "--out", out, "--pipeline", "fast")
    assert done.returncode == 0, done.stderr.decode()
    record = json.loads((out / "run.json").read_bytes())
    assert record["options"]["model"] == "fast"
    assert_one_line_error(run_command("run", article, "--out", out), match="pipeline")


def test_extract_reads_standard_input() -> None:
    done = run_command("extract", "-", stdin=ARTICLE.encode())
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["document"]["text"].strip() == ARTICLE.strip()


def test_extract_goes_on_after_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"text": "Ohio voted."}\n{broken\n{"text": "Utah sued."}\n')
    done = run_command("extract", path)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert b"line 2" in done.stderr


def test_extract_goes_on_after_a_text_that_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    texts = ["Ohio voted.", "word " * 2_000_001, "Utah sued."]
    path.write_bytes(b"\n".join(orjson.dumps({"text": text}) for text in texts))
    done = run_command("extract", path)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith(
        "policy-claims: text must have at most 10,000,000 characters"
    )


def test_run_writes_a_folder_and_prints_the_strongest_claims(
    article: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = run_command("run", article, "--out", out)
    assert done.returncode == 0, done.stderr.decode()
    (shard,) = out.glob("*-of-*.jsonl")
    assert orjson.loads(shard.read_bytes())["claims"]
    assert b"4,200" in done.stdout
    assert str(out).encode() in b"".join(done.stdout.split())


def test_run_exits_1_when_a_document_failed(article: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_bytes(b'{"text": "Ohio voted."}\n{broken\n')
    out = tmp_path / "out"
    done = run_command("run", article, rows, "--out", out)
    assert done.returncode == 1
    (failure,) = (out / "failures.jsonl").read_bytes().splitlines()
    assert set(orjson.loads(failure)) >= {"id", "stage", "error"}


def test_ctrl_c_is_one_line_and_130(tmp_path: Path) -> None:
    path = tmp_path / "slow.txt"
    os.mkfifo(path)
    command = [sys.executable, "-m", "nlp.cli", "extract", str(path)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    with path.open("wb"):  # opens when the command reads
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.decode().strip() == "policy-claims: stopped."


def test_schema_prints_json_schema() -> None:
    done = run_command("schema")
    schema = json.loads(done.stdout)
    assert "claims" in schema["properties"]


def test_missing_file_is_one_line(tmp_path: Path) -> None:
    done = run_command("extract", tmp_path / "no.txt")
    assert_one_line_error(done, match="no.txt")


@pytest.mark.parametrize(
    ("name", "data", "match"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n", "empty"),
        ("binary.txt", b"\x7fELF\x00\x00\x01\x02", "text"),
        ("broken.pdf", b"%PDF-1.7 cut", "PDF"),
        ("broken.docx", b"PK\x03\x04 cut", "DOCX"),
        ("photo.png", b"\x89PNG\r\n\x1a\n\x00", "png"),
    ],
)
def test_unusable_file_is_one_line(
    tmp_path: Path, name: str, data: bytes, match: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert_one_line_error(run_command("extract", path), match=match)


@pytest.mark.parametrize("out", ["article.txt", "article.txt/out", "/proc/out"])
def test_output_that_cannot_be_written_is_one_line(article: Path, out: str) -> None:
    done = run_command("run", article, "--out", article.parent / out)
    assert_one_line_error(done, match=out)


def test_folder_without_documents_is_one_line(tmp_path: Path) -> None:
    done = run_command("run", tmp_path, "--out", tmp_path / "out")
    assert_one_line_error(done, match=str(tmp_path))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("args", "match"),
    [
        (("extract",), "file"),
        (("extract", "x.txt", "--colour", "red"), "--colour"),
        (("frobnicate",), "frobnicate"),
        (("run", "x.txt"), "--out"),
        (("run", "x.txt", "--out", "out", "--workers", "0"), "--workers"),
        (("extract", "-", "--published", "May 8"), "published"),
    ],
)
def test_bad_usage_is_one_line(args: tuple[str, ...], match: str) -> None:
    assert_one_line_error(run_command(*args), match=match)


def test_help_names_every_command() -> None:
    done = run_command("--help")
    assert done.returncode == 0
    for command in ("extract", "run", "train", "evaluate", "schema"):
        assert command in done.stdout.decode()
