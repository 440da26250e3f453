"""Runs: the same bytes whoever does the work, and nothing lost on the way."""

from __future__ import annotations

from pathlib import Path

import fsspec
import pytest

from nlp.corpus.results import read_extractions
from nlp.corpus.runs import Execution, RunConfig, run_corpus
from nlp.corpus.tallies import Tally
from nlp.errors import InputError, ResumeError
from tests.corpus.small_runs import (
    ARTICLES,
    WriteRows,
    make_config,
    read_all,
    read_ids,
)


def test_run_gives_the_same_bytes_with_one_and_two_workers(
    inputs: Path, tmp_path: Path
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    summary = run_corpus(make_config(inputs, one))
    run_corpus(make_config(inputs, two), Execution(workers=2, timeout=60))
    assert read_all(one) == read_all(two)
    assert summary.tally.documents == len(ARTICLES)
    assert summary.tally.claims > 0
    assert list(summary.tally.failures) == [
        "ingest: row must be one JSON object on one line"
    ]


def test_run_of_real_documents_reads_back_the_same_from_parquet(
    inputs: Path, tmp_path: Path
) -> None:
    lines, tables = tmp_path / "lines", tmp_path / "tables"
    said = run_corpus(make_config(inputs, lines)).tally
    also_said = run_corpus(make_config(inputs, tables, format="parquet")).tally
    assert list(read_extractions(lines)) == list(read_extractions(tables))
    assert said == also_said
    texts = [found.document.text.strip() for found in read_extractions(tables)]
    assert texts == ARTICLES


@pytest.mark.usefixtures("light_worker")
@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_resume_counts_what_was_there(
    inputs: Path, tmp_path: Path, format: str
) -> None:
    config = make_config(inputs, tmp_path / "out", format=format)
    first = run_corpus(config)
    before = read_all(tmp_path / "out")
    again = run_corpus(config)
    assert read_all(tmp_path / "out") == before
    again.tally.words = first.tally.words  # counted only of what is done now
    assert again.tally == first.tally


@pytest.mark.usefixtures("light_worker")
@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_resume_does_what_is_missing_or_damaged(
    inputs: Path, tmp_path: Path, format: str
) -> None:
    out = tmp_path / "out"
    run_corpus(make_config(inputs, out, format=format))
    before = read_all(out)
    first, second = sorted(out.rglob("0000[01]-of-00003.*l"))[:2] or sorted(
        out.glob("documents/0000[01]-of-00003.parquet")
    )
    first.unlink()
    second.write_bytes(second.read_bytes()[:-20])
    (out / ".00002-of-00003.jsonl.0.part").write_bytes(b"half")
    run_corpus(make_config(inputs, out, format=format))
    assert read_all(out) == before


@pytest.mark.usefixtures("light_worker")
def test_resume_with_other_settings_is_refused(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_corpus(make_config(inputs, out))
    with pytest.raises(ResumeError, match="got other shard_size, shards"):
        run_corpus(make_config(inputs, out, shard_size=3))
    summary = run_corpus(make_config(inputs, out, shard_size=3), overwrite=True)
    assert summary.tally.documents == len(ARTICLES)
    assert len(list(out.glob("*-of-?????.jsonl"))) == 2


@pytest.mark.usefixtures("light_worker")
def test_resume_with_another_input_names_it(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_corpus(make_config(inputs, out))
    (inputs / "a1.txt").write_text("Boise voted again.", encoding="utf-8")
    with pytest.raises(ResumeError, match=r"got other inputs \(.*a1\.txt\)"):
        run_corpus(make_config(inputs, out))


@pytest.mark.usefixtures("light_worker")
def test_resume_with_another_content_of_an_option_file_is_refused(
    inputs: Path, tmp_path: Path
) -> None:
    places = tmp_path / "places.csv"
    places.write_text("Roe Falls", encoding="utf-8")
    options = {"jurisdictions": str(places)}
    config = make_config(inputs, tmp_path / "out", options=options)
    run_corpus(config)
    run_corpus(config)
    places.write_text("Doe Falls", encoding="utf-8")
    with pytest.raises(ResumeError, match="got other option_files"):
        run_corpus(config)


@pytest.mark.usefixtures("light_worker")
def test_shards_without_their_record_are_refused(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_corpus(make_config(inputs, out))
    (out / "run.json").unlink()
    with pytest.raises(ResumeError, match=r"must hold run\.json beside its shards"):
        run_corpus(make_config(inputs, out))


@pytest.mark.usefixtures("light_worker")
@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_overwrite_deletes_only_what_a_run_wrote(
    inputs: Path, tmp_path: Path, format: str
) -> None:
    out = tmp_path / "out"
    run_corpus(make_config(inputs, out, format=format))
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    run_corpus(make_config(inputs, out), overwrite=True)
    left = set(read_all(out))
    assert "notes.txt" in left
    assert not [name for name in left if name.endswith(".parquet")]


@pytest.mark.usefixtures("light_worker")
def test_limit_takes_the_first_and_sample_some_of_all(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    path = write_rows(*(f"Text {number}." for number in range(100)))
    run_corpus(make_config(path, tmp_path / "limit", limit=3))
    assert read_ids(tmp_path / "limit") == ["d0", "d1", "d2"]
    for name in ("sample", "again"):
        run_corpus(make_config(path, tmp_path / name, sample=6))
    drawn = read_ids(tmp_path / "sample")
    assert drawn == read_ids(tmp_path / "again")
    assert len(set(drawn)) == 6
    assert max(int(name[1:]) for name in drawn) > 50
    assert drawn == sorted(drawn, key=lambda name: int(name[1:]))


def test_read_extractions_refuses_a_folder_without_a_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a folder that a run has written"):
        next(read_extractions(tmp_path))


def test_a_pipeline_that_cannot_be_loaded_is_the_callers_error(
    inputs: Path, tmp_path: Path
) -> None:
    config = RunConfig(
        inputs=(inputs,),
        out=tmp_path / "out",
        options={"issues": str(tmp_path / "no.toml")},
    )
    with pytest.raises(InputError, match=r"no\.toml"):
        run_corpus(config)
    assert not (tmp_path / "out" / "run.json").exists()


def test_tallies_add_up() -> None:
    total = Tally(documents=1, words=5, claims=2, figures=3, stances=1)
    total.failures["ingest: x"] = 1
    total.add(Tally(documents=2, claims=1, failures=total.failures.copy()))
    assert (total.documents, total.words, total.claims) == (3, 5, 3)
    assert total.failures == {"ingest: x": 2}


@pytest.mark.usefixtures("light_worker")
@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_run_into_an_object_store_gives_the_same_bytes(
    inputs: Path, tmp_path: Path, bucket: str, format: str
) -> None:
    fs = fsspec.filesystem("s3", skip_instance_cache=True)
    url = f"{bucket}/{format}"
    run_corpus(make_config(inputs, tmp_path / "out", format=format))
    config = make_config(inputs, url, format=format)
    first = run_corpus(config, Execution(workers=2))
    fs.rm(f"{url}/failures.jsonl")
    again = run_corpus(config)
    assert again.tally.documents == first.tally.documents == len(ARTICLES)
    fs.invalidate_cache()
    start = f"{url.removeprefix('s3://')}/"
    found = {path.removeprefix(start): fs.cat_file(path) for path in fs.find(url)}
    expected = read_all(tmp_path / "out")
    expected.pop(".lock")
    assert found == expected
    assert list(read_extractions(url)) == list(read_extractions(tmp_path / "out"))


@pytest.mark.usefixtures("light_worker")
def test_run_reads_what_lies_in_a_bucket(
    inputs: Path, tmp_path: Path, bucket: str
) -> None:
    fs = fsspec.filesystem("s3", skip_instance_cache=True)
    fs.put(f"{inputs}/", f"{bucket}/in/", recursive=True)
    config = make_config(f"{bucket}/in", tmp_path / "out")
    summary = run_corpus(config)
    assert summary.tally.documents == len(ARTICLES)
    before = read_all(tmp_path / "out")
    run_corpus(config)
    assert read_all(tmp_path / "out") == before
