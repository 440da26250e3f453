"""CSV and Parquet: a document a row, whatever the columns are called."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nlp.ingest import Failure, Fields, iter_places, read_documents
from nlp.schema import Document

if TYPE_CHECKING:
    from tests.ingest.conftest import WriteFile

ROWS = [
    {
        "Article Text": f"Oregon will pay {n} million dollars,\nthe “governor” said.",
        "article_id": n,
        "Publish Date": datetime(2024, 1, 1 + n),
        "headline": f"Title {n}",
    }
    for n in range(5)
]


def write_csv(rows: list[dict[str, Any]], *, delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_parquet(rows: list[dict[str, Any]]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), file, row_group_size=2)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", write_csv(ROWS)),
        ("a.csv", b"\xef\xbb\xbf" + write_csv(ROWS).encode()),
        ("a.csv", write_csv(ROWS, delimiter=";").encode("utf-16")),
        ("a.tsv", write_csv(ROWS, delimiter="\t").encode("cp1252")),
        ("a.parquet", write_parquet(ROWS)),
    ],
)
def test_rows_are_documents(
    write_file: WriteFile, name: str, content: str | bytes
) -> None:
    path = write_file(name, content)
    documents = list(read_documents(path))
    for number, document in enumerate(documents):
        assert isinstance(document, Document)
        assert document.text == ROWS[number]["Article Text"]
        assert (document.id, document.title) == (str(number), f"Title {number}")
        assert str(document.published) == f"2024-01-0{number + 1}"
        assert document.source == str(path)
    places = list(iter_places(path))
    assert len(places) == len(documents) == 5
    for number, place in enumerate(places):
        assert list(read_documents(path, start=place)) == documents[number:]


def test_columns_can_be_named(write_file: WriteFile) -> None:
    row = {"text": "no", "story": "Ohio sued.", "key": "k", "day": "2024-05-06"}
    for name, content in (
        ("a.csv", write_csv([row])),
        ("a.parquet", write_parquet([row])),
    ):
        (document,) = read_documents(
            write_file(name, content),
            fields=Fields(text="story", id="key", published="day"),
        )
        assert isinstance(document, Document)
        assert (document.id, document.text) == ("k", "Ohio sued.")
        assert str(document.published) == "2024-05-06"


def test_a_table_without_text_lists_its_columns_once(write_file: WriteFile) -> None:
    rows = [{"summary": "Ohio sued.", "n": number} for number in range(3)]
    for name, content in (
        ("a.csv", write_csv(rows)),
        ("a.parquet", write_parquet(rows)),
    ):
        path = write_file(name, content)
        (failure,) = read_documents(path)
        assert isinstance(failure, Failure)
        assert "got the fields 'summary', 'n' in" in failure.error
        assert "--text-field" in failure.error
        assert len(list(iter_places(path))) == 1


def test_html_and_lists_of_paragraphs_are_text_too(write_file: WriteFile) -> None:
    html = "<html><body><p>Ohio sued the agency on Monday over it.</p></body></html>"
    (page,) = read_documents(write_file("a.parquet", write_parquet([{"html": html}])))
    assert isinstance(page, Document)
    assert (page.media_type, page.text) == (
        *("text/html",),
        "Ohio sued the agency on Monday over it.",
    )
    rows = [{"paragraphs": ["Ohio sued.", "Utah did not."]}]
    (listed,) = read_documents(write_file("b.parquet", write_parquet(rows)))
    assert isinstance(listed, Document)
    assert listed.text == "Ohio sued.\n\nUtah did not."


def test_a_row_without_text_costs_only_itself(write_file: WriteFile) -> None:
    content = "text,id\nOhio sued.,a\n,b\nUtah sued.,c\n"
    path = write_file("a.csv", content)
    first, failure, last = read_documents(path)
    assert isinstance(failure, Failure)
    assert failure.id == "b"
    assert "text must hold text" in failure.error
    assert (first.id, last.id) == ("a", "c")


def test_an_open_quote_is_reported_and_not_read_as_text(write_file: WriteFile) -> None:
    path = write_file("a.csv", 'text,id\nOhio sued.,a\n"Utah sued.,b\nMaine sued.,c\n')
    first, failure = read_documents(path)
    assert isinstance(first, Document)
    assert isinstance(failure, Failure)
    assert failure.error.startswith("CSV must have cells of at most 64 million")


def test_damaged_parquet_says_so_for_every_row_that_is_lost(
    write_file: WriteFile,
) -> None:
    data = bytearray(write_parquet(ROWS))
    data[60:120] = b"x" * 60
    path = write_file("a.parquet", bytes(data))
    items = list(read_documents(path))
    assert [isinstance(item, Failure) for item in items] == [True] * 2 + [False] * 3
    assert len(list(iter_places(path))) == 5
    (failure,) = read_documents(write_file("b.parquet", write_parquet(ROWS)[:-50]))
    assert isinstance(failure, Failure)
    assert failure.error.startswith("Parquet must be a whole file")
