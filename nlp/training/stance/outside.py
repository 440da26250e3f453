"""Checks from outside: names swapped in the text, and somebody else's data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language

from nlp.classifier import PairClassifier
from nlp.components.stances.catalogue import Catalogue
from nlp.components.stances.deciding import OPPOSE, SUPPORT, choose_all
from nlp.training.scoring import read_rows
from nlp.training.stance.examples import build_examples
from nlp.training.stance.marking import mask_rows
from nlp.training.stance.rows import StanceRow

# States of one word, far apart in size, place and leaning when the order is turned.
STATES = (
    *("Alabama", "Vermont", "Texas", "Oregon", "Utah", "Illinois", "Idaho", "Maryland"),
    *("Kansas", "Colorado", "Ohio", "Minnesota", "Nebraska", "Hawaii", "Wyoming"),
    *("Connecticut", "Montana", "Delaware", "Iowa", "Maine", "Indiana", "Nevada"),
    *("Kentucky", "California", "Tennessee", "Massachusetts", "Arkansas", "Michigan"),
    *("Florida", "Wisconsin", "Louisiana", "Pennsylvania", "Oklahoma", "Arizona"),
)
_NEXT = dict(zip(STATES, (*STATES[1:], STATES[0]), strict=True))
_STATE = re.compile(rf"\b(?:{'|'.join(STATES)})\b")
_BODIES = frozenset({"GPE", "ORG", "Place", "Organization", "Country", "State"})


def swap_states(row: StanceRow) -> StanceRow | None:
    """Return the row with every state replaced by another; None without any."""
    if not _STATE.search(row.passage):
        return None

    def turn(text: str) -> str:
        return _STATE.sub(lambda found: _NEXT[found[0]], text)

    before = turn(row.passage[: row.start_char])
    holder = turn(row.holder)
    after = turn(row.passage[row.end_char :])
    start = len(before)
    return replace(
        row,
        passage=before + holder + after,
        start_char=start,
        end_char=start + len(holder),
    )


def score_swaps(
    nlp: Language,
    rows: Sequence[StanceRow],
    classifier: PairClassifier,
    catalogue: Catalogue,
) -> dict[str, Any]:
    """Return how often a label stays when all states in the text are swapped.

    The whole pipeline reads the swapped text anew, so this also tells how often a name
    moves the parse or is not recognised as one.
    """
    swapped = [(row, other) for row in rows if (other := swap_states(row)) is not None]
    told = {issue.id: issue.proposition for issue in catalogue.issues.values()}
    labels, inputs = [], []
    for side in zip(*swapped, strict=True):
        examples = build_examples(side, mask_rows(nlp, side, catalogue), told)
        pairs = [(example.passage, example.proposition) for example in examples]
        issues = [row.issue for row in side]
        scores = classifier.predict_proba(pairs)
        labels.append(choose_all(scores, issues, classifier.config))
        inputs.append(pairs)
    same = sum(one == two for one, two in zip(*inputs, strict=True)) if inputs else 0
    return {
        "n_rows": len(swapped),
        "same_input": round(same / max(1, len(swapped)), 4),
        "same_label": round(float(np.mean(labels[0] == labels[1])), 4)
        if labels
        else 1.0,
    }


def score_seesaw(
    nlp: Language, path: Path, classifier: PairClassifier, catalogue: Catalogue
) -> dict[str, Any]:
    """Score on SEESAW: is a government or organisation for or against a target?

    The target becomes the proposition that it should be supported; of the labels only
    the likelier side counts, since every row has one.
    """
    rows, propositions, gold = [], [], []
    for given in read_rows(path):
        sentence, source = given["sentence"], given["source"]
        at = sentence.find(source)
        if given["source_type"] not in _BODIES or at < 0:
            continue
        rows.append(StanceRow(sentence, at, at + len(source), "", "none"))
        propositions.append(f"{given['target']} should be supported.")
        gold.append(SUPPORT if given["label"] == "POS" else OPPOSE)
    masked = mask_rows(nlp, rows, catalogue)
    scores = classifier.predict_proba(list(zip(masked, propositions, strict=True)))
    found = np.where(scores[:, SUPPORT] >= scores[:, OPPOSE], SUPPORT, OPPOSE)
    right = found == np.array(gold)
    most = max(np.mean(np.array(gold) == side) for side in (SUPPORT, OPPOSE))
    return {
        "n_rows": len(rows),
        "accuracy": round(float(right.mean()), 4),
        "majority": round(float(most), 4),
    }
