"""One pass over the text: from pieces to figures with all that the sentence adds."""

from __future__ import annotations

from spacy.tokens import Doc

from nlp.annotations import read_text
from nlp.components.figures import (
    assembly,
    changes,
    codes,
    counted,
    exclusions,
    governors,
    links,
    modifiers,
    unknowns,
)
from nlp.components.figures.ages import read_age
from nlp.components.figures.amounts import is_trigger
from nlp.components.figures.currencies import settle_currencies
from nlp.components.figures.inheritance import inherit_units
from nlp.components.figures.lexemes import Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.nouns import read_noun, read_pronoun, read_unknown_noun
from nlp.components.figures.sentences import Context

_NEGATIVE = frozenset(["neither", "no", "nobody", "none", "nor"])


def read_figures(doc: Doc, *, pronouns: bool = False) -> tuple[Context, list[Mention]]:
    """Read the figures of `doc`, in text order.

    Args:
        doc: Tagged and parsed where the pipeline can; less is found where not.
        pronouns: Keep "one of the hottest cars" as 1, which is no figure otherwise.
    """
    lex = Lexemes(read_text(doc))
    context = Context(doc, lex)
    found: list[Mention] = []
    i = 0
    while i < lex.n:
        mention, after = _read_at(context, i, pronouns=pronouns)
        if mention is not None:
            if found and mention.start < found[-1].end:
                mention.start = min(found[-1].end, mention.raw.start)
            found.append(mention)
        i = max(i + 1, after)
    for mention in found:
        _complete(context, mention)
    inherit_units(context, found)
    settle_currencies(context, found)
    governors.set_dates(context, found)
    for mention in found:
        governors.set_place(context, mention)
    return context, links.link(context, found)


def _read_at(context: Context, i: int, *, pronouns: bool) -> tuple[Mention | None, int]:
    lex = context.lex
    word = lex.lower[i]
    if is_trigger(lex, i):
        return _read_number_at(context, i, pronouns=pronouns)
    if word in ("a", "an"):
        mention = assembly.read_article_mention(lex, i)
        if mention is None:
            return None, i
        mention.token = context.token_at(lex.start[i])
        return mention, mention.unit_end
    if word not in unknowns.TRIGGERS and word not in links.REPEAT_NOUNS:
        return None, i
    mention = unknowns.read_unknown(context, i) or links.read_repeat(lex, i)
    if mention is None:
        return None, i
    mention.token = context.token_at(lex.start[mention.raw.start])
    if mention.is_unknown:
        read_unknown_noun(context, mention)
    return mention, mention.end


def _read_number_at(
    context: Context, i: int, *, pronouns: bool
) -> tuple[Mention | None, int]:
    lex = context.lex
    mention = assembly.read_mention(lex, i)
    if mention is None:
        return None, i
    after = mention.raw.end
    if codes.is_glued(lex, mention):
        return None, after
    mention.token = context.token_at(lex.start[mention.raw.end - 1])
    read_noun(context, mention)
    assembly.read_denominator(lex, mention)
    assembly.read_comparator(lex, mention)
    if exclusions.is_idle_one(context, mention):
        return None, after
    if exclusions.is_pronoun_one(context, mention):
        return read_pronoun(context, mention, pronouns=pronouns), after
    read_age(context, mention)
    if exclusions.is_excluded(context, mention):
        return None, after
    if mention.per is not None:
        after = max(after, mention.per.end)
    return mention, max(after, mention.unit_end)


def _complete(context: Context, mention: Mention) -> None:
    if "repeat" in mention.notes:
        return
    if context.has_tags and not mention.is_unknown and not mention.is_pronoun:
        counted.read_counted(context, mention)
    if not mention.is_unknown:
        changes.read_change(context, mention)
        _negate(context, mention)
    _widen_reference(context, mention)


def _negate(context: Context, mention: Mention) -> None:
    """Turn "more than 150" under a negation into the bound it is: at most 150."""
    modifier = mention.modifier
    if (
        modifier is None
        or mention.comparator not in ("gt", "lt")
        or not context.has_parse
    ):
        return
    anchor = context.doc[mention.noun if mention.noun >= 0 else mention.token]
    verb = context.verb_of(anchor)
    if verb is None or anchor.i < verb.i:
        return
    clauses = [verb, verb.head] if verb.dep_ == "conj" else [verb]
    for child in (child for clause in clauses for child in clause.children):
        is_negation = child.dep_ == "neg" or child.lower_ in ("nor", "neither")
        is_negation = is_negation and child.i < anchor.i
        is_subject = child.dep_ in ("nsubj", "nsubjpass")
        if is_negation or (
            is_subject and context.doc[child.left_edge.i].lower_ in _NEGATIVE
        ):
            mention.comparator = modifiers.negate(modifier).comparator
            return


def _widen_reference(context: Context, mention: Mention) -> None:
    """Let "The 1.4 million figure" begin at its article."""
    lex = context.lex
    if mention.is_unknown or mention.start == 0:
        return
    if lex.lower[mention.start - 1] not in ("the", "that", "this"):
        return
    if lex.lower[mention.end] in links.REPEAT_NOUNS and mention.noun < 0:
        mention.end += 1
        mention.start -= 1
    elif mention.noun >= 0 and context.doc[mention.noun].lower_ in links.REPEAT_NOUNS:
        mention.start -= 1
