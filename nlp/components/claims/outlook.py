"""What a clause promises, foresees or only thinks likely."""

from __future__ import annotations

from spacy.tokens import Token

from nlp.components._syntax import find_child, find_subject
from nlp.components.claims.scope import (
    CERTAIN,
    CONDITIONAL,
    FIRST_PERSON,
    FUTURE,
    Cues,
    Scope,
    has_complement,
    modifiers,
)
from nlp.schema import Modality

_ARGUMENTS = frozenset({"attr", "dobj", "nsubj", "nsubjpass", "pobj", "acomp"})
_COMPLEMENTS = frozenset({"acomp", "attr", "oprd"})
_ALONE = frozenset({"likely", "unlikely"})  # "a recession is likely"


def read_cue(cues: Cues, scope: Scope) -> Modality | None:
    """Let the verb of saying colour what is said: denied, promised, believed."""
    cue = scope.clause.cue
    if cue is None:
        return None
    lemma = cue.lemma_.lower()
    if lemma in CERTAIN and _is_denied(cue.head):
        return "unknown"
    if lemma in cues["negate"]["verbs"]:
        return "asserted" if scope.negated else "negated"
    if lemma in cues["question"]["denying"]:
        return "questioned"
    if scope.is_future:
        if lemma in cues["promise"]["verbs"] and lemma != "threaten":
            return "promised"
        if is_counterfactual(scope):
            return "hedged"
        own = scope.official or _is_own_act(cues, scope, cue)
        undertaken = scope.verb_of_act().lemma_ not in cues["promise"]["not_undertaken"]
        return "promised" if own and undertaken and not scope.conditional else None
    if lemma in cues["hedge"]["verbs"]:
        return "hedged"
    return None


def _is_denied(verb: Token) -> bool:
    """Whether a copula is negated: "are no longer sure", "is not clear"."""
    return any(
        child.dep_ == "neg" or (child.lower_ == "longer" and child.i > verb.i)
        for child in verb.children
    )


def is_counterfactual(scope: Scope) -> bool:
    """Whether it tells what might have been: "would otherwise have vetoed it"."""
    return scope.modal in CONDITIONAL and any(
        child.lower_ == "have" and child.dep_ == "aux" for child in scope.children
    )


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


def read_modal(cues: Cues, scope: Scope) -> Modality | None:
    """Read "may", "will", "would" and the like."""
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
    own = own or _is_ours(cues, subject)
    if not own and (scope.modal == "shall" or scope.legal):
        return "negated" if scope.negated else "asserted"
    if own and scope.verb_of_act().lemma_ not in cues["promise"]["not_undertaken"]:
        return "promised"
    return "predicted"


def _is_ours(cues: Cues, subject: Token | None) -> bool:
    """Whether the speaker acts through it: "my administration will enforce"."""
    if subject is None or subject.lemma_.lower() not in cues["act"]["bodies"]:
        return False
    return any(word.lower_ in {"my", "our"} for word in subject.lefts)


def _read_conditional(cues: Cues, scope: Scope) -> Modality:
    """Read "would": what a bill says, what might have been, or what is to come."""
    subject, proposal = scope.subject, cues["proposal"]
    told = scope.lemma in proposal["verbs"] and not scope.conditional
    if told and subject is not None and subject.lemma_.lower() in proposal["subjects"]:
        return "negated" if scope.negated else "asserted"
    if is_counterfactual(scope):
        return "hedged"
    if any(child.lower_ == "rather" for child in scope.children):
        return "negated" if scope.negated else "asserted"  # a wish, not a forecast
    return "predicted"


def read_promise(cues: Cues, scope: Scope) -> Modality | None:
    """Read "has pledged to", "is committed to", "has plans to"."""
    words, lemma = cues["promise"], scope.lemma
    if lemma in words["verbs"] and not scope.passive:
        thing = any(child.dep_ in {"dobj", "prep"} for child in scope.children)
        bare = lemma in words["clause_only"]
        if lemma == "commit":  # "committed to a vote", but "committed crimes"
            thing = any(child.lower_ == "to" for child in scope.children)
        if scope.has_infinitive or (not bare and (thing or scope.has_clause)):
            # "The storm threatens to return", but "the union threatens to strike".
            able = lemma not in words["of_things_too"] or _can_act(cues, scope)
            return "promised" if able else "predicted"
    bound = any(child.lower_ in words["adjectives"] for child in scope.complements)
    if bound and scope.subject is not None and scope.subject.lower_ != "it":
        return "promised"
    if (
        lemma in words["adjectives_as_verbs"]
        and scope.passive
        and _can_act(cues, scope)
    ):
        bound = any(c.lower_ == "to" or c.dep_ == "xcomp" for c in scope.children)
        return "promised" if bound else None
    if lemma in words["noun_verbs"] and any(
        noun.lemma_ in words["nouns"] and has_complement(noun) for noun in scope.objects
    ):
        return "promised"
    return None


def _can_act(cues: Cues, scope: Scope) -> bool:
    """Whether the subject is a person or a body, as far as words tell."""
    subject, acts = scope.subject, cues["act"]
    if subject is None:
        return False
    return (
        subject.lower_ in acts["pronouns"]
        or subject.lemma_.lower() in acts["agents"]
        or subject.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
    )


def read_verb(cues: Cues, scope: Scope) -> Modality | None:
    """Read "is expected to", "appears to", "is said to"."""
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


def read_adjective(cues: Cues, scope: Scope) -> Modality | None:
    """Read "is likely to", "is possible"."""
    for child in scope.complements:
        clause = find_child(child, frozenset({"xcomp", "ccomp"})) is not None
        clause = clause or scope.has_clause
        if child.lower_ in CERTAIN:  # "is sure to rise", but "is sure that it rose"
            clause = (
                scope.has_infinitive
                or find_child(child, frozenset({"xcomp"})) is not None
            )
        # "twice as likely to be lost" compares, it does not foresee.
        compared = any(w.lower_ in {"more", "less", "as"} for w in child.children)
        foreseen = child.lower_ in cues["predict"]["adjectives"] and not compared
        if foreseen and (clause or child.lower_ in _ALONE):
            return "predicted"
        if child.lower_ in cues["hedge"]["adjectives"]:
            return "hedged"
    return None


def read_noun(cues: Cues, scope: Scope) -> Modality | None:
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


def read_adverb(cues: Cues, scope: Scope) -> Modality | None:
    """Read "reportedly", "an estimated 300"."""
    hedge = cues["hedge"]
    for child in scope.children:
        if child.lower_ in hedge["adverbs"] and child.dep_ not in _COMPLEMENTS:
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
