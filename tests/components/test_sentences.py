"""Sentence borders, marked with a broken bar in the text."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from nlp.pipeline import DEFAULT_MODEL

CASES = [
    line.replace("\\n", "\n").replace("\\r", "\r")
    for line in (Path(__file__).parent / "cases" / "sentences.txt")
    .read_text(encoding="utf-8")
    .splitlines()
    if line and not line.startswith("%")
]
MARK = "¦"


@pytest.fixture(scope="module")
def blank() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentences", config={"standalone": True})
    return nlp


@pytest.fixture(scope="module")
def parsing() -> Language:
    nlp = spacy.load(DEFAULT_MODEL, exclude=["lemmatizer", "attribute_ruler"])
    nlp.add_pipe("sentences", before="parser")
    return nlp


def read_marks(marked: str) -> tuple[str, set[int]]:
    text, borders = "", set()
    for part in marked.split(MARK):
        borders.add(len(text))
        text += part
    return text, borders - {0}


def find_borders(nlp: Language, text: str) -> set[int]:
    return {sent.start_char for sent in nlp(text).sents} - {0}


@pytest.mark.parametrize("marked", CASES)
def test_borders_without_parser(blank: Language, marked: str) -> None:
    text, borders = read_marks(marked)
    assert find_borders(blank, text) == borders


@pytest.mark.parametrize("marked", CASES)
def test_borders_with_parser(parsing: Language, marked: str) -> None:
    text, borders = read_marks(marked)
    assert find_borders(parsing, text) == borders


def test_doubtful_places_are_left_to_the_parser() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentences")
    doc = nlp("He stayed ... The rest left. They won.")
    starts = {token.text: token.is_sent_start for token in doc}
    assert starts["The"] is None
    assert starts["They"] is True
    assert starts["stayed"] is False


def test_entities_do_not_cross_borders(parsing: Language) -> None:
    doc = parsing("Most of them settled in the U.S. Figures may differ by agency.")
    assert all("Figures" not in ent.text for ent in doc.ents)


def test_a_parsed_doc_keeps_its_sentences(parsing: Language) -> None:
    doc = parsing("One rose. Two fell.")
    before = [sent.start for sent in doc.sents]
    parsing.get_pipe("sentences")(doc)
    assert [sent.start for sent in doc.sents] == before


def test_curly_and_straight_quotes_are_alike(blank: Language) -> None:
    curly = "“Who paid?” Alvarez asked. “I did.” He left."
    straight = curly.replace("“", '"').replace("”", '"')
    assert find_borders(blank, curly) == find_borders(blank, straight)


def test_a_name_goes_on_after_a_blank_line(blank: Language) -> None:
    text = "He ran the office of U.S.\n\nFisheries. He is in the U.S.\n\nFees rose."
    assert find_borders(blank, text) == {text.index("He is"), text.index("Fees")}
