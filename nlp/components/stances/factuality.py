"""Whether a clause tells that the act was done, and in what status it leaves it."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from nlp.components.stances.clauses import has_no_subject
from nlp.components.stances.cues import Cues, VerbCue
from nlp.components.stances.direction import Path, is_negated
from nlp.schema import Status

PRESENT_TAGS = frozenset({"VBZ", "VBP"})
OFFICES = frozenset({"office", "power", "presidency"})
TAKING = frozenset({"take", "assume", "enter", "win", "return"})
FUTURE = frozenset({"will", "'ll", "’ll", "wo", "shall"})
REPORTED_FUTURE = frozenset({"would", "'d", "’d"})
HEDGING_MODALS = frozenset({"may", "might", "could", "can", "ca", "should", "must"})
# Verbs whose plain denial is a position: "does not honor", "will not enforce".
DENIABLE = frozenset(
    {
        *("honor", "honour", "cooperate", "comply", "assist", "help", "enforce"),
        *("allow", "permit", "fund", "support", "back", "recognize", "participate"),
        *("work", "share", "hold", "detain", "provide", "let", "send", "accept"),
        *("sign", "raise", "pay", "expand", "join", "require", "prosecute", "use"),
        *("house", "renew", "favor", "endorse"),
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an act stands.

    Attributes:
        sign: -1 where the act is denied ("will not honor").
        status: Of the stance.
        certainty: How sure the text is of it, in [0, 1].
    """

    sign: int
    status: Status
    certainty: float = 1.0


def judge(path: Path, cues: Cues, *, reported: bool) -> Verdict | None:
    """Return how the act of a path stands, or None where it is not told as done.

    Args:
        path: A path that has reached a verb with a subject.
        cues: All cue tables.
        reported: Whether the clause is the acting government's own reported speech,
            in which "would" is a promise.
    """
    act, cue, clause = path.act, path.cue, path.node
    if act is None or cue is None or cue.status is None:
        return None
    if act.dep_ == "conj" or cue.group == "own":
        clause = act
    if not _stands_as_fact(clause, cues) or _awaits_office(clause):
        return None
    auxiliaries = {c.lower_ for c in clause.children if c.dep_ in {"aux", "auxpass"}}
    adverbs = {c.lower_ for c in clause.children if c.dep_ == "advmod"}
    if auxiliaries & HEDGING_MODALS or adverbs & cues.factuality["hedges"]:
        return None
    future = bool(auxiliaries & FUTURE)
    if auxiliaries & REPORTED_FUTURE:
        if not reported:
            return None
        future = True
    if not _has_tense(clause, auxiliaries):
        return None
    if has_no_subject(clause):
        return None  # "no city has banned"
    if is_negated(clause) or adverbs & cues.factuality["no_longer"]:
        return _judge_denial(clause, cue, auxiliaries, adverbs, future=future)
    return Verdict(1, _read_status(clause, cue, future=future))


def _judge_denial(
    verb: Token,
    cue: VerbCue,
    auxiliaries: set[str],
    adverbs: set[str],
    *,
    future: bool,
) -> Verdict | None:
    """A denied act is a position only where it is a policy: will not, does not."""
    lasting = bool(auxiliaries & {"do", "does"}) or verb.tag_ in PRESENT_TAGS
    if not future and not (lasting and verb.lemma_.lower() in DENIABLE):
        return None
    status: Status = "stated" if cue.group == "support" else "refused"
    return Verdict(-1, status, 0.9)


def _read_status(verb: Token, cue: VerbCue, *, future: bool) -> Status:
    assert cue.status is not None
    if future and cue.status not in {"stated", "refused", "proposed"}:
        return "promised"
    if verb.tag_ in PRESENT_TAGS and cue.present is not None:
        return cue.present
    return cue.status


def _has_tense(verb: Token, auxiliaries: set[str]) -> bool:
    """Whether the verb tells something done, not an infinitive or a bare gerund."""
    if "to" in auxiliaries:
        return False
    if verb.tag_ == "VB":
        return bool(auxiliaries)
    if verb.tag_ == "VBG":
        has_subject = any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)
        return bool(auxiliaries) or has_subject
    return True


def _stands_as_fact(verb: Token, cues: Cues) -> bool:
    """Whether no condition, question or unreal clause stands above the verb."""
    if verb.sent[-1].text.rstrip("\"'”’").endswith("?"):
        return False
    at = verb
    for _ in range(8):
        for child in at.children:
            if child.dep_ in {"mark", "advmod"} and (
                child.lower_ in cues.factuality["conditional"] and child.i < at.i
            ):
                return False
        if at.dep_ == "ccomp" and not _reports(at.head, cues):
            return False
        if at.dep_ in {"relcl", "acl", "pcomp"} or at.head is at:
            return True
        at = at.head
    return True


def _awaits_office(verb: Token) -> bool:
    """Whether the one who acts is not in office yet: "once he takes office"."""
    for clause in verb.children:
        if clause.dep_ in {"advcl", "prep"}:
            words = {token.lemma_.lower() for token in clause.subtree}
            if (words & OFFICES and words & TAKING) or "elect" in words:
                return True
    return False


def _reports(verb: Token, cues: Cues) -> bool:
    """Whether what a verb governs stands as fact: "said", or a joined main clause."""
    lemma = verb.lemma_.lower()
    return lemma in cues.factuality["reporting"] or any(
        c.dep_ in {"punct", "cc"} and c.text in {";", "and", "but"}
        for c in verb.children
    )
