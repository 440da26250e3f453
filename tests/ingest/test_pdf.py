from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nlp.errors import InputError
from nlp.ingest.pdf import read_pdf

if TYPE_CHECKING:
    from tests.ingest.conftest import MakePdf

FIRST = [
    "CITY OF TULSA   BUDGET BRIEF",
    "Police Spending in Fiscal Year 2025",
    "June 3, 2024",
    "The Office of the Budget estimates that the city will spend about $412.6",
    "million on public safety, an increase of 4.1 percent, and that co-",
    "responders will answer more than half of the calls that police depart-",
    "ments used to take.",
    "Of 1,204 positions the council authorized, roughly 1,090 were filled, and",
    "- 12 clinicians",
    "- two new fire stations, at a cost of $18 million",
    "The county, which pays a third of the cost, wants a co-responder in every",
    "Page 1 of 2",
]
SECOND = [
    "CITY OF TULSA   BUDGET BRIEF",
    "district by the end of the year.",
    "Revenue",
    "Sales tax makes up 61 percent of the general fund.",
    "Page 2 of 2",
]

PARAGRAPHS = [
    [
        "The county will pay three million dollars for shelters in each of the",
        "years 2025 through 2027.",
    ],
    [
        "The board reports to the council on the first of March, and says how",
        "many people it has housed.",
    ],
    [
        "The clerk publishes what the board reports within thirty days, and",
        "keeps copies for the public.",
    ],
]


def test_pdf_pages_become_running_text(make_pdf: MakePdf) -> None:
    draft = read_pdf(make_pdf([FIRST, SECOND]), "a.pdf")
    assert draft.text == (
        "June 3, 2024\n\n"
        "The Office of the Budget estimates that the city will spend about $412.6"
        " million on public safety, an increase of 4.1 percent, and that co-responders"
        " will answer more than half of the calls that police departments used to take."
        "\n\nOf 1,204 positions the council authorized, roughly 1,090 were filled, and"
        "\n\n- 12 clinicians\n- two new fire stations, at a cost of $18 million\n\n"
        "The county, which pays a third of the cost, wants a co-responder in every"
        " district by the end of the year.\n\nRevenue\n\n"
        "Sales tax makes up 61 percent of the general fund."
    )


def test_pdf_head_gives_title_and_date(make_pdf: MakePdf) -> None:
    draft = read_pdf(make_pdf([FIRST, SECOND]), "a.pdf")
    assert draft.title == "Police Spending in Fiscal Year 2025"
    assert draft.published is not None
    assert draft.published.isoformat() == "2024-06-03"


def test_pdf_type_and_gaps_tell_titles_headings_and_paragraphs(
    make_pdf: MakePdf,
) -> None:
    first = [
        *("Parks Plan", "June 3, 2024", "# Parks Plan", "# for the North Side"),
        "The city will spend more on parks in every ward that has fewer than two.",
        "It will not say how much until the fall, when the budget is due, they say",
        "",
        "Residents asked for benches and for lights that stay on later than now.",
        "Costs . . . . . . . . . . . . . . 4",
    ]
    second = ["Parks Plan", "Benches cost $900 each.", "2"]
    third = ["Parks Plan", "Lights cost more.", "3"]
    draft = read_pdf(make_pdf([first, second, third]), "a.pdf")
    assert draft.title == "Parks Plan for the North Side"
    assert draft.text == (
        "June 3, 2024\n\n"
        "The city will spend more on parks in every ward that has fewer than two."
        " It will not say how much until the fall, when the budget is due, they say"
        "\n\nResidents asked for benches and for lights that stay on later than now."
        "\n\nBenches cost $900 each.\n\nLights cost more."
    )


@pytest.mark.parametrize(
    ("stated", "title"),
    [("Budget Brief", "Budget Brief"), ("brief_v3.docx", None), ("Untitled", None)],
)
def test_pdf_title_of_the_file_is_used_if_it_is_one(
    make_pdf: MakePdf, stated: str, title: str | None
) -> None:
    lines = ["The city will spend more on parks this year, the mayor said."]
    assert read_pdf(make_pdf([lines], stated), "a.pdf").title == title


def test_pdf_scan_is_reported(make_pdf: MakePdf) -> None:
    with pytest.raises(InputError, match=r"^PDF must have a text layer, got pages"):
        read_pdf(make_pdf([[], []]), "a.pdf")


def test_pdf_half_scanned_is_warned_about(make_pdf: MakePdf) -> None:
    lines = ["The city will spend more on parks this year, the mayor said."]
    draft = read_pdf(make_pdf([lines, []]), "a.pdf")
    assert draft.warnings == ("scan: 1 of 2 pages have no text",)


def test_pdf_with_a_damaged_page_keeps_the_others(make_pdf: MakePdf) -> None:
    pages = [[f"The city will spend more on parks in ward {n}."] for n in "ABC"]
    data = make_pdf(pages)
    stream = data.index(b"stream\n", data.index(b"7 0 obj")) + 7
    draft = read_pdf(data[:stream] + b"??" + data[stream + 2 :], "a.pdf")
    assert "ward A" in draft.text
    assert "ward C" in draft.text
    assert any("1 of 3 pages" in warning for warning in draft.warnings)


def test_pdf_with_a_password_is_reported(make_pdf: MakePdf) -> None:
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(make_pdf([["Secret."]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    with pytest.raises(InputError, match=r"^PDF must open without a password"):
        read_pdf(file.getvalue(), "a.pdf")


@pytest.mark.parametrize("n_bytes", [9, 60, 300, 700])
def test_pdf_cut_off_is_reported_or_read(make_pdf: MakePdf, n_bytes: int) -> None:
    whole = make_pdf([["The city will spend more on parks."] * 40])
    with pytest.raises(InputError, match=r"^PDF must (be whole|have a text layer)"):
        read_pdf(whole[:n_bytes], "a.pdf")


def test_pdf_of_another_kind_is_reported() -> None:
    with pytest.raises(InputError, match=r"^PDF must begin with %PDF-"):
        read_pdf(b"<html>no</html>", "a.pdf")


def test_pdf_heads_of_left_and_right_pages_go(make_pdf: MakePdf) -> None:
    pages = [
        [
            "H. R. 4127" if number % 2 else "Clean Rivers Act",
            *PARAGRAPHS[number % 3],
            f"Page {number} of 9" if number % 3 else str(number),
            "*HR 4127 IH",
        ]
        for number in range(1, 10)
    ]
    text = read_pdf(make_pdf(pages), "a.pdf").text
    assert "4127" not in text
    assert "Clean Rivers Act" not in text
    assert text.count("The county will pay") == 3


def test_pdf_heads_of_chapters_go_and_repeated_sentences_stay(
    make_pdf: MakePdf,
) -> None:
    pages = [
        [
            f"Chapter {'One' if number < 4 else 'Two'}: Rivers",
            *PARAGRAPHS[number % 3],
        ]
        for number in range(8)
    ]
    text = read_pdf(make_pdf(pages), "a.pdf").text
    assert "Chapter" not in text
    assert text.count("The county will pay") == 3


def test_pdf_line_numbers_of_a_bill_go(make_pdf: MakePdf) -> None:
    lines = [
        "SECTION 1. The county shall pay the sum of three",
        "million dollars for shelters in each of the years",
        "2025 through 2027, of which no more than 12 percent",
        "goes to its own staff.",
        "SECTION 2. The board shall report to the council",
        "by March 1, 2026, how many people it has housed,",
        "and what each of them has cost the county.",
        "SECTION 3. The clerk shall publish the reports",
        "within 30 days, and keep 4 copies of each.",
    ]
    numbered = [f"{number} {line}" for number, line in enumerate(lines, start=1)]
    apart = [part for n, line in enumerate(lines, 1) for part in (str(n), line)]
    for page in (numbered, apart):
        text = read_pdf(make_pdf([page]), "a.pdf").text
        assert "three million dollars for shelters in each of the years 2025" in text
        assert "reports within 30 days, and keep 4 copies of each." in text


def test_pdf_list_that_counts_up_keeps_its_numbers(make_pdf: MakePdf) -> None:
    lines = [f"{number}. The county will pay item {number}." for number in range(1, 12)]
    text = read_pdf(make_pdf([lines]), "a.pdf").text
    assert text.startswith("1. The county")
