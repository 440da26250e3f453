"""Acts told by pointing back: "did the same", "took the opposite course", "sued".

Each copies the direction of the policy or act told last, within two sentences.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from nlp.components.stances.catalogue import Term
from nlp.components.stances.clauses import is_passive
from nlp.components.stances.cues import Cues, VerbCue
from nlp.components.stances.detection import Policy
from nlp.components.stances.paths import VERBS, Path, is_negated
from nlp.schema import Instrument, Status

CERTAINTY = 0.72
MAX_SENTENCES = 2
OWN_OBJECT_DEPS = frozenset({"dobj", "xcomp", "ccomp", "attr", "advcl"})


@dataclass(frozen=True, slots=True)
class Told:
    """A policy or act told before: where, and its direction towards the issue."""

    at: int  # token
    sent: int  # first token of its sentence
    term: Term
    sign: int
    status: Status
    instrument: Instrument | None
    government: str = ""  # whose act it is; "" for a policy only named


def find_echoes(
    doc: Doc, acts: Sequence[Told], policies: Sequence[Told], cues: Cues
) -> Iterator[Path]:
    """Yield a path for each verb that points back, its direction copied or turned.

    Args:
        doc: A parsed document.
        acts: What governments were found to do, in text order.
        policies: The policies named, in text order, each with its own direction.
        cues: All cue tables.
    """
    sents = [sent.start for sent in doc.sents]
    for token in doc:
        if token.pos_ not in VERBS:
            continue
        turn = _read_turn(token, cues)
        if turn is not None:
            told = _find_last(token, acts, sents)
            if told is not None:
                yield _build(token, told, turn)
            continue
        cue = _read_bare(token, cues)
        told = None if cue is None else _find_last(token, policies, sents)
        if cue is not None and told is not None:
            yield _build(token, told, cue.sign, cue)


def _read_turn(verb: Token, cues: Cues) -> int | None:
    """Return 1 for "did the same", -1 for "took the opposite course", else None."""
    lemma = verb.lemma_.lower()
    if lemma not in cues.words["echo_verbs"]:
        return None
    for child in verb.children:
        if child.dep_ not in {"dobj", "advmod", "npadvmod", "prep"}:
            continue
        words = {token.lower_ for token in child.subtree if token.i <= child.i + 3}
        if words & cues.words["opposite"]:
            return -1
        if words & cues.words["same"]:
            return 1
    if lemma == "do" and is_negated(verb) and not _has_object(verb):
        return -1 if verb.head == verb else None  # "Gwinnett County did not."
    return None


def _has_object(verb: Token) -> bool:
    return any(child.dep_ in OWN_OBJECT_DEPS for child in verb.children)


def _read_bare(verb: Token, cues: Cues) -> VerbCue | None:
    """Return the cue of an act whose object is left out: "sued", "said no"."""
    lemma = verb.lemma_.lower()
    answers = {c.lower_ for c in verb.children if c.i > verb.i} & {"yes", "no"}
    if lemma in {"say", "vote"} and answers:
        return cues.verbs["vote against" if "no" in answers else "vote for"][0]
    if lemma not in cues.words["bare"] or is_passive(verb):
        return None
    for child in verb.children:
        if child.dep_ in {"dobj", "ccomp", "xcomp", "oprd"}:
            return None
        if child.dep_ == "advcl" and child.tag_ != "VBG":
            return None
        if child.dep_ == "prep" and child.lower_ in {"over", "for", "to", "against"}:
            return None
    choices = cues.verbs.get(lemma, ())
    return next((cue for cue in choices if cue.status is not None), None)


def _find_last(verb: Token, told: Sequence[Told], sents: list[int]) -> Told | None:
    """Return what was told last before a verb, in its sentence or two before."""
    at = bisect_left(told, verb.i, key=lambda one: one.at) - 1
    if at < 0:
        return None
    between = bisect_left(sents, verb.sent.start) - bisect_left(sents, told[at].sent)
    return told[at] if between <= MAX_SENTENCES else None


def _build(verb: Token, told: Told, turn: int, cue: VerbCue | None = None) -> Path:
    last = max(
        (c.i for c in verb.children if c.dep_ in {"dobj", "advmod", "neg", "prep"}),
        default=verb.i,
    )
    doc = verb.doc
    term = Term(issue=told.term.issue, sign=told.sign * turn, kind="policy")
    policy = Policy(
        span=doc[verb.i : max(last, verb.i) + 1],
        root=verb,
        term=term,
        certainty=CERTAINTY,
    )
    if cue is None:
        cue = VerbCue(
            group="echo",
            sign=1,
            status=told.status if turn > 0 else "adopted",
            strength=0.85,
            instrument=told.instrument,
        )
    return Path(policy=policy, node=verb, sign=term.sign, act=verb, cue=cue)
