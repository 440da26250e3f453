"""Policies meant by "it" or "the bill": taken from the policy named before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from nlp.components.stances.cues import Cues
from nlp.components.stances.detection import Policy
from nlp.components.stances.direction import follow
from nlp.components.stances.paths import Path

PRONOUNS = frozenset({"it", "them", "this", "that"})
DEFINITE = frozenset({"the", "this", "that", "such", "both"})
OBJECT_DEPS = frozenset({"dobj", "pobj", "nsubjpass"})
CERTAINTY = 0.85
MAX_REFERENTS = 12  # how many policies back it may lie
MAX_SENTENCES = 3  # how far back "the bill" may point; "it" goes back one


@dataclass(frozen=True, slots=True)
class Referent:
    """A policy noun that later words may point back to."""

    head: Token
    policy: Policy
    sign: int
    names: frozenset[str]


def _read_referent(policy: Policy, paths: Iterable[Path]) -> Referent | None:
    """Return the widest noun that names the policy, with its direction."""
    best: Path | None = None
    names: set[str] = set()
    for path in paths:
        node = path.node
        if node.pos_ in {"VERB", "AUX"} and node.dep_ not in {"acl", "relcl", "pcomp"}:
            if node.dep_ not in {"xcomp", "ccomp", "advcl"}:
                break
            continue
        if node.pos_ in {"NOUN", "PROPN"} and path.is_told:
            best = path
            names.add(node.lemma_.lower())
    if best is None:
        return None
    return Referent(best.node, policy, best.sign, frozenset(names))


def _find_anaphors(doc: Doc, cues: Cues) -> Iterator[Token]:
    """Yield pronouns and bare definite nouns that stand where a policy might."""
    for token in doc:
        if token.dep_ not in OBJECT_DEPS:
            continue
        word = token.lower_
        if token.pos_ in {"PRON", "DET"} and word in PRONOUNS:
            yield token
        elif token.pos_ == "NOUN" and _is_bare_definite(token):
            lemma = token.lemma_.lower()
            if lemma in cues.words["papers"] or cues.nouns.get(lemma) is not None:
                yield token


def _is_bare_definite(noun: Token) -> bool:
    """Whether it is "the bill" and no more: nothing says which."""
    children = list(noun.children)
    if not any(c.dep_ == "det" and c.lower_ in DEFINITE for c in children):
        return False
    if any(c.i < noun.i and c.dep_ not in {"det", "punct", "case"} for c in children):
        return False
    return not any(
        c.i == noun.i + 1 and c.dep_ in {"prep", "relcl", "acl"} for c in children
    )


def _matches(anaphor: Token, referent: Referent, papers: frozenset[str]) -> bool:
    if anaphor.pos_ != "NOUN":
        plural = referent.head.tag_ in {"NNS", "NNPS"}
        return plural == (anaphor.lower_ == "them")
    lemma = anaphor.lemma_.lower()
    if lemma in referent.names:
        return True
    return lemma in papers and bool(referent.names & papers)


def find_anaphors(doc: Doc, policies: list[Policy], cues: Cues) -> list[Policy]:
    """Return a policy for each "it" or "the bill" that points back to one.

    Args:
        doc: A parsed document.
        policies: The policies named in it, in text order.
        cues: All cue tables.
    """
    named = {token.i for policy in policies for token in policy.span}
    anaphors = [t for t in _find_anaphors(doc, cues) if t.i not in named]
    if not anaphors:
        return []
    sentences = {token.i: n for n, sent in enumerate(doc.sents) for token in sent}
    referents = [
        found
        for policy in policies
        if (found := _read_referent(policy, follow(policy, cues))) is not None
    ]
    referents.sort(key=lambda referent: referent.head.i)
    meant = []
    for anaphor in anaphors:
        reach = 1 if anaphor.pos_ != "NOUN" else MAX_SENTENCES
        near = _find_near(anaphor, referents, sentences, reach)
        fitting = (r for r in near if _matches(anaphor, r, cues.words["papers"]))
        referent = next(fitting, None)
        if referent is not None:
            meant.append(_build(doc, anaphor, referent))
    return meant


def _find_near(
    anaphor: Token, referents: list[Referent], sentences: dict[int, int], reach: int
) -> Iterator[Referent]:
    """Yield the referents at most `reach` sentences before the anaphor, last first."""
    until = bisect_left(referents, anaphor.i, key=lambda referent: referent.head.i)
    for referent in reversed(referents[max(0, until - MAX_REFERENTS) : until]):
        if sentences[anaphor.i] - sentences[referent.head.i] > reach:
            return
        if referent.policy.span.end <= anaphor.i:
            yield referent


def _build(doc: Doc, anaphor: Token, referent: Referent) -> Policy:
    start = anaphor.i
    while start and doc[start - 1].head == anaphor and doc[start - 1].dep_ == "det":
        start -= 1
    term = replace(referent.policy.term, sign=referent.sign, kind="policy")
    return Policy(
        span=doc[start : anaphor.i + 1], root=anaphor, term=term, certainty=CERTAINTY
    )
