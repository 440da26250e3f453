"""Whose 'the House', 'the Senate', 'the Supreme Court' are: a state's or the nation's.

The legislature named last decides, then the one named anywhere, a governor, and last
what the document is about.
"""

from __future__ import annotations

from collections.abc import Iterable

from nlp.components.jurisdictions.findings import MAIN_STATE
from nlp.components.jurisdictions.index import Index, Place
from nlp.components.jurisdictions.mentions import Mention
from nlp.components.jurisdictions.salience import DEFAULT_COUNTRY, Salience

NATIONAL = {
    "house": "US:HOUSE",
    "senate": "US:SENATE",
    "supreme court": "US:SCOTUS",
}
FEDERAL = frozenset((*NATIONAL.values(), "US:CONGRESS"))
LEGISLATURES = ("legislature", "general assembly", "statehouse", " house", " senate")
STATE_OFFICES = frozenset(("governor", "lieutenant governor"))


class Chambers:
    """Resolves chambers and high courts of one document in text order."""

    def __init__(
        self, index: Index, salience: Salience, regions: dict[str, float]
    ) -> None:
        """Take the index, what is salient, and the weight of each region."""
        self._index = index
        self._salience = salience
        self._regions = regions
        self._last: Place | None = None
        self._later: Place | None = None

    def foresee(self, mentions: Iterable[Mention]) -> None:
        """Note whose legislature, or else governor, the document names first."""
        governor = None
        for mention in mentions:
            owner = find_owner(mention)
            if owner is not None:
                self._later = owner
                return
            if mention.title in STATE_OFFICES and governor is None:
                governor = mention.government
        self._later = governor

    def note(self, mention: Mention) -> None:
        """Note a mention of a legislature or high court."""
        self._last = find_owner(mention) or self._last

    def resolve(self, head: str, start: int, end: int, text: str) -> Mention | None:
        """Return the mention of a chamber, None where nothing tells whose it is."""
        owner = self._last or self._later or self._guess()
        if owner is None:
            return None
        if owner.kb_id == DEFAULT_COUNTRY:
            national = self._index.find(NATIONAL[head])
            name = text if national is None else national.name
            kb_id: str | None = NATIONAL[head]
            identity = NATIONAL[head]
        else:
            name, kb_id = f"{owner.name} {text}", None
            identity = f"body:{head}:{owner.kb_id}"
        return Mention(start, end, "ORG", name, identity, kb_id, owner, kind="agency")

    def _guess(self) -> Place | None:
        if self._salience.main_country() != DEFAULT_COUNTRY:
            return None
        states = {c: w for c, w in self._regions.items() if c.startswith("US-")}
        main = max(states, key=lambda code: states[code], default="")
        is_local = bool(main) and states[main] >= MAIN_STATE
        return self._index.find(main if is_local else DEFAULT_COUNTRY)


def find_owner(mention: Mention) -> Place | None:
    """Return whose legislature or high court a mention is, None for all else."""
    if mention.kind != "agency" or mention.government is None:
        return None
    if mention.kb_id in FEDERAL:
        return mention.government
    if mention.government.level != "state":
        return None
    name = mention.name.lower()
    return mention.government if any(w in name for w in LEGISLATURES) else None
