"""Finite forms of English verbs, for clauses that have none of their own."""

from __future__ import annotations

from nlp.lexicons import read_lexicon

_VOWELS = frozenset("aeiou")
# Stressed on the last syllable, so that the consonant doubles: "admitted".
_DOUBLED = ("admit", "commit", "compel", "confer", "control", "defer", "deter", "equip",
            "expel", "incur", "occur", "omit", "patrol", "permit", "prefer", "refer",
            "regret", "remit", "repel", "submit", "transfer", "transmit")  # fmt: skip


def build_past(lemma: str, *, plural: bool = False) -> str:
    """Return the past tense: "approve" is "approved", "be" is "was" or "were"."""
    if lemma == "be":
        return "were" if plural else "was"
    irregular = read_lexicon("verbs")["past"].get(lemma)
    if irregular is not None:
        return str(irregular)
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    if lemma in _DOUBLED or _is_short(lemma):
        return lemma + lemma[-1] + "ed"
    return lemma + "ed"


def build_present(lemma: str, *, plural: bool = False) -> str:
    """Return the present tense of the third person."""
    if lemma == "be":
        return "are" if plural else "is"
    if plural:
        return lemma
    if lemma == "have":
        return "has"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    return lemma + "s"


def _is_short(lemma: str) -> bool:
    """Whether it is one syllable that ends in vowel and consonant: "ban", "drop"."""
    if len(lemma) < 3 or lemma[-1] in "aeiouwxy" or lemma[-2] not in _VOWELS:
        return False
    return lemma[-3] not in _VOWELS and sum(c in _VOWELS for c in lemma) == 1
