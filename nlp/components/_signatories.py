"""Who says "I" in an order: the one who signs it, as its first words tell."""

from __future__ import annotations

import re
from functools import lru_cache

_REACH = 20_000  # characters in which an order says who gives it
_OFFICE = r"(President|Governor|Mayor|County Executive)"
# "I, Ann Lee, Governor of the State of Ohio, ..."
_NAMED = re.compile(
    rf"\bI, ([A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){{1,4}}),? (?:as )?(?:the )?{_OFFICE}\b",
    re.IGNORECASE,
)
# "By the authority vested in me as President by the Constitution and the laws of the
# United States of America"
_VESTED = re.compile(
    rf"\bauthority vested in me as {_OFFICE}(?: of ([^,;\n]{{3,60}}?))?"
    r"(?=,| by | under )(?: by the Constitution and the laws of (the United States))?"
)


@lru_cache(maxsize=16)
def find_signatory(text: str) -> str | None:
    """Return the name, or else the office, of who says "I" throughout an order."""
    head = text[:_REACH]
    named = _NAMED.search(head)
    if named is not None and named[1][0].isupper():
        name = named[1]
        return name.title() if name.isupper() else name
    vested = _VESTED.search(head)
    if vested is None:
        return None
    place = vested[2] or vested[3]
    return None if place is None else f"the {vested[1]} of {place}"
