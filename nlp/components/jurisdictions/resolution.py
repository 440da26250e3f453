"""Which place every name of a document is: sure names first, then what they support."""

from __future__ import annotations

from collections.abc import Mapping

from nlp.components.jurisdictions.bodies import Body
from nlp.components.jurisdictions.findings import (
    MAIN_STATE,
    REGION_SHARE,
    Candidate,
    Findings,
    build_unknown,
)
from nlp.components.jurisdictions.scanning import Name
from nlp.components.jurisdictions.senses import LARGE, find_region

MILLION = 1_000_000
TOWNSHIP = frozenset(("township", "twp"))
SUPPORT = 0.2  # beyond its own weight, for a region to count as known


def resolve_candidates(found: Findings) -> None:
    """Decide the place of every name, the sure ones first."""
    readings = found.readings
    for candidate in found.candidates:
        if candidate.verdict in ("sure", "likely"):
            readings.add(candidate.key, candidate.places)
    readings.resolve()
    known = {reading.best.kb_id for reading in readings.by_key.values()}
    for candidate in found.candidates:
        if _is_supported(found, candidate, known):
            candidate.verdict = "likely"
            readings.add(candidate.key, candidate.places)
    readings.resolve()
    for candidate in found.candidates:
        if candidate.verdict in ("sure", "likely"):
            place = readings.by_key[candidate.key].best
            found.places[candidate.name.start] = place
    _drop_strays(found)


def _drop_strays(found: Findings) -> None:
    """Take back towns that lie far from a document that is all about one state."""
    regions = found.readings.regions
    main = max(regions, key=lambda code: regions[code], default="")
    if not main.startswith("US-") or regions[main] < MAIN_STATE:
        return
    for body in found.bodies:
        move_to_main_state(found, body, main)
    for candidate in found.candidates:
        if _is_stray(found, candidate, main):
            del found.places[candidate.name.start]


def _is_supported(found: Findings, candidate: Candidate, known: set[str]) -> bool:
    """Tell whether the sure names make a place of an unsure one."""
    readings = found.readings
    if candidate.verdict == "part":
        return any(place.kb_id in known for place in candidate.places)
    if candidate.verdict != "maybe":
        return False
    return candidate.key in readings.by_key or any(
        readings.regions.get(place.region, 0.0) >= REGION_SHARE
        for place in candidate.places
    )


def _is_stray(found: Findings, candidate: Candidate, main: str) -> bool:
    """Tell whether a town far from all else is a surname or a quarter of a city."""
    place = found.places.get(candidate.name.start)
    if place is None or place.region == main or place.level != "city":
        return False
    reading = found.readings.by_key[candidate.key]
    weight = found.readings.regions.get(place.region, 0.0)
    is_small = candidate.verdict == "likely" and place.population < MILLION
    is_weak = is_small or place.kb_id.startswith("ZIP:")
    return is_weak and not candidate.is_said and weight <= reading.strength + SUPPORT


def move_to_main_state(found: Findings, body: Body, main: str) -> None:
    """Read 'Harwood School District' as the main state's, where no Harwood is known.

    Only for a small town that nothing else in the document brings near.
    """
    name = body.names[0] if body.names else None
    place = found.places.get(name.start) if name is not None else None
    if name is None or place is None or place.level != "city":
        return
    if place.population > LARGE:
        return
    reading = found.readings.regions.get(place.region, 0.0)
    if place.region != main and reading < 1.5:
        body.unknown = found.words.text[name.start : name.end]
        del found.places[name.start]


def find_townships(found: Findings, starts: Mapping[int, Name]) -> None:
    """Place 'Jerome Township', which the index lacks, in the document's state."""
    words = found.words
    for candidate in found.candidates:
        name = candidate.name
        j = name.last + 1
        if words.lower(j) not in TOWNSHIP or not words.is_capital(j):
            continue
        if words.gap(name.last) != " ":
            continue
        region = find_region(words, j, starts)
        text = f"{words.text[name.start : name.end]} Township"
        place = build_unknown(found, text, region)
        found.places.pop(name.start, None)
        if place is not None:
            name.end, name.last = words.ends[j], j
            found.places[name.start] = place
