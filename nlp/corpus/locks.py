"""One run at a time on one output folder."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from uuid import uuid4

import orjson
from filelock import FileLock, Timeout

from nlp.corpus.stores import Store
from nlp.errors import OutputError

logger = logging.getLogger(__name__)

LOCAL_LOCK = ".lock"
REMOTE_LOCK = "run.lock"
BEAT = 10.0  # seconds between two signs of life on a remote folder
_PATIENCE = 3  # beats without one after which a run counts as dead


@contextmanager
def hold_folder(store: Store, *, beat: float = BEAT) -> Iterator[None]:
    """Keep other runs off an output folder.

    A local lock ends with its process, however that ends. A remote one is a file whose
    holder rewrites it every `beat` seconds: one that stays the same for three of them
    is taken over. No clock is compared with another.

    Raises:
        OutputError: Another run is at work there, or the folder cannot be written.
    """
    if store.folder is not None:
        lock = FileLock(store.folder / LOCAL_LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout as err:
            raise _refuse(store) from err
        except OSError as err:
            raise OutputError(
                f"output folder must be writable, got {err.strerror!r} in"
                f" {store.location}. Check its permissions, or give another --out."
            ) from err
        try:
            yield
        finally:
            lock.release()
        return
    with _hold_remote(store, beat):
        yield


@contextmanager
def _hold_remote(store: Store, beat: float) -> Iterator[None]:
    _wait_for_holder(store, beat)
    token = uuid4().hex
    _sign(store, token, 0)
    time.sleep(min(beat, 1.0))
    if _read(store).get("token") != token:  # two came at once; the last one has it
        raise _refuse(store)
    done = Event()
    thread = Thread(target=_keep_signing, args=(store, token, beat, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        store.remove([REMOTE_LOCK])


def _wait_for_holder(store: Store, beat: float) -> None:
    before = _read(store)
    if not before:
        return
    logger.warning(
        "%s is locked by %s; waiting %.0f s to see whether that run is alive.",
        store.location,
        before.get("holder", "another run"),
        _PATIENCE * beat,
    )
    for _ in range(_PATIENCE):
        time.sleep(beat)
        now = _read(store)
        if not now:
            return
        if now != before:
            raise _refuse(store)


def _keep_signing(store: Store, token: str, beat: float, done: Event) -> None:
    number = 0
    while not done.wait(beat):
        number += 1
        try:
            _sign(store, token, number)
        except Exception as err:  # the network may come back before others notice
            logger.warning("The lock of %s was not renewed: %s", store.location, err)


def _sign(store: Store, token: str, number: int) -> None:
    holder = f"{socket.gethostname()}, process {os.getpid()}"
    with store.write(REMOTE_LOCK) as file:
        file.write(
            orjson.dumps({"token": token, "number": number, "holder": holder}) + b"\n"
        )


def _read(store: Store) -> dict[str, object]:
    with suppress(FileNotFoundError, orjson.JSONDecodeError):
        return dict(orjson.loads(store.read(REMOTE_LOCK)))
    return {}


def _refuse(store: Store) -> OutputError:
    return OutputError(
        f"output folder must belong to one run at a time, got another run at work in"
        f" {store.location}. Wait for it, or give another --out."
    )
