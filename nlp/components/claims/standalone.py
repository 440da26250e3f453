"""The claim in words that need no context, and say nothing the text does not say.

Pronouns, "the city", "this number" and relative dates are replaced where what they
stand for is sure; whatever stands in quotation marks is left as it was spoken.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from nlp.components._syntax import AUX_DEPS, SUBJECT_DEPS, find_subject, is_finite
from nlp.components.claims.arguments import (
    find_antecedent,
    find_clause_subject,
    phrase_extent,
    subject_extent,
)
from nlp.components.claims.borders import tidy
from nlp.components.claims.calendar import rewrite_date
from nlp.components.claims.clauses import Clause, Facts
from nlp.components.claims.counting import name_place, spell_figures
from nlp.components.claims.drafts import Draft
from nlp.components.claims.edits import finish
from nlp.components.claims.inflection import build_past, build_present
from nlp.components.claims.naming import name_entities
from nlp.components.claims.parallels import name_parallel
from nlp.components.claims.pronouns import (
    is_spoken,
    name_persons,
    quote_signatory,
    quote_speaker,
)
from nlp.components.claims.reading import Reading
from nlp.lexicons import read_lexicon
from nlp.schema import Modality

_ADVERBS = frozenset({"also", "again", "hereby"})  # beside the verb they only tie
_DASHES = frozenset({"—", "–"})
_TIED = frozenset({"once", "yet", "never", "over"})
_FLEETING = frozenset({"today", "tonight", "tomorrow"})  # seldom days in speech
_SHARED_TAGS = frozenset({"VBN", "VB", "VBG"})
_REACH = 8  # joined verbs that share one auxiliary


def write_standalone(
    reading: Reading, clause: Clause, facts: Facts, modality: Modality
) -> str:
    """Return a clause as a sentence that can be read on its own."""
    draft = Draft(reading, clause, facts, modality)
    spoken = quote_speaker(draft) if is_spoken(draft) else quote_signatory(draft)
    if spoken is not None:
        return spoken
    last = draft.doc[clause.end - 1]
    start_char, end_char = draft.doc[clause.start].idx, last.idx + len(last)
    draft.protect_quotations(start_char, end_char)
    front = draft.front = _write_front(draft)
    _edit_verb(draft)
    _drop_links(draft)
    body = _rewrite(draft, start_char, end_char)
    told = not front or body.startswith(f"{front} ")
    joint = ", " if _opens_aside(draft.doc, clause) else " "
    return finish(body if told else f"{front}{joint}{body}")


def _rewrite(draft: Draft, start_char: int, end_char: int) -> str:
    """Return a stretch of text with all that can be replaced in it replaced."""
    spoken = is_spoken(draft)
    for found in draft.reading.dates.find(start_char, end_char):
        span = draft.find_span(found)
        fleeting = spoken and found.text.lower() in _FLEETING
        if span is not None and not fleeting:
            rewrite_date(found, span[0], span[-1], draft.edits)
    if not spoken:
        spell_figures(draft, start_char, end_char)
        name_entities(draft, start_char, end_char)
        name_persons(draft, start_char, end_char)
        name_parallel(draft)
        name_place(draft, end_char)
    return draft.edits.apply(draft.reading.text, start_char, end_char)


# ------------------------------------------------- what the clause itself leaves out


def _write_front(draft: Draft) -> str:
    """Return the subject, and auxiliaries, that the clause takes from elsewhere."""
    clause, root = draft.clause, draft.clause.root
    if root is None:
        return ""
    if clause.lead is not None:
        lead = draft.doc[clause.lead[0] : clause.lead[1]]
        return _rewrite(draft, lead.start_char, lead.end_char)
    if clause.form == "relative":
        return _write_antecedent(draft, root)
    if clause.form not in {"conjunct", "content"}:
        return ""
    subject = find_clause_subject(clause)
    if clause.form == "content" and subject is not None:
        first, last = subject.i, subject.right_edge.i
        if first < clause.start <= last < root.i:
            return ""  # the parser takes "DENVER — Nine in ten" for one subject
    own = [child.i for child in root.children if child.dep_ in SUBJECT_DEPS]
    inside = any(clause.start <= i < clause.end for i in own)
    if subject is None or inside or clause.start <= subject.i < clause.end:
        return ""
    extent = subject_extent(draft.doc, subject)
    words = _rewrite(draft, *tidy(draft.reading.text, *extent))
    return f"{words} {_share_auxiliaries(clause, root)}".strip()


def _share_auxiliaries(clause: Clause, root: Token) -> str:
    """Return "has been" for the second verb of "has been cut and moved"."""
    if is_finite(root) or root.tag_ not in _SHARED_TAGS:
        return ""
    if any(child.dep_ in AUX_DEPS for child in root.children):
        return ""
    host = clause.host
    for _ in range(_REACH):
        if host is None:
            break
        shared = [
            child.text
            for child in host.children
            if child.dep_ in AUX_DEPS and child.i < host.i
        ]
        if shared or host.dep_ != "conj":
            return " ".join(shared)
        host = host.head
    return ""


def _opens_aside(doc: Doc, clause: Clause) -> bool:
    """Whether a verb follows an aside: "(shall,) where fit, withdraw the money"."""
    root = clause.root
    if root is None or clause.form != "conjunct":
        return False
    verb = min([root.i, *(c.i for c in root.children if c.dep_ in AUX_DEPS)])
    before = doc[clause.start : verb]
    return len(before) > 1 and before[-1].text == ","


def _write_antecedent(draft: Draft, root: Token) -> str:
    """Put the name in the place of "which" or "who"."""
    name = _rewrite(draft, *phrase_extent(draft.doc, find_antecedent(root)))
    pronoun = draft.doc[draft.clause.start]
    if pronoun.lower_ == "of":
        pronoun = pronoun.nbor()
        draft.edits.add(pronoun.idx, pronoun.idx + len(pronoun), f"{name},")
        return ""
    draft.edits.add(pronoun.idx, pronoun.idx + len(pronoun), "")
    return name


# ------------------------------------------------------------------------ its words


def _edit_verb(draft: Draft) -> None:
    """Give the verb of "with B approving Y" the tense of the main clause."""
    clause, root, host = draft.clause, draft.clause.root, draft.clause.host
    if clause.form != "absolute" or root is None or host is None:
        return
    subject = find_subject(root)
    plural = subject is not None and _is_plural(subject)
    build = build_present if host.tag_ in {"VBZ", "VBP"} else build_past
    if root.tag_ == "VBN":
        verb = f"{build('be', plural=plural)} {root.text}"
        draft.edits.add(root.idx, root.idx + len(root), verb)
        return
    for token in (root, *root.conjuncts):
        if token.tag_ == "VBG" and clause.start <= token.i < clause.end:
            verb = build(token.lemma_.lower(), plural=plural)
            draft.edits.add(token.idx, token.idx + len(token), verb)


def _is_plural(noun: Token) -> bool:
    if noun.tag_ in {"NNS", "NNPS"}:
        return True
    return any(child.dep_ == "conj" for child in noun.children)


def _drop_links(draft: Draft) -> None:
    """Drop "However," at the front and "also" beside the verb."""
    clause, first = draft.clause, draft.doc[draft.clause.start]
    links = read_lexicon("claims")["standalone"]["links"]
    if first.lower_ in links and first.dep_ in {"cc", "advmod"}:
        after = draft.doc[min(clause.start + 1, len(draft.doc) - 1)]
        last = after if after.text == "," else first
        if last == after or first.dep_ == "cc":
            draft.edits.add(first.idx, last.idx + len(last), "")
    if clause.root is None:
        return
    for child in clause.root.children:
        before = child.nbor(-1) if child.i else None
        tied = before is not None and before.lower_ in _TIED  # "is once again asking"
        if child.dep_ == "advmod" and child.lower_ in _ADVERBS and not tied:
            end_char = child.idx + len(child)
            dashed = (
                before is not None and before.text in _DASHES and not before.whitespace_
            )
            draft.edits.add(child.idx, end_char + dashed, "")
