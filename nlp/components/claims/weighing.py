"""Two numbers of a claim: whether it is worth checking, and whether it is whole."""

from __future__ import annotations

from spacy.tokens import Doc

from nlp.components._syntax import find_subject
from nlp.components.claims.clauses import Clause, Facts
from nlp.schema import ClaimKind, Modality, TextSpan

# What a clause keeps of its sentence's score when everything checkable stands in the
# other clauses.
_BARE_SHARE = 0.5
_LONG = 60  # words; a longer clause is rarely one statement


def weigh_worthiness(
    doc: Doc,
    clause: Clause,
    facts: Facts,
    kinds: tuple[ClaimKind, ...],
    modality: Modality,
) -> float:
    """Return the check-worthiness of a clause.

    It is the sentence's score as the `checkworthiness` component wrote it, or 0.0
    where that component has not run. A part of a sentence keeps half of it when it
    has no figure, name, date or stance of its own and is of no kind either, and so does
    what the writer only holds possible ("totals may vary").
    """
    scores = doc._.checkworthiness
    score = float(scores[clause.sentence]) if clause.sentence < len(scores) else 0.0
    certain = facts.figures or facts.dates or facts.stances or kinds
    checkable = certain or facts.entities
    if modality == "hedged" and clause.attribution is None and not certain:
        score *= _BARE_SHARE
    if clause.form not in {"sentence", "content"} and not checkable:
        score *= _BARE_SHARE
    return round(min(max(score, 0.0), 1.0), 4)


def weigh_confidence(
    clause: Clause, text: str, subject: TextSpan | None, predicate: TextSpan | None
) -> float:
    """Return how sure it is that the clause is one whole claim.

    A whole sentence with subject and predicate has 0.95. Taken off: 0.05 for a part
    with its own subject, 0.15 for one that shares its subject or its verb,
    0.25 for one without a subject, 0.15 for more than 60 words, 0.1 for a semicolon
    inside. Without a parse it is 0.5.
    """
    if clause.root is None or predicate is None:
        return 0.5
    score = 0.95
    if clause.form in {"absolute", "relative", "item"} or (
        clause.form == "conjunct" and subject is not None and _is_shared(clause)
    ):
        score -= 0.15
    elif clause.form in {"conjunct", "contrast"}:
        score -= 0.05
    if subject is None:
        score -= 0.25
    if clause.end - clause.start > _LONG:
        score -= 0.15
    if ";" in text:
        score -= 0.1
    return round(score, 2)


def _is_shared(clause: Clause) -> bool:

    return clause.root is not None and find_subject(clause.root) is None
