"""Drafts, annotations, tables and docs hold what was found, and are safe to open."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator

from nlp.annotations import get_records
from nlp.errors import InputError
from nlp.export import FORMATS
from nlp.export.files import export_extractions
from nlp.export.spacy_docs import build_display, read_doc_bin
from nlp.export.tables import make_safe
from nlp.schema import Claim, Extraction


def read_schema() -> dict[str, Any]:
    path = files("nlp.export") / "schemas" / "claimreview.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return schema


def export(extractions: list[Extraction], folder: Path, to: str) -> list[Path]:
    return export_extractions(extractions, folder, to=to)


def test_claim_reviews_are_valid_drafts(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    (path,) = export(extractions, tmp_path, "claimreview")
    feed = orjson.loads(path.read_bytes())
    errors = list(Draft202012Validator(read_schema()).iter_errors(feed))
    assert not errors
    reviews = [review for row in feed["dataFeedElement"] for review in row["item"]]
    worthy = [
        c.standalone for e in extractions for c in e.claims if c.check_worthiness >= 0.5
    ]
    assert [review["claimReviewed"] for review in reviews] == worthy != []
    for review in reviews:
        assert set(review["reviewRating"].values()) == {"Rating", None}


def test_a_verdict_in_a_draft_is_not_valid(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    (path,) = export(extractions, tmp_path, "claimreview")
    feed = orjson.loads(path.read_bytes())
    review = feed["dataFeedElement"][0]["item"][0]
    review["reviewRating"]["alternateName"] = "False"
    validator = Draft202012Validator(read_schema())
    assert list(validator.iter_errors(feed))
    review["creativeWorkStatus"] = "Published"
    assert not list(validator.iter_errors(feed))


def test_drafts_start_at_the_asked_score(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    (path,) = export_extractions(extractions, tmp_path, to="claimreview", min_score=0.0)
    n_drafts = len(orjson.loads(path.read_bytes())["dataFeedElement"])
    assert n_drafts == sum(len(e.claims) for e in extractions)


def test_web_annotations_quote_and_count(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    (path,) = export(extractions, tmp_path, "web-annotation")
    page = orjson.loads(path.read_bytes())
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    texts = {e.document.sha256: e.document.text for e in extractions}
    assert len(page["items"]) == sum(
        len(e.claims) + len(e.figures) + len(e.stances) for e in extractions
    )
    for item in page["items"]:
        text = texts[item["id"].split(":")[2]]
        quote, position = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" \t=1", "' \t=1"),
        ("-3 percent", "'-3 percent"),
        ("3 percent", "3 percent"),
        (-3.0, -3.0),
        (None, None),
    ],
)
def test_cells_are_no_formulas(cell: Any, safe: Any) -> None:
    assert make_safe(cell) == safe


def test_csv_tables_hold_every_record(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    for path in export(extractions, tmp_path, "csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == sum(len(getattr(e, path.stem)) for e in extractions) > 0
        assert all(row["title"].startswith("'=Title") for row in rows)


def test_parquet_tables_hold_every_record(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    paths = export(extractions, tmp_path, "parquet")
    found = {path.parent.name: pq.read_table(path).num_rows for path in paths}
    assert found["documents"] == len(extractions)
    for name in ("claims", "figures", "stances", "entities"):
        assert found[name] == sum(len(getattr(e, name)) for e in extractions) > 0


def test_doc_bins_carry_the_records(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    (path,) = export(extractions, tmp_path, "spacy")
    for doc, extraction in zip(read_doc_bin(path), extractions, strict=True):
        assert doc.text == extraction.document.text
        assert get_records(doc, Claim) == list(extraction.claims)
        assert len(doc.spans["figures"]) == len(extraction.figures)
        assert len(doc.spans["stances"]) == len(extraction.stances)


def test_displacy_page_escapes_and_marks(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    (path,) = export(extractions, tmp_path, "displacy")
    html = path.read_text(encoding="utf-8")
    assert "<b>a study</b>" not in html
    assert "&lt;b&gt;a study&lt;/b&gt;" in html
    assert "4,200" in html
    for extraction in extractions:
        marks = build_display(extraction)["ents"]
        assert all(a["end"] <= b["start"] for a, b in pairwise(marks))


@pytest.mark.parametrize("to", FORMATS)
def test_a_run_without_claims_can_be_exported(to: str, tmp_path: Path) -> None:
    for path in export([], tmp_path, to):
        assert path.exists()


def test_unknown_format_and_file_for_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="format must be one of"):
        export([], tmp_path, "docbook")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="must be a folder"):
        export([], tmp_path / "file", "csv")
