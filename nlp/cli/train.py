"""`policy-claims train`: fit a model on labelled data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nlp.training.stance.rows import Reading

train_app = typer.Typer(help="Fit a model on labelled data.", no_args_is_help=True)


@train_app.command("checkworthiness")
def train_checkworthiness_command(
    data: Annotated[list[Path], typer.Option(help="JSON Lines of text and label.")],
    out: Annotated[Path, typer.Option(help="Model folder to write.")],
    base: Annotated[
        str, typer.Option(help="Encoder: minilm, or a folder of transformers' form.")
    ] = "minilm",
    layers: Annotated[
        int, typer.Option(min=1, help="How many of its layers to keep, from below.")
    ] = 3,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the rows.")] = 2,
    seed: Annotated[int, typer.Option(help="Same seed, same model.")] = 0,
) -> None:
    """Fine-tune, calibrate and score a check-worthiness model; write its folder."""
    import orjson

    from nlp.training.checkworthiness.examples import read_examples

    read_examples(data)  # what is wrong with the data is told first
    _require_extra()
    from nlp.training.checkworthiness.encoder import FitConfig
    from nlp.training.checkworthiness.training import train_checkworthiness

    config = FitConfig(base=base, layers=layers, epochs=epochs, seed=seed)
    scores = train_checkworthiness(data, out, config, _say)
    print(orjson.dumps(scores, option=orjson.OPT_INDENT_2).decode())


@train_app.command("stance")
def train_stance_command(
    data: Annotated[
        list[Path], typer.Option(help="JSON Lines or CSV of labelled passages.")
    ],
    out: Annotated[Path, typer.Option(help="Model folder to write.")],
    base: Annotated[
        str, typer.Option(help="Encoder: minilm, or a folder of transformers' form.")
    ] = "minilm",
    epochs: Annotated[int, typer.Option(min=1, help="At most.")] = 5,
    seed: Annotated[int, typer.Option(help="Same seed, same model.")] = 0,
    issues: Annotated[
        Path | None, typer.Option(help="TOML file of your own issues.")
    ] = None,
    propositions: Annotated[
        Path | None, typer.Option(help="TOML file of other wordings to ask in.")
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(help="Issue to learn nothing of, to see how an unseen one does."),
    ] = None,
    unseen_from: Annotated[
        Path | None,
        typer.Option(help="Model with issues left out: tells how to read unseen ones."),
    ] = None,
    device: Annotated[
        str | None, typer.Option(help="cpu or gpu; by default a GPU if there is one.")
    ] = None,
    learning_curve: Annotated[
        bool, typer.Option("--learning-curve", help="Fit on shares of the rows only.")
    ] = False,
) -> None:
    """Fine-tune, calibrate and score a stance classifier; write its folder.

    The same command again goes on after the last whole epoch if it was ended.
    """
    import orjson

    _check_stance_rows(data, issues)
    _require_extra()
    from nlp.training.stance.curve import draw_curve
    from nlp.training.stance.fitting import FitConfig
    from nlp.training.stance.training import TrainConfig, train_stance

    config = TrainConfig(
        data=tuple(data),
        out=out,
        issues=issues,
        propositions=propositions,
        leave_out=tuple(leave_out or ()),
        unseen_from=unseen_from,
        fit=FitConfig(base=base, epochs=epochs, seed=seed, device=device),
    )
    do = draw_curve if learning_curve else train_stance
    scores = do(config, _say)
    print(orjson.dumps(scores, option=orjson.OPT_INDENT_2).decode())


@train_app.command("sentences")
def train_sentences_command(
    out: Annotated[Path, typer.Option(help="Model folder to write.")],
    base: Annotated[
        str, typer.Option(help="Encoder: minilm, or a folder of transformers' form.")
    ] = "minilm",
) -> None:
    """Make the sentence encoder of `compare` from an open one; nothing is fitted."""
    import orjson

    _require_extra()
    from nlp.training.sentences.exporting import export_sentences

    result = export_sentences(out, base=base)
    print(orjson.dumps(result, option=orjson.OPT_INDENT_2).decode())


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _check_stance_rows(data: list[Path], issues: Path | None) -> None:
    """List every row with a fault, and stop if there is one."""
    reading = _read_stance_rows(data, issues)
    for problem in reading.problems:
        _say(f"policy-claims: {problem}")
    if reading.problems:
        _say(
            f"policy-claims: rows must be without fault, got {len(reading.problems)}"
            " that are not. Fix or remove them."
        )
        raise typer.Exit(2)


def _read_stance_rows(data: list[Path], issues: Path | None) -> Reading:
    from nlp.components.stances.catalogue import read_catalogue
    from nlp.training.stance.rows import read_stance_rows

    catalogue = read_catalogue(None if issues is None else str(issues))
    return read_stance_rows(data, catalogue.issues)


def _require_extra() -> None:
    """Tell what to install before the first import of it fails."""
    from importlib.util import find_spec

    from nlp.errors import ModelError

    wanted = (
        "accelerate",
        "datasets",
        "matplotlib",
        "onnx",
        "sklearn",
        "torch",
        "transformers",
    )
    missing = [name for name in wanted if find_spec(name) is None]
    if missing:
        raise ModelError(
            f"packages must be installed to train, got no {', '.join(missing)}."
            " Run pip install 'policy-claims[train]', in a checkout"
            " scripts/setup train."
        )
