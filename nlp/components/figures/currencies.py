"""Currencies whose noun several countries share: "40 million kroner" of Denmark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.annotations import get_records
from nlp.components.figures.mentions import Mention
from nlp.components.figures.sentences import Context
from nlp.lexicons import read_lexicon
from nlp.schema import Entity

_SHARED: dict[str, dict[str, str]] = read_lexicon("currency_words")["shared"]


def settle_currencies(context: Context, found: Sequence[Mention]) -> None:
    """Give money in a shared noun the currency of the country named last before it.

    Where none is named before it, the first after it in its sentence will do; with
    neither the noun keeps its most usual reading.
    """
    lex = context.lex
    entities: list[Entity] | None = None
    for mention in found:
        if mention.unit is None or mention.unit.kind != "money":
            continue
        # Only a bare noun after the number: "Danish kroner" says which.
        if mention.unit_end != mention.raw.end + 1:
            continue
        codes = _SHARED.get(lex.lower[mention.raw.end])
        if codes is None:
            continue
        if entities is None:
            entities = get_records(context.doc, Entity)
        code = _find_code(context, mention, codes, entities)
        if code is not None:
            mention.unit = replace(mention.unit, name=code)


def _find_code(
    context: Context, mention: Mention, codes: dict[str, str], entities: list[Entity]
) -> str | None:
    start = context.lex.start[mention.start]
    end = context.sentence_bounds(context.sentence_of(start))[1]
    code: str | None = None
    for entity in entities:
        if entity.start_char >= end:
            break
        country = _find_country(entity)
        if country not in codes:
            continue
        if entity.start_char > start:
            return code or codes[country]
        code = codes[country]
    return code


def _find_country(entity: Entity) -> str:
    """Return the code of the country that an entity is, or lies in; "" for none."""
    place = entity.jurisdiction
    if place is None:
        return ""
    code = place.parents[-1] if place.parents else place.code or ""
    return code.partition("-")[0]
