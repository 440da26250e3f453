"""Which way a figure moves: "rose 12 percent to $3.2 billion", "down 34 cents"."""

from __future__ import annotations

from spacy.tokens import Token

from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.mentions import ChangeBy, Mention, Role
from nlp.components.figures.sentences import Context
from nlp.components.figures.structure import climb, find_anchor
from nlp.lexicons import read_lexicon
from nlp.schema import Change

_LEXICON = read_lexicon("figure_cues")["change"]
_LEMMAS: dict[str, Change] = {
    **dict.fromkeys(_LEXICON["increase"], "increase"),
    **dict.fromkeys(_LEXICON["decrease"], "decrease"),
}
_ADVERBS: dict[str, Change] = {
    **dict.fromkeys(_LEXICON["up"], "increase"),
    **dict.fromkeys(_LEXICON["down"], "decrease"),
}
MOVING = frozenset(_LEMMAS)
_TRANSITIVE = frozenset(_LEXICON["transitive"])
# "cut 500 jobs", "lost 300 seats": a change of what is counted.
_COUNTED_OBJECTS = frozenset(_LEXICON["counted_objects"])
_ROLES: dict[str, Role] = {
    "to": "level", "at": "level", "by": "amount", "from": "origin", "of": "amount",
}  # fmt: skip


def read_change(context: Context, mention: Mention) -> None:
    """Write direction and role (amount, new level, origin) into `mention`."""
    if _read_adverb(context, mention):
        return
    if context.has_parse:
        _read_verb(context, mention) or _read_noun(context, mention)


def _read_adverb(context: Context, mention: Mention) -> bool:
    """Read "up 19 cents", "+0.3%", "2 percent higher", "$550 off"."""
    lex = context.lex
    j = mention.start - 1
    before = lex.lower[j]
    if j >= 0 and before in ("by", "to", "from") and lex.lower[j - 1] in _ADVERBS:
        change = _ADVERBS[lex.lower[j - 1]]
        if before == "from":
            mention.role = "origin"
            return True
        mention.role = "amount" if before == "by" else "level"
        mention.change, mention.change_by = change, "adverb"
        return True
    if j >= 0 and before in ("up", "down") and not _is_phrasal(lex, j):
        mention.role = "amount"
        mention.change, mention.change_by = _ADVERBS[before], "adverb"
        return True
    if j >= 0 and before == "+" and lex.words[mention.start] != "+":
        mention.change, mention.change_by, mention.role = "increase", "adverb", "amount"
        return True
    after = lex.lower[mention.end]
    if _is_measure(mention) and (_is_off(lex, j) or _is_moved_after(lex, mention.end)):
        word = after if after in ("up", "down") else "off"
        mention.change, mention.change_by = _ADVERBS[word], "adverb"
        mention.role = "amount"
        return True
    if after in ("higher", "lower") and lex.lower[mention.end + 1] != "than":
        mention.role = "amount"
        mention.change, mention.change_by = _ADVERBS[after], "noun"
        return True
    return False


def _is_measure(mention: Mention) -> bool:
    """Tell an amount by which something moves from a count of things."""
    unit = mention.unit
    return unit is not None and (
        unit.kind in ("percent", "money") or unit.name == "point"
    )


def _is_off(lex: Lexemes, j: int) -> bool:
    """Tell "off 3 percent" from "$550 off" and "called off 3 shows"."""
    if j < 1 or lex.lower[j] != "off":
        return False
    return lex.words[j - 1] == "," or lex.lower[j - 1] in ("was", "were", "is", "are")


def _is_moved_after(lex: Lexemes, end: int) -> bool:
    """Tell "closed 0.8% down" from "0.8%, down $2"."""
    if lex.lower[end] not in ("up", "down"):
        return False
    return not lex.is_number(end + 1) and lex.words[end + 1] != "$"


def _is_phrasal(lex: Lexemes, j: int) -> bool:
    """Tell "set up 5 camps" from "up 5 percent"."""
    before = lex.lower[j - 1]
    return before in (
        "set", "sets", "setting", "made", "make", "makes", "take", "takes", "took",
        "gave", "give", "pick", "picked", "opened", "open", "put", "shut", "closed",
        "close", "round", "rounded", "signed", "sign", "line", "lined", "break",
        "show", "showed", "turned", "bought", "shot", "gun", "track", "cover",
    )  # fmt: skip


def _read_verb(context: Context, mention: Mention) -> bool:
    anchor = find_anchor(context, mention)
    governor, preposition = climb(anchor, MOVING)
    if governor.pos_ != "VERB":
        return False
    change = _LEMMAS.get(governor.lemma_)
    if change is None or _is_subject(anchor, governor):
        return False
    if anchor.i < governor.i:
        return False
    near = _near_preposition(context.lex, mention)
    if preposition in ("as", "than"):
        preposition = ""  # of the cue itself: "as much as 2 percent"
    if near or preposition:
        role = _ROLES.get(near or preposition)
        if role is None or role == "origin" or "of" in (near, not near and preposition):
            mention.role = None if role == "amount" else role
            return False
        return _set_change(mention, change, "verb", role)
    if not _is_direct(anchor, governor):
        return False
    if _moves_itself(mention, governor):
        return _set_change(mention, change, "verb", "amount")
    if governor.lemma_ in _COUNTED_OBJECTS and not mention.is_bare:
        return _set_change(mention, change, "noun", "amount")
    return False


def _moves_itself(mention: Mention, governor: Token) -> bool:
    """Tell "lost 190 points" (so much) from "raised $5 million" (got it)."""
    unit = mention.unit
    if unit is None or (unit.kind == "count" and unit.name != "time"):
        return False
    if governor.lemma_ == "add":
        return _is_measure(mention) and unit.kind != "money"
    return governor.lemma_ not in _TRANSITIVE


def _set_change(mention: Mention, change: Change, by: ChangeBy, role: Role) -> bool:
    mention.change, mention.change_by, mention.role = change, by, role
    return True


def _near_preposition(lex: Lexemes, mention: Mention) -> str:
    j = mention.start - 1
    word = lex.lower[j] if j >= 0 else ""
    if word in DASHES:
        word = ""
    return (
        word
        if word in _ROLES or word in ("in", "for", "on", "with", "than", "over")
        else ""
    )


def _is_direct(anchor: Token, governor: Token) -> bool:
    """Tell whether the figure hangs on the verb itself, as object or measure."""
    for _ in range(3):
        if anchor.head.i == governor.i:
            return anchor.dep_ not in ("prep", "advcl", "nsubj", "relcl")
        if anchor.dep_ not in (
            "conj",
            "appos",
            "nummod",
            "compound",
            "quantmod",
            "amod",
        ):
            return False
        anchor = anchor.head
    return False


def _is_subject(anchor: Token, governor: Token) -> bool:
    return anchor.dep_ in ("nsubj", "nsubjpass") and anchor.head.i == governor.i


def _read_noun(context: Context, mention: Mention) -> bool:
    """Read "an increase of 5 percent", "a 19% drop", "a cut of 300 jobs"."""
    anchor = find_anchor(context, mention)
    lex, doc = context.lex, context.doc
    after = context.token_from(lex.start[mention.end])
    candidates = [anchor.head, anchor.head.head]
    if after < len(doc):
        candidates.append(doc[after])
        if after + 1 < len(doc) and doc[after].tag_ in ("NN", "JJ"):
            candidates.append(doc[after + 1])
    is_of = lex.lower[mention.start - 1] in ("of", "in", "by")
    for k, noun in enumerate(candidates):
        if noun.pos_ != "NOUN" or noun.lemma_ not in _LEMMAS:
            continue
        if k < 2 and not is_of and not anchor.i < noun.i:
            continue
        mention.change, mention.change_by = _LEMMAS[noun.lemma_], "noun"
        mention.role = "amount"
        return True
    return False
