"""In how many documents each claim of a run stands, in memory that does not grow.

Claims are counted by a 64-bit hash of `ranking.claim_key`: sorted pieces go to a
temporary file each, and are merged a range of hashes at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import count, islice, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from nlp.ranking import claim_key
from nlp.schema import Extraction

_PIECE = 1 << 20  # claims sorted in memory at a time, 8 MB
_MOST = 255  # documents; more make no difference to anything

_ROW = np.dtype([("key", "<u8"), ("n", "u1")])
Rows = npt.NDArray[np.void]


class Recurrence:
    """Claims that stand in two documents or more, and in how many."""

    def __init__(self, rows: Rows) -> None:
        """Take rows of hash and count, sorted by hash; they may lie on disk."""
        self._keys = rows["key"]
        self._counts = rows["n"]

    def __len__(self) -> int:
        """Return how many claims stand in two documents or more."""
        return len(self._keys)

    def get(self, key: str, default: int = 1) -> int:
        """Return in how many documents a claim stands, at most 255.

        Args:
            key: Its `claim_key`.
            default: For one that stands in a single document.
        """
        wanted = _hash(key)
        at = int(np.searchsorted(self._keys, wanted))
        is_there = at < len(self._keys) and self._keys[at] == wanted
        return int(self._counts[at]) if is_there else default


def _hash(key: str) -> np.uint64:
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def count_recurrence(
    extractions: Iterable[Extraction], *, piece_size: int = _PIECE
) -> Recurrence:
    """Count in how many documents each claim stands; their order does not matter.

    Args:
        extractions: Of a run; none is kept.
        piece_size: Claims held in memory at a time.
    """
    with TemporaryDirectory(prefix="policy-claims-") as name:
        folder = Path(name)
        pieces = list(_write_pieces(_list_keys(extractions), folder, piece_size))
        merged = folder / "merged"
        with merged.open("wb") as file:
            for rows in _merge(pieces):
                file.write(rows.tobytes())
        if not merged.stat().st_size:
            return Recurrence(np.empty(0, dtype=_ROW))
        # The mapping outlives the name of its file.
        return Recurrence(np.memmap(merged, dtype=_ROW, mode="r"))


def _list_keys(extractions: Iterable[Extraction]) -> Iterator[np.uint64]:
    for extraction in extractions:
        keys = {claim_key(claim) for claim in extraction.claims}
        yield from map(_hash, keys)


def _write_pieces(
    keys: Iterator[np.uint64], folder: Path, piece_size: int
) -> Iterator[Rows]:
    for number in count():
        held = np.fromiter(islice(keys, piece_size), dtype="<u8")
        if not len(held):
            return
        path = folder / str(number)
        rows = _sum_up(held, np.ones(len(held), dtype=np.int64))
        path.write_bytes(rows.tobytes())
        yield np.memmap(path, dtype=_ROW, mode="r")


def _sum_up(keys: npt.NDArray[np.uint64], counts: npt.NDArray[np.int64]) -> Rows:
    """Return each key once, in order, with the sum of its counts."""
    found, places = np.unique(keys, return_inverse=True)
    rows = np.empty(len(found), dtype=_ROW)
    rows["key"] = found
    sums = np.bincount(places, weights=counts, minlength=len(found))
    rows["n"] = np.minimum(sums, _MOST)
    return rows


def _merge(pieces: list[Rows]) -> Iterator[Rows]:
    """Yield the keys of two documents or more, in order, a range at a time."""
    n_ranges = max(len(pieces), 1)
    borders = [number * (1 << 64) // n_ranges for number in range(n_ranges + 1)]
    for low, high in pairwise(borders):
        parts = [_cut(piece, low, high) for piece in pieces]
        if not any(len(part) for part in parts):
            continue
        keys = np.concatenate([part["key"] for part in parts])
        counts = np.concatenate([part["n"] for part in parts]).astype(np.int64)
        rows = _sum_up(keys, counts)
        yield rows[rows["n"] > 1]


def _cut(piece: Rows, low: int, high: int) -> Rows:
    start = np.searchsorted(piece["key"], np.uint64(low))
    last = high == 1 << 64
    stop = len(piece) if last else np.searchsorted(piece["key"], np.uint64(high))
    return piece[start:stop]
