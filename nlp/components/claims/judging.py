"""Which verbs below another begin a clause of their own."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from nlp.components._syntax import (
    AUX_DEPS,
    SUBJECT_DEPS,
    find_child,
    find_subject,
    is_finite,
)
from nlp.components.claims.clauses import Form

VERBAL = frozenset({"VERB", "AUX"})
_COMPLEMENTS = frozenset(
    {"dobj", "prep", "ccomp", "xcomp", "attr", "acomp", "advcl", "oprd", "agent",
     "dative", "npadvmod"}
)  # fmt: skip
_CONTRAST = frozenset({"while", "whereas", "although", "though"})
_CONDITION = frozenset({"if", "unless", "once", "when", "until", "because", "since"})
_JOINING = frozenset({"cc", "preconj"})
_FAR = 6  # words between "and" and a verb that shares the subject before it


def _judge_conjunct(token: Token, host: Token) -> Form | None:
    """Accept "A did X and B did Y", "A did X and did Y"; not "did X or Y"."""
    if token.head != host or token.pos_ not in VERBAL:
        return None
    if not _is_joined(token, host) or _is_bound(host) or _is_governed(token, host):
        return None
    subject = find_subject(token)
    if subject is not None:
        relative = any(word.tag_ in {"WDT", "WP"} for word in subject.subtree)
        whole = is_finite(token) and not relative and not _is_torn(token, subject)
        return "conjunct" if whole else None
    if not _follows_joint(token):
        return None
    has_own = any(
        child.dep_ in _COMPLEMENTS and child.i > token.i for child in token.children
    )
    if not has_own or (find_subject(host) is None and host.dep_ != "conj"):
        return None
    if token.i - token.left_edge.i > _FAR:
        return None
    if not any(
        child.dep_ in _COMPLEMENTS and host.i < child.i < token.i
        for child in host.children
    ):
        return None
    if _has_negation(host) and not is_finite(token):
        return None
    if is_finite(token):
        return "conjunct"
    # "has cut and raised", "will cut and raise": the auxiliary must fit both.
    shares = token.tag_ == host.tag_ or {token.tag_, host.tag_} == {"VBD", "VBN"}
    return "conjunct" if shares and find_child(host, AUX_DEPS) is not None else None


def _is_governed(token: Token, host: Token) -> bool:
    """Whether a verb is told to be so, not told: "ensuring A, and that B is paid".

    An item of a list ("(a) include provisions in") tells nothing either, nor does what
    the parser joins to it.
    """
    mark = find_child(token, frozenset({"mark"}))
    marked = find_child(host, frozenset({"mark"}))
    if mark is not None and mark.lower_ == "that" and marked is None:
        return True
    order = host.dep_ == "ROOT" and host.tag_ in {"VB", "VBG", "VBP"}
    if not order or find_subject(host) is not None or not host.i:
        return False
    return host.nbor(-1).text in {")", ".", "-", "–", "•", "*"}


def _follows_joint(token: Token) -> bool:
    """Whether "and" or a comma stands before; not "the orders revoked in part 3"."""
    first = token.left_edge
    if first.i == token.sent.start:
        return True
    before = first.nbor(-1)
    return before.dep_ == "cc" or before.is_punct or before.is_space


def _is_torn(token: Token, subject: Token) -> bool:
    """Whether a subject is what another verb acts on: "shall adjust rules, and shall".

    Or a member of a list that the parser took for a verb: "gangs, armed men and drugs"
    after "endangered and harmed", whose "and" stands before it.
    """
    first = next((c for c in token.lefts if c.dep_ in AUX_DEPS), token)
    if first.i and first.nbor(-1).dep_ == "cc":
        return True
    if subject.left_edge.i == token.sent.start:
        return False
    before = subject.left_edge.nbor(-1)
    if before.text != "," or token.head.dep_ == "conj":
        return False
    return any(
        child.dep_ == "conj" and child.i < token.i and find_subject(child) is None
        for child in token.head.rights
    )


def _is_joined(token: Token, host: Token) -> bool:
    """Whether what stands between two verbs adds rather than offers a choice."""
    words = {child.lower_ for child in host.children if child.dep_ in _JOINING}
    first = token.left_edge
    if first.i > 0 and first.nbor(-1).dep_ == "cc":
        words.add(first.nbor(-1).lower_)
    if words & {"or", "nor", "either", "neither", "only"}:
        return False
    if not words and not _follows_comma(token.left_edge):
        return False
    if not words and find_subject(token) is None:
        # "did X, did Y and did Z": the joint stands before the last.
        words = {child.lower_ for child in token.children if child.dep_ == "cc"}
        if "and" not in words:
            return False
    return not any(child.lower_ in {"or", "nor"} for child in token.children)


def _is_bound(host: Token) -> bool:
    """Whether a condition or cause at the front holds for all that follows."""
    for child in host.children:
        if child.i > host.i:
            break
        if child.dep_ == "advcl" and any(
            word.lower_ in _CONDITION for word in child.children
        ):
            return True
        if child.lower_ == "not" or child.dep_ == "preconj":
            follows = child.i + 1 < len(child.doc) and child.nbor().lower_ == "only"
            if follows or child.dep_ == "preconj":
                return True
    return False


def _has_negation(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _judge_contrast(token: Token, host: Token) -> Form | None:
    """Accept "A did X, while B did Y"; not "while he was mayor, he did Y"."""
    if token.head != host or token.pos_ not in VERBAL or not is_finite(token):
        return None
    mark = find_child(token, frozenset({"mark", "advmod"}))
    subject, other = find_subject(token), find_subject(host)
    if mark is None or mark.lower_ not in _CONTRAST or subject is None or other is None:
        return None
    first = token.left_edge
    fronted = token.i < host.i
    if mark.i != first.i or not (fronted or _follows_comma(first)):
        return None
    if mark.lower_ == "while" and fronted and subject.pos_ == "PRON":
        return None
    return "contrast"


def _follows_comma(token: Token) -> bool:
    return token.i > token.sent.start and token.nbor(-1).text in {",", ";", "—", "–"}


def _judge_absolute(token: Token, host: Token) -> Form | None:
    """Accept "..., with B also approving Y"."""
    preposition = token.head
    if preposition.lower_ != "with" or preposition.head != host:
        return None
    if token.tag_ not in {"VBG", "VBN"} or find_subject(token) is None:
        return None
    return "absolute" if _follows_comma(preposition) else None


def _judge_run(token: Token, host: Token) -> Form | None:
    """Accept what a semicolon parts off, and "A did X, B did Y, and C did Z"."""
    if token.head != host or token.pos_ not in VERBAL or not is_finite(token):
        return None
    if find_subject(token) is None:
        return None
    doc = token.doc
    first, last = token.left_edge.i, token.right_edge.i
    edges = (
        doc[last : last + 2] if token.i < host.i else doc[max(0, first - 1) : first + 1]
    )
    marks = {edge.text for edge in edges}
    if ";" in marks or ("," in marks and _runs_on(token, host)):
        return "conjunct"
    return None


def _runs_on(token: Token, host: Token) -> bool:
    """Whether a clause before its host begins a list of clauses: it has a third."""
    if token.i > host.i:
        return False
    return any(
        child.dep_ == "conj" and find_subject(child) is not None
        for child in host.children
    )


def _judge_aside(token: Token, host: Token) -> Form | None:
    """Accept "Tucson, which froze its list, ...": a name and a fact about it."""
    noun = token.head
    first = token.left_edge
    if not _follows_comma(first) or noun.i != first.i - 2 or not is_finite(token):
        return None
    if first.lower_ == "of" and first.nbor().lower_ in {"which", "whom"}:
        # "$4 million, of which the state pays half"
        amount = noun.like_num and noun.ent_type_ != "DATE"  # not "by 2035, of which"
        counted = amount or any(child.like_num for child in noun.children)
        return "relative" if counted else None
    if first.lower_ not in {"which", "who"} or first.head != token:
        return None
    if noun.pos_ != "PROPN" and not (noun.dep_ in SUBJECT_DEPS and noun.head == host):
        return None
    has_own = any(child.dep_ in _COMPLEMENTS for child in token.children)
    return "relative" if has_own else None


JUDGES: dict[str, Callable[[Token, Token], Form | None]] = {
    "conj": _judge_conjunct,
    "advcl": _judge_contrast,
    "pcomp": _judge_absolute,
    "ccomp": _judge_run,
    "parataxis": _judge_run,
    "relcl": _judge_aside,
}
