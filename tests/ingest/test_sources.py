"""Inputs wherever they lie: patterns, URLs, object stores, packed files."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import fsspec
import pytest

from nlp.errors import InputError
from nlp.ingest import Failure, find_files, hash_input, iter_places, read_documents
from nlp.ingest import sources as sources_module
from nlp.schema import Document

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from tests.ingest.conftest import WriteFile

SENTENCE = "The county will spend $3 million on shelters this year, officials said."
ROWS = "".join(f"{json.dumps({'id': n, 'text': SENTENCE})}\n" for n in range(3))


@pytest.fixture
def memory() -> Iterator[str]:
    """Return the URL of a folder of fsspec's memory file system."""
    fs = fsspec.filesystem("memory")
    fs.pipe("/corpus/a.txt", SENTENCE.encode())
    fs.pipe("/corpus/b/rows.jsonl.gz", gzip.compress(ROWS.encode()))
    fs.pipe("/corpus/b/.hidden.txt", b"x")
    fs.pipe("/corpus/README.md", b"About this folder.")
    fs.pipe("/corpus/c.bin", b"\x00")
    yield "memory://corpus"
    fs.rm("/corpus", recursive=True)


def read_all(location: str) -> list[Document | Failure]:
    return [item for path in find_files([location]) for item in read_documents(path)]


def test_a_folder_in_memory_is_searched_like_one_on_disk(memory: str) -> None:
    names = ("a.txt", "b/rows.jsonl.gz")
    assert find_files([memory]) == [f"memory:///corpus/{name}" for name in names]
    items = read_all(memory)
    assert [getattr(item, "text", item) for item in items] == [SENTENCE] * 4
    assert items[0].source == "memory:///corpus/a.txt"


def test_a_pattern_in_memory_finds_files_at_every_depth(memory: str) -> None:
    (found,) = find_files([f"{memory}/**/*.gz"])
    assert found.endswith("rows.jsonl.gz")


def test_places_hold_behind_a_url(memory: str) -> None:
    url = f"{memory}/rows.jsonl"
    fsspec.filesystem("memory").pipe("/corpus/rows.jsonl", ROWS.encode())
    *_, last = iter_places(url)
    assert last.offset > 0
    assert [item.id for item in read_documents(url, start=last)] == ["2"]


def test_hash_tells_a_change_behind_a_url(memory: str) -> None:
    before = hash_input(f"{memory}/a.txt")
    assert hash_input(f"{memory}/a.txt") == before
    fsspec.filesystem("memory").pipe("/corpus/a.txt", b"Another text altogether.")
    assert hash_input(f"{memory}/a.txt") != before


def test_documents_are_read_from_s3(bucket: str) -> None:
    s3 = fsspec.filesystem("s3")
    s3.pipe(f"{bucket}/news/a.txt", SENTENCE.encode())
    s3.pipe(f"{bucket}/news/rows.jsonl.zst", zstd.compress(ROWS.encode()))
    s3.pipe(f"{bucket}/news/z.jsonl", ROWS.encode())
    items = read_all(f"{bucket}/news")
    assert [getattr(item, "text", item) for item in items] == [SENTENCE] * 7
    assert items[0].source == "s3://corpus/news/a.txt"
    assert len(read_all(f"{bucket}/news/*.zst")) == 3
    first, second = map(hash_input, (f"{bucket}/news/a.txt", items[1].source or ""))
    assert first != second
    s3.invalidate_cache()  # of the listing; as in another process
    assert hash_input(f"{bucket}/news/a.txt") == first


def test_an_object_that_is_not_there_is_reported(bucket: str) -> None:
    with pytest.raises(InputError, match="input must be an existing file or folder"):
        find_files([f"{bucket}/none.txt"])
    (failure,) = read_documents(f"{bucket}/none.txt")
    assert isinstance(failure, Failure)
    assert "none.txt" in failure.error


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("nosuch://a.txt", "location must be a path or a URL that fsspec knows"),
        ("memory://nothing/a.txt", "input must be an existing file or folder"),
        ("memory://nothing/*.txt", "pattern must find documents"),
    ],
)
def test_find_files_refuses_urls(location: str, error: str) -> None:
    with pytest.raises(InputError, match=f"^{error}"):
        find_files([location])


def test_a_file_system_that_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(InputError, match=r"Install policy-claims\[gcs\]\.$"):
        find_files(["gs://bucket/a.txt"])


def test_patterns_are_expanded_on_disk(
    write_file: WriteFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/1.txt", "a/b/2.txt", "a/3.py", "x[1].txt"):
        write_file(name, SENTENCE)
    found = find_files([f"{tmp_path}/a/**"])
    assert [os.path.basename(path) for path in found] == ["1.txt", "2.txt"]
    assert find_files([f"{tmp_path}/x[1].txt"]) == [f"{tmp_path}/x[1].txt"]
    monkeypatch.chdir(tmp_path)
    assert find_files(["a/*.txt"]) == ["a/1.txt"]
    assert find_files(["./a/1.txt", "a/1.txt"]) == ["a/1.txt"]
    with pytest.raises(InputError, match="pattern must find documents"):
        find_files(["a/*.py"])


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_packed_files_are_read_and_cut_off_ones_reported(
    write_file: WriteFile, suffix: str
) -> None:
    pack = gzip.compress if suffix == ".gz" else zstd.compress
    whole = pack(ROWS.encode() * 400)
    path = write_file(f"rows.jsonl{suffix}", whole)
    assert len(list(read_documents(path))) == 1_200
    path.write_bytes(whole[:-12])
    *_, last = read_documents(path)
    assert isinstance(last, Failure)
    assert "ended before the end-of-stream marker" in last.error
    assert len(list(iter_places(path))) == len(list(read_documents(path)))


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_file_that_expands_without_end_is_refused(
    write_file: WriteFile, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(sources_module, "MAX_BYTES", 2**20)
    pack = gzip.compress if suffix == ".gz" else zstd.compress
    path = write_file(f"bomb.txt{suffix}", pack(b"a" * 2**24))
    (failure,) = read_documents(path)
    assert isinstance(failure, Failure)
    assert failure.error.startswith("file must expand to at most 1 MB")
