"""spaCy's own entities, those that are no government of ours, with clean borders."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from nlp.annotations import read_text
from nlp.components.jurisdictions.cues import Cues
from nlp.components.jurisdictions.index import name_key
from nlp.components.jurisdictions.mentions import Mention

NUMERIC = frozenset(
    ("CARDINAL", "ORDINAL", "DATE", "TIME", "PERCENT", "MONEY", "QUANTITY")
)
HOLDERS = frozenset(("ORG", "FAC", "EVENT", "WORK_OF_ART", "LAW"))
_LEADING = re.compile(r"^(?:(?:the|a|an)\s+|[\s\"'“”‘’,.;:(\[-]+)+", re.IGNORECASE)
_TRAILING = re.compile(r"(?:['’]s|['’]|[\s\"“”‘,;:)\]-])+$")


def clean_borders(ent: Span, cues: Cues) -> tuple[int, int]:
    """Return an entity's offsets without article, quotes and possessive."""
    text = ent.text
    start, end = ent.start_char, ent.end_char
    if leading := _LEADING.match(text):
        start += leading.end()
    if trailing := _TRAILING.search(text):
        end -= len(text) - trailing.start()
    if ent.label_ == "PERSON":
        words = text[start - ent.start_char : end - ent.start_char].split(" ")
        while len(words) > 1 and words[0].rstrip(".").lower() in cues.titles:
            start += len(words.pop(0)) + 1
    return start, end


def spacy_mentions(
    doc: Doc, ours: list[Mention], titles: list[tuple[int, int]], cues: Cues
) -> list[Mention]:
    """Return spaCy's entities that ours leave room for, with clean borders.

    'American Legion' stays an organisation though 'American' in it is a mention.

    Args:
        doc: The document.
        ours: Mentions found so far, sorted by start.
        titles: Offsets of titles of office; 'State' in 'Secretary of State' is none.
        cues: Word lists.
    """
    mentions = []
    text = read_text(doc)
    n = 0
    in_title = {i for start, end in titles for i in range(start, end)}
    for ent in doc.ents:
        if ent.label_ in NUMERIC:
            continue
        start, end = clean_borders(ent, cues)
        if text[start:end].islower() or "://" in text[start:end]:  # 'hunt elk'
            continue
        if start in in_title and end - 1 in in_title:
            continue
        while n < len(ours) and ours[n].end <= start:
            n += 1
        if start >= end or not _has_room(start, end, ent.label_, ours[n : n + 3]):
            continue
        name = " ".join(text[start:end].split())
        identity = f"{ent.label_}:{name_key(name)}"
        mentions.append(Mention(start, end, ent.label_, name, identity))
    return mentions


def _has_room(start: int, end: int, label: str, ours: list[Mention]) -> bool:
    """Tell whether a stretch overlaps none of ours, or is a name that holds one."""
    over = [m for m in ours if m.start < end and m.end > start]
    if not over:
        return True
    first = over[0]
    holds = first.start == start and first.end < end and len(over) == 1
    return holds and label in HOLDERS and first.kind in ("place", "demonym")
