"""A passage as the stance classifier reads it: governments and people by role only.

Which government it is must not move a label, so names never reach the classifier: the
holder becomes `[HOLDER]` wherever the passage names it, every other place or people
`[OTHER]`, a person `[PERSON]`, a party `[PARTY]`; "she" reads as "he". Training and
reading share this module, which knows no spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.schema import Entity

HOLDER, OTHER, PERSON, PARTY = "[HOLDER]", "[OTHER]", "[PERSON]", "[PARTY]"
# What the lexicons know: see `hints`.
FOR, AGAINST, TOPIC, UP, DOWN = "[FOR]", "[AGAINST]", "[TOPIC]", "[UP]", "[DOWN]"
MARKERS = (HOLDER, OTHER, PERSON, PARTY, FOR, AGAINST, TOPIC, UP, DOWN)

_PLACES = frozenset({"GPE", "LOC", "NORP"})
_PARTY = re.compile(
    r"\b(?:Republicans?|Democrats?|Democratic(?= [a-zA-Z])|GOP|G\.O\.P\.|Tory|Tories)\b"
)
_MALE = {
    **{"she": "he", "her": "his", "hers": "his", "him": "his", "herself": "himself"},
    **{"ms.": "mr.", "mrs.": "mr.", "spokeswoman": "spokesman"},
    **{"congresswoman": "congressman", "councilwoman": "councilman"},
    **{"assemblywoman": "assemblyman", "chairwoman": "chairman"},
}
_GENDERED = re.compile(rf"\b(?:{'|'.join(map(re.escape, _MALE))})(?!\w)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_STRAIGHT = str.maketrans("‘’“”‑", "''\"\"-")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A stretch of the text that a marker replaces."""

    start_char: int
    end_char: int
    marker: str


def find_marks(
    text: str, entities: Sequence[Entity], holder: tuple[int, int]
) -> list[Mark]:
    """Return what is to be replaced so that nobody is named.

    Args:
        text: The text that the offsets count in.
        entities: All mentions in it; nested ones too.
        holder: First and last offset of the mention that is asked about.

    Returns:
        In text order, without overlaps; the holder's own mention is always there.
    """
    start, end = holder
    own = [e for e in entities if e.start_char < end and start < e.end_char]
    exact = [e for e in own if (e.start_char, e.end_char) == holder] or own
    ids = {e.id for e in exact}
    governments = {e.jurisdiction.name for e in exact if e.jurisdiction is not None}
    found = [Mark(start, end, HOLDER)]
    for entity in entities:
        marker = _choose_marker(entity, ids, governments)
        if marker is not None:
            found.append(Mark(entity.start_char, entity.end_char, marker))
    found += [Mark(*match.span(), PARTY) for match in _PARTY.finditer(text)]
    return list(_drop_overlaps(found))


def _choose_marker(entity: Entity, ids: set[str], governments: set[str]) -> str | None:
    """Return what stands for a mention; None where its words stay.

    A body's name stays, less the place in it, which is a mention of its own: that
    "Congress" or "the state's high court" acts is not who it is. So do "the state" and
    "the governor" of others.
    """
    jurisdiction = entity.jurisdiction
    named = entity.text[:1].isupper()
    if jurisdiction is None:
        if entity.label == "PERSON":
            return PERSON if named else None
        return OTHER if entity.label == "GPE" else None
    is_place = entity.label in _PLACES
    if entity.id in ids and (is_place or named):
        return HOLDER
    if entity.label == "PERSON":
        return PERSON if named else None
    if not is_place:
        return None
    if jurisdiction.name in governments:
        return HOLDER
    return OTHER if named else None


def _drop_overlaps(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Yield marks in text order; of two that overlap the first listed or shorter."""
    holder, rest = marks[0], sorted(marks[1:], key=_length)
    kept: list[Mark] = []
    taken: set[int] = set()
    for mark in (holder, *rest):
        place = range(mark.start_char, mark.end_char)
        if taken.isdisjoint(place):
            taken.update(place)
            kept.append(mark)
    yield from sorted(kept)


def _length(mark: Mark) -> tuple[int, int]:
    return mark.end_char - mark.start_char, mark.start_char


def mask_passage(
    text: str,
    marks: Sequence[Mark],
    start: int,
    end: int,
    hints: Sequence[Mark] = (),
) -> str:
    """Return a stretch of the text with its marks applied and its spaces evened out.

    Args:
        text: The text that the offsets count in.
        marks: Of `find_marks`; those outside the stretch are passed over.
        start: First offset of the passage.
        end: Offset after its last character.
        hints: Marks of no length, each put in after what stands before it.
    """
    parts = []
    at = start
    for mark in sorted([*marks, *hints], key=_place):
        if mark.start_char < start or mark.end_char > end:
            continue
        if mark.start_char > at:
            parts.append(text[at : mark.start_char])
        if mark.start_char >= at or mark.start_char == mark.end_char:
            parts.append(f" {mark.marker} ")
            at = max(at, mark.end_char)
    parts.append(text[at:end])
    passage = _GENDERED.sub(_make_male, "".join(parts))
    return _SPACES.sub(" ", passage).translate(_STRAIGHT).strip()


def _make_male(match: re.Match[str]) -> str:
    word = _MALE[match[0].lower()]
    return word.capitalize() if match[0][0].isupper() else word


def _place(mark: Mark) -> tuple[int, int]:
    return mark.end_char, mark.start_char
