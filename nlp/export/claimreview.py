"""ClaimReview drafts: what a checker would have to type anyway, and no verdict.

The file is a schema.org `DataFeed` of `ClaimReview` items in JSON-LD, the form of
Google's Fact Check data feed, and `schemas/claimreview.json` describes it. `url`,
`author`, `datePublished` and the rating are null, for the human who checks.

Source: https://schema.org/ClaimReview and /Claim.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nlp.ranking import has_named_source
from nlp.schema import Attribution, Claim, Document, Extraction, Figure

FEED_HEAD: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "DataFeed",
    "name": "Draft claim reviews",
}


def build_review(extraction: Extraction, claim: Claim) -> dict[str, Any]:
    """Return a draft review of one claim."""
    return {
        "@type": "ClaimReview",
        "creativeWorkStatus": "Draft",
        "url": None,
        "author": None,
        "datePublished": None,
        "claimReviewed": claim.standalone,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": None,
            "alternateName": None,
            "ratingExplanation": None,
        },
        "itemReviewed": build_claim(extraction, claim),
    }


def build_claim(extraction: Extraction, claim: Claim) -> dict[str, Any]:
    """Return a schema.org Claim: who says what, where it stands, on which figures."""
    document = extraction.document
    said = next((a for a in extraction.attributions if a.id == claim.attribution), None)
    figures = [f for f in extraction.figures if f.id in claim.figures]
    day = document.published
    item: dict[str, Any] = {
        "@type": "Claim",
        "identifier": f"{document.id}#{claim.id}",
        "text": claim.text,
        "author": _build_author(extraction, said),
        "datePublished": None if day is None else day.isoformat(),
        "appearance": _build_appearance(document, claim),
    }
    tags = [*([claim.issue] if claim.issue else []), *claim.kinds, claim.modality]
    item["keywords"] = tags
    if figures:
        item["mentions"] = [_build_quantity(figure) for figure in figures]
    return {key: value for key, value in item.items() if value is not None}


def _build_author(
    extraction: Extraction, said: Attribution | None
) -> dict[str, Any] | None:
    """Return the speaker, else the publisher in whose own voice it stands."""
    source = None if said is None else said.source
    if source is None:
        return _build_publisher(extraction.document)
    entity = next((e for e in extraction.entities if e.id == source.entity), None)
    kinds = {"PERSON": "Person", "ORG": "Organization", "GPE": "AdministrativeArea"}
    kind = kinds.get(entity.label) if entity is not None else None
    named = has_named_source(said)
    name = source.name or (entity.name if entity is not None else source.text)
    return {"@type": kind or ("Person" if named else "Thing"), "name": name}


def _build_publisher(document: Document) -> dict[str, Any] | None:
    name = document.publisher
    return {"@type": "Organization", "name": name} if name else None


def _build_appearance(document: Document, claim: Claim) -> dict[str, Any]:
    item = {
        "@type": "CreativeWork",
        "url": build_source_url(document),
        "headline": document.title,
        "datePublished": document.published and document.published.isoformat(),
        "publisher": _build_publisher(document),
        "text": claim.text,
        "position": f"{claim.start_char}-{claim.end_char}",
    }
    return {key: value for key, value in item.items() if value}


def build_source_url(document: Document) -> str:
    """Return an IRI of the document: its URL, its file's, or a URN of its id."""
    source = document.source
    if source and "://" in source:
        return source
    if source and Path(source).is_absolute():
        return Path(source).as_uri()
    return f"urn:policy-claims:document:{document.sha256}"


def _build_quantity(figure: Figure) -> dict[str, Any]:
    item = {
        "@type": "QuantitativeValue",
        "name": figure.counted,
        "description": figure.text,
        "value": figure.value,
        "minValue": figure.low,
        "maxValue": figure.high,
        "unitText": figure.unit,
        "additionalType": f"comparator:{figure.comparator}",
    }
    return {key: value for key, value in item.items() if value is not None}
