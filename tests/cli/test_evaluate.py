"""`policy-claims evaluate`: every gold form is read, scored and printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from spacy.language import Language
from typer.testing import CliRunner

from nlp.cli.evaluate import evaluate_app
from nlp.errors import InputError

ROOT = Path(__file__).parents[2]
FIGURES = {
    "text": "Rents rose 4 percent.",
    "quantities": [
        {"value": "4", "normalized_unit": "percent", "change": "up"},
        {"value": "9", "normalized_unit": "percent", "change": "="},
    ],
}
ATTRIBUTIONS = {
    "doc": "a",
    "text": "Prices fell, Ana Roe said.",
    "attributions": [
        {
            "source": [[13, 20, "Ana Roe"]],
            "cue": [],
            "content": [[0, 11, "Prices fell"]],
        }
    ],
}
TOPONYMS = {
    "text": "The fire began in Nevada.",
    "toponyms": [
        {
            "text": "Nevada",
            "start_char": 18,
            "end_char": 24,
            "country": "United States",
            "admin1": "Nevada",
            "feature_code": "ADM1",
        }
    ],
}
ROLES = {
    "text": "France signed the treaty.",
    "start_char": 0,
    "end_char": 6,
    "label": "metonymic",
}


@pytest.fixture(autouse=True)
def _loaded(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.pipeline.load", lambda: nlp)


def write_gold(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "gold.jsonl"
    path.write_bytes(b"\n".join(map(orjson.dumps, rows)))
    return path


def evaluate(*args: str | Path) -> dict[str, list[float]]:
    """Return the numbers of each printed row: precision, recall, F1, gold."""
    done = CliRunner().invoke(
        evaluate_app, list(map(str, args)), catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    rows = re.findall(r"^(\S.*?)((?: +[\d.]+){4})$", done.output, flags=re.MULTILINE)
    return {name: list(map(float, numbers.split())) for name, numbers in rows}


def test_figures_are_scored_and_predictions_written(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    gold = write_gold(tmp_path, FIGURES)
    scores = evaluate("figures", "--gold", gold, "--predictions-out", out)
    assert scores["value"] == [1.0, 0.5, 0.667, 2.0]
    row = orjson.loads(out.read_bytes())
    assert row["text"] == FIGURES["text"]
    assert len(row["quantities"]) == 1


def test_attributions_are_scored_and_predictions_written(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    gold = write_gold(tmp_path, ATTRIBUTIONS)
    scores = evaluate("attributions", "--gold", gold, "--predictions-out", out)
    assert scores == {"source and content": [1.0, 1.0, 1.0, 1.0]}
    assert orjson.loads(out.read_bytes())["doc"] == "a"


@pytest.mark.parametrize(
    ("command", "row", "name"),
    [
        ("toponyms", TOPONYMS, "state or country"),
        ("roles", ROLES, "actor or place"),
    ],
)
def test_places_are_scored(
    command: str, row: dict[str, Any], name: str, tmp_path: Path
) -> None:
    scores = evaluate(command, "--gold", write_gold(tmp_path, row))
    assert scores == {name: [1.0, 1.0, 1.0, 1.0]}


def test_gold_scores_every_kind_of_record(tmp_path: Path) -> None:
    passages = (ROOT / "corpora" / "gold" / "passages.jsonl").read_bytes()
    rows = list(map(orjson.loads, passages.splitlines()[:4]))
    gold = write_gold(tmp_path, *rows)
    both = evaluate("gold", "--gold", gold)
    test = evaluate("gold", "--gold", gold, "--split", "test")
    assert {"figures", "governments", "stances", "modality"} <= both.keys()
    n_figures = sum(not figure.get("optional") for figure in rows[1]["figures"])
    assert 0 < n_figures < test["figures"][3] < both["figures"][3]


def test_figures_without_labels_are_predicted_in_their_order(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    texts = ["Rents rose 4 percent.", "", "They sold 30 homes."]
    gold = write_gold(tmp_path, *({"text": text} for text in texts))
    assert evaluate("figures", "--gold", gold, "--predictions-out", out) == {}
    rows = list(map(orjson.loads, out.read_bytes().splitlines()))
    assert [row["text"] for row in rows] == texts
    assert [len(row["quantities"]) for row in rows] == [1, 0, 1]


@pytest.mark.parametrize(
    ("command", "row", "field"),
    [
        ("figures", {"text": 5}, "text"),
        ("figures", {"text": "x", "quantities": [{"unit": "-"}]}, "quantities.0.value"),
        ("attributions", {"text": "x", "attributions": []}, "doc"),
        ("attributions", {**ATTRIBUTIONS, "attributions": [{}]}, "attributions.0"),
        ("toponyms", {"text": "Rents rose."}, "toponyms"),
        ("toponyms", {"text": "x", "toponyms": [{}]}, "toponyms.0"),
        ("roles", {**ROLES, "start_char": "a"}, "start_char"),
        ("agencies", {"agency": "sheriff", "state": "OHIO"}, "county"),
        ("recognizers", {"model": "NumberModel", "text": "x"}, "results"),
    ],
)
def test_row_that_breaks_the_form_is_told(
    command: str, row: dict[str, Any], field: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=rf"^{field}.* must follow .*, line 1"):
        evaluate(command, "--gold", write_gold(tmp_path, row))


def test_agencies_are_right_by_county_and_state(tmp_path: Path) -> None:
    row = {"agency": "polk county sheriff", "county": "Polk County", "state": "IOWA"}
    scores = evaluate("agencies", "--gold", write_gold(tmp_path, row))
    assert scores["county and state"][2:] == [1.0, 1]


def test_recognizers_specs_are_scored_by_model(tmp_path: Path) -> None:
    found = {"Text": "40", "TypeName": "number", "Resolution": {"value": "40"}}
    row = {"model": "NumberModel", "text": "It sold 40 homes.", "results": [found]}
    scores = evaluate("recognizers", "--gold", write_gold(tmp_path, row))
    assert scores["NumberModel"][2:] == [1.0, 1]
