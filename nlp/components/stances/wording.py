"""The text's own words for an act: action, instrument, target and evidence."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from nlp.components.stances.cues import Cues
from nlp.components.stances.direction import Path
from nlp.components.stances.holders import Actor
from nlp.schema import Instrument, Level

# Papers that say something about a policy, and are not the policy.
EXPRESSIVE = frozenset(
    "resolution lawsuit suit vote statement letter brief motion petition complaint"
    " support opposition concern objection criticism proclamation call effort push"
    " appeal challenge fight favor favour".split()
)
POLICY_NOUNS = frozenset(
    "bill law ordinance measure ban act legislation statute rule regulation policy plan"
    " program programme order initiative referendum proposition amendment proposal"
    " package moratorium mandate agreement contract repeal limit cap freeze restriction"
    " requirement increase cut expansion deal tax levy budget fund protection".split()
)
# What a government makes when it bans or allows and the text does not say how.
BY_LEVEL: dict[Level, Instrument] = {
    "country": "law",
    "state": "law",
    "county": "ordinance",
    "city": "ordinance",
    "district": "policy",
    "supranational": "law",
    "tribal": "law",
}
BY_KIND: dict[str, Instrument] = {
    "voters": "ballot-measure",
    "court": "ruling",
    "judge": "ruling",
    "justice": "ruling",
    "agency": "regulation",
    "department": "policy",
    "board": "policy",
}
MAKING_GROUPS = frozenset({"enact", "allow", "forbid", "tighten", "loosen", "repeal"})
_TALLY = re.compile(
    r",?\s+(?:by\s+)?\(?\d{1,3}\s?[-–—]\s?\d{1,3}(?:[-–—]\d{1,3})?\)?(?!\w)"
)


def read_instrument(
    path: Path, actor: Actor, doc: Doc, cues: Cues
) -> Instrument | None:
    """Return what kind of act it is, by its noun, its verb, or who acts."""
    cue = path.cue
    if cue is not None and cue.instrument in {"veto", "lawsuit"}:
        return cue.instrument
    named = _read_named(path, cues)
    if actor.kind == "voters":
        return "ballot-measure"
    if named is not None:
        return named
    if actor.kind in {"court", "judge", "justice"}:
        return "ruling"
    if cue is None:
        return None
    if cue.instrument is not None:
        return cue.instrument
    if cue.group == "block" and _is_of_union(path, doc):
        return "vote"
    if cue.group in MAKING_GROUPS:
        by_kind = BY_KIND.get(actor.kind)
        jurisdiction = actor.entity.jurisdiction
        if by_kind is not None or jurisdiction is None:
            return by_kind
        return BY_LEVEL[jurisdiction.level]
    return None


def _read_named(path: Path, cues: Cues) -> Instrument | None:
    """Return the instrument whose noun stands nearest to the act."""
    span = path.policy.span
    act = path.act
    for token in (*reversed(path.trail), *reversed(span)):
        if token == act or token.pos_ == "VERB":
            continue
        lemma = token.lemma_.lower()
        pair = f"{token.doc[token.i - 1].lower_} {lemma}" if token.i else lemma
        for key in (pair, lemma):
            if key in cues.instruments:
                return cues.instruments[key]
    return None


def _is_of_union(path: Path, doc: Doc) -> bool:
    """Whether the policy blocked is that of a body of states, which decide by vote."""
    words = {
        token.lower_
        for token in doc[path.policy.root.left_edge.i : path.policy.span.end]
    }
    return bool(words & {"union", "eu", "nato", "un", "nations"})


def find_target(path: Path) -> tuple[int, int]:
    """Return the token range of the policy as named: the widest noun that names it."""
    best = path.policy.root
    for token in path.trail:
        if token.i == (path.act.i if path.act is not None else -1):
            break
        lemma = token.lemma_.lower()
        if token.pos_ in {"NOUN", "PROPN"} and lemma in EXPRESSIVE:
            break
        if token.pos_ in {"NOUN", "PROPN"} and lemma in POLICY_NOUNS:
            best = token
    start = min(best.left_edge.i, path.policy.span.start)
    if best.pos_ in {"VERB", "AUX"}:
        start = path.policy.span.start
    end = max(
        best.i + 1,
        path.policy.span.end,
        *(t.i + 1 for t in path.trail if start <= t.i < best.right_edge.i + 1),
        start + 1,
    )
    return start, end


def find_evidence(path: Path, actor: Actor, target: tuple[int, int]) -> tuple[int, int]:
    """Return the character range of the clause that shows the stance.

    From the acting phrase, where it stands in the clause, over the act to the last
    word that the direction needs, and a tally of votes that follows.
    """
    act = path.act if path.act is not None else path.policy.root
    doc = act.doc
    tokens = [
        act,
        *path.trail,
        doc[target[0]],
        doc[target[1] - 1],
        doc[path.policy.span.end - 1],
        doc[path.policy.span.start],
    ]
    left = min(token.i for token in tokens)
    right = max(token.i for token in tokens)
    if _is_in_clause(actor.head, act, left):
        left = min(left, _phrase_start(actor))
        right = max(right, actor.head.i)
    start = doc[left].idx
    end = doc[right].idx + len(doc[right])
    tally = _TALLY.match(doc.text, end)
    return start, tally.end() if tally else end


def _phrase_start(actor: Actor) -> int:
    return actor.head.left_edge.i


def _is_in_clause(head: Token, act: Token, left: int) -> bool:
    """Whether the acting phrase stands in the act's clause, not before another verb."""
    if head.sent != act.sent:
        return False
    between = head.doc[head.i + 1 : left]
    return not any(
        token.pos_ == "VERB"
        and token.dep_ in {"ROOT", "conj", "ccomp", "advcl"}
        and token != act
        for token in between
        if token.head.i != act.i
    )


def read_action(path: Path, target: tuple[int, int]) -> str:
    """Return the words of the act up to the policy, in the text's words."""
    act = path.act if path.act is not None else path.policy.root
    doc = act.doc
    cue = path.cue
    if cue is not None and cue.orders:
        return _read_order(act, path, target)
    end = target[0]
    if end <= act.i:
        return doc[act.i : act.i + 1].text
    words = doc[act.i : end]
    return _trim(words.text)


def _read_order(act: Token, path: Path, target: tuple[int, int]) -> str:
    """An order is told with what is ordered: "directs to apply for the expansion"."""
    last = max(target[1], path.policy.span.end)
    for child in act.children:
        if child.dep_ in {"xcomp", "ccomp"} and child.i < last:
            start = child.left_edge.i
            to = [c.i for c in child.children if c.dep_ == "aux" and c.lower_ == "to"]
            start = to[0] if to else child.i
            return f"{act.text} {act.doc[start:last].text}"
    return _trim(act.doc[act.i : target[0]].text) if target[0] > act.i else act.text


def _trim(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:\"'“”‘’")
