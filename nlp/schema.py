"""The records: what every other program that reads our output depends on.

All records are frozen. Offsets are Unicode code points into `Document.text`, end
exclusive, and `Document.text[r.start_char:r.end_char] == r.text` for every record
and every part of one that has offsets; `Extraction` refuses to be built otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from nlp.errors import SchemaError
from nlp.features import build_features

if TYPE_CHECKING:
    from datasets import Features

SCHEMA_VERSION: Literal["1"] = "1"
MAX_TEXT = 10_000_000  # characters of a document; 4,000 pages

Level = Literal[
    "supranational", "country", "state", "county", "city", "district", "tribal"
]
Role = Literal["actor", "place"]
Comparator = Literal["eq", "approx", "lt", "le", "gt", "ge", "range", "unknown"]
FigureKind = Literal[
    "count", "money", "percent", "ratio", "rate", "duration", "quantity", "unknown"
]
Change = Literal["increase", "decrease"]
DateKind = Literal[
    "day",
    "week",
    "month",
    "season",
    "quarter",
    "half-year",
    "year",
    "fiscal-year",
    "decade",
    "century",
    "range",
]
QuoteKind = Literal["direct", "indirect", "mixed"]
Position = Literal["support", "oppose", "mixed"]
Status = Literal[
    "adopted",
    "in-force",
    "proposed",
    "promised",
    "rejected",
    "repealed",
    "refused",
    "stated",
]
Instrument = Literal[
    "law",
    "ordinance",
    "resolution",
    "executive-order",
    "regulation",
    "lawsuit",
    "ruling",
    "ballot-measure",
    "agreement",
    "budget",
    "vote",
    "veto",
    "statement",
    "policy",
]
ClaimKind = Literal[
    "statistic",
    "action",
    "position",
    "pledge",
    "prediction",
    "quote",
    "causal",
    "comparison",
]
Modality = Literal[
    "asserted", "negated", "hedged", "promised", "predicted", "questioned", "unknown"
]


class Record(BaseModel):
    """Base of all records: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TextSpan(Record):
    """A stretch of `Document.text`."""

    text: str
    start_char: int = Field(ge=0, description="First code point, inclusive.")
    end_char: int = Field(ge=0, description="Code point after the last, exclusive.")


class Jurisdiction(Record):
    """A government, or the government that an agency, court or official acts for."""

    name: str = Field(description="Canonical name of the government.")
    level: Level
    code: str | None = Field(
        default=None,
        description="ISO 3166-2 for a state, ISO 3166-1 alpha-2 for a country, 'EU', "
        "'UN' ... for a supranational body, 'FIPS:06037' for a US county; null for "
        "cities and districts, whose place in the world is told by `parents`.",
    )
    parents: tuple[str, ...] = Field(
        default=(), description="Codes from the country down, such as ['US', 'US-CA']."
    )


class Entity(TextSpan):
    """One mention of a person, organisation, place or group.

    Mentions of the same thing share one `id`: 'U.S. Immigration and Customs
    Enforcement', 'ICE' and 'the agency' are one entity with three mentions.
    """

    id: str = Field(description="'e1', 'e2' ... in order of first mention.")
    label: str = Field(description="spaCy's label: GPE, ORG, PERSON, NORP, LAW ...")
    name: str = Field(description="Canonical name, the same for all its mentions.")
    kb_id: str | None = Field(
        default=None,
        description="'US-TX', 'FR', 'FIPS:06037', 'GN:5368361' (GeoNames), 'EU', "
        "'US:ICE' (agency of the United States); null where it is not in the index.",
    )
    jurisdiction: Jurisdiction | None = None
    role: Role | None = Field(
        default=None,
        description="'actor' where it acts, 'place' where things happen in it.",
    )


class Figure(TextSpan):
    """A number with what it counts, its unit and how exactly it is meant."""

    id: str = Field(description="'f1', 'f2' ... in text order.")
    value: float | None = Field(
        default=None, description="Magnitudes applied: '3 million' is 3e6."
    )
    low: float | None = Field(default=None, description="Lower end, inclusive.")
    high: float | None = Field(default=None, description="Upper end, inclusive.")
    comparator: Comparator = "eq"
    kind: FigureKind = "count"
    unit: str | None = Field(
        default=None,
        description="ISO 4217 code for money, 'percent', 'percentage point', else a "
        "singular lower-case noun: 'person', 'mile'.",
    )
    per: str | None = Field(
        default=None, description="Denominator: 'year', 'person', '100000 person'."
    )
    counted: str | None = Field(
        default=None, description="The noun phrase counted, with its qualifiers."
    )
    change: Change | None = None
    place: str | None = Field(
        default=None, description="`Entity.name` of the place that governs it."
    )
    date: str | None = Field(
        default=None, description="`DateRef.period` of the date that governs it."
    )
    part_of: str | None = Field(default=None, description="Id of the whole's figure.")
    same_as: str | None = Field(
        default=None, description="Id of the figure it repeats."
    )


_SEASONS = {3: "spring", 6: "summer", 9: "fall", 12: "winter"}


class DateRef(TextSpan):
    """A date or period, resolved against `Document.published` where it must be."""

    id: str = Field(description="'d1', 'd2' ... in text order.")
    start: date | None = Field(
        default=None, description="First day; null when it cannot be resolved."
    )
    end: date | None = Field(default=None, description="Last day, inclusive.")
    kind: DateKind

    @property
    def period(self) -> str:
        """The period in words: '2020', '2024-03', '2024-03-19', 'spring 2024'.

        Returns:
            The shortest unambiguous name of the period, or the text as written when
            the date is unresolved.
        """
        if self.start is None or self.end is None:
            return self.text
        year = self.start.year
        names = {
            "day": self.start.isoformat(),
            "month": self.start.isoformat()[:7],
            "season": f"{_SEASONS.get(self.start.month, 'season')} {year}",
            "quarter": f"{year}-Q{(self.start.month + 2) // 3}",
            "year": str(year),
            "fiscal-year": f"fiscal year {self.end.year}",
            "decade": f"{year // 10 * 10}s",
        }
        return names.get(self.kind, f"{self.start}/{self.end}")


class Source(TextSpan):
    """Who is speaking, as written."""

    name: str | None = Field(default=None, description="Canonical or full name.")
    entity: str | None = Field(default=None, description="Id of its entity.")


class Attribution(Record):
    """Somebody's words: source, cue and content, as in PARC and PolNeAR."""

    id: str = Field(description="'a1', 'a2' ... in order of content.")
    source: Source | None
    cue: TextSpan | None
    content: TextSpan
    quote: QuoteKind


class Holder(TextSpan):
    """The government whose stance it is, as written where it acts."""

    name: str
    entity: str | None = None
    jurisdiction: Jurisdiction | None = None


class Stance(Record):
    """What a jurisdiction did or said for or against an issue's proposition."""

    id: str = Field(description="'s1', 's2' ... in order of evidence.")
    holder: Holder
    issue: str | None = Field(description="An id of `lexicons/issues.toml`.")
    target: TextSpan | None = Field(description="The policy as the text names it.")
    position: Position = Field(
        description="Towards the issue's proposition, not towards `target`."
    )
    action: str = Field(description="The act in the text's words: 'sued to block'.")
    instrument: Instrument | None
    status: Status
    evidence: TextSpan
    attribution: str | None = Field(
        default=None, description="Id of the attribution it stands in, if any."
    )
    confidence: float = Field(ge=0, le=1)


class Claim(TextSpan):
    """One checkable statement."""

    id: str = Field(description="'c1', 'c2' ... in text order.")
    standalone: str = Field(description="The claim readable on its own.")
    kinds: tuple[ClaimKind, ...]
    modality: Modality
    check_worthiness: float = Field(ge=0, le=1)
    confidence: float = Field(
        ge=0, le=1, description="That this is one whole claim; not that it is true."
    )
    issue: str | None
    subject: TextSpan | None
    predicate: TextSpan | None
    object: TextSpan | None
    attribution: str | None
    figures: tuple[str, ...]
    entities: tuple[str, ...]
    dates: tuple[str, ...]
    stances: tuple[str, ...]


class Document(Record):
    """A text and where it comes from."""

    id: str
    text: str = Field(description="The repaired text that all offsets refer to.")
    title: str | None = None
    source: str | None = Field(default=None, description="File path or URL.")
    publisher: str | None = None
    published: date | None = None
    language: str = "en"
    media_type: str = "text/plain"
    sha256: str = Field(description="Hex digest of `text` in UTF-8.")
    warnings: tuple[str, ...] = ()


class Failure(Record):
    """A document that could not be processed: one line of `failures.jsonl`."""

    id: str = Field(description="Id of the document, else its file or 'FILE:LINE'.")
    source: str | None = Field(default=None, description="File path or URL.")
    stage: str = Field(description="'ingest', or the component that failed.")
    error: str = Field(description="What was wrong, and what to do about it.")


class ModelInfo(Record):
    """A model that took part in an extraction."""

    name: str
    sha256: str | None = None


class PipelineInfo(Record):
    """What made an extraction."""

    version: str
    models: tuple[ModelInfo, ...] = ()


class Extraction(Record):
    """Everything found in one document."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    document: Document
    entities: tuple[Entity, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[DateRef, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    stances: tuple[Stance, ...] = ()
    claims: tuple[Claim, ...] = ()
    pipeline: PipelineInfo

    @model_validator(mode="after")
    def _check_offsets(self) -> Extraction:
        text = self.document.text
        for span in self.spans():
            if text[span.start_char : span.end_char] != span.text:
                raise SchemaError(
                    f"text must equal document.text[start_char:end_char], got {span!r}."
                    " Build the span from the repaired text of the same document."
                )
        return self

    def spans(self) -> Iterator[TextSpan]:
        """Yield every stretch of text that a record points at, parts included."""
        yield from (*self.entities, *self.figures, *self.dates)
        parts: list[TextSpan | None] = []
        for said in self.attributions:
            parts += [said.source, said.cue, said.content]
        for stance in self.stances:
            parts += [stance.holder, stance.target, stance.evidence]
        for claim in self.claims:
            parts += [claim, claim.subject, claim.predicate, claim.object]
        yield from (part for part in parts if part is not None)

    def to_json(self, *, indent: bool = False) -> bytes:
        """Serialise to UTF-8 JSON; the same extraction always gives the same bytes."""
        text = self.model_dump_json(indent=2 if indent else None)
        return text.encode("utf-8")

    def to_row(self) -> dict[str, Any]:
        """Return plain JSON types, such as a row of a data set with `features`."""
        return self.model_dump(mode="json")

    @classmethod
    def features(cls) -> Features:
        """Return the `datasets.Features` of `to_row`.

        Raises:
            InputError: The library `datasets` is not installed.
        """
        return build_features(cls)


def build_json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of `Extraction`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Extraction.model_json_schema(mode="serialization"),
    }
