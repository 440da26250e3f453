"""What looks like a number and is no figure.

Each rule takes the text's pieces, the mention and the sentence, and says whether the
number is no figure. Units decide first: "287 miles" is a figure wherever it stands.
"""

from __future__ import annotations

from nlp.components.figures.calendar import is_clock, is_date, is_year
from nlp.components.figures.citations import is_citation
from nlp.components.figures.lexemes import APOSTROPHES, DASHES, Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.names import is_address, is_lettered, is_name, is_reference
from nlp.components.figures.sentences import Context
from nlp.components.figures.tallies import is_tally
from nlp.components.figures.unit_tables import read_tables
from nlp.lexicons import read_lexicon

_CUES = read_lexicon("figure_cues")
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_PRICES = frozenset({"in", "constant", "adjusted", "real"})  # "in 2020 dollars"
_ONE_BEFORE = frozenset(_CUES["names"]["one_before"])
_ONE_AFTER = frozenset(_CUES["names"]["one_after"])
# Before these a lower-case cue word is a plain noun as often as a reference.
_DAY_BEFORE = frozenset(
    ["in", "within", "for", "of", "after", "by", "than", "least", "about", "only",
     "just", "took", "takes", "lasted", "to", "and", "or"]
)  # fmt: skip
_DAY_AFTER = frozenset(
    ["of", "later", "after", "before", "ago", "earlier", "in", "a", "per"]
)


def is_excluded(context: Context, mention: Mention) -> bool:
    """Tell whether the number is no figure."""
    lex = context.lex
    if is_clock(lex, mention) or _is_web(context, mention):
        return True
    if is_citation(lex, mention) or is_lettered(lex, mention):
        return True
    kind = mention.unit.kind if mention.unit is not None else None
    if kind is not None and kind != "count":
        return _is_dated_unit(context, mention)
    if mention.is_age:
        return False
    if is_date(context, mention) or is_year(context, mention):
        return True
    if mention.unit is not None:
        return False
    if mention.raw.form in ("ratio", "vague"):
        return False
    if _is_zero_compound(lex, mention):
        return True
    return any(
        rule(context, mention)
        for rule in (
            is_reference,
            is_name,
            is_address,
            _is_list,
            is_tally,
            _is_of_amount,
        )
    )


def _is_zero_compound(lex: Lexemes, mention: Mention) -> bool:
    """Tell the zero of "zero-emission" and "zero-tolerance", which counts nothing."""
    end = mention.raw.end
    is_zero = mention.raw.end == mention.raw.start + 1 and lex.lower[end - 1] == "zero"
    return is_zero and lex.words[end] in DASHES and not lex.has_gap(end)


def is_pronoun_one(context: Context, mention: Mention) -> bool:
    """Tell whether "one" stands for a noun instead of counting one."""
    if mention.raw.form != "words" or mention.raw.value != 1.0:
        return False
    if mention.unit is not None or mention.raw.end != mention.raw.start + 1:
        return False
    return mention.noun < 0 or context.lex.lower[mention.raw.end] == "of"


def is_idle_one(context: Context, mention: Mention) -> bool:
    """Tell whether "one" is part of a phrase that counts nothing: "no one"."""
    lex = context.lex
    i = mention.raw.start
    if lex.lower[i] != "one" or mention.raw.end != i + 1:
        return False
    if mention.unit is not None and mention.unit.kind != "duration":
        return mention.unit.name == "point" and lex.lower[i - 1] == "at"
    before, after = lex.lower[i - 1], lex.lower[i + 1]
    if after in APOSTROPHES and lex.lower[i + 2] == "s" and not lex.has_gap(i + 2):
        return True  # "one's job"
    if (
        (
            after == "day"
            and mention.comparator == "eq"
            and not lex.words[i + 1][0].isupper()
        )
        and before not in _DAY_BEFORE
        and lex.lower[i + 2] not in _DAY_AFTER
    ):
        return True
    if after in ("day", "time") and lex.lower[i + 2] in (
        "or",
        "of",
        ",",
        ".",
        "he",
        "she",
    ):
        return True
    if mention.unit is not None:
        return False
    if after in DASHES or (before in DASHES and not lex.has_gap(i)):
        return True
    if after == "of":
        return before in ("no", "any", "every", "each", "neither")
    if after == "hand":
        return before in ("on", "the")
    return before in _ONE_BEFORE - {"the", "only", "just"} or after in _ONE_AFTER


def _is_web(context: Context, mention: Mention) -> bool:
    token = context.doc[mention.token]
    return bool(token.like_url or token.like_email)


def _is_dated_unit(context: Context, mention: Mention) -> bool:
    """Units inside dates: "May 5 in", but "the past two years" is a duration."""
    unit = mention.unit
    if unit is not None and unit.kind == "money":
        return _is_money_of_year(context.lex, mention)
    if unit is None or unit.kind in ("duration", "percent"):
        return False
    return is_date(context, mention)


def _is_money_of_year(lex: Lexemes, mention: Mention) -> bool:
    """Tell "$4 million in 2020 dollars" from "paid 2000 dollars"."""
    digits = mention.raw.digits
    if len(digits) != 4 or not digits.isdecimal() or mention.start != mention.raw.start:
        return False
    before = lex.lower[mention.start - 1] if mention.start else ""
    return _FIRST_YEAR <= int(digits) <= _LAST_YEAR and before in _PRICES


def _is_list(context: Context, mention: Mention) -> bool:
    """List and footnote numbers: "1. ", "(2)", "3)", "[4]"."""
    lex = context.lex
    number = mention.raw
    i, end = number.start, number.end
    if not lex.is_number(i) or number.scale > 1:
        return False
    before, after = lex.words[i - 1] if i else "", lex.words[end]
    if before in ("(", "[") and after in (")", "]"):
        return len(number.digits) <= 3
    is_line_start = i == 0 or "\n" in lex.gap(i)
    is_next_capital = lex.words[end + 1][:1].isupper()
    if after == "." and lex.words[i - 1] in (".", ";") and is_next_capital:
        return len(number.digits) <= 2  # "... support. 9. It calls for ..."
    if is_line_start and "." in number.digits and lex.words[end][:1].isupper():
        return True  # "5.3 Immunization Policy"
    if after == ")" and not _is_open(lex, i):
        return len(number.digits) <= 2
    if is_line_start and after == "." and len(number.digits) <= 2:
        return lex.has_gap(end + 1) and end + 1 < lex.n
    return False


def _is_open(lex: Lexemes, i: int) -> bool:
    """Tell whether a bracket is open before piece `i`."""
    for j in range(i - 1, max(-1, i - 40), -1):
        if lex.words[j] == "(":
            return True
        if lex.words[j] == ")":
            return False
    return False


def _is_of_amount(context: Context, mention: Mention) -> bool:
    """Tell the 1 of "1 $10 bill", unless the sentence says what it counts."""
    lex, end = context.lex, mention.raw.end
    if not 0 < len(mention.raw.digits) <= 3:
        return False  # a table's next column
    tables = read_tables()
    sign = tables.signs.find(lex.words, end)
    if sign is None or not lex.has_gap(end) or not lex.is_number(sign[0]):
        return False
    if mention.noun < 0:
        return True
    noun = context.doc[mention.noun]
    money = tables.words.find([noun.lower_, *[""] * 8], 0)
    return noun.idx < lex.end[sign[0]] or (money is not None and money[0] == 1)
