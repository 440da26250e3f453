"""What tells a document's state without naming it: codes, institutions, highways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nlp.components.jurisdictions.index import Index
from nlp.lexicons import read_lexicon

CODE_WEIGHT = 1.0  # of an area code or ZIP code
SIGN_WEIGHT = 0.8  # of a word or highway, shared among its states
_CODES = re.compile(
    r"(?<![\d-])\(?(\d{3})(?:\) ?|[-. ])\d{3}[-.]\d{4}(?!\d)"
    r"|(?<=[A-Za-z.] )(\d{5})(?:-\d{4})?(?![\d,.]*\d)(?= *(?:[.,;)\n]|$))"
)
# "Executive Order 14000" lies in no postal district.
_NUMBERED = re.compile(
    r"\b(?:orders?|no\.|nos\.|numbers?|laws?|proclamation|cases?|docket|bill|form|rule"
    r"|notice|box|permit|resolution|regulation|ordinance|directive|memorandum|of|to|or"
    r"|and|about|than|some|nearly|the|\d+ (?:FR|[Ff]ed\. [Rr]eg\.)) $",
    re.IGNORECASE,
)
_WORD_REACH = 16  # characters
_HIGHWAY = r"\b(?:Interstate|I-) ?(\d{1,2})\b(?!,\d)"


def find_signs(text: str, index: Index) -> Iterator[tuple[str, float]]:
    """Yield states, 'US-TX', with the weight that the text gives them; once a sign."""
    for match in _CODES.finditer(text):
        area, zip_code = match.groups()
        before = text[max(0, match.start() - _WORD_REACH) : match.start()]
        if zip_code and _NUMBERED.search(before):
            continue
        places = index.get(f"+{area}" if area else f"#{zip_code[:3]}")
        if places:
            yield places[0].kb_id, CODE_WEIGHT
    pattern, words, highways = _read_signs()
    seen: set[str] = set()
    for match in pattern.finditer(text):
        number = match[1]
        key = number or match[0].replace("’", "'").lower()
        if key in seen:
            continue
        seen.add(key)
        states = highways.get(key, ()) if number else words.get(key, ())
        for state in states:
            yield f"US-{state}", SIGN_WEIGHT / len(states)


@lru_cache(maxsize=1)
def _read_signs() -> tuple[re.Pattern[str], dict[str, list[str]], dict[str, list[str]]]:
    lexicon = read_lexicon("state_signs")
    words = {word.lower(): states.split() for word, states in lexicon["words"].items()}
    highways = {
        number: states.split() for number, states in lexicon["interstates"].items()
    }
    forms = sorted(lexicon["words"], key=len, reverse=True)
    listed = "|".join(
        form if form.isupper() else f"(?i:{re.escape(form)})".replace("'", "['’]")
        for form in forms
    )
    return re.compile(rf"{_HIGHWAY}|\b(?:{listed})\b"), words, highways
