"""Dates, marked in the text, with the first and last day they stand for."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from nlp.annotations import get_records, set_document
from nlp.ingest import build_document
from nlp.pipeline import DEFAULT_MODEL
from nlp.schema import DateRef

CASES = [
    line
    for line in (Path(__file__).parent / "cases" / "dates.txt").read_text().splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def parsing() -> Language:
    nlp = spacy.load(DEFAULT_MODEL, exclude=["ner"])
    nlp.add_pipe("dates")
    return nlp


@pytest.fixture(scope="module")
def blank() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("dates")
    return nlp


def read_dates(nlp: Language, text: str, published: str | None) -> list[DateRef]:
    document = build_document(text, published=published)
    doc = nlp.make_doc(document.text)
    set_document(doc, document)
    return get_records(nlp(doc), DateRef)


def write_date(ref: DateRef) -> str:
    if ref.start is None:
        return f"open {ref.kind}"
    if ref.kind == "day":
        return str(ref.start)
    return f"{ref.start}..{ref.end} {ref.kind}"


@pytest.mark.parametrize("case", CASES)
def test_dates_are_found_and_resolved(parsing: Language, case: str) -> None:
    published, marked, *expected = (part.strip() for part in case.split(" | "))
    texts = re.findall(r"\[(.*?)\]", marked)
    wanted = expected[0].split(", ") if expected else []
    assert len(texts) == len(wanted), "as many marks as dates"
    text = marked.replace("[", "").replace("]", "")
    found = read_dates(parsing, text, None if published == "-" else published)
    assert [ref.text for ref in found] == texts
    assert [write_date(ref) for ref in found] == wanted
