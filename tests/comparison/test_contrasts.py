"""Claims that are else the same, and the few words that keep them apart."""

from __future__ import annotations

import pytest

from nlp.comparison.contrasts import find_contrast
from nlp.comparison.relations import relate
from nlp.comparison.similarity import Similarity
from tests.comparison.conftest import Read


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Yuma hired 40 guards in May 2024.", "Yuma dismissed 40 guards in May 2024."),
        (
            "Thefts in Yuma fell 9 percent in 2024.",
            "Thefts of copper in Yuma fell 9 percent in 2024.",
        ),
        (
            "The dairy owes the county $3 million for water.",
            "The county owes the dairy $3 million for water.",
        ),
        (
            "Most of the wells in Yuma County were tested for arsenic.",
            "None of the wells in Yuma County were tested for arsenic.",
        ),
        (
            "Yuma County will widen the road to the border.",
            "Yuma County will not widen the road to the border.",
        ),
        (
            "The fair in Yuma drew 61,000 visitors.",
            "The fair in Yuma drew 14,000 visitors on March 9, 2025.",
        ),
    ],
)
def test_a_few_words_keep_claims_apart(read: Read, first: str, second: str) -> None:
    one, other = read(first, second)
    similarity = Similarity([one, other])
    assert relate(one, other, similarity) is None
    assert relate(other, one, similarity) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Yuma lost 40 homes to the fire.", "Yuma lost 40 houses to the fire."),
        (
            "The drought cost Yuma's growers $30 million.",
            "Growers in Yuma lost $30 million to the drought.",
        ),
        (
            "The county sued the dairy over nitrates in its wells.",
            "The dairy was sued by the county over nitrates in its wells.",
        ),
    ],
)
def test_other_words_for_the_same_do_not(read: Read, first: str, second: str) -> None:
    one, other = read(first, second)
    found = relate(one, other, Similarity([one, other]))
    assert found is not None
    assert found.kind == "same"


def test_figures_and_other_tellings_are_no_contrast(read: Read) -> None:
    one, other, told = read(
        "Yuma lost eleven homes to the fire.",
        "Yuma lost fourteen homes to the fire.",
        "The fire took eleven homes from the people of Yuma.",
    )
    assert find_contrast(one, other) is None
    assert find_contrast(one, told) is None
