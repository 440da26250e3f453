from __future__ import annotations

import time
from datetime import date

import pytest

from nlp.ingest.markdown import read_markdown

ORDER = """# Order 7: Clean Water for Schools

## Summary

**Date:** January 09, 2023

**Details:**
- Document Number: 2023-00417
- Citation: 88 FR 1200

## Sources
- [Register](https://register.example/2023-00417)

---

## Order 7

Order 7 of January 9, 2023
Clean Water for Schools
### Section 1.

**Purpose**
 Lead pipes serve 1,100 schools, 42 U.S.C. 300j
et seq.,
and must go.

(a) The Secretary shall:
    (i) list the schools; and
    (ii) pay for the pipes by January 1,
2026.

Seal.EPS
[FR Doc. 2023-00417
Filed 1-12-23; 8:45 am]
Billing code 3395-F4-P
"""


def read(text: str) -> str:
    return read_markdown(text.encode(), "a.md").text


def test_markdown_order_comes_out_clean() -> None:
    draft = read_markdown(ORDER.encode(), "order.md")
    assert draft.title == "Order 7: Clean Water for Schools"
    assert draft.published == date(2023, 1, 9)
    assert draft.text == (
        "Order 7\n\nOrder 7 of January 9, 2023\nClean Water for Schools\n\n"
        "Section 1.\n\nPurpose\n\n"
        "Lead pipes serve 1,100 schools, 42 U.S.C. 300j et seq., and must go.\n\n"
        "(a) The Secretary shall:\n(i) list the schools; and\n"
        "(ii) pay for the pipes by January 1, 2026."
    )


def test_markdown_front_matter_describes_the_document() -> None:
    draft = read_markdown(
        b'---\ntitle: "Rents: a cap"\ndate: 2024-05-03\nauthor: A. B.\n'
        b"publisher: Mesa Ledger\nurl: https://mesa.example/r\n---\n\n"
        b"# Rents: a cap\n\nThe cap passed.\n",
        "a.md",
    )
    assert (draft.title, draft.published) == ("Rents: a cap", date(2024, 5, 3))
    assert (draft.publisher, draft.source) == ("Mesa Ledger", "https://mesa.example/r")
    assert draft.text == "The cap passed."


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        (
            'The *City* of **Mesa** [voted](http://a.example "t") 5-2.',
            "The City of Mesa voted 5-2.",
        ),
        (
            "A __bold__ `H.B. 4` &mdash; 3 \\* 4 <br> more",
            "A bold H.B. 4 — 3 * 4 more",
        ),
        ("![A map](map.png) It fell.[^1]\n\n[^1]: Census.", "It fell.\n\nCensus."),
        ("## Costs\n\nIt rose.", "Costs\n\nIt rose."),
        ("Costs\n-----\n\nIt rose.\n\n***\n\nAgain.", "Costs\n\nIt rose.\n\nAgain."),
        ("It fell:\n\n* one\n* two\n    * half\n", "It fell:\n\n- one\n- two\n- half"),
        ("Steps:\n\n3. Vote\n4. Sign", "Steps:\n\n3. Vote\n4. Sign"),
        (
            "X\n\n| Year | Cost |\n|---|---|\n| 2023 | **$4** |",
            "X\n\nYear | Cost\n2023 | $4",
        ),
        ("> “We lost,” she\n> said.", "“We lost,” she said."),
        ("The ~~old~~ new fee", "The  new fee"),
        ("Body.\n\n    (i) an indented clause", "Body.\n\n(i) an indented clause"),
        ("<div>\nThe <b>fee</b>\n</div>\n\nrose.", "The fee\n\nrose."),
        ("The state,\nwhich won,\npaid.", "The state, which won, paid."),
        ("**Purpose**\nThe state paid.", "Purpose\n\nThe state paid."),
    ],
)
def test_markdown_reads_as_a_reader_sees_it(marked: str, plain: str) -> None:
    assert read("Intro.\n\n" + marked) == f"Intro.\n\n{plain}"


@pytest.mark.parametrize(
    "unit", ["<!--", "[", "*a ", "`a``", "<", "> ", "a  \n", "|\n"]
)
def test_markdown_takes_linear_time(unit: str) -> None:
    start = time.process_time()
    read(unit * (40_000 // len(unit)) + "\n\nEnd.")
    assert time.process_time() - start < 10


def test_markdown_says_what_was_struck_out() -> None:
    draft = read_markdown(b"A ~~b~~ c.", "a.md")
    assert draft.warnings == ("struck-out: text left out (1)",)
