"""The words of acting for and against, read from the lexicon into look-up tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spacy.tokens import Token

from nlp.lexicons import read_lexicon
from nlp.schema import Instrument, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbCue:
    """How a verb turns what it governs, and what it is as an act.

    Attributes:
        sign: 1 keeps the direction of the object, -1 turns it.
        status: Status of a stance shown by this verb in the past tense; None for
            verbs that are no act themselves.
        strength: How sure such a stance is, in [0, 1].
        directs: Whether it gives a direction to a mere thing ("banned guns").
        takes_act: Whether the act proper is its infinitive ("voted to ban").
        carries: Whether it only carries a noun of direction ("raised concerns").
        scale: Whether it turns rules by their strictness ("loosened gun laws").
        orders: Whether its infinitive is what somebody else is told to do.
        plain: Whether it passes a direction on and is no act itself.
        nothing: Whether nothing passes it: "declined to take up".
        means: Whether its object is only a means, and its purpose the act.
    """

    group: str
    sign: int
    status: Status | None = None
    present: Status | None = None
    strength: float = 0.8
    instrument: Instrument | None = None
    directs: bool = False
    takes_act: bool = False
    carries: bool = False
    scale: bool = False
    orders: bool = False
    plain: bool = False
    nothing: bool = False
    means: bool = False


@dataclass(frozen=True, slots=True)
class Cues:
    """All cue tables; keys are lower-case dictionary forms.

    `verbs` holds under one key every group of a verb, in the lexicon's order.
    """

    verbs: Mapping[str, tuple[VerbCue, ...]]
    nouns: Mapping[str, int]
    rules: frozenset[str]
    neutral: frozenset[str]
    blocking: frozenset[str]
    vague: frozenset[str]
    adjectives: Mapping[str, int]
    strictness: Mapping[str, int]
    states: Mapping[str, int]
    legal_states: Mapping[str, int]
    through: frozenset[str]
    against: frozenset[str]
    instruments: Mapping[str, Instrument]
    holders: Mapping[str, frozenset[str]]
    factuality: Mapping[str, frozenset[str]]
    irregular: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    levels: Mapping[str, frozenset[str]]

    def read_lemma(self, verb: Token) -> str:
        """Return a verb's dictionary form, of those the lemmatiser misses too."""
        return self.irregular.get(verb.lower_) or verb.lemma_.lower()


def _read_verbs(table: Mapping[str, Any]) -> dict[str, tuple[VerbCue, ...]]:
    verbs: dict[str, tuple[VerbCue, ...]] = {}
    for group, row in table.items():
        fields = {key: value for key, value in row.items() if key != "words"}
        cue = VerbCue(group=group, **fields)
        for word in row["words"]:
            verbs[word] = (*verbs.get(word, ()), cue)
    return verbs


@lru_cache(maxsize=1)
def read_cues() -> Cues:
    """Read `lexicons/stance_cues.toml`."""
    table = read_lexicon("stance_cues")
    nouns, adjectives, states = table["nouns"], table["adjectives"], table["states"]
    return Cues(
        verbs=_read_verbs(table["verbs"]),
        nouns=dict.fromkeys(nouns["for"], 1) | dict.fromkeys(nouns["against"], -1),
        rules=frozenset(nouns["rules"]),
        neutral=frozenset(nouns["neutral"]),
        blocking=frozenset(nouns["blocking"]),
        vague=frozenset(nouns["vague"]),
        adjectives=dict.fromkeys(adjectives["for"], 1)
        | dict.fromkeys(adjectives["against"], -1),
        strictness=dict.fromkeys(adjectives["strict"], 1)
        | dict.fromkeys(adjectives["lax"], -1),
        states=dict.fromkeys(states["for"], 1) | dict.fromkeys(states["against"], -1),
        legal_states=dict.fromkeys(states["legal"], 1)
        | dict.fromkeys(states["illegal"], -1),
        through=frozenset(table["prepositions"]["through"]),
        against=frozenset(table["prepositions"]["against"]),
        instruments={
            word: instrument
            for instrument, words in table["instruments"].items()
            for word in words
        },
        holders={key: frozenset(words) for key, words in table["holders"].items()},
        irregular=dict(table["irregular"]),
        levels={key: frozenset(found) for key, found in table["levels"].items()},
        words={key: frozenset(words) for key, words in table["words"].items()},
        factuality={
            key: frozenset(words) for key, words in table["factuality"].items()
        },
    )
