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
CONGRESS = "US:CONGRESS"
FEDERAL = frozenset((*NATIONAL.values(), CONGRESS))
MIN_RESOLVED = 2  # chambers, after which the word "Congress" alone changes nothing
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
        self._n_resolved = 0  # chambers of `_last` since it was named

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
        """Note a mention of a legislature or high court.

        A word on Congress does not turn a report on a statehouse into a federal one.
        """
        owner = find_owner(mention)
        named = self._last or self._later
        if owner is None and named is None and _is_of_lawmakers(mention):
            owner = mention.government  # "Iowa lawmakers met. The House voted"
        is_aside = mention.kb_id == CONGRESS and self._n_resolved >= MIN_RESOLVED
        if owner is not None and not is_aside:
            if owner != self._last:
                self._n_resolved = 0
            self._last = owner

    def resolve(self, head: str, start: int, end: int, text: str) -> Mention | None:
        """Return the mention of a chamber, None where nothing tells whose it is."""
        owner = self._last or self._later or self._guess()
        if owner is None:
            return None
        self._last = owner
        self._n_resolved += 1
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


def _is_of_lawmakers(mention: Mention) -> bool:
    """Whether a mention is of a state's lawmakers as a group."""
    place = mention.government
    if mention.kind != "group" or place is None or place.level != "state":
        return False
    return any(word in mention.name.lower() for word in ("lawmakers", "legislators"))
