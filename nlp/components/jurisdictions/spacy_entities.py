"""spaCy's own entities, those that are no government of ours, with clean borders."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from nlp.components.jurisdictions.cues import Cues
from nlp.components.jurisdictions.index import name_key
from nlp.components.jurisdictions.mentions import Mention

NUMERIC = frozenset(
    ("CARDINAL", "ORDINAL", "DATE", "TIME", "PERCENT", "MONEY", "QUANTITY")
)
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


def spacy_mentions(doc: Doc, taken: list[tuple[int, int]], cues: Cues) -> list[Mention]:
    """Return spaCy's entities that overlap none of ours, with clean borders."""
    mentions = []
    text = doc.text  # spaCy builds it anew each time
    n = 0
    for ent in doc.ents:
        if ent.label_ in NUMERIC:
            continue
        start, end = clean_borders(ent, cues)
        if text[start:end].islower() or "://" in text[start:end]:  # 'hunt elk'
            continue
        while n < len(taken) and taken[n][1] <= start:
            n += 1
        if start >= end or (n < len(taken) and taken[n][0] < end):
            continue
        name = " ".join(text[start:end].split())
        identity = f"{ent.label_}:{name_key(name)}"
        mentions.append(Mention(start, end, ent.label_, name, identity))
    return mentions
