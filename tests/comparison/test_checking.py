"""Claims are held against references, and nothing is called true or false."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nlp.comparison.checking import Checker, write_evidence
from nlp.comparison.references import Reference, read_references
from nlp.comparison.statements import Statement, read_statements
from nlp.corpus.results import EVIDENCE
from nlp.errors import InputError
from tests.comparison.conftest import Extract, Read

HEAD = "counted,place,date,value,unit,source\n"
TABLE = (
    HEAD + "homeless people,Tucson,2025-01,1890,person,Count\n"
    "homeless people,Tucson,2020,2400,person,Count\n"
    "homeless people,Mesa,2025-01,700,person,Count\n"
    'prison budget,Ohio,2024,"61,000,000",USD,Budget\n'
)
CLAIM = "About 5,700 homeless people were counted in Tucson in January 2025."


def refuse(texts: list[str]) -> list[tuple[Statement, ...]]:
    raise AssertionError(texts)


def write(folder: Path, content: str, name: str = "facts.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def read_table(folder: Path, content: str = TABLE) -> list[Reference]:
    return read_references(write(folder, content), refuse)


def test_a_claim_gets_its_nearest_references(read: Read, tmp_path: Path) -> None:
    (statement,) = read(CLAIM)
    evidence = Checker(read_table(tmp_path)).find_evidence(statement)
    assert [(e["reference"]["date"], e["same_date"]) for e in evidence] == [
        ("2025-01", True),
        ("2020", False),
    ]
    (comparison,) = evidence[0]["comparisons"]
    assert (comparison["relation"], comparison["factor"]) == ("outside", 3.02)
    assert comparison["in_words"] == (
        "“About 5,700 homeless people” against 1,890: outside, by a factor of 3.02"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ohio put $61 million into its prison budget in 2024.", ": equal"),
        (
            "Ohio put more than $50 million into its prison budget in 2024.",
            ": within what the words leave open",
        ),
        (
            "Ohio put $58 million into its prison budget in 2024.",
            ": outside, 3,000,000 more",
        ),
    ],
)
def test_numbers_are_compared_in_words(
    read: Read, tmp_path: Path, text: str, words: str
) -> None:
    (statement,) = read(text)
    (item,) = Checker(read_table(tmp_path)).find_evidence(statement)
    assert item["comparisons"][0]["in_words"].endswith(words)


@pytest.mark.parametrize(
    "text",
    [
        "About 5,700 homeless people were counted in Fresno in January 2025.",
        "About $5,700 was spent on homeless people in Tucson in January 2025.",
        "About 5,700 voters were counted in Tucson in January 2025.",
        "Tucson counted its homeless people in January 2025.",
    ],
)
def test_other_things_are_no_evidence(read: Read, tmp_path: Path, text: str) -> None:
    (statement,) = read(text)
    assert Checker(read_table(tmp_path)).find_evidence(statement) == []


def test_a_part_is_not_held_against_the_whole(extract: Extract, tmp_path: Path) -> None:
    table = (
        HEAD + "people in ICE custody,,,39000,,A\nimmigrants ordered deported,,,2e6,,B"
    )
    text = (
        "There are around 1.4 million immigrants in the country who have been ordered"
        " deported. Out of these, about 13,000 individuals are in ICE detention."
    )
    rows = write_evidence(extract(text), Checker(read_table(tmp_path, table)), tmp_path)
    words = [
        c["in_words"] for r in rows for e in r["evidence"] for c in e["comparisons"]
    ]
    part = [line for line in words if "13,000" in line]
    assert part == [
        "“about 13,000 individuals” against 39,000: outside, by a factor of 3"
    ]


def test_evidence_is_written_for_claims_that_have_it(
    extract: Extract, tmp_path: Path
) -> None:
    checker = Checker(read_table(tmp_path))
    rows = write_evidence(extract(CLAIM + " Nurses left."), checker, tmp_path)
    (line,) = (tmp_path / EVIDENCE).read_bytes().splitlines()
    assert orjson.loads(line) == rows[0]
    assert not {"true", "false", "verdict"} & set(str(rows[0]).casefold().split())


def test_parquet_is_read_like_csv(tmp_path: Path) -> None:
    rows = [{"What": "jail beds", "Year": 2024, "Number": 310}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "facts.parquet")
    (reference,) = read_references(tmp_path / "facts.parquet", refuse)
    assert (reference.value, reference.measure) == (310.0, "count")
    assert reference.period is not None
    assert reference.period[1].isoformat() == "2024-12-31"


@pytest.mark.parametrize("name", ["feed.jsonld", "feed.json"])
def test_a_review_is_evidence_with_its_rating_as_the_reviewer_gave_it(
    extract: Extract, read: Read, tmp_path: Path, name: str
) -> None:
    review = {
        "@type": "ClaimReview",
        "url": "https://checkers.example/tucson",
        "author": {"@type": "Organization", "name": "Checkers"},
        "claimReviewed": "Tucson counted 1,890 homeless people in January 2025.",
        "reviewRating": {"@type": "Rating", "alternateName": "Correct"},
    }
    item = {"@type": "DataFeedItem", "item": [review]}
    feed = {"@type": "DataFeed", "dataFeedElement": [item, {"item": None}]}
    path = write(tmp_path, orjson.dumps(feed).decode(), name)

    def read_claims(texts: list[str]) -> list[tuple[Statement, ...]]:
        return [tuple(read_statements(e, 0)) for e in extract(*texts)]

    (statement,) = read(CLAIM)
    checker = Checker(read_references(path, read_claims))
    (found,) = checker.find_evidence(statement)
    assert found["reference"]["rated_by_reviewer"] == "Correct"
    assert found["comparisons"][0]["relation"] == "outside"


@pytest.mark.parametrize(
    ("name", "content", "match"),
    [
        ("facts.csv", HEAD, "must have rows"),
        ("facts.csv", "place,value\nOhio,3\n", "got no counted among place, value"),
        ("facts.csv", HEAD + "beds,Ohio,2024,many,,\n", "value must be a number"),
        ("facts.csv", HEAD + "beds,Ohio,May 8,3,,\n", "date must be YYYY"),
        ("facts.csv", HEAD + "beds,Ohio,2024-13,3,,\n", "row 1"),
        ("facts.xlsx", "", "must be .csv"),
        ("feed.json", "{broken", "must be JSON"),
        ("feed.json", "{}", "must hold ClaimReview"),
        ("facts.parquet", "no", "must be Parquet"),
    ],
)
def test_wrong_references_are_told(
    tmp_path: Path, name: str, content: str, match: str
) -> None:
    with pytest.raises(InputError, match=match):
        read_references(write(tmp_path, content, name), refuse)


def test_missing_references_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="must be a file"):
        read_references(tmp_path / "no.csv", refuse)


def test_deep_feeds_are_read(tmp_path: Path) -> None:
    deep: Any = "[" * 900 + "]" * 900
    with pytest.raises(InputError, match="ClaimReview"):
        read_references(write(tmp_path, deep, "feed.json"), refuse)
