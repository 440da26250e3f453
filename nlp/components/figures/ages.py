"""Ages without a unit: "Lopez, 66, ran it", "she is 35", "aged 25 to 54"."""

from __future__ import annotations

from nlp.components.figures.mentions import Mention
from nlp.components.figures.sentences import Context
from nlp.components.figures.unit_tables import Unit
from nlp.lexicons import read_lexicon

_PERSONS = frozenset(["he", "she", "who", "i"])
_AGE_CUES = frozenset(["aged", "age", "ages"])


def read_age(context: Context, mention: Mention) -> None:
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
    is_age = is_age or _is_age_limit(context, mention)
    if (
        is_age
        or _is_apposed_age(context, mention)
        or _is_predicated_age(context, mention)
    ):
        mention.is_age = True
        mention.unit = Unit("year", "duration", written="year")


def _is_age_limit(context: Context, mention: Mention) -> bool:
    """Tell "children under 12" and "people over 65"."""
    lex = context.lex
    if mention.comparator not in ("lt", "gt", "ge", "le"):
        return False
    return lex.lower[mention.start - 1] in _AGED and mention.start > 0


_AGED = frozenset(read_lexicon("people")["aged"])


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
        is_name = before.ent_type_ == "PERSON" and before.tag_ == "NNP"
        return is_name and is_verb
    if lex.words[end] not in (",", ")", ".", ";") and lex.lower[end] != "and":
        return False
    if lex.words[i - 1] == "(" and int(lex.words[mention.raw.start]) < 10:
        return False  # a shirt number
    if lex.words[i - 2 : i] == [")", "("]:
        return False  # "subdivision (v)(10)"
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
