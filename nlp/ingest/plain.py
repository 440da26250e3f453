"""Plain text files."""

from __future__ import annotations

from nlp.ingest.decoding import decode_text
from nlp.ingest.documents import Draft
from nlp.ingest.headers import (
    Header,
    build_header,
    count_header_lines,
    has_title,
    read_head,
    read_pairs,
)
from nlp.ingest.layout import find_width, is_furniture, join_blocks, join_lines
from nlp.ingest.repair import repair_text


def read_plain(data: bytes, name: str) -> Draft:
    """Read a text file: its header and title leave the text, hard wraps are undone.

    Args:
        data: The bytes of the file.
        name: What to call it in an error.

    Raises:
        InputError: The bytes are no text.
    """
    text, warnings = decode_text(data, name=name)
    lines = repair_text(text).strip("\n").split("\n")
    n_header = count_header_lines(lines)
    header = build_header(read_pairs(lines[:n_header]))
    body = lines[n_header:]
    while body and not body[0].strip():
        del body[0]
    title = header.title
    if title is None and has_title("\n".join(body).split("\n\n", 2)[:2]):
        title = body[0].strip()
    if body and title == body[0].strip():
        del body[0]
    return build_draft(body, header, title=title, warnings=warnings)


def build_draft(
    lines: list[str],
    header: Header,
    *,
    title: str | None = None,
    warnings: tuple[str, ...] = (),
) -> Draft:
    """Make a draft of the lines below a header, which may state a date themselves."""
    head = read_head(lines)
    kept = [line for line in lines if not is_furniture(line)]
    if find_width(kept):
        text = join_blocks(join_lines(kept))
    else:
        text = "\n".join(line.rstrip() for line in kept)
    return Draft(
        text=text.strip("\n"),
        id=header.id,
        title=title or head.title,
        published=header.published or head.published,
        source=header.source,
        publisher=header.publisher,
        language=header.language,
        warnings=warnings,
    )
