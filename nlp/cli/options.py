"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Pipeline = Annotated[
    str,
    typer.Option(
        help="'accurate'; 'fast', which finds stances by rules alone; or an installed"
        " spaCy pipeline, by name or path."
    ),
]
Issues = Annotated[
    Path | None, typer.Option(help="TOML file of your own issues, added to ours.")
]
Jurisdictions = Annotated[
    Path | None, typer.Option(help="CSV file of your own places and governments.")
]
StanceThreshold = Annotated[
    float | None,
    typer.Option(
        min=0,
        max=1,
        help="How probable a stance must be; below the model's own, doubtful ones come"
        " out, too.",
    ),
]
TextField = Annotated[
    str | None,
    typer.Option(help="Field of JSON Lines, CSV or Parquet that holds the text."),
]
IdField = Annotated[str | None, typer.Option(help="Field that holds the id.")]
PublishedField = Annotated[
    str | None, typer.Option(help="Field that holds the date of publication.")
]
