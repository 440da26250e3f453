"""Ties a mention to the noun it counts, and lets its span reach there."""

from __future__ import annotations

from spacy.tokens import Token

from nlp.components.figures import counted
from nlp.components.figures.amounts import is_trigger
from nlp.components.figures.mentions import Mention
from nlp.components.figures.plurals import looks_plural
from nlp.components.figures.sentences import Context
from nlp.components.figures.units import UnitMatch, read_unit_after

_GROUPS = frozenset(["those", "these", "them", "that", "this", "it"])
_MAX_PIECES = 60


def read_noun(context: Context, mention: Mention) -> None:
    """Find the counted noun, and let the span reach to it."""
    if mention.unit is not None:
        return
    noun = counted.find_noun(context, mention)
    if noun < 0 or _is_cut_off(context, mention, context.doc[noun]):
        return
    token = context.doc[noun]
    lex = context.lex
    is_of = lex.lower[mention.raw.end] == "of"
    is_plain = mention.raw.form == "vague" or mention.raw.scale >= 1000
    is_share = is_of and not (
        is_plain and lex.lower[mention.raw.end + 1] not in counted.DETERMINERS
    )
    unit = _as_unit(context, mention, token)
    if unit is not None and not is_share:
        mention.unit = unit.unit
        mention.notes["late_unit"] = noun
        mention.noun = noun
    else:
        mention.noun = noun
        mention.unit_name = counted.read_unit_name(context, noun)
    if not is_share:
        mention.end = _piece_after(context, mention.end, token)


def _is_cut_off(context: Context, mention: Mention, noun: Token) -> bool:
    """Tell whether a table's bar or a new line or paragraph parts them."""
    lex = context.lex
    end = lex.end[mention.raw.end - 1]
    if noun.idx < end:
        return False
    between = lex.text[end : noun.idx]
    if not noun.text[:1].isalnum() or "|" in between or "\n\n" in between:
        return True
    if "\n" not in lex.gap(mention.raw.end):
        return False
    word = lex.words[mention.raw.end]
    return word[:1].isupper() and (word.isupper() or not looks_plural(word.lower()))


def _as_unit(context: Context, mention: Mention, noun: Token) -> UnitMatch | None:
    """Return the unit of measure that the noun is: yards in "517 rushing yards"."""
    start = mention.raw.end
    piece = _piece_after(context, start, noun) - 1
    if piece <= start:
        return None
    unit = read_unit_after(context.lex, piece)
    if (
        unit is None
        or unit.end != piece + 1
        or unit.unit.kind not in ("duration", "quantity")
    ):
        return None
    return unit if len(noun.text) > 2 else None


def _piece_after(context: Context, start: int, token: Token) -> int:
    lex = context.lex
    end = token.idx + len(token)
    piece = start
    last = min(lex.n, start + _MAX_PIECES)  # a token can be as long as the text
    while piece < last and lex.start[piece] < end:
        piece += 1
    return piece


def read_unknown_noun(context: Context, mention: Mention) -> None:
    """Find what is not known of: "how many families", "the number of deaths"."""
    doc, lex = context.doc, context.lex
    of_end = mention.raw.end
    is_number_noun = lex.lower[of_end] == "of"
    probe = Mention(mention.start, mention.end, mention.number, mention.raw)
    probe.token = mention.token
    probe.unit_end = of_end
    probe.raw.form = "vague"
    noun = counted.find_noun(context, probe)
    if noun >= 0 and doc[noun].tag_ == "NNP":
        noun = -1  # "how many Prague has found"
    is_how = lex.lower[mention.start] == "how"
    if is_how and is_number_noun and lex.lower[of_end + 1] in _GROUPS:
        mention.end = of_end + 2  # "how many of those released"
        mention.end += lex.lower[of_end + 2].endswith("ed")
        return
    if noun < 0:
        if is_number_noun:
            mention.end = max(of_end, min(mention.end, of_end + 12))
        return
    mention.noun = noun
    mention.unit_name = counted.read_unit_name(context, noun)
    pieces = range(of_end, _piece_after(context, of_end, doc[noun]))
    if lex.lower[mention.start] == "how" and any(is_trigger(lex, i) for i in pieces):
        mention.end = of_end  # "how many of the 1.4 million people"
        mention.notes["of_next"] = 1
    elif is_number_noun:
        probe.noun = noun
        counted.read_counted(context, probe)
        mention.counted, mention.counted_at = probe.counted, probe.counted_at
        if probe.counted_at is not None:
            last = doc[probe.counted_at[1] - 1]
            mention.end = _piece_after(context, of_end, last)
    else:
        mention.end = _piece_after(context, of_end, doc[noun])


def read_pronoun(
    context: Context, mention: Mention, *, pronouns: bool
) -> Mention | None:
    """Keep "one of the cities" as 1 where `pronouns` asks for it."""
    lex = context.lex
    if not pronouns or lex.lower[mention.raw.end] != "of":
        return None
    mention.is_pronoun = True
    probe = Mention(mention.start, mention.end, mention.number, mention.raw)
    probe.token = mention.token
    form, probe.raw.form = probe.raw.form, "vague"
    mention.noun = counted.find_noun(context, probe)
    probe.raw.form = form
    return mention
