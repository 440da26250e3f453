"""Gold passages: the form of `corpora/gold`, where every kind of record is labelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from nlp.errors import InputError
from nlp.schema import (
    Change,
    ClaimKind,
    Comparator,
    FigureKind,
    Instrument,
    Level,
    Modality,
    Position,
    QuoteKind,
    Record,
    Role,
    Status,
    TextSpan,
)
from nlp.training.scoring.forms import read_form


class Government(Record):
    """The government that a mention means; `nlp.schema.Jurisdiction` without more."""

    name: str
    level: Level
    code: str | None = None
    parents: tuple[str, ...] = ()


class GoldSpan(TextSpan):
    """A labelled stretch; an optional one is right to find and no fault to miss."""

    optional: bool = False


class GoldFigure(GoldSpan):
    """A figure; `part_of` and `same_as` are the text of another one."""

    value: float | None
    low: float | None
    high: float | None
    comparator: Comparator
    kind: FigureKind
    unit: str | None
    per: str | None = None
    counted: str | None = None
    change: Change | None = None
    date: str | None = None
    part_of: str | None = None
    same_as: str | None = None


class GoldMention(GoldSpan):
    """A mention of a government; no name where any reading would do."""

    name: str | None = None
    level: Level | None = None
    code: str | None = None
    parents: tuple[str, ...] = ()
    role: Role | None = None
    others: tuple[Government, ...] = Field(default=(), alias="or")

    @property
    def governments(self) -> tuple[Government, ...]:
        """The governments that are right, the best first."""
        if self.name is None or self.level is None:
            return self.others
        best = Government(
            name=self.name, level=self.level, code=self.code, parents=self.parents
        )
        return (best, *self.others)


class GoldDate(GoldSpan):
    """A date or period; null ends where the text leaves it open."""

    start: date | None
    end: date | None


class GoldHolder(TextSpan):
    """Whose stance it is."""

    jurisdiction: Government


class Direction(Record):
    """A position on an issue."""

    issue: str
    position: Position


class GoldStance(Direction):
    """A stance; `or` holds directions that are as good."""

    holder: GoldHolder
    instrument: Instrument
    status: Status
    evidence: TextSpan
    others: tuple[Direction, ...] = Field(default=(), alias="or")
    optional: bool = False

    @property
    def directions(self) -> tuple[Direction, ...]:
        """The directions that are right."""
        return (Direction(issue=self.issue, position=self.position), *self.others)


class GoldAttribution(Record):
    """Source, cue and content; `content_rest` is what follows a cue in the middle."""

    source: TextSpan
    cue: TextSpan
    content: TextSpan
    content_rest: tuple[TextSpan, ...] = ()
    quote: QuoteKind
    optional: bool = False


class GoldClaim(TextSpan):
    """An anchor inside a statement; null where more than one answer would do."""

    kinds: tuple[ClaimKind, ...]
    modality: Modality | None
    check_worthy: bool | None


class Passage(Record):
    """A text with its labels."""

    id: str
    split: Literal["dev", "test"]
    genre: str
    text: str
    published: date
    figures: tuple[GoldFigure, ...] = ()
    jurisdictions: tuple[GoldMention, ...] = ()
    dates: tuple[GoldDate, ...] = ()
    stances: tuple[GoldStance, ...] = ()
    attributions: tuple[GoldAttribution, ...] = ()
    claims: tuple[GoldClaim, ...] = ()

    def spans(self) -> Iterator[TextSpan]:
        """Yield every stretch of the text that a label points at."""
        yield from (*self.figures, *self.jurisdictions, *self.dates, *self.claims)
        for stance in self.stances:
            yield from (stance.holder, stance.evidence)
        for said in self.attributions:
            yield from (said.source, said.cue, said.content, *said.content_rest)

    @model_validator(mode="after")
    def _check_offsets(self) -> Passage:
        for span in self.spans():
            if self.text[span.start_char : span.end_char] != span.text:
                raise ValueError(
                    f"text must be what stands at its offsets, got {span.text!r}"
                )
        return self


def read_passages(path: Path, split: str | None = None) -> list[Passage]:
    """Read gold passages.

    Args:
        path: JSON Lines of the form of `corpora/gold`, plain or `.gz`.
        split: Only this split, "dev" or "test"; all by default.

    Raises:
        InputError: The file cannot be read, a row breaks the form, or none is left.
    """
    passages = read_form(path, Passage, like="corpora/gold/README.md")
    chosen = [p for p in passages if split in (None, p.split)]
    if not chosen:
        raise InputError(
            f"gold must have passages, got none of split {split!r} in {path}."
            " Choose dev or test."
        )
    return chosen
