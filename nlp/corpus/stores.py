"""Where a run writes: a local folder, or one behind an fsspec URL."""

from __future__ import annotations

import errno
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, TypeVar, cast
from uuid import uuid4

from nlp.errors import InputError, OutputError, PolicyClaimsError
from nlp.ingest.sources import split_location

PART_SUFFIX = ".part"
# An upload to these appears whole or not at all; elsewhere it is moved into place.
_OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "az", "memory"})
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REQUESTS = 32  # on their way at once; each takes some 50 ms, whatever it asks for

Item = TypeVar("Item")
Answer = TypeVar("Answer")


@contextmanager
def write_whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a local file that appears complete and on disk, or not at all."""
    part = path.with_name(f".{path.name}.{uuid4().hex}{PART_SUFFIX}")
    try:
        with part.open("w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)  # atomic within one file system
    finally:
        part.unlink(missing_ok=True)


class Store:
    """An output folder; files in it are named relative to it, with "/"."""

    def __init__(self, location: str | Path) -> None:
        """Name the folder; it is made by `create`.

        Raises:
            InputError: Nothing here can open such a URL, or it is a file.
        """
        self.location = str(location)
        self._fs, root = split_location(self.location)
        self._root = root.rstrip("/") or root
        self._is_local = "file" in _protocols(self._fs)
        if self._is_local and Path(root).exists() and not Path(root).is_dir():
            raise InputError(f"--out must be a folder, got the file {self.location}.")

    @property
    def folder(self) -> Path | None:
        """The folder where it is a local one."""
        return Path(self._root) if self._is_local else None

    def create(self) -> None:
        """Make the folder if it is not there.

        Raises:
            OutputError: It cannot be made.
        """
        with self._writing():
            self._fs.makedirs(self._root, exist_ok=True)

    def names(self) -> set[str]:
        """Return the names of all files in the folder and in its tables' folders."""
        self._fs.invalidate_cache()
        with self._asking():
            found = self._fs.find(self._root, maxdepth=2)
        start = self._fs._strip_protocol(self._root).rstrip("/") + "/"
        return {path.removeprefix(start) for path in map(str, found)}

    def open(self, name: str) -> IO[bytes]:
        """Open a file to read.

        Raises:
            FileNotFoundError: There is none.
        """
        with self._asking():
            return cast(IO[bytes], self._fs.open(self._path(name), "rb"))

    def read(self, name: str) -> bytes:
        """Read a file, which must be small."""
        with self.open(name) as file:
            return file.read()

    def remove(self, names: Iterable[str]) -> None:
        """Delete files, those that are gone already passed over."""
        for _ in self.spread(self._remove, names):
            pass

    def spread(
        self, call: Callable[[Item], Answer], items: Iterable[Item]
    ) -> Iterator[Answer]:
        """Map what reads or writes here over items, in order.

        Behind a URL many are asked for at once: a large run has 100,000s of files.
        """
        if self._is_local:
            yield from map(call, items)
            return
        with ThreadPoolExecutor(_REQUESTS) as pool:
            asked: deque[Future[Answer]] = deque()
            for item in items:
                asked.append(pool.submit(call, item))
                if len(asked) > _REQUESTS:
                    yield asked.popleft().result()
            while asked:
                yield asked.popleft().result()

    def _remove(self, name: str) -> None:
        with self._writing(), suppress(FileNotFoundError):
            self._fs.rm_file(self._path(name))

    @contextmanager
    def write(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file that appears complete and on disk, or not at all.

        Raises:
            OutputError: It cannot be written, as when the disk is full.
        """
        writer = self._write_local if self._is_local else self._write_remote
        with self._writing(), writer(name) as file:
            yield file

    @contextmanager
    def _write_local(self, name: str) -> Iterator[IO[bytes]]:
        final = Path(self._path(name))
        final.parent.mkdir(parents=True, exist_ok=True)
        with write_whole(final) as file:
            yield file

    @contextmanager
    def _write_remote(self, name: str) -> Iterator[IO[bytes]]:
        path = self._path(name)
        with NamedTemporaryFile() as file:
            yield cast(IO[bytes], file)
            file.flush()
            with self._asking():
                self._upload(file.name, path)

    def _upload(self, source: str, path: str) -> None:
        if _OBJECT_STORES & _protocols(self._fs):
            self._fs.put_file(source, path)
            return
        parent, _, last = path.rpartition("/")
        part = f"{parent}/.{last}.{uuid4().hex}{PART_SUFFIX}"
        self._fs.makedirs(parent, exist_ok=True)
        self._fs.put_file(source, part)
        self._fs.mv(part, path)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Tell in one line what a file system raises that is no error of files."""
        try:
            yield
        except (OSError, PolicyClaimsError):
            raise
        except Exception as err:  # of HTTP, S3 and others; they have no common base
            raise OutputError(
                f"output folder must be at hand and allow what is asked, got"
                f" {type(err).__name__} ({err}) in {self.location}. Check the URL and"
                " your access to it."
            ) from err

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as err:
            if isinstance(err, OutputError):
                raise
            reason = err.strerror or str(err)
            remedy = "Check the path and its permissions"
            if err.errno in _NO_ROOM:
                remedy = "Free some space"
            raise OutputError(
                f"output folder must be writable and have room, got {reason!r} in"
                f" {self.location}. {remedy}, and run the same command again; what is"
                " done is kept."
            ) from err


def _protocols(fs: Any) -> frozenset[str]:
    names = fs.protocol
    return frozenset((names,) if isinstance(names, str) else names)
