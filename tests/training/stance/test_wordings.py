"""Propositions in other words: the label turns where the question does."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from nlp.components.stances.catalogue import read_catalogue
from nlp.components.stances.deciding import LABELS
from nlp.errors import InputError
from nlp.training.stance.wordings import Wording, read_wordings, vary

SHIPPED = Path(__file__).parents[3] / "corpora" / "stance" / "propositions.toml"
RENTS = "Rents should be limited by law."
WORDINGS = {RENTS: Wording(("Cap rents.",), ("Free rents.",))}


def test_shipped_file_has_wordings_of_every_issue() -> None:
    propositions = {i.id: i.proposition for i in read_catalogue(None).issues.values()}
    found = read_wordings(SHIPPED, propositions)
    assert found.keys() == set(propositions.values())
    texts = [t for one in found.values() for t in (*one.same, *one.opposite)]
    assert len(set(texts) | set(propositions.values())) == len(texts) + len(found)


@pytest.mark.parametrize("label", LABELS)
def test_only_sides_turn_with_the_question(label: str) -> None:
    draw = random.Random(0).random
    asked = {
        text: LABELS[turned]
        for text, turned in (
            vary(RENTS, LABELS.index(label), WORDINGS, draw) for _ in range(60)
        )
    }
    other = {"support": "oppose", "oppose": "support"}.get(label, label)
    assert asked == {RENTS: label, "Cap rents.": label, "Free rents.": other}


def test_proposition_without_wordings_stays() -> None:
    assert vary("Build.", 0, WORDINGS, random.Random(0).random) == ("Build.", 0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[rents]\nsame = ['a']\nopposite = ['b']", "issue must be in the catalogue"),
        ("[rent-control]\nsame = ['a']", "must have lists of text"),
        ("[rent-control]\nsame = []\nopposite = ['b']", "must have lists of text"),
        ("[rent-control", "must be TOML"),
    ],
)
def test_faults_are_told(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "propositions.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_wordings(path, {"rent-control": RENTS})
