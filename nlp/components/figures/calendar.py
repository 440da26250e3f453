"""Dates, years and times of day, which are no figures."""

from __future__ import annotations

from nlp.components.figures.lexemes import APOSTROPHES, DASHES, Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.plurals import looks_plural
from nlp.components.figures.sentences import Context
from nlp.lexicons import read_lexicon

_CUES = read_lexicon("figure_cues")
_MONTHS = frozenset(_CUES["months"]["names"])
_YEAR_BEFORE = frozenset(
    ["in", "since", "until", "till", "by", "during", "from", "before", "after", "of",
     "and", "to", "through", "ad", "d", "bc", "circa", "late", "early", "mid", "year",
     "for", "between", "than"]
)  # fmt: skip
_LEVELS = frozenset(
    ["level", "levels", "baseline", "peak", "standards", "rates", "figures", "census",
     "season", "highs", "lows", "prices", "election", "elections", "campaign"]
)  # fmt: skip
_TOTALS = frozenset(
    ["average", "total", "maximum", "minimum", "number", "sum", "count", "price",
     "value", "cost", "rate", "level", "capacity", "population", "median", "mean",
     "peak"]
)  # fmt: skip


def is_clock(lex: Lexemes, mention: Mention) -> bool:
    """Times of day: "2:55 p.m.", "6pm", "10 o'clock", "4:39 left"."""
    number = mention.raw
    i, end = number.start, number.end
    if lex.words[i - 1] == ":" and lex.is_number(i - 2) and not lex.has_gap(i):
        return True
    if lex.words[end] == ":" and lex.is_number(end + 1) and not lex.has_gap(end + 1):
        return True
    word = lex.lower[end]
    if word in ("am", "pm"):
        is_clock = (number.value or 99) <= 12.6 and lex.lower[end + 1] not in (
            "is",
            "=",
        )
        return is_clock and not lex.matches(end + 1, ("long",))
    if word in ("a", "p") and lex.lower[end + 1] == "." and lex.lower[end + 2] == "m":
        return True
    if word in ("gmt", "utc", "est", "edt", "pst", "pdt", "cet", "bst"):
        return True
    if word in _DAYTIMES and lex.lower[i - 1] in _CLOCK_BEFORE:
        return 0 < (number.value or 0) <= 12
    return word == "o" and lex.words[end + 1] in APOSTROPHES


_DAYTIMES = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
     "tonight", "today", "tomorrow"]
)  # fmt: skip
_CLOCK_BEFORE = frozenset(["at", "after", "before", "around", "by", "until", "about"])


def is_date(context: Context, mention: Mention) -> bool:
    """Tell days, and what the dates component has marked."""
    lex, number = context.lex, mention.raw
    i, end = number.start, number.end
    if mention.unit is not None and mention.unit.kind == "duration":
        return False
    last = lex.words[end - 1]
    if _is_day(lex, i, end):
        return True
    found = context.date_over(lex.start[i], lex.end[end - 1])
    if found is not None and (lex.is_number(i) or mention.noun < 0):
        return True
    return last.isdecimal() and len(last) == 4 and lex.lower[end] in ("bc", "bce", "ad")


def _is_day(lex: Lexemes, i: int, end: int) -> bool:
    """Days by their month: "March 29", "20 January", "Sept. 30", "July 1-3"."""
    day = lex.words[i]
    if not (day.isdecimal() and len(day) in (1, 2, 4)):
        return False
    before, after = lex.lower[i - 1], lex.lower[end]
    if before == "." and lex.end[i - 1] == lex.start[i - 1] + 1:
        before = lex.lower[i - 2] if len(lex.lower[i - 2]) in (3, 4) else before
    if before in _MONTHS and _is_month(lex, i - 1, before):
        return (len(day) < 3 and int(day) <= 31) or len(day) == 4
    if len(day) > 2 or int(day) > 31:
        return False
    if after in _MONTHS and after not in ("mar", "may", "march", "sep"):
        return True
    if after in ("may", "march"):
        return lex.words[end][0].isupper() or lex.lower[i - 1] in (
            "on",
            "of",
            "until",
            "since",
            "by",
        )
    if lex.words[i - 1] in DASHES or lex.lower[i - 1] in ("and", "to"):
        return lex.lower[i - 3] in _MONTHS and lex.words[i - 3][0].isupper()
    return False


def _is_month(lex: Lexemes, i: int, word: str) -> bool:
    """Tell the month from the modal "may" and the verb "march"."""
    if word not in ("may", "march"):
        return True
    return lex.words[i][0].isupper() or lex.lower[i - 1] in (
        "on",
        "of",
        "since",
        "until",
        "by",
        "in",
    )


def is_year(context: Context, mention: Mention) -> bool:
    """Tell years from counts between 1000 and 2100: "in 2019", not "2000 people"."""
    lex, number = context.lex, mention.raw
    if mention.joint is not None:
        ends = (number.low, number.high)
        if all(v is not None and v == int(v) and 1000 <= v <= 2100 for v in ends):
            ends_written = (lex.words[number.start], lex.words[number.end - 1])
            return all(len(word) == 4 for word in ends_written)
        return False
    digits = number.digits
    if not (len(digits) == 4 and digits.isdecimal()):
        return _is_short_year(lex, mention)
    value = int(digits)
    if not 1000 <= value <= 2100:
        return False
    if mention.noun >= 0 and context.doc[mention.noun].lower_ in _LEVELS:
        return True  # "below 1990 levels"
    return mention.comparator in ("eq", "approx") and _is_lone_year(context, mention)


def _is_lone_year(context: Context, mention: Mention) -> bool:
    """Tell "2019 closed" from "2000 people" and "an average of 1500"."""
    lex, number = context.lex, mention.raw
    value = int(number.digits)
    before = lex.lower[number.start - 1]
    token = context.doc[mention.token]
    if mention.noun >= 0 and token.ent_type_ != "DATE":
        is_plural = context.doc[mention.noun].tag_ in ("NNS", "NNPS") or (
            looks_plural(context.doc[mention.noun].lower_)
        )
        if is_plural and not (
            value >= 1900 and before in ("the", "its", "their", "in")
        ):
            return False
    if before == "of" and lex.lower[number.start - 2] in _TOTALS:
        return False
    if value >= 1500:
        return mention.comparator == "eq" or before in ("around", "about", "circa")
    return before in _YEAR_BEFORE and mention.noun < 0


def _is_short_year(lex: Lexemes, mention: Mention) -> bool:
    """Years and decades in short: "'90s", "the class of '05"."""
    i = mention.raw.start
    is_elided = lex.words[i - 1] in APOSTROPHES and lex.has_gap(i - 1)
    return is_elided and not lex.has_gap(i) and len(lex.words[i]) == 2
