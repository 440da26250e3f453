"""What the classifier reads: roles, never names."""

from __future__ import annotations

import re

import pytest
from spacy.language import Language

from nlp.annotations import get_records
from nlp.components.stances.masking import (
    HOLDER,
    OTHER,
    PARTY,
    PERSON,
    Mark,
    find_marks,
    mask_passage,
)
from nlp.schema import Entity

HOLDERS = re.compile(r"\[([^\]]+)\]")

# The holder stands in brackets.
CASES = [
    ("[Nevada] capped rents.", "[HOLDER] capped rents."),
    ("[Denver]'s council sued Utah.", "[HOLDER] 's council sued [OTHER] ."),
    (
        "[Ohio] voters said no. Ohio has no cap.",
        "[HOLDER] voters said no. [HOLDER] has",
    ),
    ("Gov. Ann Reyes of [Ohio] vetoed it.", "Gov. [PERSON] of [HOLDER] vetoed it."),
    ("Democrats in [Maine] cheered.", "[PARTY] in [HOLDER] cheered."),
    ("[ICE] arrested 40 in Reno.", "[HOLDER] arrested 40 in [OTHER] ."),
]
SWAPS = [
    (
        "{} sued {} on Monday after {}'s legislature banned tents.",
        ("Texas", "Oregon", "Oregon"),
        ("Vermont", "Kansas", "Kansas"),
    ),
    (
        "Voters in {} kept the tax; {} and {} had repealed theirs.",
        ("Ohio", "Utah", "Iowa"),
        ("Maine", "Idaho", "Nevada"),
    ),
]


def read_entities(nlp: Language, text: str) -> list[Entity]:
    return get_records(nlp(text), Entity)


def mask(nlp: Language, marked: str) -> str:
    match = HOLDERS.search(marked)
    if match is None:
        raise ValueError(f"case must mark its holder, got {marked!r}.")
    text = HOLDERS.sub(r"\1", marked)
    place = (match.start(), match.start() + len(match[1]))
    marks = find_marks(text, read_entities(nlp, text), place)
    return mask_passage(text, marks, 0, len(text))


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_names_become_roles(marked: str, expected: str, nlp: Language) -> None:
    assert mask(nlp, marked).startswith(expected)


@pytest.mark.parametrize(("frame", "first", "second"), SWAPS)
def test_swapped_places_give_the_same_bytes(
    frame: str, first: tuple[str, ...], second: tuple[str, ...], nlp: Language
) -> None:
    one, two = (
        mask(nlp, frame.format(f"[{names[0]}]", *names[1:]))
        for names in (first, second)
    )
    assert HOLDER in one
    assert OTHER in one
    assert one == two


def test_holder_without_a_mention_is_marked_all_the_same() -> None:
    text = "The Board refused."
    marks = find_marks(text, [], (4, 9))
    assert marks == [Mark(4, 9, HOLDER)]
    assert mask_passage(text, marks, 0, len(text)) == "The [HOLDER] refused."


def test_marks_outside_the_passage_are_passed_over() -> None:
    text = "Utah sued. Ohio won."
    marks = [Mark(0, 4, OTHER), Mark(11, 15, HOLDER)]
    assert mask_passage(text, marks, 11, 20) == "[HOLDER] won."


def test_quotes_and_spaces_are_evened_out() -> None:
    text = "“It’s done,”\n  he   said."
    assert mask_passage(text, [], 0, len(text)) == '"It\'s done," he said.'


@pytest.mark.parametrize("marker", [HOLDER, OTHER, PERSON, PARTY])
def test_markers_are_told_apart_from_text(marker: str) -> None:
    assert marker.startswith("[")
    assert marker.endswith("]")
