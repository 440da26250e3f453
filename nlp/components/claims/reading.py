"""The records of a document, ready to be asked for those inside a clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from nlp.annotations import get_records, read_text
from nlp.components._syntax import find_subject
from nlp.components.claims.clauses import Clause, Facts
from nlp.components.claims.contents import Content
from nlp.components.claims.links import (
    Inside,
    Sentences,
    place_middle,
    place_span,
)
from nlp.components.claims.listing import split_list
from nlp.components.claims.references import Antecedents
from nlp.components.claims.screening import is_furniture
from nlp.components.claims.splitting import split_sentence
from nlp.schema import Attribution, DateRef, Entity, Figure, Stance, TextSpan

_MARKS = '“"'
# Where the `stances` component marks the terms of issues, and what shows a stance.
ISSUES_KEY, EVIDENCE_KEY = "issues", "stance_evidence"


class Reading:
    """The records of a document, ready to be asked for those inside a clause."""

    def __init__(self, doc: Doc) -> None:
        """Read the records that the components before this one wrote."""
        self.doc = doc
        self.text = read_text(doc)
        self.sents = list(doc.sents)
        self.attributions = get_records(doc, Attribution)
        self.by_id = {said.id: said for said in self.attributions}
        direct = [said for said in self.attributions if is_direct(said)]
        self.quotes = Inside([said.content for said in direct], place_span)
        self.borders = Sentences([sent.start_char for sent in self.sents])
        figures, entities = get_records(doc, Figure), get_records(doc, Entity)
        self.figures = Inside(figures, place_span)
        self.entities = Inside(entities, place_span)
        self.dates = Inside(get_records(doc, DateRef), place_span)
        stances = get_records(doc, Stance)
        told: list[tuple[TextSpan | Span, Stance]] = [
            (one.evidence, one) for one in stances
        ]
        if EVIDENCE_KEY in doc.spans:
            by_id = {stance.id: stance for stance in stances}
            told = [(span, by_id[span.label_]) for span in doc.spans[EVIDENCE_KEY]]
        self.stances = Inside(told, lambda one: place_middle(one[0]))
        terms = [
            (span.start_char, span.end_char, span.label_)
            for span in doc.spans.get(ISSUES_KEY, ())
        ]
        self.n_terms = Counter([issue for _, _, issue in terms])
        self.n_terms.update(stance.issue for stance in stances if stance.issue)
        self.issues = Inside(terms, lambda term: term[:2])
        self.antecedents = Antecedents(self.text, self.borders, entities, figures)

    def split(self) -> Iterator[Clause]:
        """Yield the clauses of the document in text order."""
        contents = self._find_contents()
        for index, sent in enumerate(self.sents):
            if is_furniture(self.text[sent.start_char : sent.end_char]):
                continue
            found: list[Clause] = []
            for clause in split_sentence(sent, index, contents.get(index, ())):
                span = self.doc[clause.start : clause.end]
                figures = self.figures.find(span.start_char, span.end_char)
                found.extend(split_list(self.doc, clause, figures))
            yield from sorted(found, key=lambda clause: (clause.start, -clause.end))

    def _find_contents(self) -> dict[int, list[Content]]:
        """Return the contents of attributions by the sentences they touch."""
        found: dict[int, list[Content]] = {}
        for said in self.attributions:
            cue = self._find_cue(said)
            for start_char, end_char in _find_pieces(said, self.text):
                span = self.doc.char_span(start_char, end_char, alignment_mode="expand")
                if span is None:
                    continue
                content = Content(span.start, span.end, said.id, cue)
                for index in self.borders.find(start_char, end_char):
                    found.setdefault(index, []).append(content)
        return found

    def _find_cue(self, said: Attribution) -> Token | None:
        if said.cue is None:
            return None
        span = self.doc.char_span(
            said.cue.start_char, said.cue.end_char, alignment_mode="expand"
        )
        return None if span is None else span.root

    def find_facts(self, clause: Clause, span: Span) -> Facts:
        """Gather the records inside a clause."""
        borders = span.start_char, span.end_char
        said = self.by_id.get(clause.attribution or "")
        return Facts(
            text=self.text[borders[0] : borders[1]],
            figures=self.figures.find(*borders),
            entities=self.entities.find(*borders),
            dates=self.dates.find(*borders),
            stances=tuple({s.id: s for _, s in self.stances.find(*borders)}.values()),
            issues=tuple(issue for _, _, issue in self.issues.find(*borders)),
            official=self._is_official(clause, said),
            quoted=bool(self.quotes.find(*borders)) or is_direct(said),
            attribution=said,
        )

    def _is_official(self, clause: Clause, said: Attribution | None) -> bool:
        """Whether officials speak of their own government: "Ohio will sue", he said."""
        subject = None if clause.root is None else find_subject(clause.root)
        if subject is None or said is None or said.source is None:
            return False
        source = said.source
        speakers = self._find_governments(source.start_char, source.end_char)
        left, right = subject.left_edge, subject.right_edge
        acting = self._find_governments(left.idx, right.idx + len(right))
        return bool(speakers & acting)

    def _find_governments(self, start_char: int, end_char: int) -> set[str]:
        found = self.entities.find(start_char, end_char)
        return {e.jurisdiction.name for e in found if e.jurisdiction is not None}


def is_direct(said: Attribution | None) -> bool:
    """Whether words are given as they were spoken."""
    return said is not None and said.quote == "direct"


def _find_pieces(said: Attribution, text: str) -> Iterator[tuple[int, int]]:
    """Yield a content without the words that tell who says it.

    A quotation that a cue parts in two ("“It is late,” he said. “We act.”") is one
    content from its first word to its last; what the writer tells between the two
    ("said Lee, who runs the shop. “We act.”") is nobody's quotation.
    """
    start, end = said.content.start_char, said.content.end_char
    frame = [part for part in (said.source, said.cue) if part is not None]
    inside = [part for part in frame if start <= part.start_char < end]
    if said.cue is None or said.cue not in inside:
        yield start, end
        return
    yield start, min(part.start_char for part in inside)
    after = max(part.end_char for part in inside)
    marks = (text.find(mark, after, end) for mark in _MARKS)
    opened = min((at for at in marks if at >= 0), default=after)
    yield (opened if said.quote == "direct" else after), end
