"""Find which government supports or opposes which policy, by which act."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.annotations import get_records, set_records, set_spans
from nlp.components.stances.acts import Acts
from nlp.components.stances.catalogue import read_catalogue
from nlp.components.stances.cues import read_cues
from nlp.components.stances.detection import Policy, find_terms
from nlp.components.stances.findings import Finding
from nlp.components.stances.governments import Governments
from nlp.components.stances.holders import Actors
from nlp.components.stances.issuers import find_issuer
from nlp.components.stances.referents import find_anaphors, find_referents
from nlp.components.stances.speech import Speech
from nlp.components.stances.wording import (
    find_evidence,
    find_target,
    read_action,
    read_instrument,
)
from nlp.schema import Attribution, Entity, Holder, Stance, TextSpan

SPANS_KEY = "stances"
ISSUES_KEY = "issues"


@Language.factory(
    "stances",
    default_config={"issues": None},
    assigns=["doc.spans"],
    requires=["token.dep"],
)
def create_stances(nlp: Language, name: str, issues: str | None) -> Stances:
    """Make the component; `issues` is a TOML file of the user's own issues."""
    return Stances(issues=issues)


class Stances:
    """Write the stances of governments on the issues of the catalogue."""

    def __init__(self, issues: str | None = None) -> None:
        """Read the catalogue and the cues.

        Raises:
            InputError: `issues` is no file of the form of `lexicons/issues.toml`.
        """
        self._catalogue = read_catalogue(issues)
        self._cues = read_cues()

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with `doc._.stances` written and marked.

        `doc.spans["issues"]` marks every term of an issue, labelled with its id;
        `doc.spans["stances"]` the evidence of each stance, labelled with its position.
        """
        policies = find_terms(doc, self._catalogue)
        doc.spans[ISSUES_KEY] = [
            Span(doc, policy.span.start, policy.span.end, label=policy.term.issue)
            for policy in policies
        ]
        records = self._find(doc, policies) if doc.has_annotation("DEP") else []
        set_records(doc, SPANS_KEY, records)
        evidence = [record.evidence for record in records]
        set_spans(doc, SPANS_KEY, evidence, [record.position for record in records])
        return doc

    def _find(self, doc: Doc, policies: list[Policy]) -> list[Stance]:
        named = [policy for policy in policies if policy.term.kind != "mention"]
        if not named:
            return []
        entities = get_records(doc, Entity)
        governments = Governments(doc, entities)
        if not governments:
            return []
        speech = Speech(
            doc,
            get_records(doc, Attribution),
            {e.id: e for e in entities if e.jurisdiction is not None},
            self._cues,
        )
        referents = find_referents(named, self._cues)
        named += find_anaphors(doc, named, referents, self._cues)
        issuer = find_issuer(doc, governments)
        writer = None if issuer is None else issuer.actor
        acts = Acts(
            Actors(governments, speech, self._cues, writer=writer),
            speech,
            issuer,
            self._cues,
        )
        return self._build(doc, acts.find(named, referents))

    def _build(self, doc: Doc, findings: Iterable[Finding]) -> list[Stance]:
        text = doc.text  # built anew at each access
        drafts = [self._build_one(text, finding) for finding in findings]
        drafts.sort(key=_order)
        return [
            draft.model_copy(update={"id": f"s{number}"})
            for number, draft in enumerate(drafts, start=1)
        ]

    def _build_one(self, text: str, finding: Finding) -> Stance:
        path, actor = finding.path, finding.actor
        target = find_target(path, self._cues)
        evidence = find_evidence(finding, target, text)
        doc = path.node.doc
        last = doc[target[1] - 1]
        return Stance(
            id="s0",
            holder=_build_holder(actor.entity),
            issue=path.policy.term.issue,
            target=_cut(text, doc[target[0]].idx, last.idx + len(last)),
            position="support" if path.sign * finding.verdict.sign > 0 else "oppose",
            action=read_action(finding, target),
            instrument=read_instrument(path, actor, self._cues),
            status=finding.verdict.status,
            evidence=_cut(text, *evidence),
            attribution=finding.attribution,
            confidence=finding.confidence,
        )


def _cut(text: str, start_char: int, end_char: int) -> TextSpan:
    return TextSpan(
        text=text[start_char:end_char], start_char=start_char, end_char=end_char
    )


def _order(stance: Stance) -> tuple[int, int, int, str]:
    evidence = stance.evidence
    start, end = evidence.start_char, evidence.end_char
    return start, end, stance.holder.start_char, stance.issue or ""


def _build_holder(entity: Entity) -> Holder:
    jurisdiction = entity.jurisdiction
    return Holder(
        text=entity.text,
        start_char=entity.start_char,
        end_char=entity.end_char,
        name=entity.name if jurisdiction is None else jurisdiction.name,
        entity=entity.id,
        jurisdiction=jurisdiction,
    )
