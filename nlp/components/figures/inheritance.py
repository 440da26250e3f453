"""Units that a figure takes over from its neighbours in the sentence."""

from __future__ import annotations

from itertools import pairwise

from nlp.components.figures.counted import DONE_TO_PEOPLE
from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.sentences import Context
from nlp.components.figures.subjects import read_subject
from nlp.components.figures.unit_tables import Unit
from nlp.components.figures.units import apply_divisor


def inherit_units(context: Context, found: list[Mention]) -> None:
    """Give bare numbers the units of their neighbours in the sentence."""
    for mention in found:
        if mention.is_bare and mention.unit_name is None:
            mention.unit_name = "person" if _counts_people(context, mention) else None
    for before, mention in zip([None, *found], found, strict=False):
        if _follows_age(context.lex, before, mention):
            mention.unit = Unit("year", "duration", written="year")
            mention.is_age = True
        elif "repeat" not in mention.notes:
            read_subject(context, mention)
    _coordinate(context.lex, found)
    _inherit_backward(context, found)
    _inherit_forward(context.lex, found)
    _restate(context.lex, found)
    _share_per(context.lex, found)


def _inherit_backward(context: Context, found: list[Mention]) -> None:
    """Give "from 14,200 households to 9,600" its second unit."""
    lex = context.lex
    last: Mention | None = None
    last_sentence = -1
    for mention in found:
        sentence = context.sentence_of(lex.start[mention.start])
        if sentence != last_sentence:
            last, last_sentence = None, sentence
        if mention.is_pronoun or mention.is_unknown or "repeat" in mention.notes:
            continue
        is_open = mention.is_bare and mention.unit_name is None
        if not is_open:
            is_heritable = mention.unit is None or _is_heritable(mention.unit)
            last = mention if is_heritable and not mention.is_age else last
        elif last is not None and mention.raw.form in ("digits", "words", "vague"):
            if not _can_take(context, last, mention):
                continue
            _take_unit(last, mention)


def _can_take(context: Context, last: Mention, mention: Mention) -> bool:
    """Tell whether a bare number can be of what was counted before it."""
    bounds = ("gt", "ge", "lt", "le")
    if last.unit is not None and last.unit.kind == "duration":
        return mention.comparator in bounds  # "9.4 weeks; the law allows up to 12"
    if not context.has_parse or last.noun < 0:
        return True
    verb = context.verb_of(context.doc[mention.token])
    other = context.verb_of(context.doc[last.noun])
    if verb is None or other is None or verb.i == other.i:
        return True
    # "canceled five academies, cutting its ranks to 678": ranks, not academies.
    objects = (child for child in verb.children if child.dep_ == "dobj")
    return all(child.i == mention.token for child in objects)


def _take_unit(source: Mention, mention: Mention) -> None:
    mention.unit_name = source.unit_name
    if source.unit is not None:
        mention.unit = source.unit
        mention.number = apply_divisor(mention.raw, source.unit)
    mention.notes["inherited"] = 1


def _counts_people(context: Context, mention: Mention) -> bool:
    """Tell people by what is done to them: "84 were killed and 200 wounded"."""
    following = context.token_from(context.lex.start[mention.end])
    words = context.doc[following : following + 3]
    if len(words) and words[0].lower_ in (
        "were",
        "was",
        "are",
        "is",
        "have",
        "had",
        "others",
        "more",
    ):
        words = words[1:]
    return bool(len(words)) and words[0].lower_ in DONE_TO_PEOPLE


def _follows_age(lex: Lexemes, before: Mention | None, mention: Mention) -> bool:
    """Tell the 7 of "the boys, ages 10 and 7"."""
    if before is None or not before.is_age or mention.start - before.end > 2:
        return False
    if not mention.is_bare:
        return False
    return set(lex.lower[before.end : mention.start]) <= {"and", "or", ","}


def _is_length(unit: Unit) -> bool:
    return unit.kind in ("quantity", "duration")


def _coordinate(lex: Lexemes, found: list[Mention]) -> None:
    """Give "9" of "9 and 10 foot ceilings" the unit of its neighbour."""
    for first, second in pairwise(found):
        between = lex.lower[first.raw.end : second.start]
        is_from = between == ["to"] and lex.lower[first.start - 1] == "from"
        if not first.is_bare or not (is_from or between in (["and"], ["or"])):
            continue
        if second.unit is not None and (is_from or _is_length(second.unit)):
            first.unit, first.is_age = second.unit, second.is_age
            first.notes["inherited"] = 1


def _inherit_forward(lex: Lexemes, found: list[Mention]) -> None:
    """Give "four-" of "four- and six-cylinder", "3 of" of "3 of the 12" their unit."""
    for k in range(len(found) - 2, -1, -1):
        mention, following = found[k], found[k + 1]
        end = mention.raw.end
        is_part = lex.lower[end] == "of" and 1 <= following.raw.start - end <= 3
        is_same = mention.noun >= 0 and mention.noun == following.noun
        if (is_part or is_same) and following.unit is None and mention.unit is None:
            mention.notes["of_next"] = 1
        if not mention.is_bare or "repeat" in following.notes:
            continue
        is_dangling = lex.words[end] in DASHES and lex.has_gap(end + 1)
        gap = following.start - end
        is_of = lex.lower[end] == "of" and 1 <= gap <= 3
        if not (is_of or (is_dangling and gap <= 3)):
            continue
        if following.unit is not None and following.unit.kind == "percent":
            continue
        if mention.raw.form in ("fraction", "ratio") and following.unit is not None:
            mention.notes["of_next"] = 1  # "half of the $12 million" is no money
            continue
        mention.unit = following.unit
        mention.unit_name = following.unit_name
        mention.notes["inherited"] = following.noun


def _restate(lex: Lexemes, found: list[Mention]) -> None:
    """Give a figure that says another again that one's bound and direction.

    In "over 60 miles (100 km)" and "lost 190 points, or 0.6%" the second is the first.
    """
    for first, second in pairwise(found):
        if not _is_restated(lex, first, second):
            continue
        if second.comparator == "eq" and first.comparator in ("gt", "ge", "lt", "le"):
            second.comparator = first.comparator
        second.notes["restates"] = 1
        if second.change is None:
            second.change, second.change_by = first.change, first.change_by
            second.role = first.role


def _is_restated(lex: Lexemes, first: Mention, second: Mention) -> bool:
    between = [word for word in lex.lower[first.end : second.start] if word]
    if between == ["("]:
        return second.unit is not None and first.unit is not None
    return (
        between in ([",", "or"], ["or"], ["—", "or"]) and second.unit is not first.unit
    )


def _is_heritable(unit: Unit) -> bool:
    return unit.kind in ("quantity", "duration") or unit.divisor == 100


def _share_per(lex: Lexemes, found: list[Mention]) -> None:
    """Give "$12" of "from $12 to $15 an hour" its denominator."""
    for first, second in pairwise(found):
        if second.per is None or first.per is not None or first.unit is None:
            continue
        is_same = second.unit is not None and second.unit.name == first.unit.name
        is_from = lex.lower[first.start - 1] == "from"
        if is_same and is_from and lex.lower[first.end : second.start] == ["to"]:
            first.per = second.per
