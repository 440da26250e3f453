"""Speed: of the pipeline in one process, of two checkouts, of runs over a corpus.

Usage: scripts/benchmark.py pipeline [INPUT...] [--each N] [--rounds N] [--json FILE]
       scripts/benchmark.py compare BASE_DIR [INPUT...] [--each N] [--rounds N]
       scripts/benchmark.py corpus [--documents N] [--alone N] [--pipeline NAME]
           [--json FILE]

`pipeline` and `compare` read `corpora/samples` where no inputs are given. What they
tell is processor time of one thread, the best of all rounds, and what is compared takes
turns on the same documents: so a busy machine costs both sides the same. `pipeline`
takes a minute. `compare` also says how many documents the two checkouts read otherwise.

`corpus` makes a corpus of varied documents and runs over it with one and two workers.
20,000 documents with `--pipeline fast` and 2,000 of them for the one worker take about
25 minutes on two cores that have nothing else to do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Annotated, Any

import spacy
import thinc
import typer
from rich.console import Console
from rich.table import Table
from spacy.language import Language
from thinc.api import NumpyOps

from nlp.cli import run_app
from nlp.cli.options import Pipeline
from nlp.corpus.measuring import EARLY, measure_corpus
from nlp.errors import InputError
from nlp.extraction import (
    build_extraction,
    describe_pipeline,
    extract_documents,
    make_doc,
)
from nlp.inference.threads import on_one_thread
from nlp.ingest import find_files, read_documents
from nlp.pipeline import DEFAULT_MODEL, load
from nlp.schema import Document

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "corpora" / "samples"
LENGTH = 450  # words; `--each` takes the documents nearest to it
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

# Runs in each checkout of `compare`, so it knows of them only what is public.
_ROUNDS = """
import hashlib, json, sys
from time import process_time
from nlp import extract_many, load
texts, language = json.load(open(sys.argv[1])), load()
print("ready", flush=True)
for _ in sys.stdin:
    start, shas = process_time(), []
    for found in extract_many(texts, language=language):
        found.to_json()
        seen = found.model_dump_json(exclude={"pipeline"}).encode()
        shas.append(hashlib.sha256(seen).hexdigest())
    print(json.dumps([process_time() - start, shas]), flush=True)
"""
_WORKER = """
import json, sys
from nlp import extract_many
for found in extract_many(json.load(open(sys.argv[1]))):
    found.to_json()
"""

Inputs = Annotated[list[Path] | None, typer.Argument(help="Files, folders.")]
Each = Annotated[
    int | None,
    typer.Option(help=f"Documents of a file, those nearest to {LENGTH} words."),
]
Rounds = Annotated[int, typer.Option(min=1, help="Timed rounds.")]


def read_inputs(inputs: list[Path], *, each: int | None) -> list[Document]:
    """Read documents; of a file that holds more than `each`, those of usual length."""
    chosen: list[Document] = []
    for path in find_files(inputs):
        items = [item for item in read_documents(path) if isinstance(item, Document)]
        items.sort(key=lambda item: abs(count_words([item]) - LENGTH))
        chosen += items[:each]
    if count_words(chosen) == 0:
        raise InputError("inputs must hold text, got none. Name other files.")
    return chosen


def count_words(documents: Iterable[Document]) -> int:
    """Count words as white space separates them."""
    return sum(len(document.text.split()) for document in documents)


def load_bare(ops: NumpyOps) -> Language:
    """Load spaCy's pipeline with the given matrix products."""
    with thinc.api.use_ops("numpy", use_blis=ops.use_blis):
        return spacy.load(DEFAULT_MODEL)


def parse(nlp: Language, texts: list[str]) -> None:
    """Run a pipeline over texts."""
    for _ in nlp.pipe(texts, batch_size=64):
        pass


def time_components(nlp: Language, documents: list[Document]) -> dict[str, float]:
    """Return the seconds each component takes, and those of building the records."""
    start = process_time()
    docs = [make_doc(nlp, document) for document in documents]
    seconds = {"tokenizer": process_time() - start}
    for name, component in nlp.pipeline:
        start = process_time()
        if hasattr(component, "pipe"):
            docs = list(component.pipe(docs, batch_size=64))
        else:
            docs = [component(doc) for doc in docs]
        seconds[name] = process_time() - start
    pipeline = describe_pipeline(nlp)
    start = process_time()
    for doc in docs:
        build_extraction(doc, pipeline).to_json()
    seconds["records"] = process_time() - start
    return seconds


def time_call(call: Callable[[], Any]) -> float:
    """Return the seconds of processor time that a call takes."""
    start = process_time()
    call()
    return process_time() - start


def measure(documents: list[Document], *, rounds: int) -> dict[str, Any]:
    """Time bare spaCy and the full extraction, in turn, after one warm-up each."""
    texts = [document.text for document in documents]
    full = load()
    bare = {
        "bare spaCy, as installed": load_bare(NumpyOps()),
        "bare spaCy, numpy's products": load_bare(NumpyOps(use_blis=False)),
    }

    def extract(nlp: Language) -> None:
        for extraction in extract_documents(nlp, documents):
            extraction.to_json()

    calls: dict[str, Callable[[], Any]] = {
        name: partial(parse, nlp, texts) for name, nlp in bare.items()
    }
    calls["full extraction"] = partial(extract, full)
    calls["full extraction, fast"] = partial(extract, load("fast"))
    with on_one_thread():
        for call in calls.values():
            call()
        turns = [
            {name: time_call(call) for name, call in calls.items()}
            for _ in range(rounds)
        ]
        shares = [time_components(full, documents) for _ in range(rounds)]
    n_words = count_words(documents)
    return {
        "documents": len(documents),
        "words": n_words,
        "words_per_second": {
            name: round(n_words / min(turn[name] for turn in turns)) for name in calls
        },
        "ms_per_1000_words": {
            name: round(min(share[name] for share in shares) * 1e6 / n_words, 2)
            for name in shares[0]
        },
    }


def measure_process(command: list[str], *, rounds: int = 3) -> dict[str, float]:
    """Return seconds of processor time and peak memory in MB of a fresh process.

    Linux counts what this process had when it started the other one, so call this
    before anything large is loaded.
    """
    best = {"seconds": float("inf"), "mb": float("inf")}
    env = {**os.environ, **ONE_THREAD}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled once
    for _ in range(rounds):
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        if status != 0:
            raise InputError(
                f"command must succeed, got {status} of {command}. Run it."
            )
        seconds = round(used.ru_utime + used.ru_stime, 3)
        best["seconds"] = min(best["seconds"], seconds)
        best["mb"] = min(best["mb"], round(used.ru_maxrss / 1024))
    return best


def measure_starts(documents: list[Document]) -> dict[str, dict[str, float]]:
    """Measure fresh processes: what a user waits for, and what a worker needs."""
    python = sys.executable
    command = [python, "-m", "nlp.cli"]
    with TemporaryDirectory() as folder:
        one, many = Path(folder, "one.txt"), Path(folder, "many.json")
        usual = min(documents, key=lambda item: abs(count_words([item]) - 500))
        one.write_text(usual.text, encoding="utf-8")
        many.write_text(json.dumps([item.text for item in documents]), encoding="utf-8")
        return {
            "python": measure_process([python, "-c", ""]),
            "import nlp": measure_process([python, "-c", "import nlp"]),
            "policy-claims --help": measure_process([*command, "--help"]),
            "policy-claims extract": measure_process([*command, "extract", str(one)]),
            "all documents": measure_process(
                [python, "-c", _WORKER, str(many)], rounds=1
            ),
        }


def describe_machine() -> dict[str, Any]:
    """Name what figures depend on."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    return {
        "processor": names[0] if names else "",
        "python": sys.version.split()[0],
        "spacy": spacy.about.__version__,
        "thinc": thinc.about.__version__,
    }


def pipeline(
    inputs: Inputs = None,
    each: Each = None,
    rounds: Rounds = 2,
    json_out: Annotated[Path | None, typer.Option("--json")] = None,
) -> None:
    """Print words a second, each component's share, cold starts and memory."""
    documents = read_inputs(inputs or [SAMPLES], each=each)
    starts = measure_starts(documents)
    result = {
        **describe_machine(),
        **measure(documents, rounds=rounds),
        "fresh_processes": starts,
    }
    console = Console()
    console.print(
        f"{result['documents']} documents, {result['words']:,} words;"
        f" {result['processor']}, spaCy {result['spacy']}, thinc {result['thinc']},"
        f" Python {result['python']}"
    )
    speeds = Table("", "words a second", "of the first")
    bare = next(iter(result["words_per_second"].values()))
    for name, speed in result["words_per_second"].items():
        speeds.add_row(name, f"{speed:,}", f"{speed / bare:.2f}")
    shares = Table("component", "ms per 1,000 words", "share")
    total = sum(result["ms_per_1000_words"].values())
    for name, ms in result["ms_per_1000_words"].items():
        shares.add_row(name, f"{ms:.2f}", f"{ms / total:.0%}")
    fresh = Table("fresh process", "CPU seconds", "MB at most")
    for name, used in result["fresh_processes"].items():
        fresh.add_row(name, f"{used['seconds']:.2f}", f"{used['mb']:.0f}")
    console.print(speeds, shares, fresh)
    write_json(result, json_out)


def write_json(result: dict[str, Any], path: Path | None) -> None:
    """Write the figures where the user wants them."""
    if path is not None:
        path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


def start_rounds(checkout: Path, texts: Path) -> subprocess.Popen[str]:
    """Start a process that extracts `texts` with a checkout whenever it is told to."""
    if not (checkout / "nlp" / "__init__.py").is_file():
        raise InputError(f"BASE_DIR must be a checkout, got {checkout}. Name another.")
    return subprocess.Popen(
        [sys.executable, "-c", _ROUNDS, str(texts)],
        cwd=checkout,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": str(checkout)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def tell_round(process: subprocess.Popen[str]) -> Any:
    """Let a process of `start_rounds` do one round; seconds and sha256 by document."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        raise InputError("a checkout must load, got none. See the message above.")
    return json.loads(line)


def compare(
    base: Annotated[Path, typer.Argument(help="Another checkout, such as of main.")],
    inputs: Inputs = None,
    each: Each = None,
    rounds: Rounds = 2,
    json_out: Annotated[Path | None, typer.Option("--json")] = None,
) -> None:
    """Print words a second of another checkout and of this one."""
    documents = read_inputs(inputs or [SAMPLES], each=each)
    n_words = count_words(documents)
    with TemporaryDirectory() as folder:
        texts = Path(folder, "texts.json")
        found = [document.text for document in documents]
        texts.write_text(json.dumps(found), encoding="utf-8")
        places = {"base": base.resolve(), "this checkout": ROOT}
        processes = {at: start_rounds(path, texts) for at, path in places.items()}
        for process in processes.values():
            assert process.stdout is not None
            process.stdout.readline()
        turns = [
            {name: tell_round(process) for name, process in processes.items()}
            for _ in range(rounds + 1)  # the first one warms up
        ]
        for process in processes.values():
            process.communicate()
    speeds = {
        name: round(n_words / min(turn[name][0] for turn in turns[1:]))
        for name in places
    }
    before, after = (turns[0][name][1] for name in places)
    n_other = sum(one != other for one, other in zip(before, after, strict=True))
    table = Table("", "words a second", "of the base")
    for name, speed in speeds.items():
        table.add_row(name, f"{speed:,}", f"{speed / speeds['base']:.2f}")
    Console().print(
        table, f"{n_other} of {len(documents)} documents are read otherwise."
    )
    result = {**describe_machine(), "words": n_words, "words_per_second": speeds}
    write_json({**result, "documents_read_otherwise": n_other}, json_out)


def corpus(
    documents: Annotated[int, typer.Option(min=100)] = 20_000,
    alone: Annotated[
        int | None, typer.Option(min=100, help="Documents of one worker; all of them.")
    ] = None,
    pipeline: Pipeline = "accurate",
    json_out: Annotated[Path | None, typer.Option("--json")] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Where to work; by default a temporary folder.")
    ] = None,
) -> None:
    """Print speed-up, memory, the runner's share and cost by length of runs."""
    with TemporaryDirectory(dir=folder) as made:
        result = measure_corpus(documents, Path(made), pipeline=pipeline, n_alone=alone)
    console = Console()
    runs = Table(
        *("workers", "documents", "words", "failures", "words a second"),
        *(f"MB a worker: after {EARLY:,} documents", "at the end"),
    )
    for run in result["runs"]:
        early, late = run["worker_mb"]
        names = ("workers", "documents", "words", "failures", "words_per_second")
        counts = [f"{run[name]:,}" for name in names]
        runs.add_row(*counts, str(early), str(late))
    lengths = Table("characters a document", "CPU ms per 1,000 words")
    for size, cost in result["ms_per_1000_words_by_length"].items():
        lengths.add_row(f"{int(size):,}", f"{cost:.1f}")
    console.print(
        f"Pipeline {result['pipeline']}; speed-up {result['speed_up']:.2f};"
        f" the runner takes {result['runner_share']:.1%} of the time"
    )
    console.print(runs, lengths)
    write_json(result, json_out)


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(pipeline)
    app.command()(compare)
    app.command()(corpus)
    run_app(app)
