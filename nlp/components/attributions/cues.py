"""The cue lexicon, looked up by inflected form, so that no lemmatiser is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from spacy.strings import get_string_id

from nlp.lexicons import read_lexicon

KINDS = ("deny", "question", "warn", "promise", "order", "think", "report", "say")
VERB_FRAMES = (
    "clause",
    "inserted",
    "quoting",
    "object",
    "infinitive",
    "hearer",
    "valued",
)
_VOWELS = frozenset("aeiou")
_SIBILANTS = ("s", "sh", "ch", "x", "z")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word, the frames in which it is a cue, each with its kind."""

    word: str
    frames: dict[str, str] = field(default_factory=dict)
    prepositions: dict[str, str] = field(default_factory=dict)  # each with its kind


@dataclass(frozen=True)
class Cues:
    """All cues, keyed by lower-case inflected form."""

    verbs: dict[str, Cue] = field(default_factory=dict)
    nouns: dict[str, Cue] = field(default_factory=dict)
    adjectives: dict[str, Cue] = field(default_factory=dict)
    light_verbs: frozenset[str] = frozenset()

    @cached_property
    def hashes(self) -> frozenset[int]:
        """The hashes of all forms in any of spaCy's string stores."""
        forms = {"according", "per", *self.verbs, *self.nouns, *self.adjectives}
        return frozenset(map(get_string_id, forms))


def inflect_verb(verb: str) -> Iterator[str]:
    """Yield the regular forms of an English verb, with and without doubling.

    A form that does not exist ("reportted") does no harm in a table to look up in.
    """
    yield verb
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        yield from (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
        return
    yield verb + ("es" if verb.endswith((*_SIBILANTS, "o")) else "s")
    stem = verb.removesuffix("e")
    yield from (stem + "ed", stem + "ing")
    if verb[-1] not in _VOWELS and verb[-1] not in "wxy" and verb[-2] in _VOWELS:
        yield from (verb + verb[-1] + "ed", verb + verb[-1] + "ing")


def inflect_noun(noun: str) -> Iterator[str]:
    """Yield singular and plural."""
    yield noun
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        yield noun[:-1] + "ies"
    else:
        yield noun + ("es" if noun.endswith(_SIBILANTS) else "s")


def _read_verbs(lexicon: dict[str, Any]) -> dict[str, Cue]:
    verbs: dict[str, Cue] = {}
    for kind in KINDS:
        for frame in VERB_FRAMES:
            for verb in lexicon[kind].get(frame, "").split():
                verbs.setdefault(verb, Cue(verb)).frames.setdefault(frame, kind)
        for verb, prepositions in lexicon[kind].get("oblique", {}).items():
            for preposition in prepositions.split():
                cue = verbs.setdefault(verb, Cue(verb))
                cue.prepositions.setdefault(preposition, kind)
    return verbs


@lru_cache(maxsize=1)
def read_cues() -> Cues:
    """Read `lexicons/cues.toml`; read once, so do not change it."""
    lexicon = read_lexicon("cues")
    light = lexicon["light"]["verbs"].split()
    irregular: dict[str, str] = lexicon["irregular"]
    cues = Cues(
        light_verbs=frozenset(
            form
            for verb in light
            for form in (*inflect_verb(verb), *irregular.get(verb, "").split())
        ),
    )
    for verb, cue in _read_verbs(lexicon).items():
        for form in (*inflect_verb(verb), *irregular.get(verb, "").split()):
            cues.verbs.setdefault(form, cue)
    for kind in KINDS:
        for noun, cue in _read_nominals(lexicon[kind], "noun", kind):
            for form in inflect_noun(noun):
                cues.nouns.setdefault(form, cue)
        for adjective, cue in _read_nominals(lexicon[kind], "adjective", kind):
            cues.adjectives.setdefault(adjective, cue)
    return cues


def _read_nominals(
    table: dict[str, Any], frame: str, kind: str
) -> Iterator[tuple[str, Cue]]:
    for word, prepositions in table.get(frame, {}).items():
        yield word, Cue(word, {frame: kind}, dict.fromkeys(prepositions.split(), kind))
