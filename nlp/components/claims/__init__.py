"""Claims: one record a checkable statement, linked to all that lies inside it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from nlp.annotations import get_records, set_records, set_spans, span_fields
from nlp.components.claims.arguments import find_arguments
from nlp.components.claims.clauses import Clause
from nlp.components.claims.kinds import Facts, KindReader
from nlp.components.claims.links import (
    Inside,
    Sentences,
    place_content,
    place_span,
    place_stance,
)
from nlp.components.claims.modality import ModalityReader
from nlp.components.claims.screening import is_legal, makes_claim
from nlp.components.claims.splitting import Content, split_sentence
from nlp.components.claims.weighing import weigh_confidence, weigh_worthiness
from nlp.schema import Attribution, Claim, DateRef, Entity, Figure, Stance


@Language.factory("claims", assigns=["doc.spans"])
class Claims:
    """Write `doc._.claims`; needs sentence borders, and a parse to be any good."""

    def __init__(self, nlp: Language, name: str) -> None:
        """Read the cues."""
        self.name = name
        self.modality = ModalityReader()
        self.kinds = KindReader()

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its claims, in text order."""
        claims: list[Claim] = []
        if doc.has_annotation("SENT_START"):
            reading = Reading(doc)
            legal = is_legal(doc)
            for clause in reading.split():
                if makes_claim(doc, clause):
                    claims.append(self._build(reading, clause, len(claims) + 1, legal))
        set_records(doc, "claims", claims)
        set_spans(doc, "claims", claims, [claim.modality for claim in claims])
        return doc

    def _build(
        self, reading: Reading, clause: Clause, number: int, legal: bool
    ) -> Claim:
        doc = reading.doc
        span = doc[clause.start : clause.end]
        facts = reading.find_facts(clause, span)
        modality = self.modality.read(doc, clause, legal=legal)
        subject, predicate, obj = find_arguments(doc, clause)
        issues = [s.issue for s in facts.stances if s.issue is not None]
        return Claim(
            **span_fields(span),
            id=f"c{number}",
            standalone=span.text,
            kinds=self.kinds.read(doc, clause, modality, facts),
            modality=modality,
            check_worthiness=weigh_worthiness(doc, clause, facts),
            confidence=weigh_confidence(clause, subject, predicate),
            issue=issues[0] if issues else None,
            subject=subject,
            predicate=predicate,
            object=obj,
            attribution=clause.attribution,
            figures=tuple(figure.id for figure in facts.figures),
            entities=tuple(dict.fromkeys(entity.id for entity in facts.entities)),
            dates=tuple(found.id for found in facts.dates),
            stances=tuple(stance.id for stance in facts.stances),
        )


class Reading:
    """The records of a document, ready to be asked for those inside a clause."""

    def __init__(self, doc: Doc) -> None:
        """Read the records that the components before this one wrote."""
        self.doc = doc
        self.sents = list(doc.sents)
        self.attributions = get_records(doc, Attribution)
        self.by_id = {said.id: said for said in self.attributions}
        self.figures = Inside(get_records(doc, Figure), place_span)
        self.entities = Inside(get_records(doc, Entity), place_span)
        self.dates = Inside(get_records(doc, DateRef), place_span)
        self.stances = Inside(get_records(doc, Stance), place_stance)

    def split(self) -> Iterator[Clause]:
        """Yield the clauses of the document in text order."""
        contents = self._find_contents()
        for index, sent in enumerate(self.sents):
            yield from split_sentence(sent, index, contents.get(index, ()))

    def _find_contents(self) -> dict[int, list[Content]]:
        borders = Sentences([sent.start_char for sent in self.sents])
        found: dict[int, list[Content]] = {}
        for said in self.attributions:
            start_char, end_char = place_content(said)
            span = self.doc.char_span(start_char, end_char, alignment_mode="expand")
            if span is None:
                continue
            content = Content(span.start, span.end, said.id, self._find_cue(said))
            for index in borders.find(start_char, end_char):
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
        return Facts(
            figures=self.figures.find(*borders),
            entities=self.entities.find(*borders),
            dates=self.dates.find(*borders),
            stances=self.stances.find(*borders),
            attribution=self.by_id.get(clause.attribution or ""),
        )
