"""Persons in the place of "he" and "she", speakers in the place of "I" and "it"."""

from __future__ import annotations

import re

from spacy.tokens import Token

from nlp.components._signatories import find_signatory
from nlp.components._syntax import find_subject
from nlp.components.claims.drafts import Draft
from nlp.components.claims.edits import finish
from nlp.components.claims.references import build_possessive, find_pronouns

_POSSESSIVES = frozenset({"his", "hers"})
_SUBJECTS = frozenset({"he", "she", "it", "they", "who"})
_SPEAKERS = frozenset(
    {"i", "we", "my", "our", "me", "us", "mine", "ours", "you", "your"}
)
_SPEAKING = frozenset({"", "nsubj", "nsubjpass", "conj"})
_NUMBERED = frozenset(
    {
        "annex", "annexes", "appendix", "article", "category", "chapter", "class",
        "division", "group", "level", "part", "phase", "schedule", "section", "stage",
        "subchapter", "subtitle", "tier", "title", "type", "volume", "war", "zone",
    }
)  # fmt: skip
_PERSONAL = re.compile(r"\b(?:he|him|his|she|hers?)\b", re.IGNORECASE)
_CONTRACTIONS = {"ll": "will", "re": "are", "ve": "have"}


def is_spoken(draft: Draft) -> bool:
    """Whether it is a direct quotation, whose words stay as they were spoken."""
    said = draft.facts.attribution
    return said is not None and said.quote == "direct"


def quote_speaker(draft: Draft) -> str | None:
    """Quote words that speak of "I" and "we", which only their speaker can mean.

    Returns:
        The sentence, or None where the words name no speaker or nobody is known.
    """
    said, clause = draft.facts.attribution, draft.clause
    if said is None or said.source is None:
        return None
    span = draft.doc[clause.start : clause.end]
    if not any(token.lower_ in _SPEAKERS for token in span):
        return None
    name = draft.reading.antecedents.name_speaker(said.source)
    if name.lower() in _SUBJECTS:
        return None
    quoted = finish(span.text).replace("“", "‘").replace("”", "’")
    return finish(f"{name} said: “{quoted}”")


def quote_signatory(draft: Draft) -> str | None:
    """Quote what an order's "I" says, as words of the one who signs it.

    Returns:
        The sentence, or None where nobody signs or the words are not the order's own.
    """
    name = find_signatory(draft.reading.text)
    clause = draft.clause
    span = draft.doc[clause.start : clause.end]
    said = draft.facts.attribution is not None
    if name is None or said or not any(map(_is_speaker, span)):
        return None
    quoted = finish(span.text).replace("“", "‘").replace("”", "’")
    return None if name in quoted else finish(f"{name} wrote: “{quoted}”")


def _is_speaker(token: Token) -> bool:
    """Whether it is the pronoun "I", not the number of "Annex I"."""
    if token.text != "I" or token.dep_ not in _SPEAKING:
        return False
    before = token.nbor(-1) if token.i else None
    return before is None or before.lemma_.lower() not in _NUMBERED


def name_persons(draft: Draft, start_char: int, end_char: int) -> None:
    """Write the person's name for the first "he" or "she" of the claim."""
    _name_speaker(draft)
    if _PERSONAL.search(draft.reading.text, start_char, end_char) is None:
        return
    span = draft.doc.char_span(start_char, end_char, alignment_mode="expand")
    if span is None:
        return
    for pronoun in find_pronouns(draft.doc, span.start, span.end):
        begin = min(start_char, draft.doc[draft.clause.start].idx)
        name = draft.reading.antecedents.find_person(pronoun, begin)
        if name is not None and name not in draft.front:
            _write_over(draft, pronoun, name)
        return


def _name_speaker(draft: Draft) -> None:
    """Write the speaker's name for the subject of "said she had left".

    "The agency said it will sue" is read as a promise, since the agency acts; otherwise
    only a person counts, and only without a rival.
    """
    said, root = draft.facts.attribution, draft.clause.root
    if said is None or said.source is None or root is None:
        return
    subject, antecedents = find_subject(root), draft.reading.antecedents
    if subject is None or subject.lower_ not in _SUBJECTS:
        return
    name = antecedents.name_speaker(said.source)
    promised = draft.modality == "promised"
    same = subject.lower_ == said.source.text.lower()  # "he was sorry, he said"
    sure = promised or same or antecedents.is_speaker(subject, said.source)
    if sure and name.lower() not in _SUBJECTS:
        _write_over(draft, subject, name)


def _write_over(draft: Draft, pronoun: Token, name: str) -> None:
    """Write a name over a pronoun: "he’ll" is "Ann Lee will", "her" "Ann Lee’s"."""
    end_char = pronoun.idx + len(pronoun)
    if pronoun.lower_ in _POSSESSIVES or pronoun.tag_ == "PRP$":
        name = build_possessive(name)
    elif pronoun.i + 1 < len(draft.doc):
        after = pronoun.nbor()
        if after.idx == end_char and after.lower_[:1] in {"'", "’"}:
            end_char += len(after)
            name = f"{name} {_spell_contraction(after)}"
    draft.edits.add(pronoun.idx, end_char, name)


def _has_child(verb: Token, deps: set[str]) -> bool:
    """Whether "’s left the party" takes an object, as "’s thrilled to" does not."""
    return any(child.dep_ in deps and child.i > verb.i for child in verb.children)


def _spell_contraction(token: Token) -> str:
    """Return what "’ll", "’s", "’d" stand for."""
    if token.lower_[1:] == "s":
        done = token.dep_ == "aux" and token.head.tag_ == "VBN"
        objects = {"dobj", "ccomp", "attr", "prep"}
        return "has" if done and _has_child(token.head, objects) else "is"
    if token.lower_[1:] == "d":
        return "had" if token.head.tag_ == "VBN" else "would"
    return _CONTRACTIONS.get(token.lower_[1:], token.text)
