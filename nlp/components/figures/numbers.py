"""Numbers in digits and words: from pieces of text to values.

Every reader takes the pieces and the index where a number may begin and returns a
`Number` or None; none looks further than a number can reach, so time is linear.
"""

from __future__ import annotations

from dataclasses import replace

from nlp.components.figures.digits import read_digits
from nlp.components.figures.fractions import read_part
from nlp.components.figures.lexemes import MINUS, Lexemes
from nlp.components.figures.values import (
    DENOMINATORS,
    MAGNITUDES,
    SMALL,
    VAGUE,
    Number,
    skip_dash,
)
from nlp.components.figures.words import read_cardinal, read_vague, read_words


def read_number(lex: Lexemes, i: int, *, money: bool = False) -> Number | None:
    """Read the number that begins at piece `i`.

    Args:
        lex: The text.
        i: Where the number begins; its sign is looked for before it.
        money: A currency sign stands before it, so "m" is a million.
    """
    word = lex.lower[i]
    if lex.is_number(i):
        number = read_digits(lex, i, money=money)
    elif word in VAGUE and not (word == "dozens" and lex.is_number(i - 1)):
        number = read_vague(lex, i)
    elif word in SMALL or word in MAGNITUDES:
        number = read_words(lex, i)
    elif word in DENOMINATORS:
        number = read_part(lex, i)
    else:
        number = _read_signed_word(lex, i)
    if number is None:
        return None
    return _read_ratio(lex, number) or number


def _read_signed_word(lex: Lexemes, i: int) -> Number | None:
    if lex.lower[i] not in ("minus", "negative") or lex.matches(i - 2, ("plus", "or")):
        return None
    j = i + 1
    if lex.words[j] in MINUS:
        j += 1
    if lex.lower[j] == "a":
        j += 1
    if lex.lower[j] in ("minus", "negative"):
        return None
    number = read_number(lex, j)
    if number is None or number.value is None or number.form == "vague":
        return None
    return replace(number, start=i, value=-number.value)


_RATIOS: tuple[tuple[str, ...], ...] = (
    ("out", "of", "every"),
    ("out", "of", "each"),
    ("out", "of"),
    ("of", "every"),
    ("in", "every"),
    ("in",),
)


def _read_ratio(lex: Lexemes, top: Number) -> Number | None:
    """Read "one in five", "7 out of 10", "3 of every 4"."""
    if not top.value or top.scale != 1 or top.form not in ("digits", "words"):
        return None
    j = skip_dash(lex, top.end)
    phrase = next((words for words in _RATIOS if lex.matches(j, words)), None)
    if phrase is None:
        return _read_parted_ratio(lex, top)
    j = skip_dash(lex, j + len(phrase))
    bottom = _read_whole(lex, j)
    if bottom is None or not _is_denominator(bottom, top.value, phrase):
        return None
    return Number(
        start=top.start,
        end=bottom.end,
        value=top.value / (bottom.value or 1.0),
        form="ratio",
    )


def _read_parted_ratio(lex: Lexemes, top: Number) -> Number | None:
    """Read "one call in 12 was", whose noun parts it; not "one shop in 12 towns"."""
    j = top.end
    if top.value != 1 or not lex.is_word(j) or lex.lower[j + 1] != "in":
        return None
    whole = _read_whole(lex, j + 2)
    if whole is None or not _is_denominator(whole, 1, ("in",)):
        return None
    if lex.is_word(whole.end) and lex.lower[whole.end] not in _AFTER_RATIO:
        return None
    return Number(
        start=top.start, end=whole.end, value=1 / (whole.value or 1.0), form="ratio"
    )


def _read_whole(lex: Lexemes, j: int) -> Number | None:
    """Read the whole that a ratio is of: "12", "five", "10,000"."""
    if lex.is_number(j):
        return read_digits(lex, j, money=False)
    if lex.lower[j] in SMALL or lex.lower[j] in MAGNITUDES:
        value, end, scale = read_cardinal(lex, j)
        return Number(start=j, end=end, value=value, form="words", scale=scale)
    return None


_AFTER_RATIO = frozenset(
    ["is", "was", "are", "were", "has", "had", "have", "will", "would", "can", "could",
     "may", "now", "still", "never", "goes", "went", "gets", "got", "dies", "died",
     "lives", "lived", "who", "that", "and", "but", "did", "does"]
)  # fmt: skip


def _is_denominator(bottom: Number, top: float, phrase: tuple[str, ...]) -> bool:
    value = bottom.value
    if not value or value != int(value) or not top < value or top != int(top):
        return False
    if phrase != ("in",):
        return True
    # "two in 2019" is a date; "one in 10,000" and "three in ten" are ratios.
    is_round = value <= 12 or value % 5 == 0
    return is_round and not (len(bottom.digits) == 4 and 1500 <= value <= 2100)
