"""The word lists of `institutions.toml`, folded once for fast look-ups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nlp.lexicons import read_lexicon


@dataclass(frozen=True, slots=True)
class Cues:
    """Words around names, all lower case; see the lexicon for what each list means."""

    heads: frozenset[str]
    weak_heads: frozenset[str]
    kinds: frozenset[str]
    private: frozenset[str]
    special_districts: frozenset[str]
    titles: frozenset[str]
    directions: frozenset[str]
    followers: frozenset[str]
    facilities: frozenset[str]
    takers: frozenset[str]
    openers: frozenset[str]
    prepositions: frozenset[str]
    public_nouns: frozenset[str]
    governing_verbs: frozenset[str]
    groups: frozenset[str]
    agency_titles: frozenset[str]
    offices: dict[str, tuple[str, ...]]
    office_starts: frozenset[str]
    longest_office: int  # in words
    naming: frozenset[str]
    people: frozenset[str]
    partisan: frozenset[str]
    agency_nouns: frozenset[str]
    level_words: dict[str, str]
    organs: dict[str, str]
    generic_governments: dict[str, str]
    generic_bodies: dict[str, str]
    body_starts: frozenset[str]


@lru_cache(maxsize=1)
def read_cues() -> Cues:
    """Read the word lists."""
    lexicon = read_lexicon("institutions")

    def fold(name: str) -> frozenset[str]:
        return frozenset(word.lower() for word in lexicon[name])

    offices = {name: tuple(levels) for name, levels in lexicon["offices"].items()}
    return Cues(
        heads=fold("heads"),
        weak_heads=fold("weak_heads"),
        kinds=fold("kinds"),
        private=fold("private"),
        special_districts=fold("special_districts"),
        titles=fold("titles"),
        directions=fold("directions"),
        followers=fold("followers"),
        facilities=fold("facilities"),
        takers=fold("takers"),
        openers=fold("openers"),
        prepositions=fold("prepositions"),
        public_nouns=fold("public_nouns"),
        governing_verbs=fold("governing_verbs"),
        groups=frozenset(lexicon["groups"]["words"]),
        agency_titles=frozenset(lexicon["agency_titles"]["words"]),
        offices=offices,
        office_starts=frozenset(name.split()[0] for name in offices),
        longest_office=max(len(name.split()) for name in offices),
        naming=fold("naming"),
        people=fold("people"),
        partisan=fold("partisan"),
        agency_nouns=fold("agency_nouns"),
        level_words=lexicon["level_words"],
        organs=lexicon["organs"],
        generic_governments=lexicon["generic_governments"],
        generic_bodies=lexicon["generic_bodies"],
        body_starts=frozenset(name.split()[0] for name in lexicon["generic_bodies"]),
    )
