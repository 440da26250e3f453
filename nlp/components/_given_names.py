"""Which pronoun goes with a first name, where nearly always one does."""

from __future__ import annotations

from functools import lru_cache

from nlp.lexicons import read_lexicon


@lru_cache(maxsize=1)
def read_given_names() -> dict[str, str]:
    """Return "he" or "she" by first name in lower case; others are not in it."""
    lexicon = read_lexicon("given_names")
    return {
        name: pronoun for pronoun in ("he", "she") for name in lexicon[pronoun].split()
    }
