"""E-mail: press releases and newsletters as their readers got them."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import date
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import cast

from nlp.errors import InputError
from nlp.ingest.decoding import decode_text
from nlp.ingest.documents import Draft
from nlp.ingest.headers import Header
from nlp.ingest.html import read_html
from nlp.ingest.plain import build_draft
from nlp.ingest.repair import repair_text

_MAX_DEPTH = 20  # of parts within parts
_MAX_PARTS = 1_000
_REPLY = re.compile(r"(?:re|fw|fwd|aw|wg)\s*:\s*", re.IGNORECASE)
_QUOTED = re.compile(r"\s{0,3}>")
_WROTE = re.compile(r"on\b.{5,200}\bwrote:\s*", re.IGNORECASE)
_HEADER_LINE = re.compile(rb"[\w-]{2,40}:")


def read_eml(data: bytes, name: str) -> Draft:
    """Read an e-mail: subject, sender and day from its head, its text or its HTML.

    Attachments, quoted mail and the signature are left out, the first two with a
    warning.

    Args:
        data: The bytes of the file.
        name: What to call it in an error.

    Raises:
        InputError: The file is no e-mail, nests too deep, or has no text in it.
    """
    if _HEADER_LINE.match(data.lstrip()[:60]) is None:
        raise InputError(
            f"e-mail must begin with its head, got another kind of file in {name}."
            " Save it as .eml with all headers."
        )
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
    except (RecursionError, ValueError, LookupError, IndexError) as err:
        raise InputError(
            f"e-mail must be whole, got a damaged file in {name}"
            f" ({type(err).__name__}). Save it again."
        ) from err
    texts, pages, n_attached = _sort_parts(message, name)
    header = _read_head(message)
    warnings: tuple[str, ...] = ()
    warnings += (f"attachments: left out ({n_attached})",) if n_attached else ()
    if not texts and pages:
        return _read_pages(pages, header, warnings, name)
    if not texts:
        raise InputError(
            f"e-mail must have text in it, got none in {name}."
            " Give its attachments as files of their own."
        )
    text, guessed = _decode(texts, name)
    lines, n_quoted = _drop_quoted(text.split("\n"))
    if n_quoted:
        warnings += (f"quoted mail: left out ({n_quoted} lines)",)
    return build_draft(lines, header, title=header.title, warnings=warnings + guessed)


def _sort_parts(
    message: EmailMessage, name: str
) -> tuple[list[EmailMessage], list[EmailMessage], int]:
    """Return the parts of plain text, those of HTML, and the number of attachments."""
    texts: list[EmailMessage] = []
    pages: list[EmailMessage] = []
    n_attached = 0
    waiting = [(message, 0)]
    n_parts = 0
    while waiting:
        part, depth = waiting.pop()
        n_parts += 1
        if depth > _MAX_DEPTH or n_parts > _MAX_PARTS:
            raise InputError(
                f"e-mail must have at most {_MAX_PARTS:,} parts, {_MAX_DEPTH} deep, got"
                f" more in {name}. Save its text alone."
            )
        if part.get_content_type() == "message/rfc822" and depth:
            n_attached += 1
        elif part.is_multipart():
            inside = cast("list[EmailMessage]", part.get_payload())
            waiting += [(each, depth + 1) for each in reversed(inside)]
        elif part.get_content_disposition() == "attachment" or part.get_filename():
            n_attached += 1
        elif part.get_content_type() == "text/plain":
            texts.append(part)
        elif part.get_content_type() == "text/html":
            pages.append(part)
        elif part.get_content_maintype() != "multipart":
            n_attached += 1
    return [part for part in texts if _payload(part).strip()], pages, n_attached


def _payload(part: EmailMessage) -> bytes:
    return cast("bytes | None", part.get_payload(decode=True)) or b""


def _decode(texts: list[EmailMessage], name: str) -> tuple[str, tuple[str, ...]]:
    parts: list[str] = []
    warnings: tuple[str, ...] = ()
    for part in texts:
        charset = part.get_content_charset()
        text, guessed = decode_text(_payload(part), name=name, declared=charset)
        text = repair_text(text)
        is_flowed = str(part.get_param("format", "")).lower() == "flowed"
        parts.append(_unflow(text) if is_flowed else text)
        warnings += guessed
    return "\n\n".join(parts), warnings


def _unflow(text: str) -> str:
    """Undo soft breaks: a line that ends in a space goes on in the next (RFC 3676)."""
    return re.sub(r"(?m)(?<=[^\n-] )\n(?=[^\n>])", "", text)


def _drop_quoted(lines: list[str]) -> tuple[list[str], int]:
    if "--" in (stripped := [line.rstrip() for line in lines]):
        lines = lines[: stripped.index("--")]
    kept = [
        line
        for line in lines
        if _QUOTED.match(line) is None and _WROTE.fullmatch(line.strip()) is None
    ]
    return kept, len(lines) - len(kept)


def _read_pages(
    pages: list[EmailMessage], header: Header, warnings: tuple[str, ...], name: str
) -> Draft:
    drafts = [
        read_html(_payload(page), name, declared=page.get_content_charset())
        for page in pages
        if _payload(page).strip()
    ]
    if not drafts:
        raise InputError(
            f"e-mail must have text in it, got none in {name}."
            " Give its attachments as files of their own."
        )
    first = drafts[0]
    return Draft(
        text="\n\n".join(draft.text for draft in drafts),
        id=header.id,
        title=header.title or first.title,
        published=header.published or first.published,
        source=first.source,
        publisher=header.publisher,
        language=header.language or first.language,
        warnings=warnings + first.warnings,
    )


def _read_head(message: EmailMessage) -> Header:
    subject = _text_of(message, "Subject")
    while match := _REPLY.match(subject):
        subject = subject[match.end() :]
    return Header(
        id=_text_of(message, "Message-ID").strip("<> ") or None,
        title=subject or None,
        published=_find_day(_text_of(message, "Date")),
        publisher=_find_sender(message),
        language=_text_of(message, "Content-Language")[:2].lower() or None,
    )


def _text_of(message: EmailMessage, key: str) -> str:
    try:
        return " ".join(str(message.get(key, "")).split())
    except Exception:  # the parser of headers meets a damaged one with any error
        return ""


def _find_day(stated: str) -> date | None:
    try:
        return parsedate_to_datetime(stated).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _find_sender(message: EmailMessage) -> str | None:
    try:
        address = message["From"].addresses[0]
    except Exception:  # as above, or no sender at all
        return _text_of(message, "From") or None
    return str(address.display_name or address.domain) or None
