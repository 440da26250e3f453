"""Whether a clause tells that the act was done, and in what status it leaves it."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from nlp.components.stances.clauses import has_no_subject, is_participle
from nlp.components.stances.cues import Cues, VerbCue
from nlp.components.stances.paths import Path, is_negated
from nlp.schema import Status

PRESENT_TAGS = frozenset({"VBZ", "VBP"})
OFFICES = frozenset({"office", "power", "presidency"})
ELECTED = frozenset({"elect", "reelect"})
TAKING = frozenset({"take", "assume", "enter", "win", "return"})
FUTURE = frozenset({"will", "'ll", "’ll", "wo", "shall"})
REPORTED_FUTURE = frozenset({"would", "'d", "’d"})
HEDGING_MODALS = frozenset({"may", "might", "could", "can", "ca", "should", "must"})


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
    if is_participle(clause):
        clause = clause.head  # its tense is that of the main verb
    if not stands_as_fact(clause, cues) or awaits_office(clause):
        return None
    adverbs = {c.lower_ for c in clause.children if c.dep_ == "advmod"}
    future = _read_future(clause, adverbs, cues, reported=reported)
    if future is None or has_no_subject(clause):
        return None
    if is_negated(clause) or adverbs & cues.factuality["no_longer"]:
        return _judge_denial(clause, cue, cues, future=future)
    status = _read_status(clause, cue, future=future)
    if "had" in _read_auxiliaries(clause) and (
        clause.dep_ == "relcl" or status in {"stated", "proposed"}
    ):
        return None  # "had asked for", "which had executed": what was so once
    return Verdict(1, status)


def _read_future(
    verb: Token, adverbs: set[str], cues: Cues, *, reported: bool
) -> bool | None:
    """Return whether a clause tells of the future; None where it is only possible."""
    auxiliaries = _read_auxiliaries(verb)
    if auxiliaries & HEDGING_MODALS or adverbs & cues.factuality["hedges"]:
        return None
    if not _has_tense(verb, auxiliaries):
        return None
    if auxiliaries & REPORTED_FUTURE:
        return True if reported else None
    return bool(auxiliaries & FUTURE)


def _read_auxiliaries(verb: Token) -> set[str]:
    return {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}


def _judge_denial(
    verb: Token, cue: VerbCue, cues: Cues, *, future: bool
) -> Verdict | None:
    """A denied act is a position only where it is a policy: will not, does not."""
    lasting = verb.tag_ in PRESENT_TAGS or bool(
        _read_auxiliaries(verb) & {"do", "does"}
    )
    deniable = verb.lemma_.lower() in cues.words["deniable"]
    if not future and not (lasting and deniable):
        return None
    return Verdict(-1, "stated" if cue.group == "support" else "refused", 0.9)


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


def stands_as_fact(verb: Token, cues: Cues) -> bool:
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


def awaits_office(verb: Token) -> bool:
    """Whether the one who acts is not in office yet: "once he takes office"."""
    for token in verb.subtree:
        if token.i > verb.i and token.dep_ in {"advcl", "pcomp", "pobj"}:
            lemma = token.lemma_.lower()
            objects = {child.lemma_.lower() for child in token.children}
            if lemma in ELECTED or (lemma in TAKING and objects & OFFICES):
                return True
    return False


def _reports(verb: Token, cues: Cues) -> bool:
    """Whether what a verb governs stands as fact: "said", or a joined main clause."""
    lemma = verb.lemma_.lower()
    return lemma in cues.factuality["reporting"] or any(
        c.dep_ in {"punct", "cc"} and c.text in {";", "and", "but"}
        for c in verb.children
    )
