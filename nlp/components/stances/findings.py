"""What a reading ends in, and the small questions that are asked on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from nlp.components.stances.clauses import find_own_subject
from nlp.components.stances.cues import VerbCue
from nlp.components.stances.detection import Policy
from nlp.components.stances.echoes import Told
from nlp.components.stances.factuality import Verdict
from nlp.components.stances.holders import OWNER, Actor
from nlp.components.stances.paths import VERBS, Path
from nlp.components.stances.referents import Referent
from nlp.schema import Position

LAW_CUE = VerbCue(group="law", sign=1, status="in-force", strength=0.8)


@dataclass(frozen=True, slots=True)
class Finding:
    """One government's act on one policy, before it becomes a record."""

    path: Path
    actor: Actor
    verdict: Verdict
    confidence: float
    attribution: str | None = None

    @property
    def anchor(self) -> Token:
        """The verb of the act, or the noun of a law that is owned."""
        act = self.path.act
        return self.path.node if act is None or self.is_owned else act

    @property
    def position(self) -> Position:
        """The side that the act takes."""
        return "support" if self.path.sign * self.verdict.sign > 0 else "oppose"

    @property
    def is_owned(self) -> bool:
        """Whether the stance is a law that belongs to the government."""
        return self.path.cue is LAW_CUE

    @property
    def told(self) -> Told:
        """What later words may point back to."""
        cue = self.path.cue
        return Told(
            at=self.anchor.i,
            sent=self.anchor.sent.start,
            term=self.path.policy.term,
            sign=self.path.sign * self.verdict.sign,
            status=self.verdict.status,
            instrument=None if cue is None else cue.instrument,
            government=self.actor.government,
        )

    @property
    def key(self) -> tuple[int, int, str]:
        """What makes two findings the same: act, holder and issue."""
        issue = self.path.policy.term.issue
        return self.anchor.i, self.actor.entity.start_char, issue


def is_bracketed(policy: Policy, act: Token) -> bool:
    """Whether the policy is in the title of something: in brackets or quotation marks.

    "revoke Executive Order 1 (Expanding Gun Rights)" names what is revoked and does
    not tell which way it went.
    """
    first, last = sorted((policy.span.start, act.i))
    brackets, quotes = 0, 0
    for token in act.doc[first:last]:
        brackets += (token.text == "(") - (token.text == ")")
        quotes += token.is_quote
    is_title = all(token.is_title or token.is_stop for token in policy.span)
    return brackets != 0 or (quotes % 2 == 1 and is_title)


def is_content_clause(verb: Token) -> bool:
    """Whether the clause tells what a noun means: "a requirement that it plan"."""
    return verb.dep_ == "acl" and any(c.dep_ == "mark" for c in verb.children)


def has_object(verb: Token) -> bool:
    """Whether a direct object hangs on the verb."""
    return any(c.dep_ in {"dobj", "obj"} for c in verb.children)


def drop_own_laws(findings: Iterable[Finding]) -> list[Finding]:
    """Drop a law that a government owns where its act on it is told as well."""
    found = list(findings)
    acts = {
        (
            finding.actor.government,
            finding.path.policy.term.issue,
            finding.anchor.sent.start,
        )
        for finding in found
        if not finding.is_owned and finding.actor.certainty != OWNER
    }
    return [
        finding
        for finding in found
        if not finding.is_owned
        or (
            finding.actor.government,
            finding.path.policy.term.issue,
            finding.anchor.sent.start,
        )
        not in acts
    ]


def is_misread(policy: Policy) -> bool:
    """Whether a thing's name stands as a verb: "will tax emissions" is no tax."""
    if policy.term.kind != "thing":
        return False
    if len(policy.span) == 1 and policy.root.tag_ in {"VB", "VBD", "VBP", "VBZ"}:
        return True
    # "pays its minimum wage workers": a noun that follows makes it a mere qualifier.
    end = policy.span.end
    after = policy.span.doc[end] if end < len(policy.span.doc) else policy.root
    return (
        after.pos_ == "NOUN"
        and policy.root.pos_ in {"NOUN", "PROPN"}
        and not any(token == policy.root for token in after.subtree)
    )


def has_own_clause(path: Path, last: Token) -> bool:
    """Whether the parse gives the act another subject, and so has been read."""
    act = path.act
    if act is None or act.pos_ not in VERBS:
        return False
    subject = find_own_subject(act)
    return subject is not None and subject != last


def tell_referent(referent: Referent) -> Told:
    """Return a policy as something that may be acted on without a word for it."""
    head, term = referent.head, referent.policy.term
    return Told(head.i, head.sent.start, term, referent.sign, "adopted", None)
