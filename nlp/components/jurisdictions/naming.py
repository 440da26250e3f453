"""All mentions of a document: names of the index, bodies, officials, spaCy's rest."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from nlp.components.jurisdictions.disambiguation import Reading, resolve_names
from nlp.components.jurisdictions.index import Index, Place, name_key
from nlp.components.jurisdictions.mentions import Mention
from nlp.components.jurisdictions.scanning import Name, Words, find_names
from nlp.components.jurisdictions.senses import Cues, Senses, find_region

NUMERIC = frozenset(
    ("CARDINAL", "ORDINAL", "DATE", "TIME", "PERCENT", "MONEY", "QUANTITY")
)
_LEADING = re.compile(r"^(?:(?:the|a|an)\s+|[\s\"'“”‘’,.;:(\[-]+)+", re.IGNORECASE)
_TRAILING = re.compile(r"(?:['’]s|['’]|[\s\"“”‘,;:)\]-])+$")


def find_mentions(doc: Doc, index: Index, cues: Cues) -> list[Mention]:
    """Return the mentions of `doc` in text order."""
    words = Words(doc.text)
    names = list(find_names(words, index))
    mentions = resolve(doc, words, names, index, cues)
    taken = sorted((m.start, m.end) for m in mentions)
    mentions += spacy_mentions(doc, taken)
    mentions.sort(key=lambda m: (m.start, -m.end))
    return mentions


def resolve(
    doc: Doc, words: Words, names: list[Name], index: Index, cues: Cues
) -> list[Mention]:
    """Decide which names are places and which place each is."""
    senses = Senses(words, doc.ents, cues)
    readings: dict[str, Reading] = {}
    kept: list[tuple[Name, str]] = []
    evidence: list[tuple[str, float]] = []
    for n, name in enumerate(names):
        following = names[n + 1] if n + 1 < len(names) else None
        region = find_region(words, name, following, index)
        places = name.places
        if region is not None:
            within = tuple(p for p in places if is_within(p, region))
            if within:
                places = within
                evidence.append((region.kb_id, 1.0))
            else:
                region = None
        if region is None and not senses.is_place(name):
            continue
        if (
            region is None
            and name.kind == "abbreviation"
            and not follows_comma(words, name)
        ):
            continue
        key = name.key if region is None else f"{name.key}, {region.kb_id}"
        if key in readings:
            readings[key].n_mentions += 1
        else:
            readings[key] = Reading(places)
        kept.append((name, key))
    resolve_names(readings, evidence)
    return [build_mention(name, readings[key].best, index) for name, key in kept]


def follows_comma(words: Words, name: Name) -> bool:
    """Tell whether a name stands after a comma, dash or bracket."""
    return words.text[max(name.start - 2, 0) : name.start].strip()[-1:] in (
        ",",
        "-",
        "(",
    )


def is_within(place: Place, region: Place) -> bool:
    """Tell whether a place lies in a state or country."""
    return region.kb_id in place.parents


def build_mention(name: Name, place: Place, index: Index) -> Mention:
    """Return the mention of a resolved name."""
    if place.level == "agency":
        owner = index.find(place.parents[-1])
        return Mention(
            name.start,
            name.end,
            "ORG",
            place.name,
            place.kb_id,
            place.kb_id,
            owner,
            kind="agency",
        )
    if name.kind == "demonym":
        return Mention(
            name.start,
            name.end,
            "NORP",
            name.key[1:].title(),
            name.key,
            None,
            place,
            kind="demonym",
        )
    label = "ORG" if place.level == "supranational" else "GPE"
    return Mention(
        name.start,
        name.end,
        label,
        place.name,
        place.kb_id,
        place.kb_id,
        place,
        kind="place",
    )


def spacy_mentions(doc: Doc, taken: list[tuple[int, int]]) -> list[Mention]:
    """Return spaCy's entities that overlap none of ours, with clean borders."""
    mentions = []
    n = 0
    for ent in doc.ents:
        if ent.label_ in NUMERIC:
            continue
        start, end = clean_borders(ent)
        while n < len(taken) and taken[n][1] <= start:
            n += 1
        if start >= end or (n < len(taken) and taken[n][0] < end):
            continue
        name = doc.text[start:end]
        identity = f"{ent.label_}:{name_key(name)}"
        mentions.append(Mention(start, end, ent.label_, name, identity))
    return mentions


def clean_borders(ent: Span) -> tuple[int, int]:
    """Return an entity's offsets without article, quotes and possessive."""
    text = ent.text
    start, end = ent.start_char, ent.end_char
    if leading := _LEADING.match(text):
        start += leading.end()
    if trailing := _TRAILING.search(text):
        end -= len(text) - trailing.start()
    return start, end
