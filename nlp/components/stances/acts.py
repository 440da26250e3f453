"""From policies to findings: one government's act on one policy, weighed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from nlp.components.stances.clauses import (
    RELATIVE_TAGS,
    find_agent,
    find_own_subject,
    is_bare_infinitive,
)
from nlp.components.stances.cues import Cues
from nlp.components.stances.detection import Policy
from nlp.components.stances.direction import follow
from nlp.components.stances.echoes import find_echoes
from nlp.components.stances.factuality import Verdict, judge
from nlp.components.stances.findings import (
    LAW_CUE,
    Finding,
    drop_own_laws,
    has_object,
    has_own_clause,
    is_bracketed,
    is_content_clause,
    is_misread,
    tell_referent,
)
from nlp.components.stances.holders import PUBLIC, Actor, Actors
from nlp.components.stances.issuers import Issuer
from nlp.components.stances.nearby import CERTAINTY as FLAT
from nlp.components.stances.nearby import read_flat
from nlp.components.stances.paths import VERBS, Path
from nlp.components.stances.referents import Referent
from nlp.components.stances.speech import Speech
from nlp.components.stances.verbs import STATED_POLICY
from nlp.schema import Attribution, Status

PASSING = frozenset({"pass", "clear"})
ENDING_GROUPS = frozenset({"repeal", "reject", "veto", "block"})
SOFT_STATUSES = frozenset({"stated", "promised", "proposed"})
VOTING_GROUPS = frozenset({"reject", "enact", "vote"})
# Groups whose passive tells the law of a place.
LOCATED_GROUPS = frozenset({"forbid", "allow", "repeal", "tighten", "loosen"})
HEARSAY = 0.85  # a deed told by somebody who is not the government itself
UNKNOWN_NOUN = 0.88
PER_TURN = 0.97  # each word that turns the direction may be misread
MIN_CONFIDENCE = 0.4


class Acts:
    """Find what governments do to the policies of a document."""

    def __init__(
        self,
        actors: Actors,
        speech: Speech,
        issuer: Issuer | None,
        cues: Cues,
    ) -> None:
        """Take what is known of the document; `issuer` is whose order the whole is."""
        self._actors = actors
        self._speech = speech
        self._issuer = issuer
        self._cues = cues

    def find(
        self, policies: Sequence[Policy], referents: Sequence[Referent]
    ) -> list[Finding]:
        """Return the findings, the surest of each act, holder and issue."""
        policies = [policy for policy in policies if not is_misread(policy)]
        occupied = {token.i: policy for policy in policies for token in policy.span}
        best: dict[tuple[int, int, str], Finding] = {}
        for policy in policies:
            findings = list(self._read(policy, occupied)) or self._read_flat(policy)
            for finding in findings:
                known = best.get(finding.key)
                if known is None or finding.confidence > known.confidence:
                    best[finding.key] = finding
        found = drop_own_laws(best.values())
        return found + list(self._read_echoes(referents, found))

    def _read_echoes(
        self, referents: Sequence[Referent], found: Sequence[Finding]
    ) -> Iterator[Finding]:
        """Yield the acts that are told by pointing back to what was told before."""
        if not referents:
            return
        taken = {finding.anchor.i for finding in found}
        doc = referents[0].head.doc
        acts = sorted((f.told for f in found), key=lambda told: told.at)
        named = [tell_referent(referent) for referent in referents]
        for path in find_echoes(doc, acts, named, self._cues):
            if path.node.i in taken:
                continue
            for actor in self._actors.of_verb(path.node):
                if judge(path, self._cues, reported=False) is None and (
                    path.node.lemma_ != "do"
                ):
                    continue
                status = path.cue.status if path.cue is not None else None
                yield from self._settle(path, actor, Verdict(1, status or "stated"))

    def _read_flat(self, policy: Policy) -> list[Finding]:
        """Return the act that the words before a policy tell without a parse."""
        if policy.certainty < 1:
            return []
        read = read_flat(policy, self._cues)
        if read is None:
            return []
        path, last, status = read
        if has_own_clause(path, last):
            return []
        verdict = Verdict(1, status, FLAT)
        return [
            finding
            for actor in self._actors.of_words(last)
            for finding in self._settle(path, actor, verdict)
        ]

    def _read(self, policy: Policy, occupied: dict[int, Policy]) -> Iterator[Finding]:
        """Yield the acts on one policy, from the nearest verb up."""
        for path in follow(policy, self._cues):
            other = occupied.get(path.node.i)
            # "a sales tax for buses" is for buses as well.
            funds = path.node.lemma_.lower() in self._cues.words["funds"]
            if other is not None and other.span != policy.span and not funds:
                return
            if path.node.pos_ not in VERBS or path.act is None:
                yield from self._read_noun(path)
                continue
            if is_content_clause(path.node):
                continue
            if is_bracketed(policy, path.node):
                return
            findings, is_done = self._read_verb(path)
            yield from findings
            if is_done:
                return

    def _read_verb(self, path: Path) -> tuple[list[Finding], bool]:
        """Return the acts told by a verb, and whether a government does them."""
        ordered = self._read_order(path)
        if ordered:
            return ordered, True
        if is_bare_infinitive(path.node):
            return [], False  # "let Germany send tanks": nobody has done it
        if path.cue is STATED_POLICY:
            found = self._actors.of_policy_statement(path.node)
        else:
            found = self._actors.of_verb(path.node) or self._read_owner(path.node)
        if not found:
            found = self._find_located(path)
        weighed = [self._weigh(path, actor) for actor in found]
        return [finding for finding in weighed if finding is not None], bool(found)

    def _find_located(self, path: Path) -> list[Actor]:
        """Return where a law holds: "is banned in Boise", "is legal in Ohio"."""
        cue, verb = path.cue, path.node
        if cue is None or path.act != verb or find_agent(verb) is not None:
            return []
        is_law = cue.group in LOCATED_GROUPS and any(
            c.dep_ == "nsubjpass" for c in verb.children
        )
        if not is_law and cue.group != "located":
            return []
        return self._actors.of_places(verb)

    def _read_order(self, path: Path) -> list[Finding]:
        """Return what the issuer of the whole document orders in this clause."""
        issuer = self._issuer
        if issuer is None or path.cue is None or not path.is_told:
            return []
        if path.cue.status is None:
            return []
        verdict = issuer.orders(path.node)
        if verdict is None:
            return []
        cue = replace(path.cue, instrument=issuer.instrument)
        return list(self._settle(replace(path, cue=cue), issuer.actor, verdict))

    def _read_owner(self, verb: Token) -> list[Actor]:
        """Return whose law it is that does what the verb says: "Ohio's law bans"."""
        subject = find_own_subject(verb)
        words = self._cues.words
        papers = words["laws"] | words["acting_papers"]
        if subject is None or subject.lemma_.lower() not in papers:
            return []
        owner = self._actors.owner_of(subject, named=False)
        return self._actors.of_places(verb) if owner is None else [owner]

    def _read_noun(self, path: Path) -> Iterator[Finding]:
        """Yield acts that hang on a noun: its owner's, and "the ban Texas passed"."""
        noun = path.node
        if not path.is_told:
            return
        if noun.lemma_.lower() in self._cues.words["laws"]:
            owner = self._actors.owner_of(noun)
            status = self._read_fate(noun) if owner is not None else None
            if owner is not None and status is not None:
                owned = replace(path, cue=LAW_CUE, act=None)
                yield from self._settle(owned, owner, Verdict(1, status))
        for verb in noun.children:
            if verb.dep_ not in {"acl", "relcl"} or verb in path.trail:
                continue
            yield from self._read_side_clause(path, verb)
        if noun.dep_ == "nsubj" and noun.head.lemma_.lower() in PASSING:
            yield from self._read_passage(path, noun.head)

    def _read_passage(self, path: Path, verb: Token) -> Iterator[Finding]:
        """Yield the act of the chamber that a bill passes: "it cleared the Senate"."""
        cue = replace(self._cues.verbs["pass"][0], status="proposed")
        passed = replace(path.pass_on(verb), act=verb, cue=cue)
        for chamber in verb.children:
            lemma = chamber.lemma_.lower()
            if chamber.dep_ != "dobj" or lemma not in self._cues.words["chambers"]:
                continue
            for actor in self._actors.of_phrase(chamber):
                finding = self._weigh(passed, actor)
                if finding is not None:
                    yield finding

    def _read_fate(self, noun: Token) -> Status | None:
        """Return how a law stands: None where it is not one yet, or no longer.

        What others do against it, a court or a neighbour, leaves it adopted.
        """
        not_in_force = self._cues.words["not_in_force"]
        if any(child.lower_ in not_in_force for child in noun.children):
            return None
        verb = noun
        while verb.pos_ not in VERBS and verb.head != verb:
            if verb.lemma_.lower() in self._cues.words["endings"]:
                return None
            verb = verb.head
        choices = self._cues.verbs.get(verb.lemma_.lower(), ())
        if verb.lemma_.lower() in {"expire", "lapse", "end"}:
            return None
        if not any(cue.group in ENDING_GROUPS for cue in choices):
            return "in-force"
        ended_by_itself = find_agent(verb) is None and any(
            c.dep_ == "nsubjpass" for c in verb.children
        )
        return None if ended_by_itself else "adopted"

    def _read_side_clause(self, path: Path, verb: Token) -> Iterator[Finding]:
        """Yield the act of a clause whose object is the noun it hangs on."""
        subject = find_own_subject(verb)
        if any(c.lower_ == "had" for c in verb.children):
            return  # "the posts it had cut": undone since
        if verb.dep_ == "relcl" and (
            subject is None or subject.tag_ in RELATIVE_TAGS or has_object(verb)
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
        if actor.kind == PUBLIC and path.cue.group not in VOTING_GROUPS:
            return None  # what people think, as polls tell it
        attribution, own = self._find_attribution(path.act, actor)
        verdict = judge(path, self._cues, reported=own)
        if verdict is None:
            return None
        if (
            attribution is not None
            and not own
            and verdict.status in SOFT_STATUSES
            and not self._speech.is_paper(attribution)
        ):
            return None  # what somebody says that somebody else thinks
        return next(self._settle(path, actor, verdict), None)

    def _settle(self, path: Path, actor: Actor, verdict: Verdict) -> Iterator[Finding]:
        """Yield the finding where it is sure enough.

        Its confidence is a product: how sure the verb is as an act, that this
        government acts, that the text tells it as done, and that the policy is meant
        (less for "it"); a little less for each word passed, more for each unknown
        one, and for a deed that only somebody else reports.
        """
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
        said = self._speech.at(act)
        if said is None:
            return None, False
        return said, self._speech.speaks_for(said, actor.government)
