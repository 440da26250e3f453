"""Which of several namesakes a document means.

Each name starts from a prior (level and population); every reading lends weight to
its state and country, and readings that lie where the rest of the document does gain.
One name has one sense a document unless the text says otherwise ('Paris, Texas').
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import exp, log, log10

from nlp.components.jurisdictions.index import Place

N_ROUNDS = 3
CITY_WEIGHT = 1.6  # of one power of ten of population
REGION_WEIGHT = 2.2  # of the log of the weight that a state has in the document
COUNTRY_WEIGHT = 0.5
PRIORS = {
    "country": 11.0,
    "supranational": 11.0,
    "agency": 11.0,
    "state": 10.5,
    "county": 6.0,
    "district": 6.0,
    "tribal": 6.0,
}
FOREIGN_STATE = 6.0  # first-level subdivisions outside the US are rarely named
SAID_WEIGHT = 6.0  # of a place that the document names in full: 'Paris, Texas'


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
            countries = self._weigh()
            for reading in self.by_key.values():
                self._update(reading, countries)
        self._weigh()

    def _prior(self, place: Place) -> float:
        said = SAID_WEIGHT if place.kb_id in self._said else 0.0
        return score_prior(place) + said

    def _weigh(self) -> dict[str, float]:
        regions: dict[str, float] = defaultdict(float, self._given)
        countries: dict[str, float] = defaultdict(float)
        for reading in self.by_key.values():
            for place, chance in zip(reading.places, reading.chances, strict=True):
                if chance > 0.01:
                    regions[place.region] += reading.strength * chance
        for region, weight in regions.items():
            countries[region.split("-")[0]] += weight
        self.regions = regions
        return countries

    def _update(self, reading: Reading, countries: Mapping[str, float]) -> None:
        scores = []
        for place, chance in zip(reading.places, reading.chances, strict=True):
            own = reading.strength * chance  # a reading must not vote for itself
            region = max(self.regions.get(place.region, 0.0) - own, 0.0)
            country = max(countries.get(place.country, 0.0) - own, 0.0)
            scores.append(
                self._prior(place)
                + REGION_WEIGHT * log(1 + region)
                + COUNTRY_WEIGHT * log(1 + country)
            )
        reading.chances = _softmax(scores)


def score_prior(place: Place) -> float:
    """Return the log-odds of a place before the document is read."""
    if place.level == "city":
        return CITY_WEIGHT * log10(place.population + 10)
    if place.level == "state" and place.country != "US":
        return FOREIGN_STATE
    return PRIORS[place.level]


def _softmax(scores: list[float]) -> list[float]:
    top = max(scores)
    weights = [exp(score - top) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]
