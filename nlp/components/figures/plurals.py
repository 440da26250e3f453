"""Plurals and their singulars, by spelling, for text without a tagger."""

from __future__ import annotations

_PEOPLE = frozenset(["people", "men", "women", "children", "of", "feet", "police"])
_NO_PLURALS = frozenset(
    ["is", "was", "has", "its", "this", "as", "us", "less", "across", "plus", "does"]
)


def looks_plural(word: str) -> bool:
    """Guess whether a lower-case word is a plural noun, without a tagger."""
    if word in _PEOPLE:
        return True
    return len(word) > 3 and word.endswith("s") and word not in _NO_PLURALS


_PLURALS = {"people": "person", "persons": "person", "children": "child",
            "women": "woman", "men": "man", "feet": "foot", "inhabitants": "inhabitant",
            "lives": "life"}  # fmt: skip
_NO_MEN = frozenset(
    ["specimen", "regimen", "abdomen", "omen", "acumen", "semen", "stamen"]
)


def singular(noun: str) -> str:
    """Return the singular of a lower-case noun, by its spelling."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("men") and noun not in _NO_MEN:
        return noun[:-2] + "an"
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(
        ("ss", "us", "is", "series", "species")
    ):
        return noun[:-1]
    return noun
