"""Quantities that the text says are not known: "it is unclear how many families"."""

from __future__ import annotations

from nlp.components.figures.lexemes import Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.sentences import Context
from nlp.components.figures.values import Number
from nlp.lexicons import read_lexicon

_LEXICON = read_lexicon("figure_cues")["unknown"]
_ADJECTIVES = frozenset(_LEXICON["adjectives"])
_VERBS = frozenset(_LEXICON["verbs"])
_NEGATIONS = frozenset(_LEXICON["negations"])
_NOUNS = frozenset(_LEXICON["nouns"])
TRIGGERS = frozenset(["how", *_NOUNS])
_REACH = 14
_COPULAS = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "remains",
        "remained",
        "remain",
        "be",
        "been",
        "stays",
        "has",
        "have",
        "had",
    ]
)


def read_unknown(context: Context, i: int) -> Mention | None:
    """Read the unknown quantity that begins at piece `i` ("how", "number").

    "How many" counts where the clause above it says that nobody knows or tells; "the
    number of" where it is itself called unknown.
    """
    lex = context.lex
    if lex.lower[i] == "how":
        return _read_how_many(context, i)
    return _read_number_noun(context, i)


def _make(lex: Lexemes, start: int, end: int, anchor: int) -> Mention:
    number = Number(start=anchor, end=anchor + 1, value=None, form="vague")
    return Mention(
        start=start, end=end, number=number, raw=number, unit_end=end,
        comparator="unknown", is_unknown=True,
    )  # fmt: skip


def _read_how_many(context: Context, i: int) -> Mention | None:
    lex = context.lex
    if lex.lower[i + 1] not in ("many", "much"):
        return None
    start = context.sentence_bounds(context.sentence_of(lex.start[i]))[0]
    if not (_is_denied_before(lex, i, start) or _is_unclear_after(context, i)):
        return None
    return _make(lex, i, i + 2, i + 1)


def _is_denied_before(lex: Lexemes, i: int, start: int) -> bool:
    """Look left for "could not say", "it is unclear", "declined to disclose"."""
    has_verb = False
    for j in range(i - 1, max(-1, i - _REACH), -1):
        if lex.start[j] < start or lex.words[j] in ";:":
            return False
        word = lex.lower[j]
        if word in _ADJECTIVES:
            return True
        if word in _VERBS:
            has_verb = True
        elif has_verb and word in _NEGATIONS:
            return word != "t" or lex.words[j - 1] in "'’"
    return False


def _is_unclear_after(context: Context, i: int) -> bool:
    """Look right for "is unclear", "is not known"."""
    lex = context.lex
    end = context.sentence_bounds(context.sentence_of(lex.start[i]))[1]
    for j in range(i + 2, min(lex.n, i + 24)):
        if lex.start[j] >= end or lex.words[j] in ";:":
            return False
        if lex.lower[j] in _COPULAS and _is_unknown_from(lex, j + 1):
            return True
        is_nobody = lex.lower[j] == "nobody" or lex.matches(j, ("no", "one"))
        if is_nobody and any(word in _VERBS for word in lex.lower[j + 1 : j + 9]):
            return True  # "how many they found, nobody would say"
    return False


def _is_unknown_from(lex: Lexemes, j: int) -> bool:
    for k in range(j, j + 3):
        word = lex.lower[k]
        if word in _ADJECTIVES:
            return True
        if word in ("not", "n't", "never", "nor") or (
            word == "t" and lex.words[k - 1] in "'’"
        ):
            return any(w in _VERBS for w in lex.lower[k + 1 : k + 5])
        if word not in (
            "still",
            "currently",
            "largely",
            "also",
            "yet",
            "as",
            "n",
            "largely",
        ):
            return False
    return False


def _read_number_noun(context: Context, i: int) -> Mention | None:
    """Read "the actual number of individuals held by local authorities is unknown"."""
    lex = context.lex
    for j in (i - 1, i - 2):
        if lex.lower[j] in ("unknown", "undisclosed", "unspecified", "undetermined"):
            is_whole = lex.lower[i + 1] == "of" or not lex.is_word(i + 1)
            return _make_noun_phrase(context, i) if is_whole else None
    if lex.lower[i + 1] != "of" and lex.lower[i + 1] not in _COPULAS:
        return None
    end = context.sentence_bounds(context.sentence_of(lex.start[i]))[1]
    depth = 0
    for j in range(i + 1, min(lex.n, i + 40)):
        word = lex.lower[j]
        if lex.start[j] >= end or word in (";", "."):
            return None
        depth += word in ("who", "that", "which")
        if word in _COPULAS and _is_unknown_from(lex, j + 1):
            if lex.lower[i + 1] in _COPULAS and lex.lower[i - 1] in ("this", "that"):
                return None
            return _make_noun_phrase(context, i, stop=j)
        if word in _COPULAS and depth <= 0 and not context.has_parse:
            return None
    return None


def _make_noun_phrase(context: Context, i: int, stop: int = 0) -> Mention:
    lex = context.lex
    start = i
    while start > 0 and start > i - 5:
        word = lex.lower[start - 1]
        if (
            not lex.is_word(start - 1)
            or word in _COPULAS
            or word in ("of", "that", "but", "and", "said", "says")
        ):
            break
        start -= 1
        if word in ("the", "a", "an", "its", "their", "that"):
            break
    end = stop if stop else (i + 3 if lex.lower[i + 1] == "of" else i + 1)
    return _make(lex, start, end, i)
