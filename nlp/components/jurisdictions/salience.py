"""What 'the state' or 'the city' can refer to at a point of the text."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable

from nlp.components.jurisdictions.index import Index, Place

DECAY = 0.9  # what is left of a government's salience after each mention of its level
PARAGRAPH = 0.3  # what is left of it in the next paragraph
LOOK_BACK = 12  # mentions
MIN_WEIGHT = 0.8  # of a state that only places in it bring to mind
TITLE = 1.0  # of a government that the title names
MAX_SEEN = 64  # governments of a level kept in mind
RECENT = 0.5  # added to the one named last
# What a weight in the whole document counts: talk strays from its country less often.
WHOLE = {"state": 0.1, "country": 0.3}
N_SENTENCES = 4  # in which "its" may find what it stands for
IMPLIED = 0.4  # a city also calls its state to mind
_FEW = 2  # states named later, of which the first may be meant before
DEFAULT_COUNTRY = "US"  # what 'federal' means where no country is in sight


class Salience:
    """Governments called to mind so far, by level; feed it mentions in text order."""

    def __init__(self, index: Index, regions: dict[str, float]) -> None:
        """Take the index and the weight each region has in the whole document."""
        self._index = index
        self._seen: dict[str, dict[str, float]] = defaultdict(dict)
        self._places: dict[str, Place] = {}
        self._regions = regions
        self._later: dict[str, Counter[str]] = defaultdict(Counter)
        self._latest: dict[str, Place] = {}
        self._titled: set[str] = set()
        self._order: list[Place] = []
        self._sentences: deque[list[Place]] = deque([[]], maxlen=N_SENTENCES)

    def foresee(self, places: Iterable[Place]) -> None:
        """Note what the document names at all, for words that stand before it."""
        for place in places:
            self._later[place.level][place.kb_id] += 1
            self._places[place.kb_id] = place

    def turn(self) -> None:
        """Begin a paragraph: what stood before it fades."""
        for seen in self._seen.values():
            for kb_id in seen:
                seen[kb_id] *= PARAGRAPH

    def begin_sentence(self) -> None:
        """Begin a sentence, which may have a topic of its own."""
        self._sentences.appendleft([])

    def topic(self, *levels: str) -> Place | None:
        """Return what 'its' stands for: the first named in this sentence or before.

        Args:
            levels: Only these levels of government; all where none is given.
        """
        for sentence in self._sentences:
            for place in sentence:
                if not levels or place.level in levels:
                    return place
        return None

    def head(self, place: Place) -> None:
        """Note a government that the title names: it does not fade."""
        self.note(place)
        self._titled.add(place.kb_id)

    def note(self, place: Place, weight: float = 1.0) -> None:
        """Count a mention of a government."""
        self._add(place, weight)
        self._latest[place.level] = place
        self._order = [*self._order[-LOOK_BACK:], place]
        self._sentences[0].append(place)
        if place.level in ("city", "county", "district"):
            for code in place.parents:
                parent = self._index.find(code)
                if parent is not None:
                    self._add(parent, IMPLIED)
        elif place.level == "state":
            parent = self._index.find(place.parents[0])
            if parent is not None:
                self._add(parent, IMPLIED)

    def _add(self, place: Place, weight: float) -> None:
        seen = self._seen[place.level]
        for kb_id in seen:
            seen[kb_id] *= DECAY
        seen[place.kb_id] = seen.get(place.kb_id, 0.0) + weight
        self._places[place.kb_id] = place
        if len(seen) > MAX_SEEN:  # a gazetteer must not take quadratic time
            weakest = sorted(seen, key=lambda code: seen[code])[: MAX_SEEN // 2]
            for code in weakest:
                del seen[code]

    def has_seen(self, place: Place) -> bool:
        """Tell whether a government has been called to mind before."""
        return place.kb_id in self._seen.get(place.level, ())

    def has_rival(self, place: Place) -> bool:
        """Tell whether another government of its level has been."""
        return any(kb_id != place.kb_id for kb_id in self._seen.get(place.level, ()))

    def latest(self, *levels: str) -> Place | None:
        """Return the government named last, of these levels or of any."""
        for place in reversed(self._order):
            if not levels or place.level in levels:
                return place
        return None

    def strongest(self, *levels: str) -> Place | None:
        """Return the most salient government of any of these levels."""
        weights = {
            code: self._weigh(level, code)
            for level in levels
            for code in self._seen.get(level, ())
        }
        if not weights:
            return None
        return self._places[max(weights, key=lambda code: weights[code])]

    def main_country(self) -> str:
        """Return the code of the country the document is most about."""
        place = self._strongest("country")
        return DEFAULT_COUNTRY if place is None else place.kb_id

    def find(self, level: str, *, ahead: bool = True) -> Place | None:
        """Return the most salient government of a level, None where there is none.

        Args:
            level: Level of government.
            ahead: Whether a state or city that is named only later will do.
        """
        seen = self._seen.get(level)
        if seen:
            return self._places[max(seen, key=lambda code: self._weigh(level, code))]
        if not ahead and level != "country":
            return None
        if level in self._later:
            return self._find_later(level)
        if level in ("state", "country"):
            return self._strongest(level)
        return None

    def _find_later(self, level: str) -> Place | None:
        """Return what a level's first later mention names.

        An audit that compares its own state, unnamed, with three others is of none.
        """
        named = self._later[level]
        most = max(named.values())
        has_rivals = len(named) > _FEW and 2 * most <= named.total()
        if level == "state" and has_rivals:
            return None
        return self._places[next(iter(named))]

    def _weigh(self, level: str, code: str) -> float:
        last = self._latest.get(level)
        recent = RECENT if last is not None and last.kb_id == code else 0.0
        whole = WHOLE.get(level, 0.0) * self._regions.get(code, 0.0)
        whole += TITLE if code in self._titled else 0.0
        return self._seen[level][code] + recent + whole

    def _strongest(self, level: str) -> Place | None:
        weights: dict[str, float] = defaultdict(float)
        for region, weight in self._regions.items():
            weights[region.split("-")[0] if level == "country" else region] += weight
        for code in sorted(weights, key=lambda code: -weights[code]):
            place = self._index.find(code)
            enough = level == "country" or weights[code] >= MIN_WEIGHT
            if place is not None and place.level == level and enough:
                return place
        return self._index.find(DEFAULT_COUNTRY) if level == "country" else None
