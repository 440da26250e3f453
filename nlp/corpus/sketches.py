"""What a document is compared by, before any is analysed: a digest and a sketch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from itertools import islice
from typing import IO, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import orjson

from nlp.schema import Document

N_HASHES = 120
_WORDS = 5  # in a row make a shingle
_MIN_WORDS = 20  # a shorter text is like another one by chance
_CHUNK = 4_096  # shingles hashed at once; memory grows with it
_WORD = re.compile(r"\w+")

Row = npt.NDArray[Any]
ROW = np.dtype(
    [
        ("position", np.uint32),  # in its shard
        ("digest", np.uint64, (2,)),  # half of the text's sha256
        ("is_short", np.bool_),
        ("sketch", np.uint32, (N_HASHES,)),
    ]
)


class Name(NamedTuple):
    """What a document is called."""

    id: str
    source: str | None


def sketch_text(text: str) -> npt.NDArray[np.uint32] | None:
    """Return the MinHash of a text's shingles, None for a text of few words.

    The share of equal numbers in two sketches estimates the share of shingles that
    the texts have in common (Broder 1997).
    """
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < _MIN_WORDS:
        return None
    minhash = _make_empty().copy()
    shingles = (
        " ".join(words[start : start + _WORDS]).encode()
        for start in range(len(words) - _WORDS + 1)
    )
    while chunk := list(islice(shingles, _CHUNK)):
        minhash.update_batch(chunk)
    return np.asarray(minhash.hashvalues, np.uint32)


@cache
def _make_empty() -> Any:
    """Return a MinHash to copy; its permutations take longer to make than a sketch."""
    from datasketch import MinHash

    return MinHash(num_perm=N_HASHES)


def write_sketches(file: IO[bytes], documents: Iterable[tuple[int, Document]]) -> None:
    """Write the rows and names of a shard's documents, given with their positions."""
    rows, names = [], []
    for position, document in documents:
        row = np.zeros((), ROW)
        sketch = sketch_text(document.text)
        row["position"] = position
        row["digest"] = np.frombuffer(bytes.fromhex(document.sha256)[:16], "<u8")
        row["is_short"] = sketch is None
        if sketch is not None:
            row["sketch"] = sketch
        rows.append(row)
        names.append([document.id, document.source])
    packed = np.array(rows, ROW) if rows else np.zeros(0, ROW)
    np.save(file, packed, allow_pickle=False)
    file.write(b"".join(orjson.dumps(name) + b"\n" for name in names))


def read_sketches(data: bytes) -> tuple[Row, Iterator[Name]]:
    """Read back what `write_sketches` wrote."""
    file = BytesIO(data)
    rows = np.load(file, allow_pickle=False)
    return rows, (Name(*orjson.loads(line)) for line in file)
