"""How runs do on a large corpus, made of the samples' paragraphs put together anew."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

import orjson
from spacy.language import Language

from nlp.corpus.runs import Execution, RunConfig, run_corpus
from nlp.corpus.shards import plan_shards, read_slice
from nlp.corpus.stores import Store
from nlp.corpus.worker import run_shard
from nlp.extraction import extract_documents
from nlp.ingest import build_document, find_files, read_documents
from nlp.pipeline import load
from nlp.schema import Document

SAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "samples"
LENGTHS = (1_000, 10_000, 100_000, 2_000_000)  # characters
EARLY = 1_000  # documents after which memory should be what it stays
_CHECKED = 200  # documents at most that the runner's own cost is measured on
_WORDS = (60, 250, 900)  # of a document: least, most common, most
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_SYLLABLES = [
    "ba",
    "dor",
    "fel",
    "gan",
    "hol",
    "ir",
    "ka",
    "len",
    "mar",
    "nov",
    "or",
    "pel",
    "ros",
    "sta",
    "tur",
    "val",
    "wen",
    "yar",
]


def measure_corpus(
    n_documents: int,
    folder: Path,
    *,
    pipeline: str = "accurate",
    n_alone: int | None = None,
) -> dict[str, Any]:
    """Run over a corpus with one and two workers.

    Args:
        n_documents: Documents to make.
        folder: Where to put corpus and results; a few gigabytes for 20,000 documents.
        pipeline: Name of the pipeline, as `nlp.pipeline.load` takes it.
        n_alone: Documents that the one worker gets, drawn over all; by default all.

    Returns:
        Plain JSON types: words a second, memory of a worker in MB, speed-up, the
        runner's share of the time, and milliseconds of CPU for 1,000 words by length.
    """
    inputs = folder / "in"
    write_corpus(inputs, n_documents)
    config = RunConfig(inputs=(inputs,), out=folder, options={"model": pipeline})
    alone = replace(config, out=folder / "out1", sample=n_alone)
    runs = [
        _measure_run(alone, workers=1),
        _measure_run(replace(config, out=folder / "out2"), workers=2),
    ]
    nlp = load(pipeline)
    speeds = [run["words_per_second"] for run in runs]
    return {
        "pipeline": pipeline,
        "runs": runs,
        "speed_up": round(speeds[1] / speeds[0], 3),
        "runner_share": round(measure_runner(nlp, inputs, folder / "share"), 4),
        "ms_per_1000_words_by_length": measure_lengths(nlp),
    }


def write_corpus(folder: Path, n_documents: int) -> None:
    """Write documents as text, HTML and JSON Lines, always the same ones."""
    folder.mkdir()
    chance = random.Random(n_documents)
    paragraphs = _read_paragraphs()
    with (folder / "rows.jsonl").open("wb") as rows:
        for number in range(n_documents):
            least, common, most = _WORDS
            n_words = int(chance.triangular(least, most, common))
            title, *rest = _compose(paragraphs, n_words, chance)
            text = "\n\n".join(rest)
            if number % 10 == 0:
                page = "".join(f"<p>{escape}</p>" for escape in map(_escape, rest))
                page = (
                    f"<html><title>{_escape(title)}</title><body>{page}</body></html>"
                )
                (folder / f"page-{number:07d}.html").write_text(page, encoding="utf-8")
            elif number % 10 == 1:
                path = folder / f"text-{number:07d}.txt"
                path.write_text(f"{title}\n\n{text}\n", encoding="utf-8")
            else:
                row = {"id": f"row-{number}", "title": title, "text": text}
                rows.write(orjson.dumps(row) + b"\n")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _read_paragraphs() -> list[str]:
    items = (item for path in find_files([SAMPLES]) for item in read_documents(path))
    texts = [item.text for item in items if isinstance(item, Document)]
    parts = (" ".join(p.split()) for text in texts for p in text.split("\n\n"))
    return [part for part in parts if len(part.split()) >= 8]


def _compose(
    paragraphs: Sequence[str], n_words: int, chance: random.Random
) -> Iterator[str]:
    """Yield a title and paragraphs with numbers and names of their own."""
    title, *drawn = chance.sample(paragraphs, min(60, len(paragraphs)))
    yield _vary(" ".join(title.split()[:9]), chance)
    while n_words > 0:
        for paragraph in drawn:
            yield _vary(paragraph, chance)
            n_words -= len(paragraph.split())
            if n_words <= 0:
                return


def _vary(text: str, chance: random.Random) -> str:
    def change(match: re.Match[str]) -> str:
        digits = match[0]
        if len(digits) == 4 and digits[:2] in ("19", "20"):  # a year
            return f"20{chance.randint(10, 25)}"
        first = str(chance.randint(1, 9))
        return first + "".join(str(chance.randint(0, 9)) for _ in digits[1:])

    text = _NUMBER.sub(change, text)
    names = sorted(set(_NAME.findall(text)))
    if names:
        made = "".join(chance.choices(_SYLLABLES, k=3)).capitalize()
        text = re.sub(rf"\b{chance.choice(names)}\b", made, text)
    return text


def _measure_run(config: RunConfig, *, workers: int) -> dict[str, Any]:
    peaks: dict[int, int] = {}  # the last seen peak of each worker, by process
    early: list[int] = []

    def look(stage: str, done: int, total: int) -> None:
        peaks.update(_read_peaks())
        if stage == "extract" and done >= EARLY * workers and not early:
            early.append(max(peaks.values(), default=0))

    summary = run_corpus(config, Execution(workers=workers), on_progress=look)
    late = max(peaks.values(), default=0)
    return {
        "workers": workers,
        "documents": summary.tally.documents,
        "failures": summary.n_failures,
        "words": summary.tally.words,
        "seconds": round(summary.seconds, 1),
        "words_per_second": round(summary.tally.words / summary.seconds),
        "worker_mb": [early[0] if early else late, late],
    }


def _read_peaks() -> dict[int, int]:
    """Return the peak memory in MB of each child process, as Linux tells it."""
    found = {}
    for children in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        for pid in map(int, children.read_text().split()):
            try:
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:  # it has just ended
                continue
            peak = re.search(r"VmHWM:\s+(\d+) kB", status)
            if peak is not None:
                found[pid] = int(peak[1]) // 1024
    return found


def measure_runner(nlp: Language, inputs: Path, out: Path) -> float:
    """Return the share of a worker's CPU time that is not extraction.

    The same documents are extracted with nothing around it, and as a shard that is
    sketched, read from its files, told about, written and published; the best of three
    rounds each.
    """
    files = find_files([inputs])
    (shard,) = plan_shards(files, shard_size=_CHECKED, sample=_CHECKED)
    items = [item for part in shard.slices for item in read_slice(part, shard.fields)]
    documents = [item for item in items if isinstance(item, Document)]
    store = Store(out)
    store.create()
    told = BytesIO()
    bare, whole = [], []

    def tell(*what: Any) -> None:
        told.write(str(what).encode())

    for _ in range(3):
        start = process_time()
        for extraction in extract_documents(nlp, documents, batch_size=1):
            extraction.to_json()
        middle = process_time()
        run_shard(replace(shard, step="sketch"), nlp, store)
        run_shard(shard, nlp, store, tell=tell)
        whole.append(process_time() - middle)
        bare.append(middle - start)
        store.remove(store.names())
    return 1 - min(bare) / min(whole)


def measure_lengths(nlp: Language) -> dict[str, float]:
    """Return milliseconds of CPU for 1,000 words, by characters of a document.

    The same paragraphs are cut into documents of each length, so that what comes again
    does so as often in short ones as in long ones.
    """
    chance = random.Random(0)
    parts = list(_compose(_read_paragraphs(), max(LENGTHS) // 5, chance))
    costs = {}
    for length in LENGTHS:
        documents = [build_document(text) for text in _join_up(parts, length)]
        n_words = sum(len(document.text.split()) for document in documents)
        start = process_time()
        for extraction in extract_documents(nlp, documents, batch_size=1):
            extraction.to_json()
        costs[str(length)] = round((process_time() - start) * 1e6 / n_words, 2)
    return costs


def _join_up(parts: Sequence[str], length: int) -> Iterator[str]:
    """Yield texts of at least so many characters, the last one maybe shorter."""
    held: list[str] = []
    n_held = 0
    for part in parts:
        held.append(part)
        n_held += len(part)
        if n_held >= length:
            yield "\n\n".join(held)
            held, n_held = [], 0
    if held:
        yield "\n\n".join(held)
