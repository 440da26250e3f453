"""Promotion: the better model takes the place, the worse one only by force."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nlp.errors import InputError, ModelError
from nlp.training.promotion import promote_model


def write_model(folder: Path, weights: str) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text("{}", encoding="utf-8")
    (folder / "model.onnx").write_text(weights, encoding="utf-8")
    return folder


@pytest.fixture
def new(tmp_path: Path) -> Path:
    folder = write_model(tmp_path / "new", "new")
    (folder / "checkpoints").mkdir()
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return write_model(tmp_path / "place", "old")


@pytest.fixture
def compare(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that sets how much better the new model is."""
    monkeypatch.setattr("nlp.pipeline.load", lambda **_: None)
    evaluating = "nlp.training.stance.evaluating"
    monkeypatch.setattr(f"{evaluating}.read_questions", lambda *_, **__: None)

    def set_difference(difference: float) -> None:
        found = {"difference": difference, "interval": [difference - 0.1, 0.2]}
        monkeypatch.setattr(f"{evaluating}.compare_models", lambda *_: found)

    return set_difference


def test_better_model_takes_the_place(new: Path, place: Path, compare: Any) -> None:
    compare(0.03)
    found = promote_model(new, place, Path("test.jsonl"))
    assert found.done
    assert found.better == 0.03
    assert (place / "model.onnx").read_text() == "new"
    assert not (place / "checkpoints").exists()


def test_worse_model_is_refused(new: Path, place: Path, compare: Any) -> None:
    compare(-0.02)
    with pytest.raises(InputError, match=r"no worse than .* got -0\.020 macro-F1"):
        promote_model(new, place, Path("test.jsonl"))
    assert (place / "model.onnx").read_text() == "old"


def test_worse_model_is_promoted_by_force(new: Path, place: Path, compare: Any) -> None:
    compare(-0.02)
    assert promote_model(new, place, Path("test.jsonl"), force=True).done
    assert (place / "model.onnx").read_text() == "new"


def test_first_model_needs_no_rival(new: Path, tmp_path: Path) -> None:
    place = tmp_path / "models" / "stance"
    assert promote_model(new, place, Path("none.jsonl")).better is None
    assert (place / "model.onnx").read_text() == "new"


def test_own_place_and_no_model_are_refused(new: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="model must be another folder"):
        promote_model(new, new, Path("test.jsonl"))
    with pytest.raises(ModelError, match=r"model must be a folder with a config\.json"):
        promote_model(tmp_path / "nothing", new, Path("test.jsonl"))
