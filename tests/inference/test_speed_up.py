"""spaCy's components give the same, whoever runs them."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from thinc.api import Model, NumpyOps, get_current_ops

from nlp.inference import speed_up
from nlp.inference.entities import BatchedEntityRecognizer
from nlp.inference.morphology import RememberingAttributeRuler
from nlp.inference.parses import BatchedDependencyParser
from nlp.pipeline import DEFAULT_MODEL

TEXTS = [
    "",
    " \n",
    "No.",
    "The Vermont Senate voted 17-12 on Tuesday to raise the state's minimum wage to"
    " $15 an hour by July 2026, and Gov. Phil Scott said he ain't gonna sign it. There"
    " are y'all, nothin' else, and what they've got: she's gone.\n\n“I had seen it,”"
    " Maria Lopez-Garcia of Burlington told the Times Argus.",
    "Cities sued. " * 400,
    "And the court of appeals , in New York and Washington , D.C. , " * 300,
    "Zażółć gęślą jaźń 😀\t\u2028 3½ km² ﬁnally…",
]


def load_both() -> tuple[Language, Language]:
    usual, fast = (spacy.load(DEFAULT_MODEL) for _ in range(2))
    speed_up(fast)
    return usual, fast


@pytest.fixture(scope="module")
def pipelines() -> tuple[Language, Language]:
    """Return spaCy's pipeline as it is, and the same one sped up."""
    return load_both()


def find_model(nlp: Language, name: str) -> Model[Any, Any]:
    component: Any = nlp.get_pipe(name)
    model: Model[Any, Any] = component.model
    return model


def list_annotations(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (
            *(token.tag_, token.dep_, token.head.i, token.pos_, str(token.morph)),
            *(token.lemma_, token.ent_iob_, token.ent_type_, token.is_sent_start),
        )
        for token in doc
    ]


def test_annotations_are_spacys_own(pipelines: tuple[Language, Language]) -> None:
    usual, fast = pipelines
    for expected, found in zip(usual.pipe(TEXTS), fast.pipe(TEXTS), strict=True):
        assert list_annotations(found) == list_annotations(expected)
        assert [ent.text for ent in found.ents] == [ent.text for ent in expected.ents]
    assert any(doc.ents for doc in fast.pipe(TEXTS))


def test_words_are_forgotten_when_they_are_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual, fast = load_both()
    monkeypatch.setattr("nlp.inference.encoders._MOST_WORDS", 5)
    for text in TEXTS * 2:
        assert list_annotations(fast(text)) == list_annotations(usual(text))
    encoder: Any = next(
        node._func
        for node in find_model(fast, "tok2vec").walk()
        if hasattr(node._func, "_places")
    )
    longest = max(len(set(text.split())) for text in TEXTS)
    assert len(encoder._places) < 5 + 3 * longest


def test_one_text_is_read_as_in_a_batch(pipelines: tuple[Language, Language]) -> None:
    _, fast = pipelines
    for piped, text in zip(fast.pipe(TEXTS), TEXTS, strict=True):
        assert list_annotations(piped) == list_annotations(fast(text))


def test_components_are_those_meant_to_be_fast(
    pipelines: tuple[Language, Language],
) -> None:
    _, fast = pipelines
    assert isinstance(fast.get_pipe("ner"), BatchedEntityRecognizer)
    assert isinstance(fast.get_pipe("parser"), BatchedDependencyParser)
    assert isinstance(fast.get_pipe("attribute_ruler"), RememberingAttributeRuler)
    names = [node.name for node in find_model(fast, "tok2vec").walk()]
    doc = fast("Maine sued.")
    assert "hashembed" in names
    assert doc.tensor.shape == (3, 96)


def test_parses_between_set_borders_are_spacys_own() -> None:
    found: list[list[list[tuple[object, ...]]]] = []
    texts = [*TEXTS[:5], *TEXTS[6:]]  # one is a single sentence that outweighs the rest
    for nlp in load_both():
        nlp.add_pipe("sentences", before="parser")
        docs = [nlp.make_doc(text) for text in texts]
        for name, component in nlp.pipeline:
            docs = [component(doc) for doc in docs]
            if name == "sentences":
                values: Any = docs[3].to_array(["SENT_START"]).reshape(-1, 1)
                values[8] = 0  # left to the parser
                docs[3].from_array(["SENT_START"], values)
                parser: Any = nlp.get_pipe("parser")
                states = parser.predict(docs)
                assert isinstance(states[3], np.ndarray) == (len(found) == 1)
        found.append([list_annotations(doc) for doc in docs])
    assert found[0] == found[1]


def test_settings_of_the_user_stay(pipelines: tuple[Language, Language]) -> None:
    usual, _ = pipelines
    ops: Any = get_current_ops()
    assert isinstance(ops, NumpyOps)
    assert ops.use_blis
    usual_ops: Any = find_model(usual, "ner").ops
    assert usual_ops.use_blis


def test_entities_set_before_are_kept(pipelines: tuple[Language, Language]) -> None:
    found = []
    for nlp in pipelines:
        doc = nlp.make_doc("Reed of Bath Iron Works spoke in Portland on May 3.")
        doc.set_ents([Span(doc, 2, 3, label="GPE")])
        for _, component in nlp.pipeline:
            doc = component(doc)
        found.append([(ent.text, ent.label_) for ent in doc.ents])
    assert found[0] == found[1]
    assert ("Bath", "GPE") in found[1]


def test_saved_pipeline_is_spacys(
    pipelines: tuple[Language, Language], tmp_path: Path
) -> None:
    usual, fast = pipelines
    fast.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert type(again.get_pipe("ner")) is type(usual.get_pipe("ner"))
    assert list_annotations(again(TEXTS[3])) == list_annotations(fast(TEXTS[3]))


def test_encoder_survives_pickling(pipelines: tuple[Language, Language]) -> None:
    _, fast = pipelines
    model = find_model(fast, "tok2vec")
    again = pickle.loads(pickle.dumps(model._func))
    doc = fast.make_doc(TEXTS[3])
    (expected,), (found,) = model.predict([doc]), again(again._model, [doc], False)[0]
    assert np.allclose(found, expected, atol=1e-4)


def test_training_changes_what_is_predicted() -> None:
    usual, fast = load_both()
    text = "Harbor Point sued."
    examples = {}
    for name, nlp in (("usual", usual), ("fast", fast)):
        nlp.select_pipes(enable=["ner"])
        assert not [ent for ent in nlp(text).ents if ent.label_ == "LAW"]
        told = {"entities": [(0, 12, "LAW")]}
        examples[name] = [Example.from_dict(nlp.make_doc(text), told)]
        optimizer = nlp.resume_training()
        for _ in range(30):
            nlp.update(examples[name], sgd=optimizer)
    assert [ent.label_ for ent in fast(text).ents] == ["LAW"]
    assert [ent.label_ for ent in usual(text).ents] == ["LAW"]


def test_patterns_of_any_kind_are_obeyed(pipelines: tuple[Language, Language]) -> None:
    patterns: list[list[dict[int | str, Any]]] = [
        [{"LOWER": "maine"}],
        [{"LOWER": "maine"}, {"LOWER": "sued"}],
        [{"ORTH": "Maine"}],
        [{"LOWER": "the", "OP": "?"}, {"LOWER": "maine"}],
        [{"LOWER": {"IN": ["maine", "ohio"]}, "DEP": {"NOT_IN": ["dobj"]}}],
        [{"LOWER": {"REGEX": "^m.ine$"}}],
    ]
    for pattern in patterns:
        ruler: Any = spacy.load(DEFAULT_MODEL).get_pipe("attribute_ruler")
        fast = RememberingAttributeRuler.take_over(ruler)
        fast.add([pattern], {"LEMMA": "pine"}, index=-1)
        usual, _ = pipelines
        doc = fast(usual("Maine sued."))
        place = len(pattern) - 1 if "OP" not in pattern[0] else 0
        assert doc[place].lemma_ == "pine"
