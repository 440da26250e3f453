"""Where a sentence makes several statements: one clause each.

The parse is walked from the root; a verb that states something of its own becomes
the head of a clause and takes the words below it along. Every word is visited once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from nlp.components._syntax import (
    AUX_DEPS,
    SUBJECT_DEPS,
    find_child,
    find_subject,
    is_finite,
)
from nlp.components.claims.clauses import Clause, Form

_VERBAL = frozenset({"VERB", "AUX"})
_COMPLEMENTS = frozenset(
    {"dobj", "prep", "ccomp", "xcomp", "attr", "acomp", "advcl", "oprd", "agent",
     "dative", "npadvmod"}
)  # fmt: skip
_CONTRAST = frozenset({"while", "whereas", "although", "though"})
_CONDITION = frozenset({"if", "unless", "once", "when", "until", "because", "since"})
_STOPS = frozenset({".", "!", "?", "..."})
_EDGES = frozenset({",", ";", ":", "-", "–", "—", "--", "•", "*", "**", "#", ">", "|"})
_PAIRS = {
    "“": "”",
    "‘": "’",
    '"': '"',
    "'": "'",
    "``": "''",
    "«": "»",
    "(": ")",
    "[": "]",
}
_CLOSING = frozenset(_PAIRS.values())
_WH = frozenset({"whether", "if", "how"})
_DROPPED_MARKS = frozenset({"that", "while", "whereas", "although", "though"})


@dataclass(frozen=True, slots=True)
class Content:
    """What somebody is said to have said, within one sentence."""

    start: int  # tokens
    end: int
    attribution: str | None
    cue: Token | None


@dataclass(slots=True)
class _Head:
    """A clause in the making."""

    root: Token
    form: Form
    host: Token | None
    content: Content | None
    tokens: list[int] = field(default_factory=list)


def split_sentence(
    sent: Span, index: int, contents: Sequence[Content]
) -> Iterator[Clause]:
    """Yield the clauses of a sentence that each make a statement, in text order.

    Args:
        sent: The sentence.
        index: Which of `doc.sents` it is.
        contents: The stretches of it that are somebody's words.
    """
    doc = sent.doc
    question = _is_question(sent)
    if not doc.has_annotation("DEP"):
        start, end = _trim(doc, sent.start, sent.end, None)
        if start < end:
            yield Clause(
                sentence=index, start=start, end=end, root=None, question=question
            )
        return
    heads = _find_heads(sent, contents)
    frames = {head.content.cue for head in heads if head.content is not None}
    found = []
    for head in _merge_torn(doc, heads):
        if head.root in frames:
            continue
        core = [i for i in head.tokens if not _is_furniture(doc[i])]
        if not core:
            continue
        start, end = _trim(doc, min(core), max(core) + 1, head)
        if start >= end:
            continue
        content = head.content
        found.append(
            Clause(
                sentence=index,
                start=start,
                end=end,
                root=head.root,
                form=head.form,
                host=head.host,
                attribution=None if content is None else content.attribution,
                cue=None if content is None else content.cue,
                question=question,
            )
        )
    yield from sorted(found, key=lambda clause: (clause.start, -clause.end))


def _is_question(sent: Span) -> bool:
    for token in reversed(sent[-4:]):
        if token.text == "?":
            return True
        if token.is_alpha:
            break
    return False


# ---------------------------------------------------------------- finding the heads


def _find_heads(sent: Span, contents: Sequence[Content]) -> list[_Head]:
    """Walk the parse from the root and give every word to the clause it stands in."""
    said = _find_content_roots(sent, contents)
    heads: list[_Head] = []
    queue = [_Head(sent.root, "sentence", None, None)]
    for root, content in said.items():
        if root == sent.root.i:
            queue = [_Head(sent.root, "content", None, content)]
    while queue:
        head = queue.pop()
        heads.append(head)
        stack = [head.root]
        while stack:
            token = stack.pop()
            head.tokens.append(token.i)
            for child in token.children:
                found = _begin_clause(child, head, said)
                if found is None:
                    stack.append(child)
                else:
                    queue.append(found)
    heads.sort(key=lambda head: head.root.i)
    return heads


def _begin_clause(token: Token, head: _Head, said: dict[int, Content]) -> _Head | None:
    if token.i in said:
        return _Head(token, "content", None, said[token.i])
    judge = _JUDGES.get(token.dep_)
    form = None if judge is None else judge(token, head.root)
    if form is None:
        return None
    content, host = head.content, head.root
    if content is not None and not content.start <= token.i < content.end:
        # "finds that A and directs B": the parser hangs "directs" on A, but it is
        # the speaker who directs.
        host = content.cue or host
        content = None
    return _Head(token, form, host, content)


def _find_content_roots(sent: Span, contents: Sequence[Content]) -> dict[int, Content]:
    """Find the verb that each content turns on; the smallest content wins."""
    roots: dict[int, Content] = {}
    for content in sorted(contents, key=lambda c: c.start - c.end):
        if content.cue is not None and not _is_assertive(content.cue):
            continue
        start, end = max(content.start, sent.start), min(content.end, sent.end)
        for token in sent.doc[start:end]:
            head = token.head
            outside = head.i == token.i or not start <= head.i < end
            if outside and _is_statement(token):
                roots[token.i] = content
                break
    return roots


def _is_assertive(cue: Token) -> bool:
    """Whether words were said indeed: not "did not say", "shall report", "may argue"."""
    return not any(
        child.dep_ == "neg" or child.tag_ == "MD" or child.lower_ == "never"
        for child in cue.children
    )


def _is_statement(token: Token) -> bool:
    """Whether a word is the verb of a full clause, not of "how many there are"."""
    if token.pos_ not in _VERBAL or not is_finite(token):
        return False
    first = token.left_edge
    if first.lower_ in _WH or first.tag_ in {"WDT", "WP", "WP$", "WRB"}:
        return False
    return find_subject(token) is not None


# ------------------------------------------------------------ what begins a clause


def _judge_conjunct(token: Token, host: Token) -> Form | None:
    """Accept "A did X and B did Y", "A did X and did Y"; not "did X or Y"."""
    if token.head != host or token.pos_ not in _VERBAL:
        return None
    if not _is_joined(token, host) or _is_bound(host):
        return None
    if find_subject(token) is not None:
        return "conjunct" if is_finite(token) else None
    has_own = any(
        child.dep_ in _COMPLEMENTS and child.i > token.i for child in token.children
    )
    if not has_own or find_subject(host) is None and host.dep_ != "conj":
        return None
    if not any(
        child.dep_ in _COMPLEMENTS and host.i < child.i < token.i
        for child in host.children
    ):
        return None
    if _has_negation(host) and not is_finite(token):
        return None
    if token.tag_ in {"VBG", "VB", "VBN"} and not is_finite(token):
        return "conjunct" if find_child(host, AUX_DEPS) is not None else None
    return "conjunct"


def _is_joined(token: Token, host: Token) -> bool:
    """Whether what stands between two verbs adds rather than offers a choice."""
    words = {child.lower_ for child in host.children if child.dep_ in _JOINING}
    if words & {"or", "nor", "either", "neither", "only"}:
        return False
    return not any(child.lower_ in {"or", "nor"} for child in token.children)


_JOINING = frozenset({"cc", "preconj"})


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
    if token.head != host or token.pos_ not in _VERBAL or not is_finite(token):
        return None
    mark = find_child(token, frozenset({"mark", "advmod"}))
    subject, other = find_subject(token), find_subject(host)
    if mark is None or mark.lower_ not in _CONTRAST or subject is None or other is None:
        return None
    first = token.left_edge
    fronted = token.i < host.i
    if mark.i != first.i or not fronted and not _follows_comma(first):
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


def _judge_semicolon(token: Token, host: Token) -> Form | None:
    """Accept what a semicolon parts from the rest."""
    if token.head != host or token.pos_ not in _VERBAL or not is_finite(token):
        return None
    if find_subject(token) is None:
        return None
    doc = token.doc
    edge = token.right_edge.i + 1 if token.i < host.i else token.left_edge.i - 1
    near = doc[edge] if 0 <= edge < len(doc) else None
    return "conjunct" if near is not None and near.text == ";" else None


def _judge_aside(token: Token, host: Token) -> Form | None:
    """Accept "Tucson, which froze its list, ...": a name and a fact about it."""
    noun = token.head
    first = token.left_edge
    if not _follows_comma(first) or noun.i != first.i - 2 or not is_finite(token):
        return None
    if first.lower_ not in {"which", "who"} or first.head != token:
        return None
    if noun.pos_ != "PROPN" and not (noun.dep_ in SUBJECT_DEPS and noun.head == host):
        return None
    has_own = any(child.dep_ in _COMPLEMENTS for child in token.children)
    return "relative" if has_own else None


_JUDGES: dict[str, Callable[[Token, Token], Form | None]] = {
    "conj": _judge_conjunct,
    "advcl": _judge_contrast,
    "pcomp": _judge_absolute,
    "ccomp": _judge_semicolon,
    "parataxis": _judge_semicolon,
    "relcl": _judge_aside,
}


# -------------------------------------------------------------------- their extents


def _merge_torn(doc: Doc, heads: list[_Head]) -> list[_Head]:
    """Put a clause back into its host where the host goes on after it."""
    by_root = {head.root.i: head for head in heads}
    kept: list[_Head] = []
    for head in reversed(heads):
        host = None if head.host is None else by_root.get(head.host.i)
        if host is not None and head.form in {"conjunct", "absolute"}:
            last = max(head.tokens)
            first = min(head.tokens)
            core = [i for i in host.tokens if not _is_furniture(doc[i])]
            if any(i > last for i in core) and any(i < first for i in core):
                host.tokens += head.tokens
                continue
        kept.append(head)
    kept.reverse()
    return kept


def _is_furniture(token: Token) -> bool:
    """Whether a word says nothing at the end of a clause: "and", "with", a comma."""
    text = token.text
    return (
        token.is_space
        or text in _EDGES
        or text in _STOPS
        or text in _PAIRS
        or text in _CLOSING
        or token.dep_ == "cc"
        or (token.lower_ == "with" and any(t.dep_ == "pcomp" for t in token.children))
    )


def _trim(doc: Doc, start: int, end: int, head: _Head | None) -> tuple[int, int]:
    """Cut what belongs to no statement off both ends; keep the full stop."""
    if head is not None and head.content is not None:
        start, end = max(start, head.content.start), min(end, head.content.end)
    while start < end and _is_leading(doc, start, end, head):
        start += 1
    while start < end and _is_trailing(doc, start, end):
        end -= 1
    for token in doc[end:]:
        # A bracket or quotation that opens inside is closed inside, and the full stop
        # of the sentence goes with its last clause.
        if token.text in _CLOSING and not _is_trailing(doc, start, token.i + 1):
            end = token.i + 1
        elif token.text in _STOPS and start < end:
            return start, token.i + 1
        else:
            break
    return start, end


def _is_leading(doc: Doc, start: int, end: int, head: _Head | None) -> bool:
    token = doc[start]
    if token.is_space or token.text in _EDGES:
        return True
    if token.text in _PAIRS:
        # An opening mark stays where it closes inside: "“Madness” is how ...".
        closing = _PAIRS[token.text]
        inner = doc[start + 1 : end]
        last = max((t.i for t in inner if t.text in closing), default=end)
        return all(t.is_punct or t.is_space for t in doc[last + 1 : end])
    if head is None or head.form == "sentence":
        return token.text in _CLOSING
    return (
        token.text in _CLOSING
        or token.dep_ == "cc"
        or (token.lower_ in _DROPPED_MARKS and token.dep_ in {"mark", "advmod"})
        or (head.form == "absolute" and token.lower_ == "with")
    )


def _is_trailing(doc: Doc, start: int, end: int) -> bool:
    token = doc[end - 1]
    if token.is_space or token.text in _EDGES or token.text in _STOPS:
        return True
    if token.text in _CLOSING:
        return not any(
            token.text in _PAIRS.get(t.text, ()) for t in doc[start : end - 1]
        )
    return token.text in _PAIRS or token.dep_ == "cc"
