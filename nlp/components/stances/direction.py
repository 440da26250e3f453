"""Follow a policy up the parse to an act and multiply the signs on the way.

"passed a resolution against a bill that would stop cities from limiting rent": rent
is -1 for rent control, "limiting" turns it, "stop" turns it again, "against" a third
time, and "passed" keeps it: support.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from nlp.components.stances.cues import Cues, VerbCue
from nlp.components.stances.detection import Policy

OBJECT_DEPS = frozenset({"dobj", "obj", "nsubjpass", "attr", "oprd", "dative", "acomp"})
MODIFIER_DEPS = frozenset({"compound", "amod", "nmod", "poss", "nummod", "npadvmod"})
CLAUSE_DEPS = frozenset({"xcomp", "ccomp"})
PHRASAL_NOUNS = {
    "favor": 1, "favour": 1, "support": 1, "defense": 1, "defence": 1, "opposition": -1,
}  # fmt: skip
PLACE_NOUNS = frozenset(
    "state city county district jurisdiction country nation town province one place"
    " sanctuary municipality territory system school community haven refuge".split()
)
COPULAS = frozenset({"be", "become", "remain", "stay"})
_PREFIXES = {"anti": -1, "pro": 1, "non": -1}
_MAX_STEPS = 24


@dataclass(frozen=True, slots=True)
class Path:
    """How far a policy has been followed, and what it means up to there.

    Attributes:
        policy: Where it began.
        node: The token reached.
        sign: Direction of `node` towards the issue's proposition.
        act: The verb that an act would have here; None below the first verb.
        cue: What that verb is; None where the policy's own words hold the verb.
        directed: Whether the direction is told; False for a mere thing so far.
        ruled: Whether a rule on a thing was passed whose side is not told.
        n_unknown: Nouns passed that are in no list.
        trail: Tokens passed that turned or carried the direction, lowest first.
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


def begin_path(policy: Policy, cues: Cues) -> Path:
    """Return the path at the policy itself, with its prefix and adjectives applied."""
    span, root = policy.span, policy.root
    path = Path(
        policy=policy,
        node=root,
        sign=policy.term.sign,
        directed=policy.term.kind == "policy",
    )
    doc = span.doc
    if span.start >= 2 and doc[span.start - 1].text in "-‐‑":
        prefix = _PREFIXES.get(doc[span.start - 2].lower_)
        if prefix is not None:
            path = replace(path, sign=path.sign * prefix, directed=True)
    after = [token.lower_ for token in doc[span.end : span.end + 2]]
    if len(after) == 2 and after[0] in "-‐‑" and after[1] == "free":
        path = replace(path, sign=-path.sign, directed=True)
    if root.pos_ in {"VERB", "AUX"}:
        choices = cues.verbs.get(root.lemma_.lower(), ())
        cue = next((cue for cue in choices if cue.status), None)
        return replace(path, act=root, cue=cue)
    return _apply_modifiers(path, root, cues)


def follow(policy: Policy, cues: Cues) -> Iterator[Path]:
    """Yield the path at every token from the policy up, until it is blocked."""
    path: Path | None = begin_path(policy, cues)
    for _ in range(_MAX_STEPS):
        if path is None:
            return
        yield path
        path = _step(path, cues)


def _step(path: Path, cues: Cues) -> Path | None:
    """Go on to the token above, or return None where nothing passes."""
    token = path.node
    dep, head = token.dep_, token.head
    if head is token:
        return None
    if dep in {"pobj", "pcomp"}:
        return _step_through_preposition(path, cues)
    path = _leave(path)
    if dep == "conj":
        return replace(path, node=head)
    if dep == "appos":
        return replace(path, node=head, trail=(*path.trail, head))
    if dep in OBJECT_DEPS:
        return _enter_verb(path, head, cues)
    if dep in MODIFIER_DEPS:
        return _enter_noun(path, head, cues)
    if dep in {"acl", "relcl"}:
        return _enter_clause_noun(path, head, cues)
    if dep in CLAUSE_DEPS:
        return _enter_matrix(path, head, cues)
    if dep == "advcl":
        return _enter_purpose(path, head, cues)
    return None


def _leave(path: Path) -> Path:
    """Apply the negation of a verb that turned out not to be the act."""
    token = path.node
    if token == path.act and any(c.dep_ == "neg" for c in token.children):
        return replace(path, sign=-path.sign)
    return path


def _turn(path: Path, node: Token, sign: int, *, directs: bool) -> Path:
    return replace(
        path,
        node=node,
        sign=path.sign * sign,
        directed=path.directed or (directs and not path.ruled),
        trail=(*path.trail, node),
    )


def _enter_noun(
    path: Path, noun: Token, cues: Cues, preposition: str = ""
) -> Path | None:
    """Pass a noun that the policy modifies or is the complement of."""
    lemma = noun.lemma_.lower()
    if noun.pos_ in {"VERB", "AUX"} or lemma in cues.blocking:
        return None
    if preposition in cues.against or preposition == "from":
        path = _turn(path, noun, -1, directs=True)
    elif lemma in cues.nouns:
        path = _turn(path, noun, cues.nouns[lemma], directs=True)
    elif lemma in cues.rules:
        path = replace(
            path,
            node=noun,
            ruled=path.ruled or not path.directed,
            trail=(*path.trail, noun),
        )
    else:
        known = lemma in cues.neutral or lemma in cues.instruments
        path = replace(
            path,
            node=noun,
            n_unknown=path.n_unknown + (not known),
            trail=(*path.trail, noun),
        )
    return _apply_modifiers(path, noun, cues)


def _apply_modifiers(path: Path, noun: Token, cues: Cues) -> Path:
    """Apply "no", "fewer", "stricter" and the like before a noun."""
    inside = path.policy.span
    for child in noun.children:
        if inside.start <= child.i < inside.end:
            continue
        word = child.lower_
        if child.dep_ == "det" and word == "no":
            path = replace(path, sign=-path.sign, directed=True)
        elif child.dep_ != "amod":
            continue
        elif word in cues.strictness and path.ruled:
            sign = -path.sign * cues.strictness[word]
            path = replace(path, sign=sign, directed=True, ruled=False)
        elif cues.strictness.get(word) == -1 or cues.adjectives.get(word) == -1:
            path = replace(path, sign=-path.sign, directed=True)
    return path


def _enter_clause_noun(path: Path, noun: Token, cues: Cues) -> Path | None:
    """Pass the noun that a clause with the policy belongs to ("a bill banning")."""
    verb = path.node
    lemma = noun.lemma_.lower()
    if lemma in cues.blocking or noun.pos_ in {"VERB", "AUX"}:
        return None
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    sign = cues.nouns.get(lemma, 1) if infinitive else 1
    return replace(path, node=noun, sign=path.sign * sign, trail=(*path.trail, noun))


def _choose(choices: tuple[VerbCue, ...], *, infinitive: bool) -> VerbCue | None:
    """Pick the sense of a verb by what it governs."""
    fitting = [cue for cue in choices if cue.takes_act == infinitive]
    return (fitting or list(choices) or [None])[0]


def read_particle(verb: Token) -> str:
    """Return the verb with its particle ("roll back"), or the verb alone."""
    for child in verb.children:
        if child.dep_ == "prt":
            return f"{verb.lemma_.lower()} {child.lower_}"
    return verb.lemma_.lower()


def _find_verb_cue(verb: Token, cues: Cues, *, infinitive: bool) -> VerbCue | None:
    keys = [read_particle(verb), verb.lemma_.lower()]
    if infinitive:
        keys.insert(0, f"{verb.lemma_.lower()} to")
    choices = next((cues.verbs[key] for key in keys if key in cues.verbs), ())
    return _choose(choices, infinitive=infinitive)


def _apply_verb(path: Path, verb: Token, cue: VerbCue) -> Path:
    sign = cue.sign
    if cue.scale and path.ruled:
        # Loosening a rule on guns is fewer limits on guns.
        path = replace(path, ruled=False, directed=True)
        sign = -cue.sign
    path = _turn(path, verb, sign, directs=cue.directs)
    return replace(path, act=verb, cue=cue)


def _enter_verb(path: Path, verb: Token, cues: Cues) -> Path | None:
    """Pass a verb whose object the policy is."""
    lemma = verb.lemma_.lower()
    if path.node.dep_ in {"attr", "acomp"}:
        return _enter_copula(path, verb, cues)
    cue = _find_verb_cue(verb, cues, infinitive=False)
    if cue is None or (cue.group == "be" and lemma not in COPULAS):
        return None
    if lemma == "sue" and path.policy.term.kind == "thing" and not path.directed:
        return None  # "sued ICE" tells nothing of what for
    return _apply_verb(path, verb, cue)


def _enter_copula(path: Path, verb: Token, cues: Cues) -> Path | None:
    if verb.lemma_.lower() not in COPULAS:
        return None
    if path.act is not None and path.act.head.lemma_.lower() in PLACE_NOUNS:
        return replace(path, node=verb)  # "became the first state to ban"
    if path.act is None and path.node.lemma_.lower() in PLACE_NOUNS and path.directed:
        return _apply_verb(path, verb, cues.verbs["be"][0])
    if path.node.dep_ == "acomp" and path.cue is not None:
        return replace(path, node=verb, act=verb)
    return None


def _enter_matrix(path: Path, verb: Token, cues: Cues) -> Path | None:
    """Pass a verb that governs the clause of the policy ("voted to ban")."""
    cue = _find_verb_cue(verb, cues, infinitive=True)
    if cue is None or cue.group in {"plain", "be", "convey"}:
        return None
    if path.node.dep_ == "ccomp" and not (cue.takes_act or cue.directs):
        return None
    return _apply_verb(path, verb, cue)


def _enter_purpose(path: Path, verb: Token, cues: Cues) -> Path | None:
    """Pass "offered land to help deport": the purpose tells the direction."""
    clause = path.node
    marks = {c.dep_ for c in clause.children}
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)
    if marks & {"mark", "nsubj", "nsubjpass"}:
        return None
    if not infinitive and clause.tag_ != "VBG":
        return None
    cue = _find_verb_cue(verb, cues, infinitive=infinitive)
    if cue is None or cue.status is None:
        return None
    return replace(path, node=verb, act=verb, cue=cue, trail=(*path.trail, verb))


def _read_phrase(head: Token, preposition: Token) -> list[str]:
    """Return the keys under which a head with this preposition may be listed."""
    lemma = head.lemma_.lower()
    between = [
        token.lower_
        for token in head.doc[head.i + 1 : preposition.i + 1]
        if not token.lower_.endswith("ly")
    ]
    keys = []
    if 0 < len(between) <= 4:
        keys.append(f"{lemma} {' '.join(between)}")
    keys.append(f"{lemma} {preposition.lower_}")
    return keys


def _step_through_preposition(path: Path, cues: Cues) -> Path | None:
    """Pass from a prepositional phrase to what it belongs to."""
    path = _leave(path)
    preposition = path.node.head
    if preposition.dep_ == "agent":
        return None
    head = preposition.head
    while head.pos_ in {"ADP", "ADV", "PART"} and head.head is not head:
        head = head.head  # "out of", "in favor of" parsed as a chain
    phrase = PHRASAL_NOUNS.get(head.lemma_.lower())
    if phrase is not None and head.dep_ == "pobj" and head.head.lower_ == "in":
        return _pass_phrase(path, head, phrase, cues)
    if head.pos_ in {"NOUN", "PROPN", "NUM", "PRON"}:
        word = preposition.lower_
        if word not in cues.through and word not in cues.against:
            return None
        return _enter_noun(path, head, cues, word)
    for key in _read_phrase(head, preposition):
        if key in cues.verbs:
            cue = _choose(cues.verbs[key], infinitive=path.node.pos_ == "VERB")
            assert cue is not None
            return _apply_verb(path, head, cue)
    if preposition.lower_ == "from" and head.lemma_.lower() in cues.verbs:
        return _apply_verb(path, head, _turn_from(head, cues))
    return None


def _turn_from(verb: Token, cues: Cues) -> VerbCue:
    """Return the cue of a verb with "from": barred from, protected from."""
    return replace(cues.verbs[verb.lemma_.lower()][0], sign=-1, directs=True)


def _pass_phrase(path: Path, noun: Token, sign: int, cues: Cues) -> Path | None:
    """Pass "in favor of", "in opposition to" on to the verb or noun before it."""
    path = _turn(path, noun, sign, directs=True)
    head = noun.head.head
    if head.pos_ in {"NOUN", "PROPN"}:
        return replace(path, node=head, trail=(*path.trail, head))
    cue = _find_verb_cue(head, cues, infinitive=False)
    if cue is None and head.lemma_.lower() in COPULAS:
        cue = cues.verbs["support"][0]
    if cue is None:
        return None
    kept = replace(cue, sign=1)
    return _apply_verb(path, head, kept)
