"""The settings of `load`."""

from __future__ import annotations

import pytest
from spacy.language import Language

from nlp import extract
from nlp.errors import ModelError
from nlp.extraction import describe_pipeline
from nlp.pipeline import DEFAULT_MODEL, load

TEXT = "The Ohio Senate voted on Tuesday to raise the state's minimum wage to $15."


@pytest.fixture(scope="module")
def fast() -> Language:
    return load("fast")


def list_models(nlp: Language) -> list[str]:
    return [model.name for model in describe_pipeline(nlp).models]


def test_accurate_is_the_default(nlp: Language) -> None:
    assert list_models(load("accurate")) == list_models(nlp)
    assert any("stance" in name for name in list_models(nlp))


def test_fast_leaves_out_the_stance_classifier(fast: Language, nlp: Language) -> None:
    left_out = set(list_models(nlp)) - set(list_models(fast))
    assert [name for name in left_out if "stance" not in name] == []
    assert left_out


def test_fast_finds_all_kinds_of_records(fast: Language) -> None:
    found = extract(TEXT, published="2025-03-12", language=fast)
    assert found.stances
    assert found.figures
    assert found.dates
    assert found.claims
    assert found.claims[0].check_worthiness > 0.5


def test_name_of_a_spacy_pipeline_is_taken(nlp: Language) -> None:
    assert list_models(load(DEFAULT_MODEL)) == list_models(nlp)


def test_given_classifier_holds_in_every_setting(nlp: Language) -> None:
    assert list_models(load("fast", stance="stance")) == list_models(nlp)


def test_unknown_name_is_refused() -> None:
    with pytest.raises(ModelError, match=r"one of .'accurate', 'fast'."):
        load("quick")
