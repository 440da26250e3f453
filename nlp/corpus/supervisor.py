"""One worker process, watched: if it dies, a document is lost and not the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from threading import Event
from typing import Any

import orjson

from nlp import errors
from nlp.corpus.shards import Shard, fail_document
from nlp.corpus.tallies import Tally
from nlp.corpus.worker import WorkerConfig
from nlp.errors import PolicyClaimsError
from nlp.schema import Failure, PipelineInfo

MAX_DEATHS = 3  # at one document
_MAX_STARTS = 5  # in a row that load no models, where none ever has
# Models that have loaded once will again when memory is free, so these take minutes.
_MAX_RESTARTS = 20
_PAUSES = (0, 0, 1, 2, 5, 10)  # seconds before each, the last one before all others
# Workers that each start a thread a core would only fight one another.
_THREADS = (
    *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"),
    *("BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS"),
)
# Its path is ours, and the folder it is started in is not on it.
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:];"
    " from nlp.corpus.serving import main; main()"
)
_DONE = -1  # where a worker is that has no document in hand

OnDocuments = Callable[[int], None]


class Supervisor:
    """A worker process that is started again when it dies."""

    max_words = 2_000_000  # after which a worker is replaced: some ten minutes of work

    def __init__(
        self, config: WorkerConfig, on_documents: OnDocuments = lambda number: None
    ) -> None:
        """Say what the worker is to know; it starts when it is needed.

        Args:
            config: What the worker must know.
            on_documents: Told the number of documents just done, below zero for those
                that have to be done again.
        """
        self.config = config
        self.on_documents = on_documents
        self._stopped = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipeline: PipelineInfo | None = None
        self._n_words = 0  # that the running worker has read

    def start(self) -> PipelineInfo:
        """Start the worker, if it is not running, and return what it has loaded.

        Raises:
            PolicyClaimsError: The pipeline cannot be loaded, or the worker dies of it.
        """
        if self._process is not None and self._pipeline is not None:
            return self._pipeline
        for number in range(_MAX_RESTARTS if self._pipeline else _MAX_STARTS):
            self._stopped.wait(_PAUSES[min(number, len(_PAUSES) - 1)])
            self._start_process()
            for event in self._read_events():
                self._pipeline = PipelineInfo.model_validate(event["pipeline"])
                return self._pipeline
            end = self._reap()
        raise PolicyClaimsError(
            f"workers must live to load their models, got one ended by {end}, as"
            " happens when memory runs out. Run the same command again with fewer"
            " --workers."
        )

    def run(self, shard: Shard) -> Tally:
        """Have a shard published, however often the worker dies of it.

        A document at which it dies three times, or once by its time limit, becomes a
        failure, and the rest of the shard is done without it.

        Raises:
            PolicyClaimsError: What the worker could not mend, such as a full disk.
        """
        deaths: Counter[int] = Counter()
        known: dict[int, Failure] = {}
        while True:
            if self._process is None:
                self.start()
            n_done = 0
            at: dict[str, Any] = {"event": "done"}
            for event in self._read_events(self._encode(shard, known)):
                if event["event"] == "published":
                    tally = Tally.from_dict(event["tally"])
                    self._retire(tally.words)
                    return tally
                at = event
                if event["event"] == "done":
                    n_done += 1
                    self.on_documents(1)
            self.on_documents(-n_done)
            end = self._reap()
            position = _DONE if at["event"] == "done" else int(at["position"])
            deaths[position] += 1
            if position == _DONE and deaths[position] == MAX_DEATHS:
                raise PolicyClaimsError(
                    f"workers must live until their shard is done, got one ended by"
                    f" {end} between documents. Run the same command again with fewer"
                    " --workers; what is done is kept."
                )
            is_late = end == "SIGALRM" and position != _DONE
            if is_late or deaths[position] == MAX_DEATHS:
                known[position] = self._blame(shard, at, end)

    def stop(self) -> None:
        """End the worker at once; whoever waits for it gets a `PolicyClaimsError`."""
        self._stopped.set()
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the worker, for which nobody waits any more, and clear up after it."""
        self.stop()
        if self._process is not None:
            _clear_up(self._process)
            self._process = None

    def _retire(self, n_words: int) -> None:
        """Let a worker go that has read much; the next shard gets a new one.

        spaCy keeps every word that it has seen, so memory would grow with the corpus.
        """
        self._n_words += n_words
        if self._n_words >= self.max_words and self._process is not None:
            _clear_up(self._process)  # it ends when its input does
            self._process = None

    def _start_process(self) -> None:
        self._n_words = 0
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **dict.fromkeys(_THREADS, "1")},
        )
        if self._stopped.is_set():  # in the meantime, by another thread
            self._process.kill()
        self._send(orjson.dumps(asdict(self.config)))

    def _encode(self, shard: Shard, known: dict[int, Failure]) -> bytes:
        failures = {str(key): value.model_dump() for key, value in known.items()}
        task = {"shard": asdict(shard), "known": failures}
        return orjson.dumps(task, default=list)  # named tuples as lists

    def _send(self, message: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(message + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:  # it is dead; reading from it will tell
            return

    def _read_events(self, message: bytes | None = None) -> Iterator[dict[str, Any]]:
        """Yield what the worker tells, until it dies; raise the errors it tells of."""
        if message is not None:
            self._send(message)
        assert self._process is not None
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if not line.endswith(b"\n"):  # cut off by its death
                return
            event = orjson.loads(line)
            if event["event"] == "error":
                raise _make_error(event)
            yield event

    def _reap(self) -> str:
        """Return what ended the worker."""
        assert self._process is not None
        code = _clear_up(self._process)
        self._process = None
        if self._stopped.is_set():
            raise PolicyClaimsError("run must go on to its end, got stopped.")
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def _blame(self, shard: Shard, at: dict[str, Any], end: str) -> Failure:
        position = left = at["position"]
        for part in shard.slices:
            if left < part.n_documents:
                break
            left -= part.n_documents
        if end == "SIGALRM":
            stage = "timeout"
            error = (
                f"document must be done within {self.config.timeout:g} seconds, got"
                f" more at position {position} of shard {shard.name}. Raise --timeout,"
                " or split it."
            )
        else:
            stage = "worker"
            error = (
                "document must leave its worker alive, got a worker ended by"
                f" {end} {MAX_DEATHS} times at position {position} of shard"
                f" {shard.name}. If memory ran out, use fewer --workers or split it."
            )
        failure = fail_document(part, left, error, stage=stage)
        if "id" not in at:
            return failure
        return failure.model_copy(update={"id": at["id"], "source": at["source"]})


def _make_error(event: dict[str, Any]) -> PolicyClaimsError:
    kind = getattr(errors, event["kind"], PolicyClaimsError)
    error = kind(event["message"])
    assert isinstance(error, PolicyClaimsError)
    return error


def _clear_up(process: subprocess.Popen[bytes]) -> int:
    for pipe in (process.stdin, process.stdout):
        with suppress(BrokenPipeError):
            if pipe is not None:
                pipe.close()
    return process.wait()
