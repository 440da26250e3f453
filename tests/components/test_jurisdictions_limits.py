"""Odd texts, time linear in the text, and what other components rely on."""

from __future__ import annotations

import time

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.annotations import get_records
from nlp.schema import Entity

PIECES = {
    "lists of counties": ["Polk", "counties"],
    "agencies": ["EPA", "the", "agency", "the", "commission"],
    "bodies": ["Boise", "Police", "Department", "the", "department"],
    "titles": ["the", "mayor", "of"],
    "persons": ["John", "Smith", "(", "AB", ")"],
    "namesakes": ["Springfield", "Portland", "Athens"],
    "datelines": ["BOISE", ",", "Idaho", "—"],
    "capitals": ["Xyz"],
}


@pytest.fixture(scope="module")
def blank() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("jurisdictions")
    return nlp


def measure(nlp: Language, words: list[str]) -> float:
    doc = Doc(nlp.vocab, words=words)
    start = time.process_time()
    nlp.get_pipe("jurisdictions")(doc)
    return time.process_time() - start


@pytest.mark.parametrize("name", PIECES)
def test_time_is_linear_in_the_text(name: str, blank: Language) -> None:
    short = measure(blank, PIECES[name] * 400)
    long = measure(blank, PIECES[name] * 1600)
    assert long < 10 * short + 0.5  # four times the text; sixteen would be quadratic


@pytest.mark.parametrize(
    "text",
    [
        "Ohio's",
        "County counties",
        "’s Board of the",
        "The",
        "D-",
        "A" * 5000,
        "İstanbul’daki Ünïcödé \u202e\U0001f600 Türkiye",
        "St. St. St.",
        "of of of the of",
        "Mayor Mayor Mayor",
    ],
)
def test_odd_text_gives_exact_offsets(text: str, blank: Language) -> None:
    for entity in get_records(blank(text), Entity):
        assert text[entity.start_char : entity.end_char] == entity.text


def test_spans_mark_entities_and_governments(blank: Language) -> None:
    doc = blank("Texas and Cook County sued in Springfield, Illinois.")
    levels = [(span.text, span.label_) for span in doc.spans["jurisdictions"]]
    assert levels == [
        ("Texas", "state"),
        ("Cook County", "county"),
        ("Springfield", "city"),
        ("Illinois", "state"),
    ]
    assert len(doc.spans["entities"]) == len(get_records(doc, Entity))


def test_ids_follow_first_mentions(blank: Language) -> None:
    doc = blank("Utah sued. Iowa did not. Utah won, and the EPA lost to Utah.")
    assert [(e.text, e.id) for e in get_records(doc, Entity)] == [
        ("Utah", "e1"),
        ("Iowa", "e2"),
        ("Utah", "e1"),
        ("EPA", "e3"),
        ("Utah", "e1"),
    ]


def test_without_a_parse_places_are_places_and_agencies_act(blank: Language) -> None:
    roles = {e.text: e.role for e in get_records(blank("The EPA sued Ohio."), Entity)}
    assert roles == {"EPA": "actor", "Ohio": "place"}


def test_same_output_in_workers(blank: Language) -> None:
    texts = [
        "The mayor of Reno, Nev., sued.",
        "",
        "Ohio’s House voted.",
        "Plain words.",
    ]
    alone = [doc._.entities for doc in blank.pipe(texts)]
    assert [doc._.entities for doc in blank.pipe(texts, n_process=2)] == alone
    assert [doc._.entities for doc in blank.pipe(texts)] == alone
