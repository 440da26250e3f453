"""What the guide says of its example is what the program finds in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spacy.language import Language

from nlp.extraction import extract_documents
from nlp.ingest import build_document
from nlp.schema import Extraction, Figure

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "guide.md"
WORDS = {"eq": "exactly", "approx": "about", "le": "at most", "ge": "at least"}


@pytest.fixture(scope="module")
def guide() -> str:
    return GUIDE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found(guide: str, nlp: Language) -> Extraction:
    quoted = re.findall(r"^> ?(.*)$", guide, flags=re.MULTILINE)
    paragraphs = "\n".join(quoted).split("\n\n")
    text = "\n\n".join(" ".join(part.split()) for part in paragraphs)
    document = build_document(text, published="2024-05-14")
    (extraction,) = extract_documents(nlp, [document])
    return extraction


def describe(figure: Figure) -> str:
    if figure.comparator == "unknown":
        return "not known"
    unit = figure.unit if figure.kind == "money" else None
    per = f"per {figure.per}" if figure.per else None
    parts = (WORDS[figure.comparator], f"{figure.value:.10g}", unit, per)
    return " ".join(part for part in parts if part)


def test_figures_of_the_example(guide: str, found: Extraction) -> None:
    table = guide.partition("| in the text | read as |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", table, flags=re.MULTILINE)
    figures = {figure.text: describe(figure) for figure in found.figures}
    assert len(rows) == 6
    assert {text: figures.get(text) for text, _ in rows} == dict(rows)


def test_claims_of_the_example(guide: str, found: Extraction) -> None:
    table = guide.partition("| | the claim, readable")[2].partition("\n\n")[0]
    rows = re.findall(
        r"^\| (\d) \| ([^|]+) \| [^|]+ \| (\w+) \| ([\d.]+) \|",
        table,
        flags=re.MULTILINE,
    )
    assert len(rows) == 3
    assert len(found.claims) == 7
    for number, standalone, modality, worth in rows:
        claim = found.claims[int(number) - 1]
        assert (claim.standalone, claim.modality) == (standalone, modality)
        assert claim.check_worthiness == pytest.approx(float(worth), abs=0.06)


def test_stance_of_the_example(found: Extraction) -> None:
    stances = {(s.holder.name, s.issue, s.position) for s in found.stances}
    assert ("New Mexico", "minimum-wage", "support") in stances
