"""The value of a number, and the words and signs that numbers are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.lexicons import read_lexicon

Form = Literal["digits", "words", "fraction", "ratio", "vague"]
_LEXICON = read_lexicon("numbers")
SMALL: dict[str, int] = {**_LEXICON["small"], **_LEXICON["tens"]}
TENS: dict[str, int] = _LEXICON["tens"]
MAGNITUDES: dict[str, float] = _LEXICON["magnitudes"]
ABBREVIATIONS: dict[str, float] = _LEXICON["abbreviations"]
LETTERS: dict[str, float] = _LEXICON["letters"]
DENOMINATORS: dict[str, float] = _LEXICON["denominators"]
VAGUE: dict[str, list[float]] = _LEXICON["vague"]
LOOSE: dict[str, list[float]] = _LEXICON["loose"]
SINGULAR = frozenset(word for word in DENOMINATORS if not word.endswith(("s", "ves")))
_PARTS = frozenset(["half", "quarter", "quarters", "third", "thirds"])
NUMBER_WORDS = frozenset([*SMALL, *MAGNITUDES, *VAGUE, *_PARTS, "minus", "negative"])
_MAX_DIGITS = 24


@dataclass(slots=True)
class Number:
    """A number at pieces `start` to `end`: a value, or an interval `low` to `high`."""

    start: int
    end: int
    value: float | None
    form: Form
    low: float | None = None
    high: float | None = None
    scale: float = 1.0  # of the last magnitude: 1e6 in "4.2 million"
    digits: str = ""  # as written, where it is digits only

    @property
    def mantissa(self) -> float:
        """The value before its magnitude: 4.2 of "4.2 million"."""
        return (self.value or 0.0) / self.scale

    def scaled(self, scale: float) -> Number:
        """Return it with the magnitude that it shares with its neighbour."""
        value = None if self.value is None else multiply(self.value, scale)
        return replace(self, value=value, scale=scale)


def multiply(value: float, scale: float) -> float:
    """Multiply without the noise of binary fractions: 6.6 by 1e9 is 6600000000."""
    product = value * scale
    rounded = round(product, 6) if abs(product) < 1e15 else product
    return float(rounded) if abs(product) >= 1e-3 else product


def parse_digits(text: str) -> float | None:
    """Return the value of digits with separators, or None for a list or version.

    >>> parse_digits("1,234.5"), parse_digits("1.234.567"), parse_digits("5,00")
    (1234.5, 1234567.0, 5.0)
    """
    if len(text) > _MAX_DIGITS or (
        len(text) > 1 and text[0] == "0" and text.isdecimal()
    ):
        return None  # no amount, or a code such as 02233
    if "," not in text:
        parts = text.split(".")
        if len(parts) > 2:
            is_grouped = all(len(part) == 3 for part in parts[1:])
            return float("".join(parts)) if is_grouped and len(parts[0]) < 4 else None
        return float(text)
    head, *groups = text.split(",")
    whole = [head, *groups]
    last, _, decimals = groups[-1].partition(".")
    whole[-1] = last
    if any("." in group for group in whole):
        return None
    if len(last) == 3 and all(len(group) in (2, 3) for group in groups[:-1]):
        return float(f"{''.join(whole)}.{decimals or 0}")
    if len(groups) == 1 and len(last) < 3 and not decimals:
        return float(f"{head}.{last}")  # a decimal comma
    return None


def skip_dash(lex: Lexemes, i: int) -> int:
    """Return `i`, or the piece after it where a dash stands at `i`."""
    return i + 1 if lex.words[i] in DASHES else i
