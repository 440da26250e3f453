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

PRONOUNS = frozenset({"it", "them", "this", "that", "one", "ones", "any"})
DEFINITE = frozenset({"the", "this", "that", "such", "both"})
KNOWN_DEPS = frozenset({"det", "punct", "case", "poss", "amod", "predet"})
OTHERS = frozenset({"other", "another", "different", "separate", "second", "third"})
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
        if node.pos_ in {"NOUN", "PROPN"} and path.is_told and not path.n_unknown:
            best = path
            names.add(node.lemma_.lower())
    if best is None:
        told = policy.term.kind == "policy"
        root = policy.root
        return Referent(root, policy, policy.term.sign, frozenset()) if told else None
    names |= {token.lemma_.lower() for token in policy.span if token.pos_ == "NOUN"}
    return Referent(best.node, policy, best.sign, frozenset(names))


def _find_anaphors(doc: Doc, cues: Cues) -> Iterator[Token]:
    """Yield pronouns and bare definite nouns that stand where a policy might."""
    for token in doc:
        if token.dep_ not in OBJECT_DEPS:
            continue
        word = token.lower_
        if token.pos_ in {"PRON", "DET", "NUM"} and word in PRONOUNS:
            if token.head.dep_ != "relcl" or word != "that":
                yield token
        elif token.pos_ == "NOUN" and _compares(token, cues):
            yield token
        elif token.pos_ == "NOUN" and _is_bare_definite(token):
            lemma = token.lemma_.lower()
            if lemma not in cues.blocking:
                yield token


def _compares(noun: Token, cues: Cues) -> bool:
    """Whether it is "a similar cap", "the same offer", "its own rule"."""
    comparing = cues.words["comparing"]
    return any(child.lower_ in comparing for child in noun.children if child.i < noun.i)


def _is_bare_definite(noun: Token) -> bool:
    """Whether it is "the bill", "the mayor's plan": known, and nothing says which."""
    children = list(noun.children)
    if not any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in DEFINITE) for c in children
    ):
        return False
    if any(c.i < noun.i and c.dep_ not in KNOWN_DEPS for c in children):
        return False
    if any(c.lower_ in OTHERS for c in children):
        return False
    return not any(
        c.i == noun.i + 1 and c.dep_ in {"prep", "relcl", "acl"} for c in children
    )


def _matches(anaphor: Token, referent: Referent, cues: Cues) -> bool:
    """Whether a pronoun or noun may point back to a policy."""
    if anaphor.pos_ != "NOUN":
        if not referent.names:
            return False
        plural = referent.head.tag_ in {"NNS", "NNPS"}
        return plural == (anaphor.lower_ in {"them", "ones", "any"}) or (
            anaphor.lower_ in {"one", "any"}
        )
    lemma = anaphor.lemma_.lower()
    if lemma in referent.names:
        return True
    if lemma in cues.words["vague_papers"] and _compares(anaphor, cues):
        return True
    if not referent.names:
        return False
    drafts, enacted = cues.words["drafts"], cues.words["enacted"]
    if lemma in drafts:
        return bool(referent.names & drafts)
    return lemma in enacted and bool(referent.names & (drafts | enacted))


def find_referents(policies: Iterable[Policy], cues: Cues) -> list[Referent]:
    """Return what later words may point back to, in text order."""
    read = (_read_referent(policy, follow(policy, cues)) for policy in policies)
    found = [referent for referent in read if referent is not None]
    return sorted(found, key=lambda referent: referent.head.i)


def find_anaphors(
    doc: Doc, policies: list[Policy], referents: list[Referent], cues: Cues
) -> list[Policy]:
    """Return a policy for each "it" or "the bill" that points back to one.

    Args:
        doc: A parsed document.
        policies: The policies named in it, in text order.
        referents: What `find_referents` makes of them.
        cues: All cue tables.
    """
    named = {token.i for policy in policies for token in policy.span}
    anaphors = [t for t in _find_anaphors(doc, cues) if t.i not in named]
    if not anaphors or not referents:
        return []
    sentences = {token.i: n for n, sent in enumerate(doc.sents) for token in sent}
    meant = []
    for anaphor in anaphors:
        reach = 1 if anaphor.pos_ != "NOUN" else MAX_SENTENCES
        near = _find_near(anaphor, referents, sentences, reach)
        referent = next((r for r in near if _matches(anaphor, r, cues)), None)
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
