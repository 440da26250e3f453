from __future__ import annotations

from datetime import date

from nlp.ingest.plain import read_plain

WRAPPED = """\
The county board voted on Tuesday to spend $4.2 million on a new shelter
for about 300 people, the largest such expense since 2011, after a debate
that lasted well past midnight.

Supervisor Dana Ruiz called the plan "long overdue" and said the county
would open:
  - 120 beds in the north
  - 180 beds in the south, which has waited longer than any other part of
    the county

AYES: Ruiz, Platt, Okafor
NOES: Lindqvist
"""


def test_plain_undoes_hard_wraps_and_keeps_lists() -> None:
    assert read_plain(WRAPPED.encode(), "a.txt").text == (
        "The county board voted on Tuesday to spend $4.2 million on a new shelter for"
        " about 300 people, the largest such expense since 2011, after a debate that"
        " lasted well past midnight.\n\n"
        'Supervisor Dana Ruiz called the plan "long overdue" and said the county would'
        " open:\n- 120 beds in the north\n- 180 beds in the south, which has waited"
        " longer than any other part of the county\n\n"
        "AYES: Ruiz, Platt, Okafor\nNOES: Lindqvist"
    )


def test_plain_text_without_wraps_stays_as_it_is() -> None:
    text = "First paragraph, which goes on. " * 9 + "\nSecond paragraph. " * 2
    assert (
        read_plain(text.encode(), "a.txt").text
        == text.strip("\n").replace(" \n", "\n").rstrip()
    )


def test_plain_header_describes_the_document() -> None:
    draft = read_plain(
        b"TITLE: A cap on rents\nDATE: May 3, 2024\nSOURCE: Mesa Ledger\n\nIt passed.",
        "a.txt",
    )
    assert (draft.title, draft.published) == ("A cap on rents", date(2024, 5, 3))
    assert (draft.publisher, draft.text) == ("Mesa Ledger", "It passed.")


def test_plain_first_line_alone_is_a_title() -> None:
    draft = read_plain(b"Council caps rents\n\nMay 3, 2024\n\nIt passed 5-2.", "a.txt")
    assert draft.title == "Council caps rents"
    assert draft.published == date(2024, 5, 3)
    assert draft.text == "May 3, 2024\n\nIt passed 5-2."


def test_plain_first_sentence_is_no_title() -> None:
    draft = read_plain(b"The council voted.\n\nIt passed.", "a.txt")
    assert draft.title is None
    assert draft.text == "The council voted.\n\nIt passed."


def test_plain_memo_keeps_its_head_and_gives_its_date() -> None:
    draft = read_plain(
        b"TO: The Board\nFROM: Budget Office\nDATE: 4 June 2024\n\nCosts rose.", "a.txt"
    )
    assert draft.published == date(2024, 6, 4)
    assert draft.text.startswith("TO: The Board\nFROM: Budget Office\n")
