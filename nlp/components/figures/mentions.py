"""A figure on its way from words to record: what the readers fill in step by step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from nlp.components.figures.denominators import Per
from nlp.components.figures.modifiers import Modifier
from nlp.components.figures.unit_tables import Unit
from nlp.components.figures.values import Number
from nlp.schema import Change, Comparator

Joint = Literal["to", "and", "or", "dash"]
ChangeBy = Literal["verb", "adverb", "noun"]
Role = Literal["amount", "level", "origin"]


@dataclass(slots=True)
class Mention:
    """A figure as the words give it; the sentence's structure adds the rest.

    `start` and `end` are pieces of text. `value`, `low` and `high` are final; `raw`
    is the number before cents became dollars.
    """

    start: int
    end: int
    number: Number
    raw: Number
    unit: Unit | None = None
    unit_end: int = 0
    per: Per | None = None
    comparator: Comparator = "eq"
    modifier: Modifier | None = None
    joint: Joint | None = None
    is_age: bool = False
    is_pronoun: bool = False  # "one of the hottest cars"
    is_unknown: bool = False
    # What the sentence adds.
    token: int = -1  # of the number's last piece
    noun: int = -1  # token of the counted noun's head
    unit_name: str | None = None
    counted: str | None = None
    counted_at: tuple[int, int] | None = None  # tokens
    change: Change | None = None
    change_by: ChangeBy | None = None
    role: Role | None = None
    place: str | None = None
    date: str | None = None
    part_of: int | None = None
    same_as: int | None = None
    notes: dict[str, int] = field(default_factory=dict)

    @property
    def is_bare(self) -> bool:
        """Whether neither a unit nor a noun stands by the number."""
        return self.unit is None and self.noun < 0
