"""Hugging Face data sets: in as rows, out as typed features."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from datasets import Dataset, DatasetDict, IterableDataset, load_dataset
from spacy.language import Language

from nlp import Extraction, extract, extract_many
from nlp.errors import InputError

TEXTS = [
    "Oregon sued the agency on Monday. About 300 people came.",
    "“We will not pay,” the minister of Finland said. Some 40,000 farmers protested.",
    "x",
]


@pytest.fixture
def dataset() -> Dataset:
    return Dataset.from_dict(
        {
            "Article Body": TEXTS,
            "url": [f"https://example.org/{number}" for number in range(3)],
            "date": [datetime(2024, 5, day) for day in (6, 7, 8)],
        }
    )


def test_extract_many_takes_a_dataset(nlp: Language, dataset: Dataset) -> None:
    results = list(extract_many(dataset, language=nlp))
    assert [result.document.text for result in results] == TEXTS
    assert [str(result.document.published) for result in results] == [
        "2024-05-06",
        "2024-05-07",
        "2024-05-08",
    ]
    assert results[0].document.source == "https://example.org/0"


def test_extract_many_takes_a_streamed_dataset_with_named_fields(
    nlp: Language, dataset: Dataset
) -> None:
    streamed: IterableDataset = dataset.to_iterable_dataset()
    (first, *_) = extract_many(
        streamed, language=nlp, text_field="url", id_field="Article Body"
    )
    assert (first.document.text, first.document.id) == (
        "https://example.org/0",
        TEXTS[0],
    )


def test_extract_many_refuses_rows_without_text(nlp: Language) -> None:
    rows = [{"headline": "Ohio", "summary": "Ohio sued."}]
    with pytest.raises(InputError, match="got the fields 'headline', 'summary'"):
        list(extract_many(rows, language=nlp))


def test_extract_many_refuses_splits(nlp: Language, dataset: Dataset) -> None:
    splits = DatasetDict({"train": dataset, "test": dataset})
    with pytest.raises(InputError, match=r"got a mapping with the keys \['train', 't"):
        list(extract_many(splits, language=nlp))


def test_map_writes_typed_columns(
    nlp: Language, dataset: Dataset, tmp_path: Path
) -> None:
    def add_claims(row: dict[str, Any]) -> dict[str, Any]:
        return extract(
            row["Article Body"], published="2024-05-06", language=nlp
        ).to_row()

    found = dataset.map(
        add_claims,
        features=Extraction.features(),
        remove_columns=dataset.column_names,
        new_fingerprint="extraction",
    )
    assert found.features == Extraction.features()
    found.to_parquet(tmp_path / "found.parquet")
    back = load_dataset(
        "parquet",
        data_files=str(tmp_path / "found.parquet"),
        split="train",
        cache_dir=str(tmp_path / "cache"),
    )
    results = [Extraction.model_validate(row) for row in back]
    assert results == [extract(t, published="2024-05-06", language=nlp) for t in TEXTS]
    assert results[0].figures


def test_from_generator_holds_extractions(nlp: Language, tmp_path: Path) -> None:
    def generate(texts: list[str]) -> Iterator[dict[str, Any]]:
        for result in extract_many(texts, language=nlp):
            yield result.to_row()

    made = Dataset.from_generator(
        generate,
        features=Extraction.features(),
        gen_kwargs={"texts": TEXTS},
        cache_dir=str(tmp_path),
        fingerprint="extractions",
    )
    assert [row["document"]["text"] for row in made] == TEXTS
    assert made[0]["figures"][0]["value"] == 300.0


def test_features_need_nothing_before_they_are_asked_for() -> None:
    code = "import sys, nlp.schema; sys.exit('datasets' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_block_of_the_documentation_runs(tmp_path: Path) -> None:
    docs = Path(__file__).resolve().parent.parent / "docs/inputs.md"
    (code,) = re.findall(r"^```python\n(.*?)^```$", docs.read_text(), re.M | re.S)
    env = {**os.environ, "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.splitlines()[-1] == b"Ohio sued the agency on May 6."
