"""How far a policy has been followed up the parse, and what it means up to there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from nlp.components.stances.cues import VerbCue
from nlp.components.stances.detection import Policy

VERBS = frozenset({"VERB", "AUX"})
COPULAS = frozenset({"be", "become", "remain", "stay"})
DASHES = frozenset("-‐‑–")
PREFIXES = {"anti": -1, "pro": 1, "non": -1}


@dataclass(frozen=True, slots=True)
class Path:
    """A policy followed up to one token.

    Attributes:
        policy: Where it began.
        node: The token reached.
        sign: Direction of `node` towards the issue's proposition.
        act: The verb that an act would have here; None below the first verb.
        cue: What that verb is.
        directed: Whether the direction is told; False for a mere thing so far.
        ruled: Whether a rule on a thing was passed whose side is not told.
        n_unknown: Nouns passed that are in no list.
        trail: Tokens passed, lowest first.
    """

    policy: Policy
    node: Token
    sign: int
    act: Token | None = None
    cue: VerbCue | None = None
    directed: bool = True
    ruled: bool = False
    n_unknown: int = 0
    trail: tuple[Token, ...] = field(default=())

    @property
    def is_told(self) -> bool:
        """Whether the direction is known here."""
        return self.directed and not self.ruled

    def pass_on(self, node: Token, sign: int = 1, *, directs: bool = False) -> Path:
        """Return the path one token further."""
        return replace(
            self,
            node=node,
            sign=self.sign * sign,
            directed=self.directed or (directs and not self.ruled),
            trail=(*self.trail, node),
        )

    def turn(self) -> Path:
        """Return the path with its direction turned, and told by that."""
        return replace(self, sign=-self.sign, directed=True)


def begin_path(policy: Policy) -> Path:
    """Return the path at the policy itself, "anti-" before it and "-free" applied."""
    span = policy.span
    doc = span.doc
    path = Path(
        policy=policy,
        node=policy.root,
        sign=policy.term.sign,
        directed=policy.term.kind == "policy",
    )
    if span.start >= 2 and doc[span.start - 1].text in DASHES:
        prefix = PREFIXES.get(doc[span.start - 2].lower_)
        if prefix is not None:
            path = replace(path, sign=path.sign * prefix, directed=True)
    after = [token.lower_ for token in doc[span.end : span.end + 2]]
    if len(after) == 2 and after[0] in DASHES and after[1] == "free":
        path = path.turn()
    return path


def has_infinitive(verb: Token) -> bool:
    """Whether the verb has "to" before it."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def is_negated(verb: Token) -> bool:
    """Whether "not" hangs on the verb."""
    return any(c.dep_ == "neg" for c in verb.children)
