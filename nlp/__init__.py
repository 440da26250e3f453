"""Structured claims from news articles and policy documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from spacy.language import Language

    from nlp.pipeline import load
    from nlp.schema import (
        Attribution,
        Claim,
        DateRef,
        Document,
        Entity,
        Extraction,
        Figure,
        Jurisdiction,
        Stance,
    )

__all__ = [
    "Attribution",
    "Claim",
    "DateRef",
    "Document",
    "Entity",
    "Extraction",
    "Figure",
    "Jurisdiction",
    "Stance",
    "extract",
    "extract_many",
    "load",
]


def __getattr__(name: str) -> Any:
    # spaCy takes a second to import; `import nlp` must not pay for it.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "nlp.pipeline" if name == "load" else "nlp.schema"
    return getattr(import_module(module), name)


@lru_cache(maxsize=1)
def _default_pipeline() -> Language:
    from nlp.pipeline import load

    return load()


def extract(
    text: str,
    *,
    title: str | None = None,
    published: str | date | None = None,
    source: str | None = None,
    language: Language | None = None,
) -> Extraction:
    """Extract the claims, figures, stances and the rest from one text.

    Args:
        text: The article or document; damaged encoding is repaired first.
        title: Headline; context only, no record points into it.
        published: ISO date that relative dates are resolved against.
        source: Where the text comes from, such as a URL.
        language: A pipeline of `load`; loaded once by default.

    Returns:
        All records. Offsets refer to `result.document.text`, the repaired text.

    Raises:
        InputError: `text` is no string or `published` is no ISO date.
    """
    from nlp.extraction import extract_documents
    from nlp.ingest import build_document

    document = build_document(text, title=title, published=published, source=source)
    (result,) = extract_documents(language or _default_pipeline(), [document])
    return result


def extract_many(  # noqa: PLR0913 - three of them name the fields of rows
    documents: Iterable[str | Document | Mapping[str, Any]],
    *,
    n_process: int = 1,
    batch_size: int = 64,
    language: Language | None = None,
    text_field: str | None = None,
    id_field: str | None = None,
    published_field: str | None = None,
) -> Iterator[Extraction]:
    """Extract from many texts, lazily and in order.

    Args:
        documents: Texts, documents made by `nlp.ingest`, or rows, such as those of a
            Hugging Face `datasets.Dataset`.
        n_process: Worker processes; each loads the models once.
        batch_size: Documents a worker takes at a time; memory grows with it.
        language: A pipeline of `load`; loaded once by default.
        text_field: Field of rows with the text; by default "text", "body" and the like.
        id_field: Field of rows with the id.
        published_field: Field of rows with the date of publication.

    Yields:
        One extraction a document.

    Raises:
        InputError: `documents` is one text, or holds something else.
    """
    from nlp.errors import InputError
    from nlp.extraction import extract_documents
    from nlp.ingest import Fields, build_document, read_row

    if isinstance(documents, str):
        raise InputError("documents must be many texts, got one str. Call extract.")
    if isinstance(documents, Mapping):
        raise InputError(
            f"documents must be many texts or rows, got a mapping with the keys"
            f" {list(documents)}. Choose one of its values, such as a data set's split."
        )
    fields = Fields(text=text_field, id=id_field, published=published_field)

    def build(item: str | Document | Mapping[str, Any]) -> Document:
        if isinstance(item, Mapping):
            return read_row(item, fields)
        return build_document(item)

    yield from extract_documents(
        language or _default_pipeline(),
        map(build, documents),
        n_process=n_process,
        batch_size=batch_size,
    )
