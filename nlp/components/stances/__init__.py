"""Find which government supports or opposes which policy, by which act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from nlp.annotations import get_records, set_records, set_spans, text_span
from nlp.components.stances.catalogue import read_catalogue
from nlp.components.stances.cues import read_cues
from nlp.components.stances.detection import Policy, find_terms
from nlp.components.stances.direction import Path, follow
from nlp.components.stances.factuality import Verdict, judge
from nlp.components.stances.holders import Actor, Actors, Governments
from nlp.components.stances.wording import (
    find_evidence,
    find_target,
    read_action,
    read_instrument,
)
from nlp.schema import Attribution, Entity, Holder, Stance

SPANS_KEY = "stances"
ISSUES_KEY = "issues"
MIN_CONFIDENCE = 0.4


@dataclass(frozen=True, slots=True)
class Finding:
    """One government's act on one policy, before it becomes a record."""

    path: Path
    actor: Actor
    verdict: Verdict
    confidence: float

    @property
    def key(self) -> tuple[int, int, str]:
        """What makes two findings the same: act, holder and issue."""
        act = self.path.act if self.path.act is not None else self.path.node
        return act.i, self.actor.entity.start_char, self.path.policy.term.issue


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
        self._catalogue = read_catalogue(issues)
        self._cues = read_cues()

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with `doc._.stances` written and marked.

        `doc.spans["issues"]` marks every term of an issue, labelled with its id.
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
        acted = [policy for policy in policies if policy.term.kind != "mention"]
        if not acted:
            return []
        governments = Governments(doc, get_records(doc, Entity))
        if not governments:
            return []
        attributions = get_records(doc, Attribution)
        actors = Actors(governments, attributions, self._cues)
        occupied = {token.i: p for p in acted for token in p.span}
        best: dict[tuple[int, int, str], Finding] = {}
        for policy in acted:
            for finding in self._read_policy(policy, actors, occupied):
                known = best.get(finding.key)
                if known is None or finding.confidence > known.confidence:
                    best[finding.key] = finding
        return self._build(doc, best.values(), attributions)

    def _read_policy(
        self, policy: Policy, actors: Actors, occupied: dict[int, Policy]
    ) -> Iterable[Finding]:
        for path in follow(policy, self._cues):
            other = occupied.get(path.node.i)
            if other is not None and other.span != policy.span:
                return
            node = path.node
            if node.pos_ not in {"VERB", "AUX"} or path.act is None:
                continue
            found = actors.of_verb(node)
            for actor in found:
                finding = self._weigh(path, actor)
                if finding is not None:
                    yield finding
            if found:
                return

    def _weigh(self, path: Path, actor: Actor) -> Finding | None:
        cue = path.cue
        if cue is None or path.act is None or not path.is_told:
            return None
        verdict = judge(path.act, cue, self._cues, reported=False)
        if verdict is None:
            return None
        confidence = cue.strength * actor.certainty * verdict.certainty
        confidence *= 0.93**path.n_unknown
        if confidence < MIN_CONFIDENCE:
            return None
        return Finding(path, actor, verdict, round(confidence, 3))

    def _build(
        self, doc: Doc, findings: Iterable[Finding], attributions: list[Attribution]
    ) -> list[Stance]:
        drafts = []
        for finding in findings:
            path, actor = finding.path, finding.actor
            target = find_target(path)
            start, end = find_evidence(path, actor, target)
            positive = path.sign * finding.verdict.sign > 0
            drafts.append(
                Stance(
                    id="s0",
                    holder=_build_holder(actor.entity),
                    issue=path.policy.term.issue,
                    target=text_span(
                        doc,
                        doc[target[0]].idx,
                        doc[target[1] - 1].idx + len(doc[target[1] - 1]),
                    ),
                    position="support" if positive else "oppose",
                    action=read_action(path, target),
                    instrument=read_instrument(path, actor, doc, self._cues),
                    status=finding.verdict.status,
                    evidence=text_span(doc, start, end),
                    attribution=_find_attribution(path.act or path.node, attributions),
                    confidence=finding.confidence,
                )
            )
        drafts.sort(
            key=lambda s: (
                s.evidence.start_char,
                s.evidence.end_char,
                s.holder.start_char,
            )
        )
        return [
            draft.model_copy(update={"id": f"s{n}"})
            for n, draft in enumerate(drafts, start=1)
        ]


def _build_holder(entity: Entity) -> Holder:
    assert entity.jurisdiction is not None
    return Holder(
        text=entity.text,
        start_char=entity.start_char,
        end_char=entity.end_char,
        name=entity.jurisdiction.name,
        entity=entity.id,
        jurisdiction=entity.jurisdiction,
    )


def _find_attribution(act: Token, attributions: list[Attribution]) -> str | None:
    """Return the innermost attribution whose content holds the act."""
    found = [
        said
        for said in attributions
        if said.content.start_char <= act.idx < said.content.end_char
    ]
    found.sort(key=lambda said: said.content.end_char - said.content.start_char)
    return found[0].id if found else None
