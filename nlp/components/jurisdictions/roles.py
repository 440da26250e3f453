"""Does a government act in a sentence, or do things merely happen there?"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from nlp.components.jurisdictions.mentions import Mention
from nlp.schema import Role

ACTING = frozenset(("nsubj", "nsubjpass", "agent", "csubj"))


def set_roles(doc: Doc, mentions: list[Mention]) -> None:
    """Fill `role` of every mention that has a government."""
    parsed = doc.has_annotation("DEP")
    for mention in mentions:
        if mention.government is None:
            continue
        if not parsed:
            mention.role = "place" if mention.kind == "place" else "actor"
            continue
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        mention.role = None if span is None else decide_role(span.root, span, mention)


def decide_role(root: Token, span: Span, mention: Mention) -> Role:
    """Decide by the word's place in its sentence."""
    head = root
    while head.dep_ in ("conj", "appos") and head.head.i != head.i:
        head = head.head
    if head.dep_ in ACTING:
        return "actor"
    if head.dep_ == "pobj" and head.head.dep_ == "agent":
        return "actor"
    return "place" if mention.kind in ("place", "demonym") else "actor"
