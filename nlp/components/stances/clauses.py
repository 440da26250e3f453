"""Who does what a verb says: subjects, agents of passives, antecedents."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

SUBJECT_DEPS = frozenset({"nsubj", "nsubjpass", "csubj"})
RELATIVE_TAGS = frozenset({"WDT", "WP"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
FORMS = {
    **dict.fromkeys(("VB", "VBP"), "plain"),
    **dict.fromkeys(("VBD", "VBN"), "past"),
    "VBZ": "present",
    "VBG": "gerund",
}
_MAX_CLIMB = 6


def coordinated(head: Token) -> Iterator[Token]:
    """Yield a noun and those coordinated with it."""
    pending = [head]
    while pending:
        noun = pending.pop()
        yield noun
        pending += [child for child in noun.children if child.dep_ == "conj"]


def find_antecedent(relative: Token) -> Token | None:
    """Return the noun that "which" or "who" stands for."""
    verb = relative.head
    while verb.dep_ == "conj" and verb.head != verb:
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" else None


def find_agent(verb: Token) -> Token | None:
    """Return the noun of "by ..." with a passive verb."""
    for child in verb.children:
        if child.dep_ == "agent":
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return noun
    return None


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive, by subject, auxiliary, or as a bare participle."""
    if any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ == "acl"


def find_own_subject(verb: Token) -> Token | None:
    """Return the subject that hangs on this verb itself; the nearest of several."""
    found = [child for child in verb.children if child.dep_ in SUBJECT_DEPS]
    before = [child for child in found if child.i < verb.i]
    return next(reversed(before or found), None)


def agrees(verb: Token, subject: Token) -> bool:
    """Whether verb and subject can agree in number: "residents directs" cannot."""
    if verb.tag_ != "VBZ":
        return True
    plural = subject.tag_ in PLURAL_TAGS
    return not plural and all(c.dep_ != "conj" for c in subject.children)


def is_participle(verb: Token) -> bool:
    """Whether it is what a subject also does: "cut pay, adding 37 officers"."""
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or verb.head.pos_ != "VERB":
        return False
    return not any(
        c.dep_ in {"mark", "nsubj", "aux", "prep"} and c.i < verb.i
        for c in verb.children
    )


def find_doer(verb: Token) -> Token | None:
    """Return the noun that does what the verb says, agents of passives included.

    A coordinated verb without subject takes that of the verb before it, or of one
    further up where the two do not agree.
    """
    if is_passive(verb):
        return find_agent(verb)
    at = verb
    for _ in range(_MAX_CLIMB):
        subject = find_own_subject(at)
        same_form = (
            at == verb
            or is_participle(verb)
            or FORMS.get(at.tag_) == FORMS.get(verb.tag_)
        )
        if subject is not None and same_form and agrees(verb, subject):
            return subject
        goes_on = at.dep_ == "conj" and at.head.pos_ in {"VERB", "AUX"}
        goes_on = goes_on or is_participle(at)
        if goes_on or (subject is not None and at.dep_ == "ccomp"):
            at = at.head
        else:
            return None
    return None


def continues(verb: Token, head: Token) -> bool:
    """Whether a coordinated verb goes on with the clause of its head.

    In long sentences the parser joins verbs of different clauses; those have their own
    subject, or another form.
    """
    if any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):
        return False
    return FORMS.get(verb.tag_, "") == FORMS.get(head.tag_, "")


def is_bare_infinitive(verb: Token) -> bool:
    """Whether a verb with its own subject has no tense: "let [Germany send] tanks"."""
    if verb.tag_ != "VB" or find_own_subject(verb) is None:
        return False
    auxiliaries = [c for c in verb.children if c.dep_ == "aux"]
    return all(c.lower_ == "to" for c in auxiliaries)


def has_no_subject(verb: Token) -> bool:
    """Whether "no" stands before the subject: "no employee shall"."""
    return any(
        word.lower_ == "no"
        for subject in verb.children
        if subject.dep_ in {"nsubj", "nsubjpass"}
        for word in subject.children
    )
