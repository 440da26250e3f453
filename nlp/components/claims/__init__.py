"""Claims: one record a checkable statement, linked to all that lies inside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from spacy.language import Language
from spacy.tokens import Doc

from nlp.annotations import set_records, set_spans
from nlp.components.claims.arguments import find_arguments
from nlp.components.claims.clauses import Clause, Facts
from nlp.components.claims.kinds import KindReader
from nlp.components.claims.modality import ModalityReader
from nlp.components.claims.reading import Reading
from nlp.components.claims.screening import is_legal, makes_claim
from nlp.components.claims.standalone import write_standalone
from nlp.components.claims.weighing import weigh_confidence, weigh_worthiness
from nlp.schema import Claim, ClaimKind

_SIDED = frozenset({"action", "position", "pledge"})


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
            legal = is_legal(reading.text)
            for clause in reading.split():
                if makes_claim(doc, clause, legal=legal):
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
        modality = self.modality.read(doc, clause, facts, legal=legal)
        kinds = self.kinds.read(doc, clause, modality, facts)
        subject, predicate, obj = find_arguments(doc, clause, reading.text)
        return Claim(
            text=facts.text,
            start_char=span.start_char,
            end_char=span.end_char,
            id=f"c{number}",
            standalone=write_standalone(reading, clause, facts, modality),
            kinds=kinds,
            modality=modality,
            check_worthiness=weigh_worthiness(doc, clause, facts, kinds, modality),
            confidence=weigh_confidence(clause, facts.text, subject, predicate),
            issue=choose_issue(facts, kinds, reading.n_terms),
            subject=subject,
            predicate=predicate,
            object=obj,
            attribution=clause.attribution,
            figures=tuple(figure.id for figure in facts.figures),
            entities=tuple(dict.fromkeys(entity.id for entity in facts.entities)),
            dates=tuple(found.id for found in facts.dates),
            stances=tuple(stance.id for stance in facts.stances),
        )


def choose_issue(
    facts: Facts, kinds: Collection[ClaimKind], n_terms: Mapping[str, int]
) -> str | None:
    """Return the issue of a claim: that of its first stance, else of most terms.

    A term that stands alone in its document ("rumors spread on social media") counts
    only where somebody acts or takes a position.

    Args:
        facts: What lies inside the claim.
        kinds: Its kinds.
        n_terms: How many terms and stances of each issue the document has.
    """
    for stance in facts.stances:
        if stance.issue is not None:
            return stance.issue
    sided = not _SIDED.isdisjoint(kinds)
    told = [issue for issue in facts.issues if sided or n_terms[issue] > 1]
    return max(told, key=told.count) if told else None  # the first among equals
