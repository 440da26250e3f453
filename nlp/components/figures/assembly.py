"""From numbers to figures as written: amount or range, denominator, cues.

Everything here is read from the words alone, so it holds without a parser.
"""

from __future__ import annotations

from nlp.components.figures import denominators, modifiers
from nlp.components.figures.amounts import read_amount, read_article
from nlp.components.figures.denominators import Per
from nlp.components.figures.lexemes import Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.modifiers import Modifier
from nlp.components.figures.ranges import read_range
from nlp.components.figures.unit_tables import Unit
from nlp.components.figures.units import apply_divisor
from nlp.components.figures.values import DENOMINATORS, MAGNITUDES


def read_mention(lex: Lexemes, i: int) -> Mention | None:
    """Read the figure whose number begins at piece `i`, its range included."""
    first = read_amount(lex, i)
    if first is None:
        return None
    mention = read_range(lex, first) or Mention(
        start=first.start,
        end=first.unit_end,
        number=first.number,
        raw=first.number,
        unit=first.unit,
        unit_end=first.unit_end,
        is_age=first.is_age,
    )
    if mention.unit is not None:
        mention.number = apply_divisor(mention.number, mention.unit)
    return mention


def read_article_mention(lex: Lexemes, i: int) -> Mention | None:
    """Read "less than a year": an article that counts as one after a cue."""
    if i == 0 or not modifiers.ends_cue(lex.lower[i - 1]):
        return None
    amount = read_article(lex, i)
    if amount is None or amount.unit is None:
        return None
    is_duration = amount.unit.kind == "duration"
    before = modifiers.read_before(lex, i, is_duration=is_duration)
    if before.comparator == "eq":
        return None
    mention = Mention(
        start=i, end=amount.unit_end, number=amount.number, raw=amount.number,
        unit=amount.unit, unit_end=amount.unit_end,
    )  # fmt: skip
    mention.notes["article"] = 1
    read_comparator(lex, mention)
    return mention


def read_denominator(lex: Lexemes, mention: Mention) -> None:
    """Read "a year", "per 100,000 people" after the unit."""
    unit = mention.unit
    if unit is not None and unit.per is not None:
        mention.per = Per(mention.end, unit.per, "per")
        return
    if unit is None and mention.number.form in ("ratio", "vague"):
        return
    gap = lex.gap(mention.end)
    if "\n\n" in gap or ("\n" in gap and lex.words[mention.end][:1].isupper()):
        return
    is_money = unit is not None and unit.kind == "money"
    is_article = lex.lower[mention.end] in ("a", "an", "each", "every")
    is_time = lex.lower[mention.end + 1] in ("day", "week", "month", "year", "hour")
    if unit is None and mention.noun < 0 and is_article and not is_time:
        return
    per = denominators.read_per(lex, mention.end, money=is_money)
    if per is None or (mention.is_age and per.style != "per"):
        return
    is_from_now = lex.matches(per.end, ("from", "now"))
    if (lex.lower[per.end] in _POINTS_IN_TIME or is_from_now) and per.style != "per":
        return  # "$5 million a year ago"
    if per.style == "adverb" and unit is None:
        return
    mention.per = per
    mention.end = per.end
    if unit is not None and unit.name == "pound" and per.name in _PAY_PERIODS:
        mention.unit = Unit("GBP", "money")  # nobody weighs pounds a year


_AFTER_MORE = frozenset(
    ["than", "this", "last", "in", "by", "since", "compared", "each", "on", "at",
     "were", "are", "was", "is", "have", "had"]
)  # fmt: skip
_PAY_PERIODS = frozenset(["hour", "week", "month", "year", "night"])
_POINTS_IN_TIME = frozenset(["ago", "earlier", "later", "before", "after", "prior"])


def read_comparator(lex: Lexemes, mention: Mention) -> None:
    """Read the cues before and after; the stronger one counts, the span takes both."""
    is_duration = mention.unit is not None and mention.unit.kind == "duration"
    before = modifiers.read_before(lex, mention.start, is_duration=is_duration)
    mention.start = _include_article(lex, mention.start, before)
    after = modifiers.read_after(lex, max(mention.raw.end, mention.unit_end))
    if after.comparator == "eq" or after.edge > mention.end + 4:
        after = modifiers.read_after(lex, mention.end)
    if after.comparator != "eq":
        mention.end = max(mention.end, after.edge)
    chosen = before if before.comparator != "eq" else after
    if before.comparator == "approx" and after.comparator not in ("eq", "approx"):
        chosen = after
    mention.modifier = chosen
    if lex.lower[mention.end] in ("more", "fewer", "less"):
        follower = lex.lower[mention.end + 1]
        if not lex.is_word(mention.end + 1) or follower in _AFTER_MORE:
            mention.end += 1
    if mention.comparator == "range":
        return
    mention.comparator = chosen.comparator
    if mention.number.form == "vague" and chosen.comparator == "eq":
        mention.comparator = "approx"


def _include_article(lex: Lexemes, start: int, before: Modifier) -> int:
    """Let the span begin at the cue, or at "a" of "a dozen" and "a million"."""
    if before.comparator != "eq":
        return before.edge
    has_article = start > 0 and lex.lower[start - 1] in ("a", "an")
    takes_article = lex.lower[start] in MAGNITUDES or lex.lower[start] in DENOMINATORS
    return start - 1 if has_article and takes_article else start
