"""Claims that say the same and claims in conflict, against `corpora/claim-pairs`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal

from pydantic import Field
from spacy.language import Language

from nlp.comparison.relations import relate
from nlp.comparison.similarity import Similarity
from nlp.comparison.statements import Statement, read_statements
from nlp.errors import InputError
from nlp.extraction import extract_documents
from nlp.ingest import build_document
from nlp.schema import Record
from nlp.training.scoring import Score
from nlp.training.scoring.forms import read_form

Relation = Literal["same", "conflict", "different"]


class ClaimPair(Record):
    """Two sentences, and what the one claims to what the other claims."""

    id: str
    split: Literal["dev", "test"]
    relation: Relation
    first: str = Field(min_length=1)
    second: str = Field(min_length=1)
    published: str


def score_claim_pairs(
    nlp: Language, gold: Path, split: str | None = None
) -> dict[str, Score]:
    """Score which pairs of texts are found to say the same, and to be in conflict.

    Args:
        nlp: A pipeline of `nlp.pipeline.load`.
        gold: JSON Lines of the form of `corpora/claim-pairs`.
        split: "dev" or "test"; both by default.

    Raises:
        InputError: The file cannot be read or a row breaks the form.
    """
    pairs = read_form(gold, ClaimPair, like="corpora/claim-pairs/README.md")
    texts = [(text, p.published) for p in pairs for text in (p.first, p.second)]
    documents = (build_document(text, published=day) for text, day in texts)
    read = [
        list(read_statements(extraction, number))
        for number, extraction in enumerate(extract_documents(nlp, documents))
    ]
    similarity = Similarity(statement for found in read for statement in found)
    counts: Counter[tuple[Relation, Relation]] = Counter()
    for pair, first, second in zip(pairs, read[::2], read[1::2], strict=True):
        if split in (None, pair.split):
            counts[pair.relation, _find_relation(first, second, similarity)] += 1
    if not counts:
        raise InputError(f"split must be dev or test, got {split!r}.")
    names: tuple[Relation, ...] = ("same", "conflict")
    return {
        name: Score(
            counts[name, name],
            sum(n for (_, found), n in counts.items() if found == name),
            sum(n for (wanted, _), n in counts.items() if wanted == name),
        )
        for name in names
    }


def _find_relation(
    first: list[Statement], second: list[Statement], similarity: Similarity
) -> Relation:
    found = (relate(one, other, similarity) for one in first for other in second)
    return next((relation.kind for relation in found if relation), "different")
