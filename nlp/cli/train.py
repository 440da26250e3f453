"""`policy-claims train`: fit a model on labelled data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

train_app = typer.Typer(help="Fit a model on labelled data.", no_args_is_help=True)


@train_app.command("checkworthiness")
def train_checkworthiness_command(
    data: Annotated[list[Path], typer.Option(help="JSON Lines of text and label.")],
    out: Annotated[Path, typer.Option(help="Model folder to write.")],
    seed: Annotated[int, typer.Option(help="Same seed, same model.")] = 0,
) -> None:
    """Fit, calibrate and score a check-worthiness model; write its folder."""
    import orjson

    from nlp.training.checkworthiness import train_checkworthiness

    scores = train_checkworthiness(data, out, seed)
    print(orjson.dumps(scores, option=orjson.OPT_INDENT_2).decode())
