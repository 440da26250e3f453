"""PDF files with a text layer: pages to running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nlp.errors import InputError
from nlp.ingest.documents import Draft
from nlp.ingest.headers import find_title, read_head
from nlp.ingest.layout import (
    ends_sentence,
    is_furniture,
    is_list_item,
    is_table_row,
    join_lines,
)
from nlp.ingest.quiet import quiet
from nlp.ingest.repair import repair_text

if TYPE_CHECKING:
    from pypdf import PdfReader

_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|[-–—|])?\s{0,3}(?:\d{1,4}|[ivxl]{1,6})"
    r"(?:\s{0,3}(?:of|/|\|)\s{0,3}\d{1,4})?\s{0,3}[-–—|]?",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^\d{1,4}\b|\b\d{1,4}$|\b\d{1,4} of \d{1,4}\b")
_EDGE = 3  # lines at the top and bottom of a page where furniture stands
_SLACK = 0.15  # of the column: printed letters differ in width
_MIN_LETTERS = 20  # a page with fewer has no text layer worth the name
_MAX_GARBLED = 0.2
_LINE_END = re.compile(r"([^\W\d_]+)[-\u2010]$")
_LINE_START = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(r"([^\W\d_]+)[-\u2010]([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")
# First parts that keep their hyphen more often than not.
_PREFIXES = frozenset(
    (
        *("self", "non", "ex", "all", "half", "well", "long", "short", "high", "low"),
        *("mid", "full", "part", "cost", "year", "state", "county", "city", "first"),
        *(
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
        ),
        *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
    )
)
_JUNK_TITLE = re.compile(
    r"untitled|microsoft|slide \d|document\d*$"
    r"|.*\.(?:docx?|indd|pdf|rtf|odt|wpd|pptx?)$",
    re.IGNORECASE,
)


def read_pdf(data: bytes, name: str) -> Draft:
    """Read the text layer of a PDF file.

    Running heads and page numbers go, words that a line end cut in two are whole
    again, lines become paragraphs. The file's own date is no date of publication and
    is left alone; the text's head may state one.

    Args:
        data: The bytes of the file.
        name: What to call it in an error.

    Raises:
        InputError: The file is damaged or encrypted, or is a scan without text.
    """
    with quiet("pypdf"):
        reader = _open(data, name)
        pages = [
            _read_page(page, name) for page in _guard(lambda: list(reader.pages), name)
        ]
        stated = _guard(lambda: reader.metadata and reader.metadata.title, name)
    warnings = _check_text_layer(pages, name)
    lines = _join_pages(_drop_furniture([page.split("\n") for page in pages]))
    paragraphs = join_lines(_mend_hyphens(lines), slack=_SLACK)
    title = repair_text(str(stated or "")).strip()
    if not title or _JUNK_TITLE.match(title):
        title = find_title([*paragraphs[:1], ""]) or ""
    if paragraphs and paragraphs[0].casefold() == title.casefold():
        del paragraphs[0]
    return Draft(
        text=_space(paragraphs),
        title=title or None,
        published=read_head(paragraphs).published,
        warnings=warnings,
    )


def _guard(call: Callable[[], Any], name: str) -> Any:
    """Call into pypdf, which meets a damaged file with whatever error comes first."""
    try:
        return call()
    except Exception as err:
        if type(err).__name__ in ("FileNotDecryptedError", "DependencyError"):
            raise InputError(
                f"PDF must open without a password, got an encrypted file in {name}."
                " Save a copy without protection."
            ) from err
        raise InputError(
            f"PDF must be whole, got a damaged file in {name} ({type(err).__name__})."
            " Download it again, or print it to a new PDF."
        ) from err


def _open(data: bytes, name: str) -> PdfReader:
    from pypdf import PdfReader

    if b"%PDF-" not in data[:1024]:
        raise InputError(
            f"PDF must begin with %PDF-, got another kind of file in {name}."
            " Give it the suffix of its format."
        )
    reader: PdfReader = _guard(lambda: PdfReader(BytesIO(data)), name)
    if reader.is_encrypted:
        _guard(lambda: reader.decrypt(""), name)
    return reader


def _read_page(page: Any, name: str) -> str:
    return repair_text(_guard(page.extract_text, name))


def _check_text_layer(pages: Sequence[str], name: str) -> tuple[str, ...]:
    n_empty = sum(sum(map(str.isalpha, page)) < _MIN_LETTERS for page in pages)
    text = "".join(pages)
    garbled = sum("\ue000" <= char <= "\uf8ff" or char == "\ufffd" for char in text)
    if n_empty == len(pages) and not (len(pages) == 1 and len(text.split()) > 3):
        raise InputError(
            f"PDF must have a text layer, got {len(pages)} pages without text in"
            f" {name}. Run OCR over the scan first, such as ocrmypdf."
        )
    if garbled > _MAX_GARBLED * len(text):
        raise InputError(
            f"PDF must have a readable text layer, got {garbled} unknown characters in"
            f" {name}. Run OCR over it, such as ocrmypdf --force-ocr."
        )
    if n_empty == 0:
        return ()
    return (f"scan: {n_empty} of {len(pages)} pages have no text",)


def _drop_furniture(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Leave out page numbers, and lines that most pages have at their edge."""
    bare = [[line.strip() for line in page if line.strip()] for page in pages]
    seen: Counter[str] = Counter()
    for page in bare:
        seen.update({_mask(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    n_often = max(2, (len(pages) + 1) // 2)

    def is_running(line: str) -> bool:
        if _PAGE_NUMBER.fullmatch(line) or is_furniture(line):
            return True
        return seen[_mask(line)] >= n_often and sum(map(str.isalpha, line)) > 2

    kept = []
    for page in bare:
        start, end = 0, len(page)
        while start < min(_EDGE, end) and is_running(page[start]):
            start += 1
        while end > max(start, len(page) - _EDGE) and is_running(page[end - 1]):
            end -= 1
        kept.append([line for line in page[start:end] if not is_furniture(line)])
    return kept


def _mask(line: str) -> str:
    """Make the lines alike that differ only in the number of their page."""
    return _COUNTED.sub("#", " ".join(line.split())).casefold()


def _join_pages(pages: Sequence[Sequence[str]]) -> list[str]:
    lines: list[str] = []
    for page in pages:
        # A paragraph that ends with its page is told by its full stop alone.
        if lines and page and ends_sentence(lines[-1]):
            lines.append("")
        lines += page
    return lines


def _mend_hyphens(lines: Sequence[str]) -> list[str]:
    known = {word.casefold() for line in lines for word in _WORD.findall(line)}
    compounds = {_stem(*pair) for line in lines for pair in _HYPHENATED.findall(line)}
    mended = list(lines)
    for number, (line, following) in enumerate(pairwise(lines)):
        end = _LINE_END.search(line)
        start = _LINE_START.match(following)
        if end is None or start is None or not start[0][0].islower():
            continue
        head, tail = end[1].casefold(), start[0].casefold()
        whole = mended[number][:-1]
        if _keeps_hyphen(head, tail, known, compounds):
            whole += "-"
        # The rest of the word moves up, so that no line begins inside a word.
        rest = mended[number + 1]
        cut = _first_word_end(rest)
        mended[number] = whole + rest[:cut]
        mended[number + 1] = rest[cut:].lstrip()
    return mended


def _first_word_end(line: str) -> int:
    space = line.find(" ")
    return len(line) if space < 0 else space


def _stem(head: str, tail: str) -> str:
    """Make "co-responder" and "co-responders" alike."""
    return f"{head}-{tail[:6]}".casefold()


def _keeps_hyphen(head: str, tail: str, known: set[str], compounds: set[str]) -> bool:
    if _stem(head, tail) in compounds:
        return True
    return head + tail not in known and head in _PREFIXES


def _space(paragraphs: Sequence[str]) -> str:
    """Set paragraphs apart by an empty line, items and rows of one list by none."""
    parts: list[str] = []
    for line, following in zip(paragraphs, [*paragraphs[1:], ""], strict=True):
        if not line:
            continue
        parts.append(line)
        alike = any(
            kind(line) and kind(following) for kind in (is_list_item, is_table_row)
        )
        parts.append("\n" if alike else "\n\n")
    return "".join(parts).strip("\n")
