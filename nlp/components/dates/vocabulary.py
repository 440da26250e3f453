"""The lexicon of dates, read once."""

from __future__ import annotations

from typing import Any

from nlp.components.dates.periods import Unit
from nlp.lexicons import read_lexicon

_LEXICON: dict[str, Any] = read_lexicon("dates")

MONTHS: dict[str, int] = _LEXICON["months"]
WEEKDAYS: dict[str, int] = _LEXICON["weekdays"]
SEASONS: dict[str, int] = _LEXICON["seasons"]  # to the month they begin in
UNITS: dict[str, Unit] = _LEXICON["units"]
SINGULAR_UNITS = frozenset(word for word, unit in UNITS.items() if word == unit)
NUMBERS: dict[str, int] = _LEXICON["numbers"]
ORDINALS: dict[str, int] = _LEXICON["ordinals"]
DECADES: dict[str, int] = _LEXICON["decades"]
CUES: dict[str, frozenset[str]] = {
    key: frozenset(value.split()) for key, value in _LEXICON["cues"].items()
}
