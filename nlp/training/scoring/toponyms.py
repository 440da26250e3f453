"""Scores of jurisdictions: places linked, actor or place, agencies to counties.

Gold: toponyms_lgl and toponyms_trnews (Gritta et al. 2018 and 2019), ReLocaR (Gritta
et al. 2017), the list of agencies with 287(g) agreements.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.language import Language

from nlp.annotations import get_records
from nlp.components.jurisdictions.index import Index, name_key, read_index
from nlp.schema import Entity
from nlp.training.scoring import Score

Row = dict[str, Any]
COUNTRY_CODES = frozenset(("PCLI", "PCLS", "PCLD", "PCLIX", "PCL", "PCLF", "TERR"))


@dataclass(frozen=True, slots=True)
class Toponym:
    """One gold mention, its prediction, and whether they agree."""

    row: int
    text: str
    start_char: int
    gold: str  # 'US-LA', 'US' or a country's name
    found: Entity | None
    is_right: bool


def read_gold_regions(row: Row, index: Index) -> list[tuple[Row, str]]:
    """Return the toponyms that count, with the state or country that is right.

    Only those count whose gold lies in the United States or is a country.
    """
    gold = []
    for toponym in sorted(row["toponyms"], key=lambda item: item["start_char"]):
        if toponym["country"] == "United States":
            gold.append((toponym, _state_code(toponym["admin1"], index)))
        elif toponym["feature_code"] in COUNTRY_CODES:
            gold.append((toponym, toponym["country"] or toponym["name"]))
    return gold


def _state_code(name: str | None, index: Index) -> str:
    for place in index.get(name_key((name or "").replace(",", ""))):
        if place.level == "state" and place.country == "US":
            return place.kb_id
        if place.parents[-1:] == ("US-DC",):
            return "US-DC"
    return "US"


def is_right(entity: Entity, gold: str, index: Index) -> bool:
    """Tell whether a linked entity lies in, or is, the gold state or country."""
    where = entity.jurisdiction
    if where is None:
        return False
    if gold.startswith("US"):
        return gold in (where.code, *where.parents)
    codes = {place.kb_id for place in index.get(name_key(gold))}
    return where.code in codes or name_key(where.name) == name_key(gold)


def link_toponyms(rows: Sequence[Row], nlp: Language) -> list[Toponym]:
    """Run the pipeline over gold documents and pair mentions by overlap."""
    index = read_index()
    results = []
    for number, doc in enumerate(nlp.pipe(row["text"] for row in rows)):
        entities = [e for e in get_records(doc, Entity) if e.jurisdiction is not None]
        for toponym, gold in read_gold_regions(rows[number], index):
            start, end = toponym["start_char"], toponym["end_char"]
            found = find_overlap(entities, start, end)
            right = found is not None and is_right(found, gold, index)
            results.append(
                Toponym(number, toponym["text"], start, gold, found, right)
            )
    return results


def find_overlap(entities: Sequence[Entity], start: int, end: int) -> Entity | None:
    """Return the entity that shares most with the stretch, the shortest of equals."""
    best, key = None, (0, 0)
    for entity in entities:
        shared = min(end, entity.end_char) - max(start, entity.start_char)
        size = entity.end_char - entity.start_char
        if shared > 0 and (shared, -size) > key or (best is None and shared > 0):
            best, key = entity, (shared, -size)
    return best


def score_toponyms(rows: Sequence[Row], nlp: Language) -> Score:
    """Score the state or country of every gold toponym that counts.

    Returns:
        Recall over all such gold mentions, precision over those linked.
    """
    results = link_toponyms(rows, nlp)
    n_linked = sum(result.found is not None for result in results)
    n_right = sum(result.is_right for result in results)
    return Score(n_right, n_linked, len(results))
