"""The benchmark of runs, on few documents and a small pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from nlp.corpus import measuring
from nlp.ingest import find_files, read_documents
from nlp.schema import Document


def test_a_corpus_is_varied_and_always_the_same(tmp_path: Path) -> None:
    for name in ("one", "two"):
        measuring.write_corpus(tmp_path / name, 40)
    texts = []
    for name in ("one", "two"):
        files = find_files([tmp_path / name])
        items = [item for path in files for item in read_documents(path)]
        texts.append([item.text for item in items if isinstance(item, Document)])
    assert texts[0] == texts[1]
    assert len(set(texts[0])) == 40


@pytest.mark.usefixtures("light_worker")
def test_runs_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(model: str) -> Language:
        assert model == "fast"
        nlp = spacy.blank("en")
        nlp.add_pipe("figures")
        return nlp

    monkeypatch.setattr(measuring, "load", load)
    monkeypatch.setattr(measuring, "LENGTHS", (1_000, 5_000))
    found = measuring.measure_corpus(20, tmp_path, pipeline="fast", n_alone=10)
    assert [run["documents"] for run in found["runs"]] == [10, 20]
    assert [run["failures"] for run in found["runs"]] == [0, 0]
    assert [run["workers"] for run in found["runs"]] == [1, 2]
    assert all(run["worker_mb"][1] > 20 for run in found["runs"])
    assert found["speed_up"] > 0
    assert 0 < found["runner_share"] < 1
    assert set(found["ms_per_1000_words_by_length"]) == {"1000", "5000"}
