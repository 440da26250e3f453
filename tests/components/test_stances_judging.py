"""What the classifier makes of the rules’ findings, with one that has set scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language

from nlp.annotations import get_records
from nlp.components.stances import Stances
from nlp.components.stances.catalogue import read_catalogue
from nlp.components.stances.judging import Judge
from nlp.components.stances.sureness import FEATURES
from nlp.errors import InputError
from nlp.pipeline import DEFAULT_MODEL
from nlp.schema import ModelInfo, Stance

Scores = tuple[float, float, float, float]
SURE_NONE: Scores = (0.01, 0.01, 0.0, 0.98)
SURE_OPPOSE: Scores = (0.02, 0.95, 0.01, 0.02)
UNSURE: Scores = (0.3, 0.3, 0.1, 0.3)


class Told:
    """Stands for a classifier: gives set scores and keeps what it was asked."""

    config: dict[str, Any] = {"thresholds": {"add": 0.9, "drop": 0.04}}  # noqa: RUF012
    info = ModelInfo(name="told")

    def __init__(self, scores: Scores) -> None:
        self.scores = scores
        self.asked: list[tuple[str, str]] = []

    def score_words(self, pairs: Sequence[tuple[str, str]]) -> Any:
        return np.array([[2, 2, 0, 0]] * len(pairs), dtype=np.float32)

    def predict_proba(self, pairs: Sequence[tuple[str, str]]) -> Any:
        self.asked += pairs
        return np.array([self.scores for _ in pairs], dtype=np.float32).reshape(-1, 4)


@pytest.fixture(scope="module")
def reader() -> Language:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("sentences", before="parser")
    for factory in ("jurisdictions", "attributions"):
        nlp.add_pipe(factory)
    return nlp


@pytest.fixture
def read(reader: Language) -> Callable[[str, Scores], tuple[list[Stance], Told]]:
    def read_stances(text: str, scores: Scores) -> tuple[list[Stance], Told]:
        told = Told(scores)
        component = Stances(model="")
        judge = Judge(told, read_catalogue().issues)  # type: ignore[arg-type]  # a stand-in
        component._judge = judge
        return get_records(component(reader(text)), Stance), told

    return read_stances


Read = Callable[[str, Scores], tuple[list[Stance], Told]]
FOUND = "Colorado banned assault weapons in 2023."
MISSED = "Colorado is where assault weapons are concerned another country."


def test_finding_stays_where_the_classifier_agrees(read: Read) -> None:
    (stance,), _ = read(FOUND, (0.9, 0.03, 0.02, 0.05))
    assert stance.position == "support"
    assert stance.confidence > 0.8


def test_finding_falls_where_the_classifier_rules_it_out(read: Read) -> None:
    assert read(FOUND, SURE_NONE)[0] == []


def test_doubt_lowers_confidence_only(read: Read) -> None:
    (sure,), _ = read(FOUND, (0.9, 0.03, 0.02, 0.05))
    (unsure,), _ = read(FOUND, UNSURE)
    assert unsure.position == "support"
    assert unsure.confidence < sure.confidence


def test_classifier_adds_what_no_rule_found(read: Read) -> None:
    (stance,), _ = read(MISSED, SURE_OPPOSE)
    assert (stance.holder.name, stance.issue) == ("Colorado", "gun-control")
    assert stance.position == "oppose"
    assert stance.confidence == pytest.approx(0.955)
    assert stance.evidence.text in MISSED
    assert stance.action


def test_unsure_classifier_adds_nothing(read: Read) -> None:
    assert read(MISSED, UNSURE)[0] == []


def test_classifier_never_sees_a_name(read: Read) -> None:
    _, told = read("Gov. Ann Reyes of Ohio praised Utah over gun control.", UNSURE)
    assert told.asked
    for passage, _ in told.asked:
        assert "[HOLDER]" in passage
        assert not {"Ohio", "Utah", "Reyes"} & set(passage.split())


def test_passage_takes_in_the_sentences_beside(read: Read) -> None:
    text = "It rained. Maine spoke of gun control. Nobody came. The end came."
    _, told = read(text, UNSURE)
    passage = next(passage for passage, _ in told.asked)
    assert passage.startswith("It rained.")
    assert passage.endswith("Nobody came.")


@pytest.mark.parametrize(
    "dateline",
    [
        "RENO, Nev. (Metro Wire) —",
        "RENO, Nevada, March 3, 2025 —",
        "RENO, Nev., July 9:",
    ],
)
def test_dateline_is_no_holder(read: Read, dateline: str) -> None:
    stances, _ = read(f"{dateline} Utah spoke of gun control on Monday.", SURE_OPPOSE)
    assert {stance.holder.name for stance in stances} == {"Utah"}


def test_rules_stand_alone_without_a_model(reader: Language) -> None:
    component = Stances(model="")
    assert component.model_info is None
    (stance,) = get_records(component(reader(FOUND)), Stance)
    assert stance.position == "support"


def test_missing_shipped_model_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from nlp.components import stances

    monkeypatch.setattr(stances, "has_model", lambda name: False)
    assert Stances().model_info is None
    (record,) = caplog.records
    assert "stances are found by rules alone" in record.message


@pytest.mark.parametrize(
    ("text", "threshold", "n_found"),
    [(MISSED, None, 0), (MISSED, 0.3, 1), (FOUND, None, 1), (FOUND, 0.5, 0)],
)
def test_threshold_lets_doubtful_stances_out_or_keeps_them_in(
    reader: Language, text: str, threshold: float | None, n_found: int
) -> None:
    component = Stances(model="")
    told = Told(UNSURE)
    issues = read_catalogue().issues
    component._judge = Judge(told, issues, threshold=threshold)  # type: ignore[arg-type]  # a stand-in
    assert len(get_records(component(reader(text)), Stance)) == n_found


@pytest.mark.parametrize("threshold", [-0.1, 1.5])
def test_threshold_that_is_no_probability_is_refused(threshold: float) -> None:
    with pytest.raises(InputError, match="threshold must be in"):
        Stances(model="", threshold=threshold)


def test_classifier_may_find_both_ways_at_once(read: Read) -> None:
    (stance,), _ = read(MISSED, (0.02, 0.03, 0.93, 0.02))
    assert (stance.position, stance.confidence) == ("mixed", 0.93)


def test_passage_ends_at_a_blank_line(read: Read) -> None:
    text = "Maine spoke of gun control.\n\nNobody came.\n\nThe end came."
    _, told = read(text, UNSURE)
    assert told.asked
    assert all("Nobody" not in passage for passage, _ in told.asked)


def test_finding_is_mixed_where_the_classifier_sees_both_ways(read: Read) -> None:
    (stance,), _ = read(FOUND, (0.2, 0.1, 0.6, 0.1))
    assert stance.position == "mixed"


@pytest.mark.parametrize(("learnt", "n_found"), [("gun-control", 0), ("taxes", 1)])
def test_issue_unseen_in_training_has_thresholds_of_its_own(
    reader: Language, learnt: str, n_found: int
) -> None:
    component = Stances(model="")
    told = Told((0.5, 0.1, 0.0, 0.4))
    told.config = told.config | {
        "issues": [learnt],
        "temperature": 1.0,
        "unseen": {"temperature": 1.5, "thresholds": {"add": 0.4, "drop": 0.1}},
    }
    component._judge = Judge(told, read_catalogue().issues)  # type: ignore[arg-type]  # a stand-in
    assert len(get_records(component(reader(MISSED)), Stance)) == n_found


@pytest.mark.parametrize(("bias", "n_found"), [(-9.0, 0), (9.0, 1)])
def test_final_score_decides_on_what_no_rule_found(
    reader: Language, bias: float, n_found: int
) -> None:
    zeros = dict.fromkeys(FEATURES, 0.0)
    component = Stances(model="")
    told = Told(SURE_OPPOSE)
    told.config = told.config | {
        "sureness": {"weights": zeros, "means": zeros, "bias": bias, "from": 0.5}
    }
    component._judge = Judge(told, read_catalogue().issues)  # type: ignore[arg-type]  # a stand-in
    assert len(get_records(component(reader(MISSED)), Stance)) == n_found


@pytest.mark.parametrize(("bias", "is_asked"), [(-9.0, False), (9.0, True)])
def test_encoder_is_asked_only_what_may_be_worth_it(
    reader: Language, bias: float, is_asked: bool
) -> None:
    zeros = dict.fromkeys(FEATURES, 0.0)
    worth = {"weights": zeros, "means": zeros, "bias": bias, "from": 0.5}
    told = Told(SURE_OPPOSE)
    told.config = {**Told.config, "worth": worth}
    component = Stances(model="")
    component._judge = Judge(told, read_catalogue().issues)  # type: ignore[arg-type]  # a stand-in
    found = get_records(component(reader(MISSED)), Stance)
    assert bool(told.asked) is is_asked
    assert bool(found) is is_asked


def test_finding_that_the_words_show_plainly_is_not_asked_about(
    reader: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told(SURE_NONE)
    monkeypatch.setattr(
        told, "score_words", lambda pairs: np.array([[4.0, 0, 0, 0]] * len(pairs))
    )
    component = Stances(model="")
    component._judge = Judge(told, read_catalogue().issues)  # type: ignore[arg-type]  # a stand-in
    (stance,) = get_records(component(reader(FOUND)), Stance)
    assert stance.position == "support"
    assert not told.asked
