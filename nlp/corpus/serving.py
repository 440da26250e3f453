"""A worker process: `python -m nlp.corpus.serving`, driven by `Supervisor`.

It speaks JSON Lines: its configuration and then shards on standard input, what it is
doing on standard output. It ends when its input does, as when its parent is killed.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

import orjson

from nlp.corpus.shards import Shard
from nlp.corpus.stores import Store
from nlp.corpus.worker import WorkerConfig, run_shard
from nlp.errors import PolicyClaimsError
from nlp.extraction import describe_pipeline
from nlp.pipeline import load
from nlp.schema import Document, Failure

# The kernel ends first whoever has the most memory and the highest of these.
_OOM_SCORE = b"500"
_MAX_NAME = 1_000  # characters of an id that is told


def main() -> None:
    """Load the models, then work on shards until there are no more."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not get between the lines
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_bytes(_OOM_SCORE)
    lines: SimpleQueue[bytes] = SimpleQueue()
    config = WorkerConfig(**orjson.loads(sys.stdin.buffer.readline()))
    Thread(target=_listen, args=(lines,), daemon=True).start()
    try:
        _serve(config, channel, lines)
    except PolicyClaimsError as err:
        _send(channel, "error", kind=type(err).__name__, message=str(err))
    except Exception:
        traceback.print_exc()
    os._exit(1)  # at once: the thread that listens would hold up an orderly end


def _listen(lines: SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        lines.put(line)
    os._exit(0)  # whatever is under way: nobody waits for it any more


def _serve(config: WorkerConfig, channel: IO[bytes], lines: SimpleQueue[bytes]) -> None:
    try:
        nlp = load(**config.options)
    except PolicyClaimsError:
        raise
    except Exception as err:
        raise PolicyClaimsError(
            f"pipeline must load, got {err!r}. Install the package again."
        ) from err
    store = Store(config.out)
    pipeline = describe_pipeline(nlp)
    _send(channel, "ready", pipeline=pipeline.model_dump(mode="json"))

    def tell(step: str, position: int, document: Document | None) -> None:
        known: dict[str, Any] = {}
        if document is not None:
            known["id"] = document.id[:_MAX_NAME]
            known["source"] = document.source and document.source[:_MAX_NAME]
        if step != "extract" and config.timeout is not None:
            # The kernel ends the process, even in the middle of one long C call.
            limit = config.timeout if step == "read" else 0
            signal.setitimer(signal.ITIMER_REAL, limit)
        _send(channel, step, position=position, **known)

    while True:
        task = orjson.loads(lines.get())
        known = {int(key): Failure(**value) for key, value in task["known"].items()}
        shard = Shard.from_dict(task["shard"])
        tally = run_shard(
            shard, nlp, store, format=config.format, known=known, tell=tell
        )
        signal.setitimer(signal.ITIMER_REAL, 0)
        _send(channel, "published", tally=tally)


def _send(channel: IO[bytes], event: str, **values: Any) -> None:
    channel.write(orjson.dumps({"event": event, **values}) + b"\n")
    channel.flush()


if __name__ == "__main__":
    main()
