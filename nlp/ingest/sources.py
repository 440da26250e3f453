"""Where inputs lie: local paths and fsspec URLs, plain, .gz or .zst."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, cast

from nlp.errors import InputError

# What a file of one document may expand to. Text of this size has far more words
# than a document may have; what is left are pictures, or a bomb.
MAX_BYTES = 512 * 2**20
_COMPRESSED = (".gz", ".zst")
_URL = re.compile(r"([a-z][a-z0-9+.-]+)(?:::|://)", re.IGNORECASE)
_MAGIC = re.compile(r"[*?\[]")
# Of S3; of Google's, Azure's and others; of Hugging Face.
_TAGS = ("ETag", "etag", "blob_id")
_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gcs", "gcs": "gcs", "hf": "hf"}


def is_url(location: str) -> bool:
    """Whether it names a file elsewhere: "s3://bucket/key", "memory://a.txt"."""
    return _URL.match(location) is not None


def is_pattern(location: str) -> bool:
    """Whether it has wildcards in it."""
    return _MAGIC.search(location) is not None


def strip_compression(name: str) -> str:
    """Return a file name in lower case without ".gz" or ".zst"."""
    name = name.lower()
    for suffix in _COMPRESSED:
        name = name.removesuffix(suffix)
    return name


def is_compressed(location: str) -> bool:
    """Whether the file has to be expanded before it is read."""
    return location.lower().endswith(_COMPRESSED)


def split_location(location: str) -> tuple[Any, str]:
    """Return the fsspec file system of a location and its path there.

    Raises:
        InputError: Nothing here can open such a URL.
    """
    import fsspec

    scheme = (_URL.match(location) or ("", "file"))[1].lower()
    try:
        if not is_url(location):
            return fsspec.filesystem("file"), location
        fs, path = fsspec.core.url_to_fs(location)
    except ImportError as err:
        extra = _EXTRAS.get(scheme)
        remedy = f"Install policy-claims[{extra}]" if extra else f"Install it ({err})"
        raise InputError(
            f"location must be of a file system that is installed, got {location!r}."
            f" {remedy.rstrip('.')}."
        ) from err
    except ValueError as err:
        raise InputError(
            f"location must be a path or a URL that fsspec knows, got {location!r}."
            " Check its scheme, such as s3:// or gs://."
        ) from err
    return fs, str(path)


def list_folder(location: str) -> Iterator[str]:
    """Yield the files below a folder at every depth, hidden ones and all, unsorted."""
    if not is_url(location):
        for parent, folders, names in os.walk(location):
            folders[:] = [name for name in folders if not name.startswith(".")]
            yield from (str(Path(parent, name)) for name in names)
        return
    fs, path = split_location(location)
    with reading(location):
        found = fs.find(path)
    yield from map(fs.unstrip_protocol, found)


def expand_pattern(location: str) -> list[str]:
    """List what a pattern with *, ** or ? stands for: files and folders, sorted."""
    fs, pattern = split_location(location)
    with reading(location):
        found = sorted(fs.glob(pattern))
    if is_url(location):
        return [fs.unstrip_protocol(path) for path in found]
    return [_as_written(path, location) for path in found]


def find_base(pattern: str) -> str:
    """Return the folder that a pattern searches: what stands before its wildcards."""
    start = _MAGIC.search(pattern)
    return os.path.dirname(pattern if start is None else pattern[: start.start()])


def leads_out(location: str, folder: str) -> bool:
    """Whether a local file below a folder is a link to something outside of it.

    Whoever fills the folder could otherwise make any file of this machine a document.
    """
    if is_url(location):
        return False
    inside = os.path.realpath(folder or os.curdir)
    return os.path.commonpath((inside, os.path.realpath(location))) != inside


def _as_written(path: str, pattern: str) -> str:
    """Keep a relative path relative; fsspec gives all of it."""
    if os.path.isabs(pattern):
        return path
    return os.path.relpath(path)


def is_folder(location: str) -> bool:
    """Whether files may lie below it."""
    if not is_url(location):
        return os.path.isdir(location)
    fs, path = split_location(location)
    with reading(location):
        return bool(fs.isdir(path))


def is_there(location: str) -> bool:
    """Whether there is a file or folder at this location."""
    if not is_url(location):
        return os.path.exists(location)
    fs, path = split_location(location)
    with reading(location):
        return bool(fs.exists(path))


def hash_input(location: str) -> str:
    """Return the sha256 of a local file, or what its file system knows a change by.

    Raises:
        InputError: The file cannot be read.
    """
    with reading(location):
        fs, path = split_location(location)
        if is_url(location):
            return _tag(fs, path)
        digest = hashlib.sha256()
        with open(location, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _tag(fs: Any, path: str) -> str:
    """Return what a file system knows a content by, whoever asks.

    The whole of what it tells differs between a file that was listed with its folder,
    as where a run is planned, and one that was asked for alone, as by a worker.
    """
    info = fs.info(path)
    for name in _TAGS:
        if info.get(name):
            return f"{name} {info[name]}, {info.get('size')} bytes"
    return str(fs.ukey(path))


@contextmanager
def open_raw(location: str) -> Iterator[BinaryIO]:
    """Open a file as it lies there.

    Raises:
        InputError: It cannot be opened, or reading from it fails in the `with` block.
    """
    with reading(location):
        if not is_url(location):
            with open(location, "rb") as file:
                yield file
            return
        fs, path = split_location(location)
        # Not all of what fsspec opens can read a line of limited length.
        with fs.open(path, "rb") as file, BufferedReader(file) as buffered:
            yield cast(BinaryIO, buffered)


@contextmanager
def open_expanded(location: str) -> Iterator[BinaryIO]:
    """Open a file; what is compressed is expanded as it is read.

    Raises:
        InputError: As `open_raw`.
    """
    with open_raw(location) as raw:
        name = location.lower()
        if name.endswith(".gz"):
            with gzip.open(raw, "rb") as file:
                yield cast(BinaryIO, file)
        elif name.endswith(".zst"):
            with _open_zstd(raw) as file:
                yield file
        else:
            yield raw


def _open_zstd(raw: BinaryIO) -> BinaryIO:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    # The window is what a frame may ask of memory: that of `zstd --long=27`.
    options = {int(zstd.DecompressionParameter.window_log_max): 27}
    return cast(BinaryIO, zstd.ZstdFile(cast(Any, raw), "r", options=options))


def read_all(location: str) -> bytes:
    """Read a file of one document, expanded.

    Raises:
        InputError: It cannot be read, or is larger than `MAX_BYTES`.
    """
    with open_expanded(location) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(
            f"file must expand to at most {MAX_BYTES // 2**20} MB, got more in"
            f" {location}. Split it, or take its text out first."
        )
    return data


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn what goes wrong while a file is read into an `InputError`.

    Local files fail in known ways; what stands behind a URL may raise anything.
    """
    try:
        yield
    except (InputError, GeneratorExit):
        raise
    except Exception as err:
        if not (_is_damage(err) or is_url(name)):
            raise
        reason = getattr(err, "strerror", None) or str(err) or type(err).__name__
        raise InputError(
            f"file must be readable, got {reason!r} in {name}."
            " Check the path and its permissions, or fetch it again."
        ) from err


def _is_damage(err: Exception) -> bool:
    known = isinstance(err, (OSError, EOFError, zlib.error))
    return known or type(err).__name__ == "ZstdError"
