"""Copies in a corpus: the same text is analysed once, a similar one is linked."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import orjson
import pytest

from nlp.corpus.duplicates import (
    DUPLICATES,
    name_sketches_file,
    read_links,
    write_links,
)
from nlp.corpus.results import read_extractions
from nlp.corpus.runs import Execution, run_corpus
from nlp.corpus.sketches import read_sketches, sketch_text, write_sketches
from nlp.corpus.stores import Store
from nlp.ingest import build_document
from tests.corpus.small_runs import WriteRows, make_config, read_all

NOUNS = ("shelter", "levy", "clinic", "tariff", "permit", "harbor", "pension", "ballot")
VERBS = ("raised", "delayed", "approved", "rejected", "funded", "audited", "closed")
PLACES = ("Aldford", "Brackwell", "Calder", "Dunmore", "Eastlake", "Fairhaven")


def write_article(seed: int, n_sentences: int = 14) -> list[str]:
    """Write sentences that other seeds do not have."""
    chance = random.Random(seed)
    return [
        f"Officials in {chance.choice(PLACES)} {chance.choice(VERBS)} the"
        f" {chance.choice(NOUNS)} after {chance.randint(2, 9999)} people wrote to the"
        f" {chance.choice(NOUNS)} board in {chance.choice(PLACES)}."
        for _ in range(n_sentences)
    ]


ARTICLES = [write_article(seed) for seed in range(4)]
FIRST = " ".join(ARTICLES[0])
SHORTENED = " ".join([*ARTICLES[0][:-2], "This story was written by our own staff."])
TEXTS = [FIRST, " ".join(ARTICLES[1]), SHORTENED, " ".join(ARTICLES[2]), FIRST]


def read_lines(out: Path) -> list[dict[str, object]]:
    lines = (out / DUPLICATES).read_bytes().splitlines()
    return [orjson.loads(line) for line in lines]


def link(folder: Path, texts: Sequence[str], *, shard_size: int) -> Store:
    """Sketch and link texts, with ids "d0", "d1" ..."""
    store = Store(folder)
    store.create()
    documents = [build_document(text, id=f"d{n}") for n, text in enumerate(texts)]
    shards: list[str] = []
    for start in range(0, len(documents), shard_size):
        shards.append(f"{len(shards):05d}-of-99999")
        with store.write(name_sketches_file(shards[-1])) as file:
            write_sketches(file, enumerate(documents[start : start + shard_size]))
    write_links(store, shards)
    return store


def test_sketches_estimate_what_two_texts_share() -> None:
    first, second = sketch_text(FIRST), sketch_text(SHORTENED)
    other = sketch_text(" ".join(ARTICLES[3]))
    assert first is not None
    assert second is not None
    assert 0.7 < np.mean(first == second) < 0.95
    assert np.mean(first == other) < 0.2
    assert sketch_text("Too few words to tell.") is None


def test_sketch_is_the_same_in_every_case_and_spacing() -> None:
    once, again = sketch_text(FIRST), sketch_text(FIRST.upper().replace(" ", "\n"))
    assert np.all(once == again)


def test_sketch_of_a_long_text_is_that_of_all_of_it() -> None:
    long = " ".join(f"word{number}" for number in range(20_000))
    whole, half = sketch_text(long), sketch_text(long[: len(long) // 2])
    assert 0.35 < np.mean(whole == half) < 0.65


def test_sketches_are_read_back_as_written(tmp_path: Path) -> None:
    document = build_document(FIRST, id="d1", source="https://example.org")
    path = tmp_path / "sketches"
    with path.open("wb") as file:
        write_sketches(file, [(7, document)])
    rows, names = read_sketches(path.read_bytes())
    assert rows["position"].tolist() == [7]
    assert [tuple(name) for name in names] == [("d1", "https://example.org")]


@pytest.mark.parametrize("shard_size", [1, 2, 5])
def test_links_go_to_the_first_whatever_the_shards(
    tmp_path: Path, shard_size: int
) -> None:
    link(tmp_path, TEXTS, shard_size=shard_size)
    near, same = read_lines(tmp_path)
    assert (near["id"], near["kind"], near["of"], near["first"]) == (
        *("d2", "near"),
        *("d0", "d0"),
    )
    assert (same["id"], same["kind"], same["of"], same["similarity"]) == (
        *("d4", "same"),
        *("d0", 1.0),
    )


def test_copies_of_copies_share_their_first(tmp_path: Path) -> None:
    texts = [FIRST]
    for number in range(1, 5):  # each a sentence further from the first
        sentences = [*write_article(50, number), *ARTICLES[0][number:]]
        texts.append(" ".join(sentences))
    link(tmp_path, [*texts, texts[1]], shard_size=3)
    lines = read_lines(tmp_path)
    assert {line["first"] for line in lines} == {"d0"}
    assert lines[-1]["kind"] == "same"
    assert lines[-1]["of"] == "d1"


def test_short_texts_are_linked_only_where_they_are_the_same(tmp_path: Path) -> None:
    store = link(tmp_path, ["Ohio sued.", "Ohio sued!", "Ohio sued."], shard_size=3)
    links = read_links(store, "00000-of-99999")
    assert [(at, found.kind) for at, found in links.items()] == [(2, "same")]


def test_a_corpus_without_copies_has_an_empty_list(tmp_path: Path) -> None:
    link(tmp_path, [], shard_size=1)
    assert (tmp_path / DUPLICATES).read_bytes() == b""


@pytest.mark.usefixtures("light_worker")
@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_run_analyses_a_text_once_and_marks_what_is_near(
    write_rows: WriteRows, tmp_path: Path, format: str
) -> None:
    rows, out = write_rows(*TEXTS), tmp_path / "out"
    summary = run_corpus(make_config(rows, out, format=format))
    tally = summary.tally
    assert (tally.documents, tally.copies, tally.near_copies) == (4, 1, 1)
    found = list(read_extractions(out))
    assert [each.document.id for each in found] == ["d0", "d1", "d2", "d3"]
    (warning,) = found[2].document.warnings
    assert warning.startswith("near-duplicate: ")
    assert warning.endswith("% the text of d0")
    assert not list(out.rglob("*.sketches"))
    before = read_all(out)
    again = run_corpus(make_config(rows, out, format=format))
    assert read_all(out) == before
    assert (again.tally.copies, again.tally.near_copies) == (1, 1)


@pytest.mark.usefixtures("light_worker")
def test_run_links_the_same_with_more_workers_and_after_a_stop(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    rows = write_rows(*TEXTS, *reversed(TEXTS), SHORTENED)
    one, two = tmp_path / "one", tmp_path / "two"
    run_corpus(make_config(rows, one))
    run_corpus(make_config(rows, two), Execution(workers=2, timeout=60))
    assert read_all(one) == read_all(two)
    for name in (DUPLICATES, "00002-of-00006.jsonl"):
        (two / name).unlink()
    run_corpus(make_config(rows, two))
    assert read_all(one) == read_all(two)


@pytest.mark.usefixtures("light_worker")
def test_run_can_analyse_every_copy(write_rows: WriteRows, tmp_path: Path) -> None:
    out = tmp_path / "out"
    summary = run_corpus(make_config(write_rows(*TEXTS), out, compare=False))
    assert summary.tally.documents == len(TEXTS)
    assert not (out / DUPLICATES).exists()


@pytest.mark.usefixtures("light_worker")
def test_overwrite_forgets_the_links_of_before(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    rows, out = write_rows(*TEXTS), tmp_path / "out"
    run_corpus(make_config(rows, out))
    summary = run_corpus(make_config(rows, out, compare=False), overwrite=True)
    assert summary.tally.documents == len(TEXTS)
    assert not list(out.glob("*duplicates*"))
