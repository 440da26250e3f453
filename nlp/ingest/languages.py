"""Is a text English? A look at its commonest words, cheap and seldom wrong."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from nlp.lexicons import read_lexicon

_SAMPLE = 20_000  # characters; the language of a document shows in its first pages
_MIN_WORDS = 25
_MIN_ENGLISH = 0.12  # of the words; running English has 0.3 to 0.5 of them
_WORD = re.compile(r"[^\W\d_]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SCRIPTS = {
    "ARABIC": "ar",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "THAI": "th",
}


@lru_cache(maxsize=1)
def _stop_words() -> dict[str, list[str]]:
    """Return the languages in which a word is a stop word."""
    found: dict[str, list[str]] = {}
    for code, words in read_lexicon("languages")["stop_words"].items():
        for word in set(words.split()):
            found.setdefault(word, []).append(code)
    return found


def guess_language(text: str) -> str | None:
    """Guess the language of a text where the guess is safe.

    Args:
        text: Running text; its first 20,000 characters are looked at.

    Returns:
        ISO 639-1 code ("en", "es" ...; for a script that several languages share,
        the code of the largest), or None where there is too little to tell by.
    """
    sample = text[:_SAMPLE]
    script = _guess_by_script(sample)
    if script is not None:
        return script
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < _MIN_WORDS:
        return None
    totals = dict.fromkeys(read_lexicon("languages")["stop_words"], 0)
    stops = _stop_words()
    for word, count in Counter(words).items():
        for code in stops.get(word, ()):
            totals[code] += count
    shares = {code: total / len(words) for code, total in totals.items()}
    best = max(shares, key=lambda code: shares[code])
    if best != "en" and shares[best] < max(_MIN_ENGLISH, 1.5 * shares["en"]):
        best = "en" if shares["en"] >= _MIN_ENGLISH else ""
    return best if best and shares[best] >= _MIN_ENGLISH else None


def _guess_by_script(sample: str) -> str | None:
    if len(_NOT_ASCII.findall(sample)) <= _MIN_WORDS:
        return None
    letters = [char for char in sample if char.isalpha() and not char.isascii()]
    n_ascii = sum(char.isascii() and char.isalpha() for char in sample)
    if len(letters) <= max(n_ascii, _MIN_WORDS):
        return None
    names = Counter(unicodedata.name(char, "").split(" ")[0] for char in letters)
    if names["HIRAGANA"] + names["KATAKANA"] > len(letters) // 10:
        return "ja"
    return _SCRIPTS.get(names.most_common(1)[0][0])
