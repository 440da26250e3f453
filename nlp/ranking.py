"""The order in which a fact-checker should look at claims."""

from __future__ import annotations

import math
from typing import Protocol

from nlp.schema import Attribution, Claim, Extraction

# What a claim's score is made of; the weights add up to 1. Check-worthiness leads: the
# rest only orders claims that are about equally worth checking.
_WORTHINESS = 0.7
_SUBSTANCE = 0.15  # a figure or a stance in it, which tells what to look up
_SOURCE = 0.1  # a named source, whom one can ask
_RECURRENCE = 0.05  # seen in other documents too

# Nothing has been claimed yet where the text asks or says that it is not known.
_OPEN = frozenset({"questioned", "unknown"})
_OPEN_SHARE = 0.8

_SEEN_ENOUGH = 16  # documents; more of them make no difference


class Seen(Protocol):
    """In how many documents of the corpus a claim stands, by `claim_key`."""

    def get(self, key: str, default: int, /) -> int:
        """Return the number, or `default` for a claim that is not in it."""


def rank_claims(extraction: Extraction, *, seen: Seen | None = None) -> list[Claim]:
    """Order the claims of a document by what should be checked first.

    Args:
        extraction: One document's records.
        seen: In how many documents of the corpus each claim stands, by `claim_key`.

    Returns:
        All its claims, highest `score_claim` first, equal ones in text order.
    """
    attributions = {said.id: said for said in extraction.attributions}

    def read_score(claim: Claim) -> float:
        said = attributions.get(claim.attribution or "")
        n_seen = 1 if seen is None else seen.get(claim_key(claim), 1)
        return score_claim(claim, said, n_seen=n_seen)

    return sorted(extraction.claims, key=read_score, reverse=True)


def score_claim(
    claim: Claim, attribution: Attribution | None = None, *, n_seen: int = 1
) -> float:
    """Score how soon a claim should be checked, in [0, 1].

    Check-worthiness counts 0.7; a figure or a stance 0.15, half for one of them; a
    named source 0.1; recurrence up to 0.05. The sum is weighed by the confidence that
    this is one whole claim, and cut by a fifth for what is asked or unknown.

    Args:
        claim: The claim.
        attribution: The attribution it stands in, if any.
        n_seen: In how many documents the claim stands.
    """
    substance = (bool(claim.figures) + bool(claim.stances)) / 2
    recurrence = min(math.log(max(n_seen, 1), _SEEN_ENOUGH), 1.0)
    score = (
        _WORTHINESS * claim.check_worthiness
        + _SUBSTANCE * substance
        + _SOURCE * has_named_source(attribution)
        + _RECURRENCE * recurrence
    )
    open_share = _OPEN_SHARE if claim.modality in _OPEN else 1.0
    return score * claim.confidence * open_share


def has_named_source(attribution: Attribution | None) -> bool:
    """Whether the speaker is somebody in particular: a name or a known entity."""
    source = None if attribution is None else attribution.source
    return source is not None and (source.entity is not None or source.name is not None)


def claim_key(claim: Claim) -> str:
    """Return what two wordings of a claim share, to count it over a corpus.

    Case, punctuation and spacing do not matter: "Taxes rose 3%." and "taxes rose 3%"
    are one claim.
    """
    words = "".join(
        char if char.isalnum() or char in "%$€£" else " "
        for char in claim.standalone.casefold()
    )
    return " ".join(words.split())
