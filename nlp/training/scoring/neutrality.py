"""Does a name, a loaded word or the order of sentences change what is found?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Any

from spacy.language import Language

from nlp.annotations import get_records
from nlp.components.stances.deciding import LABELS, NONE
from nlp.errors import InputError
from nlp.extraction import annotate
from nlp.ingest import build_document
from nlp.lexicons import read_toml
from nlp.schema import Claim, Entity, Jurisdiction, Stance
from nlp.training.scoring import read_rows
from nlp.training.stance.evaluating import Labels, Questions

TOLERANCE = 0.02  # of check-worthiness
MAX_EXCESS = 0.05  # of a group's error rate over that of all
ORDER = "sentence order"
_SLOT = re.compile(r"\{(\w+)\}")
_Z = 1.96  # of a 95 % interval


@dataclass(frozen=True, slots=True)
class Reading:
    """What must not depend on names, of one text."""

    stances: tuple[tuple[str, ...], ...]
    modalities: tuple[str, ...]
    worths: tuple[float, ...]


@dataclass(slots=True)
class SwapScore:
    """How many variants of passages were read like the others of their passage."""

    n_variants: int = 0
    n_stance: int = 0
    n_modality: int = 0
    n_worth: int = 0
    changed: list[str] = field(default_factory=list)  # one line a variant that differs


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """Wrong labels in a group of rows."""

    n_wrong: int
    n_rows: int

    @property
    def rate(self) -> float:
        """Share of the rows that are wrong."""
        return self.n_wrong / self.n_rows if self.n_rows else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the rate; rows count as independent."""
        if not self.n_rows:
            return 0.0, 1.0
        n, z2 = self.n_rows, _Z * _Z
        middle = (self.rate + z2 / (2 * n)) / (1 + z2 / n)
        spread = (self.rate * (1 - self.rate) / n + z2 / (4 * n * n)) ** 0.5
        half = _Z * spread / (1 + z2 / n)
        return max(0.0, middle - half), min(1.0, middle + half)


def score_swaps(nlp: Language, folder: Path) -> dict[str, SwapScore]:
    """Read each passage with every filler of its slots.

    Args:
        nlp: The whole pipeline.
        folder: Of `passages.jsonl` and `swaps.toml`, as corpora/neutrality.

    Returns:
        A score for each kind of swap. Of the variants of a passage, what most of them
        give counts as unchanged.

    Raises:
        InputError: A file cannot be read, or a slot has no fillers.
    """
    fillers = read_toml(folder / "swaps.toml")
    scores: dict[str, SwapScore] = defaultdict(SwapScore)
    for row in read_rows(folder / "passages.jsonl"):
        kind, variants = _vary(row, fillers)
        readings = {name: read_text(nlp, text) for name, text in variants.items()}
        _count(scores[kind], str(row["id"]), readings)
    return dict(scores)


def _vary(
    row: Mapping[str, Any], fillers: Mapping[str, Any]
) -> tuple[str, dict[str, str]]:
    """Return the kind of swap, and the text of each variant."""
    text = row["text"]
    slots = set(_SLOT.findall(text))
    if row.get("shuffle"):
        parts = text.split("\n\n")
        orders = permutations(range(len(parts)))
        return ORDER, {str(at): "\n\n".join(parts[i] for i in at) for at in orders}
    for kind, given in fillers.items():
        if kind == "leaning":
            continue
        values = [one if isinstance(one, dict) else {kind: one} for one in given]
        if slots and slots <= values[0].keys():
            filled = {" ".join(one.values()): text.format(**one) for one in values}
            return kind, filled
    raise InputError(
        f"passage must have slots of one kind of swap, got {sorted(slots)} in"
        f" {row['id']}. Add fillers to swaps.toml."
    )


def read_text(nlp: Language, text: str) -> Reading:
    """Read what a swap must not change; sorted, so that order counts for nothing."""
    doc = annotate(nlp, build_document(text))
    claims = get_records(doc, Claim)
    stances = get_records(doc, Stance)
    return Reading(
        stances=tuple(sorted((s.issue or "", s.position) for s in stances)),
        modalities=tuple(sorted(claim.modality for claim in claims)),
        worths=tuple(sorted(claim.check_worthiness for claim in claims)),
    )


def _count(score: SwapScore, passage: str, readings: Mapping[str, Reading]) -> None:
    stances = Counter(r.stances for r in readings.values()).most_common(1)[0][0]
    modalities = Counter(r.modalities for r in readings.values()).most_common(1)[0][0]
    worths = Counter(r.worths for r in readings.values()).most_common(1)[0][0]
    for name, reading in readings.items():
        same = {
            "stance": reading.stances == stances,
            "modality": reading.modalities == modalities,
            "check-worthiness": _is_near(reading.worths, worths),
        }
        score.n_variants += 1
        score.n_stance += same["stance"]
        score.n_modality += same["modality"]
        score.n_worth += same["check-worthiness"]
        if not all(same.values()):
            parts = ", ".join(part for part, is_same in same.items() if not is_same)
            score.changed.append(f"{passage} with {name}: {parts}")


def _is_near(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= TOLERANCE for a, b in zip(one, other, strict=True)
    )


def score_errors(
    nlp: Language, questions: Questions, found: Labels, *, folder: Path, data: Path
) -> dict[str, dict[str, ErrorRate]]:
    """Count wrong stance labels by direction, issue, leaning and kind of document.

    Args:
        nlp: A pipeline that finds governments.
        questions: Labelled rows.
        found: The labels that a model gave them.
        folder: Of `swaps.toml`, which says how states vote.
        data: The file of the rows, for their genres.

    Returns:
        For each way of dividing the rows, the error rate of each group; the rows of
        leaning are those whose holder belongs to a state.
    """
    wrong = questions.gold != found
    genres = {str(row.get("id")): row.get("genre") for row in read_rows(data)}
    leanings = _read_leanings(folder)
    states = _find_states(nlp, questions)
    groups: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for at, (row, is_wrong) in enumerate(zip(questions.rows, wrong, strict=True)):
        groups["all"]["all"].append(bool(is_wrong))
        groups["direction"][row.label].append(bool(is_wrong))
        groups["issue"][row.issue].append(bool(is_wrong))
        if (leaning := leanings.get(states[at] or "")) is not None:
            groups["leaning"][leaning].append(bool(is_wrong))
        if genre := genres.get(row.id):
            groups["document"][str(genre)].append(bool(is_wrong))
    return {
        way: {
            name: ErrorRate(sum(errors), len(errors))
            for name, errors in sorted(parts.items())
        }
        for way, parts in groups.items()
    }


def count_directions(questions: Questions, found: Labels) -> dict[str, ErrorRate]:
    """Count stances that were turned round, which are worse than missed ones."""
    gold = [LABELS[label] for label in questions.gold]
    told = [LABELS[label] for label in found]
    pairs = list(zip(gold, told, strict=True))
    return {
        f"{one} read as {other}": ErrorRate(
            pairs.count((one, other)), max(1, gold.count(one))
        )
        for one, other in (
            ("support", "oppose"),
            ("oppose", "support"),
            ("support", LABELS[NONE]),
            ("oppose", LABELS[NONE]),
        )
    }


def _read_leanings(folder: Path) -> dict[str, str]:
    told: Mapping[str, str] = read_toml(folder / "swaps.toml")["leaning"]
    return {
        f"US-{code}": leaning
        for leaning, codes in told.items()
        for code in codes.split()
    }


def _find_states(nlp: Language, questions: Questions) -> list[str | None]:
    """Return the code of the state that each row's holder is or belongs to."""
    passages = list(dict.fromkeys(row.passage for row in questions.rows))
    mentions = {
        passage: get_records(doc, Entity)
        for passage, doc in zip(passages, nlp.pipe(passages), strict=True)
    }
    return [
        next(_iter_states(mentions[row.passage], row.start_char, row.end_char), None)
        for row in questions.rows
    ]


def _iter_states(entities: Sequence[Entity], start: int, end: int) -> Iterator[str]:
    for entity in entities:
        if entity.start_char < end and start < entity.end_char:
            where: Jurisdiction | None = entity.jurisdiction
            codes = () if where is None else (where.code or "", *where.parents)
            yield from (code for code in codes if re.fullmatch(r"US-[A-Z]{2}", code))
