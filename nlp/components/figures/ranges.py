"""Ranges: two amounts that are the ends of one interval."""

from __future__ import annotations

from nlp.components.figures.amounts import Amount, is_trigger, read_amount
from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.mentions import Joint, Mention
from nlp.components.figures.values import Number
from nlp.lexicons import read_lexicon

_FIRST_YEAR = 1900
_BEFORE_YEARS = frozenset(
    ["in", "since", "of", "by", "during", "for", "fiscal", "fy", "year"]
)
_TALLY = frozenset(read_lexicon("figure_cues")["names"]["tally"])


def read_range(lex: Lexemes, first: Amount) -> Mention | None:
    """Read the second half of "3 to 4 million", "between 5% and 6%", "5-10W"."""
    joint, j = _read_joint(lex, first)
    if joint is None:
        return None
    second = _read_second(lex, j)
    if second is None or not _fit_together(lex, first, second, joint):
        return None
    low, high = first.number, second.number
    if _share_magnitude(low, high):
        low = low.scaled(high.scale)
    elif (
        low.scale > 1 and high.scale == 1 and (high.value or 0) < 1000 and joint != "or"
    ) and low.mantissa < (high.value or 0):
        high = high.scaled(low.scale)
    if low.value is None or high.value is None or low.value >= high.value:
        return None
    unit = second.unit or first.unit
    if first.unit is not None and first.unit.kind == "money":
        unit = first.unit
    start = first.start
    if joint == "and" and lex.lower[start - 1] == "between":
        start -= 1
    elif lex.matches(start - 2, ("anywhere", "from")):
        start -= 2
    number = Number(
        start=low.start, end=high.end, value=None, form="digits",
        low=low.value, high=high.value, scale=high.scale,
    )  # fmt: skip
    return Mention(
        start=start, end=second.unit_end, number=number, raw=number, unit=unit,
        unit_end=second.unit_end, is_age=second.is_age, joint=joint,
        comparator="range",
    )  # fmt: skip


def _read_joint(lex: Lexemes, first: Amount) -> tuple[Joint | None, int]:
    """Find what joins two numbers, and where the second begins."""
    j = first.unit_end
    word = lex.lower[j]
    if word in DASHES:
        follower = lex.lower[j + 1]
        if follower in ("to", "or") and lex.has_gap(j + 1):  # "4- to 5-year-olds"
            return ("to" if follower == "to" else "or"), j + 2
        if follower == "to" and lex.words[j + 2] in DASHES:  # "4-to-5"
            return "to", j + 3
        if lex.has_gap(j) != lex.has_gap(j + 1):
            return None, j
        return "dash", j + 1
    if word == "to":
        j += 1
        if lex.words[j] in DASHES and not lex.has_gap(j):
            j += 1
        return "to", j
    if word == "and" and _is_between(lex, first.start):
        return "and", j + 1
    if word == "or":
        return "or", j + 1
    return None, j


def _is_between(lex: Lexemes, start: int) -> bool:
    j = start - 1
    for _ in range(5):
        if lex.lower[j] == "between":
            return True
        if lex.lower[j] not in _AFTER_BETWEEN:
            return False
        j -= 1
    return False


_AFTER_BETWEEN = frozenset(
    ["about", "roughly", "some", "somewhere", "around", "the", "age", "ages", "of",
     "an", "estimated"]
)  # fmt: skip


def _read_second(lex: Lexemes, j: int) -> Amount | None:
    """Read the number after a joint, past its currency sign."""
    if lex.lower[j] in ("up", "about", "around", "between"):
        return None
    for skipped in range(5):
        if is_trigger(lex, j + skipped):
            part = read_amount(lex, j + skipped)
            return part if part is not None and part.start == j else None
        if lex.is_word(j + skipped) and len(lex.words[j + skipped]) > 4:
            return None
    return None


def _fit_together(lex: Lexemes, first: Amount, second: Amount, joint: Joint) -> bool:
    """Tell whether two numbers are the ends of one interval."""
    low, high = first.number, second.number
    if low.form in ("ratio", "vague") or high.form in ("ratio", "vague"):
        return False
    one, other = first.unit, second.unit
    if one is not None and other is None and one.kind != "money":
        return joint == "dash" and one.kind == "percent"
    if one is not None and other is not None and one.name != other.name:
        return False
    if joint == "or":
        return _is_or_range(low, high)
    if joint == "to" and _is_amount_and_level(lex, first, second):
        return False
    origin = _find_from(lex, first.start) if joint == "to" else -1
    if origin >= 0:
        return not _has_move_before(lex, origin)
    if joint == "dash":
        return _is_dash_range(lex, first, second)
    return True


def _find_from(lex: Lexemes, start: int) -> int:
    """Return where the "from" of "from the statewide $12 to $15" stands, or -1."""
    for j in range(start - 1, max(-1, start - 5), -1):
        if lex.lower[j] == "from":
            return j
        if not lex.is_word(j):
            return -1
    return -1


def _is_amount_and_level(lex: Lexemes, first: Amount, second: Amount) -> bool:
    """Tell "by $43.6 billion to $419.2 billion" and "in 2018 to 3.9 million"."""
    before = lex.lower[first.start - 1] if first.start else ""
    low, high = first.number.value or 0.0, second.number.value or 0.0
    if before in ("by", *_RISES) and first.unit is not None and high > 3 * low:
        return True
    digits = first.number.digits
    is_year = len(digits) == 4 and digits.isdecimal() and first.unit is None
    if is_year and second.unit is not None and second.unit.kind == "money":
        return low >= _FIRST_YEAR  # "from $28 million in fiscal 2021 to $45 million"
    return is_year and before in _BEFORE_YEARS


def _is_or_range(low: Number, high: Number) -> bool:
    """Tell "four or five" and "60 or 70" from alternatives."""
    if low.value is None or high.value is None or low.value <= 0:
        return False
    if low.form == "fraction" or high.form == "fraction":
        return False
    step = high.value - low.value
    if _share_magnitude(low, high):
        step = high.mantissa - low.mantissa
        return step <= max(1.0, 0.34 * high.mantissa)
    return step > 0 and (step == 1 or (low.value >= 10 and step <= 0.34 * high.value))


def _share_magnitude(low: Number, high: Number) -> bool:
    """Tell whether "3" of "3 to 4 million" means millions."""
    return (
        low.scale == 1
        and high.scale >= 100
        and low.form in ("digits", "words", "fraction")
        and low.value is not None
        and low.value < min(high.mantissa, 1000)
    )


def _is_dash_range(lex: Lexemes, first: Amount, second: Amount) -> bool:
    """Tell "10-15 percent" from scores, seasons and telephone numbers."""
    if lex.words[second.unit_end] in DASHES and lex.is_number(second.unit_end + 1):
        return False
    if lex.words[first.start - 1] in DASHES and lex.is_number(first.start - 2):
        return False
    if second.unit is not None or first.unit is not None:
        return True
    if second.number.scale > 1:
        return True
    words = {lex.lower[first.start - 1], lex.lower[first.start - 2]}
    return not (words & _TALLY or lex.lower[second.unit_end] in _TALLY)


_MOVES = frozenset(
    ["fell", "fall", "falls", "fallen", "falling", "rose", "rise", "rises", "risen",
     "rising", "up", "down", "cut", "cuts", "cutting", "grew", "grow", "grown",
     "growing", "increase", "increased", "increases", "increasing", "decrease",
     "decreased", "decreases", "decreasing", "dropped", "drop", "drops", "dropping",
     "declined", "decline", "declines", "declining", "jumped", "jump", "jumps",
     "jumping", "climbed", "climb", "climbs", "climbing", "went", "go", "goes",
     "going", "gone", "raised", "raise", "raises", "raising", "reduced", "reduce",
     "reduces", "reducing", "lowered", "lower", "lowering", "moved", "move",
     "moving", "soared", "surged", "plunged", "plummeted", "slipped", "slid",
     "shrank", "shrunk", "expanded", "expand", "expanding", "improved", "improve",
     "improving", "doubled", "tripled", "halved", "boosted", "boost", "hiked",
     "changed", "change", "changing", "revised", "revise", "slashed", "trimmed",
     "lift", "lifts", "lifted", "lifting", "hike", "hikes", "hiking", "lowers", "slash",
     "trim", "boosts", "shrink", "shrinks", "doubles", "bring", "brings", "brought",
     "widened", "narrowed", "swelled", "ballooned", "advanced", "gained", "eased",
     "dipped", "tumbled", "sank", "climb", "upgraded", "downgraded", "upward",
     "creeping", "crept", "skyrocketed", "spiked", "rebounded", "rate", "extended"]
)  # fmt: skip
_RISES = _MOVES - {
    "go",
    "goes",
    "going",
    "rate",
    "up",
    "down",
    "cut",
    "cuts",
    "creeping",
}


def _has_move_before(lex: Lexemes, j: int) -> bool:
    """Tell whether "from" belongs to a change: "fell from 20 to 10"."""
    for k in range(j - 1, max(-1, j - 14), -1):
        word = lex.lower[k]
        if word in _MOVES:
            return True
        if word in (".", ";", "range", "ranges", "ranging", "ranged", "anywhere"):
            return False
    return False
