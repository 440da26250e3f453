"""A sentence as the check-worthiness model sees it: names and numbers as classes.

Who or where it is about must not move the score, so a name becomes `NAME` whatever it
is and however long; a number becomes `NUM`, `MONEY`, `YEAR` ... The rest stays as
lower-case words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache

from nlp.lexicons import read_lexicon

_TOKEN = re.compile(
    r"""
    (?P<abbreviation>(?:[^\W\d_]\.){2,})
    |(?P<number>[$€£¥]?\d+(?:[.,:]\d+)*)(?P<suffix>%|[^\W\d_]*)
    |(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
    |(?P<mark>--|\.\.\.|[?!%$€£¥;:"().])
    """,
    re.VERBOSE,
)
_STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "—": " -- ", "–": " -- ", "…": "..."}
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_STARTS = frozenset('?!:."')  # a capital after these says nothing
# What an encoder reads for a class, so that a sentence stays one to it.
STAND_INS = {
    "NAME": "smith",
    "NUM": "12",
    "MONEY": "$ 12",
    "PERCENT": "12 %",
    "YEAR": "1999",
    "DATE": "monday",
    "ORDINAL": "3rd",
    "MAGNITUDE": "thousands",
}
_CLITIC = re.compile(r" (n't\b|')")
_N_HEADLINE = 4  # capitals say nothing in a heading of at least so many words


@cache
def read_words(key: str) -> frozenset[str]:
    """Return a word list of `lexicons/checkworthiness.toml`."""
    words: str = read_lexicon("checkworthiness")[key]
    return frozenset(words.split())


@cache
def _plain() -> tuple[re.Pattern[str], dict[str, str]]:
    table: dict[str, list[str]] = read_lexicon("checkworthiness")["plain"]
    plain = {term: word for word, terms in table.items() for term in terms}
    terms = sorted(plain, key=len, reverse=True)
    pattern = rf"\b(?:{'|'.join(map(re.escape, terms))})\b"
    return re.compile(pattern, re.IGNORECASE), plain


def _straighten(text: str) -> str:
    pattern, plain = _plain()
    text = text.translate(_STRAIGHT)
    return pattern.sub(lambda match: plain[match.group().lower()], text)


def count_common_words(texts: Iterable[str]) -> list[str]:
    """Find the words that are written small as a rule.

    A capital at the start of a sentence shows a name only where the word is not one of
    these.

    Args:
        texts: Sentences; words that open one are not counted.

    Returns:
        Lower-case words seen small twice or more, and oftener than with a capital.
    """
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        first = True
        for match in _TOKEN.finditer(_straighten(text)):
            word = match["word"]
            if word is not None and not first:
                stem = word.partition("'")[0]
                (capital if stem[0].isupper() else small)[stem.lower()] += 1
            first = match["mark"] in _STARTS
    return sorted(word for word, n in small.items() if n > 1 and n > capital[word])


def _class_of_number(number: str, suffix: str) -> str:
    if number[0] in "$€£¥":
        return "MONEY"
    if suffix in {"st", "nd", "rd", "th"}:
        return "ORDINAL"
    if suffix in {"", "s"} and _YEAR.fullmatch(number):
        return "YEAR"
    return "PERCENT" if suffix == "%" else "NUM"


def _class_of_word(word: str) -> str:
    if word in read_words("number_words"):
        return "NUM"
    if word in read_words("magnitudes"):
        return "MAGNITUDE"
    if word in read_words("percents"):
        return "PERCENT"
    return word


def _split_word(word: str, *, certain: bool, common: Collection[str]) -> list[str]:
    """Classes of one written word; `certain`: its capital can only mean a name."""
    low = word.lower()
    stem, apostrophe, ending = low.partition("'")
    if word[0].isupper() and stem != "i" and (certain or stem not in common):
        if low in read_words("dates"):
            return ["DATE"]
        return ["NAME", "'s"] if ending == "s" else ["NAME"]
    if not apostrophe:
        return [_class_of_word(low)]
    if low.endswith("n't"):
        return [low[:-3], "n't"]
    return [stem, f"'{ending}"]


def _add(tokens: list[str], token: str) -> None:
    """Append `token`, joining it to what it belongs to."""
    last = tokens[-1] if tokens else ""
    if token == "NAME":
        # "the Netherlands" is no other thing than "Norway", nor "Bank of X" than "X".
        if last == "the" or (last == "of" and tokens[-2:-1] == ["NAME"]):
            tokens.pop()
        if tokens[-1:] == ["NAME"]:
            return
    elif token in {"MAGNITUDE", "PERCENT"} and last in {"NUM", "MONEY"}:
        tokens[-1] = last if token == "MAGNITUDE" else token
        return
    elif token == "--" == last:
        return
    tokens.append(token)


def _is_headline(text: str) -> bool:
    words = text.split()
    n_capital = sum(word[0].isupper() for word in words)
    return len(words) >= _N_HEADLINE and n_capital > 0.6 * len(words)


def split_tokens(text: str, common: Collection[str]) -> list[str]:
    """Split a sentence into words and classes of words.

    Args:
        text: One sentence.
        common: The words of `count_common_words`.

    Returns:
        Lower-case words, marks, and NAME, DATE, NUM, MONEY, PERCENT, YEAR, ORDINAL,
        MAGNITUDE in text order; commas and full stops are left out.
    """
    text = _straighten(text)
    headline = _is_headline(text)
    tokens: list[str] = []
    first = True
    for match in _TOKEN.finditer(text):
        if match["word"] is not None:
            certain = not (first or headline)
            for part in _split_word(match["word"], certain=certain, common=common):
                _add(tokens, part)
        elif match["number"] is not None:
            _add(tokens, _class_of_number(match["number"], match["suffix"]))
        elif match["abbreviation"] is not None:
            low = match.group()[0].islower()
            _add(tokens, match.group() if low else "NAME")
        elif (mark := match.group()) != ".":
            _add(tokens, {"%": "PERCENT", "...": "--"}.get(mark, mark))
        first = match["mark"] in _STARTS
    return tokens


def write_plain(text: str, common: Collection[str]) -> str:
    """Write a sentence for an encoder: each class as one word of its kind.

    Args:
        text: One sentence.
        common: The words of `count_common_words`.
    """
    return write_tokens(split_tokens(text, common))


def write_tokens(tokens: Iterable[str]) -> str:
    """Write what `split_tokens` returned of a sentence for an encoder."""
    words = [STAND_INS.get(token, token) for token in tokens]
    return _CLITIC.sub(r"\1", " ".join(words))
