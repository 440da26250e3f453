"""Units after (and money signs before) a number: lookup in the lexicons, no guessing.

What is counted ("14,200 households") is no unit of this module; it comes from the
sentence, see `counted`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.numbers import MAGNITUDES, Number
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


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit at pieces `start` to `end`."""

    start: int
    end: int
    unit: Unit


Phrase = tuple[str, ...]


def _cut(text: str) -> Phrase:
    lex = Lexemes(text)
    return tuple(lex.words[: lex.n])


class _Table:
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
    words: _Table
    symbols: _Table
    signs: _Table
    signs_reversed: dict[str, list[tuple[Phrase, Unit]]]


_PER_WORDS = frozenset(["per", "a", "an", "each", "every", "the"])
_POWERS = {"square": "square", "sq": "square", "cubic": "cubic", "cu": "cubic"}


@lru_cache(maxsize=1)
def _read_tables() -> _Tables:
    tables = _Tables(_Table(), _Table(), _Table(), {})
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


def read_sign_before(lex: Lexemes, i: int) -> UnitMatch | None:
    """Find the currency sign or code that ends right before piece `i`.

    >>> lex = Lexemes("worth US$5m")
    >>> read_sign_before(lex, 3).unit.name
    'USD'
    """
    tables = _read_tables()
    for phrase, unit in tables.signs_reversed.get(lex.words[i - 1], ()):
        start = i - len(phrase)
        if start < 0 or tuple(lex.words[start:i]) != phrase:
            continue
        is_letters = phrase[-1].isalpha() or phrase == ("Rs", ".")
        if is_letters and _is_word_before(lex, start, i, phrase):
            continue
        if start > 0 and phrase[0].isalpha() and not lex.has_gap(start):
            if lex.is_word(start - 1) or lex.is_number(start - 1):
                continue
        return UnitMatch(start, i, unit)
    return None


def _is_word_before(lex: Lexemes, start: int, i: int, phrase: Phrase) -> bool:
    """Tell whether letters before a number are no sign there ("5 kr 10", "PS 4")."""
    if phrase[0] in ("PS", "Ft", "kr", "Fr", "Dh", "RM") and lex.has_gap(i):
        return True
    return lex.is_number(start - 1) and not lex.has_gap(start)


def read_unit_after(lex: Lexemes, i: int) -> UnitMatch | None:
    """Find the unit or currency that begins at piece `i`, right after a number.

    Sign, unit and number may be joined by a hyphen ("12-cent", "50-mile") or the unit
    may stand in brackets of its own ("20 (kg)").
    """
    tables = _read_tables()
    start = i
    if lex.words[i] in DASHES and lex.is_word(i + 1):
        is_spaced = lex.has_gap(i) and lex.has_gap(i + 1)
        if lex.has_gap(i + 1) and not (is_spaced and _is_adjectival(lex, i + 1)):
            return None
        i += 1
    elif lex.words[i] in ("(", "[", "{", "<") and lex.words[i + 2] in (
        ")",
        "]",
        "}",
        ">",
    ):
        if not lex.has_gap(i):
            return None  # "287(g)"
        found = tables.symbols.find(lex.words, i + 1) or tables.words.find(
            lex.lower, i + 1
        )
        return UnitMatch(start, found[0] + 1, found[1]) if found else None
    hyphened = _find_hyphened(lex, tables.words, i)
    best = hyphened
    for found in (
        tables.symbols.find(lex.words, i),
        tables.words.find(lex.lower, i),
        tables.signs.find(lex.words, i),
    ):
        if found is None or not _is_whole(lex, i, found[0]):
            continue
        if lex.has_gap(i) and lex.is_number(found[0]) and not lex.has_gap(found[0]):
            continue  # "3 USD50 cards"
        if best is None or found[0] > best[0]:
            best = found
    if best is None or _is_homograph(lex, i, best):
        return None
    return UnitMatch(start, best[0], best[1])


def _is_adjectival(lex: Lexemes, i: int) -> bool:
    """Tell the spaced hyphen of "30 - year bonds" from a dash."""
    unit = read_unit_after(lex, i)
    if unit is None or unit.end != i + 1 or lex.lower[i].endswith("s"):
        return False
    return lex.is_word(unit.end) or lex.words[unit.end] in DASHES


def _find_hyphened(lex: Lexemes, table: _Table, i: int) -> tuple[int, Unit] | None:
    """Find units written with hyphens: "pound-feet", "square-mile", "lb-ft"."""
    if lex.words[i + 1] not in DASHES or not lex.is_word(i + 2):
        return None
    words = [lex.lower[i], lex.lower[i + 2], "", ""]
    found = table.find(words, 0)
    if found is None or found[0] != 2:
        return None
    return i + 3, found[1]


def _is_whole(lex: Lexemes, i: int, end: int) -> bool:
    """Tell whether the unit ends where a word ends: not "24703m212", "6 in-laws"."""
    if lex.has_gap(end) or end >= lex.n:
        return True
    if lex.is_number(end):
        return not lex.is_word(end - 1) or lex.lower[end - 1] in ("usd", "eur", "feet")
    return True


# Words that are a unit only in company.
_NEVER_AFTER_GAP = frozenset(
    ["pc", "s", "l", "g", "V", "J", "t", "Ft", "PS", "B", "mo"]
)
_PM = frozenset(["pm", "am"])


def _is_homograph(lex: Lexemes, i: int, found: tuple[int, Unit]) -> bool:
    """Tell "6 pm", "5 in April", "21 l" and "20 kt" from units."""
    end, unit = found
    word = lex.words[i]
    if end != i + 1:
        return False
    if word in _NEVER_AFTER_GAP and lex.has_gap(i):
        return True
    if word in ("″", "′") and lex.lower[i + 1] == "s":
        return True  # "2022′s"
    if word in ('"', "″", "′"):
        return word == '"' and lex.lower[i + 1] not in _DIMENSIONS
    if word == "%":
        return False
    if lex.lower[i] in ("min", "max", "mi", "mark", "won", "real", "kip") and (
        unit.kind == "money" and lex.lower[i - 1] not in MAGNITUDES
    ):
        return lex.lower[i] in ("won", "real", "mark")
    return False


_DIMENSIONS = frozenset(["long", "wide", "high", "tall", "deep", "thick", "by", "x"])

# Nouns that make the amount an age.
_AGE_AFTER: tuple[Phrase, ...] = (
    ("-", "old"), ("old",), ("-", "olds"), ("olds",), ("of", "age"), ("-", "of", "-", "age"),
    ("–", "old"), ("‑", "old"), ("–", "olds"), ("‑", "olds"), ("-", "odl"),
)  # fmt: skip


def read_age_after(lex: Lexemes, i: int) -> int:
    """Return where "-old" or "of age" after a unit of time ends, or `i`."""
    for phrase in _AGE_AFTER:
        if lex.matches(i, phrase):
            return i + len(phrase)
    return i


PerStyle = Literal["per", "article", "every", "adverb"]


@dataclass(frozen=True, slots=True)
class Per:
    """A denominator that ends before piece `end`."""

    end: int
    name: str
    style: PerStyle


_ADVERBS = {
    "annually": "year", "yearly": "year", "monthly": "month", "weekly": "week",
    "daily": "day", "nightly": "night", "hourly": "hour", "quarterly": "quarter",
}  # fmt: skip
_TIMES = frozenset(
    ["second", "minute", "hour", "day", "night", "week", "month", "quarter", "year",
     "season", "decade", "century", "fortnight", "game", "semester"]
)  # fmt: skip
_ARTICLE_ONLY = frozenset(
    ["share", "barrel", "gallon", "ton", "tonne", "pound", "ounce", "head", "person",
     "household", "piece", "bushel", "unit", "mile", "kilo", "liter", "litre", "dozen",
     "bottle", "pack", "ticket", "plate", "pop", "copy", "vote", "student", "pupil",
     "family", "kilogram", "acre", "bag", "box", "pint", "cup", "room", "square"]
)  # fmt: skip


def read_per(lex: Lexemes, i: int, *, money: bool) -> Per | None:
    """Read the denominator that begins at piece `i`: "per 100,000 people", "a day".

    Args:
        lex: The text.
        i: The piece after the unit.
        money: The amount is money, so "a share" and "a barrel" are denominators too.
    """
    word = lex.lower[i]
    if word in ("per", "/", "p"):
        return _read_per_noun(lex, i + 1) if word != "p" else None
    if word in DASHES and lex.lower[i + 1] in ("a", "an", "per"):
        j = i + 2
        if lex.words[j] in DASHES and _is_denominator(lex.lower[j + 1], money=money):
            return Per(j + 2, lex.lower[j + 1], "article")
        return None
    if word in ("a", "an", "each", "every"):
        noun = lex.lower[i + 1]
        if word in ("a", "an") and _is_denominator(noun, money=money):
            return Per(i + 2, singular(noun), "article")
        if word in ("each", "every") and noun in _TIMES:
            return Per(i + 2, noun, "every")
        return None
    if word in _ADVERBS:
        return Per(i + 1, _ADVERBS[word], "adverb")
    return None


def _is_denominator(noun: str, *, money: bool) -> bool:
    if noun in _TIMES:
        return True
    return money and noun in _ARTICLE_ONLY


_NO_NOUNS = frozenset(["the", "cent", "se", "diem", "annum", "capita", "a", "each"])
_LATIN = {"annum": "year", "capita": "person", "diem": "day", "head": "person"}
_PLURALS = {"people": "person", "persons": "person", "children": "child",
            "women": "woman", "men": "man", "feet": "foot", "inhabitants": "inhabitant",
            "lives": "life"}  # fmt: skip


_NO_MEN = frozenset(
    ["specimen", "regimen", "abdomen", "omen", "acumen", "semen", "stamen"]
)


def singular(noun: str) -> str:
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("men") and noun not in _NO_MEN:
        return noun[:-2] + "an"
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(
        ("ss", "us", "is", "series", "species")
    ):
        return noun[:-1]
    return noun


def _read_per_noun(lex: Lexemes, j: int) -> Per | None:
    """Read what follows "per" or "/": "year", "100,000 residents", "square foot"."""
    amount = ""
    if lex.is_number(j):
        if lex.words[j - 1] == "/":
            return None
        amount = lex.words[j].replace(",", "")
        j += 1
        if lex.lower[j] in MAGNITUDES and amount.isdecimal() and len(amount) < 10:
            amount = f"{int(amount) * int(MAGNITUDES[lex.lower[j]])}"
            j += 1
    elif lex.lower[j] in MAGNITUDES:
        amount = f"{int(MAGNITUDES[lex.lower[j]])}"
        j += 1
    if lex.lower[j] in _LATIN:
        name, end = _LATIN[lex.lower[j]], j + 1
    else:
        unit = read_unit_after(lex, j) if not lex.words[j] in DASHES else None
        if unit is not None and unit.unit.kind != "percent":
            name, end = unit.unit.written or unit.unit.name, unit.end
        elif (
            lex.is_word(j) and lex.words[j - 1] != "/" and lex.lower[j] not in _NO_NOUNS
        ):
            name, end = singular(lex.lower[j]), j + 1
        else:
            return None
    if lex.words[j - 1] == "/" and unit_is_word(lex, j):
        return None
    return Per(end, f"{amount} {name}".strip(), "per")


def unit_is_word(lex: Lexemes, j: int) -> bool:
    """Tell whether a slash before piece `j` joins words rather than units."""
    return lex.has_gap(j)


def apply_divisor(number: Number, unit: Unit) -> Number:
    """Return the number in whole currency: cents by 100, "MUSD" by a million."""
    if unit.divisor == 1:
        return number
    factor = 1 / unit.divisor if unit.divisor > 0 else 1e6

    def change(value: float | None) -> float | None:
        if value is None:
            return None
        if unit.divisor > 0:
            return value / unit.divisor
        return value * factor

    return Number(
        number.start, number.end, change(number.value), number.form,
        change(number.low), change(number.high), number.scale, number.digits,
    )  # fmt: skip
