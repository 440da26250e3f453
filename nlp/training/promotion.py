"""Put a model in place of another, if it is the better one on the same test set."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import InputError, ModelError


@dataclass(frozen=True, slots=True)
class Promotion:
    """What was found when two models were compared.

    Attributes:
        better: Macro-F1 of the new one less that of the one in place; None where
            there is none.
        interval: The 95 % interval of that, by a paired bootstrap.
        done: Whether the new one is in place now.
    """

    better: float | None
    interval: tuple[float, float] | None
    done: bool


def promote_model(
    folder: Path, place: Path, test: Path, *, force: bool = False
) -> Promotion:
    """Copy a stance model's folder to where models are shipped from.

    Args:
        folder: The new model.
        place: Folder of the one in place, which is replaced whole.
        test: The frozen test rows that both are scored on.
        force: Promote a worse one too.

    Raises:
        ModelError: A model cannot be used.
        InputError: It is worse, or no test rows can be read, or both are one folder.
    """
    read_config_of(folder)
    if folder.resolve() == place.resolve():
        raise InputError(
            f"model must be another folder, got {folder} in its own place."
        )
    if not (place / "config.json").is_file():
        _copy(folder, place)
        return Promotion(None, None, True)
    from nlp.pipeline import load
    from nlp.training.stance.evaluating import compare_models, read_questions

    questions = read_questions(load(stance=""), [test], split=None, issues=None)
    found = compare_models(folder.resolve(), place.resolve(), questions)
    better, interval = found["difference"], tuple(found["interval"])
    if better < 0 and not force:
        raise InputError(
            f"model must be no worse than {place}, got {better:+.3f} macro-F1"
            f" ({interval[0]:+.3f} to {interval[1]:+.3f}) on {test}."
            " Train a better one, or give --force and tell why in CHANGELOG."
        )
    _copy(folder, place)
    return Promotion(better, interval, True)


def read_config_of(folder: Path) -> dict[str, Any]:
    """Return the config.json of a model folder.

    Raises:
        ModelError: There is none.
    """
    path = folder / "config.json"
    try:
        config: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as err:
        raise ModelError(
            f"model must be a folder with a config.json, got {folder}: {err}."
        ) from err
    return config


def _copy(folder: Path, place: Path) -> None:
    """Replace a folder whole; at no moment is half of one in place."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".promote-") as scratch:
        fresh, old = Path(scratch) / "new", Path(scratch) / "old"
        shutil.copytree(
            folder, fresh, ignore=shutil.ignore_patterns("checkpoints", "curve.*")
        )
        if place.exists():
            place.rename(old)
        fresh.rename(place)
