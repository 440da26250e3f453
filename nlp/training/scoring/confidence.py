"""How often is a record right that says how sure it is? Against `corpora/gold`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from spacy.language import Language

from nlp.extraction import extract_documents
from nlp.schema import Claim, Stance
from nlp.training.scoring.gold import (
    build_document,
    first_of_each,
    is_right_stance,
    n_shared,
    pair,
)
from nlp.training.scoring.passages import GoldClaim, Passage, read_passages

N_BINS = 5  # few, since a split of the gold has some hundreds of records
WORTHY = 0.5


@dataclass(frozen=True, slots=True)
class Bin:
    """Records that are about equally sure."""

    n_records: int
    confidence: float  # mean of what they say
    right: float  # share that is right


def score_confidence(
    nlp: Language, gold_path: Path, split: str | None = None
) -> dict[str, list[Bin]]:
    """Hold the scores that records carry against gold passages.

    Args:
        nlp: A pipeline of `nlp.pipeline.load`.
        gold_path: JSON Lines of the form of `corpora/gold`.
        split: "dev" or "test"; both by default.

    Returns:
        Bins of equally many records by what they say, a list a score:
        `stances[].confidence` (right: holder, issue and position are those of a gold
        stance) and `claims[].check_worthiness` (right: the claim covers an anchor
        that is worth checking; claims without an anchor do not count).

    Raises:
        InputError: The file cannot be read or a row breaks the form.
    """
    passages = read_passages(gold_path, split)
    found: dict[str, list[tuple[float, bool]]] = {
        "stances[].confidence": [],
        "claims[].check_worthiness": [],
    }
    extractions = extract_documents(nlp, map(build_document, passages))
    for passage, extraction in zip(passages, extractions, strict=True):
        stances = judge_stances(passage, extraction.stances)
        found["stances[].confidence"] += stances
        worths = _judge_worths(passage.claims, extraction.claims)
        found["claims[].check_worthiness"] += worths
    return {name: build_bins(pairs) for name, pairs in found.items()}


def judge_stances(
    passage: Passage, stances: Sequence[Stance]
) -> list[tuple[float, bool]]:
    """Return how sure each counted stance is and whether it is right.

    A stance that the gold calls optional counts as neither.
    """
    counted = first_of_each(stances, with_issue=True)
    pairs = pair(passage.stances, counted, is_right_stance)
    gold = {id(stance): one for one, stance in pairs}
    return [
        (stance.confidence, id(stance) in gold)
        for stance in counted
        if not (id(stance) in gold and gold[id(stance)].optional)
    ]


def _judge_worths(
    anchors: Sequence[GoldClaim], claims: Sequence[Claim]
) -> Iterator[tuple[float, bool]]:
    for anchor in anchors:
        if anchor.check_worthy is None:
            continue
        claim = max(claims, key=lambda one: n_shared(anchor, one), default=None)
        if claim is not None and n_shared(anchor, claim):
            yield claim.check_worthiness, anchor.check_worthy


def build_bins(pairs: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Sort records by what they say into bins of equally many."""
    ordered = sorted(pairs, key=lambda one: one[0])
    parts = np.array_split(np.asarray(ordered, dtype=np.float64).reshape(-1, 2), N_BINS)
    return [
        Bin(len(part), float(part[:, 0].mean()), float(part[:, 1].mean()))
        for part in parts
        if len(part)
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean gap, by records."""
    n_all = sum(one.n_records for one in bins)
    gaps = (one.n_records * abs(one.confidence - one.right) for one in bins)
    return sum(gaps) / n_all if n_all else 0.0
