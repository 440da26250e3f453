"""The cluster executor: the same shards as Ray tasks, on actors with the models."""

from __future__ import annotations

import logging
import socket
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import asdict
from types import TracebackType
from typing import Any

from nlp.corpus.shards import Shard
from nlp.corpus.supervisor import Supervisor
from nlp.corpus.tallies import Tally
from nlp.corpus.worker import WorkerConfig
from nlp.errors import InputError, PolicyClaimsError, ResumeError
from nlp.schema import PipelineInfo

logger = logging.getLogger(__name__)

_PAUSE = 1.0  # seconds between two looks at the progress
_WARN_AFTER = 60  # such pauses without any actor at work
_KNOCK = 10.0  # seconds until an address counts as dead
_MAX_LOSSES = 5  # of actors at one shard; nodes are not lost that often


class _Actor:
    """One worker on a node. What kills the worker alone is the supervisor's to mend."""

    def __init__(self, config: WorkerConfig) -> None:
        self._supervisor = Supervisor(config)

    def describe(self) -> dict[str, Any]:
        """Load the models and tell which they are."""
        return self._supervisor.start().model_dump(mode="json")

    def run(self, shard: Shard) -> dict[str, Any]:
        """Publish a shard."""
        return asdict(self._supervisor.run(shard))


class RayExecutor:
    """Actors on the nodes of a Ray cluster, each with one shard at a time."""

    def __init__(
        self, config: WorkerConfig, *, address: str, workers: int | None = None
    ) -> None:
        """Connect to a cluster.

        Args:
            config: What every worker must know.
            address: "auto" for the one this machine is part of, "local" to start one
                here, or its address.
            workers: Actors, one CPU each; by default as many as there are CPUs.

        Raises:
            InputError: Ray is not installed, or no cluster answers.
        """
        self._ray = _connect(address, workers)
        self.config = config
        n_cpus = int(self._ray.cluster_resources().get("CPU", 1))
        self.workers = workers or max(1, n_cpus)
        self._make = self._ray.remote(num_cpus=1)(_Actor)
        self._actors: set[Any] = set()
        self._idle: list[Any] = []
        self._pending: dict[Any, tuple[Any, Shard | None]] = {}  # by what to wait for
        self._pipeline: PipelineInfo | None = None

    def __enter__(self) -> RayExecutor:
        """Return the executor, whose actors end with the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all actors and leave the cluster."""
        for actor in self._actors:
            self._ray.kill(actor)
        self._ray.shutdown()

    def describe(self) -> PipelineInfo:
        """Start the first actor and return what it has loaded."""
        if not self._actors:
            self._add_actor()
        while self._pipeline is None:
            self._receive()
        return self._pipeline

    def map_shards(
        self, shards: Sequence[Shard], on_progress: Callable[[int], None]
    ) -> Tally:
        """Publish shards.

        Args:
            shards: Those that are not there yet.
            on_progress: Told the number of documents of the shards that are done.

        Raises:
            PolicyClaimsError: What no worker could mend, such as a full disk.
        """
        total, n_done, n_open = Tally(), 0, len(shards)
        left = deque(shards)
        losses: Counter[int] = Counter()
        while len(self._actors) < min(self.workers, len(shards)):
            self._add_actor()
        while n_open:
            while left and self._idle:
                actor, shard = self._idle.pop(), left.popleft()
                self._pending[actor.run.remote(shard)] = (actor, shard)
            for shard, tally in self._receive():
                if tally is None:
                    _count_loss(losses, shard)
                    left.append(shard)
                else:
                    total.add(tally)
                    n_open -= 1
                    n_done += shard.n_documents
            on_progress(n_done)
        return total

    def _add_actor(self) -> None:
        """Ask for an actor; it says when it is there, which may be never."""
        actor = self._make.remote(self.config)
        self._actors.add(actor)
        self._pending[actor.describe.remote()] = (actor, None)

    def _receive(self) -> list[tuple[Shard, Tally | None]]:
        """Wait a while; return the shards that are done or, without a tally, lost."""
        answers: list[tuple[Shard, Tally | None]] = []
        for ref in self._wait():
            actor, shard = self._pending.pop(ref)
            answer = self._get(actor, ref)
            if answer is not None:
                self._idle.append(actor)
                if shard is None:
                    self._check(PipelineInfo.model_validate(answer))
            if shard is not None:
                answers.append((shard, answer and Tally.from_dict(answer)))
        return answers

    def _wait(self) -> list[Any]:
        for _ in range(_WARN_AFTER):
            ready, _ = self._ray.wait(list(self._pending), timeout=_PAUSE)
            if ready or any(shard for _, shard in self._pending.values()):
                return list(ready)
        logger.warning("The cluster has no CPU free for a worker; waiting.")
        return []

    def _check(self, pipeline: PipelineInfo) -> None:
        """Refuse an actor whose models are not those of the others."""
        if self._pipeline is None:
            self._pipeline = pipeline
        if pipeline != self._pipeline:
            raise ResumeError(
                "nodes must all have the same version and models, got"
                f" {pipeline.model_dump_json()} beside"
                f" {self._pipeline.model_dump_json()}. Install the same everywhere."
            )

    def _get(self, actor: Any, ref: Any) -> Any:
        """Return an actor's answer; None if it is lost, and another one asked for."""
        exceptions = self._ray.exceptions
        try:
            return self._ray.get(ref)
        except exceptions.RayTaskError as err:
            if isinstance(err.cause, PolicyClaimsError):
                raise err.cause from err
            raise
        except exceptions.RayError as err:
            logger.warning("A worker was lost, as with its node: %s", err)
            self._actors.discard(actor)
            self._add_actor()
            return None


def _count_loss(losses: Counter[int], shard: Shard) -> None:
    losses[shard.index] += 1
    if losses[shard.index] == _MAX_LOSSES:
        raise PolicyClaimsError(
            f"workers must live until their shard is done, got {_MAX_LOSSES} lost at"
            f" shard {shard.name}. If memory ran out, run again with fewer --workers;"
            " what is done is kept."
        )


def _knock(address: str) -> None:
    """Raise an `OSError` where nobody listens; Ray itself would try for minutes."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if colon:
        socket.create_connection((host.strip("[]"), int(port)), _KNOCK).close()


def _connect(address: str, workers: int | None) -> Any:
    try:
        import ray
        import ray.exceptions
    except ImportError as err:
        raise InputError(
            "--ray must have Ray installed, got none. Install policy-claims[ray]."
        ) from err
    n_cpus = workers if address == "local" else None
    try:
        _knock(address)
        ray.init(
            address=address,
            num_cpus=n_cpus,
            log_to_driver=False,
            logging_level=logging.ERROR,
            include_dashboard=False if address == "local" else None,
        )
    except (OSError, ValueError) as err:
        raise InputError(
            f"--ray must be the address of a running cluster, got {address!r}"
            f" ({str(err).rstrip('.')})."
            " Start one with `ray start --head`, or use --ray local."
        ) from err
    return ray
