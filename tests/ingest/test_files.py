from __future__ import annotations

import gzip
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nlp.errors import InputError
from nlp.ingest import (
    START,
    Failure,
    Fields,
    Place,
    find_files,
    iter_places,
    read_bytes,
    read_documents,
)
from nlp.schema import Document

if TYPE_CHECKING:
    from tests.ingest.conftest import MakeDocx, MakePdf, WriteFile

SENTENCE = "The county will spend $3 million on shelters this year, officials said."


def write_rows(*rows: Any) -> str:
    return "".join(
        f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows
    )


def read_one(path: Path, fields: Fields | None = None) -> Document:
    (document,) = read_documents(path, fields=fields)
    assert isinstance(document, Document), document
    return document


def test_read_documents_tells_formats_by_suffix(
    write_file: WriteFile, make_pdf: MakePdf, make_docx: MakeDocx
) -> None:
    data: dict[str, str | bytes] = {
        "a.txt": SENTENCE,
        "a.md": f"*{SENTENCE}*",
        "a.HTML": f"<html><body><p>{SENTENCE}</p></body></html>",
        "a.pdf": make_pdf([[SENTENCE]]),
        "a.docx": make_docx(lambda document: document.add_paragraph(SENTENCE)),
        "a.jsonl": write_rows({"text": SENTENCE}),
        "a.txt.gz": gzip.compress(SENTENCE.encode()),
        "a.jsonl.gz": gzip.compress(write_rows({"text": SENTENCE}).encode()),
    }
    for name, content in data.items():
        path = write_file(name, content)
        document = read_one(path)
        assert document.text == SENTENCE
        assert document.source == str(path)
        assert list(iter_places(path)) == [START]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.txt", b"", "file must hold text, got an empty file"),
        ("a.txt", b" \n\t\n", "file must hold text, got an empty file"),
        ("a.md", b"---\ntitle: x\n---\n", "file must hold text, got an empty file"),
        ("a.txt", b"\x7fELF\x02\x01", "file must be text, got a program"),
        ("a.txt", b"\x00\x01\x02\x03" * 9, "file must be text, got binary data"),
        ("a.txt.gz", b"not gzip", "file must be readable, got .Not a gzipped file"),
        (
            "a.jsonl.gz",
            gzip.compress(b'{"text": "x"}', mtime=0)[:-9],
            "file must be readable",
        ),
        ("a.jsonl", b"\n\n", "file must hold rows, got an empty file"),
        ("a.pdf", b"no pdf", "PDF must begin with %PDF-"),
        ("a.docx", b"no docx", "DOCX must be a whole Word file"),
        ("a.html", b"<html></html>", "page must have an article"),
        ("a.xyz", b"text", r"input must be \.txt, \.md, .* got '.*a\.xyz'"),
    ],
)
def test_read_documents_reports_a_bad_file(
    write_file: WriteFile, name: str, content: bytes, error: str
) -> None:
    path = write_file(name, content)
    *_, failure = read_documents(path)
    assert isinstance(failure, Failure)
    assert (failure.id, failure.stage) == (str(path), "ingest")
    with pytest.raises(InputError, match=f"^{error}"):
        raise InputError(failure.error)
    assert "\n" not in failure.error
    assert failure.error.endswith(".")
    assert len(list(iter_places(path))) == len(list(read_documents(path)))


def test_read_documents_keeps_a_title_that_is_all_there_is(
    write_file: WriteFile, make_pdf: MakePdf, make_docx: MakeDocx
) -> None:
    data: dict[str, str | bytes] = {
        "a.txt": "Council caps rents",
        "a.md": "# Council caps rents",
        "a.pdf": make_pdf([["Council caps rents"]]),
        "a.docx": make_docx(lambda file: file.add_paragraph("Council caps rents")),
    }
    for name, content in data.items():
        assert read_one(write_file(name, content)).text == "Council caps rents"


@pytest.mark.parametrize("name", ["nope.txt", "."])
def test_read_documents_reports_what_is_no_file(tmp_path: Path, name: str) -> None:
    (failure,) = read_documents(tmp_path / name)
    assert isinstance(failure, Failure)


def test_jsonl_fields_are_guessed(write_file: WriteFile) -> None:
    rows = write_rows(
        {
            "id": 7,
            "body": "A.",
            "date": "2024-05-06",
            "publisher": "P",
            "url": "http://u",
        },
        {"content": "B.", "published": "May 6, 2024", "headline": "T", "source": "s"},
        {"text": "C.", "date": "last week", "name": "Jane Roe"},
    )
    first, second, third = read_documents(write_file("a.jsonl", rows))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert isinstance(third, Document)
    assert (first.id, first.text, first.publisher, first.source) == (
        *("7", "A.", "P"),
        "http://u",
    )
    assert str(first.published) == str(second.published) == "2024-05-06"
    assert (second.title, second.source) == ("T", "s")
    assert (third.id, third.published) == (third.sha256[:16], None)
    assert third.warnings == ("published: not a date (last week)",)


def test_jsonl_fields_can_be_named(write_file: WriteFile) -> None:
    row = {"text": "no", "story": "A.", "key": "k", "day": "2024-05-06"}
    path = write_file("a.jsonl", write_rows(row))
    document = read_one(path, Fields(text="story", id="key", published="day"))
    assert (document.id, document.text) == ("k", "A.")
    assert str(document.published) == "2024-05-06"


def test_jsonl_row_of_a_markdown_file_is_read_as_one(write_file: WriteFile) -> None:
    text = "# Order 3\n\n**Date:** May 6, 2024\n\nThe **city** shall pay."
    row = {"name": "2024-order-3.md", "text": text}
    document = read_one(write_file("a.jsonl", write_rows(row)))
    assert (document.id, document.title) == ("2024-order-3.md", "Order 3")
    assert document.media_type == "text/markdown"
    assert str(document.published) == "2024-05-06"
    assert "The city shall pay." in document.text


def test_jsonl_text_is_kept_as_it_is(write_file: WriteFile) -> None:
    text = "A short line\n\nand a line\nbroken here"
    assert read_one(write_file("a.jsonl", write_rows({"text": text}))).text == text


@pytest.mark.parametrize(
    ("row", "fields", "error"),
    [
        ("{bad", {}, "row must be one JSON object on one line, got {bad"),
        ("[1]", {}, "row must be a JSON object, got \\[1\\] in .*, line 2"),
        ("[" * 20_000, {}, "row must be one JSON object"),
        ('{"nothing": 1}', {}, "row must have text in the field 'text' or"),
        ('{"text": null}', {}, "row must have text in the field 'text' or"),
        ('{"text": " "}', {}, "text must hold text, got ' ' in .*, line 2"),
        ('{"text": "x"}', {"text": "body"}, "row must have text in .* 'body'"),
        ('{"text": "x", "d": "soon"}', {"published": "d"}, "published must be"),
        ('{"text": "x", "media_type": "a/b"}', {}, "media_type must be"),
    ],
)
def test_jsonl_bad_row_is_reported_and_the_next_is_read(
    write_file: WriteFile, row: str, fields: dict[str, str], error: str
) -> None:
    good = {"text": "Good.", "body": "Good."}
    path = write_file("a.jsonl", "\ufeff" + write_rows(good, row, "", good))
    first, failure, last = read_documents(path, fields=Fields(**fields))
    assert isinstance(first, Document)
    assert isinstance(failure, Failure)
    assert isinstance(last, Document)
    assert failure.id == f"{path}:2"
    with pytest.raises(InputError, match=f"^{error}"):
        raise InputError(failure.error)
    assert [place.number for place in iter_places(path)] == [1, 2, 4]


def test_read_documents_can_start_later(write_file: WriteFile) -> None:
    rows = write_rows(*({"id": str(number), "text": "x"} for number in range(5)))
    path = write_file("a.jsonl", rows)
    for packed in (path, write_file("a.jsonl.gz", gzip.compress(path.read_bytes()))):
        *_, fourth, _ = iter_places(packed)
        later = [item.id for item in read_documents(packed, start=fourth)]
        assert later == ["3", "4"]
        assert list(read_documents(packed, start=Place(9, 0))) == []


def test_read_bytes_reads_standard_input() -> None:
    document = read_bytes(b"It\x92s done.", name="standard input")
    assert (document.text, document.source) == ("It’s done.", "standard input")
    assert document.warnings == ("encoding: decoded as cp1252",)


def test_find_files_searches_folders(
    write_file: WriteFile, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("b/c/2.txt", "b/1.md", "a.txt", "b/README.md", "b/.x.txt", "b/3.py"):
        write_file(name, "x")
    write_file(".git/a.txt", "x")
    os.mkfifo(tmp_path / "pipe.txt")
    with caplog.at_level(logging.INFO):
        found = find_files([tmp_path, tmp_path / "a.txt", str(tmp_path / "b")])
    names = [Path(path).relative_to(tmp_path).as_posix() for path in found]
    assert names == ["a.txt", "b/1.md", "b/c/2.txt"]
    assert "1 about the folder" in caplog.text
    assert "1 hidden" in caplog.text
    assert "1 of unknown type" in caplog.text
    assert "1 no file" in caplog.text


def test_find_files_takes_a_readme_that_is_asked_for(write_file: WriteFile) -> None:
    path = write_file("README.md", "x")
    assert find_files([path]) == [str(path)]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("nope.txt", "input must be an existing file or folder"),
        ("a.xyz", r"input must be \.txt"),
        ("empty", r"folder must hold documents .* got none in"),
    ],
)
def test_find_files_refuses(
    write_file: WriteFile, tmp_path: Path, name: str, error: str
) -> None:
    write_file("a.xyz", "x")
    write_file("empty/a.py", "x")
    with pytest.raises(InputError, match=f"^{error}"):
        find_files([tmp_path / name])


def test_import_is_light() -> None:
    code = (
        "import sys, nlp.ingest;"
        "heavy = {'trafilatura', 'pypdf', 'docx', 'lxml', 'spacy', 'markdown_it'};"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert run.stdout.strip() == b"[]"
