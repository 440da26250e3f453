"""Votes and scores, which are no figures: "6-1", "by 9 votes to 4", "AYES 6"."""

from __future__ import annotations

from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.sentences import Context
from nlp.components.figures.values import SMALL
from nlp.lexicons import read_lexicon

_NAMES = read_lexicon("figure_cues")["names"]
_TALLY = frozenset(_NAMES["tally"])
_BALLOTS = frozenset(_NAMES["ballots"])
_ROLL = frozenset(_NAMES["roll"])
_BODIES = frozenset(_NAMES["bodies"])
_VOTES = frozenset(["vote", "votes", "ballots"])
_MAX_NAMES = 80  # pieces of the list of those who voted one way
_NOTHING = frozenset(["nothing", "nil", "none"])


def is_tally(context: Context, mention: Mention) -> bool:
    """Tell votes and scores: "6-1", "voted 5 to 2", "a 4 to 1 victory"."""
    lex = context.lex
    if not lex.is_number(mention.raw.start) and mention.raw.form != "words":
        return False
    if _is_roll_call(lex, mention) or _is_votes_to(lex, mention):
        return True
    return _is_score(context, mention)


def _is_roll_call(lex: Lexemes, mention: Mention) -> bool:
    """Tell the counts of "AYES 6 NAYS 3", "Noes: 3; Absent: 1", "7 ayes"."""
    i, end = mention.raw.start, mention.raw.end
    if lex.lower[end] in _BALLOTS or lex.lower[i - 1] in _BALLOTS:
        return True
    if i > 1 and lex.words[i - 1] == ":":
        return lex.lower[i - 2] in _ROLL and mention.noun < 0
    return lex.words[i - 1] in DASHES and _is_roll_line(lex, i, end)


def _is_roll_line(lex: Lexemes, i: int, end: int) -> bool:
    """Tell the count at the end of "AYES: Hale, Ortiz and Lund -- 3"."""
    if end < lex.n and "\n" not in lex.gap(end):
        return False
    for j in range(i - 1, max(-1, i - _MAX_NAMES), -1):
        if j == 0 or "\n" in lex.gap(j):
            return lex.lower[j] in _ROLL
    return False


def _is_votes_to(lex: Lexemes, mention: Mention) -> bool:
    """Tell both numbers of "by 9 votes to 4"."""
    i, end = mention.raw.start, mention.raw.end
    if lex.lower[end] in _VOTES and lex.lower[end + 1] == "to":
        return _is_count(lex, end + 2) or lex.lower[end + 2] in _NOTHING
    is_second = i > 2 and lex.lower[i - 1] == "to" and lex.lower[i - 2] in _VOTES
    return is_second and _is_count(lex, i - 3)


def _is_count(lex: Lexemes, i: int) -> bool:
    return lex.is_number(i) or lex.lower[i] in SMALL


def _is_score(context: Context, mention: Mention) -> bool:
    lex = context.lex
    i, end = mention.raw.start, mention.raw.end
    before = lex.lower[i - 1] if i else ""
    is_first = lex.lower[end] == "to" and _is_count(lex, end + 1) and before != "from"
    is_second = i > 1 and before == "to" and _is_count(lex, i - 2)
    opener = before if is_first else lex.lower[i - 3]
    if lex.lower[end] == "to" and lex.lower[end + 1] in _NOTHING:
        return True
    if is_first or is_second:
        if opener in _BODIES and mention.noun < 0:
            return True  # "and the House 218 to 210"
        is_digits = lex.is_number(end + 1 if is_first else i - 2)
        if opener == "by" and is_digits:
            return True  # "rejected it by 21,907 to 18,455"
    is_second = is_second and opener != "from"
    if mention.joint != "dash" and not is_first and not is_second:
        return False
    if mention.noun >= 0 and context.doc[mention.noun].lower_ not in _TALLY:
        return False
    window = lex.lower[max(0, i - 5) : i] + lex.lower[end : end + 4]
    return (
        mention.joint == "dash"
        and mention.comparator == "range"
        and (mention.modifier is None or mention.modifier.comparator == "eq")
        and before not in ("of", "to", "between")
    ) or bool(_TALLY & set(window))
