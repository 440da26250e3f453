"""Where the model folders lie, and whether a weights file is the one described."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nlp.errors import ModelError

_PACKAGE = Path(__file__).resolve().parent
# A wheel carries the folders inside the package; a checkout has them beside it.
_ROOTS = (_PACKAGE / "models", _PACKAGE.parent / "models")


def find_model(name_or_path: str | Path) -> Path:
    """Find a model folder by the name of a shipped model or by a path.

    Args:
        name_or_path: "checkworthiness", or a folder such as "models/mine". A path
            wins over a shipped model of the same name only if it has a separator.

    Returns:
        The folder, which holds a `config.json`.

    Raises:
        ModelError: There is no such folder, or it holds no `config.json`.
    """
    path = Path(name_or_path)
    named = len(path.parts) == 1 and not path.is_absolute()
    places = [root / path for root in _ROOTS] if named else []
    for folder in (*places, path):
        if (folder / "config.json").is_file():
            return folder
    found = {
        entry.parent.name for root in _ROOTS for entry in root.glob("*/config.json")
    }
    raise ModelError(
        f"model must be a folder with a config.json, got {str(name_or_path)!r}."
        f" Shipped models: {', '.join(sorted(found)) or 'none'}."
    )


def has_model(name: str) -> bool:
    """Whether a model of this name is shipped."""
    return any((root / name / "config.json").is_file() for root in _ROOTS)


def hash_file(path: Path) -> str:
    """Return the sha256 of a file as hex digits.

    Raises:
        ModelError: The file cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as err:
        raise ModelError(
            f"model file must be readable, got {path}: {err.strerror}."
            " Fetch or train the model again."
        ) from err


def verify_file(path: Path, sha256: str) -> None:
    """Refuse a file whose content is not the one that `sha256` names.

    Raises:
        ModelError: The file is missing or its content differs.
    """
    found = hash_file(path)
    if found != sha256:
        raise ModelError(
            f"sha256 must be {sha256[:12]}..., got {found[:12]}... in {path}."
            " The file is damaged or was replaced; fetch or train the model again."
        )
