"""Figures against the English specs of Microsoft Recognizers-Text.

The specs ask one recogniser at a time ("which currencies are here?"), so of our
figures only those of the model's sort are compared, in value and unit. Where a spec
reads against the rules of our records it is left out, by class, never by row.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.figures import read_figures
from nlp.components.figures.mentions import Mention
from nlp.lexicons import read_lexicon
from nlp.training.scoring import Score, read_rows
from nlp.training.scoring.figures import is_same_value

# Classes of specs that our records read otherwise, and why.
_LEFT_OUT = {
    "powers: no news text or statute writes 1.1^23": r"\d\^",
    "codes and names: the digits of SCP-173, an address or a list are no figures": (
        r"scp|\d\.\d+\.\d|\d/\d+/\d|phone|nrs?\.|three-nought"
    ),
    "denominators over a tenth: 'fifth' counts, 'twenty-first' is an ordinal": (
        r"(twenty|thirty|hundred|thousand|trillion|ninety|one)[ -]+"
        r"(\w+[ -]+)?(firsts?|fifths?|trillionths?|millionths?)\b"
        r"|trillionth|thirtieth|thirty[ -]fifths|millionth"
    ),
    "'over' as a division bar: a preposition in any other text": (
        r"over (\d|one|three|twenty)"
    ),
    "'one' and number words in names and adverbs": r"one last time|version two",
    "four digits after a space: no way to group a number": r"423 0000",
    "a pair of numbers around a unit of no other text": (
        r"of your credit points|kuai|and fifty"
    ),
    "a year-like number without a noun": r"^2000 over|^4000 3",
}
_PATTERNS = {reason: re.compile(text, re.I) for reason, text in _LEFT_OUT.items()}
_MONEY_NAMES = {
    "dollar": "USD", "united states dollar": "USD", "pound": "GBP", "pence": "GBP",
    "penny": "USD", "cent": "USD", "franc": "CHF", "rupee": "INR", "sen": None,
    "costa rican colón": "CRC", "sri lankan rupee": "LKR", "netherlands guilder": "NLG",
    "lao kip": "LAK", "peseta": "ESP",
}  # fmt: skip
_SUBUNITS = frozenset(["cent", "pence", "penny", "sen"])
_UNIT_NAMES = {
    "c": "degree celsius",
    "f": "degree fahrenheit",
    "age": "year",
    "ton": "ton",
}


@dataclass
class SpecReport:
    """What came of the specs: a score for each model, and what was left out."""

    scores: dict[str, Score] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def score_recognizers(nlp: Language, gold: Path) -> SpecReport:
    """Count the specs whose every figure is read, with no other of its sort.

    Args:
        nlp: Pipeline with tagger and parser.
        gold: JSON Lines, plain or gzip, of `model`, `text` and `results`.

    Returns:
        A score a model ("NumberModel" ...), and the number of cases of each class that
        was left out because our records follow another rule.

    Raises:
        InputError: The file is missing, or a line is no JSON object.
    """
    report = SpecReport()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    rows = read_rows(gold)
    for row, doc in zip(rows, nlp.pipe(row["text"] for row in rows), strict=True):
        reason = find_reason(row)
        if reason is not None:
            report.left_out[reason] += 1
            continue
        total[row["model"]] += 1
        if _is_read(row, doc):
            right[row["model"]] += 1
        else:
            report.wrong.append(f"{row['model']}: {row['text']}")
    for model, n in total.items():
        report.scores[model] = Score(right[model], n, n)
    return report


def find_reason(row: dict[str, Any]) -> str | None:
    """Return why a spec is left out, or None where it agrees with our rules."""
    if row["model"] == "OrdinalModel":
        return "ordinals: 'the first two books' has one figure, 2"
    for reason, pattern in _PATTERNS.items():
        if pattern.search(row["text"]):
            return reason
    return None


def _is_read(row: dict[str, Any], doc: Doc) -> bool:
    _, mentions = read_figures(doc, pronouns=True)
    model = row["model"]
    wanted = [r["Resolution"] for r in row["results"] if r["Resolution"].get("value")]
    found = [m for m in mentions if m.raw.value is not None or m.raw.low is not None]
    for resolution in wanted:
        match = next((m for m in found if _fits(model, resolution, m)), None)
        if match is None:
            return False
        if match.raw.value is not None:
            found.remove(match)
    if model == "NumberModel":
        return all(m.unit is not None for m in found)
    return not any(_is_of_sort(model, m) for m in found if m.raw.value is not None)


def _is_of_sort(model: str, mention: Mention) -> bool:
    unit = mention.unit
    if unit is None:
        return False
    if model == "CurrencyModel":
        return unit.kind == "money"
    if model == "AgeModel":
        return mention.is_age
    if model == "TemperatureModel":
        return unit.name.startswith("degree")
    is_dimension = unit.kind == "quantity" and unit.name != "point"
    return is_dimension and not unit.name.startswith("degree")


def _fits(model: str, resolution: dict[str, Any], mention: Mention) -> bool:
    value = float(resolution["value"])
    values = [mention.raw.value, mention.raw.low, mention.raw.high]
    if not any(v is not None and is_same_value((value,), (v,)) for v in values):
        return False
    if model == "NumberModel":
        return True
    if mention.unit is None:
        return False
    name = resolution["unit"].lower()
    if model == "CurrencyModel":
        return _is_currency(name, resolution.get("isoCurrency"), mention)
    if model == "AgeModel":
        return mention.is_age and mention.unit.name == _UNIT_NAMES.get(name, name)
    unit = mention.unit
    own = {unit.name, unit.written, f"{unit.name} per {unit.per}"}
    if mention.per is not None:
        own.add(f"{unit.name} per {mention.per.name}")
    return bool(own & {_UNIT_NAMES.get(name, name), name.replace("metric ton", "ton")})


def _is_currency(name: str, code: str | None, mention: Mention) -> bool:
    unit = mention.unit
    if unit is None or unit.kind != "money":
        return False
    if (unit.divisor == 100) != (name in _SUBUNITS):
        return False
    expected = code or _MONEY_NAMES.get(name)
    if expected is None:
        names: dict[str, list[str]] = read_lexicon("currencies")["names"]
        return names.get(unit.name, [""])[0].lower() == name
    return unit.name == expected or name in ("pence", "cent", "penny")
