"""PDF files with a text layer: pages to running text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nlp.errors import InputError
from nlp.ingest.documents import Draft
from nlp.ingest.headers import has_title, is_given_title, read_head
from nlp.ingest.layout import ends_sentence, is_list_item, join_lines
from nlp.ingest.pages import (
    Line,
    drop_furniture,
    drop_line_numbers,
    find_type,
    mark_blocks,
    read_lines,
    split_title,
)
from nlp.ingest.quiet import quiet
from nlp.ingest.repair import repair_text

if TYPE_CHECKING:
    from pypdf import PdfReader

_SHORT = 70  # characters; a line of a table or address is shorter
_SLACK = 0.15  # of the column: printed letters differ in width
_MIN_LETTERS = 20  # a page with fewer has no text layer worth the name
_MAX_GARBLED = 0.2
_MAX_PAGES = 10_000
_LINE_END = re.compile(r"([^\W\d_]+)[-\u2010]$")
_LINE_START = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(r"([^\W\d_]+)[-\u2010]([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")
# First parts that keep their hyphen more often than not.
_PREFIX = re.compile(
    "self|non|ex|all|half|well|long|short|high|low|mid|full|part|cost|year|state|county"
    "|city|first|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty"
    "|fifty|sixty|seventy|eighty|ninety"
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
        pages, n_damaged = _read_pages(reader, name)
        stated = _guard(lambda: reader.metadata and reader.metadata.title, name)
    warnings = _check_text_layer(pages, name)
    if n_damaged:
        warnings += (f"damaged: {n_damaged} of {len(pages)} pages cannot be read",)
    pages = [drop_line_numbers(page) for page in pages]
    type_ = find_type(pages)
    pages = drop_furniture(pages)
    printed, pages[0] = split_title(pages[0], type_)
    lines = _join_pages([mark_blocks(page, type_) for page in pages])
    paragraphs = join_lines(_mend_hyphens(lines), slack=_SLACK)
    title = _choose_title(repair_text(str(stated or "")).strip(), printed, paragraphs)
    head = read_head([text for text in paragraphs if text])
    if len(paragraphs) > 1 and title and paragraphs[0].casefold() == title.casefold():
        del paragraphs[0]
    return Draft(
        text=_space(paragraphs),
        title=title,
        published=head.published,
        warnings=warnings,
    )


def _choose_title(
    stated: str, printed: str | None, paragraphs: Sequence[str]
) -> str | None:
    if printed:
        return printed
    if stated and is_given_title(stated):
        return stated
    return paragraphs[0] if has_title([text for text in paragraphs if text]) else None


def _read_pages(reader: PdfReader, name: str) -> tuple[list[list[Line]], int]:
    """Read page by page, so that a damaged one costs no other."""
    pages: list[list[Line]] = []
    errors: list[InputError] = []
    for page in _list_pages(reader, name):
        try:
            pages.append(_guard(partial(read_lines, page), name))
        except InputError as err:
            errors.append(err)
            pages.append([])
    if len(errors) == len(pages):
        raise errors[0]
    return pages, len(errors)


def _list_pages(reader: PdfReader, name: str) -> list[Any]:
    n_pages = _guard(lambda: len(reader.pages), name)
    if n_pages > _MAX_PAGES:
        raise InputError(
            f"PDF must have at most {_MAX_PAGES:,} pages, got {n_pages:,} in {name}."
            " Split it into its chapters."
        )
    pages: list[Any] = _guard(lambda: list(reader.pages), name)
    if not pages:
        raise InputError(f"PDF must have pages, got none in {name}. Download it again.")
    return pages


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


def _check_text_layer(pages: Sequence[Sequence[Line]], name: str) -> tuple[str, ...]:
    texts = ["".join(line.text for line in page) for page in pages]
    n_empty = sum(sum(map(str.isalpha, text)) < _MIN_LETTERS for text in texts)
    text = "".join(texts)
    garbled = sum("\ue000" <= char <= "\uf8ff" or char == "\ufffd" for char in text)
    if n_empty == len(pages) and not (len(pages) == 1 and text):
        raise InputError(
            f"PDF must have a text layer, got pages without text in {name}."
            " Run OCR over the scan first, such as ocrmypdf."
        )
    if garbled > _MAX_GARBLED * len(text):
        raise InputError(
            f"PDF must have a readable text layer, got {garbled} unknown characters in"
            f" {name}. Run OCR over it, such as ocrmypdf --force-ocr."
        )
    if n_empty == 0:
        return ()
    return (f"scan: {n_empty} of {len(pages)} pages have no text",)


def _join_pages(pages: Sequence[Sequence[Line]]) -> list[str]:
    lines: list[str] = []
    for page in pages:
        for number, line in enumerate(page):
            # A paragraph that ends with its page is told by its full stop alone.
            is_next_page = number == 0 and lines and ends_sentence(lines[-1])
            if line.starts_block or is_next_page:
                lines.append("")
            lines.append(line.text)
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
    return head + tail not in known and _PREFIX.fullmatch(head) is not None


def _space(paragraphs: Sequence[str]) -> str:
    """Set paragraphs apart by an empty line, lines of a list or table by none."""
    parts: list[str] = []
    for line, following in zip(paragraphs, [*paragraphs[1:], ""], strict=True):
        if not line:
            continue
        parts.append(line)
        is_list = is_list_item(line) and is_list_item(following)
        is_short = all(
            len(part) < _SHORT and not ends_sentence(part) for part in (line, following)
        )
        parts.append("\n" if following and (is_list or is_short) else "\n\n")
    return "".join(parts).strip("\n")
