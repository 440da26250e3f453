"""The light model of issues: packed, read back, and sure only of what it knows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlp.components.stances.topics import Topics, list_features, pack_topics
from nlp.errors import ModelError

WORDS = ["pills", "rents", "tenants"]
WEIGHTS = np.array([[9.0, -9.0], [-9.0, 9.0], [-9.0, 9.0]])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "topics.json"
    content = pack_topics(
        ["abortion", "rent"],
        WORDS,
        WEIGHTS,
        np.array([-3.0, -3.0]),
        idf=np.array([1.0, 2.0, 1.0]),
        threshold=0.6,
    )
    path.write_text(content, encoding="utf-8")
    return path


def test_features_are_words_and_pairs_without_markers() -> None:
    assert list_features("[HOLDER] 's Rents rose 4%.") == [
        "rents",
        "rents rose",
        "rose",
    ]


def test_issue_is_told_by_its_words(path: Path) -> None:
    topics = Topics(path)
    assert topics.choose("[HOLDER] tenants pay rents.") == ["rent"]
    assert topics.choose("Pills came.") == ["abortion"]
    assert topics.choose("It rained.") == []
    scores = topics.score("tenants and rents")
    assert scores["rent"] > 0.99 > 0.01 > scores["abortion"]


def test_length_of_the_passage_does_not_matter(path: Path) -> None:
    topics = Topics(path)
    assert topics.score("pills") == topics.score("the pills were many and small")


def test_damaged_file_is_refused(path: Path) -> None:
    path.write_text('{"issues": []}', encoding="utf-8")
    with pytest.raises(ModelError, match="topics must be of the form"):
        Topics(path)
