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
    if line and not line.startswith("# ") or line.startswith("# Housing")
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
