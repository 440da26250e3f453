"""A dated table of officials, which a user can replace; text goes before table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlp.components.jurisdictions.index import name_key
from nlp.errors import InputError
from nlp.lexicons import read_lexicon, read_toml

FAR_PAST, FAR_FUTURE = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody's term in an office."""

    name: str
    office: str
    government: str  # kb_id
    start: date
    end: date


class Officials:
    """Look-up by name."""

    def __init__(self, officials: Iterable[Official]) -> None:
        """Take the terms in any order."""
        self._by_surname: dict[str, list[Official]] = defaultdict(list)
        for official in officials:
            self._by_surname[name_key(official.name).split()[-1]].append(official)

    def find(self, name: str, title: str, published: date | None) -> Official | None:
        """Return the term that a person named with a title most likely serves.

        Args:
            name: 'Kathy Hochul' or 'Hochul'.
            title: 'governor', 'mayor'; '' for a name without a title.
            published: The document's date; without it the latest term counts.
        """
        key = name_key(name)
        terms = [
            official
            for official in self._by_surname.get(key.split()[-1] if key else "", ())
            if _matches(official, key, title)
        ]
        if not terms:
            return None
        day = published or FAR_FUTURE
        return max(terms, key=lambda term: (term.start <= day <= term.end, term.start))


def _matches(official: Official, key: str, title: str) -> bool:
    full = name_key(official.name)
    if " " in key and key.split()[0][0] != full.split()[0][0]:
        return False
    if not title:
        return key == full
    return official.office == title


@lru_cache(maxsize=4)
def read_officials(path: str | None = None) -> Officials:
    """Read the shipped table, or a user's own in its place.

    Args:
        path: TOML file in the form of `nlp/lexicons/officials.toml`.

    Raises:
        InputError: The file cannot be read or a row is wrong.
    """
    table = read_lexicon("officials") if path is None else read_toml(Path(path))
    return Officials(
        _read_term(office, row, path) for office, rows in table.items() for row in rows
    )


def _read_term(office: str, row: Any, path: str | None) -> Official:
    try:
        name, government, start, end = row
        return Official(
            name=name,
            office=office,
            government=government,
            start=start or FAR_PAST,
            end=end or FAR_FUTURE,
        )
    except (TypeError, ValueError) as err:
        raise InputError(
            f"official must be [name, government, start, end], got {row!r} in"
            f" {path or 'officials.toml'}, table {office!r}. Correct the row."
        ) from err
