"""What every component owes to any pipeline it is put into."""

from __future__ import annotations

import json
from importlib.metadata import entry_points

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from nlp.annotations import RECORD_TYPES, set_document
from nlp.ingest import build_document

FACTORIES = sorted(
    point.name
    for point in entry_points(group="spacy_factories")
    if point.value.startswith("nlp.")
)
TEXTS = [
    "",
    " \n",
    "Prices rose 3 percent.",
    "Gov. Ada Moss of Ohio signed House Bill 12 on May 3, 2024, her office said.",
    "“We will sue,” the mayor said. \u202e\u0301\U0001f600 Ünïcödé\t\x0b at least ½",
    "\n\n# HEADING\n\n- item 1\n- item 2\n\n| a | b |\n|---|---|\n| 1 | 2 |",
]


def _annotations(doc: spacy.tokens.Doc) -> str:
    records = {key: doc._.get(key) for key in (*RECORD_TYPES, "checkworthiness")}
    spans = {
        key: [(s.start, s.end, s.label_) for s in group]
        for key, group in doc.spans.items()
    }
    return json.dumps([records, spans], sort_keys=True)


def test_all_components_are_entry_points() -> None:
    assert {"figures", "jurisdictions", "stances", "claims"} <= set(FACTORIES)


@pytest.mark.parametrize("factory", FACTORIES)
@pytest.mark.parametrize("text", TEXTS)
def test_component_keeps_contract_in_a_blank_pipeline(factory: str, text: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(factory)
    (piped,) = nlp.pipe([text])
    assert piped.text == text
    assert _annotations(piped) == _annotations(nlp(text))


@pytest.mark.parametrize("text", TEXTS)
def test_records_point_at_their_text(nlp: Language, text: str) -> None:
    doc = nlp(text)
    for key in ("entities", "figures", "dates", "claims"):
        for row in doc._.get(key):
            assert text[row["start_char"] : row["end_char"]] == row["text"]


def test_spans_survive_worker_processes(nlp: Language) -> None:
    texts = [text for text in TEXTS if text.strip()]
    alone = [_annotations(doc) for doc in nlp.pipe(texts)]
    shared = [_annotations(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=2)]
    assert shared == alone


PIECES = st.sampled_from(
    [
        "about 1.4 million people",
        "the mayor of Toledo",
        "said on Tuesday that",
        "voted 6-1 to ban",
        "$3.2bn",
        "“",
        "”",
        "not",
        "U.S.",
        "its budget",
        "sued over the law",
        "\n",
        ".",
        "’s",
    ]
)
ANY_TEXT = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=30).map(" ".join))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=ANY_TEXT)
def test_any_text_is_extracted_twice_alike(nlp: Language, text: str) -> None:
    from nlp.extraction import extract_documents

    document = build_document(text, published="2024-05-01")
    first, second = extract_documents(nlp, [document, document])
    for span in first.spans():
        assert document.text[span.start_char : span.end_char] == span.text
    assert first.to_json() == second.to_json()


def test_component_reads_the_document_it_was_told(nlp: Language) -> None:
    document = build_document("The vote is on May 3.", published="2024-04-01")
    doc = nlp.make_doc(document.text)
    set_document(doc, document)
    assert nlp(doc)._.dates[0]["start"] == "2024-05-03"
