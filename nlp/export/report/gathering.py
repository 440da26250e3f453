"""What the report shows, gathered from a run as plain JSON types.

The page parses one small index when it opens, and a document only when it is read, so
a report of 20,000 claims opens as fast as one of twenty.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nlp.comparison.files import Comparisons
from nlp.components.stances.catalogue import Issue
from nlp.export.corrections import find_sentences
from nlp.ranking import claim_key, score_claim
from nlp.schema import Attribution, Claim, Extraction, Jurisdiction

Json = dict[str, Any]
Ranked = tuple[Json, Claim, Attribution | None]

_FIELDS_OF_INDEX = {"standalone", "check_worthiness", "kinds", "modality", "issue"}


@dataclass(slots=True)
class Gathering:
    """The parts of a report.

    Attributes:
        documents: What lists show of each document.
        claims: All claims, highest score first.
        figures: All figures, in the order of documents.
        stances: All stances, in the order of documents.
        texts: Each document's text and records, in the same order as `documents`.
    """

    documents: list[Json] = field(default_factory=list)
    claims: list[Json] = field(default_factory=list)
    figures: list[Json] = field(default_factory=list)
    stances: list[Json] = field(default_factory=list)
    texts: list[Json] = field(default_factory=list)


def gather_report(extractions: Iterable[Extraction]) -> Gathering:
    """Gather what the report shows; memory grows with the run."""
    parts = Gathering()
    seen: Counter[str] = Counter()
    ranked: list[Ranked] = []
    for number, extraction in enumerate(extractions):
        parts.documents.append(_describe_document(extraction))
        seen.update({claim_key(claim) for claim in extraction.claims})
        ranked += _describe_claims(extraction, number)
        parts.figures += [
            {"document": number, **_compact(figure.model_dump(), keep_text=True)}
            for figure in extraction.figures
        ]
        parts.stances += _describe_stances(extraction, number)
        parts.texts.append(_describe_text(extraction))
    parts.claims = _rank(ranked, seen)
    return parts


def _rank(ranked: Iterable[Ranked], seen: Mapping[str, int]) -> list[Json]:
    """Score and order claims, those told in several documents a little higher."""
    rows = []
    for row, claim, said in ranked:
        n_seen = seen[claim_key(claim)]
        score = round(score_claim(claim, said, n_seen=n_seen), 4)
        rows.append({**row, "score": score, **({"seen": n_seen} if n_seen > 1 else {})})
    return sorted(rows, key=lambda row: row["score"], reverse=True)


def name_run(parts: Gathering) -> str:
    """Return a key for the run's corrections: same documents, same key."""
    digest = hashlib.sha256()
    for document in parts.documents:
        digest.update(document["sha256"].encode())
    return digest.hexdigest()[:16]


def describe_issues(issues: Iterable[Issue]) -> list[Json]:
    """Return id and proposition of each issue, in the catalogue's order."""
    return [{"id": i.id, "proposition": i.proposition} for i in issues]


def describe_comparisons(
    found: Comparisons | None, documents: Sequence[Json]
) -> Json | None:
    """Return what `policy-claims compare` found, documents told by their number."""
    if found is None:
        return None
    # Of two documents with one id the first is meant, as in the files themselves.
    numbers = {one["id"]: n for n, one in reversed(list(enumerate(documents)))}
    drop = {"title", "publisher", "published", "source"}

    def point(value: Any) -> Any:
        if isinstance(value, list):
            return [point(part) for part in value]
        if not isinstance(value, dict):
            return value
        kept = {key: point(part) for key, part in value.items() if key not in drop}
        if "document" in kept:
            kept["document"] = numbers[kept["document"]]
        return kept

    return {
        "groups": point(found.groups),
        "conflicts": point(found.conflicts),
        "timelines": point(found.timelines),
    }


def _describe_document(extraction: Extraction) -> Json:
    document = extraction.document
    fields = document.model_dump(
        mode="json", include={"id", "title", "publisher", "published", "source"}
    )
    return {
        **_compact(fields),
        "sha256": document.sha256,
        "n_claims": len(extraction.claims),
        "n_figures": len(extraction.figures),
        "n_stances": len(extraction.stances),
    }


def _describe_claims(extraction: Extraction, number: int) -> Iterator[Ranked]:
    said = {a.id: a for a in extraction.attributions}
    stances = {s.id: s for s in extraction.stances}
    governments: dict[str, str] = {
        entity.id: entity.jurisdiction.name
        for entity in extraction.entities
        if entity.jurisdiction is not None
    }
    for claim in extraction.claims:
        attribution = said.get(claim.attribution or "")
        own = [stances[key] for key in claim.stances if key in stances]
        names = [governments[key] for key in claim.entities if key in governments]
        names += [s.holder.jurisdiction.name for s in own if s.holder.jurisdiction]
        row = _compact(
            {
                "document": number,
                "id": claim.id,
                "start": claim.start_char,
                "standalone": claim.standalone,
                "check_worthiness": claim.check_worthiness,
                "modality": claim.modality,
                "kinds": list(claim.kinds),
                "issues": _list_issues(claim, [s.issue for s in own]),
                "source": _name_source(attribution),
                "governments": list(dict.fromkeys(names)),
                "figures": list(claim.figures),
                "stances": list(claim.stances),
            }
        )
        yield row, claim, attribution


def _list_issues(claim: Claim, others: Sequence[str | None]) -> list[str]:
    found = [issue for issue in (claim.issue, *others) if issue is not None]
    return list(dict.fromkeys(found))


def _name_source(attribution: Attribution | None) -> str | None:
    source = None if attribution is None else attribution.source
    return None if source is None else source.name or source.text


def _describe_stances(extraction: Extraction, number: int) -> Iterator[Json]:
    for stance in extraction.stances:
        yield {
            "document": number,
            **_compact(stance.model_dump(), keep_text=True),
        }


def _describe_text(extraction: Extraction) -> Json:
    text = extraction.document.text
    claims = [
        _compact(claim.model_dump(exclude=_FIELDS_OF_INDEX))
        for claim in extraction.claims
    ]
    entities = [
        {
            "id": entity.id,
            "at": [entity.start_char, entity.end_char],
            "name": entity.name,
            "label": entity.label,
            **_compact({"government": _dump(entity.jurisdiction)}),
        }
        for entity in extraction.entities
    ]
    return {
        "text": text,
        "sentences": [start for start, _ in find_sentences(text)],
        "claims": claims,
        "attributions": [_compact(a.model_dump()) for a in extraction.attributions],
        "dates": [
            {**_compact(d.model_dump(mode="json")), "period": d.period}
            for d in extraction.dates
        ],
        "entities": entities,
    }


def _dump(jurisdiction: Jurisdiction | None) -> Json | None:
    return None if jurisdiction is None else jurisdiction.model_dump()


def _compact(value: Any, *, keep_text: bool = False) -> Any:
    """Drop what is empty, and write offsets as `at`; the page slices the text."""
    if isinstance(value, dict):
        kept = {
            key: _compact(part, keep_text=keep_text)
            for key, part in value.items()
            if part is not None and part != () and part != []
        }
        if "start_char" in kept:
            kept["at"] = [kept.pop("start_char"), kept.pop("end_char")]
            if not keep_text:
                kept.pop("text", None)
        return kept
    if isinstance(value, list | tuple):
        return [_compact(part, keep_text=keep_text) for part in value]
    return value
