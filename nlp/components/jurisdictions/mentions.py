"""A mention on its way to becoming an `Entity` record."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.components.jurisdictions.index import Place
from nlp.schema import Role


@dataclass(slots=True)
class Mention:
    """One stretch of text and what it is taken for.

    `identity` is the same for all mentions of one thing; `government` the place whose
    government is meant, None for what belongs to no government.
    """

    start: int
    end: int
    label: str
    name: str
    identity: str
    kb_id: str | None = None
    government: Place | None = None
    role: Role | None = None
    kind: str = "other"  # place, demonym, agency, official, group, generic, other
    title: str = ""  # of an official
    is_setting: bool = False  # a dateline, or a member's seat: 'D-Boulder'
