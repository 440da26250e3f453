"""What the lexicons know of a passage's words, as marks for the classifier.

A small encoder learns slowly that to veto a bill against a ban keeps the ban: each word
turns the sense of the next. The catalogue and the parse know many such turns, so the
classifier is told them: after a term of the issue whether more of it goes for or
against the proposition, after the verb that is done to it which way the two together
go. Who acts, and whether it was done, is left to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from nlp.components.stances.catalogue import Catalogue
from nlp.components.stances.cues import Cues
from nlp.components.stances.detection import Policy, find_terms
from nlp.components.stances.direction import follow
from nlp.components.stances.masking import AGAINST, DOWN, FOR, TOPIC, UP, Mark
from nlp.components.stances.paths import VERBS, Path, is_negated
from nlp.components.stances.referents import find_anaphors, find_referents

_TERMS = {1: FOR, -1: AGAINST, 0: TOPIC}


@dataclass(frozen=True, slots=True)
class Hint:
    """A marker for one issue, after a character of the text."""

    issue: str
    at: int
    marker: str

    @property
    def mark(self) -> Mark:
        """An insertion, as `mask_passage` takes it."""
        return Mark(self.at, self.at, self.marker)


def read_hints(doc: Doc, catalogue: Catalogue, cues: Cues) -> list[Hint]:
    """Return the hints of a parsed document, for all issues, in text order."""
    policies = find_terms(doc, catalogue)
    return find_hints(doc, policies, cues)


def find_hints(doc: Doc, policies: Sequence[Policy], cues: Cues) -> list[Hint]:
    """Return the hints of a document whose terms are known, in text order."""
    found = {Hint(p.term.issue, p.span.end_char, _TERMS[p.term.sign]) for p in policies}
    if doc.has_annotation("DEP"):
        named = [policy for policy in policies if policy.term.sign]
        referents = find_referents(named, cues)
        named += find_anaphors(doc, named, referents, cues)
        for policy in named:
            found.update(_find_turn(policy, cues))
    return sorted(found, key=lambda hint: (hint.at, hint.issue, hint.marker))


def _find_turn(policy: Policy, cues: Cues) -> Iterator[Hint]:
    """Yield which way the highest verb over a policy goes."""
    top: Path | None = None
    for path in follow(policy, cues):
        if path.node.pos_ in VERBS and path.act is not None and path.is_told:
            top = path
    if top is None or top.act is None:
        return
    sign = -top.sign if is_negated(top.node) else top.sign
    act: Token = top.act
    yield Hint(policy.term.issue, act.idx + len(act), UP if sign > 0 else DOWN)
