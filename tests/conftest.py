"""What several test modules share."""

from __future__ import annotations

import pytest
from spacy.language import Language

from nlp.pipeline import load


@pytest.fixture(scope="session")
def nlp() -> Language:
    """Return the whole pipeline, loaded once; tests must leave it as it is."""
    return load()
