"""Copies of a document in a corpus: the same text, and nearly the same one.

Every document is compared with those before it in the corpus, in whatever order they
were read, so that the links do not depend on who read them. A text that comes again is
not analysed again; one that is nearly the same is, and linked to the first of its kind.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any, Literal

import numpy as np
import numpy.typing as npt
import orjson

from nlp.corpus.sketches import N_HASHES, Name, read_sketches
from nlp.corpus.stores import Store
from nlp.schema import Document

DUPLICATES = "duplicates.jsonl"
_MIN_SIMILARITY = 0.7  # of the sketches; shared shingles estimated within 0.04
# Documents are compared where all hashes of a band are equal: of pairs with 0.7 in
# common it finds 92 in 100, of those with 0.8 all but two in a thousand.
_BANDS, _BAND = 20, 6
_MIX = np.uint64(0x9E3779B97F4A7C15)  # of splitmix64: 2**64 over the golden ratio
_BLOCK = 65_536  # documents compared at once

Indices = npt.NDArray[np.int64]
Kind = Literal["same", "near"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One line of `duplicates.jsonl`: a document and the earlier one that it is like.

    Attributes:
        position: Of the document in its shard.
        id: Its id, and with `source` what it is called.
        source: Its file or URL.
        kind: "same" text, which is not analysed again, or "near".
        of: Id of the document before it that it is most like.
        of_source: The source of that.
        first: Id of the first document of all that are linked to one another.
        similarity: Estimated share of five-word sequences in common, 1 for the same.
    """

    position: int
    id: str
    source: str | None
    kind: Kind
    of: str
    of_source: str | None
    first: str
    similarity: float

    def to_json(self) -> bytes:
        """Serialise to one line."""
        return orjson.dumps(self) + b"\n"

    def mark(self, document: Document) -> Document:
        """Return the document with a warning that says what it is a copy of."""
        warning = f"near-duplicate: {self.similarity:.0%} the text of {self.of}"
        warnings = (*document.warnings, warning)
        return document.model_copy(update={"warnings": warnings})


def name_sketches_file(shard: str) -> str:
    """Return the file of a shard's sketches, which is gone when all are compared."""
    return f"{shard}.sketches"


def name_links_file(shard: str) -> str:
    """Return the file of a shard's links."""
    return f"{shard}.duplicates.jsonl"


def read_links(store: Store, shard: str) -> dict[int, Link]:
    """Read a shard's links by position; it may have none, and no file of them."""
    try:
        lines = store.read(name_links_file(shard)).splitlines()
    except FileNotFoundError:
        return {}
    links = (Link(**orjson.loads(line)) for line in lines)
    return {link.position: link for link in links}


def write_links(store: Store, shards: Sequence[str]) -> None:
    """Compare all documents of a corpus, whose sketches are there, and link them.

    Memory grows by some 110 bytes a document; the sketches lie in a temporary file.

    Args:
        store: The run's folder; gets a file of links for each shard that has some, and
            `duplicates.jsonl`, with all of them, as the mark of completion.
        shards: The names of all shards, in order.
    """
    with TemporaryFile() as sketches, TemporaryFile() as names:
        corpus = _Corpus(store, shards, sketches=sketches, names=names)
        links = _find_links(corpus)
        with store.write(DUPLICATES) as whole:
            found = (
                (shard, [link.to_json() for link in _describe(corpus, links, number)])
                for number, shard in enumerate(shards)
            )
            for lines in store.spread(partial(_write_shard, store), found):
                whole.writelines(lines)


def _write_shard(store: Store, found: tuple[str, list[bytes]]) -> list[bytes]:
    shard, lines = found
    if lines:
        with store.write(name_links_file(shard)) as file:
            file.writelines(lines)
    return lines


class _Corpus:
    """The digests of all documents in memory, their sketches and names on disk."""

    def __init__(
        self, store: Store, shards: Sequence[str], *, sketches: Any, names: IO[bytes]
    ) -> None:
        self._names = names
        # Growing buffers, since pieces of the arrays would keep their sketches too.
        columns = {name: bytearray() for name in ("position", "digest", "is_short")}
        self._starts = array("q")
        self.ends: list[int] = []  # for each shard, of its documents among all
        total = 0
        for data in store.spread(store.read, map(name_sketches_file, shards)):
            rows, called = read_sketches(data)
            for column, held in columns.items():
                held += rows[column].tobytes()
            sketches.write(np.ascontiguousarray(rows["sketch"]).tobytes())
            for name in called:
                self._starts.append(self._names.tell())
                self._names.write(orjson.dumps(list(name)) + b"\n")
            total += len(rows)
            self.ends.append(total)
        self.positions = np.frombuffer(columns["position"], np.uint32)
        self.digests = np.frombuffer(columns["digest"], np.uint64).reshape(-1, 2)
        self.is_short = np.frombuffer(columns["is_short"], np.bool_)
        sketches.flush()
        self.sketches: npt.NDArray[np.uint32] = np.zeros((0, N_HASHES), np.uint32)
        if total:
            shape = (total, N_HASHES)
            self.sketches = np.memmap(sketches, np.uint32, "r", shape=shape)

    def name(self, index: int) -> Name:
        """Return what a document is called."""
        self._names.seek(self._starts[index])
        return Name(*orjson.loads(self._names.readline()))


@dataclass(frozen=True, slots=True)
class _Links:
    of: Indices  # for each document the one that it is most like, or -1
    first: Indices  # for each document the first of its kind, which may be itself
    similarity: npt.NDArray[np.float32]


def _find_links(corpus: _Corpus) -> _Links:
    of = _find_same(corpus.digests)
    similarity = np.where(of >= 0, 1, 0).astype(np.float32)
    open_ = np.flatnonzero((of < 0) & ~corpus.is_short)
    for band in range(_BANDS):
        keys = _mix(corpus.sketches[:, band * _BAND : (band + 1) * _BAND], open_)
        later, first = _pair(keys, open_)
        for start in range(0, len(later), _BLOCK):
            pair = later[start : start + _BLOCK], first[start : start + _BLOCK]
            _improve(corpus.sketches, pair, of, similarity)
    return _Links(of, _follow(of), similarity)


def _find_same(digests: npt.NDArray[np.uint64]) -> Indices:
    """Return for each text the first that is the same, or -1 for that one."""
    order = np.lexsort((digests[:, 1], digests[:, 0]))  # stable
    ordered = digests[order]
    starts = np.ones(len(order), np.bool_)
    starts[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    return _point_to_starts(order, starts, len(order))


def _point_to_starts(
    order: Indices, starts: npt.NDArray[np.bool_], total: int
) -> Indices:
    first = order[np.maximum.accumulate(np.where(starts, np.arange(len(order)), 0))]
    of = np.full(total, -1, np.int64)
    of[order[~starts]] = first[~starts]
    return of


def _mix(columns: npt.NDArray[np.uint32], rows: Indices) -> npt.NDArray[np.uint64]:
    """Hash the numbers of a band into one."""
    keys = np.zeros(len(rows), np.uint64)
    for column in range(columns.shape[1]):
        keys = (keys ^ columns[rows, column]) * _MIX
        keys ^= keys >> np.uint64(32)
    return keys


def _pair(keys: npt.NDArray[np.uint64], rows: Indices) -> tuple[Indices, Indices]:
    """Return the documents that share a key with an earlier one, and the first."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.ones(len(order), np.bool_)
    starts[1:] = ordered[1:] != ordered[:-1]
    of = _point_to_starts(order.astype(np.int64), starts, len(order))
    later = np.flatnonzero(of >= 0)
    return rows[later], rows[of[later]]


def _improve(
    sketches: npt.NDArray[np.uint32],
    pair: tuple[Indices, Indices],
    of: Indices,
    similarity: npt.NDArray[np.float32],
) -> None:
    """Keep for each document the one it is most like, the earlier of two."""
    later, first = pair
    found = (sketches[later] == sketches[first]).mean(axis=1).astype(np.float32)
    before = similarity[later]
    is_better = (found > before) | ((found == before) & (first < of[later]))
    chosen = (found >= _MIN_SIMILARITY) & is_better
    of[later[chosen]] = first[chosen]
    similarity[later[chosen]] = found[chosen]


def _follow(of: Indices) -> Indices:
    """Return for each document the end of its chain of links, all of which go back."""
    first = np.arange(len(of), dtype=np.int64)
    for index in np.flatnonzero(of >= 0):
        first[index] = first[of[index]]
    return first


def _describe(corpus: _Corpus, links: _Links, shard: int) -> Iterator[Link]:
    start = corpus.ends[shard - 1] if shard else 0
    linked = np.flatnonzero(links.of[start : corpus.ends[shard]] >= 0) + start
    for index in map(int, linked):
        name, of = corpus.name(index), corpus.name(int(links.of[index]))
        is_same = bool((corpus.digests[index] == corpus.digests[links.of[index]]).all())
        yield Link(
            position=int(corpus.positions[index]),
            id=name.id,
            source=name.source,
            kind="same" if is_same else "near",
            of=of.id,
            of_source=of.source,
            first=corpus.name(int(links.first[index])).id,
            similarity=round(float(links.similarity[index]), 3),
        )
