"""The lexicons of units and currencies as tables to look phrases up in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

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


def _cut(text: str) -> Phrase:
    lex = Lexemes(text)
    return tuple(lex.words[: lex.n])


class Table:
    """Phrases by first word, longest first; `exact` ones mind case."""

    def __init__(self) -> None:
        self.by_first: dict[str, list[tuple[Phrase, Unit]]] = {}

    def add(self, phrase: str, unit: Unit) -> None:
        words = _cut(phrase)
        entries = self.by_first.setdefault(words[0], [])
        if all(words != known for known, _ in entries):
            entries.append((words, unit))
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, words: list[str], i: int) -> tuple[int, Unit] | None:
        for phrase, unit in self.by_first.get(words[i], ()):
            if all(words[i + k] == word for k, word in enumerate(phrase)):
                return i + len(phrase), unit
        return None


@dataclass(frozen=True, slots=True)
class _Tables:
    words: Table
    symbols: Table
    signs: Table
    signs_reversed: dict[str, list[tuple[Phrase, Unit]]]


_POWERS = {"square": "square", "sq": "square", "cubic": "cubic", "cu": "cubic"}


@lru_cache(maxsize=1)
def read_tables() -> _Tables:
    tables = _Tables(Table(), Table(), Table(), {})
    _add_measures(tables)
    _add_money(tables)
    for entries in tables.signs.by_first.values():
        for words, unit in entries:
            tables.signs_reversed.setdefault(words[-1], []).append((words, unit))
    for found in tables.signs_reversed.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return tables


def _add_measures(tables: _Tables) -> None:
    lexicon = read_lexicon("units")
    prefixes: dict[str, str] = lexicon["prefixes"]
    for name, entry in lexicon["units"].items():
        kind = entry.get("kind", "quantity")
        unit = Unit(entry.get("unit", name), kind, entry.get("per"), written=name)
        words: list[str] = entry.get("words", [])
        symbols: list[str] = entry.get("symbols", [])
        for word in words:
            tables.words.add(word, unit)
        for symbol in symbols if entry.get("bare_symbols", True) else ():
            tables.symbols.add(symbol, unit)
        for prefix in entry.get("si", ()):
            scaled = Unit(prefix + name, kind, written=prefix + name)
            for word in words:
                if len(word) > 2:
                    tables.words.add(prefix + word, scaled)
            for symbol in symbols:
                tables.symbols.add(prefixes[prefix] + symbol, scaled)
                _add_powers(tables, prefixes[prefix] + symbol, scaled, entry)
        for prefix in entry.get("si_words", ()):
            scaled = Unit(prefix + name, kind, written=prefix + name)
            for word in words:
                tables.words.add(prefix + word, scaled)
        _add_square_words(tables, name, words, entry)
        for symbol in symbols:
            _add_powers(tables, symbol, unit, entry)


def _add_powers(
    tables: _Tables, symbol: str, unit: Unit, entry: dict[str, object]
) -> None:
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
    tables: _Tables, name: str, words: list[str], entry: dict[str, object]
) -> None:
    if not entry.get("power"):
        return
    prefixes = ["", *(str(p) for p in entry.get("si", ()))]  # type: ignore[attr-defined]
    for short, power in _POWERS.items():
        for prefix in prefixes:
            full = f"{power} {prefix}{name}"
            unit = Unit(full, "quantity", written=full)
            for word in words:
                if prefix and len(word) < 3:
                    continue
                tables.words.add(f"{short} {prefix}{word}", unit)
                tables.words.add(f"{short}. {prefix}{word}", unit)


def _add_money(tables: _Tables) -> None:
    names: dict[str, list[str]] = read_lexicon("currencies")["names"]
    lexicon = read_lexicon("currency_words")
    barred = set(lexicon["codes"]["words"])
    for sign, code in lexicon["signs"].items():
        tables.signs.add(sign, Unit(code, "money"))
    for noun, code in lexicon["nouns"].items():
        tables.words.add(noun, Unit(code, "money"))
    for noun, code in lexicon["cents"].items():
        tables.words.add(noun, Unit(code, "money", divisor=100, written=noun))
    for code, forms in names.items():
        for form in forms:
            if " " in form:
                tables.words.add(form.lower(), Unit(code, "money"))
                cents = form.lower().rsplit(" ", 1)[0]
                if form.lower().endswith("dollar"):
                    for cent in ("cent", "cents"):
                        unit = Unit(code, "money", divisor=100, written="cents")
                        tables.words.add(f"{cents} {cent}", unit)
        if code not in barred:
            tables.signs.add(code, Unit(code, "money"))
            tables.signs.add(f"M{code}", Unit(code, "money", divisor=-1))
    for code in ("usd", "eur", "gbp", "aud", "cad"):
        tables.signs.add(code, Unit(code.upper(), "money"))
