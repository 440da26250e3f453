"""What kind of claim a clause makes: a figure, an act, a stance, a cause ..."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from nlp.components._syntax import find_child, is_passive
from nlp.components.claims.arguments import find_clause_subject
from nlp.components.claims.clauses import Clause, Facts
from nlp.lexicons import read_lexicon
from nlp.schema import ClaimKind, Figure, Modality

_MODIFIERS = frozenset({"compound", "nmod", "amod", "quantmod", "nummod", "npadvmod"})
_ACTORS = frozenset({"PERSON", "ORG", "NORP", "GPE"})
_STANDARDS = re.compile(r"\b(?:in|of|since|ever|among|on record)\b")


class KindReader:
    """Read the kinds of clauses by the cues of `lexicons/claims.toml`."""

    def __init__(self) -> None:
        """Read the cues."""
        self.cues: dict[str, dict[str, frozenset[str]]] = {
            part: {name: frozenset(words) for name, words in lists.items()}
            for part, lists in read_lexicon("claims").items()
        }
        self.causal = build_pattern(self.cues["causal"]["phrases"])
        self.compared = build_pattern(self.cues["comparison"]["phrases"])
        self.superlative = build_pattern(self.cues["comparison"]["superlatives"])

    def read(
        self, doc: Doc, clause: Clause, modality: Modality, facts: Facts
    ) -> tuple[ClaimKind, ...]:
        """Return the kinds of a clause, in the order of the schema."""
        text = facts.text.lower()
        comparison = self._is_comparison(clause, facts, text)
        found: dict[ClaimKind, bool] = {
            "statistic": has_statistic(doc, facts),
            "action": modality in {"asserted", "negated"}
            and self._is_action(clause, facts, comparison),
            "position": self._is_position(clause, facts),
            "pledge": modality == "promised",
            "prediction": modality == "predicted",
            "quote": _is_quote(facts),
            "causal": self._is_causal(clause, text),
            "comparison": comparison,
        }
        return tuple(kind for kind, holds in found.items() if holds)

    def _is_action(self, clause: Clause, facts: Facts, comparison: bool) -> bool:
        root = clause.root
        if root is None or root.lemma_ not in self.cues["act"]["verbs"]:
            return False
        if comparison and root.lemma_ in self.cues["comparison"]["caused"]:
            return False
        if any(child.tag_ == "MD" for child in root.children):
            return False  # "shall publish" and "should end" have not been done
        if is_passive(root):
            return True
        subject = find_clause_subject(clause)
        return subject is not None and self._can_act(subject, facts)

    def _can_act(self, subject: Token, facts: Facts) -> bool:
        acts = self.cues["act"]
        if (
            subject.lower_ in acts["pronouns"]
            or subject.lemma_.lower() in acts["agents"]
        ):
            return True
        if subject.ent_type_ in _ACTORS:
            return True
        for entity in facts.entities:
            if entity.start_char <= subject.idx < entity.end_char:
                return entity.jurisdiction is not None or entity.label in _ACTORS
        return False

    def _is_position(self, clause: Clause, facts: Facts) -> bool:
        if facts.stances:
            return True
        root, cues = clause.root, self.cues["position"]
        if root is None:
            return False
        if root.lemma_ in cues["verbs"]:
            subject = find_clause_subject(clause)
            return subject is not None and self._can_act(subject, facts)
        for child in root.children:
            holds = child.lower_ in cues["adjectives"] or child.lemma_ in cues["nouns"]
            if holds and child.dep_ in {"acomp", "attr", "dobj", "oprd"}:
                return find_child(child, frozenset({"prep"})) is not None
            if child.dep_ == "aux" and child.lower_ in cues["modals"]:
                return True
        return False

    def _is_causal(self, clause: Clause, text: str) -> bool:
        root = clause.root
        if root is None:
            return False
        causes = root.lemma_ in self.cues["causal"]["verbs"]
        if causes and find_child(root, frozenset({"dobj", "nsubjpass"})) is not None:
            return True
        return self.causal.search(text) is not None

    def _is_comparison(self, clause: Clause, facts: Facts, text: str) -> bool:
        cues, root = self.cues["comparison"], clause.root
        if self.compared.search(text) is not None:
            return True
        best = self.superlative.search(text)
        if best is not None and _STANDARDS.search(text, best.end()) is not None:
            return True
        if root is None:
            return False
        lemma = root.lemma_
        if lemma in cues["verbs"] and any(
            figure.kind != "duration" and figure.start_char > root.idx
            for figure in facts.figures
        ):
            return True
        if len(facts.figures) > 1 and lemma in cues["caused"]:
            preps = {child.lower_ for child in root.children if child.dep_ == "prep"}
            return {"from", "to"} <= preps
        if facts.figures and lemma in cues["caused"]:
            return any(child.lower_ == "by" for child in root.children)
        return False


def build_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of some lower-case words or phrases."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})\b")


def _is_quote(facts: Facts) -> bool:
    said = facts.attribution
    return said is not None and said.quote == "direct"


def has_statistic(doc: Doc, facts: Facts) -> bool:
    """Whether a figure says how much, rather than which: "a €6 million package"."""
    return any(not _is_attribute(doc, figure) for figure in facts.figures)


def _is_attribute(doc: Doc, figure: Figure) -> bool:
    if figure.same_as is not None or figure.counted is not None:
        return False
    span = doc.char_span(figure.start_char, figure.end_char, alignment_mode="expand")
    if span is None:
        return False
    root = span.root
    return (
        root.dep_ in _MODIFIERS
        and root.head.i >= span.end
        and (root.head.pos_ in {"NOUN", "PROPN"})
    )
