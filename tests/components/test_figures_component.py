"""The figures component as a whole: other pipelines, hard input, its own settings."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from nlp.annotations import get_records, set_document
from nlp.components.figures import read_figures
from nlp.components.figures.lexemes import Lexemes
from nlp.components.figures.numbers import read_number
from nlp.components.figures.values import parse_digits
from nlp.ingest import build_document
from nlp.pipeline import DEFAULT_MODEL
from nlp.schema import Figure

SHARED = Path(__file__).parents[3] / "shared"
SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
CUES = {
    "": "eq",
    "about ": "approx",
    "nearly ": "approx",
    "more than ": "gt",
    "at least ": "ge",
    "less than ": "lt",
    "up to ": "le",
    "no more than ": "le",
    "no fewer than ": "ge",
}
UNITS = {
    "dollars": "USD",
    "percent": "percent",
    "%": "percent",
    "miles": "mile",
    "days": "day",
    "square feet": "square foot",
    "megawatts": "megawatt",
    "euros": "EUR",
    "percentage points": "percentage point",
    "degrees Celsius": "degree celsius",
}


@pytest.fixture(scope="module")
def blank() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("figures")
    return nlp


@pytest.fixture(scope="module")
def parsing() -> Language:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("figures")
    return nlp


def write_words(number: int) -> str:
    """Write a whole number below a billion in English words."""
    for scale, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            head, rest = divmod(number, scale)
            link = " and " if scale == 100 or rest < 100 else " "
            tail = f"{link}{write_words(rest)}" if rest else ""
            return f"{write_words(head)} {name}{tail}"
    if number < 20:
        return SMALL[number]
    tens, ones = divmod(number, 10)
    return TENS[tens - 2] + (f"-{SMALL[ones]}" if ones else "")


@given(number=st.integers(0, 10**9 - 1))
@settings(max_examples=300, deadline=None)
def test_number_in_words_reads_back(number: int) -> None:
    words = write_words(number)
    lex = Lexemes(words)
    read = read_number(lex, 0)
    assert read is not None
    assert (read.value, read.end) == (number, lex.n)


@given(number=st.integers(0, 10**12), places=st.integers(0, 3))
@settings(max_examples=300, deadline=None)
def test_number_in_digits_reads_back(number: int, places: int) -> None:
    value = number / 10**places
    assert parse_digits(f"{value:,.{places}f}") == pytest.approx(value)
    assert parse_digits(f"{value:.{places}f}") == pytest.approx(value)


@given(
    cue=st.sampled_from(sorted(CUES)),
    value=st.integers(2, 999).flatmap(
        lambda whole: st.sampled_from([float(whole), whole / 10])
    ),
    scale=st.sampled_from([("", 1), (" thousand", 1e3), (" million", 1e6)]),
    unit=st.sampled_from(sorted(UNITS)),
)
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_rendered_figure_reads_back(
    blank: Language, cue: str, value: float, scale: tuple[str, float], unit: str
) -> None:
    gap = "" if unit == "%" else " "
    written = f"{cue}{value:g}{scale[0]}{gap}{unit}"
    doc = blank(f"The report says {written} in all.")
    (figure,) = get_records(doc, Figure)
    assert figure.text == written
    assert figure.value == pytest.approx(value * scale[1])
    assert figure.comparator == CUES[cue]
    assert figure.unit == UNITS[unit]


@given(low=st.integers(1, 400), step=st.integers(1, 400))
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.parametrize(
    "form",
    [
        "between ${} and ${} million",
        "${} to ${} million",
        "${}–{} million",
        "between ${} million and ${} million",
    ],
)
def test_rendered_range_reads_back(
    blank: Language, form: str, low: int, step: int
) -> None:
    written = form.format(low, low + step)
    (figure,) = get_records(blank(f"It costs {written}."), Figure)
    assert (figure.low, figure.high) == (low * 1e6, (low + step) * 1e6)
    assert (figure.comparator, figure.unit, figure.text) == ("range", "USD", written)


@given(text=st.text(alphabet="0123456789.,-–/$%€ ()abmk\n\"'½²⁄٣", max_size=60))
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_keeps_offsets(blank: Language, text: str) -> None:
    doc = blank(text)
    figures = get_records(doc, Figure)
    for figure in figures:
        assert text[figure.start_char : figure.end_char] == figure.text
    starts = [figure.start_char for figure in figures]
    assert starts == sorted(starts)


HARD = {
    "digits": "1" * 1_000_000,
    "dots": "1." * 500_000,
    "commas": "1," * 500_000,
    "signs": "$" * 200_000,
    "minus": "minus " * 166_666,
    "about": "about " * 166_666,
    "how many": "how many " * 60_000,
    "groups": "123 " * 10_000,
    "dashes": "1-" * 10_000,
    "slashes": "1/2" * 8_000,
    "hundreds": "hundred " * 6_000,
    "ands": "one hundred and " * 3_000,
    "thousands": "thousands of " * 4_000,
    "brackets": "(1" * 6_000,
    "of those": "5 of those " * 4_000,
    "this number": "10 people, this number " * 2_000,
    "number of": "number of is not " * 3_000,
}


def measure_reading(nlp: Language, text: str) -> float:
    words = text.split()
    doc = Doc(nlp.vocab, words=words, spaces=[True] * len(words))
    start = time.process_time()
    read_figures(doc)
    return time.process_time() - start


@pytest.mark.parametrize("name", sorted(HARD))
def test_reading_is_linear(blank: Language, name: str) -> None:
    text = HARD[name]
    small = measure_reading(blank, text[: len(text) // 8])
    assert measure_reading(blank, text) < max(24 * small, 1.0)


def test_figure_marks_spans_with_its_kind(blank: Language) -> None:
    doc = blank("It costs $5 million and takes three days.")
    assert [(s.text, s.label_) for s in doc.spans["figures"]] == [
        ("$5 million", "money"),
        ("three days", "duration"),
    ]


def test_pronoun_one_counts_when_asked_for() -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("figures", config={"pronouns": True})
    (figure,) = get_records(nlp("One of the mayors objected."), Figure)
    assert figure.value == 1


def test_dashes_and_quotes_behave_alike(parsing: Language) -> None:
    readings = []
    for dash, quote in (("-", "'"), ("–", "’"), ("‑", "ʼ")):
        text = f"The state{quote}s plan adds 10{dash}15 percent for a 5{dash}year term."
        figures = get_records(parsing(text), Figure)
        readings.append([(f.value, f.low, f.high, f.unit, f.kind) for f in figures])
    assert readings[0] == readings[1] == readings[2]


GOVERNED = [
    ("Homicides fell from [320 cases] in 2021 to 210 cases in 2022.", "2021", None),
    ("Homicides fell from 320 cases in 2021 to [210 cases] in 2022.", "2022", None),
    ("In Ohio, [45 clinics] closed last year.", "2023", "Ohio"),
    ("The city spent [$3 million] on shelters in 2023.", "2023", None),
    ("Jobs grew by [40,000 posts] in March, a jump from 2019.", "2024-03", None),
    ("Arrests are down [12 percent] since 2019.", None, None),
    ("A law of 1994 covers [900 farms].", None, None),
    ("Deputies arrested [12 men] in Nevada on April 3, 2024.", "2024-04-03", "Nevada"),
    ("[300 tenants in Georgia] lost aid, a Texas official said.", None, "Georgia"),
    ("The trial lasted [nine weeks] in 2020.", "2020", None),
    ("Tariffs are high in Peru (40 percent) and Kenya ([30 percent]).", None, "Kenya"),
    ("Peru (an average of [18 percent]) and Ghana tax boats more.", None, "Peru"),
]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Denmark set aside 40 million kroner for wind.", ["DKK"]),
        (
            "Norway gave 5 million kroner; Denmark gave 2 million kroner.",
            ["NOK", "DKK"],
        ),
        ("A ferry for 3 million kroner was sold by Denmark.", ["DKK"]),
        ("Chile raised the fee to 900 pesos.", ["CLP"]),
        ("The fee is 900 pesos.", ["MXN"]),
        ("Norway paid 20 Danish kroner.", ["DKK"]),
    ],
)
def test_a_shared_currency_is_that_of_the_country(
    nlp: Language, text: str, units: list[str]
) -> None:
    figures = get_records(nlp(text), Figure)
    assert [figure.unit for figure in figures] == units


@pytest.mark.parametrize(("marked", "date", "place"), GOVERNED)
def test_date_and_place_are_those_that_govern(
    nlp: Language, marked: str, date: str | None, place: str | None
) -> None:
    text = marked.replace("[", "").replace("]", "")
    document = build_document(text, published="2024-05-01")
    doc = nlp.make_doc(document.text)
    set_document(doc, document)
    start = marked.index("[")
    figures = get_records(nlp(doc), Figure)
    (figure,) = (found for found in figures if found.start_char == start)
    assert (figure.date, figure.place) == (date, place)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared examples are not here")
def test_shared_examples_read_as_noted(nlp: Language) -> None:
    for example in json.loads((SHARED / "examples.json").read_text("utf-8")):
        document = build_document(example["text"], published=example["published"])
        doc = nlp.make_doc(document.text)
        set_document(doc, document)
        figures = get_records(nlp(doc), Figure)
        texts = {figure.id: figure.text for figure in figures}
        assert list(texts.values()) == [row["text"] for row in example["figures"]]
        for figure, row in zip(figures, example["figures"], strict=True):
            found = figure.model_dump()
            found["part_of"] = texts.get(figure.part_of or "")
            wanted = {key: row.get(key, found[key]) for key in row}
            assert {key: found[key] for key in row} == wanted
            for key in ("unit", "per", "counted", "part_of", "change", "date"):
                assert found[key] == row.get(key), (figure.text, key)
