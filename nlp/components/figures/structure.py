"""Where a figure hangs in the sentence: its top token, and what governs that."""

from __future__ import annotations

from spacy.tokens import Token

from nlp.components.figures.mentions import Mention
from nlp.components.figures.sentences import Context


def find_anchor(context: Context, mention: Mention) -> Token:
    """Return the topmost token of the figure itself: "years" of "two long years"."""
    doc, lex = context.doc, context.lex
    token = doc[mention.token]
    last = context.token_at(lex.start[max(mention.unit_end, mention.raw.end) - 1])
    start = context.token_at(lex.start[mention.start])
    stop = max(mention.noun, last, token.i)
    while start <= token.head.i <= stop and token.head.i != token.i:
        token = token.head
    return token


def climb(token: Token, lemmas: frozenset[str] = frozenset()) -> tuple[Token, str]:
    """Go up from a figure to its verb (or to a noun of `lemmas`).

    Returns:
        The governor, and the first preposition on the way, or "".
    """
    preposition = ""
    for _ in range(8):
        head = token.head
        if head.i == token.i:
            break
        if token.dep_ in ("pobj", "pcomp") and not preposition:
            preposition = head.lower_
        if head.pos_ in ("VERB", "AUX") or head.lemma_ in lemmas:
            return head, preposition
        if token.dep_ in ("nsubj", "nsubjpass", "relcl", "appos"):
            break
        token = head
    return token, preposition
