"""From what was found to mentions: places, bodies, officials and spaCy's rest."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Doc

from nlp.annotations import get_document, read_text
from nlp.components.jurisdictions.bodies import Body
from nlp.components.jurisdictions.coreference import (
    Open,
    Resolver,
    link_acronyms,
)
from nlp.components.jurisdictions.cues import Cues
from nlp.components.jurisdictions.findings import (
    MAIN_STATE,
    Candidate,
    Findings,
    build_unknown,
)
from nlp.components.jurisdictions.index import Index, Place, name_key, public_id
from nlp.components.jurisdictions.mentions import Mention
from nlp.components.jurisdictions.naming import find_places
from nlp.components.jurisdictions.offices import Office
from nlp.components.jurisdictions.officials import Officials
from nlp.components.jurisdictions.references import ReferenceFinder
from nlp.components.jurisdictions.salience import DEFAULT_COUNTRY
from nlp.components.jurisdictions.scanning import Name, Words, follows_party
from nlp.components.jurisdictions.senses import is_dateline
from nlp.components.jurisdictions.spacy_entities import spacy_mentions
from nlp.components.jurisdictions.surnames import unify_persons

# Names of departments that states have as well.
SHARED = re.compile(
    r"Department of (?:Education|Labor|Agriculture|Transportation|Justice|Commerce"
    r"|Energy|Health and Human Services|Veterans Affairs)"
    r"|(?:Education|Labor|Agriculture|Commerce|Justice|Treasury) Department"
)
_STOP = re.compile(r"[a-z\d][.!?][\"”’)]*\s+")
STRICT = frozenset(("president", "vice president", "prime minister", "governor"))
BOARD = "board of education"


def find_mentions(
    doc: Doc, index: Index, cues: Cues, officials: Officials
) -> list[Mention]:
    """Return the mentions of `doc` in text order."""
    document = get_document(doc)
    published = None if document is None else document.published
    found = find_places(doc, index, cues, document)
    mentions, opens = build_named(found, index)
    names = {
        candidate.name.first: candidate.name
        for candidate in found.candidates
        if candidate.name.start in found.places
    }
    covered = {i for body in found.bodies for i in range(body.first, body.last + 1)}
    for name in names.values():
        if found.places[name.start].level == "agency":
            covered.update(range(name.first, name.last + 1))
    opens += list(ReferenceFinder(found.words, names, cues, covered).find())
    mentions.sort(key=_position)
    resolver = Resolver(found, read_borders(doc), index, cues, officials, published)
    mentions += resolver.resolve(mentions, opens)
    mentions = drop_doubles(mentions)
    titles = [
        (found.words.starts[office.first], found.words.ends[office.last])
        for office in found.offices
    ]
    mentions += spacy_mentions(doc, mentions, titles, cues)
    mentions.sort(key=_position)
    mentions += link_acronyms(found.words, mentions)
    mentions.sort(key=_position)
    mentions += unify_persons(found.words, mentions)
    mentions.sort(key=_position)
    return mentions


def read_borders(doc: Doc) -> list[int]:
    """Return where sentences begin, by full stops where nothing has set them."""
    if not doc.has_annotation("SENT_START"):
        return [match.end() for match in _STOP.finditer(read_text(doc))]
    return [token.idx for token in doc if token.is_sent_start]


def _position(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


def drop_doubles(mentions: list[Mention]) -> list[Mention]:
    """Sort mentions and keep the first of those with the same borders."""
    mentions.sort(key=_position)
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or _position(kept[-1]) != _position(mention):
            kept.append(mention)
    return kept


def build_named(found: Findings, index: Index) -> tuple[list[Mention], list[Open]]:
    """Return the mentions of what is named, and bodies and offices still open."""
    mentions: list[Mention] = []
    opens: list[Open] = []
    inside: dict[int, Body] = {}
    titles = {office.last for office in found.offices if office.person is not None}
    for body in found.bodies:
        if body.last in titles:  # 'Pueblo County Sheriff Jo Ray' is a person
            continue
        mention = build_body(found, body, index)
        if mention is not None:
            mentions.append(mention)
            inside.update((name.start, body) for name in body.names)
        elif not body.unknown:
            opens.append(body)
    for office in found.offices:
        officials = build_officials(found, office, index)
        mentions += officials
        if not officials:
            opens.append(office)
    own_state = is_about_state(found)
    own_departments = {
        mention.name[mention.name.find("Department of ") :]
        for mention in mentions
        if "Department of " in mention.name
        and mention.government is not None
        and mention.government.level == "state"
    }
    for candidate in found.candidates:
        name = candidate.name
        place = found.places.get(name.start)
        if place is None or is_swallowed(place, inside.get(name.start)):
            continue
        if is_shared(found.words, name, own_state, own_departments):
            opens.append(Body(name.first, name.last, (), False))
        else:
            mentions.append(build_place(found, candidate, place, index))
    return mentions, opens


def is_swallowed(place: Place, body: Body | None) -> bool:
    """Tell whether a name is no mention of its own: 'Fairfax County Public Schools'."""
    return body is not None and (body.is_district or place.level == "agency")


def is_about_state(found: Findings) -> bool:
    """Tell whether a document is about one state, with no federal agency in sight."""
    regions = found.readings.regions
    main = max((w for c, w in regions.items() if c.startswith("US-")), default=0.0)
    if main < MAIN_STATE or "federal" in found.words.common:
        return False
    for candidate in found.candidates:
        name, place = candidate.name, found.places.get(candidate.name.start)
        if place is None or place.country != DEFAULT_COUNTRY:
            continue
        is_federal = place.level == "agency" or place.level == "country"
        if is_federal and not SHARED.fullmatch(found.words.text[name.start : name.end]):
            return False
    return True


def is_shared(
    words: Words, name: Name, is_about_state: bool, own_departments: set[str]
) -> bool:
    """Tell whether 'Department of Education' is a state's rather than the federal."""
    if name.places[0].level != "agency":
        return False
    text = words.text[name.start : name.end]
    if not SHARED.fullmatch(text):
        return False
    if f"Department of {text.removesuffix(' Department')}" in own_departments:
        return True
    return (
        is_about_state
        or text in own_departments
        or words.lower(name.first - 1) == "state"
    )


def build_place(
    found: Findings, candidate: Candidate, place: Place, index: Index
) -> Mention:
    """Return the mention of a resolved name."""
    name = candidate.name
    if place.level == "agency":
        return build_agency(name.start, name.end, place, index)
    mention = Mention(
        name.start,
        name.end,
        "ORG" if place.level == "supranational" else "GPE",
        place.name,
        place.kb_id,
        public_id(place),
        place,
        kind="place",
    )
    if name.kind == "demonym":
        mention.label, mention.kind, mention.kb_id = "NORP", "demonym", None
        mention.identity = f"people:{place.kb_id}"
    mention.is_setting = (
        name.start in found.settings
        or is_dateline(found.words.text, name)
        or follows_party(found.words, name.first)
    )
    return mention


def build_agency(start: int, end: int, agency: Place, index: Index) -> Mention:
    """Return the mention of an agency of the index."""
    owner = index.find(agency.parents[-1])
    kb_id = agency.kb_id
    return Mention(start, end, "ORG", agency.name, kb_id, kb_id, owner, kind="agency")


def build_body(found: Findings, body: Body, index: Index) -> Mention | None:
    """Return the mention of a body, None where no government is named in it."""
    words = found.words
    start, end = words.starts[body.first], words.ends[body.last]
    text = " ".join(words.text[start:end].split())
    places = [found.places[n.start] for n in body.names if n.start in found.places]
    if body.unknown:
        town = build_unknown(found, body.unknown, found.regions[body.first])
        places = [town] if town is not None else places
    if not places and body.owner is not None and body.owner.start in found.places:
        places = [found.places[body.owner.start]]
        text = f"{places[0].name} {text}"
    if not places:
        return None
    place = places[0]
    if place.level == "agency":
        return build_agency(start, end, place, index)
    bare = name_key(text).removeprefix(f"{name_key(place.name)} ")
    identity = f"body:{bare}:{place.kb_id}"
    runs_schools = place.level in ("city", "county") and BOARD in text.lower()
    if body.is_district or runs_schools:
        place = build_district(identity, text, place)
    return Mention(start, end, "ORG", text, identity, None, place, kind="agency")


def build_district(identity: str, name: str, place: Place) -> Place:
    """Return a school or special district in or of a place."""
    parents = place.parents
    if place.level in ("state", "country"):
        parents = (*parents, place.kb_id)
    return Place(identity, "district", name, parents, 0, None, None, "", None)


def build_officials(found: Findings, office: Office, index: Index) -> list[Mention]:
    """Return the mentions of an official whose government stands beside the title.

    Where the name stands apart, "Iowa's attorney general, Ray Bell, sued", the title
    is a mention as well, since it heads the phrase.
    """
    official = build_official(found, office, index)
    if official is None:
        return []
    if not office.has_comma:
        return [official]
    start, end = found.words.starts[office.first], found.words.ends[office.last]
    return [official, replace(official, start=start, end=end)]


def build_official(found: Findings, office: Office, index: Index) -> Mention | None:
    """Return the mention of an official whose government stands beside the title."""
    words = found.words
    if office.is_former or office.place is None:
        return None
    place = found.places.get(office.place.start)
    if place is not None and place.level == "agency":
        place = index.find(place.parents[-1])
    if place is None or (office.person is None and not office.levels):
        return None
    if office.title in STRICT and place.level not in office.levels:
        office.is_former = True  # 'Columbia's president' is a university's
        return None
    if office.person is None:
        start, end = words.starts[office.first], words.ends[office.last]
        identity = f"office:{place.kb_id}:{office.title}"
        name = f"{office.title} of {place.name}"
    else:
        start, end = words.starts[office.person[0]], words.ends[office.person[1]]
        name = " ".join(words.text[start:end].split())
        identity = f"PERSON:{name_key(name)}"
    return Mention(
        start,
        end,
        "PERSON",
        name,
        identity,
        None,
        place,
        kind="official",
        title=office.title,
    )
