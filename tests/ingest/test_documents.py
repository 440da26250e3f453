from __future__ import annotations

from datetime import date, datetime, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import InputError
from nlp.ingest import build_document

SPANISH = (
    "El presidente dijo que los trabajadores de la ciudad no van a pagar más por el"
    " agua este año, según el informe que se publicó el lunes en el sitio del gobierno."
)


def test_document_has_repaired_text_and_its_digest() -> None:
    document = build_document("The board didnâ€™t vote.")
    digest = sha256("The board didn’t vote.".encode()).hexdigest()
    assert document.text == "The board didn’t vote."
    assert document.sha256 == digest
    assert document.id == digest[:16]
    assert document.warnings == ()


def test_document_keeps_what_is_given() -> None:
    document = build_document(
        "Text.", id="x1", title="A\n title", source="http://a.example", publisher="P"
    )
    assert (document.id, document.title) == ("x1", "A title")
    assert (document.source, document.publisher) == ("http://a.example", "P")


@pytest.mark.parametrize(
    "published",
    [
        "2024-12-01",
        " 2024-12-01 ",
        "2024-12-01T23:59:00+09:00",
        "2024-12-01 05:00",
        "2024-12-01T05:00:00.123Z",
        date(2024, 12, 1),
        datetime(2024, 12, 1, 5, tzinfo=timezone.utc),
    ],
)
def test_document_reads_published(published: str | date) -> None:
    assert build_document("x", published=published).published == date(2024, 12, 1)


@pytest.mark.parametrize(
    "published", ["", "yesterday", "12/01/2024", "2024-02-31", "20241201", 20241201]
)
def test_document_refuses_other_dates(published: Any) -> None:
    with pytest.raises(InputError, match=r"^published must be an ISO date, got .*\.$"):
        build_document("x", published=published)


@pytest.mark.parametrize(
    ("fields", "name"), [({"text": b"x"}, "text"), ({"text": "x", "title": 3}, "title")]
)
def test_document_refuses_other_types(fields: dict[str, Any], name: str) -> None:
    with pytest.raises(InputError, match=f"^{name} must be a str, got"):
        build_document(**fields)


@pytest.mark.parametrize("text", ["", " \n", "\u200b"])
def test_document_without_text_is_warned_about(text: str) -> None:
    assert build_document(text).warnings == ("empty: no text",)


def test_document_in_another_language_is_warned_about() -> None:
    document = build_document(SPANISH)
    assert document.language == "es"
    assert document.warnings == ("language: probably not English (es)",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Le maire a dit que les loyers ont augmenté dans la ville et que le conseil"
            " ne va pas voter sur le budget avec les élus cette année.",
            "fr",
        ),
        (
            "Der Minister sagte, dass die Kosten für das Land nicht zu tragen sind und"
            " dass sich der Rat mit dem Haushalt auch dieses Jahr nicht einigen wird.",
            "de",
        ),
        (
            "Мэр сказал, что город не будет повышать налоги в этом году, и добавил.",
            "ru",
        ),
        (
            "市長は来年度の予算について、住民税を引き上げないと述べた。議会は反対している。",
            "ja",
        ),
        ("Sections 4, 7 and 9 repealed. Yes 12 No 3", "en"),
    ],
)
def test_document_language_is_told_by_its_words(text: str, language: str) -> None:
    assert build_document(text).language == language


def test_document_can_be_revised() -> None:
    document = build_document("Text.", title="Old", source="a.txt")
    revised = build_document(document, title="New", published="2024-12-01")
    assert (revised.title, revised.source) == ("New", "a.txt")
    assert (revised.id, revised.published) == (document.id, date(2024, 12, 1))


@given(st.text(st.characters(codec=None)))
def test_document_takes_any_text(text: str) -> None:
    document = build_document(text)
    assert build_document(document.text).model_dump() == document.model_dump()
