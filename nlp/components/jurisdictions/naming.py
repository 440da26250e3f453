"""Find the names, bodies and offices of a document, and judge each by its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from nlp.annotations import read_text
from nlp.components.jurisdictions.bodies import find_bodies
from nlp.components.jurisdictions.cues import Cues
from nlp.components.jurisdictions.findings import (
    Candidate,
    Findings,
    build_unknown,
)
from nlp.components.jurisdictions.hints import (
    beside_state,
    collect_hints,
    drop_plain_words,
    level_beside,
)
from nlp.components.jurisdictions.index import Index, Place
from nlp.components.jurisdictions.offices import Office, find_offices
from nlp.components.jurisdictions.resolution import find_townships, resolve_candidates
from nlp.components.jurisdictions.scanning import Name, Words, find_names
from nlp.components.jurisdictions.senses import (
    LARGE,
    Senses,
    Verdict,
    find_region,
    lists_states,
)
from nlp.components.jurisdictions.signs import find_signs
from nlp.schema import Document

LAND = ("city", "county", "state", "country")
HOME_MENTIONS = 3  # what the home of the publisher counts for


def find_places(
    doc: Doc, index: Index, cues: Cues, document: Document | None = None
) -> Findings:
    """Find names, bodies and offices of `doc`, and decide which place each name is."""
    words = Words(read_text(doc))
    names = drop_plain_words(words, find_names(words, index), cues)
    found = Findings(words)
    for code, weight in find_signs(words.text, index):
        found.readings.add_evidence(code, weight)
    if document is not None:
        add_context(found, document, index)
    found.bodies = list(find_bodies(words, names, cues))
    found.offices = list(find_offices(words, names, cues))
    names = drop_titles(names, found.offices)
    hints = collect_hints(words, found.bodies, found.offices)
    ends = {name.last: name for name in names}
    senses = Senses(words, doc, cues, names)
    starts = {name.first: name for name in names}
    around_name = {name.start: body for body in found.bodies for name in body.names}
    for body in found.bodies:
        found.regions[body.first] = find_region(words, body.last, starts)
    for name in names:
        region = read_region(words, name, starts, cues)
        around = around_name.get(name.start)
        if region is None and around is not None:
            region = found.regions[around.first]
        if name.start not in hints and beside_state(words, name, starts, ends):
            hints[name.start] = ("state", "country")
        candidate = judge_candidate(
            found, name, region, hints, senses.judge(name), cues
        )
        found.candidates.append(candidate)
        if candidate.is_said and name.last + 1 in starts:
            found.settings.add(starts[name.last + 1].start)
        if candidate.verdict == "no" and around is not None and region is not None:
            around.unknown = around.unknown or words.text[name.start : name.end]
    resolve_candidates(found)
    find_townships(found, starts)
    return found


def drop_titles(names: Sequence[Name], offices: Sequence[Office]) -> list[Name]:
    """Leave out names inside a title: 'Secretary of the Interior' is no town."""
    inside = {i for office in offices for i in range(office.first, office.last + 1)}
    return [name for name in names if name.first not in inside]


def read_region(
    words: Words, name: Name, starts: Mapping[int, Name], cues: Cues
) -> Place | None:
    """Return the state or country after a name that the name lies in.

    Not so in 'Jeb Bush, Kentucky Sen. Paul', nor in 'Ohio, Delaware and Utah', nor in
    'under Gov. Ann Abbott, Texas banned'.
    """
    if _has_title(words, name, cues):
        return None
    region = find_region(words, name.last, starts)
    if region is None or _serves(words, starts[name.last + 1].last + 1, cues):
        return None
    is_state = name.places[0].level == "state"
    return None if is_state and lists_states(words, name, starts) else region


def _has_title(words: Words, name: Name, cues: Cues) -> bool:
    """Tell whether a title and a first name stand before a name."""
    i = name.first - 1
    given = words.is_capital(i) and words.gap(i) in (" ", ". ")
    return given and words.is_capital(i - 1) and words.lower(i - 1) in cues.titles


def _serves(words: Words, i: int, cues: Cues) -> bool:
    """Tell whether word `i` is a title, to which the state before it belongs."""
    return words.is_capital(i) and words.lower(i) in cues.titles


def add_context(found: Findings, document: Document, index: Index) -> None:
    """Let the publisher's home and the title tell where the document is set.

    A title that opens the text is read there.
    """
    for name in find_names(Words(document.publisher or ""), index):
        if name.kind == "name" and name.places[0].level in LAND:
            for _ in range(HOME_MENTIONS):
                found.readings.add(f"home: {name.key}", name.places)
    title = document.title or ""
    if not title or title in found.words.text[: 2 * len(title) + 200]:
        return
    for name in find_names(Words(title), index):
        top = name.places[0]
        is_known = top.level in LAND and (
            top.level != "city" or top.population >= LARGE
        )
        if is_known and name.kind == "name":
            found.readings.add(name.key, name.places)
            found.title_keys.append(name.key)


def judge_candidate(
    found: Findings,
    name: Name,
    region: Place | None,
    hints: dict[int, tuple[str, ...]],
    verdict: Verdict,
    cues: Cues,
) -> Candidate:
    """Narrow a name's places by what stands next to it."""
    places, key = name.places, name.key
    if region is not None:
        within = tuple(p for p in places if region.kb_id in p.parents)
        if within:
            found.readings.add_evidence(region.kb_id, 0.5)
            if key not in found.bare:  # a namesake is told apart, not introduced
                found.readings.add_said(within)
            return Candidate(name, within, f"{key}, {region.kb_id}", "sure", True)
        if name.start in hints:
            return Candidate(name, places, key, "no")
        if verdict != "no" and all(place.level == "city" for place in places):
            town = build_unknown(found, found.words.text[name.start : name.end], region)
            if town is not None and region.level == "state":
                unknown = f"{key}, {region.kb_id}"
                return Candidate(name, (town,), unknown, "sure", True)
    levels = hints.get(name.start) or level_beside(found.words, name, cues)
    if name.start in hints:
        verdict = "sure"
    narrow = tuple(p for p in places if p.level in levels) if levels else ()
    if narrow and len(narrow) < len(places):
        key = f"{key}: {','.join(levels)}"
        places = narrow
    found.bare.add(name.key)
    return Candidate(name, places, key, verdict)
