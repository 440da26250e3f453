"""'Washington pays half': a national capital that acts stands for its country."""

from __future__ import annotations

from collections.abc import Iterable

from nlp.components.jurisdictions.index import Index, Place, name_key
from nlp.components.jurisdictions.mentions import Mention
from nlp.components.jurisdictions.salience import DEFAULT_COUNTRY

UNION = "EU"
MIN_COUNTRIES = 2  # that a report on foreign affairs names


def read_metonyms(mentions: list[Mention], index: Index) -> None:
    """Give capitals that act the government of their country, where that is meant.

    'Madrid backed the duties' is Spain's act in a report that names other countries;
    in one that names none, a city acts. The home capital always stands for its country
    unless the report is about the district itself.
    """
    governments = [m.government for m in mentions if m.government is not None]
    countries = {
        g.kb_id for g in governments if g.level in ("country", "supranational")
    }
    for mention in mentions:
        city = mention.government
        if mention.role != "actor" or mention.kind != "place" or city is None:
            continue
        country = find_union(city, index, countries) or find_country(city, index)
        if country is None or not stands_for_country(country, countries, governments):
            continue
        mention.government = country
        mention.name = country.name
        mention.identity = mention.kb_id = country.kb_id


def find_union(city: Place, index: Index, countries: set[str]) -> Place | None:
    """Return the union that sits in Brussels, unless the talk is of Belgium."""
    union = index.find(UNION)
    if union is None or city.level != "city" or city.country in countries:
        return None
    is_seat = city.capital == "capital" and union.capital == city.name
    return union if is_seat else None


def find_country(city: Place, index: Index) -> Place | None:
    """Return the country whose capital a city is."""
    if city.level != "city" or city.capital != "capital":
        return None
    country = index.find(city.country)
    if country is None:
        return None
    same = name_key(country.capital).split(" ")[0] == name_key(city.name).split(" ")[0]
    return country if same else None


def stands_for_country(
    country: Place, countries: set[str], governments: Iterable[Place]
) -> bool:
    """Tell whether the capital's acts are the country's in this document."""
    if country.kb_id == DEFAULT_COUNTRY:
        district = f"{DEFAULT_COUNTRY}-DC"
        return not any(place.kb_id == district for place in governments)
    return len(countries | {country.kb_id}) >= MIN_COUNTRIES + (
        country.kb_id not in countries
    )
