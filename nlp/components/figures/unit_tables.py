"""The lexicons of units and currencies as tables to look phrases up in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.components.figures.lexemes import Lexemes
from nlp.lexicons import read_lexicon
from nlp.schema import FigureKind


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by name, the kind of figure it makes, and its denominator."""

    name: str
    kind: FigureKind
    per: str | None = None
    divisor: int = 1  # 100 for cents
    written: str = ""  # the name before `unit` and `per` were split off


Phrase = tuple[str, ...]
Entry = dict[str, Any]  # of a unit in the lexicon


def _cut(text: str) -> Phrase:
    lex = Lexemes(text)
    return tuple(lex.words[: lex.n])


class Table:
    """Phrases by first word, longest first; `exact` ones mind case."""

    def __init__(self) -> None:
        """Make an empty table."""
        self.by_first: dict[str, list[tuple[Phrase, Unit]]] = {}

    def add(self, phrase: str, unit: Unit) -> None:
        """Add a phrase; the first unit that claims it keeps it."""
        words = _cut(phrase)
        entries = self.by_first.setdefault(words[0], [])
        if all(words != known for known, _ in entries):
            entries.append((words, unit))
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, words: list[str], i: int) -> tuple[int, Unit] | None:
        """Return where the longest phrase at word `i` ends, and its unit."""
        for phrase, unit in self.by_first.get(words[i], ()):
            if all(words[i + k] == word for k, word in enumerate(phrase)):
                return i + len(phrase), unit
        return None


@dataclass(frozen=True, slots=True)
class Tables:
    """Units by words (any case), by symbols, and money signs from either end."""

    words: Table
    symbols: Table
    signs: Table
    signs_reversed: dict[str, list[tuple[Phrase, Unit]]]


_POWERS = {"square": "square", "sq": "square", "cubic": "cubic", "cu": "cubic"}


@lru_cache(maxsize=1)
def read_tables() -> Tables:
    """Return the tables, built once."""
    tables = Tables(Table(), Table(), Table(), {})
    _add_measures(tables)
    _add_money(tables)
    for entries in tables.signs.by_first.values():
        for words, unit in entries:
            tables.signs_reversed.setdefault(words[-1], []).append((words, unit))
    for found in tables.signs_reversed.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return tables


def _add_measures(tables: Tables) -> None:
    lexicon = read_lexicon("units")
    prefixes: dict[str, str] = lexicon["prefixes"]
    for name, entry in lexicon["units"].items():
        kind: FigureKind = entry.get("kind", "quantity")
        unit = Unit(entry.get("unit", name), kind, entry.get("per"), written=name)
        words: list[str] = entry.get("words", [])
        symbols: list[str] = entry.get("symbols", [])
        for word in words:
            tables.words.add(word, unit)
        if entry.get("bare_symbols", True):
            _add_symbols(tables, "", symbols, unit, entry)
        for prefix in (*entry.get("si", ()), *entry.get("si_words", ())):
            scaled = Unit(prefix + name, kind, written=prefix + name)
            for word in words:
                if len(word) > 2:
                    tables.words.add(prefix + word, scaled)
            if prefix in entry.get("si", ()):
                _add_symbols(tables, prefixes[prefix], symbols, scaled, entry)
        _add_square_words(tables, name, words, entry)


def _add_symbols(
    tables: Tables, prefix: str, symbols: list[str], unit: Unit, entry: Entry
) -> None:
    for symbol in symbols:
        tables.symbols.add(prefix + symbol, unit)
        if prefix == "µ":  # the micro sign; many write the Greek letter
            tables.symbols.add("μ" + symbol, unit)
        _add_powers(tables, prefix + symbol, unit, entry)


def _add_powers(tables: Tables, symbol: str, unit: Unit, entry: Entry) -> None:
    """Add "m2", "km²", "sq m"."""
    if not entry.get("power") or not symbol.isalpha():
        return
    for sign, digit, power in (("²", "2", "square"), ("³", "3", "cubic")):
        raised = Unit(
            f"{power} {unit.name}", "quantity", written=f"{power} {unit.name}"
        )
        tables.symbols.add(symbol + digit, raised)
        tables.symbols.add(symbol + sign, raised)
        short = "sq" if power == "square" else "cu"
        for before in (short, power):
            tables.symbols.add(f"{before} {symbol}", raised)
            tables.symbols.add(f"{before}. {symbol}", raised)
            tables.symbols.add(f"{before}{symbol}", raised)


def _add_square_words(
    tables: Tables, name: str, words: list[str], entry: Entry
) -> None:
    if not entry.get("power"):
        return
    prefixes = ["", *entry.get("si", ())]
    for short, power in _POWERS.items():
        for prefix in prefixes:
            full = f"{power} {prefix}{name}"
            unit = Unit(full, "quantity", written=full)
            for word in words:
                if prefix and len(word) < 3:
                    continue
                tables.words.add(f"{short} {prefix}{word}", unit)
                tables.words.add(f"{short}. {prefix}{word}", unit)


def _add_money(tables: Tables) -> None:
    lexicon = read_lexicon("currency_words")
    for sign, code in lexicon["signs"].items():
        tables.signs.add(sign, Unit(code, "money"))
    for noun, code in lexicon["nouns"].items():
        tables.words.add(noun, Unit(code, "money"))
    for noun, code in lexicon["cents"].items():
        tables.words.add(noun, Unit(code, "money", divisor=100, written=noun))
    for noun, code in lexicon["tenths"].items():
        tables.words.add(noun, Unit(code, "money", divisor=10, written=noun))
    names: dict[str, list[str]] = read_lexicon("currencies")["names"]
    for code, forms in names.items():
        for form in forms:
            _add_currency_name(tables, code, form.lower())
        if code not in lexicon["codes"]["words"]:
            tables.signs.add(code, Unit(code, "money"))
            tables.signs.add(f"M{code}", Unit(code, "money", divisor=-1))
    for code in lexicon["codes"]["lower"]:
        tables.signs.add(code, Unit(code.upper(), "money"))


def _add_currency_name(tables: Tables, code: str, name: str) -> None:
    """Add "canadian dollar" and "canadian cents"; one bare word is ambiguous."""
    country, _, noun = name.rpartition(" ")
    if not country:
        return
    tables.words.add(name, Unit(code, "money"))
    if noun == "dollar":
        for cent in ("cent", "cents"):
            unit = Unit(code, "money", divisor=100, written="cents")
            tables.words.add(f"{country} {cent}", unit)
