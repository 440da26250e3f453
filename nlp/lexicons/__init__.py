"""Word lists and tables; data only, each file naming its source and licence."""

from __future__ import annotations

import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from nlp.errors import InputError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@cache
def read_lexicon(name: str) -> dict[str, Any]:
    """Read `lexicons/<name>.toml` of this package; read once, so do not change it."""
    text = files("nlp.lexicons").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def read_toml(path: Path) -> dict[str, Any]:
    """Read a user's own TOML file.

    Raises:
        InputError: The file is missing or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as err:
        raise InputError(f"lexicon must be a readable file, got {path}.") from err
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as err:
        raise InputError(f"lexicon must be TOML in UTF-8, got {path}: {err}.") from err
