"""W3C Web Annotations: records anchored in the text by quotation and by position.

Source: https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nlp.export.claimreview import build_source_url
from nlp.export.tasks import name_stance
from nlp.schema import Document, Extraction, TextSpan

PAGE_HEAD: dict[str, Any] = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "type": "AnnotationPage",
}
_AROUND = 32  # characters of context on each side, as the model recommends


def build_annotations(extraction: Extraction) -> Iterator[dict[str, Any]]:
    """Yield an annotation for each claim, figure and stance of a document."""
    document = extraction.document
    for claim in extraction.claims:
        tags = [*claim.kinds, claim.modality, *([claim.issue] if claim.issue else [])]
        yield _build(document, claim.id, claim, claim.standalone, tags)
    for figure in extraction.figures:
        told = figure.counted or figure.unit or figure.kind
        tags = [figure.kind, figure.comparator]
        yield _build(document, figure.id, figure, told, tags)
    for stance in extraction.stances:
        told = f"{stance.holder.name}: {stance.action}"
        tags = [name_stance(stance), stance.status]
        yield _build(document, stance.id, stance.evidence, told, tags)


def _build(
    document: Document, record: str, span: TextSpan, told: str, tags: list[str]
) -> dict[str, Any]:
    before = max(0, span.start_char - _AROUND)
    bodies = [("describing", told), *(("tagging", tag) for tag in tags)]
    return {
        "id": f"urn:policy-claims:{document.sha256}:{record}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [
            {"type": "TextualBody", "purpose": purpose, "value": value}
            for purpose, value in bodies
        ],
        "target": {
            "source": build_source_url(document),
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": span.text,
                    "prefix": document.text[before : span.start_char],
                    "suffix": document.text[span.end_char : span.end_char + _AROUND],
                },
                {
                    "type": "TextPositionSelector",
                    "start": span.start_char,
                    "end": span.end_char,
                },
            ],
        },
    }
