"""Numbers in words: "two hundred and eighty-seven", "dozens", "several hundred"."""

from __future__ import annotations

from nlp.components.figures.fractions import read_and_part, read_fraction
from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.values import (
    DENOMINATORS,
    LOOSE,
    MAGNITUDES,
    SMALL,
    VAGUE,
    Number,
    multiply,
    skip_dash,
)

_MAX_PIECES = 40  # of one number in words


def read_words(lex: Lexemes, i: int) -> Number | None:
    """Read "two hundred and eighty-seven thousand", "a dozen", "two-thirds"."""
    loose = LOOSE.get(lex.lower[i - 1]) if i and lex.lower[i] in MAGNITUDES else None
    if loose is not None:
        scale = MAGNITUDES[lex.lower[i]]
        has_article = lex.lower[i - 2] == "a" and i > 1
        return Number(
            start=i - 2 if has_article else i - 1, end=i + 1, value=None, form="vague",
            low=loose[0] * scale, high=loose[1] * scale, scale=scale,
        )  # fmt: skip
    fraction = read_fraction(lex, i)
    if fraction is not None:
        return fraction
    value, end, scale = read_cardinal(lex, i)
    if value is None:
        return None
    number = Number(start=i, end=end, value=value, form="words", scale=scale)
    if lex.lower[end] == "point":
        _read_point(lex, number)
    return number


class _Cardinal:
    """Adds up a number in words from left to right."""

    __slots__ = ("chunk", "last", "scale", "total")

    def __init__(self) -> None:
        self.total = 0.0
        self.chunk: float | None = None
        self.last = 1e30  # the last magnitude: what follows must be smaller
        self.scale = 1.0

    def add_small(self, value: int) -> bool:
        """Take "eighty" or "seven" if it can follow what was read."""
        chunk = self.chunk
        if chunk is None:
            if value >= self.last:
                return False
            self.chunk = float(value)
        elif (chunk >= 100 and chunk % 100 == 0) or (
            chunk % 100 >= 20 and chunk % 10 == 0 and 0 < value < 10
        ):
            self.chunk = chunk + value
        else:
            return False
        self.scale = 1.0
        return True

    def add_magnitude(self, scale: float) -> bool:
        """Take "hundred" or "million" if it can follow what was read."""
        chunk = self.chunk
        if scale in (100, 12):
            if chunk is not None and chunk >= 1000:
                return False
            self.chunk = (1.0 if chunk is None else chunk) * scale
        elif chunk is None and self.total:
            self.total *= scale  # "three lakh crore"
        else:
            part = (1.0 if chunk is None else chunk) * scale
            if scale >= self.last:
                return False
            self.total += part
            self.chunk = None
            self.last = scale
        self.scale = scale
        return True

    @property
    def value(self) -> float:
        """The sum so far."""
        return self.total + (self.chunk or 0.0)


def read_cardinal(lex: Lexemes, i: int) -> tuple[float | None, int, float]:
    """Read a whole number in words.

    Returns:
        Its value (None for no number), the piece after it, and its last magnitude.
    """
    sums = _Cardinal()
    j = end = i
    while 0 <= j < i + _MAX_PIECES:
        after = _take(lex, j, sums, is_first=j == i)
        if after == j:
            break
        end = after
        j = _find_next_word(lex, end, sums)
    if end == i:
        return None, i, 1.0
    value = sums.value
    part, after = read_and_part(lex, end)
    if part is not None:
        value, end = value + part, after
        if lex.lower[end] in MAGNITUDES and value < 1000:
            scale = MAGNITUDES[lex.lower[end]]
            return multiply(value, scale), end + 1, scale
    return value, end, sums.scale


def _take(lex: Lexemes, j: int, sums: _Cardinal, *, is_first: bool) -> int:
    """Add piece `j` to the sum where it fits; return the piece after, else `j`."""
    word = lex.lower[j]
    if word in SMALL:
        return j + 1 if sums.add_small(SMALL[word]) else j
    if word not in MAGNITUDES or (word == "dozens" and is_first):
        return j
    if not sums.add_magnitude(MAGNITUDES[word]):
        return j
    part, after = read_and_part(lex, j + 1)
    if part is not None and MAGNITUDES[word] >= 1000:  # "one million and a half"
        sums.total += part * MAGNITUDES[word]
        return after
    return j + 1


def _find_next_word(lex: Lexemes, j: int, sums: _Cardinal) -> int:
    """Return where the number may go on: past a hyphen or an "and", or -1."""
    word = lex.lower[j]
    if word in SMALL or word in MAGNITUDES:
        return j
    after = lex.lower[j + 1]
    if word in DASHES and (after in SMALL or after in MAGNITUDES):
        is_tight = not lex.has_gap(j) and not lex.has_gap(j + 1)
        is_unit = 0 < SMALL.get(after, 0) < 10 and (sums.chunk or 0) % 100 >= 20
        return j + 1 if is_unit or (is_tight and after in MAGNITUDES) else -1
    if word == "and" and after in SMALL and sums.scale >= 100:
        return j + 1 if _can_follow_and(lex, j + 1, sums) else -1
    return -1


def _can_follow_and(lex: Lexemes, j: int, sums: _Cardinal) -> bool:
    """Tell "four hundred and five" from "four hundred and five hundred"."""
    end = j + 1
    after = skip_dash(lex, end)
    if SMALL[lex.lower[j]] >= 20 and 0 < SMALL.get(lex.lower[after], 0) < 10:
        end = after + 1
    if lex.lower[skip_dash(lex, end)] in DENOMINATORS:
        return False
    scale = MAGNITUDES.get(lex.lower[end])
    if scale is None:
        return True
    if sums.scale == 100:
        return scale != 100 and scale < sums.last
    return scale < sums.scale


def _read_point(lex: Lexemes, number: Number) -> None:
    """Read the decimals of "two hundred point zero three"."""
    j = number.end + 1
    if lex.lower[j] not in SMALL:
        return
    decimals = ""
    while lex.lower[j] in SMALL and len(decimals) < 8:
        value = SMALL[lex.lower[j]]
        j += 1
        if value >= 20:
            j = skip_dash(lex, j)
            value += SMALL.get(lex.lower[j], 0)
            j += lex.lower[j] in SMALL
        decimals += str(value)
    number.value = float(f"{int(number.value or 0)}.{decimals}")
    number.end = j
    if lex.lower[j] in MAGNITUDES:
        number.scale = MAGNITUDES[lex.lower[j]]
        number.value = multiply(number.value, number.scale)
        number.end = j + 1


def read_vague(lex: Lexemes, i: int) -> Number | None:
    """Read "dozens", "hundreds of thousands", "tens of millions"."""
    low, high = VAGUE[lex.lower[i]]
    end = i + 1
    if lex.lower[i] == "tens" and lex.lower[end] != "of":
        return None
    if lex.lower[i] == "scores" and lex.lower[end] != "of":
        return None
    while lex.lower[end] == "of" and lex.lower[end + 1] in VAGUE and end < i + 5:
        low *= VAGUE[lex.lower[end + 1]][0]
        high = high * VAGUE[lex.lower[end + 1]][0]
        end += 2
    if lex.lower[i] == "tens" and end == i + 1:
        return None
    return Number(start=i, end=end, value=None, form="vague", low=low, high=high)
