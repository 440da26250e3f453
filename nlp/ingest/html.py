"""Web pages: the article without its surroundings, and what the page says about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nlp.errors import InputError
from nlp.ingest.decoding import decode_text
from nlp.ingest.documents import Draft
from nlp.ingest.headers import read_head
from nlp.ingest.published import parse_written_date
from nlp.ingest.quiet import quiet

Element = Any  # of lxml, which is untyped

MAX_PAGE = 32 * 2**20  # bytes; parsed it takes ten times the memory
_CHARSET = re.compile(rb"charset=[\"']?\s*([A-Za-z0-9_:-]{2,40})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\blang=[\"']?([A-Za-z]{2})", re.IGNORECASE)
_LOOSE = re.compile(r" ([,.;:])(?= |$)")  # left where something was taken out
_BLOCKS = frozenset(("p", "head", "quote", "code", "ab", "fw"))
# htmldate falls back on any date in the page; a guess here would silently move every
# relative date of the text.
_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}


def read_html(data: bytes, name: str, *, declared: str | None = None) -> Draft:
    """Read the main text of a page, with title, publisher and date from its metadata.

    Args:
        data: The bytes of the file.
        name: What to call it in an error.
        declared: Character set that came with the page, in HTTP or an e-mail.

    Raises:
        InputError: The bytes are no text, or there is no article in the page.
    """
    if len(data) > MAX_PAGE:
        raise InputError(
            f"page must have at most {MAX_PAGE // 2**20} MB, got more in {name}."
            " Save it without its pictures, or give the text as .txt."
        )
    inside = _CHARSET.search(data[:4096])
    if declared is None and inside is not None:
        declared = inside[1].decode()
    html, warnings = decode_text(data, name=name, declared=declared)
    page, n_struck = _extract(_XML_DECLARATION.sub("", html), name)
    if n_struck:
        warnings += (f"struck-out: text left out ({n_struck})",)
    blocks = list(_read_blocks(page.body))
    title = page.title
    if blocks and title and blocks[0].casefold() == title.casefold():
        del blocks[0]
    language = _LANGUAGE.search(html[:10_000])
    published = parse_written_date(page.date) if page.date else None
    return Draft(
        text="\n\n".join(blocks),
        title=title,
        published=published or read_head(blocks).published,
        source=page.url,
        publisher=page.sitename,
        language=None if language is None else language[1].lower(),
        warnings=warnings,
    )


def _extract(html: str, name: str) -> tuple[Any, int]:
    from trafilatura import bare_extraction, load_html

    with quiet("trafilatura", "htmldate", "charset_normalizer"):
        tree = load_html(html)
        page: Any = None
        n_struck = 0
        if tree is not None:
            n_struck = _drop_struck(tree)
            page = bare_extraction(
                tree,
                include_comments=False,
                include_tables=True,
                deduplicate=False,
                with_metadata=True,
                date_extraction_params=dict(_DATES),
            )
    if page is None or not "".join(page.body.itertext()).strip():
        raise InputError(
            f"page must have an article in it, got none in {name}."
            " Save the page with its text, or give the text as .txt."
        )
    return page, n_struck


def _drop_struck(tree: Element) -> int:
    struck = tree.xpath("//del|//s|//strike")
    for element in struck:
        element.drop_tree()
    return len(struck)


def _read_blocks(body: Element) -> Iterator[str]:
    for element in body:
        if element.tag == "list":
            items = (f"- {_read_line(item)}" for item in element.iter("item"))
            yield "\n".join(item for item in items if len(item) > 2)
        elif element.tag == "table":
            rows = (_read_row(row) for row in element.iter("row"))
            yield "\n".join(row for row in rows if row)
        elif element.tag in _BLOCKS or len(element) == 0:
            yield from filter(None, [_read_line(element)])
        else:
            yield from _read_blocks(element)


def _read_row(row: Element) -> str:
    cells = [_read_line(cell) for cell in row.iter("cell")]
    return " | ".join(cells).rstrip(" |")


def _read_line(element: Element) -> str:
    for line_break in element.iter("lb"):
        line_break.tail = f" {line_break.tail or ''}"
    line = " ".join("".join(element.itertext()).split())
    return _LOOSE.sub(r"\1", line)
