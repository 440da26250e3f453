"""Dates, marked in the text, with the first and last day they stand for."""

from __future__ import annotations

from datetime import date

import pytest
import spacy
from spacy.language import Language

from nlp.annotations import get_records, set_document
from nlp.ingest import build_document
from nlp.schema import DateRef


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


def test_dates_are_resolved_against_the_day_of_publication(blank: Language) -> None:
    (found,) = read_dates(blank, "Rents fell this spring.", "2022-04-02")
    assert found.text == "this spring"
    assert (found.start, found.end) == (date(2022, 3, 1), date(2022, 5, 31))


def test_dates_stay_open_where_publication_is_unknown(blank: Language) -> None:
    (found,) = read_dates(blank, "Rents fell this spring.", None)
    assert (found.start, found.end) == (None, None)
