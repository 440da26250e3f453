"""Typed records in and out of a spaCy `Doc`.

A component keeps its records in `doc._.<key>` as plain JSON types, which survive
`nlp.pipe(n_process=2)` and `Doc.to_bytes`, and marks the same stretches, token
aligned and in the same order, in `doc.spans[<key>]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from spacy.tokens import Doc, Span

from nlp.schema import (
    Attribution,
    Claim,
    DateRef,
    Document,
    Entity,
    Figure,
    Record,
    Stance,
    TextSpan,
)

R = TypeVar("R", bound=Record)
_TEXTS: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()

RECORD_TYPES: dict[str, type[Record]] = {
    "entities": Entity,
    "figures": Figure,
    "dates": DateRef,
    "attributions": Attribution,
    "stances": Stance,
    "claims": Claim,
}
for _key in RECORD_TYPES:
    Doc.set_extension(_key, default=[], force=True)
Doc.set_extension("document", default=None, force=True)  # Document without its text
Doc.set_extension("checkworthiness", default=[], force=True)  # a score a sentence


def set_records(doc: Doc, key: str, records: Iterable[Record]) -> None:
    """Write `records` to `doc._.<key>`, replacing what was there.

    Args:
        doc: The document.
        key: A key of `RECORD_TYPES`.
        records: In text order, with ids.
    """
    doc._.set(key, [record.model_dump(mode="json") for record in records])


def get_records(doc: Doc, record_type: type[R]) -> list[R]:
    """Read the records of one type back, in the order they were written.

    Args:
        doc: A document that the component has seen; otherwise the list is empty.
        record_type: A value of `RECORD_TYPES`.
    """
    key = next(key for key, value in RECORD_TYPES.items() if value is record_type)
    return [record_type.model_validate(row) for row in doc._.get(key)]


def set_spans(
    doc: Doc, key: str, spans: Sequence[TextSpan], labels: Iterable[str]
) -> None:
    """Mark `spans` in `doc.spans[key]`, each grown to whole tokens, with its label."""
    group = []
    for span, label in zip(spans, labels, strict=True):
        found = doc.char_span(
            span.start_char, span.end_char, label=label, alignment_mode="expand"
        )
        if found is not None:
            group.append(found)
    doc.spans[key] = group


def set_checkworthiness(doc: Doc, scores: Iterable[float]) -> None:
    """Write `doc._.checkworthiness`: a score for each sentence, to four digits."""
    doc._.checkworthiness = [round(float(score), 4) for score in scores]


def read_text(doc: Doc) -> str:
    """Return `doc.text`, which spaCy joins anew from all tokens at each access."""
    text = _TEXTS.get(doc)
    if text is None:
        text = _TEXTS[doc] = doc.text
    return text


def text_span(doc: Doc, start_char: int, end_char: int) -> TextSpan:
    """Return the record of a stretch of `doc.text`."""
    text = read_text(doc)[start_char:end_char]
    return TextSpan(text=text, start_char=start_char, end_char=end_char)


def span_fields(span: Span) -> dict[str, Any]:
    """Return text and offsets of a spaCy span, ready for a record's constructor."""
    return {
        "text": span.text,
        "start_char": span.start_char,
        "end_char": span.end_char,
    }


def set_document(doc: Doc, document: Document) -> None:
    """Tell the pipeline what is known about the text: title, date, publisher."""
    doc._.document = document.model_dump(mode="json", exclude={"text"})


def get_document(doc: Doc) -> Document | None:
    """Return what `set_document` was told, or None in a pipeline without it."""
    known = doc._.document
    return None if known is None else Document(text=read_text(doc), **known)
