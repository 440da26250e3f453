"""Weights in skops form, the same bytes for the same model."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

# The earliest date a zip file can hold: the time of training is no part of a model.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def write_weights(path: Path, stored: dict[str, Any]) -> None:
    """Write scikit-learn and NumPy objects so that equal objects give equal files.

    skops names its parts by their addresses in memory and dates them; here they are
    numbered in the order in which the schema names them, and bear no date.

    Args:
        path: File to write, replaced if it is there.
        stored: Objects by name; skops must be able to load them without trust.
    """
    import skops.io

    skops.io.dump(stored, path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    schema = json.loads(parts.pop("schema.json"))
    numbers: dict[str, int] = {}
    _number_parts(schema, numbers)
    with zipfile.ZipFile(path, "w") as archive:
        _add(archive, "schema.json", json.dumps(schema, sort_keys=True).encode())
        for name in sorted(parts, key=lambda name: numbers[name.partition(".")[0]]):
            stem, _, suffix = name.partition(".")
            _add(archive, f"{numbers[stem]}.{suffix}", parts[name])


def _number_parts(node: Any, numbers: dict[str, int]) -> None:
    """Replace addresses by numbers throughout a part of the schema."""
    if isinstance(node, list):
        for item in node:
            _number_parts(item, numbers)
    if not isinstance(node, dict):
        return
    if "__id__" in node:
        key = str(node["__id__"])
        node["__id__"] = numbers.setdefault(key, len(numbers))
    if isinstance(node.get("file"), str):
        stem, _, suffix = node["file"].partition(".")
        node["file"] = f"{numbers.setdefault(stem, len(numbers))}.{suffix}"
    for key in sorted(node):
        _number_parts(node[key], numbers)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, date_time=_NO_DATE)
    archive.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=9)
