"""Markdown: what a reader would see of it, without marks and link targets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.ingest.decoding import decode_text
from nlp.ingest.documents import Draft
from nlp.ingest.headers import Header, build_header, read_head, read_pairs
from nlp.ingest.layout import ends_sentence, is_furniture, join_lines
from nlp.ingest.repair import repair_text

if TYPE_CHECKING:
    from markdown_it.token import Token

_FENCE = re.compile(r"(?:---|\+\+\+)\s*")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,15})\b[^<>]{0,2000}>")
_MAX_NESTING = 40  # of lists and quotes; the parser drops what lies deeper
_BREAKING_TAGS = frozenset(("br", "p", "div", "tr", "li", "td", "th", "table", "hr"))
_FOOTNOTE = re.compile(r"^\[\^[^\]\s]{1,40}\]:[ \t]*|\[\^[^\]\s]{1,40}\]", re.MULTILINE)
_BOLD_LINE = re.compile(r"^\s{0,3}(\*\*|__)(?=\S)[^*_\n]{1,200}(?<=\S)\1\s*$")
_PAIR_LINE = re.compile(r"[A-Z][A-Za-z ]{1,40}:(?: .{0,200})?")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch between empty lines: heading, paragraph, list, table or rule."""

    kind: str  # "h1" ... "h6", "p", "list", "table", "rule"
    lines: tuple[str, ...]
    is_link_list: bool = False


def read_markdown(data: bytes, name: str) -> Draft:
    """Read a Markdown file.

    Front matter, a first heading and a block of "**Key:** value" lines closed by a
    rule describe the document and leave its text. Headings become lines, list items
    lines with a bullet or number, table rows lines with " | " between the cells.

    Args:
        data: The bytes of the file.
        name: What to call it in an error.

    Raises:
        InputError: The bytes are no text.
    """
    text, warnings = decode_text(data, name=name)
    matter, body = _split_front_matter(repair_text(text))
    header = build_header(read_pairs(matter))
    blocks, n_struck = _parse(body)
    if n_struck:
        warnings += (f"struck-out: text left out ({n_struck})",)
    title, blocks = _take_title(header, blocks)
    described, blocks = _take_description(blocks)
    below = build_header(
        read_pairs(line for block in described for line in block.lines)
    )
    published = header.published or below.published
    if published is None:
        published = read_head(
            [line for block in blocks for line in block.lines]
        ).published
    return Draft(
        text=_write(blocks),
        id=header.id,
        title=title or below.title,
        published=published,
        source=header.source or below.source,
        publisher=header.publisher or below.publisher,
        language=header.language,
        warnings=warnings,
    )


def _split_front_matter(text: str) -> tuple[list[str], str]:
    lines = text.lstrip("\n").split("\n")
    if not _FENCE.fullmatch(lines[0]):
        return [], text
    for number, line in enumerate(lines[1:200], start=1):
        if line.rstrip() in (lines[0].rstrip(), "..."):
            return lines[1:number], "\n".join(lines[number + 1 :])
    return [], text


def _take_title(header: Header, blocks: list[Block]) -> tuple[str | None, list[Block]]:
    if len(blocks) < 2 or blocks[0].kind not in ("h1", "h2"):
        return header.title, blocks
    heading = " ".join(blocks[0].lines)
    if header.title is None or header.title.casefold() == heading.casefold():
        return heading, blocks[1:]
    return header.title, blocks


def _take_description(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Split off what stands before a first rule, if all of it is keys and links.

    A line of another kind there, such as a letterhead, stays in the text.
    """
    described: list[Block] = []
    kept: list[Block] = []
    for number, block in enumerate(blocks[:20]):
        if block.kind == "rule":
            return described, [*kept, *blocks[number + 1 :]] if described else blocks
        if _is_description(block):
            described.append(block)
        elif block.kind == "p" and not any(map(ends_sentence, block.lines)):
            kept.append(block)
        else:
            break
    return [], blocks


def _is_description(block: Block) -> bool:
    if block.kind.startswith("h") or block.is_link_list:
        return True
    return all(_PAIR_LINE.fullmatch(line.removeprefix("- ")) for line in block.lines)


def _write(blocks: Sequence[Block]) -> str:
    parts = []
    for block in blocks:
        lines = [line for line in block.lines if line and not is_furniture(line)]
        if block.kind == "p":
            lines = join_lines(lines)
        parts.append("\n".join(lines))
    return "\n\n".join(part for part in parts if part)


def _parse(text: str) -> tuple[list[Block], int]:
    from markdown_it import MarkdownIt

    # Indented text in a law is a clause and no code.
    options = {"maxNesting": _MAX_NESTING}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    tokens = parser.disable("code").parse(_part_bold_lines(text))
    n_struck = sum(
        child.type == "s_open" for token in tokens for child in token.children or ()
    )
    return list(_build_blocks(tokens)), n_struck


def _part_bold_lines(text: str) -> str:
    """Let a line that is bold from end to end stand alone, like the heading it is."""
    lines: list[str] = []
    text = _FOOTNOTE.sub(lambda mark: "\n" if ":" in mark[0] else "", text)
    for line in text.split("\n"):
        lines += ["", line, ""] if _BOLD_LINE.match(line) else [line]
    return "\n".join(lines)


def _build_blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    number = 0
    while number < len(tokens):
        token = tokens[number]
        end = _find_close(tokens, number)
        inside = tokens[number : end + 1]
        if token.type == "heading_open":
            yield Block(token.tag, tuple(_read_lines(inside)))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            links = [t for t in inside if t.type == "inline"]
            yield Block("list", tuple(_read_list(inside)), all(map(_is_link, links)))
        elif token.type == "table_open":
            yield Block("table", tuple(_read_table(inside)))
        elif token.type == "hr":
            yield Block("rule", ())
        elif token.type == "blockquote_open":
            yield from _build_blocks(inside[1:-1])
        else:
            yield Block("p", tuple(_read_lines(inside)))
        number = end + 1


def _find_close(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for number in range(start, len(tokens)):
        depth += tokens[number].nesting
        if depth <= 0:
            return number
    return len(tokens) - 1


def _read_lines(tokens: Sequence[Token]) -> list[str]:
    lines: list[str] = []
    for token in tokens:
        if token.type == "inline":
            lines += _read_inline(token)
        elif token.type in ("fence", "code_block"):
            lines += token.content.split("\n")
        elif token.type == "html_block":
            lines += _strip_tags(token.content).split("\n")
    return [line.strip() for line in lines if line.strip()]


def _read_list(tokens: Sequence[Token]) -> Iterator[str]:
    mark = ""
    for token in tokens:
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else "- "
        else:
            for line in join_lines(_read_lines([token])):
                yield mark + line
                mark = ""


def _read_table(tokens: Sequence[Token]) -> Iterator[str]:
    cells: list[str] = []
    for token in tokens:
        if token.type == "inline":
            cells.append(" ".join(_read_inline(token)).strip())
        elif token.type == "tr_close":
            yield " | ".join(cells)
            cells = []


def _read_inline(token: Token) -> list[str]:
    parts: list[str] = []
    struck = 0
    for child in token.children or ():
        if child.type in ("s_open", "s_close"):
            struck += child.nesting
        elif struck:
            continue
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "html_inline":
            parts.append(_strip_tags(child.content))
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
    return "".join(parts).split("\n")


def _is_link(token: Token) -> bool:
    kinds = [child.type for child in token.children or ()]
    return kinds[:1] == ["link_open"] and kinds[-1:] == ["link_close"]


def _strip_tags(html: str) -> str:
    head, *rest = html.split("<!--")
    for piece in rest:
        _, end, after = piece.partition("-->")
        head += after if end else f"<!--{piece}"
    return _TAG.sub(_replace_tag, head)


def _replace_tag(tag: re.Match[str]) -> str:
    return "\n" if tag[1].lower() in _BREAKING_TAGS else ""
