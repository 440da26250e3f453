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


@dataclass(slots=True)
class Reading:
    """The readings of one name in a document."""

    places: tuple[Place, ...]
    n_mentions: int = 1
    chances: list[float] = field(default_factory=list)

    @property
    def best(self) -> Place:
        """The likeliest place."""
        return self.places[self.chances.index(max(self.chances))]


def score_prior(place: Place) -> float:
    """Return the log-odds of a place before the document is read."""
    if place.level == "city":
        return CITY_WEIGHT * log10(place.population + 10)
    if place.level == "state" and place.country != "US":
        return FOREIGN_STATE
    return PRIORS[place.level]


def resolve_names(
    readings: Mapping[str, Reading], evidence: Iterable[tuple[str, float]] = ()
) -> None:
    """Fill `chances` of every reading.

    Args:
        readings: By folded name.
        evidence: Regions ('US-TX', 'FR') with the weight the text gives them: from
            'X, Texas', the publisher's home, a state's agency.
    """
    given: dict[str, float] = defaultdict(float)
    for region, weight in evidence:
        given[region] += weight
    for reading in readings.values():
        reading.chances = _softmax([score_prior(place) for place in reading.places])
    for _ in range(N_ROUNDS):
        regions, countries = _weigh(readings, given)
        for reading in readings.values():
            _update(reading, regions, countries)


def _weigh(
    readings: Mapping[str, Reading], given: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    regions: dict[str, float] = defaultdict(float, given)
    countries: dict[str, float] = defaultdict(float)
    for reading in readings.values():
        strength = 1.0 + 0.5 * log(reading.n_mentions)
        for place, chance in zip(reading.places, reading.chances, strict=True):
            if chance > 0.01:
                regions[place.region] += strength * chance
    for region, weight in regions.items():
        countries[region.split("-")[0]] += weight
    return regions, countries


def _update(
    reading: Reading, regions: Mapping[str, float], countries: Mapping[str, float]
) -> None:
    strength = 1.0 + 0.5 * log(reading.n_mentions)
    scores = []
    for place, chance in zip(reading.places, reading.chances, strict=True):
        own = strength * chance  # a reading must not vote for itself
        region = max(regions.get(place.region, 0.0) - own, 0.0)
        country = max(countries.get(place.country, 0.0) - own, 0.0)
        scores.append(
            score_prior(place)
            + REGION_WEIGHT * log(1 + region)
            + COUNTRY_WEIGHT * log(1 + country)
        )
    reading.chances = _softmax(scores)


def _softmax(scores: list[float]) -> list[float]:
    top = max(scores)
    weights = [exp(score - top) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]
