"""Readers of years, decades, centuries, fiscal years, quarters and halves."""

from __future__ import annotations

import re

from nlp.components.dates.calendar_dates import (
    is_year,
    read_plain_year,
    read_year_after,
    widen_year,
)
from nlp.components.dates.forms import Century, Decade, Form, Quarter, Year, YearName
from nlp.components.dates.periods import STATE_FISCAL_MONTH
from nlp.components.dates.relatives import FiscalYear, Range, Span, YearFrom
from nlp.components.dates.vocabulary import CUES, DECADES, MONTHS, ORDINALS
from nlp.components.dates.words import Found, Reader, Words, skip

# A number that follows these is no year but the name of a section, bill, road ...
_CITED = re.compile(
    r"(?:U\.?\s?S\.?\s?C\.?|C\.?\s?F\.?\s?R\.?|Stat\.|F\.\s?(?:2d|3d)|Reg\.|\bFR|§+|"
    r"\b(?:No|Nos|Sec|Secs|Ch|Art|P\.?L|Pub\. L|Res|Prop|Rm|Ste|Apt|ext|[HS]\.?\s?[BR]"
    r"|[AH]\.?\s?[BF]|[HS]\.?\s?J\.?\s?R)\.)\s*$"
)
_SCHOOL = ("school", "academic", "season", "flu")
_TWO_YEAR_NOUNS = ("biennium", "biennial", "biennia")
_ENACTED = ("act", "acts", "amendments", "code", "procedure", "resolution")
_FISCAL = ("fiscal", "budget")


def read_year(words: Words, i: int) -> Found | None:
    """Read what begins with a year: "2024", "2019-21", "1990s", "2024 fiscal year"."""
    number = words.find_number(i)
    if number is None or not is_year(number) or _is_inside(words, i):
        return None
    if decade := _read_decade(words, i, number):
        return decade
    if words.is_glued(i + 1) and words.get(i + 1).isalpha():
        return None
    last = read_second_year(words, i + 1, number)
    if last is not None:
        return _read_two_years(words, i, number, last)
    named = read_year_noun(words, i + 1, Year(number), number)
    if named is not None:
        return Found(_with_the(words, i), named.after, named.form)
    if _is_enacted(words, i):
        return Found(i, i + 1, None)
    if not _is_bare_year(words, i, number):
        return None
    return Found(i, i + 1, Year(number))


def _is_enacted(words: Words, i: int) -> bool:
    """Tell whether a year is part of a law's name: "the Clean Air Act of 1970"."""
    act = words.get(i - 2)
    return words.get(i - 1) == "of" and act in _ENACTED and words.is_capital(i - 2)


def _is_inside(words: Words, i: int) -> bool:
    """Tell whether digits are part of a longer number, code, address or price."""
    if words.is_glued(i):
        before = words.get(i - 1)
        if before.isalnum() or before in (
            "$",
            "£",
            "€",
            "#",
            ".",
            ",",
            "_",
            "@",
            "=",
            "&",
        ):
            return True
        if before in ("-", "/") and words.is_glued(i - 1):
            return words.get(i - 2) not in (
                "pre",
                "post",
                "mid",
                "end",
                "late",
                "early",
            )
    if not words.is_glued(i + 1):
        return False
    after, is_tight = words.get(i + 1), words.is_glued(i + 2)
    if after in (",", ".", ":") and is_tight:
        return words.get(i + 2).isdecimal()
    if after in ("%", "(", "_", "@", "=", "°"):
        return True
    if after in ("-", "/") and is_tight and words.get(i + 2).isdecimal():
        return len(words.get(i + 2)) not in (1, 2, 4) or words.get(i + 3) == after
    return False


def _with_the(words: Words, i: int) -> int:
    return i - 1 if words.get(i - 1) == "the" else i


def _read_decade(words: Words, i: int, year: int) -> Found | None:
    j = skip(words, i + 1, "'")
    if words.get(j) != "s" or not words.is_glued(j) or year % 10:
        return None
    if j > i + 1 and words.get(i - 1) != "the":
        return None  # "2020's deficit"
    form: Form = Decade(year)
    if year % 100 == 0 and year < 2000:
        form = Century(year // 100 + 1)
    return Found(_with_the(words, i), j + 1, form)


def read_second_year(words: Words, i: int, first: int) -> tuple[int, int] | None:
    """Read the end of a range of years: "-25", "–2025", "/25"."""
    if (
        words.get(i) not in ("-", "/")
        or not words.is_glued(i)
        or not words.is_glued(i + 1)
    ):
        return None
    digits = words.get(i + 1)
    number = words.find_number(i + 1)
    if number is None or (
        words.is_glued(i + 2) and words.get(i + 2) in ("-", "/", "%")
    ):
        return None
    if len(digits) in (1, 2):
        scale = 10 ** len(digits)
        number += first // scale * scale
        number += scale if digits == "00"[: len(digits)] else 0
    if not first < number <= first + 100 or len(digits) == 3:
        return None
    return number, i + 2


def _read_two_years(words: Words, i: int, first: int, last: tuple[int, int]) -> Found:
    year, j = last
    named = read_year_noun(words, j, Range(Year(first), Year(year)), year)
    noun = words.get(j)
    if noun in _TWO_YEAR_NOUNS or (year == first + 2 and _is_budget(words, j)):
        first_year = first + 1 if year == first + 2 else first
        return Found(_with_the(words, i), j + 1, Span(first_year, year))
    if named is not None and year == first + 1:
        return Found(_with_the(words, i), named.after, named.form)
    return Found(i, j, Range(Year(first), Year(year)))


def _is_budget(words: Words, j: int) -> bool:
    return words.get(j) == "budget" or words.get(j + 1) == "budget"


def read_year_noun(words: Words, j: int, plain: Form, year: int) -> Found | None:
    """Read what makes a named year a fiscal, school or calendar one.

    Args:
        words: The words.
        j: Index after the year.
        plain: What the year is without such a noun.
        year: The year it ends in.

    Returns:
        The form and the index after it; `first` means nothing here.
    """
    is_double = isinstance(plain, Range)
    kind, noun = words.get(j), words.get(j + 1)
    month = STATE_FISCAL_MONTH if is_double else None
    if kind in _FISCAL and noun in ("year", "years"):
        return Found(j, j + 2, FiscalYear(year, first_month=month))
    if kind in ("school", "academic") and noun in ("year", "calendar") and is_double:
        return Found(j, j + 2, FiscalYear(year, 0, STATE_FISCAL_MONTH, "range"))
    if kind in ("calendar", "tax", "plan") and noun == "year" and not is_double:
        return Found(j, j + 2, plain)
    return None


def _is_bare_year(words: Words, i: int, year: int) -> bool:
    """Tell a year from a count, a name and a number of something."""
    before, after = words.get(i - 1), words.get(i + 1)
    text, start = words.text, words.starts[i]
    if _CITED.search(text, max(start - 16, 0), start):
        return False
    if after == "-" and words.is_glued(i + 1) and words.is_glued(i + 2):
        return words.get(i + 2) in ("era", "present", "style", "election", "vintage")
    if _is_counting(words, i, year) or _is_address(words, i):
        return False
    if before == "least":
        return words.get(i - 3) in ("since", "until")
    if (
        before in CUES["year_before"]
        or before in MONTHS
        or before in CUES["determiners"]
    ):
        return True
    if before in CUES["count_before"] or not 1900 <= year <= 2100:
        return False
    return _may_open(words, i) or (before.isalpha() and not words.is_capital(i - 1))


def _is_counting(words: Words, i: int, year: int) -> bool:
    before, after = words.get(i - 1), words.get(i + 1)
    if before in ("in", "than", "from", "to", "of", "at") and after in CUES["levels"]:
        return False
    if after in CUES["counted"]:
        is_year_like = year % 100 != 0 and year > 1900
        return not (is_year_like and before in ("in", "since", "the"))
    if before == "than":
        return words.get(i - 2) in ("more", "fewer", "less", "greater")
    if before == "of":
        return words.get(i - 2) in CUES["amounts"]
    return before == "to" and words.get(i - 2) == "up"


def _is_address(words: Words, i: int) -> bool:
    """Tell whether a street follows: "1600 Pennsylvania Avenue"."""
    for k in range(i + 1, i + 5):
        if not words.is_capital(k):
            return False
        if words.get(k) in CUES["streets"] and k > i + 1:
            return True
    return False


def _may_open(words: Words, i: int) -> bool:
    """Tell whether a year without preposition stands where one may."""
    before, after = words.get(i - 1), words.get(i + 1)
    if before.isalnum() and before != "s":
        return False
    if before in ("(", "[") or before == "":
        return not after.isdecimal()
    if before == "'":  # "the states' 2024 budgets"
        return words.get(i - 2).endswith("s") and words.is_glued(i - 1)
    return not (after.isdecimal() or after == "percent")


def read_short_decade(words: Words, i: int) -> Found | None:
    """Read "'90s" and "the 90s" where they are no ages and no temperatures."""
    number = words.find_number(i, max_digits=2)
    if number is None or number % 10 or len(words.get(i)) != 2:
        return None
    j = skip(words, i + 1, "'")
    if words.get(j) != "s" or not words.is_glued(j) or not words.is_glued(i + 1):
        return None
    first = i
    if words.get(i - 1) == "'" and words.is_glued(i):
        first = i - 1
    elif not _may_be_decade(words, i):
        return None
    year = 2000 + number if number < 30 else 1900 + number
    return Found(_with_the(words, first), j + 1, Decade(year))


def _may_be_decade(words: Words, i: int) -> bool:
    is_led = words.get(i - 1) in ("the", "-", "early", "late", "mid")
    return is_led and not _is_measured(words, i)


def _is_measured(words: Words, i: int) -> bool:
    """Tell whether ages, temperatures or shares are told near "the 80s"."""
    near = words.lower[max(i - 12, 0) : i + 8]
    return any(word in CUES["measures"] for word in near)


def read_word_decade(words: Words, i: int) -> Found | None:
    """Read "the nineties"."""
    if not _may_be_decade(words, i):
        return None
    number = DECADES[words.get(i)]
    century = 2000 if number == 20 else 1900
    if words.get(i - 1) == "-" and words.get(i - 2) == "nineteen":
        return Found(i - 2, i + 1, Decade(1900 + number))
    return Found(_with_the(words, i), i + 1, Decade(century + number))


def read_century(words: Words, i: int) -> Found | None:
    """Read "the 19th century", "twentieth-century": `i` is the word "century"."""
    j = i - 1
    if words.get(j) == "-":
        j -= 1
    ordinal = ORDINALS.get(words.get(j))
    if (
        ordinal is None
        and words.get(j) in ("st", "nd", "rd", "th")
        and words.is_glued(j)
    ):
        j -= 1
        ordinal = words.find_number(j, max_digits=2)
    if ordinal is None or not 1 <= ordinal <= 30:
        return None
    if words.get(j - 1) == "-" and words.get(j - 2) == "twenty":
        j, ordinal = j - 2, 20 + ordinal
    if words.get(i + 1) in ("b", "bc", "bce"):
        return None
    first = j if words.get(i - 1) == "-" else _with_the(words, j)
    return Found(first, i + 1, Century(ordinal))


def read_fiscal(words: Words, i: int) -> Found | None:
    """Read "fiscal year 2024", "FY24", "fiscal 2024-25"."""
    is_short = words.get(i) == "fy"
    start = i if is_short else _with_the(words, i)
    j = i + 1 if is_short else skip(words, i + 1, "year", "years")
    first = _read_fiscal_number(words, j, is_short=is_short)
    if first is None:
        return None
    number, after = first
    second = read_second_year(words, after, number)
    if second is None:
        joint = words.get(after) in ("to", "through", "and")
        last = read_plain_year(words, after + 1) if joint else None
        if last is None or words.get(after) == "and":
            return Found(start, after, FiscalYear(number))
        form = Range(FiscalYear(number), FiscalYear(last[0]))
        return Found(start, last[1], form)
    year, after = second
    if words.get(after) in _TWO_YEAR_NOUNS:
        return Found(start, after + 1, Span(number, year))
    if year == number + 1:
        return Found(start, after, FiscalYear(year, first_month=STATE_FISCAL_MONTH))
    return Found(start, after, Range(FiscalYear(number), FiscalYear(year)))


def _read_fiscal_number(
    words: Words, j: int, *, is_short: bool
) -> tuple[int, int] | None:
    j = skip(words, j, "of", "'", "-") if is_short else j
    short = words.find_number(j, max_digits=2) if is_short else None
    if short is not None and len(words.get(j)) == 2:
        return widen_year(short), j + 1
    return read_plain_year(words, j)


def read_fiscal_edge(words: Words, i: int, read_date: Reader) -> Found | None:
    """Read "fiscal year ending June 30, 2025"; `i` is the word "fiscal"."""
    if words.get(i + 1) != "year":
        return None
    j = skip(words, i + 2, "that", "which")
    verb = words.get(j)
    if verb not in CUES["fiscal_verbs"]:
        return None
    date = read_date(words, skip(words, j + 1, "on"))
    if date is None or date.form is None:
        return None
    form = YearFrom(date.form, is_end=verb.startswith("end"))
    return Found(_with_the(words, i), date.after, form)


def read_quarter(words: Words, i: int) -> Found | None:
    """Read "the third quarter of 2024"; `i` is the word "quarter"."""
    first = i - 1
    if words.get(first) == "fiscal" or words.get(first) == "-":
        first -= 1
    ordinal = ORDINALS.get(words.get(first))
    if ordinal is None and words.get(first) in ("st", "nd", "rd", "th"):
        first -= 1
        ordinal = words.find_number(first, max_digits=1)
    if ordinal is None or not 1 <= ordinal <= 4:
        return None
    has_the = words.get(first - 1) == "the"
    start = first if words.get(i - 1) == "-" else _with_the(words, first)
    year = read_year_after(words, i + 1)
    if year is not None:
        return Found(start, year[1], Quarter(ordinal, year[0]))
    if words.get(i + 1) == "of" or not (has_the or words.get(i + 1) in CUES["results"]):
        return None
    return Found(start, i + 1, Quarter(ordinal))


def read_short_quarter(words: Words, i: int) -> Found | None:
    """Read "Q3 2024", "Q3 of 2024", "Q3"."""
    number = words.find_number(i + 1, max_digits=1)
    if not words.is_glued(i + 1) or number is None or not 1 <= number <= 4:
        return None
    if not words.is_capital(i) or words.is_glued(i):
        return None
    year: tuple[YearName, int] | None = read_year_after(words, i + 2)
    if year is not None:
        return Found(i, year[1], Quarter(number, year[0]))
    return Found(i, i + 2, Quarter(number))


def read_short_year(words: Words, i: int) -> Found | None:
    """Read "'16" where a preposition makes it a year: "in '16", "the class of ’68"."""
    if words.get(i - 1) != "'" or not words.is_glued(i):
        return None
    year = read_plain_year(words, i - 1)
    if year is None or words.get(i - 2) not in CUES["year_before"]:
        return None
    return Found(i - 1, year[1], Year(year[0]))
