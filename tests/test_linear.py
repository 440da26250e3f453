"""Work grows with the text and no faster, counted in lines of Python that run."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language

import nlp as package
from nlp.classifier import PairClassifier
from nlp.extraction import annotate, build_extraction, describe_pipeline
from nlp.ingest import build_document
from nlp.pipeline import load
from nlp.schema import Extraction

PLACES = [
    *("Ohio", "Maine", "Vermont", "Texas", "Oregon", "Kansas City, Mo.", "Boise"),
    *("Travis County", "New Zealand", "Illinois", "Portland, Maine", "Nevada", "Utah"),
]
PEOPLE = ["Maria Lopez", "Sen. Dale Whitcomb", "Mayor Ana Reyes", "Tom Kerrigan"]
SENTENCES = [
    "{place} raised its minimum wage to ${a} an hour on March {b}, 2024.",
    "{place} sued over {a} permits, and its attorney general called them unlawful.",
    "{place} spent ${a} million on {b} shelters, up {b} percent from 2023.",
    "“{place} has lost {a} families,” {person} said, “and it will lose {b} more.”",
    "{person} of {place} told reporters that about {a} people had been arrested.",
    "Of those, {b} were released; the number of the others is unknown.",
    "The city would cut {b} percent of its buses if the state kept its ban on rent"
    " control, she said.",
    "The agency in {place} opposes the bill, which would detain {a} immigrants.",
    "Between {b} and {a} jobs depend on it, according to the {place} budget office.",
    "- {a} miles of road in {place};",
    "SEC. {b}. {place} shall expand Medicaid to {a} residents.",
]
LEEWAY = 1.05


def write_text(n_sentences: int) -> str:
    chance = random.Random(9)
    parts = []
    for number in range(n_sentences):
        sentence = SENTENCES[number % len(SENTENCES)].format(
            place=chance.choice(PLACES),
            person=chance.choice(PEOPLE),
            a=chance.randint(40, 900),
            b=chance.randint(2, 28),
        )
        is_line = sentence.startswith(("-", "SEC"))
        parts.append(f"\n\n{sentence}\n\n" if is_line else f"{sentence} ")
    return "".join(parts)


def count_work(nlp: Language, text: str) -> tuple[Counter[CodeType], Extraction]:
    """Count the lines that run in this package, by function."""
    counts: Counter[CodeType] = Counter()
    folder = str(Path(package.__file__).parent)

    def trace_lines(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            counts[frame.f_code] += 1
        return trace_lines

    def trace_calls(frame: FrameType, event: str, _: Any) -> Any:
        return trace_lines if frame.f_code.co_filename.startswith(folder) else None

    document = build_document(text, published="2025-03-12")
    before = sys.gettrace()
    sys.settrace(trace_calls)
    try:
        doc = annotate(nlp, document)
        found = build_extraction(doc, describe_pipeline(nlp))
    finally:
        sys.settrace(before)
    return counts, found


def list_growing(
    once: Counter[CodeType], twice: Counter[CodeType]
) -> list[tuple[int, int, str]]:
    """List functions that do much more than twice as much in twice the text."""
    total = sum(once.values())
    return sorted(
        (twice[code], once[code], f"{Path(code.co_filename).name} {code.co_name}")
        for code in twice
        if twice[code] > 2.5 * once[code] + total / 500
    )


@pytest.fixture(scope="module")
def asking() -> Iterator[Language]:
    """Return the whole pipeline, with a stance classifier that answers at once."""

    def answer(self: PairClassifier, pairs: Sequence[Any]) -> Any:
        return np.zeros((len(pairs), len(self.labels)), dtype=np.float32)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PairClassifier, "encode", answer)
        nlp = load()
        annotate(nlp, build_document(write_text(2 * len(SENTENCES))))  # what is kept
        yield nlp


def check_doubling(nlp: Language, n_sentences: int) -> Extraction:
    text = write_text(n_sentences)
    once, _ = count_work(nlp, text)
    twice, found = count_work(nlp, text + text)
    assert not list_growing(once, twice)
    assert sum(twice.values()) <= 2 * LEEWAY * sum(once.values())
    return found


def test_twice_the_text_is_twice_the_work(asking: Language) -> None:
    found = check_doubling(asking, 10 * len(SENTENCES))
    assert len(found.figures) > 150
    assert len(found.attributions) > 30
    assert len(found.stances) > 5


@pytest.mark.slow
def test_large_document_is_linear(asking: Language) -> None:
    found = check_doubling(asking, 190 * len(SENTENCES))
    assert len(found.figures) >= 5_000
    assert sum(bool(entity.jurisdiction) for entity in found.entities) >= 3_000


def test_quadratic_step_is_noticed() -> None:
    source = (
        "def run(doc):\n"
        "    n = 0\n"
        "    for one in range(len(doc)):\n"
        "        for other in range(len(doc) // 40):\n"
        "            n += one > other\n"
        "    return doc\n"
    )
    space: dict[str, Any] = {}
    place = Path(package.__file__).parent / "quadratic.py"  # its lines are counted
    exec(compile(source, str(place), "exec"), space)
    Language.component("quadratic", func=space["run"])
    nlp = spacy.blank("en")
    nlp.add_pipe("quadratic")
    with pytest.raises(AssertionError, match=r"quadratic\.py run"):
        check_doubling(nlp, 10 * len(SENTENCES))
