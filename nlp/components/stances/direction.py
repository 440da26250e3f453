"""Follow a policy up the parse to an act and multiply the signs on the way.

"passed a resolution against a bill that would stop cities from limiting rent": rent
is -1 for rent control, "limiting" turns it, "stop" turns it again, "against" a third
time, and "passed" keeps it: support.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from nlp.components.stances.clauses import continues
from nlp.components.stances.cues import Cues, VerbCue
from nlp.components.stances.detection import Policy
from nlp.components.stances.nouns import apply_modifiers, enter_clause_noun, enter_noun
from nlp.components.stances.paths import (
    VERBS,
    Path,
    begin_path,
    has_infinitive,
    is_negated,
)
from nlp.components.stances.prepositions import leave_phrase
from nlp.components.stances.verbs import (
    enter_being,
    enter_matrix,
    enter_permission,
    enter_purpose,
    enter_state,
    enter_verb,
)

OBJECT_DEPS = frozenset({"dobj", "obj", "nsubjpass", "attr", "oprd", "dative", "acomp"})
MODIFIER_DEPS = frozenset({"compound", "amod", "nmod", "poss", "nummod", "npadvmod"})
OWN_WORDS = VerbCue(
    group="own", sign=1, status="adopted", present="in-force", strength=0.85
)
_MAX_STEPS = 24


def follow(policy: Policy, cues: Cues) -> Iterator[Path]:
    """Yield the path at every token from the policy up, until it is blocked."""
    path: Path | None = _begin(policy, cues)
    for _ in range(_MAX_STEPS):
        if path is None:
            return
        yield path
        path = _step(path, cues)


def _begin(policy: Policy, cues: Cues) -> Path:
    root = policy.root
    path = begin_path(policy)
    if root.pos_ in VERBS and policy.certainty == 1:
        # The term holds the verb of the act: "deport", "raise the minimum wage".
        choices = cues.verbs.get(root.lemma_.lower(), ())
        cue = next((c for c in choices if c.status and not c.takes_act), OWN_WORDS)
        return replace(path, act=root, cue=cue)
    return apply_modifiers(path, root, cues)


def _step(path: Path, cues: Cues) -> Path | None:
    """Go on to the token above, or return None where nothing passes."""
    token = path.node
    dep, head = token.dep_, token.head
    if head == token:
        return None
    if token == path.act and is_negated(token):
        path = replace(path, sign=-path.sign)
    if dep in {"pobj", "pcomp"}:
        return leave_phrase(path, cues)
    if dep == "conj":
        joined = token.pos_ not in VERBS or continues(token, head)
        return replace(path, node=head) if joined else None
    if dep == "appos":
        return path.pass_on(head)
    if dep in OBJECT_DEPS:
        return enter_verb(path, head, cues)
    if dep in MODIFIER_DEPS:
        return enter_noun(path, head, cues)
    return _step_from_clause(path, cues)


def _step_from_clause(path: Path, cues: Cues) -> Path | None:
    """Go on from a clause, or from the subject of a small clause."""
    token, head = path.node, path.node.head
    dep = token.dep_
    noun = head if dep in {"acl", "relcl"} else _find_paper(token, cues)
    if noun is not None and noun.pos_ not in VERBS:
        return enter_clause_noun(path, noun, cues)
    if dep == "nsubj" and head.lemma_ == "be":
        return enter_being(path, head, cues)
    if dep == "nsubj":
        return enter_permission(path, head, cues) or enter_state(path, head, cues)
    if dep not in {"advcl", "xcomp", "ccomp"}:
        return None
    if head.pos_ in {"ADJ", "NOUN"} and head.lower_ in cues.states:
        return enter_state(path, head, cues)
    if head.lemma_ == "be" and has_infinitive(token):
        return enter_being(path, head, cues)
    if dep == "advcl":
        return enter_purpose(path, head, cues)
    return enter_matrix(path, head, cues)


def _find_paper(verb: Token, cues: Cues) -> Token | None:
    """Return the noun just before an infinitive that belongs to it.

    "vetoed a bill to allow": the parser often hangs such a clause on the verb.
    """
    if verb.dep_ not in {"xcomp", "advcl"} or not has_infinitive(verb):
        return None
    before = verb.left_edge.i - 1
    noun = verb.doc[before] if before >= 0 else verb
    if noun.pos_ != "NOUN" or noun.dep_ != "dobj" or noun.head != verb.head:
        return None
    lemma = noun.lemma_.lower()
    return noun if lemma in cues.rules or lemma in cues.nouns else None
