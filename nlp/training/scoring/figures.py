"""Figures against gold quantities in NewsQuant's form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language

from nlp.training.scoring import Score, read_rows, write_rows
from nlp.training.scoring.forms import FiguresRow, check_labels, read_form
from nlp.training.scoring.newsquant import read_quantities

PARTS = ("value", "value+unit", "value+change", "value+concept")
_TOLERANCE = 1e-5
_NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
_VALUE = re.compile(rf"({_NUMBER})(?:\s*-\s*({_NUMBER}))?", re.IGNORECASE)
Value = tuple[float, ...]


def parse_value(text: str) -> Value | None:
    """Return one number, or two for a range ("1.0-1.5"); None where it is neither."""
    found = _VALUE.fullmatch(str(text).strip().replace(",", ""))
    if found is None:
        return None
    return tuple(float(group) for group in found.groups() if group is not None)


def is_same_value(first: Value, second: Value) -> bool:
    """Whether two values are equal within a relative 1e-5; a range only to a range."""
    if len(first) != len(second):
        return False
    return all(
        abs(one - other) <= _TOLERANCE * max(abs(one), abs(other), 1e-12)
        for one, other in zip(first, second, strict=True)
    )


def score_figures(
    nlp: Language, gold: Path, *, predictions_out: Path | None = None
) -> dict[str, Score]:
    """Score the pipeline's figures on a gold set.

    Args:
        nlp: Pipeline with tagger, parser and entity recogniser.
        gold: JSON Lines, plain or gzip, of `text` and `quantities`, each with `value`,
            `normalized_unit` and, where the set has them, `change` and
            `referred_concepts`.
        predictions_out: Where to write the predictions, in the gold order and form.

    Returns:
        A score for each of `PARTS` that the gold set has the fields for; none where
        it has no quantities at all.

    Raises:
        InputError: The file is missing, or a row breaks the form.
    """
    checked = read_form(gold, FiguresRow, like="the form of NewsQuant")
    labelled = check_labels([row.quantities for row in checked], "quantities", gold)
    rows = read_rows(gold)
    docs = nlp.pipe(row["text"] for row in rows)
    predicted = [
        {"text": row["text"], "quantities": read_quantities(doc)}
        for row, doc in zip(rows, docs, strict=True)
    ]
    if predictions_out is not None:
        write_rows(predictions_out, predicted)
    return compare(rows, predicted) if labelled else {}


def compare(
    gold: Iterable[dict[str, Any]], predicted: Iterable[dict[str, Any]]
) -> dict[str, Score]:
    """Score rows of quantities against gold rows in the same order.

    Within a row, gold and predicted are paired one to one by value, in text order; a
    pair is right in unit, change or concept where these agree as well.
    """
    n_right = dict.fromkeys(PARTS, 0)
    n_gold = n_predicted = 0
    fields: set[str] = set()
    for gold_row, predicted_row in zip(gold, predicted, strict=True):
        wanted, found = gold_row["quantities"], predicted_row["quantities"]
        n_gold += len(wanted)
        n_predicted += len(found)
        for one, other in pair(wanted, found):
            fields.update(one)
            for part in PARTS:
                n_right[part] += is_right(part, one, other)
    needed = {"value+change": "change", "value+concept": "referred_concepts"}
    return {
        part: Score(n_right[part], n_predicted, n_gold)
        for part in PARTS
        if part not in needed or needed[part] in fields
    }


def pair(
    wanted: list[dict[str, Any]], found: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Pair gold and predicted quantities of one sentence by value, one to one."""
    free = [(parse_value(quantity["value"]), quantity) for quantity in found]
    pairs = []
    for quantity in wanted:
        value = parse_value(quantity["value"])
        for i, (other, candidate) in enumerate(free):
            if value and other and is_same_value(value, other):
                pairs.append((quantity, candidate))
                del free[i]
                break
    return pairs


def is_right(part: str, gold: dict[str, Any], predicted: dict[str, Any]) -> bool:
    """Whether a pair of equal value agrees in what `part` asks for."""
    if part == "value+unit":
        units = (
            str(row.get("normalized_unit", "-")).lower() for row in (gold, predicted)
        )
        return len(set(units)) == 1
    if part == "value+change":
        return bool(gold.get("change") == predicted.get("change"))
    if part == "value+concept":
        return bool(_words(gold) & _words(predicted))
    return True


def _words(row: dict[str, Any]) -> set[str]:
    """Return the words of the concepts; "-" is the word for none."""
    return set(str(row.get("referred_concepts", "-")).lower().replace(",", " ").split())
