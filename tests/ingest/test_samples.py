"""The sample documents of this project are whole, and every one can be read."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from nlp.ingest import find_files, read_documents
from nlp.schema import Document

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
LINES = (SAMPLES / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
SUMS = {name: digest for digest, name in (line.split("  ") for line in LINES)}


def test_samples_are_those_that_are_listed() -> None:
    files = [
        Path(path).relative_to(SAMPLES).as_posix() for path in find_files([SAMPLES])
    ]
    assert files == sorted(SUMS)


@pytest.mark.parametrize("name", sorted(SUMS))
def test_sample_is_read_with_title_and_date(name: str) -> None:
    path = SAMPLES / name
    assert sha256(path.read_bytes()).hexdigest() == SUMS[name]
    for document in read_documents(path):
        assert isinstance(document, Document)
        assert len(document.text.split()) > 350
        assert document.title
        assert document.published
        assert document.language == "en"
        marks = ("\ufffd", "&amp;", "](", "**", "<p", "\xad", "â€")
        assert not [mark for mark in marks if mark in document.text]
