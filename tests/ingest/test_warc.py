"""Web archives: the pages that were fetched, one document each."""

from __future__ import annotations

import gzip
import sys
from typing import TYPE_CHECKING

import pytest

from nlp.ingest import Failure, iter_places, read_documents
from nlp.schema import Document

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from tests.ingest.conftest import WriteFile


def write_page(number: int) -> bytes:
    return (
        f"<html><head><title>Story {number}</title>"
        f"<meta property='og:site_name' content='Herald'>"
        f"<meta property='article:published_time' content='2024-03-0{number}'></head>"
        f"<body><article><h1>Story {number}</h1><p>The council of Boise voted"
        f" {number}-2 on Tuesday to cap rents at 4 percent a year, it said.</p>"
        "<p>“Café owners” are exempt from it.</p></article></body></html>"
    ).encode()


def write_record(
    name: str,
    body: bytes,
    *,
    kind: str = "text/html; charset=utf-8",
    status: int = 200,
    packed: bool = False,
) -> bytes:
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n"
    if packed:
        body, head = gzip.compress(body), f"{head}Content-Encoding: gzip\r\n"
    http = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    fields = (
        "WARC-Type: response",
        f"WARC-Record-ID: <urn:uuid:{name}>",
        f"WARC-Target-URI: https://example.org/{name}",
        "WARC-Date: 2024-03-09T10:00:00Z",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(http)}",
    )
    return "\r\n".join(("WARC/1.0", *fields, "", "")).encode() + http + b"\r\n\r\n"


RECORDS = [
    b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 6\r\n\r\na: b\r\n\r\n\r\n",
    write_record("one", write_page(1)),
    write_record("picture", b"\x89PNG", kind="image/png"),
    write_record("two", write_page(2), packed=True),
    write_record("gone", write_page(9), status=404),
    write_record("bare", b"<html></html>"),
    write_record("three", write_page(3)),
]
WHOLE = b"".join(RECORDS)
PACKED = {
    "a.warc": WHOLE,
    "a.warc.gz": b"".join(map(gzip.compress, RECORDS)),
    "b.warc.gz": gzip.compress(WHOLE),
    "a.warc.zst": b"".join(map(zstd.compress, RECORDS)),
    "b.warc.zst": zstd.compress(WHOLE),
}


@pytest.mark.parametrize("name", PACKED)
def test_pages_are_documents(write_file: WriteFile, name: str) -> None:
    path = write_file(name, PACKED[name])
    items = list(read_documents(path))
    assert [item.id for item in items] == ["one", "two", "bare", "three"]
    second, failure = items[1:3]
    assert isinstance(second, Document)
    assert second.text.startswith("The council of Boise voted 2-2 on Tuesday")
    assert "“Café owners” are exempt" in second.text
    assert (second.title, second.publisher) == ("Story 2", "Herald")
    assert str(second.published) == "2024-03-02"
    assert second.source == "https://example.org/two"
    assert second.media_type == "text/html"
    assert isinstance(failure, Failure)
    assert "record 3 (https://example.org/bare)" in failure.error


@pytest.mark.parametrize("name", PACKED)
def test_reading_begins_at_any_page(write_file: WriteFile, name: str) -> None:
    path = write_file(name, PACKED[name])
    items = list(read_documents(path))
    places = list(iter_places(path))
    assert len(places) == len(items)
    assert all(place.offset > 0 for place in places) == (name[0] == "a")
    for number, place in enumerate(places):
        assert list(read_documents(path, start=place)) == items[number:]


@pytest.mark.parametrize("n_bytes", [60, 600])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_page_that_is_cut_off_is_reported(
    write_file: WriteFile, name: str, n_bytes: int
) -> None:
    data = PACKED[name][: -n_bytes if name == "a.warc" else -n_bytes // 2]
    path = write_file(name, data)
    *_, last = read_documents(path)
    assert isinstance(last, Failure)
    assert "a record that is cut off" in last.error
    assert len(list(iter_places(path))) == 4


def test_a_file_without_pages_is_reported(write_file: WriteFile) -> None:
    (failure,) = read_documents(write_file("a.warc", RECORDS[0]))
    assert isinstance(failure, Failure)
    assert failure.error.startswith("file must hold rows, got an empty file")
