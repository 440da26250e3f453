"""Passages of labelled rows as the classifier reads them, marked by the pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.language import Language

from nlp.annotations import get_records
from nlp.components.stances.catalogue import Catalogue
from nlp.components.stances.cues import read_cues
from nlp.components.stances.hints import Hint, read_hints
from nlp.components.stances.masking import find_marks, mask_passage
from nlp.schema import Entity
from nlp.training.stance.rows import StanceRow

# What finds neither governments nor terms is not run.
_UNUSED = ("figures", "attributions", "stances", "checkworthiness", "claims")


@dataclass(frozen=True, slots=True)
class Marked:
    """What is known of a passage's words."""

    entities: tuple[Entity, ...]
    hints: tuple[Hint, ...]


def read_marks(
    nlp: Language, passages: Iterable[str], catalogue: Catalogue
) -> dict[str, Marked]:
    """Return mentions and hints of each passage, by the pipeline's own components."""
    wanted = list(dict.fromkeys(passages))
    unused = [name for name in nlp.pipe_names if name in _UNUSED]
    cues = read_cues()
    with nlp.select_pipes(disable=unused):
        return {
            passage: Marked(
                tuple(get_records(doc, Entity)), tuple(read_hints(doc, catalogue, cues))
            )
            for passage, doc in zip(wanted, nlp.pipe(wanted), strict=True)
        }


def mask_rows(
    nlp: Language, rows: Sequence[StanceRow], catalogue: Catalogue
) -> list[str]:
    """Return the masked passage of each row, in order."""
    marked = read_marks(nlp, (row.passage for row in rows), catalogue)
    return [mask_row(row, marked[row.passage]) for row in rows]


def mask_row(row: StanceRow, marked: Marked) -> str:
    """Return a row's passage with all names replaced and the issue's hints in it."""
    holder = (row.start_char, row.end_char)
    marks = find_marks(row.passage, marked.entities, holder)
    hints = [hint.mark for hint in marked.hints if hint.issue == row.issue]
    return mask_passage(row.passage, marks, 0, len(row.passage), hints)
