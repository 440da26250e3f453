"""How a clause is meant: as fact, denial, guess, promise, forecast or question.

The outermost cue wins, as the parse has it: "has not pledged to" is negated,
"pledged not to" is promised, "may not have paid" is hedged. The rules stand in the
order in which they are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Doc, Span, Token

from nlp.components._syntax import find_child, find_subject
from nlp.components.claims.clauses import Clause
from nlp.components.claims.scope import (
    ASKING,
    CONDITIONAL,
    FIRST_PERSON,
    FUTURE,
    Scope,
    asks,
    has_complement,
    modifiers,
)
from nlp.lexicons import read_lexicon
from nlp.schema import Modality

Cues = dict[str, dict[str, frozenset[str]]]
Rule = Callable[[Cues, Scope], Modality | None]

_ARGUMENTS = frozenset({"attr", "dobj", "nsubj", "nsubjpass", "pobj", "acomp"})


class ModalityReader:
    """Read the modality of clauses by the cues of `lexicons/modality.toml`."""

    def __init__(self) -> None:
        """Read the cues."""
        self.cues: Cues = {
            part: {name: frozenset(words) for name, words in lists.items()}
            for part, lists in read_lexicon("modality").items()
        }
        acts = read_lexicon("claims")["act"]
        self.cues["act"] = {name: frozenset(words) for name, words in acts.items()}

        phrases = "|".join(map(re.escape, self.cues["unknown"]["phrases"]))
        self.unknown = re.compile(phrases, re.IGNORECASE)

    def read(
        self, doc: Doc, clause: Clause, text: str, *, legal: bool = False
    ) -> Modality:
        """Return the modality of a clause.

        Args:
            doc: The document.
            clause: One statement of it.
            text: The words of the clause.
            legal: Whether the text lays down rules, where "may" permits and "shall"
                orders.
        """
        if clause.question:
            return "questioned"
        if self.unknown.search(text) is not None:
            return "unknown"
        if clause.root is None:
            return _read_words(self.cues, doc[clause.start : clause.end], legal)
        scope = Scope(doc, clause, clause.root, legal)
        for rule in RULES:
            found = rule(self.cues, scope)
            if found is not None:
                return found
        return "asserted"


def _read_words(cues: Cues, span: Span, legal: bool) -> Modality:
    """Guess from the first cue word, without a parse that would tell its scope."""
    hedges = cues["hedge"]["adverbs"] | (
        frozenset() if legal else cues["hedge"]["modals"]
    )
    lists: tuple[tuple[frozenset[str], Modality], ...] = (
        (cues["unknown"]["adjectives"], "unknown"),
        (hedges, "hedged"),
        (FUTURE - {"shall"}, "predicted"),
        (cues["negate"]["words"], "negated"),
    )
    for token in span:
        for words, modality in lists:
            if token.lower_ in words:
                return modality
    return "asserted"


# ------------------------------------------------------------- asked and not known


def _read_question(cues: Cues, scope: Scope) -> Modality | None:
    asked = asks(scope.root) or (scope.has_clause and scope.lemma != "ask")
    if scope.lemma in cues["question"]["verbs"] and asked and not scope.passive:
        return None if scope.negated else "questioned"
    if any(c.lower_ in cues["question"]["adjectives"] for c in scope.complements):
        return "negated" if scope.negated else "questioned"
    return None


def _read_unknown(cues: Cues, scope: Scope) -> Modality | None:
    words = cues["unknown"]
    if any(child.lower_ in words["adjectives"] for child in scope.complements):
        return None if scope.negated else "unknown"
    if scope.negated and scope.lemma in words["verbs"] and _is_open(cues, scope):
        return "unknown"
    if scope.lemma in words["declining"]:
        inner = find_child(scope.root, frozenset({"xcomp"}))
        if inner is not None and inner.lemma_ in words["verbs"] and asks(inner):
            return "unknown"
    return None


def _is_open(cues: Cues, scope: Scope) -> bool:
    """Whether it is a question, an amount or a cause that is not made known.

    "The cost was not disclosed" leaves a quantity open; "the report was not released"
    denies an act.
    """
    if asks(scope.root):
        return True
    if not scope.passive:
        return False
    subject = scope.subject
    if subject is None or subject.lower_ == "it" or subject.left_edge.lower_ in ASKING:
        return True
    return subject.lemma_.lower() in cues["unknown"]["subjects"]


# ---------------------------------------------------------- who says it, and how


def _read_cue(cues: Cues, scope: Scope) -> Modality | None:
    """Let the verb of saying colour what is said: denied, promised, believed."""
    cue = scope.clause.cue
    if cue is None:
        return None
    lemma = cue.lemma_.lower()
    if lemma in cues["negate"]["verbs"]:
        return "asserted" if scope.negated else "negated"
    if lemma in cues["question"]["denying"]:
        return "questioned"
    if scope.is_future:
        if lemma in cues["promise"]["verbs"] and lemma != "threaten":
            return "promised"
        return "promised" if _is_own_act(cues, scope, cue) else None
    if lemma in cues["hedge"]["verbs"]:
        return "hedged"
    return None


def _is_own_act(cues: Cues, scope: Scope, cue: Token) -> bool:
    """Whether the speaker is the one who will act: "she would sue", "we will"."""
    subject, speaker = find_subject(scope.root), find_subject(cue)
    act = scope.verb_of_act().lemma_
    if subject is None or act in cues["promise"]["not_undertaken"]:
        return False
    if scope.conditional:
        return False
    if subject.lower_ in FIRST_PERSON:
        return scope.modal not in CONDITIONAL  # "I would say" promises nothing
    if speaker is None:
        return False
    if subject.lower_ in {"he", "she"}:
        return speaker.i < subject.i
    if subject.lower_ in {"it", "they"}:
        if act not in cues["act"]["verbs"] or speaker.i > subject.i:
            return False
        body = speaker.ent_type_ in {"ORG", "GPE"} or (
            speaker.lemma_.lower() in cues["act"]["bodies"]
        )
        return body or (subject.lower_ == "they" and speaker.tag_ == "NNS")
    return speaker.lemma_ == subject.lemma_


# ------------------------------------------------------------------ modal verbs


def _read_modal(cues: Cues, scope: Scope) -> Modality | None:
    modal = scope.modal
    if modal is None and not scope.going_to:
        return None
    if modal in cues["hedge"]["modals"]:
        if scope.legal and modal == "may":
            return "negated" if scope.negated else "asserted"
        if modal == "could" and scope.negated:
            return "asserted" if _is_superlative(scope) else "negated"
        return "hedged"
    if modal in FUTURE or scope.going_to:
        return _read_future(cues, scope)
    if modal in CONDITIONAL:
        return _read_conditional(cues, scope)
    return "negated" if scope.negated else None


def _is_superlative(scope: Scope) -> bool:
    """Whether "could not be more different" says that it is most different."""
    return any(
        word.lower_ in {"more", "less"}
        for child in scope.complements
        for word in child.children
    )


def _read_future(cues: Cues, scope: Scope) -> Modality:
    subject = scope.subject
    own = subject is not None and subject.lower_ in FIRST_PERSON
    if not own and (scope.modal == "shall" or scope.legal):
        return "negated" if scope.negated else "asserted"
    if own and scope.verb_of_act().lemma_ not in cues["promise"]["not_undertaken"]:
        return "promised"
    return "predicted"


def _read_conditional(cues: Cues, scope: Scope) -> Modality:
    """Read "would": what a bill says, what might have been, or what is to come."""
    subject, proposal = scope.subject, cues["proposal"]
    told = scope.lemma in proposal["verbs"] and not scope.conditional
    if told and subject is not None and subject.lemma_.lower() in proposal["subjects"]:
        return "negated" if scope.negated else "asserted"
    if any(child.lower_ == "have" and child.dep_ == "aux" for child in scope.children):
        return "hedged"
    return "predicted"


# --------------------------------------------------------------------- negation


def _read_negation(cues: Cues, scope: Scope) -> Modality | None:
    if scope.negated:
        # "is not expected to pass" expects that it will not.
        return "predicted" if _is_foreseen(cues, scope) else "negated"
    words = cues["negate"]
    if scope.lemma in words["verbs"] or _is_undone(scope):
        return "negated"
    for child in scope.children:
        if child.dep_ in _ARGUMENTS and _is_none(words, child):
            return "negated"
    untrue = words["adjectives"] | words["nouns"]
    if any(child.lemma_ in untrue for child in scope.complements):
        return "negated"
    return None


def _is_undone(scope: Scope) -> bool:
    """Whether it is "ruled out" or "has yet to"."""
    for child in scope.children:
        if child.dep_ == "prt" and child.lower_ == "out" and scope.lemma == "rule":
            return True
        if child.lower_ == "yet" and scope.lemma in {"have", "be"}:
            return scope.has_infinitive
    return False


def _is_none(words: dict[str, frozenset[str]], noun: Token) -> bool:
    """Whether a subject or object is none: "no state", "none of the bills"."""
    if noun.lower_ in words["subjects"]:
        return True
    for child in modifiers(noun):
        if child.lower_ in words["determiners"] or child.dep_ == "neg":
            return child.nbor().lower_ not in words["harmless_after_no"]
    return False


def _is_foreseen(cues: Cues, scope: Scope) -> bool:
    words = cues["predict"]
    if scope.lemma in words["verbs"] and scope.passive:
        return True
    return any(child.lower_ in words["adjectives"] for child in scope.complements)


# --------------------------------------------- verbs, adjectives, nouns, adverbs


def _read_promise(cues: Cues, scope: Scope) -> Modality | None:
    words = cues["promise"]
    if scope.lemma in words["verbs"] and not scope.passive:
        thing = any(child.dep_ in {"dobj", "prep"} for child in scope.children)
        bare = scope.lemma in words["clause_only"]
        if scope.has_infinitive or (not bare and (thing or scope.has_clause)):
            return "promised"
    if any(child.lower_ in words["adjectives"] for child in scope.complements):
        return "promised"
    bound = any(
        child.lower_ == "to" or child.dep_ == "xcomp" for child in scope.children
    )
    if scope.lemma in words["adjectives_as_verbs"] and scope.passive and bound:
        return "promised"
    if scope.lemma in words["noun_verbs"] and any(
        noun.lemma_ in words["nouns"] and has_complement(noun) for noun in scope.objects
    ):
        return "promised"
    return None


def _read_verb(cues: Cues, scope: Scope) -> Modality | None:
    predict, hedge, lemma = cues["predict"], cues["hedge"], scope.lemma
    if lemma in hedge["raising"] and (scope.has_clause or scope.complements):
        return "hedged"
    if lemma in predict["verbs"] and (
        scope.has_clause or scope.passive or scope.objects
    ):
        return "predicted"
    if lemma in predict["raising"] and scope.has_infinitive:
        return "predicted"
    if lemma in predict["passive"] and scope.passive and scope.has_infinitive:
        return "predicted"
    if lemma in hedge["verbs"] and (scope.has_clause or scope.passive):
        return "hedged"
    if lemma in hedge["passive"] and scope.passive:
        led_on = {"xcomp", "prep", "oprd"} & {child.dep_ for child in scope.children}
        return "hedged" if led_on else None
    return None


def _read_adjective(cues: Cues, scope: Scope) -> Modality | None:
    for child in scope.complements:
        clause = find_child(child, frozenset({"xcomp", "ccomp"})) is not None
        if child.lower_ in cues["predict"]["adjectives"] and (
            clause or scope.has_clause
        ):
            return "predicted"
        if child.lower_ in cues["hedge"]["adjectives"]:
            return "hedged"
    return None


def _read_noun(cues: Cues, scope: Scope) -> Modality | None:
    """Read "there are signs that" and "is on track to"."""
    for child in scope.children:
        if child.dep_ == "prep" and child.lower_ in {"on", "in", "under"}:
            noun = find_child(child, frozenset({"pobj"}))
            if noun is None or noun.lemma_ not in cues["predict"]["nouns"]:
                continue
            if scope.has_clause or has_complement(noun) or scope.lemma == "be":
                return "predicted"
    for noun in scope.objects:
        if noun.lemma_ in cues["hedge"]["nouns"] and has_complement(noun):
            return "hedged"
    return None


def _read_adverb(cues: Cues, scope: Scope) -> Modality | None:
    hedge = cues["hedge"]
    for child in scope.children:
        if child.lower_ in hedge["adverbs"]:
            return "hedged"
        if child.dep_ not in _ARGUMENTS:
            continue
        for word in modifiers(child):
            if word.lower_ in hedge["attributes"] and word.dep_ == "amod":
                return "hedged"
            if word.lower_ in hedge["adverbs"] and word.pos_ == "ADV":
                return "hedged"
            if any(inner.lower_ in hedge["adverbs"] for inner in modifiers(word)):
                return "hedged"
    return None


RULES: tuple[Rule, ...] = (
    _read_question,
    _read_unknown,
    _read_cue,
    _read_modal,
    _read_negation,
    _read_promise,
    _read_verb,
    _read_adjective,
    _read_noun,
    _read_adverb,
)
