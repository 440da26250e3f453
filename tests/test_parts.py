"""Long texts: cut, analysed in parts, and put together as if they had been whole."""

from __future__ import annotations

import time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from nlp import extract_many
from nlp.extraction import annotate, build_extraction, describe_pipeline, make_doc
from nlp.ingest import build_document
from nlp.parts import PART_LENGTH, cut_text, is_long, split_components, tokenize
from nlp.schema import Extraction

TOWNS = ("Aldford", "Brackwell", "Calder Mills", "Dunmore", "Eastlake", "Fairhaven")


def write_report(n_sections: int) -> str:
    """Write sections that differ, of a paragraph with a claim and one of filler."""
    opening = (
        "The City of Boise, Idaho, adopted its housing plan on May 6, 2024. The plan"
        " covers 12,400 homes."
    )
    sections = [
        f"SECTION {number}. {TOWNS[number % 6]} district\n\nThe city will spend"
        f" ${number + 3} million on {number + 40} shelters in the"
        f" {TOWNS[number % 6]} district. Its council said that rents there rose by"
        f" {number % 9 + 2} percent."
        for number in range(1, n_sections + 1)
    ]
    return "\n\n".join([opening, *sections])


@pytest.fixture(scope="module")
def report() -> str:
    text = write_report(260)
    assert is_long(text)
    return text


@pytest.fixture(scope="module")
def extraction(nlp: Language, report: str) -> Extraction:
    (result,) = extract_many([report], language=nlp)
    return result


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("One thing. Another.\n\nA third.\n\n", "SECTION 4. The rest goes on."),
        ("One thing.\n\n", "Another, and no more of it."),
        ("One thing. Two things.\n", "Another thing of no end"),
        ("One thing. ", "Another thing without any stop"),
        ("one thing ", "anotherthingthatisonelongword"),
    ],
)
def test_cut_is_made_at_the_best_border(before: str, after: str) -> None:
    before = "Some words come first, and here is more of them; " * 2 + before
    text = before + after
    assert cut_text(text, length=len(text) - 1) == [before, after]


def test_a_text_without_borders_is_cut_all_the_same() -> None:
    assert cut_text("x" * 25, length=10) == ["x" * 10, "x" * 10, "x" * 5]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aB .\n\"*'=)\u2028é", max_size=700), st.integers(5, 90))
def test_parts_make_up_the_text_and_its_tokens(text: str, length: int) -> None:
    parts = cut_text(text, length=length)
    assert "".join(parts) == text
    assert all(len(part) <= length for part in parts)
    assert tokenize(spacy.blank("en"), text).text == text


def test_offsets_ids_and_sentences_are_those_of_the_whole(
    extraction: Extraction, report: str
) -> None:
    assert extraction.document.text == report
    last = report.rindex("SECTION")
    assert any(claim.start_char > last for claim in extraction.claims)
    for records in (extraction.figures, extraction.claims, extraction.dates):
        starts = [record.start_char for record in records]
        assert starts == sorted(starts)
        numbers = [int(record.id[1:]) for record in records]
        assert numbers == list(range(1, len(records) + 1))


def test_every_part_is_read_like_the_first(extraction: Extraction) -> None:
    money = [figure for figure in extraction.figures if figure.kind == "money"]
    assert [figure.value for figure in money] == [
        (number + 3) * 1e6 for number in range(1, 261)
    ]


def test_what_the_first_part_says_holds_in_the_last(extraction: Extraction) -> None:
    *_, last = (claim for claim in extraction.claims if "shelters" in claim.text)
    assert last.start_char > PART_LENGTH
    assert last.standalone.startswith("Boise will spend $263 million")
    boise = extraction.entities[0]
    cities = [entity for entity in extraction.entities if entity.text == "city"]
    assert boise.kb_id is not None
    assert cities[-1].start_char > PART_LENGTH
    assert {entity.id for entity in cities} == {boise.id}


def test_it_makes_no_difference_how_a_long_text_comes_in(
    nlp: Language, report: str, extraction: Extraction
) -> None:
    short = "Ohio sued the agency on Monday."
    texts = [short, report, short]
    results = list(extract_many(texts, language=nlp, n_process=2, batch_size=1))
    assert [result.document.text for result in results] == texts
    assert results[1].to_json() == extraction.to_json()
    doc = annotate(nlp, build_document(report))
    assert build_extraction(doc, describe_pipeline(nlp)) == extraction


def test_parts_are_for_the_models_and_the_whole_for_our_components(
    nlp: Language,
) -> None:
    on_parts, on_all = split_components(nlp)
    assert {"tok2vec", "sentences", "parser", "ner"} <= set(on_parts)
    assert {"dates", "figures", "claims"} <= set(on_all)
    assert split_components(spacy.blank("en")) == ([], [])


def test_stages_are_told(nlp: Language) -> None:
    stages: list[str] = []
    annotate(nlp, build_document("Ohio voted."), on_stage=stages.append)
    assert stages == ["tokenizer", *nlp.pipe_names]


@pytest.mark.parametrize("mark", ['"', "*", "'", "(", "=)", "'s", "“"])
def test_tokenizer_takes_linear_time_over_runs_of_marks(mark: str) -> None:
    def measure(n_marks: int) -> float:
        blank = spacy.blank("en")  # anew, since it remembers what it has seen
        document = build_document("Boise voted. " + mark * n_marks)
        start = time.process_time()
        make_doc(blank, document)
        return time.process_time() - start

    small = min(measure(4_000) for _ in range(3))
    assert min(measure(32_000) for _ in range(2)) < 8 * small * 3
