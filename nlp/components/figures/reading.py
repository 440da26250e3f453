"""One pass over the text: from pieces to figures with all that the sentence adds."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from nlp.components.figures import (
    changes,
    counted,
    exclusions,
    governors,
    links,
    mentions,
    modifiers,
    unknowns,
)
from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.sentences import Context
from nlp.components.figures.units import Unit, UnitMatch, read_unit_after
from nlp.lexicons import read_lexicon

_MAX_PIECES = 60
_PERSONS = frozenset(["he", "she", "who", "i"])
_AGE_CUES = frozenset(["aged", "age", "ages"])
_NEGATIVE = frozenset(["neither", "no", "nobody", "none", "nor"])


def read_figures(doc: Doc, *, pronouns: bool = False) -> tuple[Context, list[Mention]]:
    """Read the figures of `doc`, in text order.

    Args:
        doc: Tagged and parsed where the pipeline can; less is found where not.
        pronouns: Keep "one of the hottest cars" as 1, which is no figure otherwise.
    """
    lex = Lexemes(doc.text)
    context = Context(doc, lex)
    found: list[Mention] = []
    i = 0
    while i < lex.n:
        mention, after = _read_at(context, i, pronouns=pronouns)
        if mention is not None:
            if found and mention.start < found[-1].end:
                mention.start = min(found[-1].end, mention.raw.start)
            found.append(mention)
        i = max(i + 1, after)
    for mention in found:
        _complete(context, mention)
    _inherit_units(context, found)
    governors.set_dates(context, found)
    for mention in found:
        governors.set_place(context, mention)
    return context, links.link(context, found)


def _read_at(context: Context, i: int, *, pronouns: bool) -> tuple[Mention | None, int]:
    lex = context.lex
    word = lex.lower[i]
    if mentions.is_trigger(lex, i):
        return _read_number_at(context, i, pronouns=pronouns)
    if word not in unknowns.TRIGGERS and word not in links.REPEAT_NOUNS:
        return None, i
    mention = unknowns.read_unknown(context, i) or links.read_repeat(lex, i)
    if mention is None:
        return None, i
    mention.token = context.token_at(lex.start[mention.raw.start])
    if mention.is_unknown:
        _read_unknown_noun(context, mention)
    return mention, mention.end


def _read_number_at(
    context: Context, i: int, *, pronouns: bool
) -> tuple[Mention | None, int]:
    lex = context.lex
    mention = mentions.read_mention(lex, i)
    if mention is None:
        return None, i
    after = mention.raw.end
    if mentions.is_glued(lex, mention):
        return None, after
    mention.token = context.token_at(lex.start[mention.raw.end - 1])
    _read_noun(context, mention)
    mentions.read_denominator(lex, mention)
    mentions.read_comparator(lex, mention)
    if exclusions.is_idle_one(context, mention):
        return None, after
    if exclusions.is_pronoun_one(context, mention):
        return _read_pronoun(context, mention, pronouns=pronouns), after
    _read_age(context, mention)
    if exclusions.is_excluded(context, mention):
        return None, after
    if mention.per is not None:
        after = max(after, mention.per.end)
    return mention, max(after, mention.unit_end)


def _read_noun(context: Context, mention: Mention) -> None:
    """Find the counted noun, and let the span reach to it."""
    if mention.unit is not None:
        return
    noun = counted.find_noun(context, mention)
    if noun < 0:
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


def _read_unknown_noun(context: Context, mention: Mention) -> None:
    """Find what is not known of: "how many families", "the number of deaths"."""
    doc, lex = context.doc, context.lex
    of_end = mention.raw.end
    is_number_noun = lex.lower[of_end] == "of"
    probe = Mention(mention.start, mention.end, mention.number, mention.raw)
    probe.token = mention.token
    probe.unit_end = of_end
    probe.raw.form = "vague"
    noun = counted.find_noun(context, probe)
    if noun < 0:
        if is_number_noun:
            mention.end = max(of_end, min(mention.end, of_end + 12))
        return
    mention.noun = noun
    mention.unit_name = counted.read_unit_name(context, noun)
    if is_number_noun:
        probe.noun = noun
        counted.read_counted(context, probe)
        mention.counted, mention.counted_at = probe.counted, probe.counted_at
        if probe.counted_at is not None:
            last = doc[probe.counted_at[1] - 1]
            mention.end = _piece_after(context, of_end, last)
    else:
        mention.end = _piece_after(context, of_end, doc[noun])


def _read_pronoun(
    context: Context, mention: Mention, *, pronouns: bool
) -> Mention | None:
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


# Ages


def _read_age(context: Context, mention: Mention) -> None:
    """Read ages without a unit: "Maddon, 66, has", "she is 35", "aged 25 to 54"."""
    unit = mention.unit
    if unit is not None and unit.kind == "duration":
        i = mention.raw.start
        words = context.lex.lower[max(0, i - 3) : i]
        mention.is_age = mention.is_age or bool(_AGE_CUES & set(words))
    if unit is not None or mention.noun >= 0:
        return
    values = [v for v in (mention.number.value, mention.number.low) if v is not None]
    if not values or values[0] != int(values[0]) or not 0 < values[0] <= 120:
        return
    lex = context.lex
    i = mention.start
    cues = {lex.lower[i - 1], lex.lower[i - 2]}
    is_age = bool(cues & _AGE_CUES) and (
        lex.lower[i - 1] in _AGE_CUES or lex.lower[i - 1] == "of"
    )
    cue = mention.modifier.cue if mention.modifier is not None else ""
    is_age = is_age or cue.endswith(
        ("older", "younger", "older than", "younger than", "age of")
    )
    if (
        is_age
        or _is_apposed_age(context, mention)
        or _is_predicated_age(context, mention)
    ):
        mention.is_age = True
        mention.unit = Unit("year", "duration", written="year")


def _is_apposed_age(context: Context, mention: Mention) -> bool:
    lex, doc = context.lex, context.doc
    i, end = mention.start, mention.end
    has_comma = lex.words[i - 1] in (",", "(") and i > 1
    if not context.has_tags or not lex.words[mention.raw.start].isdecimal():
        return False
    if not has_comma:
        if mention.comparator != "eq" or i < 1:
            return False
        before = doc[context.token_at(lex.start[i - 1])]
        follower = context.token_from(lex.start[end])
        is_verb = follower < len(doc) and doc[follower].tag_ in (
            "VBZ",
            "VBD",
            "VBP",
            "MD",
        )
        return before.ent_type_ == "PERSON" and is_verb
    if lex.words[end] not in (",", ")", ".", ";") and lex.lower[end] != "and":
        return False
    if lex.words[i - 1] == "(" and int(lex.words[mention.raw.start]) < 10:
        return False  # a shirt number
    name = doc[context.token_at(lex.start[i - 2])]
    if name.tag_ not in ("NNP", "NNPS") or name.ent_type_ == "DATE":
        return False
    if doc[mention.token].ent_type_ == "DATE":
        return True
    return name.ent_type_ in ("PERSON", "") or (
        name.ent_type_ in ("ORG", "NORP", "WORK_OF_ART") and lex.words[end] == ","
    )


def _is_predicated_age(context: Context, mention: Mention) -> bool:
    if not context.has_parse:
        return False
    token = context.doc[mention.token]
    head = token.head
    if token.dep_ not in ("attr", "acomp", "dobj", "npadvmod") or head.i == token.i:
        return False
    if head.lemma_ not in ("be", "turn"):
        return False
    return any(
        child.dep_ in ("nsubj", "nsubjpass")
        and (child.lower_ in _PERSONS or child.ent_type_ == "PERSON")
        for child in head.children
    )


# What the sentence adds


def _complete(context: Context, mention: Mention) -> None:
    if "repeat" in mention.notes:
        return
    if context.has_tags and not mention.is_unknown and not mention.is_pronoun:
        counted.read_counted(context, mention)
    if not mention.is_unknown:
        changes.read_change(context, mention)
        _negate(context, mention)
    _widen_reference(context, mention)


def _negate(context: Context, mention: Mention) -> None:
    """Turn "more than 150" under a negation into the bound it is: at most 150."""
    modifier = mention.modifier
    if (
        modifier is None
        or mention.comparator not in ("gt", "lt")
        or not context.has_parse
    ):
        return
    anchor = context.doc[mention.noun if mention.noun >= 0 else mention.token]
    verb = context.verb_of(anchor)
    if verb is None or anchor.i < verb.i:
        return
    for child in verb.children:
        is_negation = child.dep_ == "neg" and child.i < anchor.i
        is_subject = child.dep_ in ("nsubj", "nsubjpass")
        if is_negation or (
            is_subject and context.doc[child.left_edge.i].lower_ in _NEGATIVE
        ):
            mention.comparator = modifiers.negate(modifier).comparator
            return


def _widen_reference(context: Context, mention: Mention) -> None:
    """Let "The 1.4 million figure" begin at its article."""
    lex = context.lex
    if mention.is_unknown or mention.start == 0:
        return
    if lex.lower[mention.start - 1] not in ("the", "that", "this"):
        return
    if lex.lower[mention.end] in links.REPEAT_NOUNS and mention.noun < 0:
        mention.end += 1
        mention.start -= 1
    elif mention.noun >= 0 and context.doc[mention.noun].lower_ in links.REPEAT_NOUNS:
        mention.start -= 1


def _inherit_units(context: Context, found: list[Mention]) -> None:
    """Give a bare number the unit of the count before it in its sentence."""
    lex = context.lex
    last: Mention | None = None
    last_sentence = -1
    for before, mention in zip([None, *found], found, strict=False):
        sentence = context.sentence_of(lex.start[mention.start])
        if sentence != last_sentence:
            last, last_sentence = None, sentence
        if mention.is_pronoun or mention.is_unknown or "repeat" in mention.notes:
            continue
        if mention.is_bare:
            if _follows_age(lex, before, mention):
                mention.unit, mention.is_age = (
                    Unit("year", "duration", written="year"),
                    True,
                )
            elif last is not None and mention.raw.form in ("digits", "words", "vague"):
                mention.unit_name = last.unit_name
                if last.unit is not None:
                    mention.unit = last.unit
                    mention.number = mentions.apply_divisor(mention.raw, last.unit)
                mention.notes["inherited"] = 1
        elif mention.unit is None or _is_heritable(mention.unit):
            last = mention
    for mention in found:
        if (
            mention.is_bare
            and mention.unit_name is None
            and _counts_people(context, mention)
        ):
            mention.unit_name = "person"
    _inherit_forward(lex, found)
    _restate(context, found)


_DONE_TO_PEOPLE = frozenset(read_lexicon("people")["verbs"])


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
    return bool(len(words)) and words[0].lower_ in _DONE_TO_PEOPLE


def _follows_age(lex: Lexemes, before: Mention | None, mention: Mention) -> bool:
    """Tell the 7 of "the boys, ages 10 and 7"."""
    if before is None or not before.is_age or mention.start - before.end > 2:
        return False
    return set(lex.lower[before.end : mention.start]) <= {"and", "or", ","}


def _inherit_forward(lex: Lexemes, found: list[Mention]) -> None:
    """Give "four-" of "four- and six-cylinder", "3 of" of "3 of the 12" their unit."""
    for k in range(len(found) - 2, -1, -1):
        mention, following = found[k], found[k + 1]
        end = mention.raw.end
        if lex.lower[end] == "of" and 1 <= following.raw.start - end <= 3:
            if following.unit is None and mention.unit is None:
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
        mention.unit = following.unit
        mention.unit_name = following.unit_name
        mention.notes["inherited"] = following.noun


def _restate(context: Context, found: list[Mention]) -> None:
    """Give "100 km" and "0.6%" of "over 60 miles (100 km)", "190 points, or 0.6%" the
    bound and the direction of the figure that they say again.
    """
    lex = context.lex
    for first, second in zip(found, found[1:], strict=False):
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
    return unit.kind == "quantity" or unit.divisor == 100
