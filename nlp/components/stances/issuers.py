"""Whose order, law or resolution a document is, by its enacting formula."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from nlp.annotations import read_text
from nlp.components.stances.clauses import has_no_subject
from nlp.components.stances.factuality import Verdict
from nlp.components.stances.governments import Governments
from nlp.components.stances.holders import Actor
from nlp.components.stances.paths import is_negated
from nlp.schema import Entity, Instrument, Status

_FORMULAS: tuple[tuple[re.Pattern[str], Instrument], ...] = (
    (re.compile(r"\bauthority vested in (?:me|the|us)\b", re.I), "executive-order"),
    (re.compile(r"\bbe it (?:hereby )?enacted\b", re.I), "law"),
    (re.compile(r"\bdo(?:es)? (?:hereby )?enact as follows\b", re.I), "law"),
    (re.compile(r"\bbe it (?:hereby |further )?ordained\b", re.I), "ordinance"),
    (re.compile(r"\b(?:do|does|hereby) ordain\b", re.I), "ordinance"),
    (re.compile(r"\bbe it (?:hereby |therefore )?resolved\b", re.I), "resolution"),
)
_SELVES: dict[str, Instrument] = {
    "ordinance": "ordinance",
    "chapter": "ordinance",
    "resolution": "resolution",
    "order": "executive-order",
}
_SELF = re.compile(
    r"\b(?:this|an|under this) (ordinance|chapter|resolution|order)\b"
    r"(?= (?:takes|shall|does|amending|to amend|establishing|prohibiting|is) )",
    re.I,
)
MAX_ITEMS = 8  # how far back the head of a list may stand
MAX_FORMULA = 600  # characters of a formula in which its government is named
ISSUED = 0.9


@dataclass(frozen=True, slots=True)
class Issuer:
    """The government that issues a document, from a character of it on."""

    actor: Actor
    start_char: int
    instrument: Instrument

    def orders(self, verb: Token) -> Verdict | None:
        """Return how an order stands that a clause of the document gives, or None.

        An order is "shall", "hereby", or an item of a list: "(b) expand the use of".
        """
        if verb.idx < self.start_char:
            return None
        words = {child.lower_ for child in verb.children if child.dep_ != "nsubj"}
        ordered = words & {"shall", "hereby"} or _is_item(verb) or _has_shall(verb)
        if not ordered and not _is_unlawful(verb):
            return None
        denied = is_negated(verb) or has_no_subject(verb)
        if _is_item(verb):
            denied = denied != _is_list_of_bans(verb)
        sign = -1 if denied else 1
        # What "be it enacted" is still to be voted on, as far as its text tells.
        status: Status = "proposed" if self.instrument == "law" else "adopted"
        return Verdict(sign, status, ISSUED)


def _has_shall(verb: Token) -> bool:
    """Whether "shall" stands between subject and verb, hung elsewhere by the parser."""
    for token in reversed(verb.doc[max(verb.sent.start, verb.i - 14) : verb.i]):
        if token.lower_ == "shall":
            return verb.tag_ in {"VB", "VBP"}
        if token.pos_ == "VERB":
            return False
    return False


def _is_list_of_bans(verb: Token) -> bool:
    """Whether the list an item stands in is of what nobody shall do."""
    sent = verb.sent
    for _ in range(MAX_ITEMS):
        if sent.start == 0:
            return False
        sent = sent.doc[sent.start - 1].sent
        if sent[0].text != "(":
            words = {token.lower_ for token in sent}
            return bool(words & {"shall", "may"} and words & {"no", "not"})
    return False


def _is_unlawful(verb: Token) -> bool:
    """Whether it is "it is unlawful to ..."."""
    return verb.lemma_ == "be" and verb.sent[0].lower_ in {"it", "no"}


def _is_item(verb: Token) -> bool:
    """Whether the verb heads a list item that tells somebody to do it."""
    if verb.tag_ not in {"VB", "VBP"} or verb.head != verb:
        return False
    has_subject = any(c.dep_ in {"nsubj", "nsubjpass", "aux"} for c in verb.children)
    sent = verb.sent
    return not has_subject and sent[0].text == "(" and verb.i - sent.start <= 5


def find_issuer(doc: Doc, governments: Governments) -> Issuer | None:
    """Return who issues the document by its first formula, None where it has none."""
    text = read_text(doc)
    found = [
        (match.start(), instrument)
        for pattern, instrument in _FORMULAS
        if (match := pattern.search(text)) is not None
    ]
    if not found:
        return _find_author(doc, text, governments)
    start, instrument = min(found)
    entity = governments.first_between(start, start + MAX_FORMULA)
    if entity is None:
        entity = governments.last_between(max(0, start - MAX_FORMULA), start)
    token = None if entity is None else _token_at(doc, entity)
    if entity is None or token is None:
        return None
    return Issuer(Actor(entity, token, ISSUED, "issuer"), start, instrument)


def _find_author(doc: Doc, text: str, governments: Governments) -> Issuer | None:
    """Return whose paper it is that speaks of itself: "this ordinance takes effect"."""
    match = _SELF.search(text)
    found = None if match is None else governments.first_between(0, MAX_FORMULA)
    token = None if found is None else _token_at(doc, found)
    if match is None or found is None or token is None:
        return None
    instrument = _SELVES[match[1].lower()]
    return Issuer(Actor(found, token, ISSUED, "issuer"), 0, instrument)


def _token_at(doc: Doc, entity: Entity) -> Token | None:
    span = doc.char_span(entity.start_char, entity.end_char, alignment_mode="expand")
    return None if span is None else span.root
