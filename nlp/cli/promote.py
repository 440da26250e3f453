"""`policy-claims promote`: ship a model if it is the better one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_ROOT = Path(__file__).parents[2]


def promote(
    model: Annotated[Path, typer.Argument(help="Folder of a stance model.")],
    place: Annotated[
        Path, typer.Option(help="Folder of the model that it replaces.")
    ] = _ROOT / "models" / "stance",
    data: Annotated[
        Path, typer.Option(help="The frozen test rows that both are scored on.")
    ] = _ROOT / "corpora" / "stance" / "test.jsonl",
    force: Annotated[
        bool, typer.Option("--force", help="Promote a worse one too.")
    ] = False,
) -> None:
    """Put a model in the place of the shipped one; a worse one is refused."""
    from nlp.training.promotion import promote_model

    found = promote_model(model, place, data, force=force)
    if found.better is None or found.interval is None:
        print(f"{model} is now {place}; there was none before.")
        return
    low, high = found.interval
    print(
        f"{model} is now {place}: {found.better:+.3f} macro-F1"
        f" ({low:+.3f} to {high:+.3f})."
    )
