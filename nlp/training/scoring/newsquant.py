"""Our figures in the record form of NewsQuant (Almasian et al. 2023).

NewsQuant reads some things otherwise than our records do, and this module, not the
component, serves it: "one of the hottest cars" is 1, "four or five" are two values,
"from 20 to 29 mpg" is one range, cents stay cents, an age is in "year of age", a unit
is the lemmas of the whole noun phrase, and direction and bound share one symbol.
"""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc, Token

from nlp.components.figures import read_figures
from nlp.components.figures.lexemes import DASHES
from nlp.components.figures.mentions import Mention
from nlp.components.figures.plurals import looks_plural, singular
from nlp.components.figures.sentences import Context
from nlp.lexicons import read_lexicon
from nlp.training.scoring.concepts import Concepts

_SYMBOLS = {"approx": "~", "gt": ">", "ge": ">", "lt": "<", "le": "<"}
_DIRECTIONS = {"increase": "up", "decrease": "down"}
_MONEY = {
    "USD": "dollar", "GBP": "pound sterling", "ILS": "shekel", "EUR": "euro",
    "FIM": "finnish markka", "ESP": "peseta", "DEM": "mark", "LAK": "lao kip",
    "BTC": "bitcoin", "SGD": "singaporean dollar", "NLG": "netherlands guilder",
}  # fmt: skip
_SPELLINGS = {"meter": "metre", "liter": "litre"}
_NAMES = {
    "percent": "percentage", "time": "count", "degree celsius": "celsius",
    "degree fahrenheit": "fahrenheit", "pound": "pound-mass",
    "revolution per minute": "revolutions per minute", "pound foot": "pound-foot",
    "foot pound": "foot pound-force", "square foot": "square feet",
}  # fmt: skip


def read_quantities(doc: Doc) -> list[dict[str, Any]]:
    """Read the quantities of a parsed document, in NewsQuant's form.

    Returns:
        Rows of `value` ("1.5", "1.0-1.5"), `normalized_unit`, `change` and
        `referred_concepts`.
    """
    context, mentions = read_figures(doc, pronouns=True)
    concepts = Concepts(context, mentions)
    rows: list[dict[str, Any]] = []
    done = -1
    for k, mention in enumerate(mentions):
        is_left_out = {"repeat", "article"} & set(mention.notes)  # "under an hour"
        if k <= done or mention.is_unknown or is_left_out:
            continue
        following = mentions[k + 1] if k + 1 < len(mentions) else None
        values, unit = [_value(mention)], name_unit(context, mention)
        if following is not None and _is_one_of(mention, following):
            done = k + 1
            values = [f"{1 / (following.raw.value or 1.0)}"]
            unit = f"% {name_unit(context, following)}"
        elif following is not None and _is_move(context, mention, following):
            done = k + 1
            values = [f"{mention.raw.value}-{following.raw.value}"]
            unit = name_unit(context, following)
        elif mention.joint == "or":
            values = [f"{mention.raw.low}", f"{mention.raw.high}"]
        words = " ".join(concepts.find(k)) or "-"
        change = name_change(mention)
        rows += [
            {
                "value": value,
                "normalized_unit": unit,
                "change": change,
                "referred_concepts": words,
            }
            for value in values
        ]
    return rows


def _value(mention: Mention) -> str:
    raw = mention.raw
    return f"{raw.value}" if raw.low is None else f"{raw.low}-{raw.high}"


def _is_one_of(one: Mention, whole: Mention) -> bool:
    """Tell "one of four concepts", a quarter of them."""
    if not one.is_pronoun or whole.raw.value is None or whole.unit is not None:
        return False
    return whole.raw.start == one.raw.end + 1 and whole.raw.value > 1


def _is_move(context: Context, origin: Mention, goal: Mention) -> bool:
    """Tell "from 20 mpg in 2008 to 29 mpg": one range in NewsQuant."""
    lex = context.lex
    if origin.raw.value is None or goal.raw.value is None:
        return False
    if lex.lower[origin.start - 1] != "from":
        return False
    before = lex.lower[goal.start - 1]
    if goal.modifier is not None and goal.modifier.cue == "up to":
        before = "to"
    if before != "to":
        return False
    if origin.unit is None or goal.unit is None:
        return origin.is_bare and goal.start - origin.end <= 2
    return goal.unit.name == origin.unit.name


def name_change(mention: Mention) -> str:
    """Return `=`, `~`, `<`, `>`, `up` or `down`; a new level has no direction."""
    direction = _DIRECTIONS.get(mention.change or "")
    if mention.role != "amount":
        direction = None
    if direction is not None and mention.change_by == "verb":
        return direction
    comparator = mention.modifier.comparator if mention.modifier else "eq"
    if mention.modifier is not None and mention.modifier.cue == "within":
        return "="
    if comparator == "eq":
        comparator = mention.comparator
    if (
        mention.raw.form == "vague"
        and mention.modifier
        and mention.modifier.comparator == "eq"
    ):
        comparator = "eq"
    if comparator in _SYMBOLS:
        return _SYMBOLS[comparator]
    if direction is not None and mention.change_by == "adverb":
        return direction
    return "="


# Units


def name_unit(context: Context, mention: Mention) -> str:
    """Return NewsQuant's name of the unit, lower-case."""
    unit = mention.unit
    if unit is None:
        phrase = _name_phrase(context, mention)
        if phrase == "time":
            return "count"
        if mention.raw.form in ("fraction", "ratio"):
            return f"% {phrase}".strip()
        return _add_per(mention, phrase) if phrase else "-"
    if mention.is_age:
        return f"{unit.name} of age"
    if unit.kind == "money":
        return _add_per(mention, _name_money(unit.name, unit.divisor, unit.written))
    if unit.per is not None:
        return _NAMES.get(unit.written, _respell(unit.written))
    return _add_per(mention, _NAMES.get(unit.name, _respell(unit.name)))


def _respell(name: str) -> str:
    for american, british in _SPELLINGS.items():
        name = name.replace(american, british)
    return name


def _add_per(mention: Mention, name: str) -> str:
    per = mention.per
    if per is None or per.style in ("adverb", "every"):
        return name
    return f"{name} per {_respell(per.name)}"


def _name_money(code: str, divisor: int, written: str) -> str:
    if divisor == 100:
        return "penny" if written in ("pence", "penny", "pennies", "p") else "cent"
    if code in _MONEY:
        return _MONEY[code]
    names: dict[str, list[str]] = read_lexicon("currencies")["names"]
    return names[code][0].lower() if code in names else code.lower()


def _name_phrase(context: Context, mention: Mention) -> str:
    """Return the lemmas of the counted noun and what stands before it."""
    if mention.noun < 0:
        return mention.unit_name or "" if "inherited" in mention.notes else ""
    doc = context.doc
    first = context.token_from(context.lex.start[mention.raw.end])
    words: list[str] = []
    for token in doc[first : mention.noun + 1]:
        is_number = token.pos_ == "NUM" and token.whitespace_
        if is_number or any(letter.isdecimal() for letter in token.text):
            continue  # the 12 of "3 of the 12 seats", not the three of "three-ton"
        if token.text in DASHES and words and not token.whitespace_:
            words.append("-")
        elif token.pos_ not in (
            "DET",
            "ADP",
            "PUNCT",
            "PRON",
            "CCONJ",
            "ADV",
            "PART",
            "VERB",
        ):
            words.append(_lemma(token))
    return " ".join(words).strip("- ").replace(" - ", "-")


def _lemma(token: Token) -> str:
    if token.lower_ == "people":
        return "people"
    lemma = (token.lemma_ or token.lower_).lower()
    is_plural = token.tag_ == "NNPS" or looks_plural(token.lower_)
    return singular(lemma) if is_plural and lemma == token.lower_ else lemma
