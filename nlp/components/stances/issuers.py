"""Whose order, law or resolution a document is, by its enacting formula."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from nlp.components.stances.clauses import has_no_subject
from nlp.components.stances.factuality import Verdict
from nlp.components.stances.holders import Actor, Governments
from nlp.components.stances.paths import is_negated
from nlp.schema import Entity, Instrument

_FORMULAS: tuple[tuple[re.Pattern[str], Instrument], ...] = (
    (re.compile(r"\bauthority vested in (?:me|the|us)\b", re.I), "executive-order"),
    (re.compile(r"\bbe it (?:hereby )?enacted\b", re.I), "law"),
    (re.compile(r"\bdo(?:es)? (?:hereby )?enact as follows\b", re.I), "law"),
    (re.compile(r"\bbe it (?:hereby |further )?ordained\b", re.I), "ordinance"),
    (re.compile(r"\b(?:do|does|hereby) ordain\b", re.I), "ordinance"),
    (re.compile(r"\bbe it (?:hereby |therefore )?resolved\b", re.I), "resolution"),
)
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
        if not words & {"shall", "hereby"} and not _is_item(verb):
            return None
        sign = -1 if is_negated(verb) or has_no_subject(verb) else 1
        return Verdict(sign, "adopted", ISSUED)


def _is_item(verb: Token) -> bool:
    """Whether the verb heads a list item that tells somebody to do it."""
    if verb.tag_ not in {"VB", "VBP"} or verb.head != verb:
        return False
    has_subject = any(c.dep_ in {"nsubj", "nsubjpass", "aux"} for c in verb.children)
    sent = verb.sent
    return not has_subject and sent[0].text == "(" and verb.i - sent.start <= 5


def find_issuer(doc: Doc, governments: Governments) -> Issuer | None:
    """Return who issues the document by its first formula, None where it has none."""
    text = doc.text  # built anew at each access
    found = [
        (match.start(), instrument)
        for pattern, instrument in _FORMULAS
        if (match := pattern.search(text)) is not None
    ]
    if not found:
        return None
    start, instrument = min(found)
    entity = governments.first_between(start, start + MAX_FORMULA)
    if entity is None:
        entity = governments.last_between(max(0, start - MAX_FORMULA), start)
    token = None if entity is None else _token_at(doc, entity)
    if entity is None or token is None:
        return None
    return Issuer(Actor(entity, token, ISSUED, "issuer"), start, instrument)


def _token_at(doc: Doc, entity: Entity) -> Token | None:
    span = doc.char_span(entity.start_char, entity.end_char, alignment_mode="expand")
    return None if span is None else span.root
