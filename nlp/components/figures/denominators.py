"""What an amount is per: "a year", "per 100,000 people", "/km", "annually"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.plurals import singular
from nlp.components.figures.units import read_unit_after
from nlp.components.figures.values import MAGNITUDES

PerStyle = Literal["per", "article", "every", "adverb"]


@dataclass(frozen=True, slots=True)
class Per:
    """A denominator that ends before piece `end`."""

    end: int
    name: str
    style: PerStyle


_ADVERBS = {
    "annually": "year", "yearly": "year", "monthly": "month", "weekly": "week",
    "daily": "day", "nightly": "night", "hourly": "hour", "quarterly": "quarter",
}  # fmt: skip
_TIMES = frozenset(
    ["second", "minute", "hour", "day", "night", "week", "month", "quarter", "year",
     "season", "decade", "century", "fortnight", "game", "semester"]
)  # fmt: skip
_ARTICLE_ONLY = frozenset(
    ["share", "barrel", "gallon", "ton", "tonne", "pound", "ounce", "head", "person",
     "household", "piece", "bushel", "unit", "mile", "kilo", "liter", "litre", "dozen",
     "bottle", "pack", "ticket", "plate", "pop", "copy", "vote", "student", "pupil",
     "family", "kilogram", "acre", "bag", "box", "pint", "cup", "room", "square"]
)  # fmt: skip


def read_per(lex: Lexemes, i: int, *, money: bool) -> Per | None:
    """Read the denominator that begins at piece `i`: "per 100,000 people", "a day".

    Args:
        lex: The text.
        i: The piece after the unit.
        money: The amount is money, so "a share" and "a barrel" are denominators too.
    """
    word = lex.lower[i]
    if word in ("more", "less", "extra") and lex.lower[i + 1] in ("a", "an", "per"):
        return read_per(lex, i + 1, money=money)
    if word in ("per", "/", "p"):
        return _read_per_noun(lex, i + 1) if word != "p" else None
    if word in DASHES and lex.lower[i + 1] in ("a", "an", "per"):
        j = i + 2
        if lex.words[j] in DASHES and _is_denominator(lex.lower[j + 1], money=money):
            return Per(j + 2, lex.lower[j + 1], "article")
        return None
    if word in ("a", "an", "each", "every"):
        noun = lex.lower[i + 1]
        if word in ("a", "an") and _is_denominator(noun, money=money):
            return Per(i + 2, singular(noun), "article")
        if word in ("a", "an") and money and _ends_phrase(lex, i + 2):
            return Per(i + 2, singular(noun), "article")  # "$7,500 a child"
        if word in ("each", "every") and noun in _TIMES:
            return Per(i + 2, noun, "every")
        return None
    if word in _ADVERBS:
        return Per(i + 1, _ADVERBS[word], "adverb")
    return None


def _ends_phrase(lex: Lexemes, i: int) -> bool:
    """Tell whether the phrase ends before piece `i`: "$2,000 a guest, plus tax"."""
    if not lex.is_word(i - 1) or lex.lower[i - 1] in _NO_NOUNS:
        return False
    return not lex.is_word(i) or lex.lower[i] in _AFTER_PHRASE


_AFTER_PHRASE = frozenset(
    ["for", "in", "to", "and", "or", "but", "under", "by", "from", "on", "at", "as",
     "while", "when", "with", "through", "until", "since", "if"]
)  # fmt: skip


def _is_denominator(noun: str, *, money: bool) -> bool:
    if noun in _TIMES:
        return True
    return money and noun in _ARTICLE_ONLY


_NO_NOUNS = frozenset(["the", "cent", "se", "diem", "annum", "capita", "a", "each"])
_LATIN = {"annum": "year", "capita": "person", "diem": "day", "head": "person"}


def _read_per_noun(lex: Lexemes, j: int) -> Per | None:
    """Read what follows "per" or "/": "year", "100,000 residents", "square foot"."""
    amount = ""
    if lex.is_number(j):
        if lex.words[j - 1] == "/":
            return None
        amount = lex.words[j].replace(",", "")
        j += 1
        if lex.lower[j] in MAGNITUDES and amount.isdecimal() and len(amount) < 10:
            amount = f"{int(amount) * int(MAGNITUDES[lex.lower[j]])}"
            j += 1
    elif lex.lower[j] in MAGNITUDES:
        amount = f"{int(MAGNITUDES[lex.lower[j]])}"
        j += 1
    if lex.lower[j] in _LATIN:
        name, end = _LATIN[lex.lower[j]], j + 1
    else:
        unit = None if lex.words[j] in DASHES else read_unit_after(lex, j)
        is_noun = lex.is_word(j) and lex.words[j - 1] != "/"
        if unit is not None and unit.unit.kind == "money":
            name, end = singular(lex.lower[unit.end - 1]), unit.end
        elif unit is not None and unit.unit.kind != "percent":
            name, end = unit.unit.written or unit.unit.name, unit.end
        elif is_noun and lex.lower[j] not in _NO_NOUNS:
            name, end = singular(lex.lower[j]), j + 1
        else:
            return None
    if lex.words[j - 1] == "/" and _joins_words(lex, j):
        return None
    return Per(end, f"{amount} {name}".strip(), "per")


def _joins_words(lex: Lexemes, j: int) -> bool:
    """Tell whether a slash before piece `j` joins words rather than units."""
    return lex.has_gap(j)
