"""What the words beside a name say of its level: 'city of X', 'X Legislature'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.components.jurisdictions.bodies import Body
from nlp.components.jurisdictions.cues import Cues
from nlp.components.jurisdictions.offices import Office
from nlp.components.jurisdictions.scanning import Name, Words
from nlp.components.jurisdictions.senses import find_region, is_dateline

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


def collect_hints(
    words: Words, bodies: Sequence[Body], offices: Sequence[Office]
) -> dict[int, tuple[str, ...]]:
    """Return the levels that bodies and offices ask of the names beside them."""
    hints: dict[int, tuple[str, ...]] = {}
    for body in bodies:
        owners = body.names[:1] or ((body.owner,) if body.owner is not None else ())
        for name in owners:
            levels = body.levels(words)
            hints[name.start] = levels or (SUBNATIONAL if body.is_district else ())
    for office in offices:
        if office.place is not None:
            hints[office.place.start] = office.levels
    return hints


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
