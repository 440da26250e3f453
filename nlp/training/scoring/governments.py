"""Whether two descriptions of a government mean the same one."""

from __future__ import annotations

import re
import unicodedata

from nlp.schema import Jurisdiction
from nlp.training.scoring.passages import Government

_CODED = frozenset(["state", "country", "supranational"])
_DISTRICT_WORDS = re.compile(
    r"\b(public|independent|unified|consolidated|school|schools|district|isd|usd"
    r"|city|county|board|of|education)\b"
)


def is_same_government(gold: Government, found: Jurisdiction) -> bool:
    """Compare by code where there is one, else by name, level and state or country."""
    if gold.level in _CODED:
        return found.code == gold.code
    # Below US states all levels count; elsewhere the country tells.
    own = gold.parents[-1:] if "US" in gold.parents else gold.parents[:1]
    inside = set(own) <= set(found.parents)
    return found.level == gold.level and inside and _is_same_name(gold, found)


def _is_same_name(gold: Government, found: Jurisdiction) -> bool:
    first, second = _fold(gold.name), _fold(found.name)
    if gold.level == "district":
        first, second = (_DISTRICT_WORDS.sub("", name) for name in (first, second))
        return first.split() == second.split()
    # "New York" and "New York City", "Nashville" and "Nashville-Davidson"
    shorter, longer = sorted((first, second), key=len)
    return (
        longer == shorter
        or re.match(rf"{re.escape(shorter)}(-| city$)", longer) is not None
    )


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"^(the )?((city|town|village) of )?", "", plain)
    return re.sub(r"^st\.? ", "saint ", plain).strip()
