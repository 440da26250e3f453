"""The local executor: shards mapped over worker processes of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from queue import Empty, SimpleQueue
from threading import Lock
from types import TracebackType

from nlp.corpus.shards import Shard
from nlp.corpus.supervisor import Supervisor
from nlp.corpus.tallies import Tally, sum_tallies
from nlp.corpus.worker import WorkerConfig
from nlp.schema import PipelineInfo

_PAUSE = 0.2  # seconds between two looks at the progress


class LocalExecutor:
    """Worker processes, each with the models and one shard at a time."""

    def __init__(self, config: WorkerConfig, *, workers: int = 1) -> None:
        """Set up workers; they start when there is something to do.

        Args:
            config: What every worker must know.
            workers: Processes; each loads the models once.
        """
        self.config = config
        self.workers = workers
        self._lock = Lock()
        self._n_done = 0
        self._supervisors = [Supervisor(config, self._count)]

    def __enter__(self) -> LocalExecutor:
        """Return the executor, whose workers end with the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all workers."""
        for supervisor in self._supervisors:
            supervisor.close()

    def describe(self) -> PipelineInfo:
        """Start the first worker and return what it has loaded."""
        return self._supervisors[0].start()

    def map_shards(
        self, shards: Sequence[Shard], on_progress: Callable[[int], None]
    ) -> Tally:
        """Publish shards.

        Args:
            shards: Those that are not there yet.
            on_progress: Told the number of documents done so far.

        Raises:
            PolicyClaimsError: What no worker could mend, such as a full disk.
        """
        self._n_done = 0
        queue: SimpleQueue[Shard] = SimpleQueue()
        for shard in shards:
            queue.put(shard)
        n_workers = min(self.workers, len(shards))
        while len(self._supervisors) < n_workers:
            self._supervisors.append(Supervisor(self.config, self._count))
        with ThreadPoolExecutor(max(n_workers, 1)) as pool:
            watched = self._supervisors[:n_workers]
            futures = {pool.submit(_work, each, queue) for each in watched}
            try:
                for future in _wait(futures, lambda: on_progress(self._n_done)):
                    future.result()
            except BaseException:
                for each in watched:
                    each.stop()  # or the pool would wait for them
                raise
        on_progress(self._n_done)
        return sum_tallies(future.result() for future in futures)

    def _count(self, number: int) -> None:
        with self._lock:
            self._n_done += number


def _work(supervisor: Supervisor, queue: SimpleQueue[Shard]) -> Tally:
    total = Tally()
    while True:
        try:
            shard = queue.get_nowait()
        except Empty:
            return total
        total.add(supervisor.run(shard))


def _wait(
    futures: set[Future[Tally]], on_pause: Callable[[], None]
) -> Iterator[Future[Tally]]:
    left = futures
    while left:
        finished, left = wait(left, timeout=_PAUSE, return_when="FIRST_COMPLETED")
        on_pause()
        yield from finished
