"""Scores of jurisdictions: places linked, actor or place, agencies to counties.

Gold: toponyms_lgl and toponyms_trnews (Gritta et al. 2018 and 2019), ReLocaR (Gritta
et al. 2017), the list of agencies with 287(g) agreements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from spacy.language import Language

from nlp.annotations import get_records
from nlp.components.jurisdictions.index import Index, name_key, read_index
from nlp.components.jurisdictions.roles import role_at
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
            results.append(Toponym(number, toponym["text"], start, gold, found, right))
    return results


def find_overlap(entities: Sequence[Entity], start: int, end: int) -> Entity | None:
    """Return the entity that shares most with the stretch, the shortest of equals."""
    best, key = None, (0, 0)
    for entity in entities:
        shared = min(end, entity.end_char) - max(start, entity.start_char)
        size = entity.end_char - entity.start_char
        if (shared > 0 and (shared, -size) > key) or (best is None and shared > 0):
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


def score_roles(rows: Sequence[Row], nlp: Language) -> Score:
    """Score actor (metonymic) against place (literal) for the marked names.

    A name that the pipeline finds no entity for is judged by the same rules.

    Returns:
        `n_right` of `n_gold`: recall, precision and F1 are all the accuracy.
    """
    n_right = 0
    for row, doc in zip(rows, nlp.pipe(row["text"] for row in rows), strict=True):
        start, end = row["start_char"], row["end_char"]
        entities = [e for e in get_records(doc, Entity) if e.role is not None]
        found = find_overlap(entities, start, end)
        role = role_at(doc, start, end) if found is None else found.role
        n_right += role == ("place" if row["label"] == "literal" else "actor")
    return Score(n_right, len(rows), len(rows))


def _write_title(text: str) -> str:
    words = [
        w if w in ("of", "and", "the") else w.title() for w in text.lower().split()
    ]
    return " ".join(words)


def write_agency(row: Row) -> tuple[str, str, str]:
    """Return the text 'NAME, COUNTY, STATE' of an agency, its county and its state.

    The county is '' where the list has none.
    """
    county = str(row["county"] or "").strip()
    county = "" if county in ("NA", "N/A") else county
    state = _write_title(str(row["state"]))
    parts = [_write_title(str(row["agency"])), county, state]
    return ", ".join(part for part in parts if part), county, state


def score_agencies(rows: Sequence[Row], nlp: Language) -> Score:
    """Score county and state of agencies with 287(g) agreements, read as text.

    Right means: every government found is in the state or the state itself, and the
    county is among them where the list names one.

    Returns:
        Recall over all agencies, precision over those with a government found.
    """
    index = read_index()
    written = [write_agency(row) for row in rows]
    n_right = n_found = 0
    docs = nlp.pipe(text for text, _, _ in written)
    for (_, county, state), doc in zip(written, docs, strict=True):
        found = [
            entity.jurisdiction
            for entity in get_records(doc, Entity)
            if entity.jurisdiction is not None
        ]
        code = _state_code(state, index)
        within = all(code in (where.code, *where.parents) for where in found)
        keys = {name_key(where.name) for where in found if where.level == "county"}
        wanted = name_key(county).removesuffix(" county")
        known = not county or wanted in {key.removesuffix(" county") for key in keys}
        n_found += bool(found)
        n_right += bool(found) and within and known
    return Score(n_right, n_found, len(rows))
