"""Other wordings of propositions, so that a classifier reads what it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nlp.components.stances.deciding import OPPOSE, SUPPORT
from nlp.errors import InputError
from nlp.lexicons import read_toml

SHARE = 0.25  # of the questions are asked in other words, and as many the other way
_TURNED = {SUPPORT: OPPOSE, OPPOSE: SUPPORT}
_KEYS = {"same", "opposite"}


@dataclass(frozen=True, slots=True)
class Wording:
    """What says the same as a proposition, and what the opposite."""

    same: tuple[str, ...]
    opposite: tuple[str, ...]


def read_wordings(path: Path, propositions: Mapping[str, str]) -> dict[str, Wording]:
    """Read other wordings, of the form of `corpora/stance/propositions.toml`.

    Args:
        path: TOML: a table for each issue with the lists `same` and `opposite`.
        propositions: Of each issue, by id.

    Returns:
        Wordings by proposition.

    Raises:
        InputError: The file cannot be read or is not of this form.
    """
    tables = read_toml(path)
    found = {}
    for issue, table in tables.items():
        if issue not in propositions:
            raise InputError(
                f"issue must be in the catalogue, got {issue!r} in {path}; add it by"
                " --issues."
            )
        if not isinstance(table, dict) or set(table) != _KEYS or not _has_texts(table):
            raise InputError(
                f"issue must have lists of text `same` and `opposite`, got {issue!r}"
                f" in {path}."
            )
        found[propositions[issue]] = Wording(
            tuple(table["same"]), tuple(table["opposite"])
        )
    return found


def _has_texts(table: Mapping[str, object]) -> bool:
    return all(
        isinstance(texts, list)
        and texts
        and all(isinstance(text, str) and text.strip() for text in texts)
        for texts in table.values()
    )


def vary(
    proposition: str,
    label: int,
    wordings: Mapping[str, Wording],
    draw: Callable[[], float],
) -> tuple[str, int]:
    """Return the question as it is, in other words, or the other way round.

    Args:
        proposition: As the catalogue has it.
        label: Index into `deciding.LABELS`; it turns with the question.
        wordings: By proposition; one that is not there stays as it is.
        draw: Gives a number in [0, 1).
    """
    wording = wordings.get(proposition)
    if wording is None:
        return proposition, label
    kind = draw()
    if kind < SHARE:
        return wording.same[int(draw() * len(wording.same))], label
    if kind < 2 * SHARE:
        text = wording.opposite[int(draw() * len(wording.opposite))]
        return text, _TURNED.get(label, label)
    return proposition, label
