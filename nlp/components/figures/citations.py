"""Numbers by which laws, registers and courts are cited: "89 Fed. Reg. 88805"."""

from __future__ import annotations

from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.plurals import looks_plural
from nlp.lexicons import read_lexicon

Phrase = tuple[str, ...]
_MAX_BACK = 60  # pieces of a list of sections
_JOINS = frozenset([",", "(", ")", "§", "¶", "&", "and", "or", "through", "to", "at"])


def _cut(names: list[str]) -> list[Phrase]:
    cut = []
    for name in names:
        lex = Lexemes(name)
        cut.append(tuple(word for word in lex.words[: lex.n] if word != "."))
    return sorted(cut, key=len, reverse=True)


def _index(phrases: list[Phrase], at: int) -> dict[str, list[Phrase]]:
    table: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        table.setdefault(phrase[at], []).append(phrase)
    return table


_LEXICON = read_lexicon("citations")
_REPORTERS = _cut(_LEXICON["reporters"])
_CODES = frozenset(_cut(_LEXICON["codes"]))
_STATUTES = frozenset(_cut(_LEXICON["statutes"]))
_BY_FIRST = _index(_REPORTERS, 0)
_BY_LAST = _index([*_REPORTERS, *sorted(_STATUTES - {*_REPORTERS})], -1)


def is_citation(lex: Lexemes, mention: Mention) -> bool:
    """Tell the volume, page or section of a citation, and the others of its list."""
    i, end = mention.raw.start, mention.raw.end
    unit = mention.unit
    if not lex.is_number(i):
        return False
    if unit is not None and (lex.has_gap(end) or unit.kind != "quantity"):
        return False  # but the "g" of "43 U.S.C. 1629g" is no gram
    return _is_volume(lex, end) or _is_section(lex, i, end) or _is_pinpoint(lex, i)


def _is_volume(lex: Lexemes, end: int) -> bool:
    for phrase in _BY_FIRST.get(lex.words[end], ()):
        j = _match(lex, end, phrase)
        if j and (phrase in _CODES or lex.is_number(j) or lex.words[j] == "§"):
            return True
    return False


def _match(lex: Lexemes, i: int, phrase: Phrase) -> int:
    """Return where the phrase ends that begins at piece `i`, stops aside, or 0."""
    for word in phrase:
        if lex.words[i] != word:
            return 0
        i += 1
        if lex.words[i] == ".":
            i += 1
    return i


def _is_section(lex: Lexemes, i: int, end: int) -> bool:
    """Walk back over "4554, 4555(a), and " to a reporter."""
    n_numbers = 0
    for j in range(i, max(0, i - _MAX_BACK), -1):
        if _is_cited_before(lex, j):
            follower = lex.lower[end]
            is_noun = looks_plural(follower) and follower != "of"
            return n_numbers == 0 or not is_noun
        word = lex.lower[j - 1]
        is_letter = lex.is_word(j - 1) and len(word) < 4 and not lex.has_gap(j - 1)
        is_part = word in _JOINS or word in DASHES or is_letter
        if lex.is_number(j - 1):
            n_numbers += 1
        elif not is_part:
            return False
    return False


def _is_cited_before(lex: Lexemes, j: int) -> bool:
    """Tell whether a reporter with its volume, or a code's name, ends at piece `j`."""
    j -= lex.words[j - 1] == "."
    for phrase in _BY_LAST.get(lex.words[j - 1], ()):
        start = j
        for word in reversed(phrase):
            start -= lex.words[start - 1] == "." and start < j
            if start <= 0 or lex.words[start - 1] != word:
                break
            start -= 1
        else:
            if phrase in _STATUTES or (start > 0 and lex.is_number(start - 1)):
                return True
    return False


def _is_pinpoint(lex: Lexemes, i: int) -> bool:
    """Tell the page after a docket number: "24-cv-00072 at 73"."""
    is_at = i > 3 and lex.lower[i - 1] == "at" and lex.is_number(i - 2)
    return is_at and lex.words[i - 3] in DASHES and lex.is_word(i - 4)
