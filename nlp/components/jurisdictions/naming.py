"""All mentions of a document: names of the index, bodies, officials, spaCy's rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from nlp.components.jurisdictions.bodies import Body, find_bodies
from nlp.components.jurisdictions.cues import Cues
from nlp.components.jurisdictions.disambiguation import Readings
from nlp.components.jurisdictions.index import Index, Place, name_key
from nlp.components.jurisdictions.mentions import Mention
from nlp.components.jurisdictions.offices import Office, find_offices
from nlp.components.jurisdictions.scanning import Name, Words, find_names
from nlp.components.jurisdictions.senses import (
    LARGE,
    Senses,
    Verdict,
    find_region,
    is_dateline,
    lists_states,
)

NUMERIC = frozenset(
    ("CARDINAL", "ORDINAL", "DATE", "TIME", "PERCENT", "MONEY", "QUANTITY")
)
MILLION = 1_000_000
MAIN_STATE = 2.5  # weight of the state that a document is about
REGION_SHARE = 0.8  # weight of a region in which an unsure name is taken for a place
CODE_WEIGHT = 1.0
_CODES = re.compile(
    r"(?<![\d-])\(?(\d{3})(?:\) ?|[-. ])\d{3}[-.]\d{4}(?!\d)"
    r"|(?<=[A-Za-z.] )(\d{5})(?:-\d{4})?(?![\d,.]*\d)(?= *(?:[.,;)\n]|$))"
)
_LEADING = re.compile(r"^(?:(?:the|a|an)\s+|[\s\"'“”‘’,.;:(\[-]+)+", re.IGNORECASE)
_TRAILING = re.compile(r"(?:['’]s|['’]|[\s\"“”‘,;:)\]-])+$")
TOWNSHIP = frozenset(("township", "twp"))
SUBNATIONAL = ("state", "county", "city", "district", "tribal")
_STATE_OF = {
    "state": ("state",),
    "commonwealth": ("state", "country"),
    "city": ("city",),
    "town": ("city",),
    "village": ("city",),
    "governor": ("state",),
    "mayor": ("city",),
    "county": ("county",),
    "president": ("country",),
    "kingdom": ("country",),
    "republic": ("country",),
}


@dataclass(slots=True)
class Candidate:
    """A name with what the text around it says."""

    name: Name
    places: tuple[Place, ...]
    key: str
    verdict: Verdict
    is_said: bool = False  # its state stands beside it


@dataclass(slots=True)
class Findings:
    """What a document names, before and after its names are resolved."""

    words: Words
    candidates: list[Candidate] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    readings: Readings = field(default_factory=Readings)
    places: dict[int, Place] = field(default_factory=dict)  # by start of the name
    regions: dict[int, Place | None] = field(default_factory=dict)  # by body's first
    settings: set[int] = field(default_factory=set)  # starts: Texas in 'Paris, Texas'


def find_places(doc: Doc, index: Index, cues: Cues) -> Findings:
    """Find names, bodies and offices of `doc`, and decide which place each name is."""
    words = Words(doc.text)
    names = drop_plain_words(words, find_names(words, index), cues)
    found = Findings(words)
    for code, weight in find_codes(doc.text, index):
        found.readings.add_evidence(code, weight)
    found.bodies = list(find_bodies(words, names, cues))
    found.offices = list(find_offices(words, names, cues))
    hints = collect_hints(found)
    ends = {name.last: name for name in names}
    senses = Senses(words, doc, cues, frozenset(ends))
    starts = {name.first: name for name in names}
    around_name = {name.start: body for body in found.bodies for name in body.names}
    for body in found.bodies:
        found.regions[body.first] = find_region(words, body.last, starts)
    for name in names:
        region = find_region(words, name.last, starts)
        if region is not None and name.places[0].level == "state":
            region = None if lists_states(words, name, starts) else region
        if region is not None and name.last + 1 in starts:
            found.settings.add(starts[name.last + 1].start)
        around = around_name.get(name.start)
        if region is None and around is not None:
            region = found.regions[around.first]
        if name.start not in hints and beside_state(words, name, starts, ends):
            hints[name.start] = ("state", "country")
        candidate = judge_candidate(
            found, name, region, hints, senses.judge(name), cues
        )
        found.candidates.append(candidate)
        if candidate.verdict == "no" and around is not None and region is not None:
            around.unknown = around.unknown or doc.text[name.start : name.end]
    resolve_candidates(found)
    find_townships(found, starts)
    return found


def beside_state(
    words: Words, name: Name, starts: Mapping[int, Name], ends: Mapping[int, Name]
) -> bool:
    """Tell whether a state's name stands in a list of states: 'Idaho and Georgia'."""
    if all(place.level != "state" for place in name.places) or len(name.places) < 2:
        return False
    j, i = name.last + 1, name.first - 1
    after, before = words.gap(name.last), words.gap(i)
    if words.lower(j) in ("and", "or") and after in (" ", ", "):
        following = starts.get(j + 1)
    else:
        following = starts.get(j) if after == ", " else None
    if words.lower(i) in ("and", "or"):
        leading = ends.get(i - 1)
    else:
        leading = ends.get(i) if before == ", " else None
    return any(
        other is not None and other.places[0].level == "state" and other.kind == "name"
        for other in (following, leading)
    )


def drop_plain_words(words: Words, names: list[Name], cues: Cues) -> list[Name]:
    """Drop towns called 'Point', 'West' or 'Police', a state after them apart."""
    starts = {name.first: name for name in names}
    kept = []
    for name in names:
        top = name.places[0]
        bare = " " not in name.key and name.first == name.last
        plain = bare and is_plain(words, name.first, cues)
        is_small = top.level in ("city", "county") or (
            top.level == "state" and top.country != "US"
        )
        if not (plain and is_small and find_region(words, name.last, starts) is None):
            kept.append(name)
    return kept


def is_plain(words: Words, i: int, cues: Cues) -> bool:
    """Tell whether a word is common in names of bodies, papers and streets."""
    form = words.lower(i)
    if any(
        form in listed
        for listed in (cues.directions, cues.heads, cues.titles, cues.kinds)
    ):
        return True
    if form in cues.openers or form in cues.followers:
        return True
    if form not in cues.takers and form not in cues.facilities:
        return False
    alone = not (words.is_capital(i + 1) and words.is_joined(i))
    return not (alone and words.lower(i - 1) in cues.prepositions)


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


def build_unknown(found: Findings, name: str, region: Place | None) -> Place | None:
    """Return a town that the index lacks, in `region` or the document's main state."""
    code = None if region is None else region.kb_id
    if code is None:
        states = {
            c: w for c, w in found.readings.regions.items() if c.startswith("US-")
        }
        code = max(states, key=lambda c: states[c], default=None)
        if code is None or states[code] < REGION_SHARE:
            return None
    parents = ("US", code) if code.startswith("US-") else (code,)
    kb_id = f"new:{code}:{name_key(name)}"
    return Place(kb_id, "city", name, parents, 0, None, None, "", None)


def find_codes(text: str, index: Index) -> Iterator[tuple[str, float]]:
    """Yield the states that telephone area codes and ZIP codes point to."""
    for match in _CODES.finditer(text):
        area, zip_code = match.groups()
        places = index.get(f"+{area}" if area else f"#{zip_code[:3]}")
        if places:
            yield places[0].kb_id, CODE_WEIGHT


def collect_hints(found: Findings) -> dict[int, tuple[str, ...]]:
    """Return the levels that bodies and offices ask of the names beside them."""
    hints: dict[int, tuple[str, ...]] = {}
    for body in found.bodies:
        for name in body.names[:1]:
            levels = body.levels(found.words)
            hints[name.start] = levels or (SUBNATIONAL if body.is_district else ())
    for office in found.offices:
        if office.place is not None:
            hints[office.place.start] = office.levels
    return hints


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
            found.readings.add_said(within)
            return Candidate(name, within, f"{key}, {region.kb_id}", "sure", True)
        if name.start in hints:
            return Candidate(name, places, key, "no")
    levels = hints.get(name.start) or level_beside(found.words, name, cues)
    if name.start in hints:
        verdict = "sure"
    narrow = tuple(p for p in places if p.level in levels) if levels else ()
    if narrow and len(narrow) < len(places):
        key = f"{key}: {','.join(levels)}"
        places = narrow
    return Candidate(name, places, key, verdict)


def level_beside(words: Words, name: Name, cues: Cues) -> tuple[str, ...]:
    """Return the level in 'city of X', 'X state', () where nothing tells."""
    i = name.first - 1
    if words.lower(i) == "of":
        return _STATE_OF.get(words.lower(i - 1), ())
    after = words.lower(name.last + 1)
    if words.gap(name.last) == " ":
        if after == "state":
            return ("state",)
        if after in cues.people or (
            after in cues.facilities and words.is_capital(name.last + 1)
        ):
            return SUBNATIONAL
    return ("city",) if is_dateline(words.text, name) else ()


def resolve_candidates(found: Findings) -> None:
    """Decide the place of every name, the sure ones first."""
    readings = found.readings
    for candidate in found.candidates:
        if candidate.verdict in ("sure", "likely"):
            readings.add(candidate.key, candidate.places)
    readings.resolve()
    known = {reading.best.kb_id for reading in readings.by_key.values()}
    for candidate in found.candidates:
        if candidate.verdict == "maybe":
            near = any(
                readings.regions.get(place.region, 0.0) >= REGION_SHARE
                for place in candidate.places
            )
            if near or candidate.key in readings.by_key:
                candidate.verdict = "likely"
                readings.add(candidate.key, candidate.places)
        elif candidate.verdict == "part" and any(
            place.kb_id in known for place in candidate.places
        ):
            candidate.verdict = "likely"
            readings.add(candidate.key, candidate.places)
    readings.resolve()
    for candidate in found.candidates:
        if candidate.verdict in ("sure", "likely"):
            place = readings.by_key[candidate.key].best
            found.places[candidate.name.start] = place
    main = max(readings.regions, key=lambda c: readings.regions[c], default="")
    if not main.startswith("US-") or readings.regions[main] < MAIN_STATE:
        return
    for body in found.bodies:
        move_to_main_state(found, body, main)
    for candidate in found.candidates:
        place = found.places.get(candidate.name.start)
        if place is None or place.region == main or place.level != "city":
            continue
        reading = readings.by_key[candidate.key]
        alone = readings.regions.get(place.region, 0.0) <= reading.strength + 0.2
        is_hamlet = place.kb_id.startswith("ZIP:")
        weak = is_hamlet or (
            candidate.verdict == "likely" and place.population < MILLION
        )
        if alone and weak and not candidate.is_said:
            del found.places[candidate.name.start]


def move_to_main_state(found: Findings, body: Body, main: str) -> None:
    """Read 'Harwood School District' as the main state's, where no Harwood is known.

    Only for a small town that nothing else in the document brings near.
    """
    name = body.names[0] if body.names else None
    place = found.places.get(name.start) if name is not None else None
    if (
        name is None
        or place is None
        or place.level != "city"
        or place.population > LARGE
    ):
        return
    reading = found.readings.regions.get(place.region, 0.0)
    if place.region != main and reading < 1.5:
        body.unknown = found.words.text[name.start : name.end]
        del found.places[name.start]


def clean_borders(ent: Span, cues: Cues) -> tuple[int, int]:
    """Return an entity's offsets without article, quotes and possessive."""
    text = ent.text
    start, end = ent.start_char, ent.end_char
    if leading := _LEADING.match(text):
        start += leading.end()
    if trailing := _TRAILING.search(text):
        end -= len(text) - trailing.start()
    if ent.label_ == "PERSON":
        words = ent.doc.text[start:end].split(" ")
        while len(words) > 1 and words[0].rstrip(".").lower() in cues.titles:
            start += len(words.pop(0)) + 1
    return start, end


def spacy_mentions(doc: Doc, taken: list[tuple[int, int]], cues: Cues) -> list[Mention]:
    """Return spaCy's entities that overlap none of ours, with clean borders."""
    mentions = []
    n = 0
    for ent in doc.ents:
        if ent.label_ in NUMERIC:
            continue
        start, end = clean_borders(ent, cues)
        if doc.text[start:end].islower():  # 'hunt elk' is nobody
            continue
        while n < len(taken) and taken[n][1] <= start:
            n += 1
        if start >= end or (n < len(taken) and taken[n][0] < end):
            continue
        name = " ".join(doc.text[start:end].split())
        identity = f"{ent.label_}:{name_key(name)}"
        mentions.append(Mention(start, end, ent.label_, name, identity))
    return mentions
