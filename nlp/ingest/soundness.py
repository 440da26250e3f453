"""Is a text what the models were made for: whole, undamaged prose about public life?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nlp.ingest.layout import is_list_item
from nlp.lexicons import read_lexicon

_SAMPLE = 20_000  # characters; what ails a document shows in its first pages
_MIN_WORDS = 50  # fewer tell nothing
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TOKEN = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")

_MIN_LETTERS = 0.6  # of what is no space; prose has 0.9, a table of figures 0.3
_MIN_IN_SENTENCES = 0.3  # of the words; of a list or table nearly none
_SENTENCE = re.compile(r"[^.!?\n]{20,1000}[.!?][\"'”’)\]]{0,3}(?=\s|$)")

_LOST = re.compile("[\ufffd\ue000-\uf8ff]")
_MAX_LOST = 0.002  # of the characters
# What a scanner makes of print: "c1ty", "tbrnsl", "miLlion".
_GARBLED = re.compile(
    r"[A-Za-z]+[0-9|\\^~{}<>]+[a-z]+|[b-df-hj-np-tv-xz]{5,}|[a-z]+[A-Z]{1,2}[a-z]*"
)
_MAX_GARBLED = 0.05  # of the words
_MAX_SINGLE = 0.35  # of the words, where letters are set apart

_ENDS = re.compile(r"[.!?:;…)\]\"'”’»*_#|-]\s*$")
_CUT = re.compile(
    r"(?:\[\+\d+ chars\]|\[(?:…|\.{3})\]|(?:…|\.{3})"
    r"|\b(?:read|see) more|continue reading|(?:subscribe|sign in|log in) to"
    r" (?:continue|keep|read)[\w ]{0,40})[.…»> ]{0,5}$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\s[—–-]{1,2}\s?(?:[A-Z][\w.'’]{0,20}\s?){1,4}$")
_MIN_LAST_LINE = 8  # words; a signature or the row of a table has fewer

_MIN_KNOWN = 0.55  # of the words; articles and orders have 0.75 and more


def find_flaws(text: str) -> Iterator[str]:
    """Yield a warning for each way in which an English text is not sound.

    Args:
        text: Repaired text in English.

    Yields:
        "prose: ...", "damaged: ...", "truncated: ..." and "unfamiliar: ...", each with
        what was seen. All are guesses that err on the side of silence.
    """
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    is_prose = len(words) < _MIN_WORDS or _is_prose(sample, len(words))
    if (cut := _CUT.search(text[-200:].rstrip())) is not None:
        yield f"truncated: probably cut off, the text ends with {cut[0].strip()!r}"
    elif is_prose and _ends_inside(text):
        yield "truncated: probably cut off, the text ends inside a sentence"
    n_lost = len(_LOST.findall(sample))
    if n_lost > max(2, _MAX_LOST * len(sample)):
        yield f"damaged: {n_lost} characters could not be read"
    if len(words) < _MIN_WORDS:
        return
    if (garbled := _share_garbled(sample)) > _MAX_GARBLED:
        yield f"damaged: {garbled:.0%} of the words look misread, as from a scan"
    elif not is_prose:
        yield "prose: probably a list, a table or code and no running text"
    elif (known := _share_known(words)) < _MIN_KNOWN:
        yield (
            f"unfamiliar: only {known:.0%} of the words are common in news and policy,"
            " so the models may err more often"
        )


def _ends_inside(text: str) -> bool:
    last = text.rstrip().rpartition("\n")[2]
    last = _SIGNED.sub("", last)
    words = last.split()
    if len(words) < _MIN_LAST_LINE or _ENDS.search(last) or is_list_item(last):
        return False
    return sum(word[:1].islower() for word in words) > len(words) / 2


def _share_garbled(sample: str) -> float:
    tokens = [token.strip(".,;:!?()[]\"'“”‘’") for token in _TOKEN.findall(sample)]
    tokens = [token for token in tokens if token]
    if not tokens:
        return 0.0
    single = sum(len(token) == 1 and token.isalpha() for token in tokens) / len(tokens)
    n_garbled = sum(_GARBLED.fullmatch(token) is not None for token in tokens)
    return single if single > _MAX_SINGLE else n_garbled / len(tokens)


def _is_prose(sample: str, n_words: int) -> bool:
    n_solid = sum(map(len, sample.split()))
    if sum(map(len, _LETTERS.findall(sample))) < _MIN_LETTERS * n_solid:
        return False
    inside = sum(len(_WORD.findall(found[0])) for found in _SENTENCE.finditer(sample))
    return inside >= _MIN_IN_SENTENCES * n_words


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    words: str = read_lexicon("familiar_words")["words"]
    return frozenset(words.split())


def _share_known(words: list[str]) -> float:
    known = _known_words()
    return sum(word.partition("'")[0].partition("’")[0] in known for word in words) / (
        len(words)
    )
