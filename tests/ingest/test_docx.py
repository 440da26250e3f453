from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from nlp.errors import InputError
from nlp.ingest.docx import read_docx

if TYPE_CHECKING:
    from tests.ingest.conftest import MakeDocx


def fill(document: WordDocument) -> None:
    document.add_paragraph("Resolution 2024-11 on Bus Fares", style="Title")
    document.add_paragraph("Adopted June 11, 2024")
    document.add_heading("Findings", level=1)
    paragraph = document.add_paragraph("Ridership fell by ")
    paragraph.add_run("12 percent").bold = True
    paragraph.add_run(" in two years.")
    document.add_paragraph("Seniors ride free", style="List Bullet")
    document.add_paragraph("Pupils pay half", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for number, text in enumerate(("Fare", "Share", "$1.50", "61%")):
        table.cell(number // 2, number % 2).text = text
    document.add_paragraph("The board will meet again.")


def test_docx_body_is_read_in_order(make_docx: MakeDocx) -> None:
    draft = read_docx(make_docx(fill), "a.docx")
    assert draft.title == "Resolution 2024-11 on Bus Fares"
    assert draft.published is not None
    assert draft.published.isoformat() == "2024-06-11"
    assert draft.text == (
        "Adopted June 11, 2024\n\nFindings\n\n"
        "Ridership fell by 12 percent in two years.\n\n"
        "- Seniors ride free\n- Pupils pay half\n\nFare | Share\n$1.50 | 61%\n\n"
        "The board will meet again."
    )


def test_docx_properties_give_title_but_no_date(make_docx: MakeDocx) -> None:
    def fill_properties(document: WordDocument) -> None:
        document.core_properties.title = "Fares"
        document.add_paragraph("The board met on Tuesday.")

    draft = read_docx(make_docx(fill_properties), "a.docx")
    assert (draft.title, draft.published) == ("Fares", None)


def test_docx_title_that_word_made_up_is_none(make_docx: MakeDocx) -> None:
    def fill_properties(document: WordDocument) -> None:
        document.core_properties.title = "Word Document"
        document.add_paragraph("The board met on Tuesday.")

    assert read_docx(make_docx(fill_properties), "a.docx").title is None


def test_docx_tracked_changes_count_as_accepted(make_docx: MakeDocx) -> None:
    def fill_changes(document: WordDocument) -> None:
        paragraph = document.add_paragraph("The fee is ")
        for tag, text_tag, text in (("del", "delText", "$40"), ("ins", "t", "$60")):
            paragraph._p.append(
                parse_xml(
                    f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a"><w:r><w:{text_tag}>'
                    f"{text}</w:{text_tag}></w:r></w:{tag}>"
                )
            )
        paragraph.add_run(" a year.")

    assert read_docx(make_docx(fill_changes), "a.docx").text == "The fee is $60 a year."


def test_docx_struck_text_is_left_out_with_a_warning(make_docx: MakeDocx) -> None:
    def fill_struck(document: WordDocument) -> None:
        paragraph = document.add_paragraph("Cities ")
        paragraph.add_run("may not ").font.strike = True
        paragraph.add_run("shall set rents.")

    draft = read_docx(make_docx(fill_struck), "a.docx")
    assert draft.text == "Cities shall set rents."
    assert draft.warnings == ("struck-out: text left out (1)",)


def test_docx_content_controls_are_read(make_docx: MakeDocx) -> None:
    def fill_control(document: WordDocument) -> None:
        document.add_paragraph("Before.")
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        control.append(content)
        inner = document.add_paragraph("Inside.")
        inner._p.addprevious(control)
        content.append(inner._p)

    assert read_docx(make_docx(fill_control), "a.docx").text == "Before.\n\nInside."


def test_docx_nested_table_is_read_once(make_docx: MakeDocx) -> None:
    def fill_tables(document: WordDocument) -> None:
        document.add_paragraph("Fares rose.")
        cell = document.add_table(rows=1, cols=2).cell(0, 0)
        cell.text = "Fares"
        inner = cell.add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "bus", "$2"

    assert read_docx(make_docx(fill_tables), "a.docx").text == (
        "Fares rose.\n\nFares bus $2"
    )


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"PK\x03\x04 cut off", "got a damaged or other file in a.docx"),
        (b"plain text", "got a damaged or other file in a.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "got an encrypted or old Word file"),
    ],
)
def test_docx_damaged_is_reported(data: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=f"^DOCX must be .*{problem}"):
        read_docx(data, "a.docx")
