"""Which way the lexicons say that words turn, as the classifier is told it."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from nlp.components.stances.catalogue import read_catalogue
from nlp.components.stances.cues import read_cues
from nlp.components.stances.hints import read_hints
from nlp.components.stances.masking import mask_passage
from nlp.pipeline import DEFAULT_MODEL

CASES = [
    (
        "gun-control",
        "Ohio banned [UP] assault weapons [AGAINST] .",
    ),
    (
        "immigration-enforcement",
        "Elko repealed [UP] its sanctuary [AGAINST] ordinance.",
    ),
    (
        "rent-control",
        "Boise vetoed [UP] a bill to repeal the rent cap [FOR] .",
    ),
    (
        "minimum-wage",
        "Utah did not raise [DOWN] the minimum wage [FOR] .",
    ),
    ("tax-increase", "Reno adopted a sanctuary ordinance."),
]


@pytest.fixture(scope="module")
def reader() -> Language:
    return spacy.load(DEFAULT_MODEL)


@pytest.mark.parametrize(("issue", "expected"), CASES)
def test_hints_tell_the_turns(issue: str, expected: str, reader: Language) -> None:
    text = " ".join(word for word in expected.split() if not word.startswith("["))
    text = text.replace(" .", ".")
    hints = read_hints(reader(text), read_catalogue(), read_cues())
    marks = [hint.mark for hint in hints if hint.issue == issue]
    assert mask_passage(text, [], 0, len(text), marks) == expected


def test_hints_are_in_text_order_and_once(reader: Language) -> None:
    text = "Ohio banned guns and Iowa banned guns. Both banned guns."
    hints = read_hints(reader(text), read_catalogue(), read_cues())
    places = [(hint.at, hint.issue, hint.marker) for hint in hints]
    assert places == sorted(set(places))
    assert places


def test_terms_are_told_without_a_parse() -> None:
    doc = spacy.blank("en")("The minimum wage rose.")
    hints = read_hints(doc, read_catalogue(), read_cues())
    assert [hint.marker for hint in hints if hint.issue == "minimum-wage"] == ["[FOR]"]
