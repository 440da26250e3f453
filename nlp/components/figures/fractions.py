"""Fractions in words: "two-thirds", "half a million", "and a quarter"."""

from __future__ import annotations

from dataclasses import replace

from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.plurals import looks_plural
from nlp.components.figures.values import (
    DENOMINATORS,
    MAGNITUDES,
    SINGULAR,
    SMALL,
    Number,
    multiply,
    skip_dash,
)


def read_and_part(lex: Lexemes, end: int) -> tuple[float | None, int]:
    """Read "and a half", "and two-thirds", "and-a-half"."""
    j = skip_dash(lex, end)
    if lex.lower[j] != "and":
        return None, end
    j = skip_dash(lex, j + 1)
    if lex.lower[j] in ("a", "one", "1"):
        k = skip_dash(lex, j + 1)
        bottom = lex.lower[k]
        if bottom in SINGULAR and bottom != "second" and lex.lower[k + 1] != "of":
            return 1 / DENOMINATORS[bottom], k + 1
        return None, end
    top = SMALL.get(lex.lower[j])
    k = skip_dash(lex, j + 1)
    bottom = lex.lower[k]
    is_plural = bottom in DENOMINATORS and bottom not in SINGULAR
    if top and is_plural and top < DENOMINATORS[bottom] and lex.lower[k + 1] != "of":
        return top / DENOMINATORS[bottom], k + 1
    return None, end


def read_fraction(lex: Lexemes, i: int) -> Number | None:
    """Read "two-thirds", "three quarters", "one fifth", "one-half"."""
    top = SMALL.get(lex.lower[i])
    j = skip_dash(lex, i + 1)
    if not top:
        return None
    if top >= 20 and 0 < SMALL.get(lex.lower[j], 0) < 10:
        top += SMALL[lex.lower[j]]
        j = skip_dash(lex, j + 1)
    bottom = lex.lower[j]
    if bottom not in DENOMINATORS or (bottom in SINGULAR) != (top == 1):
        return None
    if bottom in ("half", "quarter") and top == 1 and lex.lower[j + 1] == "time":
        return None
    number = Number(
        start=i, end=j + 1, value=top / DENOMINATORS[bottom], form="fraction"
    )
    return _scale_fraction(lex, number)


def read_part(lex: Lexemes, i: int) -> Number | None:
    """Read "half", "a quarter", "a third of"; ordinals and time quarters are none."""
    word = lex.lower[i]
    before = lex.lower[i - 1]
    start = i
    if before in ("a", "an"):
        start = i - 1
    number = Number(
        start=start, end=i + 1, value=1 / DENOMINATORS[word], form="fraction"
    )
    if word not in SINGULAR:
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
    ends = not lex.is_word(i + 1) or follower in _AFTER_PART
    is_part = follower in ("of", "more", "less", "fewer") or ends
    if follower and follower[0] in "-–":
        is_part = False
    return number if is_part else None


_AFTER_PART = frozenset(
    ["in", "to", "from", "by", "and", "or", "between", "since", "during", "over",
     "this", "last", "compared", "after", "as", "were", "are", "was", "is", "had",
     "have", "said"]
)  # fmt: skip
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
    if before in _BEFORE_HALF or (after in DASHES and not lex.has_gap(i + 1)):
        return False
    if after in _AFTER_HALF:
        return True
    return before in _CUES_HALF or looks_plural(after)


def _scale_fraction(lex: Lexemes, number: Number) -> Number:
    """Apply what the fraction is of: "half a million", "two thirds of a million"."""
    j = number.end
    j = skip_dash(lex, j) if lex.lower[skip_dash(lex, j)] in MAGNITUDES else j
    if lex.lower[j] == "of" and lex.lower[j + 1] in ("a", "one"):
        j += 2
    elif lex.lower[j] in ("a", "an"):
        j += 1
    scale = MAGNITUDES.get(lex.lower[j])
    if scale is None or lex.lower[j] == "dozens":
        return number
    value = multiply(number.value or 0.0, scale)
    return replace(number, value=value, end=j + 1, form="words", scale=scale)
