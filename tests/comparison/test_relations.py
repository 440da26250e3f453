"""Which claims say the same, and which are in conflict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from nlp.comparison.groups import group_statements
from nlp.comparison.relations import Found, relate
from nlp.comparison.similarity import Similarity
from nlp.comparison.statements import cut_stems, find_names, find_sides, split_words
from tests.comparison.conftest import Read

BASE = "Ohio's prisons held 4,812 women in January 2024."


def relate_texts(read: Read, first: str, second: str) -> Found | None:
    one, other = read(first, second)
    similarity = Similarity([one, other])
    found = relate(one, other, similarity)
    turned = relate(other, one, similarity)
    assert (found and found.kind) == (turned and turned.kind)
    return found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("In January 2024, 4,812 women were held in the prisons of Ohio.", "same"),
        ("Ohio's prisons held 6,300 women in January 2024.", "conflict"),
        ("Ohio's prisons held at least 4,000 women in January 2024.", None),
        ("Ohio's prisons held at least 5,000 women in January 2024.", "conflict"),
        ("Iowa's prisons held 4,812 women in January 2024.", None),
        ("Ohio's prisons held 4,812 women in January 2019.", None),
        ("Ohio's prisons held 6,300 women in January 2019.", None),
        ("Ohio's prisons spent $6,300 on paint in January 2024.", None),
    ],
)
def test_claims_with_figures(read: Read, text: str, kind: str | None) -> None:
    found = relate_texts(read, BASE, text)
    assert (found and found.kind) == kind


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (
            "Nevada's legislature repealed the ban on rooftop solar fees.",
            "The ban on rooftop solar fees was repealed by Nevada's legislature.",
            "same",
        ),
        (
            "Nevada's legislature repealed the ban on rooftop solar fees.",
            "Nevada's legislature approved the ban on rooftop solar fees.",
            None,
        ),
        (
            "Nevada's legislature repealed the ban on rooftop solar fees.",
            "Nevada's legislature did not repeal the ban on rooftop solar fees.",
            None,
        ),
        ("The motion carried.", "The motion carried.", None),
        (
            "Mayor Ines Okafor promised to plant trees along the river.",
            "Mayor Tom Reyes promised to plant trees along the river.",
            None,
        ),
    ],
)
def test_claims_without_figures(
    read: Read, first: str, second: str, kind: str | None
) -> None:
    found = relate_texts(read, first, second)
    assert (found and found.kind) == kind


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (
            "The shipyard let 740 welders go.",
            "At the shipyard, 740 welders lost their jobs.",
            "same",
        ),
        (
            "Some 1,950 families in Akron were moved out of public housing.",
            "In Akron, 1,950 families had to leave public housing.",
            "same",
        ),
        (
            "The clinic in Laredo treated 430 patients for heat stroke.",
            "The clinic in Laredo turned away 430 patients without insurance.",
            None,
        ),
        (
            "The clinic in Laredo treated 430 patients for heat stroke.",
            "In Laredo, 610 patients were treated for heat stroke at the clinic.",
            "conflict",
        ),
        (
            "The clinic in Laredo treated 430 patients for heat stroke.",
            "The clinic in Laredo employs 61 nurses for heat waves.",
            None,
        ),
        (
            "Duty-free entry of parcels shall remain available under the order.",
            "Duty-free entry of parcels shall cease to be available under the order.",
            None,
        ),
    ],
)
def test_meaning_counts_beside_words(
    read: Read, first: str, second: str, kind: str | None
) -> None:
    found = relate_texts(read, first, second)
    assert (found and found.kind) == kind


def test_words_become_stems() -> None:
    assert cut_stems(split_words("Tenants’ evictions")) == cut_stems(
        ["renters", "evict"]
    )
    assert cut_stems(["banned"]) == cut_stems(["banning"]) == cut_stems(["bans"])
    assert cut_stems(["according", "percent"]) == frozenset()


def test_names_are_words_with_a_capital_inside_a_sentence() -> None:
    text = "Taxes rose in Ohio. Voters in Iowa, Mayor Okafor said: “Nobody left.”"
    assert find_names(text) == ["Ohio", "Iowa", "Mayor", "Okafor"]


def test_both_sides_of_an_opposite_are_none() -> None:
    assert find_sides(["approved"]) == {-side for side in find_sides(["vetoed"])}
    assert not find_sides(["approved", "vetoed"])


def test_groups_hold_what_says_the_same_and_conflicts_the_rest(read: Read) -> None:
    statements = read(
        BASE,
        "In January 2024, 4,812 women were held in the prisons of Ohio.",
        "Ohio's prisons held 6,300 women in January 2024.",
        "Nurses in Boise left their hospital.",
    )
    groups, conflicts = group_statements(statements)
    assert groups == [[0, 1], [2], [3]]
    ((first, second),) = [(c.first, c.second) for c in conflicts]
    assert (first, second) == (0, 1)


def test_groups_do_not_hang_on_the_order(read: Read) -> None:
    texts = (
        BASE,
        "In January 2024, 4,812 women were held in the prisons of Ohio.",
        "Nurses in Boise left their hospital on Monday.",
    )
    for order in permutations(read(*texts)):
        groups, _ = group_statements(order)
        found = [{order[number].text for number in group} for group in groups]
        assert sorted(map(len, found)) == [1, 2]


def test_nothing_is_compared_without_statements() -> None:
    assert group_statements([]) == ([], [])


def test_conflict_without_dates_ends_with_time(read: Read) -> None:
    first = "Unemployment among Nevada's cooks stood at 5.7 percent."
    second = "Unemployment among Nevada's cooks stood at 4.1 percent."
    (one,) = read(first, published="2019-01-05")
    (late,) = read(second, published="2025-01-05")
    other = replace(late, document=1)
    assert group_statements([one, other])[1] == []
    soon = replace(other, published=date(2019, 2, 5))
    assert len(group_statements([one, soon])[1]) == 1
