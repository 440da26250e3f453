"""How exactly a number is meant: cues directly before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.plurals import looks_plural
from nlp.components.figures.values import SMALL
from nlp.lexicons import read_lexicon
from nlp.schema import Comparator

Phrase = tuple[str, ...]

# A bound says more than "about": "at least about 30" is a bound.
_RANK: dict[str, int] = {"eq": 0, "approx": 1, "gt": 2, "lt": 2, "ge": 2, "le": 2}
_FILLERS = frozenset(
    ["a", "an", "just", "only", "well", "slightly", "far", "even", "little",
     "somewhat", "significantly", "considerably", "another", "also", "now", "still",
     "probably", "perhaps", "maybe", "likely", "currently", "already", "about"]
)  # fmt: skip
_IN_SPAN = frozenset(["just", "well", "slightly", "far", "a", "an", "little", "only"])
_MAX_BACK = 6
# "over two years" is "during" after most words; after these it is a bound.
_BOUND_BEFORE_TIME = frozenset(
    ["for", "just", "well", "is", "was", "took", "takes", "take", "lasted", "after",
     "of", "with", "spent", "been", "are", "were", "be", "slightly", "far"]
)  # fmt: skip
# "talk about five things": the word before "about" takes it as a preposition.
_TAKES_ABOUT = frozenset(
    ["talk", "talks", "talked", "talking", "think", "thinking", "know", "knew",
     "told", "asked", "worried", "speak", "spoke", "learn", "learned", "concerned",
     "concerns", "questions", "complained", "care", "cares", "information", "read",
     "story", "stories", "book", "heard", "doubts"]
)  # fmt: skip
# "handed over 13 aircraft": the verb takes "over" as its own.
_TAKES_OVER = frozenset(
    ["hand", "hands", "handed", "handing", "turn", "turns", "turned", "turning"]
)
# "three times as many as ten years ago" compares, it sets no bound.
_MULTIPLES = frozenset(["times", "twice", "half"])
_SIGNS = frozenset(["<", ">", "≤", "≥", "<=", ">="])


@dataclass(frozen=True, slots=True)
class Modifier:
    """A comparator and the piece from (or to) which its words reach."""

    comparator: Comparator
    edge: int
    cue: str = ""


_Table = dict[str, list[tuple[Phrase, Comparator]]]


@lru_cache(maxsize=1)
def _read_cues() -> tuple[_Table, _Table]:
    lexicon = read_lexicon("figure_cues")
    before: _Table = {}
    after: _Table = {}
    for comparator, cues in lexicon["before"].items():
        for cue in cues:
            lex = Lexemes(cue)
            phrase = tuple(lex.lower[: lex.n])
            before.setdefault(phrase[-1], []).append((phrase, comparator))
    for comparator, cues in lexicon["after"].items():
        for cue in cues:
            lex = Lexemes(cue)
            phrase = tuple(lex.lower[: lex.n])
            after.setdefault(phrase[0], []).append((phrase, comparator))
    for table in (before, after):
        for entries in table.values():
            entries.sort(key=lambda entry: -len(entry[0]))
    return before, after


def read_before(lex: Lexemes, start: int, *, is_duration: bool = False) -> Modifier:
    """Read the modifiers that end right before piece `start`.

    Args:
        lex: The text.
        start: First piece of the number or of its currency sign.
        is_duration: The figure is a stretch of time, before which "over" is mostly
            "during".
    """
    best = Modifier("eq", start)
    j = start
    for _ in range(_MAX_BACK):
        found = _match_before(lex, j, is_duration=is_duration)
        if found is not None and found.cue in _SIGNS and found.edge + 1 < start:
            break  # a mail's or Markdown's quotation: "> about 300 homes"
        if found is not None:
            if _RANK[found.comparator] > _RANK[best.comparator]:
                best = found
            else:
                best = Modifier(best.comparator, found.edge, best.cue)
            j = found.edge
        elif (lex.lower[j - 1] in DASHES and j == start and not lex.has_gap(j)) or (
            lex.lower[j - 1] in _FILLERS and j > 0
        ):
            j -= 1
        else:
            break
    return _widen(lex, best, start)


def _widen(lex: Lexemes, best: Modifier, start: int) -> Modifier:
    """Take "a", "just" and "well" into the span where they belong to it."""
    edge = best.edge
    while edge > 0 and best.comparator != "eq":
        word = lex.lower[edge - 1]
        if word not in ("just", "well", "slightly", "far", "only"):
            break
        edge -= 1
    return Modifier(best.comparator, edge, best.cue)


def _match_before(lex: Lexemes, j: int, *, is_duration: bool) -> Modifier | None:
    before, _ = _read_cues()
    last = lex.lower[j - 1] if j > 0 else ""
    for phrase, comparator in before.get(last, ()):
        edge = j - len(phrase)
        if edge < 0 or tuple(lex.lower[edge:j]) != phrase:
            continue
        if _is_other_use(lex, edge, phrase, is_duration=is_duration):
            return None
        if lex.lower[edge - 1] in ("no", "not", "never") and edge > 0:
            flipped = negate(Modifier(comparator, edge - 1, " ".join(phrase)))
            if flipped.comparator != comparator:
                return flipped
        return Modifier(comparator, edge, " ".join(phrase))
    return None


def _is_other_use(
    lex: Lexemes, edge: int, phrase: Phrase, *, is_duration: bool
) -> bool:
    word, before = phrase[0], lex.lower[edge - 1]
    if word in ("ca", "max", "sub") and lex.words[edge] != word:
        return True  # California, a 737 MAX
    if len(phrase) > 1:
        return word == "as" and before in _MULTIPLES
    if word == "over" and before in _TAKES_OVER:
        return True
    if word == "over" and is_duration:
        return before not in _BOUND_BEFORE_TIME
    if word in ("about", "around") and before in _TAKES_ABOUT:
        return True
    if word == "sub":
        return lex.lower[edge + 1] not in DASHES
    if word == "max" or word == "maximum":
        return False
    return word == "estimated" and before in ("is", "are", "was", "were")


def ends_cue(word: str) -> bool:
    """Tell whether a lower-case word can be the last of a cue before a number."""
    return word in _read_cues()[0]


def read_after(lex: Lexemes, end: int) -> Modifier:
    """Read the modifier that begins right after the figure: "or more", "-ish"."""
    nothing = Modifier("eq", end)
    _, after = _read_cues()
    j = end + 1 if lex.words[end] in DASHES and not lex.has_gap(end + 1) else end
    if lex.words[j] == ",":
        j += 1
        if lex.lower[j] not in ("give", "or"):
            return nothing
    for phrase, comparator in after.get(lex.lower[j], ()):
        if lex.matches(j, phrase):
            if _is_next_cue(lex, j, phrase, is_apart=j == end and lex.has_gap(j)):
                return nothing
            return Modifier(comparator, j + len(phrase), " ".join(phrase))
    return nothing


_BEFORE_TOO = frozenset(["approximately", "roughly", "minimum", "maximum"])


def _is_next_cue(lex: Lexemes, j: int, phrase: Phrase, *, is_apart: bool) -> bool:
    """Tell a word that belongs to what follows: "5 plus 7", "3 at least 40 times"."""
    following = j + len(phrase)
    if phrase == ("+",):
        return lex.has_gap(j) or lex.is_number(following)
    if phrase == ("or", "so"):
        return lex.lower[following] in ("much", "many")
    if phrase in (("odd",), ("ish",)):
        return is_apart
    if phrase == ("some",):
        return lex.words[j - 1] not in DASHES or lex.has_gap(j)
    if phrase == ("plus",):
        return is_apart and not looks_plural(lex.lower[following])
    if phrase[0] in _BEFORE_TOO:
        is_money = lex.words[following] == "$"
        return lex.is_number(following) or lex.is_word(following) or is_money
    is_amount = lex.is_number(following) or lex.lower[following] in SMALL
    is_signed = lex.is_number(following + 1) and not lex.has_gap(following + 1)
    return phrase[0] == "at" and (is_amount or is_signed)


_FLIPPED: dict[str, Comparator] = {"gt": "le", "lt": "ge", "ge": "lt", "le": "gt"}
_FLIPS = frozenset(
    ["more than", "less than", "fewer than", "over", "under", "above", "below",
     "greater than", "exceed", "exceeds", "exceeding", "exceeded", "higher than",
     "lower than", "in excess of", "longer than", "older than", "younger than",
     "larger than", "bigger than", "smaller than", "taller than", "heavier than",
     "shorter than", "later than", "faster than", "better than"]
)  # fmt: skip


def negate(modifier: Modifier) -> Modifier:
    """Return what the comparator means under a negation: not more than 10 is le 10."""
    if modifier.cue not in _FLIPS:
        return modifier
    return Modifier(_FLIPPED[modifier.comparator], modifier.edge, modifier.cue)
