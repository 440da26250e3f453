"""What a clause's verb carries: negation, modal, tense, complements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Token

from nlp.components._syntax import AUX_DEPS, find_child, find_subject, is_passive
from nlp.components.claims.arguments import find_clause_subject
from nlp.components.claims.clauses import Clause

Cues = dict[str, dict[str, frozenset[str]]]

FUTURE = frozenset({"will", "'ll", "’ll", "wo", "shall"})
CONDITIONAL = frozenset({"would", "'d", "’d"})
FIRST_PERSON = frozenset({"i", "we"})
_CLAUSAL = frozenset({"xcomp", "ccomp"})
_COMPLEMENTS = frozenset({"acomp", "attr", "oprd"})
ASKING = frozenset({"how", "whether", "what", "when", "where", "who", "why", "which"})
# They foresee with "to" ("is sure to rise"); with "that" somebody is sure of it.
CERTAIN = frozenset({"sure", "certain", "clear", "convinced"})
_ASKED = frozenset({"ccomp", "dobj", "xcomp", "pcomp", "advcl"})


@dataclass(frozen=True)
class Scope:
    """A clause's verb with what several rules ask about it."""

    doc: Doc
    clause: Clause
    root: Token
    legal: bool  # the text lays down rules
    official: bool = False  # the subject is the government that the speaker acts for

    @cached_property
    def children(self) -> list[Token]:
        """The words that hang on the verb, in text order."""
        return list(self.root.children)

    @property
    def lemma(self) -> str:
        """The verb's lemma."""
        return self.root.lemma_

    @cached_property
    def passive(self) -> bool:
        """Whether the verb is passive."""
        return is_passive(self.root)

    @cached_property
    def subject(self) -> Token | None:
        """The head of the subject, own or shared."""
        return find_clause_subject(self.clause)

    @cached_property
    def negated(self) -> bool:
        """Whether the verb is negated; "not only" is no negation, "no longer" is."""
        for child in self.children:
            if child.dep_ == "neg" or child.lower_ == "never":
                if child.i + 1 < len(self.doc) and child.nbor().lower_ == "only":
                    continue
                return True
            if child.lower_ == "longer" and self.doc[child.i - 1].lower_ == "no":
                return True
        return self._shares_negation

    @cached_property
    def _shares_negation(self) -> bool:
        """Whether the first of two joined verbs is negated for both of them."""
        host = self.clause.host
        if host is None or self.clause.form != "conjunct" or self.root.tag_ != "VB":
            return False
        if find_child(self.root, AUX_DEPS | {"nsubj"}) is not None:
            return False
        return any(child.dep_ == "neg" for child in host.children)

    @cached_property
    def modal(self) -> str | None:
        """The modal verb in lower case, own or shared with the verb before."""
        verb: Token | None = self.root
        while verb is not None:
            for child in verb.children:
                if child.tag_ == "MD" and child.dep_ in AUX_DEPS:
                    return child.lower_
            bare = verb.tag_ == "VB" and find_subject(verb) is None
            verb = self.clause.host if bare and verb == self.root else None
        return None

    @cached_property
    def going_to(self) -> bool:
        """Whether it is "is going to do"."""
        return self.root.tag_ == "VBG" and self.lemma == "go" and self.has_infinitive

    @cached_property
    def is_future(self) -> bool:
        """Whether it speaks of what is to come."""
        return self.going_to or self.modal in FUTURE | CONDITIONAL

    @cached_property
    def has_clause(self) -> bool:
        """Whether an infinitive or a clause completes the verb."""
        return any(child.dep_ in _CLAUSAL for child in self.children)

    @cached_property
    def has_infinitive(self) -> bool:
        """Whether an infinitive completes the verb: "stands to lose"."""
        return any(child.dep_ == "xcomp" for child in self.children)

    @cached_property
    def complements(self) -> list[Token]:
        """Predicate adjectives and nouns: "is likely", "is a myth"."""
        return [child for child in self.children if child.dep_ in _COMPLEMENTS]

    @cached_property
    def objects(self) -> list[Token]:
        """Direct objects and predicate nouns."""
        return [child for child in self.children if child.dep_ in {"dobj", "attr"}]

    @cached_property
    def conditional(self) -> bool:
        """Whether an "if" clause governs it."""
        return any(
            child.dep_ == "advcl"
            and any(word.lower_ in {"if", "unless"} for word in child.children)
            for child in self.children
        )

    def verb_of_act(self) -> Token:
        """Return the verb that says what is to be done: "going to build" is build."""
        inner = find_child(self.root, frozenset({"xcomp"})) if self.going_to else None
        return self.root if inner is None else inner


def asks(verb: Token) -> bool:
    """Whether a question hangs on the verb: "said how many", "know whether"."""
    for child in verb.children:
        if child.i < verb.i or child.dep_ not in _ASKED:
            continue
        if child.left_edge.lower_ in ASKING or child.lower_ in ASKING:
            return True
    return False


def has_complement(noun: Token) -> bool:
    """Whether a clause or infinitive completes a noun: "signs that", "promise to"."""
    return any(
        child.dep_ in {"acl", "ccomp", "xcomp"}
        or (child.dep_ == "relcl" and child.left_edge.lower_ == "that")
        for child in noun.children
    )


def modifiers(noun: Token) -> Iterator[Token]:
    """Yield the words that stand before a noun and belong to it."""
    for child in noun.children:
        if child.i < noun.i:
            yield child
