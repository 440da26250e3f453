"""Claims held against references: numbers compared, and no verdict."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from nlp.comparison.files import describe_document
from nlp.comparison.references import Reference
from nlp.comparison.similarity import measure_overlap
from nlp.comparison.statements import (
    Amount,
    Statement,
    cut_stems,
    read_statements,
    split_words,
)
from nlp.comparison.values import Comparison, compare_value
from nlp.corpus.results import EVIDENCE
from nlp.corpus.stores import Store
from nlp.schema import Extraction

MOST_REFERENCES = 3  # shown of a claim, the nearest first

_MIN_COVERED = 0.6  # of what a table counts that the claim has, as a share of stems
_MIN_SIMILAR = 0.45  # of two claims, as a share of stems
_CHANGES = cut_stems(
    ["change", "increase", "decrease", "growth", "drop", "rise", "fall", "decline"]
)

Row = dict[str, Any]


class Checker:
    """References by the stems that they have."""

    def __init__(self, references: Sequence[Reference]) -> None:
        """Index references."""
        self.references = references
        self._with: dict[str, list[int]] = defaultdict(list)
        for number, reference in enumerate(references):
            for stem in sorted(reference.stems):
                self._with[stem].append(number)

    def find_evidence(
        self, statement: Statement, named: frozenset[str] = frozenset()
    ) -> list[Row]:
        """Return the nearest references of a claim, with its numbers compared.

        Args:
            statement: Of a claim.
            named: Stems of all places that its document names. A reference's place
                must be among them where the claim itself names none.

        Returns:
            At most `MOST_REFERENCES`, the nearest first; those of the same place and
            time before others.
        """
        shared = Counter(
            number for stem in statement.stems for number in self._with.get(stem, ())
        )
        found = []
        for number in sorted(shared):
            reference = self.references[number]
            row = (
                _hold_to_review(statement, reference)
                if reference.statements
                else _hold_to_fact(statement, reference, named)
            )
            if row is not None:
                found.append(row)
        found.sort(key=_rank)
        return found[:MOST_REFERENCES]


def _rank(row: Row) -> tuple[bool, bool, bool, float]:
    return (
        row["same_place"] is False,
        row["same_date"] is False,
        row["same_place"] is None or row["same_date"] is None,
        -row["similarity"],
    )


def _hold_to_fact(
    statement: Statement, reference: Reference, named: frozenset[str]
) -> Row | None:
    """Hold a claim against a row of a table; None if it is about something else."""
    if not reference.stems or reference.value is None:
        return None
    # The place may stand in what is counted too: "people in Ohio jails".
    what = reference.stems - reference.place_stems or reference.stems
    covered = len(what & statement.stems) / len(what)
    if covered < _MIN_COVERED:
        return None
    same_place = _has_place(statement, reference)
    if same_place is False or (same_place is None and reference.place_stems - named):
        return None
    comparisons = [
        _write_comparison(
            amount, reference.value, compare_value(amount.bounds, reference.value)
        )
        for amount in _choose_amounts(statement, reference)
    ]
    if not comparisons:
        return None
    return {
        "reference": dict(reference.shown),
        "similarity": round(covered, 3),
        "same_place": same_place,
        "same_date": _has_date(statement, reference),
        "comparisons": comparisons,
    }


def _choose_amounts(statement: Statement, reference: Reference) -> list[Amount]:
    """Return the figures that count what a reference counts, else those that may."""
    amounts = [
        amount
        for amount in statement.amounts
        if amount.measure == reference.measure
        and not _is_only_change(amount, reference)
        and not _is_only_part(amount, reference)
    ]
    counting = [a for a in amounts if a.counted & reference.stems]
    return counting or [amount for amount in amounts if not amount.counted]


def _is_only_part(amount: Amount, reference: Reference) -> bool:
    """Whether a reference counts the whole that a figure is a part of."""
    shared = len(amount.whole & reference.stems)
    return shared >= _MIN_COVERED * len(reference.stems)


def _is_only_change(amount: Amount, reference: Reference) -> bool:
    """Whether it says how far, not how high: "fell 5 percent"."""
    is_change = amount.change is not None and amount.measure == "share"
    return is_change and not _CHANGES & reference.stems


def _has_place(statement: Statement, reference: Reference) -> bool | None:
    """Whether a claim is about a reference's place; None where one names none."""
    if not reference.place_stems:
        return None
    if reference.place_stems <= statement.stems:
        return True
    return False if statement.places else None


def _has_date(statement: Statement, reference: Reference) -> bool | None:
    """Whether a claim is about a reference's time; None where one tells none."""
    if reference.period is None or not statement.periods:
        return None
    start, end = reference.period
    return any(first <= end and start <= last for first, last in statement.periods)


def _hold_to_review(statement: Statement, reference: Reference) -> Row | None:
    """Hold a claim against one that somebody has reviewed."""
    other = max(
        reference.statements,
        key=lambda one: measure_overlap(one.stems, statement.stems),
    )
    similarity = measure_overlap(other.stems, statement.stems)
    if similarity < _MIN_SIMILAR:
        return None
    periods = statement.periods and other.periods
    same_date = None
    if periods:
        same_date = any(
            a[0] <= b[1] and b[0] <= a[1]
            for a in statement.periods
            for b in other.periods
        )
    places = statement.places and other.places
    same_place = bool(statement.places & other.places) if places else None
    comparisons = [
        _write_comparison(
            mine, theirs.bounds.centre, compare_value(mine.bounds, theirs.bounds.centre)
        )
        for mine in statement.amounts
        for theirs in other.amounts
        if mine.measure == theirs.measure and theirs.bounds.centre is not None
    ]
    return {
        "reference": dict(reference.shown),
        "similarity": round(similarity, 3),
        "same_place": same_place,
        "same_date": same_date,
        "comparisons": comparisons,
    }


def _write_comparison(amount: Amount, value: float, found: Comparison) -> Row:
    factor = None if found.factor is None else round(found.factor, 2)
    return {
        "figure": amount.id,
        "text": amount.text,
        "claimed": amount.bounds.centre,
        "reference_value": value,
        "relation": found.relation,
        "factor": factor,
        "difference": found.difference,
        "in_words": _say(amount, value, found),
    }


def _say(amount: Amount, value: float, found: Comparison) -> str:
    told = f"“{amount.text}” against {_write_number(value)}"
    if found.relation == "equal":
        return f"{told}: equal"
    if found.relation == "inside":
        return f"{told}: within what the words leave open"
    if found.factor is not None and found.factor >= 1.5:
        return f"{told}: outside, by a factor of {found.factor:.3g}"
    way = "more" if found.difference > 0 else "less"
    return f"{told}: outside, {_write_number(abs(found.difference))} {way}"


def _write_number(value: float) -> str:
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"


def write_evidence(
    extractions: Iterable[Extraction], checker: Checker, out: str | Path
) -> list[Row]:
    """Write `evidence.jsonl` into a run's folder.

    Args:
        extractions: Of the run, in order.
        checker: The references.
        out: The run's folder or URL.

    Returns:
        The rows written: one for each claim that references speak to.
    """
    rows = []
    with Store(out).write(EVIDENCE) as file:
        for extraction in extractions:
            names = (e.text for e in extraction.entities if e.jurisdiction is not None)
            named = cut_stems(split_words(" ".join(names)))
            for statement in read_statements(extraction, 0):
                evidence = checker.find_evidence(statement, named)
                if evidence:
                    row = {
                        **describe_document(extraction.document),
                        "claim": statement.claim,
                        "text": statement.text,
                        "evidence": evidence,
                    }
                    rows.append(row)
                    file.write(orjson.dumps(row) + b"\n")
    return rows
