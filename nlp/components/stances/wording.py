"""The text's own words for an act: action, instrument, target and evidence."""

from __future__ import annotations

import re

from spacy.tokens import Token

from nlp.components.stances.cues import Cues, VerbCue
from nlp.components.stances.findings import Finding
from nlp.components.stances.holders import Actor
from nlp.components.stances.paths import Path
from nlp.schema import Instrument, Level

NOUNS = frozenset({"NOUN", "PROPN"})
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
    "board": "policy",
    "department": "policy",
    "agency": "regulation",
    "legislature": "law",
    "assembly": "law",
    "congress": "law",
    "parliament": "law",
    "lawmaker": "law",
    "legislator": "law",
}
EXECUTIVES = frozenset({"governor", "mayor", "president", "premier", "minister"})
COURT_KINDS = frozenset({"court", "judge", "justice"})
VOTING_KINDS = frozenset(
    {"council", "board", "commission", "senate", "house", "legislature", "lawmaker"}
)
# What a government does or means to do, with no paper told of.
CONDUCT_GROUPS = frozenset({"provide", "offer", "use", "refuse", "plan", "vow", "own"})
MAKING_GROUPS = frozenset({"enact", "allow", "forbid", "tighten", "loosen", "repeal"})
UNIONS = frozenset({"union", "eu", "nato", "un", "nations"})  # these decide by vote
_TALLY = re.compile(
    r",?\s+(?:by\s+)?\(?\d{1,3}\s?[-–—]\s?\d{1,3}(?:[-–—]\d{1,3})?\)?(?!\w)"
)


def read_instrument(path: Path, actor: Actor, cues: Cues) -> Instrument | None:
    """Return what kind of act it is, by its noun, its verb, or who acts."""
    cue = path.cue
    if cue is not None and (
        cue.instrument in {"veto", "lawsuit"} or actor.kind == "issuer"
    ):
        return cue.instrument
    if any(
        token.lemma_.lower() == "veto" and token.pos_ == "VERB" for token in path.trail
    ):
        return "veto"  # "promised to veto"
    if actor.kind in {"voter", "public"}:
        return "ballot-measure"
    named = _read_named(path, cues)
    if cue is not None and cue.instrument == "statement" and named != "resolution":
        return "statement"
    if named is not None:
        return named
    if actor.kind in COURT_KINDS:
        return "ruling"
    return None if cue is None else _read_by_verb(path, cue, actor)


def _read_by_verb(path: Path, cue: VerbCue, actor: Actor) -> Instrument | None:
    """Return what an act is that no noun names."""
    if cue.instrument is not None:
        return cue.instrument
    if cue.group == "block":
        return "vote" if _is_of_union(path) else None
    if cue.group == "reject":
        return "vote" if actor.kind in VOTING_KINDS else None
    if cue.group in MAKING_GROUPS or (cue.orders and actor.kind in BY_KIND):
        return _read_by_maker(actor)
    if cue.orders and _is_executive(actor):
        return "executive-order"
    return "policy" if cue.group in CONDUCT_GROUPS else None


def _is_executive(actor: Actor) -> bool:
    return actor.is_person and (actor.kind in EXECUTIVES or actor.head.pos_ == "PROPN")


def _read_by_maker(actor: Actor) -> Instrument | None:
    if actor.kind in BY_KIND:
        return BY_KIND[actor.kind]
    if _is_executive(actor):
        return "executive-order"
    jurisdiction = actor.entity.jurisdiction
    return None if jurisdiction is None else BY_LEVEL[jurisdiction.level]


def _read_named(path: Path, cues: Cues) -> Instrument | None:
    """Return the instrument whose noun stands nearest to the act."""
    head = path.policy.root
    for token in (*reversed(path.trail), head, *reversed(path.policy.span)):
        if token == path.act or token.pos_ == "VERB":
            continue
        lemma = token.lemma_.lower()
        pair = f"{token.nbor(-1).lower_} {lemma}" if token.i else lemma
        for key in (pair, lemma):
            if key in cues.instruments:
                return cues.instruments[key]
    return None


def _is_of_union(path: Path) -> bool:
    """Whether the policy is that of a body of states."""
    span, root = path.policy.span, path.policy.root
    start = min(root.left_edge.i, span.start)
    return any(token.lower_ in UNIONS for token in span.doc[start : span.end])


def find_target(path: Path, cues: Cues) -> tuple[int, int]:
    """Return the token range of the policy as named, by the widest noun naming it."""
    span = path.policy.span
    best = path.policy.root
    passed = 0
    for place, token in enumerate(path.trail, start=1):
        if token == path.act:
            break
        if token.pos_ not in NOUNS:
            continue
        lemma = token.lemma_.lower()
        if lemma in cues.words["expressive"]:
            break
        if lemma in cues.words["policies"]:
            best, passed = token, place
    if best.pos_ not in NOUNS and best.pos_ != "PRON":
        return span.start, span.end
    needed = [token.i for token in path.trail[:passed]]
    start = min(best.left_edge.i, span.start)
    return start, max(best.i, span.end - 1, *needed, start) + 1


def find_evidence(
    finding: Finding, target: tuple[int, int], text: str
) -> tuple[int, int]:
    """Return the character range of the clause that shows the stance.

    From the acting phrase, where it stands in the clause, over the act to the last
    word that the direction needs, and a tally of votes that follows.
    """
    path, head = finding.path, finding.actor.head
    anchor = finding.anchor
    doc = anchor.doc
    needed = [anchor.i, *(t.i for t in path.trail), target[0], target[1] - 1]
    if path.act is not None and path.act == anchor:
        needed = [i for i in needed if i in _clause_range(anchor)]
    left, right = min(needed), max(needed)
    if _shares_clause(head, anchor, left):
        left = min(left, head.left_edge.i)
        right = max(right, head.i)
    start, end = doc[left].idx, doc[right].idx + len(doc[right])
    tally = _TALLY.match(text, end)
    return start, tally.end() if tally else end


def _clause_range(anchor: Token) -> range:
    return range(anchor.sent.start, anchor.sent.end)


def _shares_clause(head: Token, anchor: Token, left: int) -> bool:
    """Whether the acting phrase stands with the act, not before another verb."""
    if head.sent != anchor.sent:
        return False
    return not any(
        token.pos_ == "VERB"
        and token.dep_ in {"ROOT", "conj", "ccomp", "advcl"}
        and token not in {anchor, anchor.head}
        for token in head.doc[head.i + 1 : left]
    )


def read_action(finding: Finding, target: tuple[int, int]) -> str:
    """Return the words of the act up to the policy, in the text's words."""
    path, act = finding.path, finding.path.act
    if act is None:
        doc = finding.anchor.doc
        return _trim(doc[target[0] : target[1]].text)
    if path.cue is not None and path.cue.orders:
        told = _read_order(act, max(target[1], path.policy.span.end))
        if told is not None:
            return told
    if target[0] <= act.i:
        return act.text
    return _trim(act.doc[act.i : target[0]].text)


def _read_order(act: Token, last: int) -> str | None:
    """An order is told with what is ordered: "directs to apply for the expansion"."""
    for child in act.children:
        if child.dep_ not in {"xcomp", "ccomp"} or child.i >= last:
            continue
        to = [c.i for c in child.children if c.dep_ == "aux" and c.lower_ == "to"]
        start = to[0] if to else child.i
        return _trim(f"{act.text} {act.doc[start:last].text}")
    return None


def _trim(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:\"'“”‘’")
