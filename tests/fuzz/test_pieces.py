"""Texts glued from pieces that no writer would join: each is read, whatever it says."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from nlp import extract
from nlp.ingest import build_document

WORDS = (
    "sharply Reportedly fell said Said He it its who which that of than no not only"
    " never nobody each half dozens about between percent million and or but today"
    " Monday March in per if shall may banned vetoed supports tells asking Ohio"
    " Washington Congress Democrats officials Lee lawsuit abortion immigrants taxes"
)
PHRASES = (
    "according to her|of which|more than|a third|one in|between 3 and|he added|, said"
    "|Gov. Ann Lee|Sen.|its governor|the city|Texas House|New York City|a spokesman"
    "|told reporters|passed 7-2|from 2 to 3|last year|fiscal year 2025|March 3, 2025"
    "|“We will sue,”|—she said—|shall not|would have|minimum wage|illegal immigrants"
)
MARKS = (
    "“|”|\"|'|‘|’|’s|,|;|:|.|?|!|-|–|—|(|)|[|(a)|(1)|Section 2.|WHEREAS,|# Heading"
    "|HEADLINE IN CAPITALS|•|*|1.|$|5%|3|3.5|½|10^400|9999999999999999999|１２|-|/|&"
    "|@a|http://a.b|a.m.|U.S.|D.C.|\u0301|\u200d|🏛️"
)
PIECES = st.sampled_from(
    [*WORDS.split(" "), *PHRASES.split("|"), *MARKS.split("|")],
)
GAPS = st.sampled_from([" ", " ", " ", "", "\n\n", "\n", ". "])


@given(pieces=st.lists(st.tuples(PIECES, GAPS), min_size=1, max_size=12))
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_pieces_are_read(nlp: Language, pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + gap for piece, gap in pieces)
    assert extract(text, language=nlp).document == build_document(text)


@pytest.mark.parametrize(
    "text",
    [
        "0 its governor Lee.",  # one word more than there are gaps
        "a third\n\nwho\n\nwhoabout —she said—",  # a cue ends the text
        "said ’s one in\n\n* １２\n\nGov. Ann Lee law5%",  # content without a word
        "up about. 9999999999999999999 Republicans of which ordinance said.\n\nor Sen.."
        " 0 Texas House dozens of",  # a preposition ends the text
    ],
)
def test_what_ends_too_early_is_read(nlp: Language, text: str) -> None:
    assert extract(text, language=nlp).document == build_document(text)
