"""From policies to findings: one government's act on one policy, weighed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from nlp.components.stances.clauses import RELATIVE_TAGS, find_own_subject
from nlp.components.stances.cues import Cues, VerbCue
from nlp.components.stances.detection import Policy
from nlp.components.stances.direction import VERBS, Directions, Path
from nlp.components.stances.factuality import Verdict, judge
from nlp.components.stances.holders import OWNER, Actor, Actors
from nlp.components.stances.nearby import CERTAINTY as FLAT
from nlp.components.stances.nearby import read_flat
from nlp.schema import Attribution, Entity

# What may belong to a government and be in force.
LAW_NOUNS = frozenset(
    {
        *("law", "ban", "ordinance", "act", "statute", "policy", "rule", "mandate"),
        *("moratorium", "prohibition", "cap", "limit", "restriction", "freeze"),
        *("requirement", "regulation", "tax", "standard", "exemption"),
    }
)
NOT_IN_FORCE = frozenset(
    {
        *("proposed", "planned", "draft", "failed", "former", "expired", "repealed"),
        *("pending", "possible", "potential", "old", "defunct", "blocked", "would"),
        *("new-look", "prior", "previous", "earlier", "rejected", "defeated"),
    }
)
ENDING_GROUPS = frozenset({"repeal", "reject", "veto", "block"})
LAW_CUE = VerbCue(group="law", sign=1, status="in-force", strength=0.8)
SOFT_STATUSES = frozenset({"stated", "promised", "proposed"})
HEARSAY = 0.85  # a deed told by somebody who is not the government itself
UNKNOWN_NOUN = 0.93
PER_TURN = 0.98  # each word that turns the direction may be misread
MIN_CONFIDENCE = 0.4


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
    def is_owned(self) -> bool:
        """Whether the stance is a law that belongs to the government."""
        return self.path.cue is LAW_CUE

    @property
    def key(self) -> tuple[int, int, str]:
        """What makes two findings the same: act, holder and issue."""
        issue = self.path.policy.term.issue
        return self.anchor.i, self.actor.entity.start_char, issue


class Acts:
    """Find what governments do to the policies of a document."""

    def __init__(
        self,
        actors: Actors,
        directions: Directions,
        attributions: Sequence[Attribution],
        governments: dict[str, Entity],
        cues: Cues,
    ) -> None:
        """Take what the document is known to hold.

        `governments` are the entities with a jurisdiction by id, to tell whether a
        source speaks for the government that acts.
        """
        self._actors = actors
        self._directions = directions
        self._attributions = attributions
        self._governments = governments
        self._cues = cues

    def find(self, policies: Sequence[Policy]) -> list[Finding]:
        """Return the findings, the surest of each act, holder and issue."""
        policies = [policy for policy in policies if not _is_misread(policy)]
        occupied = {token.i: policy for policy in policies for token in policy.span}
        best: dict[tuple[int, int, str], Finding] = {}
        for policy in policies:
            findings = list(self._read(policy, occupied)) or self._read_flat(policy)
            for finding in findings:
                known = best.get(finding.key)
                if known is None or finding.confidence > known.confidence:
                    best[finding.key] = finding
        return _drop_own_laws(best.values())

    def _read_flat(self, policy: Policy) -> list[Finding]:
        """Return the act that the words before a policy tell without a parse."""
        if policy.certainty < 1:
            return []
        read = read_flat(policy, self._cues)
        if read is None:
            return []
        path, last, status = read
        if _has_own_clause(path, last):
            return []
        verdict = Verdict(1, status, FLAT)
        return [
            finding
            for actor in self._actors.of_words(last)
            for finding in self._settle(path, actor, verdict)
        ]

    def _read(self, policy: Policy, occupied: dict[int, Policy]) -> Iterator[Finding]:
        """Yield the acts on one policy, from the nearest verb up."""
        for path in self._directions.follow(policy):
            other = occupied.get(path.node.i)
            if other is not None and other.span != policy.span:
                return
            if path.node.pos_ not in VERBS or path.act is None:
                yield from self._read_noun(path)
                continue
            if _is_content_clause(path.node):
                continue
            found = self._actors.of_verb(path.node) or self._read_owner(path.node)
            for actor in found:
                finding = self._weigh(path, actor)
                if finding is not None:
                    yield finding
            if found:
                return

    def _read_owner(self, verb: Token) -> list[Actor]:
        """Return whose law it is that does what the verb says: "Ohio's law bans"."""
        subject = find_own_subject(verb)
        if subject is None or subject.lemma_.lower() not in LAW_NOUNS:
            return []
        owner = self._actors.owner_of(subject)
        return [] if owner is None else [owner]

    def _read_noun(self, path: Path) -> Iterator[Finding]:
        """Yield acts that hang on a noun: its owner's, and "the ban Texas passed"."""
        noun = path.node
        if not path.is_told:
            return
        if noun.lemma_.lower() in LAW_NOUNS and _is_in_force(noun, self._cues):
            owner = self._actors.owner_of(noun)
            if owner is not None:
                owned = replace(path, cue=LAW_CUE, act=None)
                yield from self._settle(owned, owner, Verdict(1, "in-force"))
        for verb in noun.children:
            if verb.dep_ not in {"acl", "relcl"} or verb in path.trail:
                continue
            yield from self._read_side_clause(path, verb)

    def _read_side_clause(self, path: Path, verb: Token) -> Iterator[Finding]:
        """Yield the act of a clause whose object is the noun it hangs on."""
        subject = find_own_subject(verb)
        if verb.dep_ == "relcl" and (
            subject is None or subject.tag_ in RELATIVE_TAGS or _has_object(verb)
        ):
            return
        choices = self._cues.verbs.get(verb.lemma_.lower(), ())
        cue = next((c for c in choices if c.status and not c.takes_act), None)
        if cue is None or cue.carries:
            return
        acted = replace(path.pass_on(verb, cue.sign), act=verb, cue=cue)
        for actor in self._actors.of_verb(verb):
            finding = self._weigh(acted, actor)
            if finding is not None:
                yield finding

    def _weigh(self, path: Path, actor: Actor) -> Finding | None:
        if path.cue is None or path.act is None or not path.is_told:
            return None
        attribution, own = self._find_attribution(path.act, actor)
        verdict = judge(path, self._cues, reported=own)
        if verdict is None:
            return None
        if attribution is not None and not own and verdict.status in SOFT_STATUSES:
            return None  # what somebody says that somebody else thinks
        return next(self._settle(path, actor, verdict), None)

    def _settle(self, path: Path, actor: Actor, verdict: Verdict) -> Iterator[Finding]:
        """Yield the finding where it is sure enough."""
        assert path.cue is not None
        attribution, own = self._find_attribution(path.act or path.node, actor)
        confidence = path.cue.strength * actor.certainty * verdict.certainty
        confidence *= path.policy.certainty * UNKNOWN_NOUN**path.n_unknown
        confidence *= PER_TURN ** len(path.trail)
        if attribution is not None and not own:
            confidence *= HEARSAY
        if confidence >= MIN_CONFIDENCE:
            found = None if attribution is None else attribution.id
            yield Finding(path, actor, verdict, round(confidence, 3), found)

    def _find_attribution(
        self, act: Token, actor: Actor
    ) -> tuple[Attribution | None, bool]:
        """Return the innermost attribution that holds the act, and if it is its own."""
        best: Attribution | None = None
        for said in self._attributions:
            content = said.content
            if not content.start_char <= act.idx < content.end_char:
                continue
            if best is None or _length(said) < _length(best):
                best = said
        if best is None:
            return None, False
        source = best.source
        entity = None if source is None else self._governments.get(source.entity or "")
        if entity is None or entity.jurisdiction is None:
            return best, False
        return best, entity.jurisdiction.name == actor.government


def _is_misread(policy: Policy) -> bool:
    """Whether a thing's name stands as a verb: "will tax emissions" is no tax."""
    if policy.term.kind != "thing" or len(policy.span) > 1:
        return False
    return policy.root.tag_ in {"VB", "VBD", "VBP", "VBZ"}


def _has_own_clause(path: Path, last: Token) -> bool:
    """Whether the parse gives the act another subject, and so has been read."""
    act = path.act
    if act is None or act.pos_ not in VERBS:
        return False
    subject = find_own_subject(act)
    return subject is not None and subject != last


def _length(said: Attribution) -> int:
    return said.content.end_char - said.content.start_char


def _is_content_clause(verb: Token) -> bool:
    """Whether the clause tells what a noun means: "a requirement that it plan"."""
    return verb.dep_ == "acl" and any(c.dep_ == "mark" for c in verb.children)


def _has_object(verb: Token) -> bool:
    return any(c.dep_ in {"dobj", "obj"} for c in verb.children)


def _is_in_force(noun: Token, cues: Cues) -> bool:
    """Whether nothing says that a law is not one yet, or no longer."""
    if any(child.lower_ in NOT_IN_FORCE for child in noun.children):
        return False
    verb = noun
    for _ in range(6):
        if verb.pos_ in VERBS or verb.head == verb:
            break
        if verb.lemma_.lower() in {"repeal", "end", "rollback", "reversal"}:
            return False
        verb = verb.head
    choices = cues.verbs.get(verb.lemma_.lower(), ())
    return not any(cue.group in ENDING_GROUPS for cue in choices)


def _drop_own_laws(findings: Iterable[Finding]) -> list[Finding]:
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
