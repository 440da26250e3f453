"""Claim records against gold: `corpora/gold`, or sentences in NewsClaims' form.

The claims that `corpora/gold` labels are a choice, so what is found beside them is
neither right nor wrong; NewsClaims labels claims on four questions about Covid-19.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel
from spacy.language import Language

from nlp.extraction import extract_documents
from nlp.ingest import build_document
from nlp.schema import Claim, Extraction, TextSpan
from nlp.training.scoring import Score, read_rows
from nlp.training.scoring.attributions import is_same
from nlp.training.scoring.forms import read_form
from nlp.training.scoring.gold import n_shared, pair, score_claim_labels
from nlp.training.scoring.passages import GoldClaim, read_passages

_WORTH = 0.5
_COVERED = 0.9  # of an anchor; the article before it may be missing
_WORD = re.compile(r"\w{2,}")

Scores = Mapping[str, Score]


class _Sentence(BaseModel):
    sentence: str
    claimer: str = ""
    claimer_in_sentence: bool = False
    claim_span: tuple[int, int] | None = None


class NewsClaimsRow(BaseModel):
    """A document with sentences that make claims, as in NewsClaims."""

    claims: list[_Sentence]


def score_claims(nlp: Language, gold: Path, split: str | None = None) -> Scores:
    """Score claim records.

    Args:
        nlp: A pipeline of `nlp.pipeline.load`.
        gold: JSON Lines of the form of `corpora/gold`, or of NewsClaims.
        split: For `corpora/gold`: only "dev" or "test"; both by default.

    Returns:
        For `corpora/gold`: anchors (an anchor is found where a claim covers nine
        tenths of it, and right where that claim covers no other), kinds, each kind,
        modality, check-worthiness at 0.5. For NewsClaims: check-worthy sentences,
        where all gold sentences should be, spans of claims, and claimers that the
        sentence names.

    Raises:
        InputError: The file cannot be read or a row breaks the form.
    """
    if any("doc" in row for row in read_rows(gold)[:1]):
        rows = read_form(gold, NewsClaimsRow, like="the form of NewsClaims")
        return _score_sentences(nlp, [one for row in rows for one in row.claims])
    passages = read_passages(gold, split)
    documents = (build_document(p.text, published=p.published) for p in passages)
    total: dict[str, Score] = {}
    for passage, found in zip(passages, extract_documents(nlp, documents), strict=True):
        for name, score in _score_passage(passage.claims, found.claims):
            total[name] = total.get(name, Score(0, 0, 0)) + score
    return total


def _covers(anchor: TextSpan, claim: TextSpan) -> bool:
    length = anchor.end_char - anchor.start_char
    return n_shared(anchor, claim) >= _COVERED * length


def _score_passage(
    anchors: Sequence[GoldClaim], claims: Sequence[Claim]
) -> Iterator[tuple[str, Score]]:
    found = sum(any(_covers(anchor, claim) for claim in claims) for anchor in anchors)
    n_right = len(pair(anchors, claims, _covers))
    yield "anchors", Score(n_right, found, len(anchors))
    yield from _score_kinds(anchors, claims)
    yield from score_claim_labels(anchors, claims)


def _score_kinds(
    anchors: Sequence[GoldClaim], claims: Sequence[Claim]
) -> Iterator[tuple[str, Score]]:
    right: Counter[str] = Counter()
    told: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for anchor in anchors:
        claim = max(claims, key=lambda c: n_shared(anchor, c), default=None)
        kinds = set(claim.kinds) if claim and n_shared(anchor, claim) else set()
        right.update(kinds & set(anchor.kinds))
        told.update(kinds)
        wanted.update(anchor.kinds)
    yield "kinds", Score(right.total(), told.total(), wanted.total())
    for kind in (
        "statistic",
        "action",
        "position",
        "prediction",
        "pledge",
        "comparison",
    ):
        yield f"  {kind}", Score(right[kind], told[kind], wanted[kind])


def _score_sentences(nlp: Language, rows: Sequence[_Sentence]) -> Scores:
    documents = (build_document(row.sentence) for row in rows)
    counts: Counter[str] = Counter()
    for row, found in zip(rows, extract_documents(nlp, documents), strict=True):
        counts["worthy"] += any(c.check_worthiness >= _WORTH for c in found.claims)
        if row.claim_span is not None and found.document.text == row.sentence:
            counts["spans"] += 1
            counts["claims"] += bool(found.claims)
            counts["right spans"] += _has_span(row.claim_span, found)
        if row.claimer_in_sentence and row.claimer:
            sources = [a.source.text for a in found.attributions if a.source]
            counts["claimers"] += 1
            counts["sources"] += bool(sources)
            counts["right sources"] += any(
                _shares_word(row.claimer, s) for s in sources
            )
    n = len(rows)
    return {
        "check-worthy": Score(counts["worthy"], counts["worthy"], n),
        "spans": Score(counts["right spans"], counts["claims"], counts["spans"]),
        "claimers": Score(
            counts["right sources"], counts["sources"], counts["claimers"]
        ),
    }


def _has_span(span: tuple[int, int], found: Extraction) -> bool:
    """Whether a claim, or what an attribution says, overlaps a span by enough."""
    contents: list[TextSpan] = [*found.claims, *(a.content for a in found.attributions)]
    return any(
        is_same(([(0, 1)], [span]), ([(0, 1)], [(c.start_char, c.end_char)]))
        for c in contents
    )


def _shares_word(first: str, second: str) -> bool:
    words = [set(_WORD.findall(text.casefold())) for text in (first, second)]
    return bool(words[0] & words[1])
