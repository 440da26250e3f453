"""Which clauses make a claim at all: no headings, furniture, fragments, orders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from spacy.tokens import Doc, Token

from nlp.components._syntax import FINITE_TAGS, find_subject, is_finite
from nlp.components.claims.arguments import OPENING_TAGS
from nlp.components.claims.clauses import Clause
from nlp.components.claims.fragments import is_dangling, is_definition, leans
from nlp.lexicons import read_lexicon

_UNFINISHED = frozenset({"mark", "det", "cc", "aux"})
_MIN_WORDS = 3
_MIN_SENTENCE = 6  # words
_MAX_HEADING = 9  # tokens
_TORN = frozenset({"reg.", "stat.", "supp.", "cir."})  # from the head of a citation
_WORDS_READ = 40  # a label or table row is shorter
_CHARS_READ = 500  # furniture shows itself early; keeps long sentences cheap


def is_legal(text: str) -> bool:
    """Whether the text lays down rules, by how often it says "shall"."""
    text = text.lower()
    shall = text.count(" shall ")
    return shall > 1 and shall > text.count(" will ")


def makes_claim(doc: Doc, clause: Clause, *, legal: bool = False) -> bool:
    """Whether a clause states something.

    A question states nothing, unless it carries a figure ("Why did the city spend $3
    million?"), which is kept and marked as questioned.

    Args:
        doc: The document.
        clause: The clause.
        legal: Whether the text lays down rules.
    """
    if next(islice(_iter_words(doc, clause), _MIN_WORDS - 1, None), None) is None:
        return False
    if is_dangling(doc, clause) or not _is_whole(doc, clause, legal=legal):
        return False
    if _is_unfinished(doc, clause) or _is_list_item(doc, clause):
        return False
    if clause.question and not any(_is_number(t) for t in _iter_words(doc, clause)):
        return False
    if clause.root is None:
        titled = all(t.is_title or t.is_upper for t in _iter_words(doc, clause))
        return doc[clause.end - 1].is_punct and not titled
    if _is_heading(doc, clause):
        return False
    if _is_predication(clause.root, clause):
        return True
    if _has_lost_subject(doc, clause, clause.root):
        return True
    # Rules name things at length and number them; their nouns hide no verbs.
    nominal = legal and not is_finite(clause.root)
    return not nominal and _has_lost_verb(doc, clause)


def _is_whole(doc: Doc, clause: Clause, *, legal: bool) -> bool:
    """Whether it is no table row, bare label, definition or mere echo."""
    words = list(islice(_iter_words(doc, clause), _WORDS_READ))
    if doc[clause.start].lower_ in _TORN:
        return False
    if not any(token.is_lower for token in words):
        return False  # "(725 ILCS 5/110-2) Sec. 110-2."
    if any(token.text == "|" for token in doc[clause.start : clause.end]):
        return False
    if legal and is_definition(doc, clause):
        return False
    return not leans(clause)


def _iter_words(doc: Doc, clause: Clause) -> Iterator[Token]:
    for token in doc[clause.start : clause.end]:
        if token.is_alpha or token.like_num:
            yield token


def _is_number(token: Token) -> bool:
    return token.text[:1].isdigit()


def _has_lost_verb(doc: Doc, clause: Clause) -> bool:
    """Whether the parser took a sentence's verb for a noun: "The plan cost poor $9".

    Its full stop and its figure tell that it is a sentence.
    """
    if doc[clause.end - 1].text != "." or clause.root is None:
        return False
    words = list(_iter_words(doc, clause))
    n_capitals = sum(token.text[:1].isupper() for token in words)
    if len(words) < _MIN_SENTENCE or n_capitals > len(words) / 2:
        return False
    return clause.root.tag_ != "VB" and any(map(_is_number, words))


def _has_lost_subject(doc: Doc, clause: Clause, root: Token) -> bool:
    """Whether a whole sentence stands before a verb whose subject the parser lost.

    "Doing so stifled trade.", "The head of each office, if asked, take steps."; and
    "The aim is to end crime, ...", whose "end" it took for the main verb.
    """
    if clause.form != "sentence" or doc[clause.end - 1].text != ".":
        return False
    first = doc[clause.start]
    if first.tag_ not in OPENING_TAGS or root.i <= clause.start + 1:
        return False
    if next(islice(_iter_words(doc, clause), _MIN_SENTENCE - 1, None), None) is None:
        return False
    if root.tag_ == "VB":
        return any(
            child.dep_ == "ccomp" and is_finite(child) and find_subject(child)
            for child in root.lefts
        )
    return root.tag_ in FINITE_TAGS and find_subject(root) is None


def _is_unfinished(doc: Doc, clause: Clause) -> bool:
    """Whether it breaks off: "Now it turns out that", "The Secretary shall"."""
    last = clause.end - 1
    while last > clause.start and doc[last].is_punct:
        last -= 1
    modal = doc[last].tag_ == "MD" and doc[last] == clause.root
    return modal or doc[last].dep_ in _UNFINISHED


def _is_heading(doc: Doc, clause: Clause) -> bool:
    """Whether it is a short line without a stop, with more text below it."""
    n_tokens = clause.end - clause.start
    if clause.form != "sentence" or n_tokens > _MAX_HEADING:
        return False
    if doc[clause.end - 1].is_punct:
        return False
    after = doc[clause.end] if clause.end < len(doc) else None
    return after is not None and after.is_space and "\n" in after.text


def _is_list_item(doc: Doc, clause: Clause) -> bool:
    """Whether it is "(iv) review all rules;", whose subject stands before the list."""
    first = doc[clause.start]
    if clause.form != "sentence" or not first.text[:1].islower():
        return False
    before = doc[clause.start - 1].text if clause.start else ""
    return before in {")", ".", "-", "–", "•", "*"} and clause.start > first.sent.start


def _is_predication(root: Token, clause: Clause) -> bool:
    if root.text[:1].isupper() and root.i > clause.start:
        return False  # a headline: "Governor Signs Water Bill"
    if clause.form in {"absolute", "relative", "item"}:
        return True
    if clause.form in {"conjunct", "contrast"} and clause.host is not None:
        return True
    if not is_finite(root):
        return _is_misparsed(root)
    return find_subject(root) is not None or _is_misparsed(root) or _has_modal(root)


def _has_modal(root: Token) -> bool:
    """Whether a subject that the parser lost stands before "shall" or "will"."""
    modal = next((child for child in root.lefts if child.tag_ == "MD"), None)
    return modal is not None and any(
        token.pos_ in {"NOUN", "PROPN"}
        for token in root.doc[root.left_edge.i : modal.i]
    )


def _is_misparsed(root: Token) -> bool:
    """Whether a verb with a subject hides below a root that is no verb.

    The parser now and then takes a long subject for the root of its sentence.
    """
    if root.pos_ in {"VERB", "AUX"} and find_subject(root) is not None:
        return not any(child.lower_ == "to" for child in root.children)
    return root.tag_ != "VB" and any(
        is_finite(child) and find_subject(child) is not None
        for child in root.children
        if child.dep_ not in {"relcl", "acl", "advcl"}
    )


def is_furniture(text: str) -> bool:
    """Whether a sentence belongs to the page rather than the text."""
    text = text[:_CHARS_READ].lower()
    anywhere, at_start = _read_furniture()
    return at_start.match(text) is not None or anywhere.search(text) is not None


@lru_cache(maxsize=1)
def _read_furniture() -> tuple[re.Pattern[str], re.Pattern[str]]:
    cues = read_lexicon("claims")["skip"]
    anywhere = "|".join(map(re.escape, cues["anywhere"]))
    at_start = "|".join(map(re.escape, cues["start"]))
    return re.compile(anywhere), re.compile(rf"[\s“\"(]*(?:{at_start})")
