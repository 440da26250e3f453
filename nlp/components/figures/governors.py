"""Which date and which place a figure holds for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from spacy.tokens import Token

from nlp.components.figures.lexemes import Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.sentences import Context
from nlp.schema import DateRef, Entity

_DATE_LINKS = frozenset(
    ["in", "on", "at", "for", "during", "as", "of", "by", "the", "a", "this", "last",
     "next", "early", "late", "mid", "-", ",", "end", "(", "year", "ending", "ended"]
)  # fmt: skip
_MAX_LINK = 4
_MAX_PIECES = 60  # of a counted phrase


def set_dates(context: Context, mentions: list[Mention]) -> None:
    """Give each figure the date that governs it.

    A date right after a figure is its own ("3,200 in 2021"); any other date of the
    sentence holds for the figures of its own clause that have none.
    """
    if not context.dates:
        return
    taken: set[str] = set()
    for k, mention in enumerate(mentions):
        following = mentions[k + 1].start if k + 1 < len(mentions) else context.lex.n
        date = _find_adjacent(context, mention, following)
        if date is not None:
            mention.date = date.period
            taken.add(date.id)
    if context.has_parse:
        for mention in mentions:
            if mention.date is None and not _is_span_of_time(mention):
                _set_clause_date(context, mention, taken)


def _is_span_of_time(mention: Mention) -> bool:
    return mention.unit is not None and mention.unit.kind == "duration"


def _find_adjacent(
    context: Context, mention: Mention, following: int
) -> DateRef | None:
    lex = context.lex
    end_piece = mention.end
    if mention.counted_at is not None:
        last = context.doc[mention.counted_at[1] - 1]
        edge = last.idx + len(last)
        while lex.start[end_piece] < edge and end_piece < mention.end + _MAX_PIECES:
            end_piece += 1
    for k in range(_MAX_LINK):
        j = end_piece + k
        if j >= min(lex.n, following + 1):
            return None
        date = context.date_over(lex.start[j], lex.end[j])
        if date is not None:
            return date if _is_own(lex, mention, date) else None
        if lex.lower[j] not in _DATE_LINKS:
            return None
    return None


def _is_own(lex: Lexemes, mention: Mention, date: DateRef) -> bool:
    return date.start_char >= lex.end[mention.raw.end - 1]


def _set_clause_date(context: Context, mention: Mention, taken: set[str]) -> None:
    doc, lex = context.doc, context.lex
    anchor = doc[mention.noun if mention.noun >= 0 else mention.token]
    verb = context.verb_of(anchor)
    if verb is None:
        return
    number = context.sentence_of(lex.start[mention.start])
    for date in context.dates_within(*context.sentence_bounds(number)):
        if date.id in taken or _is_baseline(lex, context, date):
            continue
        governor = _find_verb(context, date, anchor.i)
        is_same = governor is not None and governor.i == verb.i
        if is_same and not _is_inside(lex, mention, date):
            mention.date = date.period
            return


def _find_verb(context: Context, date: DateRef, noun: int) -> Token | None:
    """Return the verb a date hangs on; none for the date of another noun.

    In "a law of 1994 covers 900 farms" the year is the law's.
    """
    token = context.doc[context.token_at(date.end_char - 1)]
    for _ in range(8):
        head = token.head
        if head.i == token.i or head.pos_ in ("VERB", "AUX"):
            return None if head.i == token.i else head
        is_outside = not date.start_char <= head.idx < date.end_char
        if is_outside and head.pos_ in ("NOUN", "PROPN") and head.i != noun:
            return None
        token = head
    return None


def _is_baseline(lex: Lexemes, context: Context, date: DateRef) -> bool:
    """Tell what is compared with: "from 2019", "since May", "than in 2021"."""
    i = bisect_left(lex.start, date.start_char, 0, lex.n)
    if lex.lower[i - 1] == "in" and lex.lower[i - 2] == "than":
        return True
    return i > 0 and lex.lower[i - 1] in _BASELINES


_BRACKETED = re.compile(r"(?: \([A-Z]{2,5}\)|\))?\s?\((?:an average of )?")
_BRACKET_SIGHT = 30  # characters between a place and the figure in brackets after it


_BASELINES = frozenset(
    ["from", "since", "until", "till", "below", "above", "than", "before"]
)


def _is_inside(lex: Lexemes, mention: Mention, date: DateRef) -> bool:
    """Tell whether the figure is itself part of the date: "the past two years"."""
    return (
        date.start_char < lex.end[mention.end - 1]
        and date.end_char > lex.start[mention.start]
    )


def set_place(context: Context, mention: Mention) -> None:
    """Give the figure the place that stands in its phrase or its clause."""
    if not context.places or not context.has_parse or _is_span_of_time(mention):
        return
    lex, doc = context.lex, context.doc
    number = context.sentence_of(lex.start[mention.start])
    start, end = context.sentence_bounds(number)
    inside = context.places_within(start, end)
    if not inside:
        return
    beside = _find_bracketed(lex, mention, inside)
    if beside is not None:
        mention.place = beside.name
        return
    if mention.counted_at is not None:
        first, last = doc[mention.counted_at[0]].idx, doc[mention.counted_at[1] - 1].idx
        for place in inside:
            if first <= place.start_char <= last:
                mention.place = place.name
                return
    anchor = doc[mention.noun if mention.noun >= 0 else mention.token]
    verb = context.verb_of(anchor)
    for place in inside:
        if verb is not None and _hangs_on(context, place, verb.i):
            mention.place = place.name
            return


def _find_bracketed(
    lex: Lexemes, mention: Mention, places: Sequence[Entity]
) -> Entity | None:
    """Return the place of "Peru (4 percent)", before the figure in its brackets."""
    at = lex.start[mention.start]
    if at and "(" not in lex.text[max(0, at - _BRACKET_SIGHT) : at]:
        return None
    for place in reversed(places):
        if 0 < at - place.end_char <= _BRACKET_SIGHT:
            gap = lex.text[place.end_char : at]
            return place if _BRACKETED.fullmatch(gap) is not None else None
    return None


def _hangs_on(context: Context, place: Entity, verb: int) -> bool:
    """Tell whether a place is a location of the verb: "arrested 12 people in Ohio"."""
    token = context.doc[context.token_at(place.end_char - 1)]
    if token.dep_ != "pobj" or token.head.lower_ not in (
        "in",
        "across",
        "throughout",
        "at",
    ):
        return False
    return token.head.head.i == verb
