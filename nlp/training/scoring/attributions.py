"""Attributions against a gold set of source, cue and content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching
from spacy.language import Language
from spacy.tokens import Doc

from nlp.annotations import get_records
from nlp.schema import Attribution
from nlp.training.scoring import Score, read_rows, write_rows
from nlp.training.scoring.forms import AttributionsRow, read_form

Stretch = tuple[int, int]
Said = tuple[list[Stretch], list[Stretch]]  # source, content


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Read gold documents, the first annotator's reading of each.

    Args:
        path: JSON Lines with `doc`, `text` and `attributions`, whose `source`, `cue`
            and `content` are lists of [start, end, text].

    Raises:
        InputError: The file is missing, or a row breaks the form.
    """
    read_form(path, AttributionsRow, like="the form of PolNeAR")
    first: dict[str, dict[str, Any]] = {}
    for row in read_rows(path):
        first.setdefault(row["doc"], row)
    return list(first.values())


def _n_shared(first: Sequence[Stretch], second: Sequence[Stretch]) -> int:
    return sum(
        max(0, min(end, other_end) - max(start, other_start))
        for start, end in first
        for other_start, other_end in second
    )


def _length(stretches: Sequence[Stretch]) -> int:
    return sum(end - start for start, end in stretches)


def is_same(gold: Said, predicted: Said) -> bool:
    """Whether the sources overlap, and the contents by enough.

    Enough is half of the shorter content and a quarter of the longer.
    """
    shared = _n_shared(gold[1], predicted[1])
    lengths = sorted((_length(gold[1]), _length(predicted[1])))
    enough = shared >= 0.5 * lengths[0] and shared >= 0.25 * lengths[1]
    return shared > 0 and enough and _n_shared(gold[0], predicted[0]) > 0


def count_found(gold: Sequence[Said], predicted: Sequence[Said]) -> int:
    """Count the gold attributions found, each by a prediction of its own."""
    if not gold or not predicted:
        return 0
    same = [[is_same(one, other) for other in predicted] for one in gold]
    matched = maximum_bipartite_matching(csr_array(np.array(same)), perm_type="column")
    return int((matched >= 0).sum())


def _read_said(row: dict[str, Any]) -> list[Said]:
    said = []
    for attribution in row["attributions"]:
        source, content = (
            [(start, end) for start, end, _ in attribution[part] or ()]
            for part in ("source", "content")
        )
        if source and content:
            said.append((source, content))
    return said


def build_row(doc: Doc) -> dict[str, Any]:
    """Return the attributions of a processed document in the form of the gold."""
    rows = []
    for record in get_records(doc, Attribution):
        row: dict[str, list[list[Any]]] = {}
        for part in ("source", "cue", "content"):
            span = getattr(record, part)
            row[part] = (
                [] if span is None else [[span.start_char, span.end_char, span.text]]
            )
        rows.append(row)
    return {"text": doc.text, "attributions": rows}


def score_rows(
    gold: Iterable[dict[str, Any]], predicted: Iterable[dict[str, Any]]
) -> Score:
    """Score predictions in the gold's form and order; see `score_attributions`."""
    n_right = n_predicted = n_gold = 0
    for gold_row, row in zip(gold, predicted, strict=True):
        wanted, found = _read_said(gold_row), _read_said(row)
        n_right += count_found(wanted, found)
        n_predicted += len(found)
        n_gold += len(wanted)
    return Score(n_right, n_predicted, n_gold)


def score_attributions(
    nlp: Language, gold_path: Path, *, predictions_out: Path | None = None
) -> dict[str, Score]:
    """Score who-says-what against gold such as PolNeAR's.

    A gold attribution with source and content is found when a predicted content
    overlaps its content by half of the shorter and a quarter of the longer, and the
    predicted source overlaps its source; one to one. Documents read by several
    annotators count once, by the first of them.

    Args:
        nlp: A pipeline with `attributions` in it.
        gold_path: JSON Lines, plain or gzipped, as `read_gold` takes it.
        predictions_out: Where to write the predictions, in the gold's form and order.

    Returns:
        The score under the key "source and content".

    Raises:
        InputError: The file is missing, or a line is no JSON object.

    Source: the measure is near that of GenderGapTracker (Asr et al. 2021).
    """
    gold = read_gold(gold_path)
    docs = nlp.pipe(row["text"] for row in gold)
    predicted = [build_row(doc) for doc in docs]
    if predictions_out is not None:
        write_rows(
            predictions_out,
            (
                {"doc": row["doc"], **found}
                for row, found in zip(gold, predicted, strict=True)
            ),
        )
    return {"source and content": score_rows(gold, predicted)}
