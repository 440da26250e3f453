"""The index file, users' own gazetteers and officials, and errors in them."""

from __future__ import annotations

import time
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
import spacy

from nlp.annotations import get_records, set_document
from nlp.components.jurisdictions import index as index_module
from nlp.components.jurisdictions.index import (
    INDEX_NAME,
    build_jurisdiction,
    name_key,
    read_gazetteer,
    read_index,
)
from nlp.components.jurisdictions.officials import read_officials
from nlp.errors import InputError
from nlp.ingest import build_document
from nlp.pipeline import load
from nlp.schema import Entity

HEADER = "name,aliases,level,code,parents\n"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ST. PAUL", "saint paul"),
        ("Saint-Paul", "saint paul"),
        ("O’Fallon", "ofallon"),
        ("São Paulo", "sao paulo"),
        ("Ft. Worth", "fort worth"),
        ("Fish & Wildlife", "fish and wildlife"),
        ("U.S.", "us"),
        ("", ""),
    ],
)
def test_name_key_folds_spellings(text: str, key: str) -> None:
    assert name_key(text) == key


def test_index_is_small_and_fast_to_load() -> None:
    data = files("nlp.lexicons").joinpath(INDEX_NAME).read_bytes()
    assert len(data) < 4_000_000
    times = []
    for _ in range(3):
        index_module._read_parts.cache_clear()
        start = time.process_time()
        read_index()
        times.append(time.process_time() - start)
    assert min(times) < 0.15


@pytest.mark.parametrize(
    ("name", "kb_id", "level"),
    [
        ("Harris County", "FIPS:48201", "county"),
        ("Guam", "US-GU", "state"),
        ("=Calif.", "US-CA", "state"),
        ("@WY", "US-WY", "state"),
        ("~ohioans", "US-OH", "state"),
        ("~danes", "DK", "country"),
        ("Ontario", "CA-ON", "state"),
        ("=ICE", "US:ICE", "agency"),
        ("Navajo Nation", "TRIBE:navajo-nation", "tribal"),
        ("European Union", "EU", "supranational"),
        ("Orleans Parish", "FIPS:22071", "county"),
    ],
)
def test_index_knows(name: str, kb_id: str, level: str) -> None:
    key = name if name[0] in "=@~" else name_key(name)
    assert (kb_id, level) in [(p.kb_id, p.level) for p in read_index().get(key)]


def test_index_has_every_state_county_and_capital() -> None:
    index = read_index()
    states = [index.find(f"US-{code}") for code in ("AL", "DC", "PR", "TX", "WY")]
    assert all(state is not None for state in states)
    for state in states:
        if state is not None and state.kb_id not in ("US-DC", "US-PR"):
            seats = index.get(name_key(state.capital))
            assert any(state.kb_id in seat.parents for seat in seats)


def test_record_of_a_county() -> None:
    (place,) = [p for p in read_index().get("cook county") if p.region == "US-IL"]
    record = build_jurisdiction(place)
    assert record.model_dump() == {
        "name": "Cook County",
        "level": "county",
        "code": "FIPS:17031",
        "parents": ("US", "US-IL"),
    }


def test_gazetteer_adds_places_and_aliases(tmp_path: Path) -> None:
    path = tmp_path / "my.csv"
    path.write_text(
        HEADER + "Sunvale Water Board,SWB; the Board of Sunvale,district,,US|US-CO\n"
        "Florin,,country,XF,\n",
        encoding="utf-8",
    )
    nlp = spacy.blank("en")
    nlp.add_pipe("jurisdictions", config={"gazetteer": str(path)})
    doc = nlp("Florin backed the Sunvale Water Board, and SWB thanked it.")
    found = {e.text: e for e in get_records(doc, Entity)}
    assert found["Florin"].kb_id == "XF"
    board = found["Sunvale Water Board"].jurisdiction
    assert board is not None
    assert (board.level, board.parents) == ("district", ("US", "US-CO"))
    assert found["SWB"].id == found["Sunvale Water Board"].id


def test_gazetteer_leaves_the_shipped_index_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "my.csv"
    path.write_text(HEADER + "Florin,,country,XF,\n", encoding="utf-8")
    read_index(path)
    assert all(place.kb_id != "XF" for place in read_index().get("florin"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name,level\nX,city\n", "columns"),
        (HEADER + "X,,kingdom,,\n", "level must be one of"),
        (HEADER + ",,city,,\n", "line 2"),
    ],
)
def test_gazetteer_errors_say_what_is_wrong(
    tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "my.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_gazetteer(path)


def test_unknown_parent_in_gazetteer_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "my.csv"
    path.write_text(HEADER + "Sunvale,,city,,US;US-COLO\n", encoding="utf-8")
    with pytest.raises(InputError, match="'US-COLO' for 'Sunvale'"):
        read_index(path)


def test_missing_gazetteer_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="readable CSV"):
        read_index(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("name", "title", "published", "government"),
    [
        ("Trump", "president", date(2019, 5, 1), "US"),
        ("Kristi Noem", "governor", date(2020, 1, 1), "US-SD"),
        ("Newsom", "governor", None, "US-CA"),
        ("Keir Starmer", "prime minister", None, "GB"),
    ],
)
def test_officials_are_found_by_title_and_name(
    name: str, title: str, published: date | None, government: str
) -> None:
    term = read_officials().find(name, title, published)
    assert term is not None
    assert term.government == government


def test_title_tells_officials_of_one_name_apart() -> None:
    assert read_officials().find("Trump", "governor", None) is None
    assert read_officials().find("", "mayor", None) is None


def test_own_officials_replace_ours(tmp_path: Path) -> None:
    path = tmp_path / "officials.toml"
    path.write_text(
        'governor = [["Ada Vance", "US-UT", 2020-01-01, ""]]\n', encoding="utf-8"
    )
    officials = read_officials(str(path))
    assert officials.find("Newsom", "governor", None) is None
    term = officials.find("Ada Vance", "governor", None)
    assert term is not None
    assert term.government == "US-UT"


def test_damaged_officials_are_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "officials.toml"
    path.write_text('mayor = [["Ada Vance"]]\n', encoding="utf-8")
    with pytest.raises(InputError, match="official must be"):
        read_officials(str(path))


def test_text_goes_before_the_table() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("jurisdictions")
    doc = nlp("Utah Gov. Gavin Newsom signed it in Salt Lake City.")
    (person,) = [e for e in get_records(doc, Entity) if e.label == "PERSON"]
    assert person.jurisdiction is not None
    assert person.jurisdiction.code == "US-UT"


def test_publisher_is_no_place_in_the_text() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("jurisdictions")
    document = build_document("Springfield banned it.", publisher="The Boston Sentinel")
    doc = nlp.make_doc(document.text)
    set_document(doc, document)
    (city,) = get_records(nlp(doc), Entity)
    assert city.jurisdiction is not None
    assert city.jurisdiction.parents == ("US", "US-MA")


def test_load_takes_own_places_and_officials(tmp_path: Path) -> None:
    places = tmp_path / "my.csv"
    places.write_text(HEADER + "Florin,,country,XF,\n", encoding="utf-8")
    officials = tmp_path / "officials.toml"
    officials.write_text('governor = [["Ada Vance", "US-UT", "", ""]]\n', "utf-8")
    nlp = load(jurisdictions=places, officials=officials)
    doc = nlp("Florin thanked Gov. Ada Vance.")
    codes = [e.jurisdiction.code for e in get_records(doc, Entity) if e.jurisdiction]
    assert codes == ["XF", "US-UT"]
