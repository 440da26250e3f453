"""Texts read into statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from spacy.language import Language

from nlp.comparison.statements import Statement, read_statements
from nlp.extraction import extract_documents
from nlp.ingest import build_document
from nlp.schema import Extraction

Extract = Callable[..., list[Extraction]]
Read = Callable[..., list[Statement]]


@pytest.fixture(scope="session")
def extract(nlp: Language) -> Extract:
    """Return a function that extracts from texts, each with the same date."""

    def run(*texts: str, **known: Any) -> list[Extraction]:
        known = {"published": "2025-03-12", **known}
        documents = [build_document(text, **known) for text in texts]
        return list(extract_documents(nlp, documents))

    return run


@pytest.fixture(scope="session")
def read(extract: Extract) -> Read:
    """Return a function that reads each text into its one statement."""

    def run(*texts: str, **known: Any) -> list[Statement]:
        statements = []
        for number, extraction in enumerate(extract(*texts, **known)):
            (statement,) = read_statements(extraction, number)
            statements.append(statement)
        return statements

    return run
