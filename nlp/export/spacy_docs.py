"""spaCy: `DocBin` files whose docs carry our records, and displaCy pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from nlp.annotations import RECORD_TYPES, set_document, set_records, set_spans
from nlp.export.tasks import name_stance
from nlp.schema import Extraction, TextSpan

DOCS_A_FILE = 1_000  # a DocBin is read whole
_COLOURS = {"claim": "#f5e3a3", "figure": "#a9c7e4", "date": "#d5d5d5"}
_HOLDER = "#b9dcd3"
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>displaCy</title>
<body style="font: 16px/1.6 Georgia, serif; max-width: 46em; margin: 3em auto">
"""


def build_doc(nlp: Language, extraction: Extraction) -> Doc:
    """Return a doc with the records in `doc._` and `doc.spans`, as the pipeline's has.

    Entities that overlap no other are its `doc.ents`.
    """
    doc = nlp.make_doc(extraction.document.text)
    set_document(doc, extraction.document)
    for key in RECORD_TYPES:
        set_records(doc, key, getattr(extraction, key))
    spans: dict[str, list[tuple[TextSpan, str]]] = {
        "claims": [(c, c.modality) for c in extraction.claims],
        "figures": [(f, f.kind) for f in extraction.figures],
        "dates": [(d, d.kind) for d in extraction.dates],
        "stances": [(s.evidence, name_stance(s)) for s in extraction.stances],
        "attributions": [(a.content, a.quote) for a in extraction.attributions],
        "jurisdictions": [
            (e, e.jurisdiction.level) for e in extraction.entities if e.jurisdiction
        ],
    }
    for key, pairs in spans.items():
        set_spans(doc, key, [span for span, _ in pairs], [name for _, name in pairs])
    doc.ents = spacy.util.filter_spans(list(_find_entities(doc, extraction)))
    return doc


def _find_entities(doc: Doc, extraction: Extraction) -> Iterator[Span]:
    for entity in extraction.entities:
        span = doc.char_span(
            entity.start_char,
            entity.end_char,
            label=entity.label,
            kb_id=entity.kb_id or "",
            alignment_mode="expand",
        )
        if span is not None:
            yield span


def write_doc_bins(extractions: Iterable[Extraction], folder: Path) -> list[Path]:
    """Write `docs-00000.spacy` and so on."""
    nlp = spacy.blank("en")
    paths: list[Path] = []
    stream = iter(extractions)
    while chunk := list(islice(stream, DOCS_A_FILE)):
        docs = DocBin(store_user_data=True)
        for extraction in chunk:
            docs.add(build_doc(nlp, extraction))
        paths.append(folder / f"docs-{len(paths):05d}.spacy")
        docs.to_disk(paths[-1])
    return paths


def read_doc_bin(path: Path) -> Iterator[Doc]:
    """Read a file of `write_doc_bins` back."""
    yield from DocBin().from_disk(path).get_docs(spacy.blank("en").vocab)


def build_display(extraction: Extraction) -> dict[str, Any]:
    """Return displaCy's manual form of a document: figures, dates and governments.

    displaCy shows no overlaps; of two the longer is kept.
    """
    found: list[tuple[int, int, str]] = [
        *((f.start_char, f.end_char, "figure") for f in extraction.figures),
        *((d.start_char, d.end_char, "date") for d in extraction.dates),
        *(
            (s.holder.start_char, s.holder.end_char, name_stance(s))
            for s in extraction.stances
        ),
    ]
    marks: list[dict[str, Any]] = []
    reach = 0
    for start, end, label in sorted(set(found), key=lambda m: (m[0], -m[1], m[2])):
        if start >= reach:
            marks.append({"start": start, "end": end, "label": label})
            reach = end
    document = extraction.document
    return {
        "text": document.text,
        "ents": marks,
        "title": document.title or document.id,
    }


def write_display(extractions: Iterable[Extraction], folder: Path) -> list[Path]:
    """Write `displacy.html`, a page with one section a document."""
    path = folder / "displacy.html"
    with path.open("w", encoding="utf-8") as file:
        file.write(_PAGE)
        for extraction in extractions:
            shown = build_display(extraction)
            labels = {mark["label"] for mark in shown["ents"]}
            options = {
                "colors": {label: _COLOURS.get(label, _HOLDER) for label in labels}
            }
            html = displacy.render(
                shown, style="ent", manual=True, options=options, jupyter=False
            )
            file.write(f"{html}\n")
        file.write("</body></html>\n")
    return [path]
