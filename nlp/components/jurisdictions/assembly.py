"""From what was found to mentions: places, bodies, officials and spaCy's rest."""

from __future__ import annotations

from spacy.tokens import Doc

from nlp.components.jurisdictions.bodies import Body
from nlp.components.jurisdictions.cues import Cues
from nlp.components.jurisdictions.index import Index, Place, name_key
from nlp.components.jurisdictions.mentions import Mention
from nlp.components.jurisdictions.naming import (
    Candidate,
    Findings,
    find_places,
    spacy_mentions,
)
from nlp.components.jurisdictions.offices import Office


def find_mentions(doc: Doc, index: Index, cues: Cues) -> list[Mention]:
    """Return the mentions of `doc` in text order."""
    found = find_places(doc, index, cues)
    bodies = [build_body(found, body, index) for body in found.bodies]
    mentions = [mention for mention in bodies if mention is not None]
    officials = [build_official(found, office, index) for office in found.offices]
    mentions += [mention for mention in officials if mention is not None]
    inside = {
        name.start: body
        for body, mention in zip(found.bodies, bodies, strict=True)
        if mention is not None
        for name in body.names
    }
    for candidate in found.candidates:
        place = found.places.get(candidate.name.start)
        if place is None:
            continue
        body = inside.get(candidate.name.start)
        if body is not None and (body.is_district or place.level == "agency"):
            continue
        mentions.append(build_place(candidate, place, index))
    mentions.sort(key=lambda mention: (mention.start, -mention.end))
    mentions += spacy_mentions(doc, [(m.start, m.end) for m in mentions])
    mentions.sort(key=lambda mention: (mention.start, -mention.end))
    return mentions


def build_place(candidate: Candidate, place: Place, index: Index) -> Mention:
    """Return the mention of a resolved name."""
    name = candidate.name
    if place.level == "agency":
        return Mention(
            name.start,
            name.end,
            "ORG",
            place.name,
            place.kb_id,
            place.kb_id,
            index.find(place.parents[-1]),
            kind="agency",
        )
    if name.kind == "demonym":
        return Mention(
            name.start,
            name.end,
            "NORP",
            place.name,
            f"people:{place.kb_id}",
            None,
            place,
            kind="demonym",
        )
    return Mention(
        name.start,
        name.end,
        "ORG" if place.level == "supranational" else "GPE",
        place.name,
        place.kb_id,
        place.kb_id,
        place,
        kind="place",
    )


def build_body(found: Findings, body: Body, index: Index) -> Mention | None:
    """Return the mention of a body, None where no government is known for it."""
    words = found.words
    start, end = words.starts[body.first], words.ends[body.last]
    text = " ".join(words.text[start:end].split())
    place = next(
        (found.places[n.start] for n in body.names if n.start in found.places), None
    )
    if place is None:
        return None
    if place.level == "agency":
        owner = index.find(place.parents[-1])
        return Mention(
            start,
            end,
            "ORG",
            place.name,
            place.kb_id,
            place.kb_id,
            owner,
            kind="agency",
        )
    identity = f"body:{name_key(text)}:{place.kb_id}"
    if not body.is_district:
        return Mention(start, end, "ORG", text, identity, None, place, kind="agency")
    district = Place(
        identity,
        "district",
        text,
        place.parents if place.level in ("city", "county") else (place.kb_id,),
        0,
        None,
        None,
        "",
        None,
    )
    if place.level == "state":
        district = district._replace(parents=(*place.parents, place.kb_id))
    return Mention(start, end, "ORG", text, identity, None, district, kind="agency")


def build_official(found: Findings, office: Office, index: Index) -> Mention | None:
    """Return the mention of an official whose government stands beside the title."""
    words = found.words
    if office.is_former or office.place is None:
        return None
    place = found.places.get(office.place.start)
    if place is None:
        return None
    if place.level == "agency":
        place = index.find(place.parents[-1])
    if place is None or (office.person is None and not office.levels):
        return None
    if office.person is None:
        start, end = words.starts[office.first], words.ends[office.last]
        identity = f"office:{place.kb_id}:{office.title}"
        name = f"{office.title} of {place.name}"
    else:
        start, end = words.starts[office.person[0]], words.ends[office.person[1]]
        name = " ".join(words.text[start:end].split())
        identity = f"PERSON:{name_key(name)}"
    return Mention(start, end, "PERSON", name, identity, None, place, kind="official")
