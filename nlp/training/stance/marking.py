"""Passages of labelled rows as the classifier reads them, marked by the pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.language import Language

from nlp.annotations import get_records
from nlp.components.stances.masking import find_marks, mask_passage
from nlp.schema import Entity
from nlp.training.stance.rows import StanceRow

# What finds no governments is not run.
_UNUSED = ("figures", "attributions", "stances", "checkworthiness", "claims")


def find_entities(
    nlp: Language, passages: Iterable[str]
) -> dict[str, tuple[Entity, ...]]:
    """Return the mentions in each passage, by the pipeline's own components."""
    wanted = list(dict.fromkeys(passages))
    unused = [name for name in nlp.pipe_names if name in _UNUSED]
    with nlp.select_pipes(disable=unused):
        return {
            passage: tuple(get_records(doc, Entity))
            for passage, doc in zip(wanted, nlp.pipe(wanted), strict=True)
        }


def mask_rows(nlp: Language, rows: Sequence[StanceRow]) -> list[str]:
    """Return the masked passage of each row, in order."""
    entities = find_entities(nlp, (row.passage for row in rows))
    return [mask_row(row, entities[row.passage]) for row in rows]


def mask_row(row: StanceRow, entities: Sequence[Entity]) -> str:
    """Return a row's passage with its holder and all names replaced."""
    holder = (row.start_char, row.end_char)
    marks = find_marks(row.passage, entities, holder)
    return mask_passage(row.passage, marks, 0, len(row.passage))
