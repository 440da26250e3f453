"""The index of governments and places: read once, rows parsed when asked for.

`nlp/lexicons/jurisdictions.tsv.gz` holds comment lines, then one row a place, then one
line a name with the numbers of the rows it may mean; a blank line between the parts.
Parsing only the names keeps loading under a tenth of a second.
"""

from __future__ import annotations

import csv
import gzip
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast, get_args

from nlp.errors import InputError, ModelError
from nlp.schema import Jurisdiction, Level

INDEX_NAME = "jurisdictions.tsv.gz"
LEVELS = get_args(Level)
GAZETTEER_COLUMNS = ("name", "aliases", "level", "code", "parents")

MAKESHIFT = ("body:", "ZIP:", "USER:", "new:")
_DROPPED = re.compile(r"[.'’‘ʻ`]")
_GAPS = re.compile(r"[\s\-‐‑–/]+")
_SEVERAL = re.compile(r"\s*[|;]\s*")
_SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "&": "and"}


@lru_cache(maxsize=1 << 16)
def name_key(text: str) -> str:
    """Fold a name to what its spellings share: 'ST. PAUL' -> 'saint paul'.

    Case, accents, dots, apostrophes and hyphens do not tell names apart.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if not unicodedata.combining(char))
    words = _GAPS.sub(" ", _DROPPED.sub("", text).lower()).split()
    return " ".join(_SHORT.get(word, word) for word in words)


class Place(NamedTuple):
    """A government and the land it governs, or an agency (`parents`: its owner)."""

    kb_id: str
    level: Level | Literal["agency"]
    name: str
    parents: tuple[str, ...]
    population: int
    lat: float | None
    lon: float | None
    capital: str  # its seat of government; of a city 'seat' (of a state) or 'capital'
    code: str | None

    @property
    def region(self) -> str:
        """The state it is or lies in, else the country: 'US-TX', 'FR', 'EU'."""
        if self.level in ("supranational", "country", "state"):
            return self.kb_id
        return self.parents[-1] if self.parents else self.kb_id

    @property
    def country(self) -> str:
        """Alpha-2 code of its country, or the body's own code."""
        return self.parents[0] if self.parents else self.kb_id


def build_jurisdiction(place: Place) -> Jurisdiction:
    """Return the record of a government; not for an agency."""
    return Jurisdiction(
        name=place.name,
        level=cast("Level", place.level),
        code=place.code,
        parents=place.parents,
    )


def public_id(place: Place) -> str | None:
    """Return a place's id, None where it has only a makeshift one of ours."""
    return None if place.kb_id.startswith(MAKESHIFT) else place.kb_id


def parse_place(row: str) -> Place:
    """Parse one row of the index."""
    kb_id, level, name, parents, population, lat, lon, capital = row.split("\t")
    has_code = level in ("supranational", "country", "state", "county", "tribal")
    return Place(
        kb_id=kb_id,
        level=cast("Any", level),
        name=name,
        parents=tuple(parents.split(",")) if parents else (),
        population=int(population or 0),
        lat=float(lat) if lat else None,
        lon=float(lon) if lon else None,
        capital=capital,
        code=kb_id if has_code else None,
    )


class Index:
    """Names to the places they may mean."""

    def __init__(self, rows: list[str], names: dict[str, str]) -> None:
        """Take the two parts of the index file.

        Args:
            rows: One unparsed row a place.
            names: Folded name, or '=' and a name whose case and dots matter, to row
                numbers joined by commas.
        """
        self._rows = rows
        self._names = names
        self._places: dict[str, tuple[Place, ...]] = {}
        self._ids: dict[str, str] = {}
        self._by_id: dict[str, Place] = {}
        self.longest: dict[str, int] = {}
        for name in names:
            self._note_length(name)

    def _note_length(self, name: str) -> None:
        first, _, rest = name.partition(" ")
        n_words = rest.count(" ") + 2 if rest else 1
        if n_words > self.longest.get(first, 0):
            self.longest[first] = n_words

    def get(self, key: str) -> tuple[Place, ...]:
        """Return the places called `key`, most populous first, maybe none."""
        found = self._places.get(key)
        if found is None:
            numbers = self._names.get(key)
            if numbers is None:
                return ()
            rows = numbers.split(",") if numbers else []
            found = tuple(parse_place(self._rows[int(row)]) for row in rows)
            self._places[key] = found
        return found

    def has(self, key: str) -> bool:
        """Tell whether anything is called `key`, without parsing it."""
        return key in self._names or key in self._places

    def find(self, kb_id: str) -> Place | None:
        """Return the place with this id."""
        if not self._ids:
            self._ids = {row[: row.index("\t")]: row for row in self._rows}
        if kb_id not in self._by_id and kb_id in self._ids:
            self._by_id[kb_id] = parse_place(self._ids[kb_id])
        return self._by_id.get(kb_id)

    def add(self, place: Place, names: Iterable[str]) -> None:
        """Add a user's own place; it stands before all others of its names."""
        self._by_id[place.kb_id] = place
        for name in names:
            key = name if name.startswith("=") else name_key(name)
            if key:
                self._places[key] = (place, *self.get(key))
                self._note_length(key)


@lru_cache(maxsize=1)
def _read_parts() -> tuple[list[str], dict[str, str]]:
    data = files("nlp.lexicons").joinpath(INDEX_NAME).read_bytes()
    try:
        text = gzip.decompress(data).decode("utf-8")
        _, rows, names = text.split("\n\n")
        pairs = dict(
            cast("tuple[str, str]", line.split("\t")) for line in names.splitlines()
        )
    except (OSError, EOFError, ValueError) as err:
        raise ModelError(
            f"index must be written by scripts/build_jurisdictions.py, got a damaged"
            f" {INDEX_NAME}. Install the package again or run the script."
        ) from err
    return rows.splitlines(), pairs


def read_index(gazetteer: str | Path | None = None) -> Index:
    """Read the shipped index, and a user's own places on top of it.

    Args:
        gazetteer: CSV file with the columns name, aliases, level, code, parents;
            aliases and parents hold several values separated by ';' or '|'.

    Raises:
        InputError: The gazetteer is missing or one of its rows is wrong.
        ModelError: The shipped index is damaged.
    """
    rows, names = _read_parts()
    index = Index(rows, names)
    if gazetteer is not None:
        places = read_gazetteer(Path(gazetteer))
        for place, aliases in places:
            index.add(place, aliases)
        _check_parents([place for place, _ in places], index, gazetteer)
    return index


def _check_parents(places: list[Place], index: Index, path: str | Path) -> None:
    """Refuse parents that no row and no place of the index has as its code."""
    for place in places:
        for code in place.parents:
            if index.find(code) is None:
                raise InputError(
                    f"parents must be codes of known places, got {code!r} for"
                    f" {place.name!r} in {path}. Write the ISO 3166 code ('US-IL'),"
                    " or give that place a row of its own with this code."
                )


def read_gazetteer(path: Path) -> list[tuple[Place, list[str]]]:
    """Read a user's places with all their names.

    Raises:
        InputError: The file is missing, not CSV in UTF-8, or a row is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(
            f"gazetteer must be a readable CSV file in UTF-8, got {path}."
        ) from err
    reader = csv.DictReader(text.splitlines())
    missing = set(GAZETTEER_COLUMNS[:3]) - set(reader.fieldnames or ())
    if missing:
        raise InputError(
            f"gazetteer must have the columns {', '.join(GAZETTEER_COLUMNS)}, got"
            f" {reader.fieldnames} in {path}. Add {', '.join(sorted(missing))}."
        )
    return [_parse_user_row(row, path, n) for n, row in enumerate(reader, start=2)]


def _parse_user_row(
    row: dict[str, str | None], path: Path, line: int
) -> tuple[Place, list[str]]:
    name = (row.get("name") or "").strip()
    level = (row.get("level") or "").strip()
    if not name or level not in LEVELS:
        raise InputError(
            f"level must be one of {', '.join(LEVELS)} and name not empty, got"
            f" {level!r} and {name!r} in {path}, line {line}. Correct the row."
        )
    code = (row.get("code") or "").strip()
    parents = tuple(p for p in _SEVERAL.split(row.get("parents") or "") if p)
    place = Place(
        kb_id=code or f"USER:{name_key(name).replace(' ', '-')}",
        level=cast("Level", level),
        name=name,
        parents=parents,
        population=10_000_000,  # a name the user cares for wins over namesakes
        lat=None,
        lon=None,
        capital="",
        code=code or None,
    )
    aliases = [part.strip() for part in _SEVERAL.split(row.get("aliases") or "")]
    return place, [name, *(alias for alias in aliases if alias)]
