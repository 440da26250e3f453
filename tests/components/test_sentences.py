"""Sentence borders, marked with | in the text."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language


@pytest.fixture(scope="module")
def blank() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentences", config={"standalone": True})
    return nlp


def _read_marks(marked: str) -> tuple[str, set[int]]:
    parts = marked.split("|")
    text, borders = parts[0], set()
    for part in parts[1:]:
        borders.add(len(text) + len(part) - len(part.lstrip()))
        text += part
    return text, borders


@pytest.mark.parametrize(
    "marked",
    [
        "Many settled in the U.S. |Totals differ by agency.",
        "The cargo was held by U.S. Customs officers.",
    ],
)
def test_borders(blank: Language, marked: str) -> None:
    text, borders = _read_marks(marked)
    doc = blank(text)
    assert {sent.start_char for sent in doc.sents} - {0} == borders
