"""Word files: paragraphs and tables in their order, as the last author left them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from nlp.errors import InputError
from nlp.ingest.documents import Draft
from nlp.ingest.headers import has_title, is_given_title, read_head
from nlp.ingest.layout import is_furniture
from nlp.ingest.quiet import quiet
from nlp.ingest.sources import MAX_BYTES

Element = Any  # of lxml, which is untyped

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BREAKS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
# Deleted and moved-away text, field codes, and the old twin of a drawing's text.
_SKIPPED = frozenset(
    (f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_MC}Fallback", f"{_W}pPr")
)
_HEAD = 6  # blocks; a title may come after a letterhead
_CONTAINERS = frozenset((f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"))


def read_docx(data: bytes, name: str) -> Draft:
    """Read a Word file.

    Tracked changes count as accepted; text struck through is left out, with a
    warning. Headers, footers and notes are not read. The properties give the title,
    but no date: that of the file is not the one of publication.

    Args:
        data: The bytes of the file.
        name: What to call it in an error.

    Raises:
        InputError: The file is damaged, encrypted or not a Word file.
    """
    body, stated, language = _open(data, name)
    blocks, title, n_struck = _read_body(body)
    if not title and is_given_title(stated):
        title = stated.strip()
    if not title and has_title(blocks):
        title = blocks[0].strip()
    if len(blocks) > 1 and title and blocks[0].strip().casefold() == title.casefold():
        del blocks[0]
    lines = [line for block in blocks for line in block.split("\n")]
    head = read_head(lines)
    return Draft(
        text="\n\n".join(blocks or [title]),
        title=title or head.title,
        published=head.published,
        language=language[:2].lower() or None,
        warnings=(f"struck-out: text left out ({n_struck})",) if n_struck else (),
    )


def _open(data: bytes, name: str) -> tuple[Element, str, str]:
    """Return the body and what the properties say of title and language."""
    from docx import Document

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(
            f"DOCX must be a Word file without a password, got an encrypted or old Word"
            f" file in {name}. Save it as .docx without protection."
        )
    _check_size(data, name)
    try:
        with quiet("docx"):
            document = Document(BytesIO(data))
            stated = document.core_properties
            body = document.element.body
            return body[:], stated.title or "", stated.language or ""
    except Exception as err:  # zipfile, lxml or KeyError, as the damage has it
        raise InputError(
            f"DOCX must be a whole Word file, got a damaged or other file in {name}"
            f" ({type(err).__name__}). Open it in Word and save it again."
        ) from err


def _check_size(data: bytes, name: str) -> None:
    """Refuse what would fill the memory; a file of 1 MB may expand to 1 GB."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except Exception:  # whatever the damage, opening it says so better
        return
    if size > MAX_BYTES:
        raise InputError(
            f"DOCX must expand to at most {MAX_BYTES // 2**20} MB, got"
            f" {size // 2**20:,} MB in {name}. Take its pictures out first."
        )


def _read_body(body: Element) -> tuple[list[str], str, int]:
    """Return the blocks in order, the title that a style marks, passages left out."""
    blocks: list[list[str]] = []
    title, was_item = "", False
    struck: list[str] = []
    for element in _iter_children(body, f"{_W}p", f"{_W}tbl"):
        if element.tag == f"{_W}tbl":
            children = _iter_children(element, f"{_W}tr")
            rows = [_read_row(row, struck) for row in children]
            text, is_item = "\n".join(row for row in rows if row), False
        else:
            text, is_item = _read_paragraph(element, struck), _is_item(element)
        if not text or is_furniture(text):
            continue
        if _style(element) == "Title" and not title and len(blocks) < _HEAD:
            title = " ".join(text.split())
        elif is_item and was_item:
            blocks[-1].append(f"- {text}")
        else:
            blocks.append([f"- {text}" if is_item else text])
        was_item = is_item
    return ["\n".join(lines) for lines in blocks], title, len(struck)


def _iter_children(parent: Element, *tags: str) -> Iterator[Element]:
    """Yield the children with these tags, seeing through wrappers around them."""
    for element in parent:
        if element.tag in tags:
            yield element
        elif element.tag in _CONTAINERS:
            yield from _iter_children(element, *tags)


def _read_row(row: Element, struck: list[str]) -> str:
    cells = [
        " ".join("".join(_read_parts(cell, struck)).split())
        for cell in _iter_children(row, f"{_W}tc")
    ]
    return " | ".join(cells).rstrip(" |")


def _read_paragraph(paragraph: Element, struck: list[str]) -> str:
    text = "".join(_read_parts(paragraph, struck))
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def _read_parts(element: Element, struck: list[str]) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}r" and _is_struck(child):
            struck.append("".join(part.text or "" for part in child.iter(f"{_W}t")))
        elif child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        else:
            yield from _read_parts(child, struck)
            if child.tag == f"{_W}p":  # of a cell, or of a text box in a paragraph
                yield "\n"


def _is_struck(run: Element) -> bool:
    marks = run.findall(f"{_W}rPr/{_W}strike") + run.findall(f"{_W}rPr/{_W}dstrike")
    return any(mark.get(f"{_W}val") not in ("0", "false") for mark in marks)


def _is_item(paragraph: Element) -> bool:
    has_number = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    return has_number or _style(paragraph).startswith("List")


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else str(style.get(f"{_W}val") or "")
