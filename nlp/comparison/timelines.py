"""How a government's position on an issue changed over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nlp.schema import DateRef, Extraction, Stance

Key = tuple[str, str]


@dataclass(slots=True)
class Timeline:
    """The stances of one government on one issue."""

    name: str
    jurisdiction: dict[str, Any]
    issue: str
    steps: list[dict[str, Any]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return the steps in order of time, each with whether the position turned.

        Steps without a date stand last and turn nothing.
        """
        steps = sorted(
            self.steps, key=lambda step: (step["date"] is None, step["date"])
        )
        n_changes = 0
        position = None
        for step in steps:
            turned = step["date"] is not None and position not in (
                None,
                step["position"],
            )
            step["changed"] = turned
            n_changes += turned
            if step["date"] is not None:
                position = step["position"]
        return {
            "name": self.name,
            "jurisdiction": self.jurisdiction,
            "issue": self.issue,
            "n_changes": n_changes,
            "steps": steps,
        }


def build_timelines(extractions: Iterable[Extraction]) -> list[dict[str, Any]]:
    """Return the timelines with stances of at least two days.

    Args:
        extractions: Of a run.

    Returns:
        Those with a change of position first, then by name and issue.
    """
    found: dict[Key, Timeline] = {}
    for extraction in extractions:
        add_stances(found, extraction)
    return list_timelines(found)


def add_stances(found: dict[Key, Timeline], extraction: Extraction) -> None:
    """Add a document's stances to their timelines."""
    for stance in extraction.stances:
        where = stance.holder.jurisdiction
        if where is None or stance.issue is None:
            continue
        place = where.code or "/".join((*where.parents, where.name))
        timeline = found.setdefault(
            (place, stance.issue),
            Timeline(where.name, where.model_dump(mode="json"), stance.issue),
        )
        timeline.steps.append(_build_step(extraction, stance))


def list_timelines(found: dict[Key, Timeline]) -> list[dict[str, Any]]:
    """Return the timelines that `add_stances` filled, see `build_timelines`."""
    rows = []
    for timeline in found.values():
        days = {step["date"] for step in timeline.steps} - {None}
        if len(days) > 1:
            rows.append(timeline.to_dict())
    return sorted(rows, key=lambda row: (-row["n_changes"], row["name"], row["issue"]))


def _build_step(extraction: Extraction, stance: Stance) -> dict[str, Any]:
    document = extraction.document
    day = _find_day(extraction, stance)
    told = document.published
    return {
        "date": (day or told) and (day or told).isoformat(),  # type: ignore[union-attr]  # none is None here
        "dated_by": "text" if day else "published" if told else None,
        "position": stance.position,
        "status": stance.status,
        "instrument": stance.instrument,
        "action": stance.action,
        "evidence": stance.evidence.text,
        "confidence": stance.confidence,
        "document": document.id,
        "title": document.title,
        "source": document.source,
        "stance": stance.id,
    }


def _find_day(extraction: Extraction, stance: Stance) -> date | None:
    """Return the first day of the nearest date in a claim that holds the stance.

    A date after the document's is not that of an act that the document reports.
    """
    wanted = {d for c in extraction.claims if stance.id in c.stances for d in c.dates}
    published = extraction.document.published
    known = list(_list_days(extraction.dates, wanted))
    past = [(d, day) for d, day in known if published is None or day <= published]
    start, end = stance.evidence.start_char, stance.evidence.end_char

    def distance(item: tuple[DateRef, date]) -> int:
        found = item[0]
        return max(found.start_char - end, start - found.end_char, 0)

    nearest = min(past, key=distance, default=None)
    return None if nearest is None else nearest[1]


def _list_days(
    dates: Iterable[DateRef], wanted: set[str]
) -> Iterator[tuple[DateRef, date]]:
    for found in dates:
        if found.id in wanted and found.start is not None:
            yield found, found.start
