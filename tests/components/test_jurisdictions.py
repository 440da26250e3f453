"""Marked-up sentences: which government, which role, which mentions are one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from nlp.annotations import get_records
from nlp.lexicons import read_toml
from nlp.pipeline import DEFAULT_MODEL
from nlp.schema import Entity

CASES = read_toml(Path(__file__).parent / "jurisdictions_cases.toml")
MARK = re.compile(r"\[([^\]|]+)\|([^\]]*)\]|\{([^}]+)\}")


@pytest.fixture(scope="module")
def tagger() -> Language:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("sentences", before="parser")
    nlp.add_pipe("jurisdictions")
    return nlp


def read_marks(marked: str) -> tuple[str, list[tuple[int, int, str | None]]]:
    """Return the plain text, and of each mark its characters and what must hold."""
    text, marks, last = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[last : match.start()]
        inner = match[1] or match[3]
        marks.append((len(text), len(text) + len(inner), match[2]))
        text += inner
        last = match.end()
    if not marks:
        raise ValueError(f"case must hold a mark like [text|US-TX], got {marked!r}.")
    return text + marked[last:], marks


def describe(entity: Entity) -> set[str]:
    """Return all words that hold of an entity."""
    words = {f"={entity.name.replace(' ', '_')}", f"@{entity.role}"}
    if entity.kb_id is not None:
        words.add(entity.kb_id)
    if entity.jurisdiction is None:
        return words | {"-"}
    where = entity.jurisdiction
    return words | {where.level, *where.parents, *([where.code] if where.code else [])}


def find_faults(marked: str, tagger: Language) -> Iterator[str]:
    text, marks = read_marks(marked)
    entities = get_records(tagger(text), Entity)
    ids: dict[str, set[str]] = {}
    for start, end, expected in marks:
        at = [e for e in entities if (e.start_char, e.end_char) == (start, end)]
        governed = [
            e
            for e in entities
            if e.jurisdiction and e.start_char < end and e.end_char > start
        ]
        if expected is None or (expected == "-" and not at):
            yield from (f"{text[start:end]}: is {e.name}" for e in governed)
            continue
        if not at:
            yield f"{text[start:end]}: not found"
            continue
        for word in expected.split():
            if word.startswith("#"):
                ids.setdefault(word, set()).add(at[0].id)
            elif word not in describe(at[0]):
                yield f"{text[start:end]}: not {word} but {sorted(describe(at[0]))}"
    yield from (
        f"{mark}: several ids {ids[mark]}" for mark in ids if len(ids[mark]) > 1
    )


@pytest.mark.parametrize(
    ("theme", "marked"),
    [(theme, marked) for theme, cases in CASES.items() for marked in cases],
)
def test_marked_sentence(theme: str, marked: str, tagger: Language) -> None:
    assert list(find_faults(marked, tagger)) == [], theme
