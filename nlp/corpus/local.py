"""The local executor: shards mapped over processes of this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

from spacy.language import Language

from nlp.corpus.shards import Shard
from nlp.corpus.worker import run_shard
from nlp.errors import PolicyClaimsError
from nlp.pipeline import load

_worker: dict[str, Any] = {}  # the pipeline and counter of this worker process


def _start_worker(options: dict[str, Any], counter: Synchronized[int]) -> None:
    _worker["nlp"] = load(**options)
    _worker["counter"] = counter


def _tick() -> None:
    counter = _worker["counter"]
    with counter.get_lock():
        counter.value += 1


def _work(shard: Shard, out: Path) -> None:
    run_shard(shard, _worker["nlp"], out, _tick)


def map_shards(
    shards: Sequence[Shard],
    out: Path,
    *,
    options: dict[str, Any],
    nlp: Language | None = None,
    workers: int = 1,
    on_progress: Callable[[int], None],
) -> None:
    """Run the shards that are not there yet.

    Args:
        shards: The plan.
        out: Output folder.
        options: Arguments of `nlp.pipeline.load` for the workers.
        nlp: A pipeline already loaded with `options`, used by a single worker.
        workers: Processes; 1 works in this one.
        on_progress: Told the number of documents done so far in this run.
    """
    if workers == 1:
        done = 0

        def tick() -> None:
            nonlocal done
            done += 1
            on_progress(done)

        pipeline = nlp or load(**options)
        for shard in shards:
            run_shard(shard, pipeline, out, tick)
        return
    # Workers that each start a thread a core would only fight one another.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    context = get_context("spawn")
    counter = context.Value("q", 0)
    with ProcessPoolExecutor(
        workers, context, initializer=_start_worker, initargs=(options, counter)
    ) as pool:
        left = {pool.submit(partial(_work, shard, out)) for shard in shards}
        while left:
            finished, left = wait(left, timeout=0.2, return_when=FIRST_EXCEPTION)
            on_progress(counter.value)
            for future in finished:
                _check(future)


def _check(future: Future[None]) -> None:
    try:
        future.result()
    except BrokenProcessPool as err:
        raise PolicyClaimsError(
            "workers must live until their shard is done, got one that was killed, as"
            " happens when memory runs out. Run again with fewer --workers; what is"
            " done is kept."
        ) from err
