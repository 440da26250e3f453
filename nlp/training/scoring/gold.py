"""Every kind of record against gold passages, such as `corpora/gold`.

Gold and predicted are paired one to one. What the gold calls optional is neither
missed nor wrong; a prediction that pairs with it does not count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching
from spacy.language import Language

from nlp.extraction import extract_documents
from nlp.schema import (
    Attribution,
    Claim,
    DateRef,
    Document,
    Entity,
    Extraction,
    Figure,
    Stance,
    TextSpan,
)
from nlp.training.scoring import Score
from nlp.training.scoring.attributions import Said, Stretch, is_same
from nlp.training.scoring.governments import is_same_government
from nlp.training.scoring.passages import (
    Direction,
    GoldAttribution,
    GoldClaim,
    GoldDate,
    GoldFigure,
    GoldMention,
    GoldStance,
    Passage,
    read_passages,
)

G = TypeVar("G")
P = TypeVar("P")
Scores = Iterator[tuple[str, Score]]
_TOLERANCE = 1e-5
# "the city", "The State": gold does not list all mentions that name no name.
_COMMON = re.compile(
    r"(?-i:(?:The|Its|Their|His|Her|This|That)?[^A-Z]*)"
    r"|(?:the\s)?(?:city|county|state|commonwealth|town|board|council|commission"
    r"|department|agency|district|union|legislature|government|governor|president"
    r"|mayor|sheriff)",
    re.IGNORECASE,
)
# Gold marks what is said, asked or thought; intentions ("agreed to pay") it leaves out.
_INTENTION = re.compile(r"to\s\w")


def score_gold(
    nlp: Language, gold_path: Path, split: str | None = None
) -> dict[str, Score]:
    """Score all records of a pipeline.

    Args:
        nlp: A pipeline of `nlp.pipeline.load`.
        gold_path: JSON Lines of the form of `corpora/gold`, plain or `.gz`.
        split: "dev" or "test"; both by default.

    Returns:
        A score a kind of record, in the order of the pipeline: figures (the span
        overlaps, value and bounds are equal), of these the ones with the right
        comparator and unit, links between figures, governments (the name overlaps),
        roles, dates (the span overlaps, both ends are equal), attributions (as in
        `scoring.attributions`), stances (holder, issue and position, each once a
        passage), stances whatever the issue, modality and check-worthiness (at 0.5) of
        the claim that covers most of an anchor.

    Raises:
        InputError: The file cannot be read or a row breaks the form.
    """
    passages = read_passages(gold_path, split)
    documents = (build_document(passage) for passage in passages)
    total: dict[str, Score] = {}
    extractions = extract_documents(nlp, documents)
    for passage, extraction in zip(passages, extractions, strict=True):
        for name, score in score_passage(passage, extraction):
            total[name] = total.get(name, Score(0, 0, 0)) + score
    return total


def build_document(passage: Passage) -> Document:
    """Return a passage as it stands, since its labels point at its characters."""
    return Document(
        id=passage.id,
        text=passage.text,
        published=passage.published,
        sha256=sha256(passage.text.encode()).hexdigest(),
    )


def score_passage(passage: Passage, found: Extraction) -> Scores:
    """Yield the scores of one passage by name, in a fixed order."""
    yield from _score_figures(passage.figures, found.figures)
    yield from _score_mentions(passage.jurisdictions, found.entities)
    yield "dates", _count(passage.dates, found.dates, _is_same_date)
    yield "attributions", _score_attributions(passage, found.attributions)
    yield from _score_stances(passage.stances, found.stances)
    yield from score_claim_labels(passage.claims, found.claims)


def pair(
    gold: Sequence[G], found: Sequence[P], is_pair: Callable[[G, P], bool]
) -> list[tuple[G, P]]:
    """Pair as many as possible, one to one."""
    if not gold or not found:
        return []
    table = np.array([[is_pair(one, other) for other in found] for one in gold])
    matched = maximum_bipartite_matching(csr_array(table), perm_type="column")
    return [(gold[i], found[int(k)]) for i, k in enumerate(matched) if k >= 0]


def _count(
    gold: Sequence[G], found: Sequence[P], is_pair: Callable[[G, P], bool]
) -> Score:
    required = [one for one in gold if not getattr(one, "optional", False)]
    n_right = len(pair(required, found, is_pair))
    n_paired = len(pair(gold, found, is_pair))
    return Score(n_right, len(found) - (n_paired - n_right), len(required))


def n_shared(first: TextSpan, second: TextSpan) -> int:
    """Count the characters that two stretches share."""
    end = min(first.end_char, second.end_char)
    return max(0, end - max(first.start_char, second.start_char))


def _is_equal(gold: float | None, found: float | None) -> bool:
    if gold is None or found is None:
        return gold is found
    return abs(gold - found) <= _TOLERANCE * max(abs(gold), abs(found))


def _is_same_figure(gold: GoldFigure, found: Figure) -> bool:
    if not n_shared(gold, found):
        return False
    if gold.optional:
        return True
    if gold.comparator == "approx" and gold.value is None:  # "thousands"
        if found.value is not None or None in (gold.low, found.low, found.high):
            return False
        return bool(found.low <= gold.high and gold.low <= found.high)  # type: ignore[operator]  # none is None
    same_bounds = gold.comparator != "range" or (
        _is_equal(gold.low, found.low) and _is_equal(gold.high, found.high)
    )
    is_unknown = (gold.comparator == "unknown") == (found.comparator == "unknown")
    has_bounds = gold.comparator == "range" or found.comparator != "range"
    same_value = gold.comparator == "range" or _is_equal(gold.value, found.value)
    return same_value and same_bounds and is_unknown and has_bounds


def _is_same_unit(gold: str | None, found: str | None) -> bool:
    if gold is None or found is None:
        return gold is None
    return gold.replace("metre", "meter") == found.replace("metre", "meter")


def _score_figures(gold: Sequence[GoldFigure], found: Sequence[Figure]) -> Scores:
    score = _count(gold, found, _is_same_figure)
    required = [figure for figure in gold if not figure.optional]
    pairs = pair(required, found, _is_same_figure)
    tests: dict[str, Callable[[GoldFigure, Figure], bool]] = {
        "comparator": lambda one, other: one.comparator == other.comparator,
        "unit": lambda one, other: _is_same_unit(one.unit, other.unit),
    }
    yield "figures", score
    for name, is_right in tests.items():
        n_right = sum(is_right(one, other) for one, other in pairs)
        yield f"figures+{name}", Score(n_right, score.n_predicted, score.n_gold)
    yield "figure links", _score_links(gold, found)


def _score_links(gold: Sequence[GoldFigure], found: Sequence[Figure]) -> Score:
    """Score which figure is part of which, or repeats it, by overlap of both."""
    by_text = {figure.text: figure for figure in gold}
    wanted = [
        (figure, by_text[text])
        for figure in gold
        for text in (figure.part_of, figure.same_as)
        if text in by_text
    ]
    by_id = {figure.id: figure for figure in found}
    linked = [
        (figure, by_id[target])
        for figure in found
        for target in (figure.part_of, figure.same_as)
        if target in by_id
    ]
    pairs = pair(wanted, linked, lambda one, other: all(map(n_shared, one, other)))
    return Score(len(pairs), len(linked), len(wanted))


def _means(gold: GoldMention, found: Entity) -> bool:
    """Whether a mention overlaps and means a government that is right."""
    if not n_shared(gold, found) or found.jurisdiction is None:
        return False
    where = found.jurisdiction
    governments = gold.governments
    return not governments or any(is_same_government(g, where) for g in governments)


def _score_mentions(gold: Sequence[GoldMention], entities: Sequence[Entity]) -> Scores:
    found = [entity for entity in entities if entity.jurisdiction is not None]
    counted = [
        entity
        for entity in found
        if not _COMMON.fullmatch(entity.text) or any(n_shared(g, entity) for g in gold)
    ]
    pairs = pair([one for one in gold if not one.optional], counted, _means)
    paired = {id(entity) for _, entity in pairs}
    # "Mayor Liu" and "San Jose" may both point at one marked name.
    once = [
        e for e in counted if id(e) in paired or not any(_means(g, e) for g in gold)
    ]
    n_gold = sum(not one.optional for one in gold)
    yield "governments", Score(len(pairs), len(once), n_gold)
    wanted = [one for one in gold if one.role is not None and not one.optional]
    best = [
        (one, max(found, key=lambda e: _nearness(one, e), default=None))
        for one in wanted
    ]
    roles = [
        (one.role, e.role) for one, e in best if e is not None and n_shared(one, e)
    ]
    n_told = sum(role is not None for _, role in roles)
    yield "roles", Score(sum(a == b for a, b in roles), n_told, len(wanted))


def _nearness(gold: TextSpan, found: TextSpan) -> tuple[int, int]:
    return n_shared(gold, found), found.start_char - found.end_char


def _is_same_date(gold: GoldDate, found: DateRef) -> bool:
    same = (gold.start, gold.end) == (found.start, found.end)
    return n_shared(gold, found) > 0 and (same or gold.optional)


def _stretch(span: TextSpan) -> Stretch:
    return span.start_char, span.end_char


def _score_attributions(passage: Passage, found: Sequence[Attribution]) -> Score:
    # A quotation that its cue splits is one attribution, of one or of several records.
    merged: dict[tuple[Stretch, Stretch | None], list[Stretch]] = {}
    for said in found:
        if said.source is not None:
            cue = None if said.cue is None else _stretch(said.cue)
            key = (_stretch(said.source), cue)
            merged.setdefault(key, []).append(_stretch(said.content))
    predicted: list[Said] = [([key[0]], content) for key, content in merged.items()]

    def is_found(gold: GoldAttribution, other: Said) -> bool:
        contents = [_stretch(part) for part in (gold.content, *gold.content_rest)]
        return is_same(([_stretch(gold.source)], contents), other)

    counted = [
        said
        for said in predicted
        if not _INTENTION.match(passage.text, said[1][0][0])
        or any(is_found(gold, said) for gold in passage.attributions)
    ]
    return _count(passage.attributions, counted, is_found)


def _holds(gold: GoldStance, found: Stance) -> bool:
    where = found.holder.jurisdiction
    if where is None:
        return False
    if is_same_government(gold.holder.jurisdiction, where):
        return True
    return n_shared(gold.holder, found.holder) > 0


def first_of_each(stances: Iterable[Stance], *, with_issue: bool) -> list[Stance]:
    """Return one stance a holder, position and, if asked, issue; governments only."""
    first: dict[object, Stance] = {}
    for stance in stances:
        if stance.holder.jurisdiction is not None:
            issue = stance.issue if with_issue else None
            key = (stance.holder.jurisdiction, stance.position, issue)
            first.setdefault(key, stance)
    return list(first.values())


def is_right_stance(one: GoldStance, other: Stance) -> bool:
    """Whether holder, issue and position are those of a gold stance."""
    if other.issue is None or not _holds(one, other):
        return False
    return Direction(issue=other.issue, position=other.position) in one.directions


def _score_stances(gold: Sequence[GoldStance], stances: Sequence[Stance]) -> Scores:
    def is_right_way(one: GoldStance, other: Stance) -> bool:
        positions = {direction.position for direction in one.directions}
        return _holds(one, other) and other.position in positions

    yield (
        "stances",
        _count(gold, first_of_each(stances, with_issue=True), is_right_stance),
    )
    # The required one of two that differ by issue stands for both.
    ranked = sorted(gold, key=lambda one: one.optional)
    once = {(one.holder.jurisdiction, one.position): one for one in reversed(ranked)}
    found = first_of_each(stances, with_issue=False)
    yield "stances, any issue", _count(list(once.values()), found, is_right_way)


def score_claim_labels(anchors: Sequence[GoldClaim], claims: Sequence[Claim]) -> Scores:
    """Yield the scores of modality and check-worthiness of one passage's claims.

    Each anchor is held against the claim that covers most of it.
    """
    counts: Counter[str] = Counter()
    for anchor in anchors:
        claim = max(claims, key=lambda c: _nearness(anchor, c), default=None)
        if claim is not None and not n_shared(anchor, claim):
            claim = None
        if anchor.modality is not None:
            counts["modality"] += 1
            counts["modality found"] += claim is not None
            counts["modality right"] += (
                claim is not None and claim.modality == anchor.modality
            )
        if anchor.check_worthy is not None:
            worthy = claim is not None and claim.check_worthiness >= 0.5
            counts["worthy"] += anchor.check_worthy
            counts["worthy found"] += worthy
            counts["worthy right"] += worthy and anchor.check_worthy
    for name, key in (("modality", "modality"), ("check-worthiness", "worthy")):
        yield (
            name,
            Score(counts[f"{key} right"], counts[f"{key} found"], counts[key]),
        )
