"""A standalone text in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from nlp.components.claims.clauses import Clause, Facts
from nlp.components.claims.edits import Edits
from nlp.components.claims.reading import Reading
from nlp.schema import Modality, TextSpan

_QUOTES = {"“": "”", '"': '"'}


def _found_first(at: int) -> float:
    """Sort the place of what `str.find` found before what it did not find."""
    return at if at >= 0 else float("inf")


@dataclass(slots=True)
class Draft:
    """A standalone text in the making."""

    reading: Reading
    clause: Clause
    facts: Facts
    modality: Modality
    front: str = ""  # what it takes from other clauses, once that is written
    edits: Edits = field(default_factory=Edits)
    named: set[str] = field(default_factory=set)  # entities already named in it

    @property
    def doc(self) -> Doc:
        """The document."""
        return self.reading.doc

    def protect_quotations(self, start_char: int, end_char: int) -> None:
        """Keep words between quotation marks from being edited."""
        at, text = start_char, self.reading.text
        while 0 <= at < end_char:
            opened = min(
                (text.find(mark, at, end_char) for mark in _QUOTES), key=_found_first
            )
            if opened < 0:
                return
            closed = text.find(_QUOTES[text[opened]], opened + 1, end_char)
            if closed < 0:
                return
            self.edits.kept.append((opened, closed))
            at = closed + 1

    def find_span(self, record: TextSpan) -> Span | None:
        """Return the tokens of a record."""
        return self.doc.char_span(
            record.start_char, record.end_char, alignment_mode="expand"
        )
