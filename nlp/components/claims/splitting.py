"""Where a sentence makes several statements: one clause each.

The parse is walked from the root; a verb that states something of its own becomes
the head of a clause and takes the words below it along. Every word is visited once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from nlp.components.claims.clauses import Clause, Form
from nlp.components.claims.contents import (
    Content,
    find_content_roots,
    find_cover,
    find_unmarked,
    is_ambiguous,
    is_speakers,
)
from nlp.components.claims.judging import JUDGES
from nlp.components.claims.trimming import is_furniture, trim

_MIN_WORDS = 3  # a shorter part stays with its host
_QUESTION_REACH = 8  # tokens at the end, where quotation marks and spaces may follow
_REACH = 10  # verbs between a verb of saying and the clause that it stands in


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
    """Yield the clauses of a sentence that each make a statement, verb by verb.

    Args:
        sent: The sentence.
        index: Which of `doc.sents` it is.
        contents: The stretches of it that are somebody's words.
    """
    doc, question = sent.doc, _is_question(sent)
    if not doc.has_annotation("DEP"):
        start, end = trim(doc, sent.start, sent.end, "sentence")
        if start < end:
            yield Clause(
                sentence=index, start=start, end=end, root=None, question=question
            )
        return
    said = find_content_roots(sent, contents or tuple(find_unmarked(sent)))
    heads, loose = _find_heads(sent, said, contents)
    _settle_introductions(heads)
    frames = {content.cue.i for content in said.values() if content.cue is not None}
    if said:
        _settle_contents(heads, frames, loose)
    clauses = [
        _build_clause(doc, head, loose, contents, index, question)
        for head in _merge_torn(heads, frames, loose)
        if head.root.i not in frames
    ]
    yield from (clause for clause in clauses if clause.start < clause.end)


def _is_question(sent: Span) -> bool:
    for token in reversed(sent[-_QUESTION_REACH:]):
        if token.text == "?":
            return True
        if token.is_alpha or token.is_digit:
            break
    return False


# ---------------------------------------------------------------- finding the heads


def _find_heads(
    sent: Span, said: dict[int, Content], contents: Sequence[Content]
) -> tuple[list[_Head], set[int]]:
    """Walk the parse from the root and give every word to the clause it stands in.

    Returns:
        The clauses in the order of their verbs, and the words that say nothing at the
        end of a clause: commas, "and", quotation marks.
    """
    root = sent.root
    content = said.get(root.i)
    form: Form = "sentence" if content is None else "content"
    queue = [_Head(root, form, None, content)]
    heads: list[_Head] = []
    loose: set[int] = set()
    while queue:
        head = queue.pop()
        heads.append(head)
        stack = [head.root]
        while stack:
            token = stack.pop()
            head.tokens.append(token.i)
            if is_furniture(token):
                loose.add(token.i)
            for child in token.children:
                found = _begin_clause(child, head, said, contents)
                if found is None:
                    stack.append(child)
                else:
                    queue.append(found)
    heads.sort(key=lambda head: head.root.i)
    return heads, loose


def _begin_clause(
    token: Token, head: _Head, said: dict[int, Content], contents: Sequence[Content]
) -> _Head | None:
    if token.i in said:
        return _Head(token, "content", head.root, said[token.i])
    content, host = head.content, head.root
    if content is not None and token.dep_ == "conj":
        if is_speakers(token, head.root, content):
            return _Head(token, "conjunct", content.cue, None)
        if is_ambiguous(token, content):
            return None
    judge = JUDGES.get(token.dep_)
    form = None if judge is None else judge(token, head.root)
    if form is None:
        return None
    if content is not None and not content.start <= token.i < content.end:
        # "Rents fell, she said, and then rose": a later piece of the same words.
        piece = find_cover(contents, token.i, token.i + 1)
        same = piece is not None and piece.attribution == content.attribution
        host, content = (host, piece) if same else (_find_teller(content) or host, None)
    return _Head(token, form, host, content)


def _find_teller(content: Content) -> Token | None:
    """Return the verb whose subject goes on after the content, if a verb tells it.

    "Rents fell, she said, and left" tells what she did; "rents fell, according to her,
    and rose" what rents did.
    """
    cue = content.cue
    return None if cue is None or cue.dep_ == "prep" else cue


# -------------------------------------------------------------------- their extents


def _settle_introductions(heads: list[_Head]) -> None:
    """Give a clause between "and" and the verb it joins to that verb.

    "It sets the fee and, where it finds hardship, may waive it": the parser hangs what
    leads up to the second verb on the first.
    """
    by_root = {head.root.i: head for head in heads}
    for head in heads:
        host = None if head.host is None else by_root.get(head.host.i)
        if host is None or head.form != "conjunct":
            continue
        joins = [
            c.i for c in host.root.children if c.dep_ == "cc" and c.i > host.root.i
        ]
        join = max((i for i in joins if i < head.root.i), default=None)
        if join is None:
            continue
        for child in host.root.children:
            last = child.right_edge.i
            if child.dep_ == "advcl" and join < child.left_edge.i <= last < head.root.i:
                moved = range(child.left_edge.i, last + 1)
                head.tokens += [i for i in host.tokens if i in moved]
                host.tokens = [i for i in host.tokens if i not in moved]


def _settle_contents(heads: list[_Head], frames: set[int], loose: set[int]) -> None:
    """Draw the line between what was said and the clause that tells so."""
    owners = {i: head for head in heads for i in head.tokens}
    for head in heads:
        content = head.content
        if head.form != "content" or content is None:
            continue
        # What the parser hung on the verb of saying, though it stands in the content.
        for i in range(content.start, content.end):
            owner = owners.get(i)
            if owner is not None and owner.root.i in frames and owner is not head:
                head.tokens.append(i)
        cue = content.cue
        teller = None if cue is None else owners.get(cue.i)
        if cue is None or teller is None or teller is head or teller.root == cue:
            continue
        if not _cut_telling(teller, cue, loose):
            # "responded by saying it was safe" is one claim, "it was safe" another.
            teller.tokens += head.tokens


def _cut_telling(teller: _Head, cue: Token, loose: set[int]) -> bool:
    """Cut ", saying" off a clause that is whole without it; return whether it was."""
    top = cue
    for _ in range(_REACH):
        if top.head == teller.root or top.head == top:
            break
        top = top.head
    first, last = top.left_edge.i, top.right_edge.i
    if top.head != teller.root or top.dep_ != "advcl" or top.i < teller.root.i:
        return False
    if top.doc[first - 1].text not in {",", "—", "–"}:
        return False
    kept = [i for i in teller.tokens if not first <= i <= last]
    if any(i > last and i not in loose for i in kept):
        return False
    teller.tokens = kept
    return True


def _merge_torn(heads: list[_Head], frames: set[int], loose: set[int]) -> list[_Head]:
    """Put a clause back into its host where the host goes on after it."""
    by_root = {head.root.i: head for head in heads}
    kept: list[_Head] = []
    for head in reversed(heads):
        host = None if head.host is None else by_root.get(head.host.i)
        joined = head.form in {"conjunct", "contrast", "absolute"}
        apart = not joined or head.root.i in frames
        if host is None or apart or _is_whole(head, host, loose):
            kept.append(head)
        else:
            host.tokens += head.tokens
    kept.reverse()
    return kept


def _is_whole(head: _Head, host: _Head, loose: set[int]) -> bool:
    """Whether a clause is long enough, and its host lies on one side of it."""
    if sum(i not in loose for i in head.tokens) < _MIN_WORDS:
        return False
    first, last = min(head.tokens), max(head.tokens)
    before = any(i < first and i not in loose for i in host.tokens)
    after = any(i > last and i not in loose for i in host.tokens)
    return not (before and after)


def _build_clause(
    doc: Doc,
    head: _Head,
    loose: set[int],
    contents: Sequence[Content],
    index: int,
    question: bool,
) -> Clause:
    content = head.content
    core = [i for i in head.tokens if i not in loose]
    if not core:
        return Clause(sentence=index, start=0, end=0, root=head.root)
    # "And" and "But" open a sentence of their own; between clauses they only join.
    first = min(core)
    if head.form == "sentence" and first - 1 in head.tokens:
        first -= doc[first - 1].dep_ == "cc"
    last = max(core) + 1
    if content is not None:
        first, last = max(first, content.start), min(last, content.end)
    start, end = trim(doc, first, last, head.form)
    if content is None:  # a sentence in the midst of a quotation
        content = find_cover(contents, first, last)
    return Clause(
        sentence=index,
        start=start,
        end=end,
        root=head.root,
        form=head.form,
        host=head.host,
        attribution=None if content is None else content.attribution,
        cue=None if content is None else content.cue,
        question=question or (start < end and doc[end - 1].text == "?"),
    )
