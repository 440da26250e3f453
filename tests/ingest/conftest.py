"""Small files of each format, made here so that no binary lies in the repository."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument

WriteFile = Callable[[str, "str | bytes"], Path]
MakePdf = Callable[..., bytes]
MakeDocx = Callable[[Callable[[WordDocument], object]], bytes]


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Write a file below the test's folder and return its path."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode("utf-8") if isinstance(content, str) else content
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def make_pdf() -> MakePdf:
    """Lay lines out on pages in Helvetica; "# " makes a line large, "" a gap."""
    return _make_pdf


def _make_pdf(pages: Sequence[Sequence[str]], title: str = "") -> bytes:
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
        b" /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        content = zlib.compress(_build_page(lines))
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources"
            b" << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (5 + 2 * number),
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream"
            % (len(content), content),
        ]
    objects.append(b"<< /Title (%s) >>" % title.encode("cp1252"))
    return _write_objects(objects)


def _build_page(lines: Sequence[str]) -> bytes:
    parts = [b"BT 72 740 Td"]
    for line in lines:
        size = 18 if line.startswith("# ") else 10
        escaped = (
            line.removeprefix("# ")
            .replace("\\", r"\\")
            .replace("(", r"\(")
            .replace(")", r"\)")
        )
        parts.append(b"0 %d Td" % -(1.25 * size))
        parts.append(b"/F1 %d Tf (%s) Tj" % (size, escaped.encode("cp1252")))
    return b"\n".join([*parts, b"ET"])


def _write_objects(objects: Sequence[bytes]) -> bytes:
    file = BytesIO()
    file.write(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for offset in offsets:
        file.write(b"%010d 00000 n \n" % offset)
    file.write(
        b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, len(objects), start)
    )
    return file.getvalue()


@pytest.fixture
def make_docx() -> MakeDocx:
    """Make a Word file of what a function adds to an empty one."""
    return _make_docx


def _make_docx(fill: Callable[[WordDocument], object]) -> bytes:
    document = docx.Document()
    document.core_properties.title = ""
    fill(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()
