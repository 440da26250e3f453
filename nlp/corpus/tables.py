"""Results as Parquet: a folder for each table, in it a file for each shard.

Each row of every table has `document_index`, the place of its document in the corpus,
by which tables are joined; ids such as "c1" are unique within a document only.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import cache
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import orjson

from nlp.corpus.stores import Store
from nlp.errors import InputError, SchemaError
from nlp.schema import (
    Attribution,
    Claim,
    DateRef,
    Document,
    Entity,
    Extraction,
    Figure,
    Record,
    Stance,
)

if TYPE_CHECKING:
    import pyarrow as pa

INDEX = "document_index"
DOCUMENTS = "documents"  # written last, so that it marks a shard as complete
TABLES: dict[str, type[Record]] = {
    "entities": Entity,
    "figures": Figure,
    "dates": DateRef,
    "attributions": Attribution,
    "stances": Stance,
    "claims": Claim,
    DOCUMENTS: Document,
}
_GROUP_BYTES = 32 << 20  # of JSON, held in memory until they become a row group


def load_pyarrow() -> Any:
    """Import pyarrow.

    Raises:
        InputError: It is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as err:
        raise InputError(
            "Parquet must have pyarrow to be read and written, got none."
            " Install policy-claims[parquet]."
        ) from err
    return pyarrow


def name_table_file(table: str, shard: str) -> str:
    """Return the file of a table's rows for one shard."""
    return f"{table}/{shard}.parquet"


@cache
def build_arrow_schema(table: str) -> pa.Schema:
    """Return the columns of a table: those of its record after `document_index`."""
    pa = load_pyarrow()
    fields = [pa.field(INDEX, pa.int64(), nullable=False)]
    for name, info in TABLES[table].model_fields.items():
        kind, nullable = _arrow_type(info.annotation)
        text = {"description": info.description} if info.description else None
        fields.append(pa.field(name, kind, nullable=nullable, metadata=text))
    return pa.schema(fields)


def _arrow_type(annotation: Any) -> tuple[Any, bool]:
    """Return the Arrow type of a field of a record, and whether it may be null."""
    pa = load_pyarrow()
    simple = {str: pa.string(), float: pa.float64(), int: pa.int64(), date: pa.date32()}
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        (inner,) = (arg for arg in args if arg is not type(None))
        return _arrow_type(inner)[0], True
    if origin is Literal:
        return pa.string(), False
    if origin is tuple:
        return pa.list_(_arrow_type(args[0])[0]), False
    if isinstance(annotation, type) and issubclass(annotation, Record):
        fields = annotation.model_fields.items()
        columns = ((name, *_arrow_type(info.annotation)) for name, info in fields)
        return pa.struct(
            [pa.field(n, kind, nullable=may) for n, kind, may in columns]
        ), False
    if annotation in simple:
        return simple[annotation], False
    raise SchemaError(f"field must have a type that Arrow knows, got {annotation!r}.")


def write_tables(
    store: Store, shard: str, lines: IO[bytes], positions: Sequence[int]
) -> None:
    """Publish the tables of one shard.

    Args:
        store: Output folder.
        shard: Name of the shard.
        lines: Its extractions as JSON Lines.
        positions: The `document_index` of each line.

    Raises:
        OutputError: They cannot be written.
    """
    with ExitStack() as stack:
        writers: dict[str, Any] = {}
        # Files are closed in the reverse of this order, and so appear in it.
        for table in reversed(TABLES):
            file = stack.enter_context(store.write(name_table_file(table, shard)))
            writers[table] = stack.enter_context(_open_writer(table, file, lines))
        for batch in _iter_batches(lines, positions):
            for table, writer in writers.items():
                writer.write_table(_build_table(table, batch))


def _open_writer(table: str, file: IO[bytes], lines: IO[bytes]) -> Any:
    pq = load_pyarrow().parquet
    first = lines.readline()
    lines.seek(0)
    made_by = {}
    if first:
        row = orjson.loads(first)
        made_by = {key: row[key] for key in ("schema_version", "pipeline")}
    schema = build_arrow_schema(table)
    schema = schema.with_metadata({"policy_claims": orjson.dumps(made_by)})
    return pq.ParquetWriter(file, schema, compression="zstd")


def _iter_batches(
    lines: IO[bytes], positions: Sequence[int]
) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    batch, size = [], 0
    for position, line in zip(positions, lines, strict=True):
        batch.append((position, orjson.loads(line)))
        size += len(line)
        if size >= _GROUP_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _build_table(table: str, batch: list[tuple[int, dict[str, Any]]]) -> Any:
    schema = build_arrow_schema(table)
    days = [field.name for field in schema if str(field.type) == "date32[day]"]
    rows = []
    for position, extraction in batch:
        found = [extraction["document"]] if table == DOCUMENTS else extraction[table]
        for record in found:
            for name in days:
                record[name] = record[name] and date.fromisoformat(record[name])
            rows.append({INDEX: position, **record})
    return load_pyarrow().Table.from_pylist(rows, schema=schema)


def count_rows(store: Store, table: str, shard: str) -> int:
    """Count a table's rows in one shard, without reading them."""
    pq = load_pyarrow().parquet
    with store.open(name_table_file(table, shard)) as file:
        return int(pq.ParquetFile(file).metadata.num_rows)


def read_tables(store: Store, shard: str) -> Iterator[Extraction]:
    """Put a shard's extractions together again, in order."""
    pq = load_pyarrow().parquet
    with ExitStack() as stack:
        rows: dict[str, Iterator[dict[str, Any]]] = {}
        for table in TABLES:
            file = stack.enter_context(store.open(name_table_file(table, shard)))
            reader = pq.ParquetFile(file)
            rows[table] = _iter_rows(reader)
        made_by = orjson.loads(reader.schema_arrow.metadata[b"policy_claims"])
        documents = rows.pop(DOCUMENTS)
        groups = {table: _Groups(found) for table, found in rows.items()}
        for row in documents:
            index = row.pop(INDEX)
            records = {table: group.take(index) for table, group in groups.items()}
            yield Extraction.model_validate({**made_by, "document": row, **records})


def _iter_rows(reader: Any) -> Iterator[dict[str, Any]]:
    for batch in reader.iter_batches():
        yield from batch.to_pylist()


class _Groups:
    """A table's rows, which are in the order of their documents."""

    def __init__(self, rows: Iterator[dict[str, Any]]) -> None:
        self._groups = groupby(rows, key=lambda row: int(row.pop(INDEX)))
        self._next = next(self._groups, None)

    def take(self, index: int) -> tuple[dict[str, Any], ...]:
        """Return the rows of a document, none if it has none."""
        if self._next is None or self._next[0] != index:
            return ()
        found = tuple(self._next[1])
        self._next = next(self._groups, None)
        return found
