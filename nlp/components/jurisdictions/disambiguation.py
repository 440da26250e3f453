"""Which of several namesakes a document means.

Each name starts from a prior (level and population). Then every reading lends weight
to its state, its country and its surroundings, and readings that lie where the rest
of the document does gain. One name has one sense a document unless the text says
otherwise ('Paris, Texas'). Time is linear in the names: neighbours meet in the cells
of a grid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log, log10

from nlp.components.jurisdictions.index import Place

N_ROUNDS = 4
FAMOUS = 5.3  # power of ten: cities that most readers know
CELL = 0.6  # degrees; neighbours are in the same or a touching cell
DEFAULT_COUNTRY = "US"
_MOST_PLACES = 50_000  # whose priors and neighbours are kept


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts; fitted on the training halves of LGL and TR-News."""

    city: float = 0.9  # a power of ten of population
    seat: float = 1.5  # capitals of states
    home_capital: float = 0.6  # Washington, before anything is read
    capital: float = 1.2  # capitals of other countries
    fame: float = 1.0  # a power of ten of population above FAMOUS
    county: float = 2.0
    region: float = 2.3  # the log of the weight that a state has in the document
    country: float = 0.5
    near: float = 3.5  # the log of what lies around
    home: float = 1.6  # share of the document's countries, the default one first
    sharp: float = 0.8  # how much less an unsure reading lends than a sure one
    said: float = 6.0  # a place that the document names in full: 'Paris, Texas'
    nation: float = 13.0
    state: float = 13.0
    foreign_state: float = 5.0


WEIGHTS = Weights()


@dataclass(slots=True)
class Reading:
    """What one name may mean in a document."""

    places: tuple[Place, ...]
    n_mentions: int = 1
    chances: list[float] = field(default_factory=list)

    @property
    def best(self) -> Place:
        """The likeliest place."""
        return self.places[self.chances.index(max(self.chances))]

    @property
    def strength(self) -> float:
        """How much it lends to its region; repeats add ever less."""
        return 1.0 + 0.5 * log(self.n_mentions)


class Readings:
    """All names of one document and where they point."""

    def __init__(self) -> None:
        """Start empty."""
        self.by_key: dict[str, Reading] = {}
        self.regions: dict[str, float] = {}
        self._countries: dict[str, float] = {}
        self._cells: dict[tuple[int, int], float] = {}
        self._given: dict[str, float] = defaultdict(float)
        self._said: set[str] = set()

    def add(self, key: str, places: tuple[Place, ...]) -> None:
        """Count a mention of a name."""
        if key in self.by_key:
            self.by_key[key].n_mentions += 1
        else:
            self.by_key[key] = Reading(places)

    def add_evidence(self, region: str, weight: float) -> None:
        """Give a state or country weight that no name of a place gives it."""
        self._given[region] += weight

    def add_said(self, places: Iterable[Place]) -> None:
        """Note places that the text names in full."""
        self._said.update(place.kb_id for place in places)

    def resolve(self) -> None:
        """Fill `chances` of every reading, and `regions`."""
        for reading in self.by_key.values():
            reading.chances = _softmax([self._prior(p) for p in reading.places])
        for _ in range(N_ROUNDS):
            self._weigh()
            for reading in self.by_key.values():
                self._update(reading)
        self._weigh()

    def _prior(self, place: Place) -> float:
        said = WEIGHTS.said if place.kb_id in self._said else 0.0
        return score_prior(place) + said

    def _weigh(self) -> None:
        regions: dict[str, float] = defaultdict(float, self._given)
        countries: dict[str, float] = defaultdict(float)
        cells: dict[tuple[int, int], float] = defaultdict(float)
        countries[DEFAULT_COUNTRY] = 1.0
        for reading in self.by_key.values():
            for place, chance in zip(reading.places, reading.chances, strict=True):
                if chance > 0.01:
                    weight = reading.strength * chance**WEIGHTS.sharp
                    regions[place.region] += weight
                    if place.lat is not None and place.level in ("city", "county"):
                        cells[_cell(place)] += weight
        for region, weight in regions.items():
            countries[region.split("-")[0]] += weight
        self.regions, self._countries, self._cells = regions, countries, cells

    def _update(self, reading: Reading) -> None:
        scores = []
        total = sum(self._countries.values())
        strength, cells = reading.strength, self._cells
        for place, chance in zip(reading.places, reading.chances, strict=True):
            own = strength * chance**WEIGHTS.sharp  # it must not vote for itself
            region = max(self.regions.get(place.region, 0.0) - own, 0.0)
            country = max(self._countries.get(place.country, 0.0) - own, 0.0)
            near = 0.0
            if cells and place.lat is not None and place.level in ("city", "county"):
                around = sum([cells[cell] for cell in _around(place) if cell in cells])
                near = max(around - own, 0.0)
            scores.append(
                self._prior(place)
                + WEIGHTS.region * log(1 + region)
                + WEIGHTS.country * log(1 + country)
                + WEIGHTS.near * log(1 + near)
                + WEIGHTS.home * country / total
            )
        reading.chances = _softmax(scores)


@lru_cache(maxsize=_MOST_PLACES)
def score_prior(place: Place) -> float:
    """Return the log-odds of a place before the document is read."""
    if place.level == "city":
        size = log10(place.population + 10)
        if place.capital == "capital" and place.country == DEFAULT_COUNTRY:
            return WEIGHTS.state + WEIGHTS.home_capital
        seat = {"seat": WEIGHTS.seat, "capital": WEIGHTS.capital}.get(place.capital, 0)
        return WEIGHTS.city * size + WEIGHTS.fame * max(size - FAMOUS, 0.0) + seat
    if place.level == "county":
        return WEIGHTS.county + WEIGHTS.city * log10(place.population + 1000) / 2
    if place.level == "state":
        return WEIGHTS.state if place.country == "US" else WEIGHTS.foreign_state
    return WEIGHTS.nation


def _cell(place: Place) -> tuple[int, int]:
    return int((place.lat or 0.0) // CELL), int((place.lon or 0.0) // CELL)


@lru_cache(maxsize=_MOST_PLACES)
def _around(place: Place) -> tuple[tuple[int, int], ...]:
    row, column = _cell(place)
    return tuple(
        (i, j)
        for i in (row - 1, row, row + 1)
        for j in (column - 1, column, column + 1)
    )


def _softmax(scores: list[float]) -> list[float]:
    top = max(scores)
    weights = [exp(score - top) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]
