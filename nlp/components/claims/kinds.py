"""What kind of claim a clause makes: a figure, an act, a stance, a cause ..."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from nlp.components._syntax import find_child, is_passive
from nlp.components.claims.arguments import find_clause_subject
from nlp.components.claims.clauses import Clause, Facts
from nlp.lexicons import read_lexicon
from nlp.schema import ClaimKind, Figure, Modality

_MODIFIERS = frozenset({"compound", "nmod", "amod", "quantmod", "nummod", "npadvmod"})
_ACTORS = frozenset({"PERSON", "ORG", "NORP", "GPE"})
_BY_THE_WAY = frozenset({"advcl", "relcl", "acl", "pcomp"})
_BOUNDS = frozenset({"a", "an", "half", "twice", "double", "any"})
_DEPTH = 12  # words between a figure and its clause's verb
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
        comparison = self._is_comparison(doc, clause, facts, text)
        found: dict[ClaimKind, bool] = {
            "statistic": has_statistic(doc, clause, facts, modality),
            "action": modality in {"asserted", "negated"}
            and self._is_action(clause, facts, comparison),
            "position": self._is_position(clause, facts),
            "pledge": modality == "promised",
            "prediction": modality == "predicted",
            "quote": facts.quoted,
            "causal": self._is_causal(clause, text),
            "comparison": comparison,
        }
        return tuple(kind for kind, holds in found.items() if holds)

    def _is_action(self, clause: Clause, facts: Facts, comparison: bool) -> bool:
        root, acts = clause.root, self.cues["act"]
        if root is None or self._is_no_deed(root, comparison):
            return False
        known = root.lemma_ in acts["verbs"]
        if is_passive(root):
            return known
        subject = find_clause_subject(clause)
        if subject is None:
            return False
        # "The motion failed", "the resolution passed 5-1": somebody voted.
        if subject.lemma_.lower() in acts["motions"]:
            return root.lemma_ in acts["outcomes"]
        if not self._can_act(subject, facts):
            return False
        done = root.tag_ in {"VBD", "VBN", "VBG"}
        return known or (done and root.lemma_ not in acts["no_deeds"])

    def _is_no_deed(self, root: Token, comparison: bool) -> bool:
        """Whether a verb tells words, amounts or duties rather than deeds."""
        if comparison and root.lemma_ in self.cues["comparison"]["caused"]:
            return True
        objects = {child.lemma_ for child in root.children if child.dep_ == "dobj"}
        if root.lemma_ in self.cues["frames"]["speech"] and not objects:
            return True  # "added that", but "added $57 million"
        if any(child.tag_ == "MD" for child in root.children):
            return True  # "shall publish" and "should end" have not been done
        return bool(objects & self.cues["act"]["words_only"])  # "gave no reason"

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

    def _is_comparison(self, doc: Doc, clause: Clause, facts: Facts, text: str) -> bool:
        cues, root = self.cues["comparison"], clause.root
        if self.compared.search(text) is not None:
            return True
        if " than " in text and _compares_degrees(doc, clause):
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


def _compares_degrees(doc: Doc, clause: Clause) -> bool:
    """Whether it is "fewer killings than in 2023", not "fewer than 20 killings"."""
    degree = False
    for token in doc[clause.start : clause.end - 1]:
        if token.tag_ in {"JJR", "RBR"}:
            degree = True
        elif token.lower_ == "than" and degree:
            after, close = token.nbor(), token.nbor(-1).tag_ in {"JJR", "RBR"}
            bound = after.like_num or after.tag_ in {"CD", "$"}
            if not bound and not (close and after.lower_ in _BOUNDS):
                return True
            degree = False
    return False


def build_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of some lower-case words or phrases."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})\b")


def has_statistic(doc: Doc, clause: Clause, facts: Facts, modality: Modality) -> bool:
    """Whether a figure is what the clause states, not something by the way.

    By the way are "the €6 million package", "..., injuring 14 people", "with 58 percent
    against it", a time span beside another verb, and what is not known.
    """
    for figure in facts.figures:
        span = _find_span(doc, figure)
        if span is None or figure.kind == "unknown":
            continue
        if figure.kind == "duration" and not _is_measure(span.root, clause):
            continue
        if _is_stated(span.root, clause, modality) and not _is_attribute(span, figure):
            return True
    return False


def _is_measure(token: Token, clause: Clause) -> bool:
    """Whether a time span is what the verb measures: "permits take 230 days"."""
    return token.head == clause.root and token.dep_ in {"dobj", "attr"}


def _find_span(doc: Doc, figure: Figure) -> Span | None:
    return doc.char_span(figure.start_char, figure.end_char, alignment_mode="expand")


def _is_stated(token: Token, clause: Clause, modality: Modality) -> bool:
    """Whether a word belongs to the clause's verb, not to a clause inside it."""
    for _ in range(_DEPTH):
        if token == clause.root or token.head == token:
            return True
        if token.dep_ in _BY_THE_WAY or token.lower_ in {"with", "after"}:
            return False
        if token.dep_ == "xcomp" and modality == "promised":
            return False
        token = token.head
    return True


def _is_attribute(span: Span, figure: Figure) -> bool:
    if figure.same_as is not None or figure.counted is not None:
        return False
    root = span.root
    modifies = root.dep_ in _MODIFIERS and root.head.i >= span.end
    return modifies and root.head.pos_ in {"NOUN", "PROPN"}
