"""What a document names, before and after its names are resolved."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.components.jurisdictions.bodies import Body
from nlp.components.jurisdictions.disambiguation import Readings
from nlp.components.jurisdictions.index import Place, name_key
from nlp.components.jurisdictions.offices import Office
from nlp.components.jurisdictions.scanning import Name, Words
from nlp.components.jurisdictions.senses import Verdict

MAIN_STATE = 2.5  # weight of the state that a document is about
REGION_SHARE = 0.8  # weight of a region in which an unsure name is taken for a place


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
    bare: set[str] = field(default_factory=set)  # keys named without their state
    title_keys: list[str] = field(default_factory=list)  # names in the title
    settings: set[int] = field(default_factory=set)  # starts: Texas in 'Paris, Texas'


def build_unknown(found: Findings, name: str, region: Place | None) -> Place | None:
    """Return a town that the index lacks, in `region` or the document's main state."""
    code = None if region is None else region.kb_id
    if region is not None and region.country != "US":
        code = region.country
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
