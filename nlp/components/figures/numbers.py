"""Numbers in digits and words: from pieces of text to values.

Every reader takes the pieces and the index where a number may begin and returns a
`Number` or None; none looks further than a number can reach, so time is linear.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from nlp.components.figures.lexemes import DASHES, MINUS, Lexemes
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
_SINGULAR = frozenset(word for word in DENOMINATORS if not word.endswith(("s", "ves")))
_PARTS = frozenset(["half", "quarter", "quarters", "third", "thirds"])
NUMBER_WORDS = frozenset([*SMALL, *MAGNITUDES, *VAGUE, *_PARTS, "minus", "negative"])
# Fractions of these are written with a slash; 9/11 and 24/7 are not among them.
_SLASHED = frozenset([2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 32, 64, 100, 128, 1000])
_MAX_DIGITS = 24
_MAX_GROUPS = 8
_MAX_PIECES = 40  # of one number in words
_PEOPLE = frozenset(["people", "men", "women", "children", "of", "feet", "police"])
_NO_PLURALS = frozenset(
    ["is", "was", "has", "its", "this", "as", "us", "less", "across", "plus", "does"]
)


@dataclass(slots=True)
class Number:
    """A number at pieces `start` to `end`: one value, or an interval (`low`, `high`)."""

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


def looks_plural(word: str) -> bool:
    """Guess whether a lower-case word is a plural noun, without a tagger."""
    if word in _PEOPLE:
        return True
    return len(word) > 3 and word.endswith("s") and word not in _NO_PLURALS


def read_number(lex: Lexemes, i: int, *, money: bool = False) -> Number | None:
    """Read the number that begins at piece `i`.

    Args:
        lex: The text.
        i: Where the number begins; its sign is looked for before it.
        money: A currency sign stands before it, so "m" is a million.
    """
    word = lex.lower[i]
    if lex.is_number(i):
        number = _read_digits(lex, i, money=money)
    elif word in VAGUE and not (word == "dozens" and lex.is_number(i - 1)):
        number = _read_vague(lex, i)
    elif word in SMALL or word in MAGNITUDES:
        number = _read_words(lex, i)
    elif word in DENOMINATORS:
        number = _read_part(lex, i)
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


# Digits


def _read_digits(lex: Lexemes, i: int, *, money: bool) -> Number | None:
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
    if (
        lex.words[end] == ","
        and lex.words[end + 1] == "000"
        and lex.gap(end + 1) == " "
    ):
        if lex.is_word(end + 2) and not lex.has_gap(end):
            return value * 1000, end + 2  # "80, 000 people"
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
    return _read_and_part(lex, end)


def _read_and_part(lex: Lexemes, end: int) -> tuple[float | None, int]:
    """Read "and a half", "and two-thirds", "and-a-half"."""
    j = _skip_dash(lex, end)
    if lex.lower[j] != "and":
        return None, end
    j = _skip_dash(lex, j + 1)
    if lex.lower[j] in ("a", "one") or lex.lower[j] in ("1",):
        k = _skip_dash(lex, j + 1)
        bottom = lex.lower[k]
        if bottom in _SINGULAR and bottom != "second" and lex.lower[k + 1] != "of":
            return 1 / DENOMINATORS[bottom], k + 1
        return None, end
    top = SMALL.get(lex.lower[j])
    k = _skip_dash(lex, j + 1)
    bottom = lex.lower[k]
    if top and bottom in DENOMINATORS and bottom not in _SINGULAR:
        if top < DENOMINATORS[bottom] and lex.lower[k + 1] != "of":
            return top / DENOMINATORS[bottom], k + 1
    return None, end


def _skip_dash(lex: Lexemes, i: int) -> int:
    return i + 1 if lex.words[i] in DASHES else i


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
    part, after = _read_and_part(lex, j)
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
    if letter in ("k", "K"):
        return is_attached and follower != "m"
    if letter in ("t", "T"):
        return False
    has_plural = looks_plural(follower) and lex.has_gap(end + 1)
    if letter in ("mm", "MM"):
        return letter == "MM" and not has_plural and is_attached
    if letter in ("M", "B", "b"):
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
            rest = _read_digits(lex, j, money=False)
        elif value is not None and value < number.scale and lex.lower[j - 1] == "and":
            rest = Number(start=j, end=j + 1, value=value, form="digits")
    elif lex.lower[j] in SMALL:
        rest = _read_words(lex, j)
    if rest is None or not rest.value or rest.value >= number.scale:
        return number
    if rest.form != "digits" and rest.form != "words":
        return number
    return replace(number, value=(number.value or 0.0) + rest.value, end=rest.end)


# Words


def _read_words(lex: Lexemes, i: int) -> Number | None:
    """Read "two hundred and eighty-seven thousand", "a dozen", "two-thirds"."""
    loose = LOOSE.get(lex.lower[i - 1]) if i and lex.lower[i] in MAGNITUDES else None
    if loose is not None:
        scale = MAGNITUDES[lex.lower[i]]
        has_article = lex.lower[i - 2] == "a" and i > 1
        return Number(
            start=i - 2 if has_article else i - 1, end=i + 1, value=None, form="vague",
            low=loose[0] * scale, high=loose[1] * scale, scale=scale,
        )  # fmt: skip
    fraction = _read_fraction(lex, i)
    if fraction is not None:
        return fraction
    value, end, scale = _read_cardinal(lex, i)
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
        elif chunk >= 100 and chunk % 100 == 0:
            self.chunk = chunk + value
        elif chunk % 100 >= 20 and chunk % 10 == 0 and 0 < value < 10:
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


def _read_cardinal(lex: Lexemes, i: int) -> tuple[float | None, int, float]:
    sums = _Cardinal()
    j = end = i
    while j < i + _MAX_PIECES:
        word = lex.lower[j]
        if word in SMALL:
            if not sums.add_small(SMALL[word]):
                break
        elif word in MAGNITUDES and word != "dozens":
            if not sums.add_magnitude(MAGNITUDES[word]):
                break
            part, after = _read_and_part(lex, j + 1)
            if part is not None and MAGNITUDES[word] >= 1000:
                sums.total += part * MAGNITUDES[word]
                j = after - 1
        elif word == "dozens" and j > i:
            sums.add_magnitude(12)
        else:
            break
        end = j + 1
        j = _find_next_word(lex, end, sums)
        if j < 0:
            break
    if end == i:
        return None, i, 1.0
    value = sums.value
    part, after = _read_and_part(lex, end)
    if part is not None:
        value, end = value + part, after
        if lex.lower[end] in MAGNITUDES and value < 1000:
            scale = MAGNITUDES[lex.lower[end]]
            return multiply(value, scale), end + 1, scale
    return value, end, sums.scale


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
    after = _skip_dash(lex, end)
    if SMALL[lex.lower[j]] >= 20 and 0 < SMALL.get(lex.lower[after], 0) < 10:
        end = after + 1
    if lex.lower[_skip_dash(lex, end)] in DENOMINATORS:
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
            j = _skip_dash(lex, j)
            value += SMALL.get(lex.lower[j], 0)
            j += lex.lower[j] in SMALL
        decimals += str(value)
    number.value = float(f"{int(number.value or 0)}.{decimals}")
    number.end = j
    if lex.lower[j] in MAGNITUDES:
        number.scale = MAGNITUDES[lex.lower[j]]
        number.value = multiply(number.value, number.scale)
        number.end = j + 1


def _read_fraction(lex: Lexemes, i: int) -> Number | None:
    """Read "two-thirds", "three quarters", "one fifth", "one-half"."""
    top = SMALL.get(lex.lower[i])
    j = _skip_dash(lex, i + 1)
    if not top:
        return None
    if top >= 20 and 0 < SMALL.get(lex.lower[j], 0) < 10:
        top += SMALL[lex.lower[j]]
        j = _skip_dash(lex, j + 1)
    bottom = lex.lower[j]
    if bottom not in DENOMINATORS or (bottom in _SINGULAR) != (top == 1):
        return None
    if bottom in ("half", "quarter") and top == 1 and lex.lower[j + 1] == "time":
        return None
    number = Number(
        start=i, end=j + 1, value=top / DENOMINATORS[bottom], form="fraction"
    )
    return _scale_fraction(lex, number)


def _read_part(lex: Lexemes, i: int) -> Number | None:
    """Read "half", "a quarter", "a third of"; ordinals and time quarters are none."""
    word = lex.lower[i]
    before = lex.lower[i - 1]
    start = i
    if before in ("a", "an"):
        start = i - 1
    number = Number(
        start=start, end=i + 1, value=1 / DENOMINATORS[word], form="fraction"
    )
    if word not in _SINGULAR:
        return None
    if word == "half":
        return _scale_fraction(lex, number) if _is_half(lex, i) else None
    scaled = _scale_fraction(lex, number)
    if scaled is not None and scaled.end > number.end:
        return scaled
    if start == i or word == "second":
        return None
    if word == "quarter" and lex.lower[start - 1] in ("for", "per"):
        return None
    follower = lex.lower[i + 1]
    ends = not lex.is_word(i + 1) or follower in ("in", "to", "from", "by", "and", "or")
    is_part = follower in ("of", "more", "less", "fewer") or ends
    if follower and follower[0] in "-–":
        is_part = False
    return number if is_part else None


_AFTER_HALF = frozenset(
    ["of", "the", "a", "an", "all", "its", "their", "his", "her", "our", "my", "your",
     "that", "this", "these", "those"]
)  # fmt: skip
_BEFORE_HALF = frozenset(
    ["first", "second", "the", "other", "last", "in", "this", "latter", "back", "one",
     "and", "final", "each", "next", "past", "better"]
)  # fmt: skip
_CUES_HALF = frozenset(
    ["than", "about", "nearly", "almost", "least", "over", "under", "around", "a",
     "roughly", "approximately", "some", "only", "just", "by", "to", "up", "fully",
     "exactly"]
)  # fmt: skip


def _is_half(lex: Lexemes, i: int) -> bool:
    before, after = lex.lower[i - 1], lex.lower[i + 1]
    if after in MAGNITUDES or (after in DASHES and lex.lower[i + 2] in MAGNITUDES):
        return True
    if after in ("a", "an") and before in _BEFORE_HALF - {"in", "one", "and"}:
        return lex.lower[i + 2] in MAGNITUDES
    if before in _BEFORE_HALF or after in DASHES and not lex.has_gap(i + 1):
        return False
    if after in _AFTER_HALF:
        return True
    return before in _CUES_HALF or looks_plural(after)


def _scale_fraction(lex: Lexemes, number: Number) -> Number:
    """Apply what the fraction is of: "half a million", "two thirds of a million"."""
    j = number.end
    j = _skip_dash(lex, j) if lex.lower[_skip_dash(lex, j)] in MAGNITUDES else j
    if lex.lower[j] == "of" and lex.lower[j + 1] in ("a", "one"):
        j += 2
    elif lex.lower[j] in ("a", "an"):
        j += 1
    scale = MAGNITUDES.get(lex.lower[j])
    if scale is None or lex.lower[j] == "dozens":
        return number
    value = multiply(number.value or 0.0, scale)
    return replace(number, value=value, end=j + 1, form="words", scale=scale)


def _read_vague(lex: Lexemes, i: int) -> Number | None:
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


# "one in five", "7 out of 10"

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
    j = _skip_dash(lex, top.end)
    phrase = next((words for words in _RATIOS if lex.matches(j, words)), None)
    if phrase is None:
        return None
    j = _skip_dash(lex, j + len(phrase))
    if lex.is_number(j):
        bottom = _read_digits(lex, j, money=False)
    elif lex.lower[j] in SMALL or lex.lower[j] in MAGNITUDES:
        value, end, scale = _read_cardinal(lex, j)
        bottom = Number(start=j, end=end, value=value, form="words", scale=scale)
    else:
        return None
    if bottom is None or not _is_denominator(bottom, top.value, phrase):
        return None
    return Number(
        start=top.start,
        end=bottom.end,
        value=top.value / (bottom.value or 1.0),
        form="ratio",
    )


def _is_denominator(bottom: Number, top: float, phrase: tuple[str, ...]) -> bool:
    value = bottom.value
    if not value or value != int(value) or not top < value or top != int(top):
        return False
    if phrase != ("in",):
        return True
    # "two in 2019" is a date; "one in 10,000" and "three in ten" are ratios.
    is_round = value <= 12 or value % 5 == 0
    return is_round and not (len(bottom.digits) == 4 and 1500 <= value <= 2100)
