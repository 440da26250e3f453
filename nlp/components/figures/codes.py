"""Numbers that are part of a word or a code: "COVID-19", "G7", "13F", "one-time"."""

from __future__ import annotations

from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.plurals import looks_plural
from nlp.components.figures.values import LETTERS
from nlp.lexicons import read_lexicon

_NAMES_BEFORE = frozenset(read_lexicon("figure_cues")["names"]["before"])


def is_glued(lex: Lexemes, mention: Mention) -> bool:
    """Tell whether the digits belong to a word: "COVID-19", "G7", "13F", "10th"."""
    number = mention.raw
    i = number.start
    if not lex.is_number(i) and number.form != "fraction":
        return _is_glued_word(lex, mention)
    is_money = mention.unit is not None and mention.unit.kind == "money"
    has_sign = is_money and mention.start < i  # not the pence of "3395-F4-P"
    if _is_glued_before(lex, i, has_sign=has_sign):
        return True
    return _is_glued_after(lex, mention)


def _is_glued_before(lex: Lexemes, i: int, *, has_sign: bool) -> bool:
    if lex.has_gap(i):
        return lex.lower[i - 1] in ("#", "№", "§") and i > 0
    before = lex.words[i - 1]
    if lex.is_word(i - 1):
        is_by = lex.lower[i - 1] == "x" and lex.is_word(i + 1)
        return not (has_sign or is_by or lex.lower[i - 1] == "to")
    if before in ("/", "_", "@", "\\", "#", ".", "=", "§", "№", "^", ":"):
        return not (before in ("=", ":", ".") and has_sign) and not (
            before == "." and lex.has_gap(i)
        )
    if before in DASHES and not lex.has_gap(i - 1):
        word = lex.lower[i - 2]
        joins = ("minus", "sub", "to", "over", "under", "plus", "non", "and", "than")
        if word == "to" and lex.words[i - 3] in DASHES:
            return True  # "9-to-5"
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
    if after == "(" and lex.words[end + 2] == ")" and len(lex.words[end + 1]) == 1:
        return lex.is_word(end + 1)  # "287(g)"
    if after in ("/", "_", "@", "\\", "^") or (after == ":" and lex.is_number(end + 1)):
        return not lex.has_gap(end + 1)
    if after in ("'", "’", "′") and lex.lower[end + 1] == "s":
        return True
    if after == "." and lex.is_number(end + 1) and not lex.has_gap(end + 1):
        return True
    if after in DASHES and not lex.has_gap(end + 1) and mention.joint is None:
        if lex.is_number(end + 1):
            return True
        if lex.words[end + 2] in DASHES and _is_code(lex, end + 1):
            return True
        word = lex.words[end + 1]
        return len(word) == 1 and (word in LETTERS or word.isupper())
    return False


def _is_code(lex: Lexemes, j: int) -> bool:
    """Tell the middle of "9-to-5", "10-for-1" and of the docket "24-cv-00072"."""
    if lex.lower[j] in ("to", "for"):
        return True
    is_serial = lex.is_number(j + 2) and len(lex.words[j + 2]) > 2
    return is_serial and lex.is_word(j) and not lex.has_gap(j + 2)


def _is_glued_word(lex: Lexemes, mention: Mention) -> bool:
    """Tell number words inside other words: "one-time", "Forty-Niners", "no-one"."""
    start, end = mention.raw.start, mention.raw.end
    if lex.is_number(end) and not lex.has_gap(end):
        return True  # "Twenty20"
    if lex.words[end] in DASHES and lex.lower[end + 1] == "for":
        return lex.words[end + 2] in DASHES  # "the ten-for-one rule"
    before = lex.words[start - 1] if start > 0 else ""
    if before in DASHES and not lex.has_gap(start) and not lex.has_gap(start - 1):
        word = lex.lower[start - 2]
        if word not in ("sub", "over", "under", "to", "mid", "plus", "all"):
            return True
    if lex.lower[start - 1] in _NAMES_BEFORE and mention.number.value is not None:
        is_list = lex.lower[start] in ("one", "two", "three", "four", "five", "six")
        bare = mention.unit is None and not looks_plural(lex.lower[end])
        if is_list and bare and not lex.is_word(end):
            return lex.lower[start - 1] not in ("no", "act", "order", "measure")
    return False
