"""Speed: of the pipeline in one process, and of runs over a corpus.

Usage: scripts/benchmark.py pipeline [INPUT...] [--rounds N] [--json FILE]
       scripts/benchmark.py corpus [--documents N] [--json FILE]

`pipeline` reads `corpora/samples` where no inputs are given. Each round times bare
spaCy and the full extraction in turn on the same documents, so that a slow moment of
the machine hits both; the medians are printed.

`corpus` makes a corpus of varied documents and runs over it with one and two workers.
20,000 documents take about an hour on two cores that have nothing else to do.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Annotated, Any

import spacy
import typer
from rich.console import Console
from rich.table import Table
from spacy.language import Language

from nlp.cli import run_app
from nlp.corpus.measuring import measure_corpus
from nlp.errors import InputError
from nlp.extraction import (
    build_extraction,
    describe_pipeline,
    extract_documents,
    make_doc,
)
from nlp.ingest import find_files, read_documents
from nlp.pipeline import DEFAULT_MODEL, load
from nlp.schema import Document

SAMPLES = Path(__file__).resolve().parent.parent / "corpora" / "samples"


def read_inputs(inputs: list[Path], *, n_words: int) -> list[Document]:
    """Read documents, repeating the whole set until it has `n_words` words."""
    items = [item for path in find_files(inputs) for item in read_documents(path)]
    documents = [item for item in items if isinstance(item, Document)]
    total = count_words(documents)
    if total == 0:
        raise InputError("inputs must hold text, got none. Name other files.")
    return documents * max(1, -(-n_words // total))


def count_words(documents: list[Document]) -> int:
    """Count words as white space separates them."""
    return sum(len(document.text.split()) for document in documents)


def time_components(nlp: Language, documents: list[Document]) -> dict[str, float]:
    """Return the seconds each component takes, and those of building the records."""
    start = perf_counter()
    docs = [make_doc(nlp, document) for document in documents]
    seconds = {"tokenizer": perf_counter() - start}
    for name, component in nlp.pipeline:
        start = perf_counter()
        if hasattr(component, "pipe"):
            docs = list(component.pipe(docs, batch_size=64))
        else:
            docs = [component(doc) for doc in docs]
        seconds[name] = perf_counter() - start
    pipeline = describe_pipeline(nlp)
    start = perf_counter()
    for doc in docs:
        build_extraction(doc, pipeline).to_json()
    seconds["records"] = perf_counter() - start
    return seconds


def measure(documents: list[Document], *, rounds: int) -> dict[str, Any]:
    """Time bare spaCy against the full extraction, in turn, after one warm-up each."""
    bare, full = spacy.load(DEFAULT_MODEL), load()
    texts = [document.text for document in documents]
    times: dict[str, list[float]] = {"bare spaCy": [], "full extraction": []}
    for number in range(rounds + 1):
        start = perf_counter()
        for _ in bare.pipe(texts, batch_size=64):
            pass
        middle = perf_counter()
        for extraction in extract_documents(full, documents):
            extraction.to_json()
        end = perf_counter()
        if number > 0:
            times["bare spaCy"].append(middle - start)
            times["full extraction"].append(end - middle)
    n_words = count_words(documents)
    shares = time_components(full, documents)
    return {
        "documents": len(documents),
        "words": n_words,
        "words_per_second": {
            name: round(n_words / median(values)) for name, values in times.items()
        },
        "ms_per_1000_words": {
            name: round(seconds * 1e6 / n_words, 2) for name, seconds in shares.items()
        },
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "python": sys.version.split()[0],
        "spacy": spacy.about.__version__,
    }


def pipeline(
    inputs: Annotated[list[Path] | None, typer.Argument(help="Files, folders.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Timed rounds.")] = 3,
    words: Annotated[int, typer.Option(help="Words a round at least.")] = 20_000,
    json_out: Annotated[Path | None, typer.Option("--json")] = None,
) -> None:
    """Print words a second and each component's share."""
    documents = read_inputs(inputs or [SAMPLES], n_words=words)
    result = measure(documents, rounds=rounds)
    console = Console()
    console.print(
        f"{result['documents']} documents, {result['words']:,} words, spaCy"
        f" {result['spacy']}, Python {result['python']}, peak memory"
        f" {result['peak_memory_mb']} MB"
    )
    speeds = Table("", "words a second", "of bare spaCy")
    bare = result["words_per_second"]["bare spaCy"]
    for name, speed in result["words_per_second"].items():
        speeds.add_row(name, f"{speed:,}", f"{speed / bare:.2f}")
    shares = Table("component", "ms per 1,000 words", "share")
    total = sum(result["ms_per_1000_words"].values())
    for name, ms in result["ms_per_1000_words"].items():
        shares.add_row(name, f"{ms:.2f}", f"{ms / total:.0%}")
    console.print(speeds, shares)
    if json_out is not None:
        json_out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


def corpus(
    documents: Annotated[int, typer.Option(min=100)] = 20_000,
    json_out: Annotated[Path | None, typer.Option("--json")] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Where to work; by default a temporary folder.")
    ] = None,
) -> None:
    """Print speed-up, memory, the runner's share and cost by length of runs."""
    with TemporaryDirectory(dir=folder) as made:
        result = measure_corpus(documents, Path(made))
    console = Console()
    runs = Table("workers", "words a second", "MB a worker: early", "at the end")
    for run in result["runs"]:
        early, late = run["worker_mb"]
        speed = f"{run['words_per_second']:,}"
        runs.add_row(str(run["workers"]), speed, str(early), str(late))
    lengths = Table("characters a document", "CPU ms per 1,000 words")
    for size, cost in result["ms_per_1000_words_by_length"].items():
        lengths.add_row(f"{int(size):,}", f"{cost:.1f}")
    console.print(
        f"{result['documents']:,} documents, {result['words']:,} words,"
        f" {result['failures']} failures; speed-up {result['speed_up']:.2f};"
        f" the runner takes {result['runner_share']:.1%} of the time"
    )
    console.print(runs, lengths)
    if json_out is not None:
        json_out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(pipeline)
    app.command()(corpus)
    run_app(app)
