"""From numbers to figures as written: sign, number, unit, denominator, range, cues.

Everything here is read from the words alone, so it holds without a parser.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from nlp.components.figures import modifiers, units
from nlp.components.figures.lexemes import DASHES, MINUS, Lexemes
from nlp.components.figures.modifiers import Modifier
from nlp.components.figures.numbers import (
    DENOMINATORS,
    LETTERS,
    MAGNITUDES,
    NUMBER_WORDS,
    SMALL,
    Number,
    looks_plural,
    read_number,
)
from nlp.components.figures.units import Per, Unit, apply_divisor
from nlp.lexicons import read_lexicon
from nlp.schema import Change, Comparator

Joint = Literal["to", "and", "or", "dash"]
Role = Literal["amount", "level", "origin"]
_ONES = frozenset(["one", "1"])
_CUE_NAMES = read_lexicon("figure_cues")["names"]


@dataclass(slots=True)
class Mention:
    """A figure as the words give it; the sentence's structure adds the rest.

    `start` and `end` are pieces of text. `value`, `low` and `high` are final; `raw`
    is the number before cents became dollars.
    """

    start: int
    end: int
    number: Number
    raw: Number
    unit: Unit | None = None
    unit_end: int = 0
    per: Per | None = None
    comparator: Comparator = "eq"
    modifier: Modifier | None = None
    joint: Joint | None = None
    is_age: bool = False
    is_pronoun: bool = False  # "one of the hottest cars"
    is_unknown: bool = False
    # What the sentence adds.
    token: int = -1  # of the number's last piece
    noun: int = -1  # token of the counted noun's head
    unit_name: str | None = None
    counted: str | None = None
    counted_at: tuple[int, int] | None = None  # tokens
    change: Change | None = None
    change_by: Literal["verb", "adverb", "noun"] | None = None
    role: Role | None = None
    place: str | None = None
    date: str | None = None
    part_of: int | None = None
    same_as: int | None = None
    notes: dict[str, int] = field(default_factory=dict)

    @property
    def is_bare(self) -> bool:
        """Whether neither a unit nor a noun stands by the number."""
        return self.unit is None and self.noun < 0


@dataclass(slots=True)
class _Part:
    """A number with the sign before and the unit after it."""

    start: int
    number: Number
    unit: Unit | None
    unit_end: int
    is_age: bool = False


def is_trigger(lex: Lexemes, i: int) -> bool:
    """Tell whether a number may begin at piece `i`."""
    word = lex.lower[i]
    if word in NUMBER_WORDS or word in DENOMINATORS or lex.is_number(i):
        return True
    return word.endswith("fold") and word[:-4] in SMALL


def read_mention(lex: Lexemes, i: int) -> Mention | None:
    """Read the figure whose number begins at piece `i`, its range included."""
    first = _read_part(lex, i)
    if first is None:
        return None
    mention = _read_range(lex, first) or Mention(
        start=first.start,
        end=first.unit_end,
        number=first.number,
        raw=first.number,
        unit=first.unit,
        unit_end=first.unit_end,
        is_age=first.is_age,
    )
    if mention.unit is not None:
        mention.number = apply_divisor(mention.number, mention.unit)
    return mention


def _read_part(lex: Lexemes, i: int) -> _Part | None:
    sign_end = i
    is_negative = False
    if lex.words[i - 1] in MINUS and i > 0:
        if not lex.has_gap(i):
            sign_end, is_negative = _read_minus(lex, i)
        elif _is_spaced_minus(lex, i):
            sign_end, is_negative = i - 1, True
    sign = units.read_sign_before(lex, sign_end)
    if sign is not None and sign.start > 0 and lex.words[sign.start - 1] in MINUS:
        before_dash = lex.has_gap(sign.start - 1) and not lex.has_gap(sign.start)
        is_minus = lex.lower[sign.start - 2] in ("minus", "negative")
        is_negative = is_negative or before_dash or is_minus
    number = read_number(lex, i, money=sign is not None)
    if number is None:
        return _read_fold(lex, i)
    if is_negative and number.value is not None:
        number = replace(number, value=-number.value)
    start = sign.start if sign is not None else number.start
    if is_negative and sign is None:
        start = min(start, sign_end)
    if is_negative and sign is not None and lex.words[sign.start - 1] in MINUS:
        start = sign.start - 1
    if _is_minus_word(lex, start):
        number = replace(number, value=-abs(number.value or 0.0))
        start -= 1
    return _read_unit(lex, start, number, sign)


def _read_fold(lex: Lexemes, i: int) -> _Part | None:
    """Read "sixfold": six times."""
    value = SMALL.get(lex.lower[i][:-4]) if lex.lower[i].endswith("fold") else None
    if not value:
        return None
    number = Number(start=i, end=i + 1, value=float(value), form="words")
    return _Part(i, number, Unit("time", "count", written="time"), i + 1)


def _is_minus_word(lex: Lexemes, start: int) -> bool:
    return lex.lower[start - 1] == "minus" and start > 0 and lex.words[start] in "$€£¥"


def _is_spaced_minus(lex: Lexemes, i: int) -> bool:
    """Tell the minus of "- 20 degrees Fahrenheit" from a dash."""
    if not lex.is_number(i) or lex.is_number(i - 2):
        return False
    if i == 1:
        return True
    unit = units.read_unit_after(lex, i + 1)
    return unit is not None and unit.unit.name.startswith("degree ")


def _read_minus(lex: Lexemes, i: int) -> tuple[int, bool]:
    """Tell the minus of "-5" and "$-5" from the hyphen of "2-5" and "A-5"."""
    dash = i - 1
    before = lex.words[dash - 1]
    if lex.has_gap(dash) or before in ("(", "[", "$", "€", "£", "~", ":", "="):
        if lex.is_number(dash - 1) and lex.has_gap(dash):
            return i, False
        return dash, True
    return i, False


def _read_unit(
    lex: Lexemes, start: int, number: Number, sign: units.UnitMatch | None
) -> _Part:
    end = number.end
    if sign is not None:
        unit = sign.unit
        if unit.divisor < 0:
            number, unit, _ = _scale_money(lex, number, unit, end)
        after = units.read_unit_after(lex, end)
        if after is not None and after.unit.kind == "money" and after.unit.divisor == 1:
            if after.unit.name == unit.name or unit.name == "USD":
                unit, end = after.unit, after.end
        unit, end = _read_country(lex, unit, end)
        return _Part(start, number, unit, end)
    found = units.read_unit_after(lex, end) or _read_inches(lex, number)
    if found is None:
        found = _read_unit_of(lex, number)
        if found is None:
            return _read_noun_before(lex, start, number)
    unit, end = found.unit, found.end
    if unit.kind == "money" and (
        unit.divisor < 0 or lex.words[end] in ("million", "billion")
    ):
        number, unit, end = _scale_money(lex, number, unit, end)
    if unit.kind == "money":
        number, end = _read_cents(lex, number, unit, end)
        unit, end = _read_country(lex, unit, end)
    if _is_weighed_pound(lex, number, unit):
        return _Part(start, number, unit, end)
    is_age = False
    if unit.kind == "duration":
        after_age = units.read_age_after(lex, end)
        is_age, end = after_age > end, after_age
    else:
        number, unit, end = _read_small_part(lex, number, unit, end)
    return _Part(start, number, unit, end, is_age)


def _read_noun_before(lex: Lexemes, start: int, number: Number) -> _Part:
    """Read "rupees 5 crore", "dollar 22.5 million": the currency's noun before."""
    before = lex.lower[start - 1] if start > 0 else ""
    if number.scale >= 1e5 and before in _CURRENCY_NOUNS:
        return _Part(
            start - 1, number, Unit(_CURRENCY_NOUNS[before], "money"), number.end
        )
    return _Part(start, number, None, number.end)


_CURRENCY_NOUNS: dict[str, str] = read_lexicon("currency_words")["nouns"]


def _read_inches(lex: Lexemes, number: Number) -> units.UnitMatch | None:
    """Read "in" as inches, only after feet: "12 ft 2 in"."""
    if lex.lower[number.end] != "in" or lex.lower[number.start - 1] not in _FEET:
        return None
    if not lex.is_number(number.start - 2):
        return None
    unit = Unit("inch", "quantity", written="inch")
    return units.UnitMatch(number.end, number.end + 1, unit)


_FEET = frozenset(["ft", "feet", "foot", "'", "′", "’"])


def _read_unit_of(lex: Lexemes, number: Number) -> units.UnitMatch | None:
    """Read the unit of "half an hour", "a quarter of a mile", "1/16 of a US pint"."""
    j = number.end
    if number.form == "vague" and lex.lower[j] == "of":
        found = units.read_unit_after(lex, j + 1)
        return found if found is not None and found.start == j + 1 else None
    if number.form != "fraction":
        return None
    if lex.lower[j] == "of":
        j += 1
    if lex.lower[j] not in ("a", "an", "one"):
        return None
    j += 2 if lex.words[j + 1] == "US" else 1
    found = units.read_unit_after(lex, j)
    if found is None or found.start != j or found.unit.kind == "money":
        return None
    return found


def _is_weighed_pound(lex: Lexemes, number: Number, unit: Unit) -> bool:
    return unit.name == "pound" and number.scale < 1e3


def _read_small_part(
    lex: Lexemes, number: Number, unit: Unit, end: int
) -> tuple[Number, Unit, int]:
    """Turn "361 million pounds" into money; leave weights alone."""
    if unit.name == "pound" and number.scale >= 1e6:
        return number, Unit("GBP", "money"), end
    return number, unit, end


def _scale_money(
    lex: Lexemes, number: Number, unit: Unit, end: int
) -> tuple[Number, Unit, int]:
    """Apply the million of "30 MUSD" and "75 USD million"."""
    scale = 1e6
    if unit.divisor > 0:
        scale = MAGNITUDES[lex.lower[end]]
        end += 1
    return number.scaled(scale), Unit(unit.name, "money", written=unit.written), end


def _read_country(lex: Lexemes, unit: Unit, end: int) -> tuple[Unit, int]:
    """Read "US" after "$76": a country that names the currency."""
    after: dict[str, str] = read_lexicon("currency_words")["after"]
    word = lex.words[end]
    if word in ("(", "[") and lex.words[end + 2] in (")", "]"):
        code = lex.words[end + 1]
        if code in ("USD", "CAD", "AUD", "NZD", "SGD", "HKD") and unit.name == "USD":
            return Unit(code, "money"), end + 3
    if word == "U" and lex.matches(end, ("u", ".", "s", ".")):
        word, width = "US", 4
    else:
        width = 1
    if word.lower() in after and word[:1].isupper() and unit.name == "USD":
        follower = lex.lower[end + width]
        if not lex.words[end + width][:1].isupper() and follower != "'":
            is_noun = lex.is_word(end + width) and follower not in _FUNCTION
            if not is_noun:
                return Unit(after[word.lower()], "money"), end + width
    return unit, end


_FUNCTION = frozenset(
    ["a", "an", "in", "on", "at", "to", "for", "from", "per", "by", "and", "or", "of",
     "while", "with", "last", "this", "is", "was", "this", "each", "as", "after"]
)  # fmt: skip


def _read_cents(
    lex: Lexemes, number: Number, unit: Unit, end: int
) -> tuple[Number, int]:
    """Read "13 dollars and 45 cents" as one amount."""
    if unit.divisor != 1 or number.value is None:
        return number, end
    j = end + 1 if lex.lower[end] == "and" else end
    cents = read_number(lex, j) if is_trigger(lex, j) else None
    if cents is None or cents.value is None or not 0 < cents.value < 100:
        return number, end
    found = units.read_unit_after(lex, cents.end)
    if found is None and _is_bare_cents(lex, cents, end):
        found = units.UnitMatch(
            cents.end, cents.end, Unit(unit.name, "money", divisor=100)
        )
    if found is None or found.unit.divisor != 100:
        return number, end
    total = round(number.value + cents.value / 100, 4)
    return replace(number, value=total, end=found.end), found.end


def _is_bare_cents(lex: Lexemes, cents: Number, end: int) -> bool:
    """Tell the cents of "15 dollars and 50." from another number."""
    is_two_digits = len(cents.digits) == 2 and cents.digits.isdecimal()
    is_last = lex.words[cents.end] in (".", "") or lex.lower[cents.end] == "more"
    return is_two_digits and is_last and lex.gap(end) == " "


# Ranges


def _read_range(lex: Lexemes, first: _Part) -> Mention | None:
    """Read the second half of "3 to 4 million", "between 5% and 6%", "5-10W"."""
    joint, j = _read_joint(lex, first)
    if joint is None:
        return None
    second = _read_second(lex, j)
    if second is None or not _fit_together(lex, first, second, joint):
        return None
    low, high = first.number, second.number
    if _share_magnitude(low, high):
        low = low.scaled(high.scale)
    elif (
        low.scale > 1 and high.scale == 1 and (high.value or 0) < 1000 and joint != "or"
    ):
        if low.mantissa < (high.value or 0):
            high = high.scaled(low.scale)
    if low.value is None or high.value is None or low.value >= high.value:
        return None
    unit = second.unit or first.unit
    if first.unit is not None and first.unit.kind == "money":
        unit = first.unit
    start = first.start
    if joint == "and" and lex.lower[start - 1] == "between":
        start -= 1
    number = Number(
        start=low.start, end=high.end, value=None, form="digits",
        low=low.value, high=high.value, scale=high.scale,
    )  # fmt: skip
    return Mention(
        start=start, end=second.unit_end, number=number, raw=number, unit=unit,
        unit_end=second.unit_end, is_age=second.is_age, joint=joint,
        comparator="range",
    )  # fmt: skip


def _read_joint(lex: Lexemes, first: _Part) -> tuple[Joint | None, int]:
    """Find what joins two numbers, and where the second begins."""
    j = first.unit_end
    word = lex.lower[j]
    if word in DASHES:
        follower = lex.lower[j + 1]
        if follower in ("to", "or") and lex.has_gap(j + 1):  # "4- to 5-year-olds"
            return ("to" if follower == "to" else "or"), j + 2
        if follower == "to" and lex.words[j + 2] in DASHES:  # "4-to-5"
            return "to", j + 3
        if lex.has_gap(j) != lex.has_gap(j + 1):
            return None, j
        return "dash", j + 1
    if word == "to":
        j += 1
        if lex.words[j] in DASHES and not lex.has_gap(j):
            j += 1
        return "to", j
    if word == "and" and _is_between(lex, first.start):
        return "and", j + 1
    if word == "or":
        return "or", j + 1
    return None, j


def _is_between(lex: Lexemes, start: int) -> bool:
    j = start - 1
    for _ in range(5):
        if lex.lower[j] == "between":
            return True
        if lex.lower[j] not in _AFTER_BETWEEN:
            return False
        j -= 1
    return False


_AFTER_BETWEEN = frozenset(
    ["about", "roughly", "some", "somewhere", "around", "the", "age", "ages", "of", "an",
     "estimated"]
)  # fmt: skip


def _read_second(lex: Lexemes, j: int) -> _Part | None:
    """Read the number after a joint, past its currency sign."""
    if lex.lower[j] in ("up", "about", "around", "between"):
        return None
    for skipped in range(5):
        if is_trigger(lex, j + skipped):
            part = _read_part(lex, j + skipped)
            return part if part is not None and part.start == j else None
        if lex.is_word(j + skipped) and len(lex.words[j + skipped]) > 4:
            return None
    return None


def _fit_together(lex: Lexemes, first: _Part, second: _Part, joint: Joint) -> bool:
    """Tell whether two numbers are the ends of one interval."""
    low, high = first.number, second.number
    if low.form in ("ratio", "vague") or high.form in ("ratio", "vague"):
        return False
    one, other = first.unit, second.unit
    if one is not None and other is None and one.kind != "money":
        return joint == "dash" and one.kind == "percent"
    if one is not None and other is not None and one.name != other.name:
        return False
    if joint == "or":
        return _is_or_range(low, high)
    if joint == "to" and _is_amount_and_level(lex, first, second):
        return False
    if joint == "to" and lex.lower[first.start - 1] == "from":
        return not _has_move_before(lex, first.start - 1)
    if joint == "dash":
        return _is_dash_range(lex, first, second)
    return True


def _is_amount_and_level(lex: Lexemes, first: _Part, second: _Part) -> bool:
    """Tell "by $43.6 billion to $419.2 billion" and "in 2018 to 3.9 million"."""
    before = lex.lower[first.start - 1] if first.start else ""
    low, high = first.number.value or 0.0, second.number.value or 0.0
    if before in ("by", *_RISES) and first.unit is not None and high > 3 * low:
        return True
    digits = first.number.digits
    is_year = len(digits) == 4 and digits.isdecimal() and first.unit is None
    return is_year and before in ("in", "since", "of", "by", "during", "for")


def _is_or_range(low: Number, high: Number) -> bool:
    """Tell "four or five" and "60 or 70" from alternatives."""
    if low.value is None or high.value is None or low.value <= 0:
        return False
    if low.form == "fraction" or high.form == "fraction":
        return False
    step = high.value - low.value
    if _share_magnitude(low, high):
        step = high.mantissa - low.mantissa
        return step <= max(1.0, 0.34 * high.mantissa)
    return 0 < step and (step == 1 or (low.value >= 10 and step <= 0.34 * high.value))


def _share_magnitude(low: Number, high: Number) -> bool:
    """Tell whether "3" of "3 to 4 million" means millions."""
    return (
        low.scale == 1
        and high.scale >= 100
        and low.form in ("digits", "words", "fraction")
        and low.value is not None
        and low.value < min(high.mantissa, 1000)
    )


def _is_dash_range(lex: Lexemes, first: _Part, second: _Part) -> bool:
    """Tell "10-15 percent" from scores, seasons and telephone numbers."""
    if lex.words[second.unit_end] in DASHES and lex.is_number(second.unit_end + 1):
        return False
    if lex.words[first.start - 1] in DASHES and lex.is_number(first.start - 2):
        return False
    if second.unit is not None or first.unit is not None:
        return True
    if second.number.scale > 1:
        return True
    words = {lex.lower[first.start - 1], lex.lower[first.start - 2]}
    tally = set(_CUE_NAMES["tally"])
    if words & tally or lex.lower[second.unit_end] in tally:
        return False
    return True


_MOVES = frozenset(
    ["fell", "fall", "falls", "fallen", "falling", "rose", "rise", "rises", "risen",
     "rising", "up", "down", "cut", "cuts", "cutting", "grew", "grow", "grown",
     "growing", "increase", "increased", "increases", "increasing", "decrease",
     "decreased", "decreases", "decreasing", "dropped", "drop", "drops", "dropping",
     "declined", "decline", "declines", "declining", "jumped", "jump", "jumps",
     "jumping", "climbed", "climb", "climbs", "climbing", "went", "go", "goes",
     "going", "gone", "raised", "raise", "raises", "raising", "reduced", "reduce",
     "reduces", "reducing", "lowered", "lower", "lowering", "moved", "move",
     "moving", "soared", "surged", "plunged", "plummeted", "slipped", "slid",
     "shrank", "shrunk", "expanded", "expand", "expanding", "improved", "improve",
     "improving", "doubled", "tripled", "halved", "boosted", "boost", "hiked",
     "changed", "change", "changing", "revised", "revise", "slashed", "trimmed",
     "widened", "narrowed", "swelled", "ballooned", "advanced", "gained", "eased",
     "dipped", "tumbled", "sank", "climb", "upgraded", "downgraded", "upward",
     "creeping", "crept", "skyrocketed", "spiked", "rebounded", "rate", "extended"]
)  # fmt: skip


_RISES = _MOVES - {
    "go",
    "goes",
    "going",
    "rate",
    "up",
    "down",
    "cut",
    "cuts",
    "creeping",
}


def _has_move_before(lex: Lexemes, j: int) -> bool:
    """Tell whether "from" belongs to a change: "fell from 20 to 10"."""
    for k in range(j - 1, max(-1, j - 10), -1):
        word = lex.lower[k]
        if word in _MOVES:
            return True
        if word in (".", ";", "range", "ranges", "ranging", "ranged", "anywhere"):
            return False
    return False


# Denominator and cues


def read_denominator(lex: Lexemes, mention: Mention) -> None:
    """Read "a year", "per 100,000 people" after the unit."""
    unit = mention.unit
    if unit is not None and unit.per is not None:
        mention.per = Per(mention.end, unit.per, "per")
        return
    if unit is None and mention.number.form in ("ratio", "vague"):
        return
    is_money = unit is not None and unit.kind == "money"
    is_article = lex.lower[mention.end] in ("a", "an", "each", "every")
    if unit is None and mention.noun < 0 and is_article:
        return
    per = units.read_per(lex, mention.end, money=is_money)
    if per is None or (mention.is_age and per.style != "per"):
        return
    is_from_now = lex.matches(per.end, ("from", "now"))
    if (lex.lower[per.end] in _POINTS_IN_TIME or is_from_now) and per.style != "per":
        return  # "$5 million a year ago"
    if per.style == "adverb" and unit is None:
        return
    mention.per = per
    mention.end = per.end


_POINTS_IN_TIME = frozenset(["ago", "earlier", "later", "before", "after", "prior"])


def read_comparator(lex: Lexemes, mention: Mention) -> None:
    """Read the cues before and after; the stronger one counts, the span takes both."""
    is_duration = mention.unit is not None and mention.unit.kind == "duration"
    before = modifiers.read_before(lex, mention.start, is_duration=is_duration)
    mention.start = _include_article(lex, mention.start, before)
    after = modifiers.read_after(lex, max(mention.raw.end, mention.unit_end))
    if after.comparator == "eq" or after.edge > mention.end + 4:
        after = modifiers.read_after(lex, mention.end)
    if after.comparator != "eq":
        mention.end = max(mention.end, after.edge)
    chosen = before if before.comparator != "eq" else after
    if before.comparator == "approx" and after.comparator not in ("eq", "approx"):
        chosen = after
    mention.modifier = chosen
    if mention.comparator == "range":
        return
    mention.comparator = chosen.comparator
    if mention.number.form == "vague" and chosen.comparator == "eq":
        mention.comparator = "approx"


def _include_article(lex: Lexemes, start: int, before: Modifier) -> int:
    """Let the span begin at the cue, or at "a" of "a dozen" and "a million"."""
    if before.comparator != "eq":
        return before.edge
    word = lex.lower[start]
    if lex.lower[start - 1] in ("a", "an") and start > 0:
        if word in MAGNITUDES or word in DENOMINATORS:
            return start - 1
    return start


# Numbers that are part of a word or a code


def is_glued(lex: Lexemes, mention: Mention) -> bool:
    """Tell whether the digits belong to a word: "COVID-19", "G7", "13F", "10th"."""
    number = mention.raw
    i = number.start
    if not lex.is_number(i) and number.form != "fraction":
        return _is_glued_word(lex, mention)
    has_sign = mention.unit is not None and mention.unit.kind == "money"
    if _is_glued_before(lex, i, has_sign=has_sign):
        return True
    return _is_glued_after(lex, mention)


def _is_glued_before(lex: Lexemes, i: int, *, has_sign: bool) -> bool:
    if lex.has_gap(i):
        return lex.lower[i - 1] in ("#", "№", "§") and i > 0
    before = lex.words[i - 1]
    if lex.is_word(i - 1):
        return not has_sign and lex.lower[i - 1] not in ("x", "to")
    if before in ("/", "_", "@", "\\", "#", ".", "=", "§", "№", "^", ":"):
        return not (before in ("=", ":", ".") and has_sign) and not (
            before == "." and lex.has_gap(i)
        )
    if before in DASHES and not lex.has_gap(i - 1):
        word = lex.lower[i - 2]
        joins = ("minus", "sub", "to", "over", "under", "plus", "non", "and", "than")
        if lex.is_word(i - 2):
            return word not in joins and not has_sign
        return lex.is_number(i - 2) and not has_sign
    return False


def _is_glued_after(lex: Lexemes, mention: Mention) -> bool:
    end = mention.raw.end
    after = lex.words[end]
    if mention.unit is not None or lex.has_gap(end):
        return False
    if lex.is_word(end):
        return True
    if after in ("/", "_", "@", "\\", "^") or (after == ":" and lex.is_number(end + 1)):
        return not lex.has_gap(end + 1)
    if after in ("'", "’", "′") and lex.lower[end + 1] == "s":
        return True
    if after == "." and lex.is_number(end + 1) and not lex.has_gap(end + 1):
        return True
    if after in DASHES and not lex.has_gap(end + 1) and mention.joint is None:
        if lex.is_number(end + 1):
            return True
        return len(lex.words[end + 1]) == 1 and lex.words[end + 1] in LETTERS
    return False


def _is_glued_word(lex: Lexemes, mention: Mention) -> bool:
    """Tell number words inside other words: "one-time", "Forty-Niners", "no-one"."""
    start, end = mention.raw.start, mention.raw.end
    before = lex.words[start - 1] if start > 0 else ""
    if before in DASHES and not lex.has_gap(start) and not lex.has_gap(start - 1):
        word = lex.lower[start - 2]
        if word not in ("sub", "over", "under", "to", "mid", "plus", "all"):
            return True
    if (
        lex.lower[start - 1] in _CUE_NAMES["before"]
        and mention.number.value is not None
    ):
        is_list = lex.lower[start] in ("one", "two", "three", "four", "five", "six")
        bare = mention.unit is None and not looks_plural(lex.lower[end])
        if is_list and bare and not lex.is_word(end):
            return lex.lower[start - 1] not in ("no", "act", "order", "measure")
    return False
