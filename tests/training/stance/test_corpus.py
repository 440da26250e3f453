"""The stance corpus: unchanged, whole, and its splits apart."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from datasketch import MinHash, MinHashLSH

from nlp.components.stances.catalogue import read_catalogue
from nlp.schema import Instrument, Status
from nlp.training.stance.rows import SPLITS, read_stance_rows

CORPUS = Path(__file__).parents[3] / "corpora" / "stance"
FILES = [CORPUS / f"{name}.jsonl" for name in (*SPLITS, "train_next")]
WORDS = re.compile(r"\w+")
SHINGLE, N_PERMUTATIONS, TOO_NEAR = 3, 64, 0.5


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in FILES
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def build_minhash(passage: str, names: frozenset[str]) -> MinHash:
    """Hash the word triples of a passage, less the names of its holders."""
    words = [w for w in WORDS.findall(passage.lower()) if w not in names]
    found = MinHash(N_PERMUTATIONS)
    found.update_batch(
        [
            " ".join(words[at : at + SHINGLE]).encode()
            for at in range(max(1, len(words) - SHINGLE + 1))
        ]
    )
    return found


def test_corpus_is_the_one_described() -> None:
    lines = (CORPUS / "SHA256SUMS").read_text().splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in CORPUS.glob("*.jsonl")
    }
    assert told == found


def test_every_row_can_be_trained_on() -> None:
    reading = read_stance_rows(FILES, read_catalogue().issues)
    assert reading.problems == ()
    assert reading.notes == ()


def test_rows_have_their_own_fields(rows: list[dict[str, Any]]) -> None:
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        has_act = row["label"] != "none"
        assert ("action" in row) == has_act, row["id"]
        if has_act:
            assert row["action"] in row["passage"], row["id"]
            assert row["instrument"] in Instrument.__args__  # type: ignore[attr-defined]  # a Literal
            assert row["status"] in Status.__args__  # type: ignore[attr-defined]  # a Literal


def test_corpus_is_as_large_and_balanced_as_told(rows: list[dict[str, Any]]) -> None:
    assert len(rows) >= 4500
    assert sum(row["split"] == "test" for row in rows) >= 900
    assert Counter(row["label"] for row in rows)["none"] >= 0.35 * len(rows)
    issues = Counter(row["issue"] for row in rows)
    assert issues.keys() == read_catalogue().issues.keys()
    assert min(issues.values()) >= 120


def test_splits_share_no_writer_and_no_topic(rows: list[dict[str, Any]]) -> None:
    for key in ("writer", "passage"):
        splits: dict[str, set[str]] = {}
        for row in rows:
            splits.setdefault(row[key], set()).add(row["split"])
        assert [name for name, found in splits.items() if len(found) > 1] == []


def test_no_near_duplicate_crosses_splits(rows: list[dict[str, Any]]) -> None:
    index = MinHashLSH(TOO_NEAR, N_PERMUTATIONS)
    passages: dict[str, tuple[str, set[str]]] = {}
    for row in rows:
        _, names = passages.setdefault(row["passage"], (row["split"], set()))
        names.update(WORDS.findall(row["holder"]["text"].lower()))
    hashes = {
        passage: build_minhash(passage, frozenset(names))
        for passage, (_, names) in passages.items()
    }
    for passage, found in hashes.items():
        index.insert(passage, found)
    crossing = [
        (passage, other)
        for passage, found in hashes.items()
        for other in index.query(found)
        if passages[passage][0] < passages[other][0]
        and found.jaccard(hashes[other]) >= TOO_NEAR
    ]
    assert crossing == []
