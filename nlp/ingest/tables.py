"""CSV and Parquet: one document a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from nlp.errors import InputError
from nlp.ingest.decoding import decode_text
from nlp.ingest.rows import Row

_PROBE = 65_536
_MAX_CELL = 64 * 2**20  # characters; no document is that long
_BATCH = 64  # rows of a Parquet file in memory at once
_DELIMITERS = ",;\t|"


class CsvTable:
    """A CSV file as it is read: its columns first, then its rows."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        """Read the header.

        Raises:
            InputError: The file is empty or no text.
        """
        self.name = name
        head = stream.read(_PROBE)
        encoding = _find_encoding(head, name)
        rest = io.BufferedReader(_Chained(head, stream))
        text = io.TextIOWrapper(rest, encoding, "replace", newline="")
        csv.field_size_limit(_MAX_CELL)
        self._reader = csv.reader(
            text, delimiter=_find_delimiter(head, encoding), strict=True
        )
        try:
            header = next(self._reader, [])
        except csv.Error as err:
            raise self._explain(err) from err
        self.columns = [column.strip() for column in header]
        if not any(self.columns):
            raise InputError(
                f"file must hold rows, got an empty file in {name}. Leave it out."
            )

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are not empty, by their number below the header."""
        number = 0
        while True:
            try:
                cells = next(self._reader, None)
            except csv.Error as err:
                number += 1
                yield Row(number, self._explain(err))
                continue
            if cells is None:
                return
            number += 1
            if any(cells):
                yield Row(number, dict(zip(self.columns, cells, strict=False)))

    def _explain(self, err: csv.Error) -> InputError:
        return InputError(
            f"CSV must have cells of at most {_MAX_CELL // 2**20} million characters"
            f" and closed quotes, got {str(err)!r} in {self.name}, line"
            f" {self._reader.line_num}. Write it again with quotes doubled."
        )


class _Chained(io.RawIOBase):
    """What has been read of a stream, and then the rest of it."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = len(buffer)
        data = self._head[:size] if self._head else self._stream.read(size)
        self._head = self._head[size:]
        buffer[: len(data)] = data
        return len(data)


def _find_encoding(head: bytes, name: str) -> str:
    """Tell the encoding by the first bytes; the last may be cut off."""
    whole = head[: head.rfind(b"\n") + 1] or head
    if not whole.strip():
        return "utf-8-sig"
    _, warnings = decode_text(whole, name=name)
    for warning in warnings:
        if "decoded as" in warning:
            return warning.rpartition(" ")[2]
    return "utf-16" if whole[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _find_delimiter(head: bytes, encoding: str) -> str:
    line = head.decode(encoding, "replace").lstrip().split("\n", 1)[0]
    return max(_DELIMITERS, key=line.count)


def open_parquet(stream: Any, name: str) -> Any:
    """Open a Parquet file.

    Args:
        stream: The file, seekable.
        name: What to call it in an error.

    Returns:
        A `pyarrow.parquet.ParquetFile`.

    Raises:
        InputError: pyarrow is not installed, or the file is damaged.
    """
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as err:
        raise InputError(
            f"Parquet must have pyarrow to be read, got none for {name}."
            " Install policy-claims[parquet]."
        ) from err
    try:
        return ParquetFile(stream)
    except (ArrowException, OSError, ValueError) as err:  # names may be no UTF-8
        raise InputError(
            f"Parquet must be a whole file, got a damaged or other file in {name}."
            " Write or fetch it again."
        ) from err


def count_rows(file: Any) -> int:
    """Count the rows of a `ParquetFile` by its groups, as `iter_parquet` does."""
    groups = map(file.metadata.row_group, range(file.num_row_groups))
    return sum(group.num_rows for group in groups)


def iter_parquet(file: Any, start: int, name: str) -> Iterator[Row]:
    """Yield the rows of a `ParquetFile` from the row number `start`, from 1.

    Where a group of rows is damaged, each of them that is left says so.
    """
    first = 1
    for group in range(file.num_row_groups):
        end = first + file.metadata.row_group(group).num_rows
        if end > start:
            yield from _iter_group(file, group, range(first, end), start, name)
        first = end


def _iter_group(
    file: Any, group: int, numbers: range, start: int, name: str
) -> Iterator[Row]:
    number = numbers.start
    try:
        for batch in file.iter_batches(_BATCH, row_groups=[group]):
            if number + len(batch) <= start:
                number += len(batch)
                continue
            for row in batch.to_pylist():
                if number >= start:
                    yield Row(number, row)
                number += 1
        if number < numbers.stop:
            raise ValueError(f"{numbers.stop - number} rows fewer than it states")
    except (OSError, ValueError) as err:  # pyarrow's errors are of these kinds
        error = InputError(
            f"Parquet must be a whole file, got {str(err)!r} in {name}."
            " Write or fetch it again."
        )
        yield from (Row(n, error) for n in range(max(number, start), numbers.stop))
