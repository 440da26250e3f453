"""A clause, the stretch of a sentence that one claim is made of, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from nlp.schema import Attribution, DateRef, Entity, Figure, Stance

Form = Literal[
    "sentence", "content", "conjunct", "absolute", "contrast", "relative", "item"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One statement before it becomes a claim."""

    sentence: int  # its index in `doc.sents`
    start: int  # first token, inclusive
    end: int  # token after the last
    root: Token | None  # its predicate; None without a parse
    form: Form = "sentence"
    # The clause whose subject, and where needed auxiliaries, this one shares:
    # "declared ... and vowed to" shares "some cities".
    host: Token | None = None
    attribution: str | None = None  # id of the attribution that it is content of
    cue: Token | None = None  # that attribution's verb
    # Tokens of the words that a member of a list shares: "The bill gives".
    lead: tuple[int, int] | None = None
    question: bool = False  # the sentence asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The characters of a clause, and the records that lie inside them."""

    text: str = ""

    figures: tuple[Figure, ...] = ()
    entities: tuple[Entity, ...] = ()
    dates: tuple[DateRef, ...] = ()
    stances: tuple[Stance, ...] = ()
    issues: tuple[str, ...] = ()  # one a term of an issue, in text order
    official: bool = False  # its subject is the government that the speaker acts for
    quoted: bool = False  # words in quotation marks stand in it, or are it
    attribution: Attribution | None = None
