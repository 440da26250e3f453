"""Amounts: a number with the money sign before it and the unit after it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nlp.components.figures import units
from nlp.components.figures.lexemes import DASHES, MINUS, Lexemes
from nlp.components.figures.numbers import read_number
from nlp.components.figures.plurals import looks_plural
from nlp.components.figures.unit_tables import Unit
from nlp.components.figures.values import (
    DENOMINATORS,
    MAGNITUDES,
    NUMBER_WORDS,
    SMALL,
    Number,
    parse_digits,
)
from nlp.lexicons import read_lexicon


@dataclass(slots=True)
class Amount:
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


def read_amount(lex: Lexemes, i: int) -> Amount | None:
    """Read the amount whose number begins at piece `i`, past its sign."""
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
    number = _skip_digits_again(lex, number)
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


def _skip_digits_again(lex: Lexemes, number: Number) -> Number:
    """Take "(180)" into "one hundred eighty (180) days", as statutes write it."""
    end = number.end
    if lex.words[end] != "(" or lex.words[end + 2] != ")" or number.value is None:
        return number
    is_same = (
        lex.is_number(end + 1) and parse_digits(lex.words[end + 1]) == number.value
    )
    return replace(number, end=end + 3) if is_same else number


def _read_fold(lex: Lexemes, i: int) -> Amount | None:
    """Read "sixfold": six times."""
    value = SMALL.get(lex.lower[i][:-4]) if lex.lower[i].endswith("fold") else None
    if not value:
        return None
    number = Number(start=i, end=i + 1, value=float(value), form="words")
    return Amount(i, number, Unit("time", "count", written="time"), i + 1)


def read_article(lex: Lexemes, i: int) -> Amount | None:
    """Read the one of "less than a year", "nearly an hour", "up to a mile"."""
    found = units.read_unit_after(lex, i + 1)
    if found is None or found.start != i + 1 or found.end != i + 2:
        return None
    unit = found.unit
    is_measure = unit.kind == "duration" or unit.name in _MEASURED_BY_ARTICLE
    if not is_measure or unit.name == "second" or lex.lower[i + 1].endswith("s"):
        return None
    if lex.words[found.end] in DASHES or lex.lower[found.end] in ("ago", "and"):
        return None
    number = Number(start=i, end=i + 1, value=1.0, form="words")
    return Amount(i, number, unit, found.end)


_MEASURED_BY_ARTICLE = frozenset(
    ["mile", "kilometer", "acre", "ton", "gallon", "pound"]
)


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
) -> Amount:
    end = number.end
    if sign is not None:
        return _read_signed(lex, start, number, sign.unit)
    found = units.read_unit_after(lex, end) or _read_inches(lex, number)
    found = found or _read_unit_of(lex, number)
    if found is None:
        return _read_noun_before(lex, start, number)
    unit, end = found.unit, found.end
    if unit.name == "pound" and number.scale >= 1e6:
        unit = Unit("GBP", "money")  # weights are not counted in millions
    if unit.kind == "money":
        if unit.divisor < 0 or lex.words[end] in ("million", "billion"):
            number, unit, end = _scale_money(lex, number, unit, end)
        number, end = _read_cents(lex, number, unit, end)
        unit, end = _read_country(lex, unit, end)
    is_age = False
    if unit.kind == "duration":
        after_age = units.read_age_after(lex, end)
        is_age = after_age > end or lex.lower[end - 1] == "yo"
        end = after_age
    return Amount(start, number, unit, end, is_age)


def _read_signed(lex: Lexemes, start: int, number: Number, unit: Unit) -> Amount:
    """Read what may follow a number with a money sign: "$5 US", "$5 dollars"."""
    end = number.end
    if unit.divisor < 0:
        number, unit, _ = _scale_money(lex, number, unit, end)
    after = units.read_unit_after(lex, end)
    if after is not None and after.unit.kind == "money" and after.unit.divisor == 1:
        is_same = after.unit.name == unit.name or unit.name == "USD"
        if is_same:
            unit, end = after.unit, after.end
    unit, end = _read_country(lex, unit, end)
    return Amount(start, number, unit, end)


def _read_noun_before(lex: Lexemes, start: int, number: Number) -> Amount:
    """Read "rupees 5 crore", "dollar 22.5 million": the currency's noun before."""
    before = lex.lower[start - 1] if start > 0 else ""
    if number.scale >= 1e5 and before in _CURRENCY_NOUNS:
        return Amount(
            start - 1, number, Unit(_CURRENCY_NOUNS[before], "money"), number.end
        )
    return Amount(start, number, None, number.end)


_CURRENCY_NOUNS: dict[str, str] = read_lexicon("currency_words")["before"]


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
    if unit.divisor not in (1, 10) or number.value is None:
        return number, end
    j = end + 1 if lex.lower[end] == "and" else end
    cents = read_number(lex, j) if is_trigger(lex, j) else None
    if cents is None or cents.value is None or not 0 < cents.value < 100:
        return number, end
    found = units.read_unit_after(lex, cents.end)
    if found is None and _is_bare_part(lex, cents, unit, end):
        found = units.UnitMatch(
            cents.end, cents.end, Unit(unit.name, "money", divisor=100)
        )
    if found is None or found.unit.divisor <= unit.divisor:
        return number, end
    part = found.unit
    if part.divisor == 10:  # "one kuai and five mao five"
        cents, after = _read_cents(lex, cents, part, found.end)
    else:
        after = found.end
    total = number.value + (cents.value or 0) * unit.divisor / part.divisor
    return replace(number, value=round(total, 4), end=after), after


def _is_bare_part(lex: Lexemes, part: Number, unit: Unit, end: int) -> bool:
    """Tell the hundredths of "five mao five" and of "15 dollars and 50."."""
    if unit.divisor == 1:
        return _is_bare_cents(lex, part, end)
    is_digit = part.value is not None and part.value < 10 and part.end == end + 1
    return is_digit and not looks_plural(lex.lower[part.end])


def _is_bare_cents(lex: Lexemes, cents: Number, end: int) -> bool:
    """Tell the cents of "15 dollars and 50." from another number."""
    is_two_digits = len(cents.digits) == 2 and cents.digits.isdecimal()
    is_last = lex.words[cents.end] in (".", "") or lex.lower[cents.end] == "more"
    return is_two_digits and is_last and lex.gap(end) == " "
