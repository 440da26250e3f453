"""Files made to fill memory or time: refused in one line, and soon."""

from __future__ import annotations

import time
import zipfile
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from nlp.errors import InputError
from nlp.ingest import build_document, docx, html, pdf, read_bytes
from nlp.ingest.formats import guess_media_type
from nlp.schema import MAX_TEXT

if TYPE_CHECKING:
    from tests.ingest.conftest import MakeDocx, MakePdf

PARAGRAPH = "<p>The council of Boise voted on Tuesday to cap rents at 4 percent.</p>"


def read(data: bytes, name: str) -> str:
    media_type = guess_media_type(name)
    assert media_type is not None
    return read_bytes(data, name=name, media_type=media_type).text


def test_a_text_may_have_ten_million_characters() -> None:
    with pytest.raises(InputError, match=r"^text must have at most 10,000,000 char"):
        build_document("x" * (MAX_TEXT + 1), source="a.txt")


def test_a_pdf_may_have_so_many_pages(
    make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_MAX_PAGES", 3)
    pages = [[f"Page {number} tells of the rents in Boise."] for number in range(4)]
    assert read(make_pdf(pages[:3]), "a.pdf")
    with pytest.raises(InputError, match=r"^PDF must have at most 3 pages, got 4 in"):
        read(make_pdf(pages), "a.pdf")


def test_a_word_file_may_expand_to_so_much(
    make_docx: MakeDocx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docx, "MAX_BYTES", 4 * 2**20)
    data = make_docx(lambda file: file.add_paragraph("Boise voted."))
    assert read(data, "a.docx") == "Boise voted."
    bomb = BytesIO(data)
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", b"\0" * 5 * 2**20)
    with pytest.raises(InputError, match=r"^DOCX must expand to at most 4 MB, got 5"):
        read(bomb.getvalue(), "a.docx")


def test_a_page_may_have_so_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_PAGE", 1_000)
    with pytest.raises(InputError, match=r"^page must have at most 0 MB"):
        read(PARAGRAPH.encode() * 20, "a.html")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<div>" * 200_000 + PARAGRAPH.encode()),
        ("a.html", b"<table><tr><td>" * 50_000 + PARAGRAPH.encode()),
        ("a.md", b"> " * 50_000 + b"Boise voted."),
        ("a.md", b"- " * 20_000 + b"Boise voted."),
        ("a.md", b"*" * 50_000 + b"Boise voted."),
        ("a.txt", b"- " * 500_000 + b"Boise voted."),
    ],
)
def test_deep_nesting_ends_soon(name: str, data: bytes) -> None:
    start = time.process_time()
    with suppress(InputError):  # to be refused is fine, and ends soon too
        assert read(data, name)
    assert time.process_time() - start < 20
