"""The cue lexicon, looked up by inflected form, so that no lemmatiser is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nlp.lexicons import read_lexicon

KINDS = ("deny", "question", "warn", "promise", "order", "think", "report", "say")
FRAMES = ("clause", "object", "infinitive", "hearer")
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Cue:
    """What a verb or noun takes as its content, and what kind of cue it is."""

    word: str
    kind: str
    frames: frozenset[str]
    prepositions: frozenset[str] = frozenset()
    particle: str | None = None


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues, keyed by lower-case inflected form."""

    verbs: dict[str, Cue] = field(default_factory=dict)
    nouns: dict[str, Cue] = field(default_factory=dict)
    adjectives: dict[str, Cue] = field(default_factory=dict)


def inflect(verb: str) -> Iterator[str]:
    """Yield the regular forms of an English verb, with and without doubling.

    A form that does not exist ("reportted") does no harm in a table to look up in.
    """
    yield verb
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        yield from (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
        return
    sibilant = verb.endswith(("s", "sh", "ch", "x", "z", "o"))
    yield verb + ("es" if sibilant else "s")
    stem = verb.removesuffix("e")
    yield from (stem + "ed", stem + "ing")
    doubles = verb[-1] not in _VOWELS and verb[-1] not in "wxy"
    if doubles and verb[-2] in _VOWELS:
        yield from (verb + verb[-1] + "ed", verb + verb[-1] + "ing")


def inflect_noun(noun: str) -> Iterator[str]:
    """Yield singular and plural."""
    yield noun
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        yield noun[:-1] + "ies"
    else:
        yield noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")


def _collect(
    table: dict[str, Any], kind: str, found: dict[str, dict[str, Any]]
) -> None:
    for frame in FRAMES:
        for verb in table.get(frame, "").split():
            entry = found.setdefault(verb, {"kind": kind, "frames": set()})
            entry["frames"].add(frame)
    for verb, prepositions in table.get("oblique", {}).items():
        entry = found.setdefault(verb, {"kind": kind, "frames": set()})
        entry.setdefault("prepositions", set()).update(prepositions.split())


@lru_cache(maxsize=1)
def read_cues() -> Cues:
    """Read `lexicons/cues.toml`; a word in several kinds has the first of `KINDS`."""
    lexicon = read_lexicon("cues")
    verbs: dict[str, dict[str, Any]] = {}
    cues = Cues()
    for kind in KINDS:
        table = lexicon[kind]
        _collect(table, kind, verbs)
        for part, words in (("noun", cues.nouns), ("adjective", cues.adjectives)):
            for word in table.get(part, "").split():
                cue = Cue(word, kind, frozenset({part}))
                for form in inflect_noun(word) if part == "noun" else (word,):
                    words.setdefault(form, cue)
    for verb, entry in verbs.items():
        cue = Cue(
            verb,
            entry["kind"],
            frozenset(entry["frames"]),
            frozenset(entry.get("prepositions", ())),
            lexicon["particles"].get(verb),
        )
        irregular = lexicon["irregular"].get(verb, "").split()
        for form in (*inflect(verb), *irregular):
            cues.verbs.setdefault(form, cue)
    return cues
