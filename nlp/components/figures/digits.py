"""Numbers in digits, with their separators, fractions and magnitudes."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from nlp.components.figures.fractions import read_and_part
from nlp.components.figures.lexemes import Lexemes
from nlp.components.figures.plurals import looks_plural
from nlp.components.figures.values import (
    ABBREVIATIONS,
    LETTERS,
    MAGNITUDES,
    SMALL,
    Form,
    Number,
    multiply,
    parse_digits,
)
from nlp.components.figures.words import read_words

# Fractions of these are written with a slash; 9/11 and 24/7 are not among them.
_SLASHED = frozenset([2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 32, 64, 100, 128, 1000])
_MAX_GROUPS = 8


def read_digits(lex: Lexemes, i: int, *, money: bool) -> Number | None:
    """Read a number that begins with digits; see `read_number`."""
    value = parse_digits(lex.words[i])
    if value is None:
        return None
    end = i + 1
    digits = lex.words[i]
    value, end = _read_spaced_groups(lex, value, i, end)
    value, end = _read_exponent(lex, value, end)
    form: Form = "digits"
    part, after = _read_slash(lex, i, end, value)
    if part is None:
        part, after = _read_mixed(lex, end)
        if part is not None:
            value, end = value + part, after
    else:
        value, end, form = part, after, "fraction"
    number = Number(start=i, end=end, value=value, form=form, digits=digits)
    if end > i + 1:
        number.digits = ""
    return _read_magnitude(lex, number, money=money)


def _read_spaced_groups(
    lex: Lexemes, value: float, i: int, end: int
) -> tuple[float, int]:
    """Read "1 414 021 100": groups of three after a head of at most three digits."""
    if not (lex.words[i].isdecimal() and len(lex.words[i]) <= 3):
        return value, end
    total = value
    if _is_spaced_group(lex, end):
        return value * 1000 + float(lex.words[end + 1]), end + 2
    while end - i <= _MAX_GROUPS and len(lex.gap(end)) == 1:
        head, _, decimals = lex.words[end].partition(".")
        if not (len(head) == 3 and head.isdecimal() and lex.gap(end) != "\n"):
            break
        if lex.lower[end + 1] in ("-", "/") and not lex.has_gap(end + 1):
            break  # a phone number, or a fraction
        total = total * 1000 + float(f"{head}.{decimals or 0}")
        end += 1
        if decimals:
            break
    return total, end


def _is_spaced_group(lex: Lexemes, end: int) -> bool:
    """Tell the thousands of "80, 000 people" from the next item of a list."""
    group = lex.words[end + 1]
    if lex.words[end] != "," or lex.has_gap(end) or lex.gap(end + 1) != " ":
        return False
    is_group = len(group) == 3 and group.isdecimal() and lex.is_word(end + 2)
    return is_group and (group == "000" or lex.has_spaced_groups)


def _read_exponent(lex: Lexemes, value: float, end: int) -> tuple[float, int]:
    """Read the rest of "1.3e6" and "12e-1"."""
    if lex.lower[end] != "e" or lex.has_gap(end):
        return value, end
    j = end + 1
    sign = ""
    if lex.words[j] in ("+", "-") and not lex.has_gap(j):
        sign, j = lex.words[j], j + 1
    power = lex.words[j]
    if power.isdecimal() and len(power) < 3 and not lex.has_gap(j):
        return value * 10.0 ** int(f"{sign}{power}"), j + 1
    return value, end


def _read_slash(lex: Lexemes, i: int, end: int, top: float) -> tuple[float | None, int]:
    """Read "3/4" as a number; dates, phone numbers and 9/11 are none."""
    if lex.words[end] not in ("/", "⁄") or not lex.is_number(end + 1):
        return None, end
    if lex.has_gap(end) != lex.has_gap(end + 1) or lex.words[end + 2] in ("/", "⁄"):
        return None, end
    bottom = lex.words[end + 1]
    if not (bottom.isdecimal() and len(bottom) < 5 and int(bottom) in _SLASHED):
        return None, end
    is_number_before = lex.words[i - 1] in ("/", "⁄") and not lex.has_gap(i)
    if is_number_before or not 0 < top < int(bottom) or top != int(top):
        return None, end
    return top / int(bottom), end + 2


def _read_mixed(lex: Lexemes, end: int) -> tuple[float | None, int]:
    """Read the part after a whole number: " 1/4", "½", "-1/2", "and a half"."""
    word = lex.words[end]
    if len(word) == 1 and unicodedata.category(word) == "No":
        value = unicodedata.numeric(word, 2.0)
        return (value, end + 1) if value < 1 else (None, end)
    j = end
    if word in ("-", "–") and not lex.has_gap(end) and not lex.has_gap(end + 1):
        j += 1
    if lex.words[j].isdecimal() and len(lex.words[j]) < 3:
        value_or_none, after = _read_slash(lex, j, j + 1, float(lex.words[j]))
        if value_or_none is not None:
            return value_or_none, after
    return read_and_part(lex, end)


def _read_magnitude(lex: Lexemes, number: Number, *, money: bool) -> Number:
    """Apply "million", "bn", "m" ... after digits, and what may follow them."""
    end = number.end
    value = number.value or 0.0
    j = end
    if lex.words[j] == "-" and not lex.has_gap(j) and lex.lower[j + 1] in MAGNITUDES:
        j += 1
    scale = 1.0
    while lex.lower[j] in MAGNITUDES and lex.lower[j] != "dozens" and scale < 1e15:
        scale *= MAGNITUDES[lex.lower[j]]
        j += 1
    if lex.lower[j] == "dozens":
        scale, j = scale * 12, j + 1
    if scale == 1.0:
        scale, j = _read_short_magnitude(lex, end, money=money)
        if scale == 1.0:
            return number
        return replace(
            number, value=multiply(value, scale), scale=scale, end=j, digits=""
        )
    number = replace(
        number, value=multiply(value, scale), scale=scale, end=j, digits=""
    )
    part, after = read_and_part(lex, j)
    if part is not None:  # "3 million and a half"
        number.value = (number.value or 0.0) + part * scale
        number.end = after
        return number
    return _read_lesser(lex, number)


def _read_short_magnitude(lex: Lexemes, end: int, *, money: bool) -> tuple[float, int]:
    word = lex.words[end]
    if word.lower() in ABBREVIATIONS:
        return ABBREVIATIONS[word.lower()], end + 1
    if word not in LETTERS or not _is_magnitude_letter(lex, end, money=money):
        return 1.0, end
    return LETTERS[word], end + 1


def _is_magnitude_letter(lex: Lexemes, end: int, *, money: bool) -> bool:
    """Tell "5m people" and "$5m" from "5m tall" and "5 M"."""
    letter = lex.words[end]
    is_attached = not lex.has_gap(end)
    follower = lex.lower[end + 1]
    if lex.is_number(end + 1) and not lex.has_gap(end + 1):
        return False  # "24703m2"
    if money:
        return is_attached or letter not in ("t", "T", "k")
    has_plural = looks_plural(follower) and lex.has_gap(end + 1)
    if letter == "K":
        return is_attached and has_plural  # "4K" is a screen
    if letter == "k":
        return is_attached and follower != "m"
    if letter in ("t", "T"):
        return False
    if letter in ("mm", "MM"):
        return letter == "MM" and not has_plural and is_attached
    if letter in ("M", "b"):
        return is_attached or has_plural
    return has_plural


def _read_lesser(lex: Lexemes, number: Number) -> Number:
    """Add the rest of "4 thousand 3 hundred and 21" and "6 crore and two hundred"."""
    j = number.end
    if lex.lower[j] == "and":
        j += 1
    elif lex.lower[j] not in SMALL and not (
        lex.is_number(j) and lex.lower[j + 1] in MAGNITUDES
    ):
        return number
    if number.scale > 1e3 and lex.is_number(j):
        return number
    rest = None
    if lex.is_number(j) and lex.words[j].isdecimal():
        value = float(lex.words[j]) if len(lex.words[j]) < 7 else None
        if value is not None and lex.lower[j + 1] in ("hundred", "thousand"):
            rest = read_digits(lex, j, money=False)
        elif value is not None and value < number.scale and lex.lower[j - 1] == "and":
            rest = Number(start=j, end=j + 1, value=value, form="digits")
    elif lex.lower[j] in SMALL:
        rest = read_words(lex, j)
    if rest is None or not rest.value or rest.value >= number.scale:
        return number
    if rest.form != "digits" and rest.form != "words":
        return number
    return replace(number, value=(number.value or 0.0) + rest.value, end=rest.end)
