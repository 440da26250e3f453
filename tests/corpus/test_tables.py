"""Parquet output: typed tables that other programs read, and questions put to them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pandas
import polars
import pyarrow.parquet as pq
import pytest

from nlp.corpus.runs import run_corpus
from nlp.corpus.tables import TABLES, build_arrow_schema
from nlp.schema import (
    Document,
    Entity,
    Extraction,
    Figure,
    Holder,
    Jurisdiction,
    PipelineInfo,
    Stance,
    TextSpan,
)
from tests.corpus.small_runs import make_config

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "runs.md"


@pytest.fixture
def run(inputs: Path, tmp_path: Path, light_worker: Path) -> Path:
    out = tmp_path / "results"
    run_corpus(make_config(inputs, out, format="parquet"))
    return out


def test_every_table_has_its_own_folder_of_shards(run: Path) -> None:
    for table in TABLES:
        files = sorted(path.name for path in (run / table).iterdir())
        assert files == [f"0000{n}-of-00003.parquet" for n in range(3)]


def test_tables_are_typed_nested_and_packed(run: Path) -> None:
    claims = pq.ParquetFile(run / "claims" / "00000-of-00003.parquet")
    schema = claims.schema_arrow
    assert str(schema.field("check_worthiness").type) == "double"
    assert str(schema.field("figures").type) == "list<element: string>"
    assert [field.name for field in schema.field("subject").type] == [
        "text",
        "start_char",
        "end_char",
    ]
    assert not schema.field("text").nullable
    assert schema.field("issue").nullable
    assert claims.metadata.row_group(0).column(0).compression == "ZSTD"
    dates = build_arrow_schema("dates")
    assert str(dates.field("start").type) == "date32[day]"


def test_pandas_polars_and_duckdb_read_the_same_rows(run: Path) -> None:
    pattern = str(run / "figures" / "*.parquet")
    by_pandas = pandas.read_parquet(run / "figures")["text"].tolist()
    by_polars = polars.scan_parquet(pattern).collect()["text"].to_list()
    rows = duckdb.execute(
        f"SELECT text FROM '{pattern}' ORDER BY document_index"
    ).fetchall()
    assert by_pandas == by_polars == [text for (text,) in rows]
    assert len(by_pandas) == 5


def test_document_index_joins_records_with_their_document(run: Path) -> None:
    rows = duckdb.execute(
        f"SELECT f.text, d.text FROM '{run}/figures/*.parquet' f"
        f" JOIN '{run}/documents/*.parquet' d USING (document_index)"
    ).fetchall()
    assert rows
    assert all(figure in text for figure, text in rows)


def _make_extraction() -> Extraction:
    text = "Mesa rejected the wage floor. It covers 40,000 people."
    place = Jurisdiction(name="Mesa", level="city", parents=("US", "US-AZ"))
    evidence = TextSpan(text=text[:29], start_char=0, end_char=29)
    holder = Holder(
        text="Mesa", start_char=0, end_char=4, name="Mesa", jurisdiction=place
    )
    stance = Stance(
        id="s1",
        holder=holder,
        issue="minimum-wage",
        target=TextSpan(text="the wage floor", start_char=14, end_char=28),
        position="oppose",
        action="rejected",
        instrument="vote",
        status="rejected",
        evidence=evidence,
        confidence=0.9,
    )
    return Extraction(
        document=Document(id="m", text=text, source="mesa.txt", sha256="0" * 64),
        entities=(
            Entity(
                id="e1", text="Mesa", start_char=0, end_char=4, label="GPE", name="Mesa"
            ),
        ),
        figures=(
            Figure(
                id="f1", text="40,000 people", start_char=40, end_char=53, value=40_000
            ),
        ),
        stances=(stance,),
        pipeline=PipelineInfo(version="1"),
    )


def _sql_blocks() -> list[str]:
    text = GUIDE.read_text(encoding="utf-8")
    return re.findall(r"^```sql\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def test_documented_queries_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from io import BytesIO

    from nlp.corpus.stores import Store
    from nlp.corpus.tables import write_tables

    store = Store(tmp_path / "results")
    store.create()
    lines = BytesIO(_make_extraction().to_json() + b"\n")
    write_tables(store, "00000-of-00001", lines, [0])
    monkeypatch.chdir(tmp_path)
    answers: list[list[Any]] = [
        duckdb.execute(query).fetchall() for query in _sql_blocks()
    ]
    assert len(answers) >= 2
    assert answers[0][0][:2] == ("Mesa", ["US", "US-AZ"])
    assert "Mesa rejected the wage floor." in answers[0][0]
    assert "mesa.txt" in answers[0][0]
    assert all(answers)


def test_a_run_without_documents_has_tables_without_rows(
    tmp_path: Path, light_worker: Path
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(orjson.dumps({"no": "text"}) + b"\n")
    out = tmp_path / "out"
    summary = run_corpus(make_config(path, out, format="parquet"))
    assert summary.n_failures == 1
    assert len(pandas.read_parquet(out / "claims")) == 0
