"""From documents to records: what `extract` and `extract_many` promise."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from nlp import Extraction, extract, extract_many
from nlp.errors import InputError, SchemaError
from nlp.extraction import build_extraction, describe_pipeline
from nlp.pipeline import load

SAMPLES = Path(__file__).parents[1] / "corpora" / "samples"
TEXTS = [
    "Iowa sued the agency on Friday.",
    "About 40 schools closed.",
    "Lyon will cap rents, its mayor said.",
]


def test_extract_repairs_text_and_keeps_what_is_known(nlp: Language) -> None:
    result = extract(
        "The mayorâ€™s office cut 12 jobs.",
        title="Cuts",
        published="2024-05-08",
        source="https://example.org/a",
        language=nlp,
    )
    assert result.document.text == "The mayor’s office cut 12 jobs."
    assert result.document.published == date(2024, 5, 8)
    assert (result.document.title, result.document.source) == (
        "Cuts",
        "https://example.org/a",
    )


def test_extraction_survives_its_own_json(nlp: Language) -> None:
    result = extract(TEXTS[0], published="2024-05-08", language=nlp)
    assert Extraction.model_validate_json(result.to_json()) == result


def test_extract_many_keeps_order_and_reads_lazily(nlp: Language) -> None:
    def read() -> Iterator[str]:
        yield from TEXTS
        raise AssertionError("read past what was asked for")

    results = extract_many(read(), batch_size=1, language=nlp)
    assert [next(results).document.text for _ in TEXTS[:2]] == TEXTS[:2]


def test_extract_many_with_processes_equals_one(nlp: Language) -> None:
    alone = [r.to_json() for r in extract_many(TEXTS, language=nlp)]
    shared = extract_many(TEXTS, n_process=2, batch_size=1, language=nlp)
    assert [r.to_json() for r in shared] == alone


def test_extraction_names_its_models(nlp: Language) -> None:
    names = {model.name: model.sha256 for model in describe_pipeline(nlp).models}
    assert len(names["checkworthiness"] or "") == 64


def test_a_doc_without_its_document_is_refused(nlp: Language) -> None:
    with pytest.raises(SchemaError, match="set_document"):
        build_extraction(nlp(TEXTS[0]), describe_pipeline(nlp))


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(InputError, match="at most 10,000,000 characters"):
        extract("word " * 2_000_001)


@pytest.mark.parametrize(
    ("documents", "options", "match"),
    [
        ("Ohio voted.", {}, "documents must be many texts"),
        ([5], {}, "text must be a str"),
        (["Ohio voted."], {"batch_size": 0}, "batch_size must be at least 1"),
        (["Ohio voted."], {"n_process": 0}, "n_process must be at least 1"),
    ],
)
def test_extract_many_refuses(
    nlp: Language, documents: list[str], options: dict[str, Any], match: str
) -> None:
    with pytest.raises(InputError, match=match):
        list(extract_many(documents, language=nlp, **options))


@pytest.mark.parametrize("published", ["May 8", "2024-13-01", 20240508])
def test_a_date_that_is_none_is_refused(published: str) -> None:
    with pytest.raises(InputError, match="published must be"):
        extract("Ohio voted.", published=published)


def test_load_refuses_a_pipeline_that_is_not_there() -> None:
    with pytest.raises(Exception, match="must be an installed spaCy pipeline"):
        load("no_such_model")


def test_importing_the_package_is_light() -> None:
    code = (
        "import sys, nlp; heavy = {'spacy', 'torch', 'sklearn', 'transformers'};"
        " sys.exit(bool(heavy & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_bytes_are_the_same_with_one_thread_and_two() -> None:
    code = (
        "import sys; from nlp import extract;"
        " sys.stdout.buffer.write(extract(sys.stdin.read()).to_json())"
    )
    text = (SAMPLES / "articles" / "kansas-city-wage-floor.txt").read_text("utf-8")
    found = {}
    for threads in ("1", "2"):
        names = ("OMP", "OPENBLAS", "MKL", "BLIS")
        env = {**os.environ, **{f"{name}_NUM_THREADS": threads for name in names}}
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=text.encode(),
            capture_output=True,
            check=True,
            env=env,
        )
        found[threads] = done.stdout
    assert len(found["1"]) > 1_000
    assert found["1"] == found["2"]
