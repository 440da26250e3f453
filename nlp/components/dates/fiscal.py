"""The month in which the fiscal years of a text begin."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.components.dates.periods import FEDERAL_FISCAL_MONTH, STATE_FISCAL_MONTH
from nlp.components.dates.vocabulary import CUES
from nlp.lexicons import read_lexicon

_REACH = 150  # characters on either side, about a sentence


@lru_cache(maxsize=1)
def _compile() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    tables = [CUES["federal"], CUES["state"], read_lexicon("dates")["fiscal_months"]]
    patterns = [
        rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})\b" for words in tables
    ]
    federal, state, named = (re.compile(p, re.IGNORECASE) for p in patterns)
    return federal, state, named


@lru_cache(maxsize=1)  # asked again for every fiscal year of a text
def _is_of_states(text: str) -> bool:
    federal, state, _ = _compile()
    return len(state.findall(text)) > len(federal.findall(text))


def find_fiscal_month(text: str, start: int, end: int) -> int:
    """Return the first month of the fiscal year that a place in a text speaks of.

    The federal year begins in October, that of most states, cities and school districts
    in July. The words near the date decide, then those of the whole text; where none
    speaks of a state or city it is the federal one.
    """
    federal, state, named = _compile()
    near = text[max(start - _REACH, 0) : end + _REACH]
    is_federal = federal.search(near) is not None
    is_state = state.search(near) is not None
    if is_federal == is_state:
        is_state = _is_of_states(text)
    if not is_state:
        return FEDERAL_FISCAL_MONTH
    name = named.search(near)
    if name is None:
        return STATE_FISCAL_MONTH
    months: dict[str, int] = read_lexicon("dates")["fiscal_months"]
    return months[name[0].lower()]
