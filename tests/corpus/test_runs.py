"""Runs: the same bytes whoever does the work, and nothing lost on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from nlp.corpus.runs import RunConfig, read_extractions, run_corpus
from nlp.corpus.shards import plan_shards
from nlp.corpus.worker import process_documents
from nlp.errors import InputError, ResumeError
from nlp.ingest import Fields, Place, build_document, find_files, read_documents
from nlp.schema import Document, Extraction, Failure

ARTICLES = [
    "Oregon sued the agency on Monday. About 300 people came.",
    "The council of Boise voted 5-2 to cap rents at 4 percent a year.",
    "“We will not pay,” the minister said. Some 40,000 farmers protested.",
    "At least 12 schools closed in Ohio last year, the department said.",
    "Finland will send 20 instructors, its government announced.",
]


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, text in enumerate(ARTICLES[:3]):
        (folder / f"a{number}.txt").write_text(text, encoding="utf-8")
    rows = [orjson.dumps({"text": text}) for text in ARTICLES[3:]]
    (folder / "rows.jsonl").write_bytes(b"\n".join([*rows, b"{broken"]) + b"\n")
    return folder


def _config(inputs: Path, out: Path, **changes: Any) -> RunConfig:
    settings: dict[str, Any] = {
        "inputs": (inputs,),
        "out": out,
        "options": {},
        "shard_size": 2,
    }
    return RunConfig(**{**settings, **changes})


def _read_all(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def test_plan_covers_every_document_once(inputs: Path) -> None:
    shards = plan_shards(find_files([inputs]), shard_size=2)
    assert [shard.n_documents for shard in shards] == [2, 2, 2]
    items = [item for shard in shards for item in shard.documents()]
    texts = [item.text.strip() for item in items if not isinstance(item, Failure)]
    assert texts == ARTICLES


def test_run_gives_the_same_bytes_with_one_and_two_workers(
    inputs: Path, tmp_path: Path
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    summary = run_corpus(_config(inputs, one))
    run_corpus(_config(inputs, two), workers=2)
    assert _read_all(one) == _read_all(two)
    assert summary.n_documents == len(ARTICLES)
    assert [failure["stage"] for failure in summary.failures] == ["ingest"]


def test_run_goes_on_where_it_was_killed(inputs: Path, tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    run_corpus(_config(inputs, whole))
    code = (
        "import sys; from pathlib import Path; from nlp.corpus.runs import *\n"
        "run_corpus(RunConfig(inputs=(Path(sys.argv[1]),), out=Path(sys.argv[2]),"
        " options={}, shard_size=2))"
    )
    command = [sys.executable, "-c", code, str(inputs), str(killed)]
    process = subprocess.Popen(command)
    first = killed / "00000-of-00003.jsonl"
    deadline = time.monotonic() + 120
    while not first.exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it was done before it was killed"
    assert not (killed / "failures.jsonl").exists()
    run_corpus(_config(inputs, killed))
    assert _read_all(killed) == _read_all(whole)


def test_resume_with_other_settings_is_refused(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_corpus(_config(inputs, out))
    with pytest.raises(ResumeError, match="got other shard_size, shards"):
        run_corpus(_config(inputs, out, shard_size=3))
    summary = run_corpus(_config(inputs, out, shard_size=3), overwrite=True)
    assert summary.n_documents == len(ARTICLES)


def test_resume_with_another_content_of_an_option_file_is_refused(
    inputs: Path, tmp_path: Path
) -> None:
    places = tmp_path / "places.csv"
    header = "name,aliases,level,code,parents\n"
    places.write_text(f"{header}Roe Falls,,city,X:1,US-OH\n", encoding="utf-8")
    config = _config(inputs, tmp_path / "out", options={"jurisdictions": str(places)})
    run_corpus(config)
    run_corpus(config)
    places.write_text(f"{header}Doe Falls,,city,X:1,US-OH\n", encoding="utf-8")
    with pytest.raises(ResumeError, match="got other option_files"):
        run_corpus(config)


def test_overwrite_deletes_only_what_a_run_wrote(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_corpus(_config(inputs, out))
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    run_corpus(_config(inputs, out), overwrite=True)
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_run_reads_back_what_it_wrote(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_corpus(_config(inputs, out))
    texts = [extraction.document.text.strip() for extraction in read_extractions(out)]
    assert texts == ARTICLES


def test_read_extractions_refuses_a_folder_without_a_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a folder that a run has written"):
        next(read_extractions(tmp_path))


def test_a_document_that_breaks_a_component_costs_only_itself(nlp: Language) -> None:
    def break_on_word(doc: Doc) -> Doc:
        if "unlucky" in doc.text:
            raise ValueError("broken on purpose")
        return doc

    Language.component("break_on_word", func=break_on_word)
    nlp.add_pipe("break_on_word")
    try:
        texts = ["Ohio voted.", "An unlucky text.", "Utah sued."]
        results = list(process_documents(nlp, map(build_document, texts)))
    finally:
        nlp.remove_pipe("break_on_word")
    good, bad, also_good = results
    assert isinstance(good, Extraction)
    assert isinstance(also_good, Extraction)
    assert isinstance(bad, Failure)
    assert bad.stage == "break_on_word"
    assert "broken on purpose" in bad.error


def test_a_file_that_cannot_be_opened_costs_only_itself(
    inputs: Path, tmp_path: Path
) -> None:
    (inputs / "gone.txt").symlink_to(inputs / "nowhere.txt")
    (inputs / "gone.jsonl").symlink_to(inputs / "nowhere.jsonl")
    summary = run_corpus(_config(inputs, tmp_path / "out"))
    failed = [Path(failure["id"]).name for failure in summary.failures]
    assert failed == ["gone.jsonl", "gone.txt", "rows.jsonl:3"]
    assert summary.n_documents == len(ARTICLES)


def test_a_reader_that_breaks_costs_only_its_file(
    inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(
        location: str, *, fields: Fields, start: Place
    ) -> Iterator[Document | Failure]:
        if location.endswith("a1.txt"):
            raise MemoryError("broken on purpose")
        yield from read_documents(location, fields=fields, start=start)

    monkeypatch.setattr("nlp.corpus.shards.read_documents", read)
    shards = plan_shards(find_files([inputs]), shard_size=9)
    items = [item for shard in shards for item in shard.documents()]
    failures = [item for item in items if isinstance(item, Failure)]
    assert len(items) - len(failures) == len(ARTICLES) - 1
    assert [Path(failure.id).name for failure in failures] == ["a1.txt", "rows.jsonl:3"]
