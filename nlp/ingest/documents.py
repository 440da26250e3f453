"""From what a reader found to a `Document`: repair, identity, warnings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from nlp.errors import InputError
from nlp.ingest.languages import guess_language
from nlp.ingest.published import parse_published
from nlp.ingest.repair import repair_text
from nlp.ingest.soundness import find_flaws
from nlp.schema import MAX_TEXT, Document

TEXT = "text/plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a reader found in a document, before repair."""

    text: str
    id: str | None = None
    title: str | None = None
    published: date | None = None
    source: str | None = None
    publisher: str | None = None
    language: str | None = None  # as the document declares it
    media_type: str = TEXT
    warnings: tuple[str, ...] = ()


def build_document(  # noqa: PLR0913 - one parameter a field of the record
    text: str | Document,
    *,
    id: str | None = None,
    title: str | None = None,
    published: str | date | None = None,
    source: str | None = None,
    publisher: str | None = None,
    media_type: str = TEXT,
) -> Document:
    """Make a document of a text: repair it and fill in what follows from it.

    Args:
        text: The text as it was found, damaged or not; all of it is kept. Or a
            document, which keeps what is not given here.
        id: A name for the document, unique in its corpus; by default the first 16 hex
            digits of the repaired text's sha256.
        title: Headline.
        published: Date of publication, which relative dates are resolved against: a
            date, or an ISO 8601 date or date with time.
        source: Where the text comes from: file path or URL.
        publisher: Who published it, such as a newspaper or an agency.
        media_type: What the text was read from.

    Returns:
        A document whose offsets refer to the repaired text. Its `warnings` name what
        a reader of the results should know: no text in it, probably not English, cut
        off, damaged, no prose, or unlike what the models have seen.

    Raises:
        InputError: A value is of the wrong type, or `published` is no ISO date.
    """
    if isinstance(text, Document):
        return _revise(
            text,
            id=id,
            title=title,
            published=parse_published(published),
            source=source,
            publisher=publisher,
        )
    if not isinstance(text, str):
        raise InputError(
            f"text must be a str, got {type(text).__name__}."
            " Decode bytes first, or read the file with nlp.ingest.read_documents."
        )
    draft = Draft(
        text=text,
        id=id,
        title=title,
        published=parse_published(published),
        source=source,
        publisher=publisher,
        media_type=media_type,
    )
    return finish_document(draft)


def _revise(document: Document, **given: Any) -> Document:
    """Return a document with some fields changed; its text is repaired already."""
    changes = {name: value for name, value in given.items() if value is not None}
    return Document.model_validate({**document.model_dump(), **changes})


def finish_document(draft: Draft) -> Document:
    """Repair a reader's draft and give it an id, a language and its warnings.

    Raises:
        InputError: The text is longer than any document.
    """
    if len(draft.text) > MAX_TEXT:
        raise InputError(
            f"text must have at most {MAX_TEXT:,} characters, got {len(draft.text):,}"
            f" in {draft.source or draft.id or 'a text'}. Split it into its chapters."
        )
    text = repair_text(draft.text)
    digest = sha256(text.encode("utf-8")).hexdigest()
    guess = guess_language(text)
    language = guess or draft.language or "en"
    return Document(
        id=_check_name("id", draft.id) or digest[:16],
        text=text,
        title=_one_line(_check_name("title", draft.title)),
        source=_check_name("source", draft.source),
        publisher=_one_line(_check_name("publisher", draft.publisher)),
        published=draft.published,
        language=language,
        media_type=draft.media_type,
        sha256=digest,
        warnings=(*draft.warnings, *_find_warnings(text, language)),
    )


def _find_warnings(text: str, language: str) -> Iterable[str]:
    if not text.strip():
        yield "empty: no text"
    elif language != "en":
        yield f"language: probably not English ({language})"
    else:
        yield from find_flaws(text)


def _check_name(name: str, value: str | None) -> str | None:
    if value is not None and not isinstance(value, str):
        raise InputError(f"{name} must be a str, got {value!r}. Pass str(value).")
    return None if value is None else repair_text(value).strip() or None


def _one_line(value: str | None) -> str | None:
    return None if value is None else " ".join(value.split())
