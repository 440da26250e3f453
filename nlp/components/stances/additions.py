"""The text's own words for a stance that the classifier found and no rule did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from nlp.components.stances.cues import Cues, VerbCue
from nlp.components.stances.factuality import FUTURE, PRESENT_TAGS
from nlp.components.stances.paths import VERBS
from nlp.components.stances.verbs import find_cue
from nlp.schema import Entity, Instrument, Status

SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent", "poss"})
MAX_ACTION = 8  # tokens
NEAR = 12  # tokens from the act in which a noun may name the instrument


@dataclass(frozen=True, slots=True)
class Act:
    """The words of an act, as token ranges and codes."""

    start: int
    end: int
    instrument: Instrument | None
    status: Status
    evidence: tuple[int, int]


def read_act(doc: Doc, holder: Entity, policy: Span, cues: Cues) -> Act:
    """Return the act of a holder on a policy, by the verb nearest to both.

    Args:
        doc: The document.
        holder: Who acts.
        policy: The words of the policy, or the whole sentence where none names it.
        cues: All cue tables.
    """
    sent = policy[0].sent
    named = doc.char_span(holder.start_char, holder.end_char, alignment_mode="expand")
    inside = named if named is not None and named.sent.start == sent.start else None
    act = _find_act(sent, inside, policy)
    cue = None if act is None else find_cue(act, cues, infinitive=_has_clause(act))
    start, end = _find_action(act, policy)
    needed = [start, end - 1, policy.start, policy.end - 1]
    if inside is not None:
        needed += [inside.start, inside.end - 1]
    evidence = (min(needed), max(needed) + 1)
    return Act(
        start=start,
        end=end,
        instrument=_find_instrument(sent, start, cue, cues),
        status=_find_status(act, cue),
        evidence=evidence,
    )


def _find_act(sent: Span, holder: Span | None, policy: Span) -> Token | None:
    """Return the verb whose subject holds the holder, else the nearest to the policy.

    Of several the one nearest to the policy.
    """
    verbs = [token for token in sent if token.pos_ in VERBS and token.dep_ != "aux"]
    if holder is not None:
        own = [verb for verb in verbs if _has_subject(verb, holder)]
        verbs = own or verbs
    return min(verbs, key=lambda verb: _distance(verb, policy), default=None)


def _has_subject(verb: Token, holder: Span) -> bool:
    return any(
        child.dep_ in SUBJECTS
        and child.left_edge.i <= holder.root.i <= child.right_edge.i
        for child in verb.children
    )


def _distance(verb: Token, policy: Span) -> tuple[int, int]:
    return abs(verb.i - policy.start), verb.i


def _has_clause(act: Token) -> bool:
    return any(child.dep_ in {"xcomp", "ccomp"} for child in act.children)


def _find_action(act: Token | None, policy: Span) -> tuple[int, int]:
    """Return the tokens from the act up to the policy, where they are near."""
    if act is None:
        return policy.start, policy.end
    if act.i < policy.start <= act.i + MAX_ACTION:
        return act.i, policy.start
    return act.i, act.i + 1


def _find_status(act: Token | None, cue: VerbCue | None) -> Status:
    if act is None:
        return "in-force"
    if any(child.lower_ in FUTURE for child in act.children if child.dep_ == "aux"):
        return "promised"
    if cue is None or cue.status is None:
        return "in-force" if act.tag_ in PRESENT_TAGS else "adopted"
    if act.tag_ in PRESENT_TAGS and cue.present is not None:
        return cue.present
    return cue.status


def _find_instrument(
    sent: Span, start: int, cue: VerbCue | None, cues: Cues
) -> Instrument | None:
    """Return what the verb tells, else what the nearest noun of a paper names."""
    if cue is not None and cue.instrument is not None:
        return cue.instrument
    named = dict(_name_instruments(sent, cues))
    near = min(named, key=lambda at: (abs(at - start), at), default=None)
    if near is None or abs(near - start) > NEAR:
        return None
    return named[near]


def _name_instruments(sent: Span, cues: Cues) -> Iterator[tuple[int, Instrument]]:
    for token in sent:
        found = cues.instruments.get(token.lemma_.lower())
        if found is not None and token.pos_ in {"NOUN", "PROPN"}:
            yield token.i, found
