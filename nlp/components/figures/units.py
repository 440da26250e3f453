"""Units after (and money signs before) a number: lookup in the lexicons, no guessing.

What is counted ("14,200 households") is no unit of this module; it comes from the
sentence, see `counted`.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.unit_tables import Phrase, Table, Unit, read_tables
from nlp.components.figures.values import MAGNITUDES, Number


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit at pieces `start` to `end`."""

    start: int
    end: int
    unit: Unit


def read_sign_before(lex: Lexemes, i: int) -> UnitMatch | None:
    """Find the currency sign or code that ends right before piece `i`.

    >>> lex = Lexemes("worth US$5m")
    >>> read_sign_before(lex, 3).unit.name
    'USD'
    """
    tables = read_tables()
    for phrase, unit in tables.signs_reversed.get(lex.words[i - 1], ()):
        start = i - len(phrase)
        if start < 0 or tuple(lex.words[start:i]) != phrase:
            continue
        is_letters = phrase[-1].isalpha() or phrase == ("Rs", ".")
        if is_letters and _is_word_before(lex, start, i, phrase):
            continue
        if phrase[0] == "A" and lex.has_gap(start + 1):
            continue  # an article: "A $730 million shortfall"
        is_inside = phrase[0].isalpha() and not lex.has_gap(start)
        if is_inside and (lex.is_word(start - 1) or lex.is_number(start - 1)):
            continue
        return UnitMatch(start, i, unit)
    return None


def _is_word_before(lex: Lexemes, start: int, i: int, phrase: Phrase) -> bool:
    """Tell whether letters before a number are no sign there ("5 kr 10", "PS 4")."""
    if phrase[0] in ("PS", "Ft", "kr", "Fr", "Dh", "RM") and lex.has_gap(i):
        return True
    return lex.is_number(start - 1) and not lex.has_gap(start)


def read_unit_after(lex: Lexemes, i: int) -> UnitMatch | None:
    """Find the unit or currency that begins at piece `i`, right after a number.

    Sign, unit and number may be joined by a hyphen ("12-cent", "50-mile") or the unit
    may stand in brackets of its own ("20 (kg)").
    """
    tables = read_tables()
    start = i
    if lex.words[i] in DASHES and lex.is_word(i + 1):
        is_spaced = lex.has_gap(i) and lex.has_gap(i + 1)
        if lex.has_gap(i + 1) and not (is_spaced and _is_adjectival(lex, i + 1)):
            return None
        i += 1
    elif lex.words[i] in ("(", "[", "{", "<") and lex.words[i + 2] in (
        ")",
        "]",
        "}",
        ">",
    ):
        if not lex.has_gap(i):
            return None  # "287(g)"
        found = tables.symbols.find(lex.words, i + 1) or tables.words.find(
            lex.lower, i + 1
        )
        return UnitMatch(start, found[0] + 1, found[1]) if found else None
    hyphened = _find_hyphened(lex, tables.words, i)
    best = hyphened
    for found in (
        tables.symbols.find(lex.words, i),
        tables.words.find(lex.lower, i),
        tables.signs.find(lex.words, i),
    ):
        if found is None or not _is_whole(lex, i, found[0]):
            continue
        if lex.has_gap(i) and lex.is_number(found[0]) and not lex.has_gap(found[0]):
            continue  # "3 USD50 cards"
        if best is None or found[0] > best[0]:
            best = found
    if best is None or _is_homograph(lex, i, best):
        return None
    return UnitMatch(start, best[0], best[1])


def _is_adjectival(lex: Lexemes, i: int) -> bool:
    """Tell the spaced hyphen of "30 - year bonds" from a dash."""
    unit = read_unit_after(lex, i)
    if unit is None or unit.end != i + 1 or lex.lower[i].endswith("s"):
        return False
    return lex.is_word(unit.end) or lex.words[unit.end] in DASHES


def _find_hyphened(lex: Lexemes, table: Table, i: int) -> tuple[int, Unit] | None:
    """Find units written with hyphens: "pound-feet", "square-mile", "lb-ft"."""
    if lex.words[i + 1] not in DASHES or not lex.is_word(i + 2):
        return None
    words = [lex.lower[i], lex.lower[i + 2], "", ""]
    found = table.find(words, 0)
    if found is None or found[0] != 2:
        return None
    return i + 3, found[1]


def _is_whole(lex: Lexemes, i: int, end: int) -> bool:
    """Tell whether the unit ends where a word ends: not "24703m212", "6 in-laws"."""
    if lex.has_gap(end) or end >= lex.n:
        return True
    if lex.is_number(end):
        return not lex.is_word(end - 1) or lex.lower[end - 1] in ("usd", "eur", "feet")
    return True


# Words that are a unit only in company.
_NEVER_AFTER_GAP = frozenset(
    ["pc", "s", "l", "g", "V", "J", "t", "Ft", "PS", "B", "mo"]
)


def _is_homograph(lex: Lexemes, i: int, found: tuple[int, Unit]) -> bool:
    """Tell "6 pm", "5 in April", "21 l" and "20 kt" from units."""
    end, unit = found
    word = lex.words[i]
    if end != i + 1:
        return False
    if word in _NEVER_AFTER_GAP and lex.has_gap(i):
        return True
    if word in ("″", "′") and lex.lower[i + 1] == "s":
        return True  # "2022′s"
    if word in ('"', "″", "′"):
        return word == '"' and lex.lower[i + 1] not in _DIMENSIONS
    if word in ("Sen", "SEN") and unit.kind == "money":
        return True  # a senator
    if word in ("C", "F"):
        return not _is_temperature(lex, i)
    if word in ("p", "yo"):
        return (lex.has_gap(i) and word == "p") or lex.words[i - 1] in _SCREEN_LINES
    if lex.lower[i] in ("min", "max", "mi", "mark", "won", "real", "kip") and (
        unit.kind == "money" and lex.lower[i - 1] not in MAGNITUDES
    ):
        return lex.lower[i] in ("won", "real", "mark")
    return False


_SCREEN_LINES = frozenset(["480", "720", "1080", "1440", "2160"])  # "1080p"
_TEMPERATURE_BEFORE = frozenset(
    ["at", "to", "of", "above", "below", "reached", "around", "about", "by", "over",
     "under", "hit", "near", "between"]
)  # fmt: skip


def _is_temperature(lex: Lexemes, i: int) -> bool:
    """Tell "bake at 180C" from "form 13F" and "flight 777F"."""
    if lex.has_gap(i) or not lex.is_number(i - 1) or lex.words[i + 1] in ("/", "-"):
        return False
    before = lex.lower[i - 3] if lex.words[i - 2] in DASHES else lex.lower[i - 2]
    return before in _TEMPERATURE_BEFORE


_DIMENSIONS = frozenset(["long", "wide", "high", "tall", "deep", "thick", "by", "x"])
_OLD = frozenset(["old", "olds", "odl"])


def read_age_after(lex: Lexemes, i: int) -> int:
    """Return where "-old" or "of age" after a unit of time ends, or `i`."""
    j = i + 1 if lex.words[i] in DASHES else i
    if lex.lower[j] in _OLD:
        return j + 1
    if lex.lower[i - 1] == "yo":
        return i
    if lex.matches(i, ("of", "age")):
        return i + 2
    return i


def apply_divisor(number: Number, unit: Unit) -> Number:
    """Return the number in whole currency: cents by 100, "MUSD" by a million."""
    if unit.divisor == 1:
        return number
    factor = 1 / unit.divisor if unit.divisor > 0 else 1e6

    def change(value: float | None) -> float | None:
        if value is None:
            return None
        if unit.divisor > 0:
            return value / unit.divisor
        return value * factor

    return Number(
        number.start, number.end, change(number.value), number.form,
        change(number.low), change(number.high), number.scale, number.digits,
    )  # fmt: skip
