"""Two documents that the tests of exports share."""

from __future__ import annotations

import pytest
from spacy.language import Language

from nlp.extraction import extract_documents
from nlp.ingest import build_document
from nlp.schema import Extraction

TEXTS = (
    "Ohio sued the agency on Monday to block its rule on background checks. 🏛️ About"
    " 4,200 families lost aid last year, the governor's office said.\n\nDayton's"
    " council adopted an ordinance that caps rents at 3 percent a year. “We had no"
    " choice,” Mayor Ines Okafor said.",
    "=cmd: Vermont repealed its minimum wage of $14.01 an hour, <b>a study</b> found"
    " & said. At least 310 workers will feel it.",
)


@pytest.fixture(scope="session")
def extractions(nlp: Language) -> list[Extraction]:
    documents = [
        build_document(text, title=f"=Title {n}", published="2024-05-08")
        for n, text in enumerate(TEXTS)
    ]
    return list(extract_documents(nlp, documents))
