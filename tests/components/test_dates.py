"""Dates, marked in the text, with the first and last day they stand for."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span

from nlp.annotations import get_records, set_document
from nlp.ingest import build_document
from nlp.pipeline import DEFAULT_MODEL
from nlp.schema import DateRef

CASES = [
    line
    for line in (Path(__file__).parent / "cases" / "dates.txt")
    .read_text(encoding="utf-8")
    .splitlines()
    if line and not line.startswith("%")
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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The board will meet on Tuesday.", date(2024, 4, 23)),
        ("The board met on Tuesday.", date(2024, 4, 16)),
    ],
)
def test_words_tell_the_tense_without_a_parse(
    blank: Language, text: str, day: date
) -> None:
    (found,) = read_dates(blank, text, "2024-04-19")
    assert found.start == day


def test_absolute_dates_need_no_document(blank: Language) -> None:
    (found,) = get_records(blank("Signed May 3, 2021."), DateRef)
    assert found.start == date(2021, 5, 3)


def test_a_month_that_is_somebody_is_no_date(blank: Language) -> None:
    doc = blank.make_doc("The bill is by April and Ron.")
    doc.ents = [Span(doc, 4, 5, label="PERSON")]
    blank.get_pipe("dates")(doc)
    assert get_records(doc, DateRef) == []


def test_spans_carry_the_kinds(blank: Language) -> None:
    doc = blank("It rained in 2019 and on May 3, 2021.")
    assert [(span.text, span.label_) for span in doc.spans["dates"]] == [
        ("2019", "year"),
        ("May 3, 2021", "day"),
    ]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Rents rose in the late 1990s.", "1990s"),
        ("Rents rose in winter 2019-20.", "winter 2019"),
        ("Rents rose in the third quarter of 2020.", "2020-Q3"),
        ("Rents rose last year.", "last year"),
    ],
)
def test_periods_have_readable_names(blank: Language, text: str, period: str) -> None:
    (found,) = read_dates(blank, text, None)
    assert found.period == period


@pytest.mark.parametrize(
    ("place", "first_month"),
    [
        ("Congress gave the Pentagon less", 10),
        ("The state legislature gave schools less", 7),
        ("The Texas legislature gave state parks less", 9),
    ],
)
def test_fiscal_years_begin_when_their_government_says(
    blank: Language, place: str, first_month: int
) -> None:
    (found,) = read_dates(blank, f"{place} in fiscal year 2024.", None)
    assert found.start == date(2023, first_month, 1)


@pytest.mark.parametrize(
    "text", ["early late mid ", "first half of ", "a year before ", "January and "]
)
def test_nested_dates_end_somewhere(blank: Language, text: str) -> None:
    assert blank(text * 2000).text


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_the_calendar_has_ends(blank: Language, published: str) -> None:
    text = "Nine centuries ago, last week, tomorrow, the next 90 decades, next winter."
    for found in read_dates(blank, text, published):
        assert (found.start is None) == (found.end is None)
