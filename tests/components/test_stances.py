"""Marked-up passages: which government is for or against what, by which act."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from nlp.annotations import get_records
from nlp.components.stances.catalogue import expand_term, read_catalogue
from nlp.errors import InputError
from nlp.pipeline import DEFAULT_MODEL
from nlp.schema import Entity, Stance

CASES = Path(__file__).parent / "cases" / "stances.txt"
MARK = re.compile(r"\[([^\]=]+?)((?: =[^\]=]+)+)\]")
Mark = tuple[int, int, str, str]  # characters, position or "none", issue

# The ids of the catalogue, in its order; other programs depend on them.
ISSUES = [
    *("immigration-enforcement", "gun-control", "abortion-access", "climate-action"),
    *("fossil-fuel-production", "minimum-wage", "cannabis-legalization"),
    *("health-coverage", "voting-access", "death-penalty", "police-funding"),
    *("criminal-justice-reform", "tax-increase", "rent-control"),
    *("housing-construction", "homeless-encampment-bans", "school-choice"),
    *("student-debt-relief", "lgbtq-rights", "dei-programs", "trade-tariffs"),
    *("labor-unions", "paid-leave", "public-health-mandates"),
    *("drug-decriminalization", "tech-regulation", "public-transit"),
    *("social-spending", "military-aid"),
]


def read_marks(marked: str) -> tuple[str, list[Mark]]:
    """Return the plain text, and of each mark its characters and what must hold."""
    text, marks, last = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[last : match.start()]
        start = len(text)
        text += match[1]
        for label in match[2].split(" =")[1:]:
            position, _, issue = label.partition(" ")
            marks.append((start, len(text), position, issue))
        last = match.end()
    if not marks:
        raise ValueError(f"case must hold a mark like [Rome =none], got {marked!r}.")
    return text + marked[last:], marks


def read_cases() -> list[str]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def reader() -> Language:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("sentences", before="parser")
    for factory in ("jurisdictions", "attributions"):
        nlp.add_pipe(factory)
    nlp.add_pipe("stances", config={"model": ""})  # what the rules find alone
    return nlp


def read_stances(nlp: Language, text: str) -> list[Stance]:
    return get_records(nlp(text), Stance)


def read_one(nlp: Language, text: str) -> Stance:
    (stance,) = read_stances(nlp, text)
    return stance


@pytest.mark.parametrize("marked", read_cases())
def test_stances_are_those_marked(marked: str, reader: Language) -> None:
    text, marks = read_marks(marked)
    doc = reader(text)
    entities = get_records(doc, Entity)
    expected = set()
    for start, end, position, issue in marks:
        names = {
            entity.jurisdiction.name
            for entity in entities
            if entity.jurisdiction and entity.start_char < end
            if start < entity.end_char
        }
        if position != "none":
            expected |= {(name, position, issue) for name in names}
            assert names, f"{text[start:end]} is no government"
    stances = get_records(doc, Stance)
    found = {(s.holder.name, s.position, s.issue) for s in stances}
    assert found <= expected
    assert {key[1:] for key in expected} == {key[1:] for key in found}


def test_cases_cover_every_issue_and_label() -> None:
    marks = [mark for case in read_cases() for mark in read_marks(case)[1]]
    for issue in ISSUES:
        labels = {position for _, _, position, of in marks if of == issue}
        assert labels - {"mixed"} == {"support", "oppose"}, issue
    assert sum(position == "none" for _, _, position, _ in marks) >= 80


def test_marks_must_be_there() -> None:
    with pytest.raises(ValueError, match="must hold a mark"):
        read_marks("Denver banned it.")


# Governments of one level, of every colour: a label never depends on which one it is.
STATES = ["Texas", "Vermont", "Idaho", "California", "Ohio", "Massachusetts"]
COUNTRIES = ["Hungary", "Canada", "Germany", "Brazil", "Japan"]
CITIES = ["Denver", "Houston", "Seattle", "Phoenix", "Atlanta", "Boston"]
TEMPLATES = [
    ("{} legalized recreational marijuana in 2021.", STATES, "support"),
    ("{} sued to block the rule on carbon emissions.", STATES, "oppose"),
    (
        "Lawmakers in the capital said {} has refused to expand Medicaid.",
        STATES,
        "oppose",
    ),
    ("Voters in {} rejected a repeal of the state's abortion ban.", STATES, "oppose"),
    ("On Monday {} passed a sanctuary ordinance.", CITIES, "oppose"),
    ("{} signed an agreement with ICE to hold detainees.", CITIES, "support"),
    ("{} is weighing a ban on gas stoves.", CITIES, None),
    ("{} again blocked the military aid package.", COUNTRIES, "oppose"),
    ("{} will send more tanks to the front.", COUNTRIES, "support"),
]


@pytest.mark.parametrize(("template", "names", "position"), TEMPLATES)
def test_label_does_not_depend_on_who_acts(
    template: str, names: list[str], position: str | None, reader: Language
) -> None:
    for name in names:
        stances = read_stances(reader, template.format(name))
        assert [s.position for s in stances] == ([position] if position else []), name


@pytest.mark.parametrize("party", ["Republican", "Democrat", "Green", "Labour"])
def test_label_does_not_depend_on_party(party: str, reader: Language) -> None:
    text = f"Gov. Ann Reed of Ohio, a {party}, vetoed a bill to expand Medicaid."
    assert read_one(reader, text).position == "oppose"


@pytest.mark.parametrize(
    "people", ["illegal immigrants", "undocumented immigrants", "migrants", "aliens"]
)
def test_label_does_not_depend_on_what_people_are_called(
    people: str, reader: Language
) -> None:
    text = f"Denver vowed to protect {people} from deportation."
    stance = read_one(reader, text)
    assert (stance.issue, stance.position) == ("immigration-enforcement", "oppose")
    assert people in stance.evidence.text


FIELDS = [
    # text, action, instrument, status
    ("Denver passed a sanctuary ordinance.", "passed", "ordinance", "adopted"),
    ("Ohio sued to block the tariffs.", "sued to block", "lawsuit", "adopted"),
    ("Gov. Ann Reed of Ohio vetoed a rent control bill.", "vetoed", "veto", "rejected"),
    ("Voters in Ohio rejected a rent cap.", "rejected", "ballot-measure", "rejected"),
    ("Ohio repealed the death penalty.", "repealed", "law", "repealed"),
    ("Ohio has refused to expand Medicaid.", "refused to", None, "refused"),
    ("Ohio will ban gas stoves in new homes.", "ban", "law", "promised"),
    ("Denver bans camping in its parks.", "bans", "ordinance", "in-force"),
    ("Mayor Al Diaz of Denver backs rent control.", "backs", "statement", "stated"),
    ("Denver plans to ban gas stoves.", "plans to ban", None, "proposed"),
]


@pytest.mark.parametrize(("text", "action", "instrument", "status"), FIELDS)
def test_stance_tells_action_instrument_and_status(
    text: str, action: str, instrument: str | None, status: str, reader: Language
) -> None:
    stance = read_one(reader, text)
    assert (stance.action, stance.status) == (action, status)
    if instrument is not None:
        assert stance.instrument == instrument


def test_evidence_is_the_clause_with_its_tally(reader: Language) -> None:
    text = "That night, Boise passed a resolution against the tariffs 5-2, and left."
    stance = read_one(reader, text)
    assert stance.evidence.text == "Boise passed a resolution against the tariffs 5-2"
    assert stance.target is not None
    assert stance.target.text == "the tariffs"
    assert stance.action == "passed a resolution against"


def test_pronoun_stands_for_the_policy_named_before(reader: Language) -> None:
    text = (
        "Salem is weighing a bill that would stop cities from limiting rent increases."
        " Portland passed a resolution against it."
    )
    stance = read_one(reader, text)
    assert (stance.holder.text, stance.position) == ("Portland", "support")


def test_two_holders_get_their_own_labels(reader: Language) -> None:
    text = "Texas sued over the methane rule, while Vermont defended the methane rule."
    labels = {s.holder.text: s.position for s in read_stances(reader, text)}
    assert labels == {"Texas": "oppose", "Vermont": "support"}


def test_speech_of_a_critic_is_no_stance_of_the_government(reader: Language) -> None:
    assert not read_stances(
        reader, '"Denver hates rent control," said Ann Lee, who rents in Denver.'
    )
    assert not read_stances(reader, "Critics say Denver will ban gas stoves.")


def test_reported_act_carries_its_attribution(reader: Language) -> None:
    stance = read_one(reader, "Ohio has banned gas stoves, the mayor of Toledo said.")
    assert stance.attribution is not None


def test_order_of_a_government_is_its_stance(reader: Language) -> None:
    text = (
        "By the authority vested in me as Governor of Ohio, it is hereby ordered: The"
        " Secretary of Health shall rescind the mask mandate. No state agency shall"
        " cooperate with federal immigration agents."
    )
    stances = read_stances(reader, text)
    assert [(s.holder.text, s.issue, s.position) for s in stances] == [
        ("Ohio", "public-health-mandates", "oppose"),
        ("Ohio", "immigration-enforcement", "oppose"),
    ]
    assert {s.instrument for s in stances} == {"executive-order"}


def test_offsets_and_ids_are_exact(reader: Language) -> None:
    text = "\u2019\U0001f600 Texas banned abortion. Vermont protects abortion rights."
    stances = read_stances(reader, text)
    assert [stance.id for stance in stances] == ["s1", "s2"]
    for stance in stances:
        for part in (stance.holder, stance.target, stance.evidence):
            assert part is not None
            assert text[part.start_char : part.end_char] == part.text


def test_without_parse_only_the_issues_are_marked() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("stances")
    doc = nlp("Texas banned abortion.")
    assert get_records(doc, Stance) == []
    assert [span.label_ for span in doc.spans["issues"]] == ["abortion-access"]


def test_catalogue_has_the_issues_with_both_sides() -> None:
    catalogue = read_catalogue()
    assert list(catalogue.issues) == ISSUES
    assert all(issue.topic for issue in catalogue.issues.values())
    signs = {issue: {1: 0, -1: 0, 0: 0} for issue in ISSUES}
    pending = [catalogue.terms]
    while pending:
        for word, below in pending.pop().items():
            if word:
                pending.append(below)
                continue
            for term in below.values():
                signs[term.issue][term.sign] += 1
    for issue, counts in signs.items():
        assert counts[1] >= 5, issue
        assert counts[-1] >= 3, issue


@pytest.fixture
def own_issues(tmp_path: Path) -> Path:
    path = tmp_path / "issues.toml"
    path.write_text(
        '[[issue]]\nid = "plastic-bags"\nproposition = "Plastic bags should go."\n'
        'things_against = ["(plastic|single use) bag"]\n',
        encoding="utf-8",
    )
    return path


def test_own_issues_are_found_beside_the_catalogue(own_issues: Path) -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("jurisdictions")
    nlp.add_pipe("stances", config={"issues": str(own_issues)})
    found = {
        s.issue: s.position for s in read_stances(nlp, "Maine banned plastic bags.")
    }
    assert found == {"plastic-bags": "support"}
    found = {s.issue: s.position for s in read_stances(nlp, "Maine banned abortion.")}
    assert found == {"abortion-access": "oppose"}


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("x = 1", r"must hold \[\[issue\]\] tables"),
        (
            '[[issue]]\nid = "rent-control"\nproposition = "Rents should be free."',
            "or take another id",
        ),
        ('[[issue]]\nid = "a"', "proposition must be a non-empty string"),
        ('[[issue]]\nid = "a"\nproposition = "b"\nterms = []', "must have the keys"),
        (
            '[[issue]]\nid = "a"\nproposition = "b"\nmentions = "c"',
            "must be a list of strings",
        ),
        (
            '[[issue]]\nid = "a"\nproposition = "b"\nmentions = ["(c"]',
            "must close its brackets",
        ),
        (
            '[[issue]]\nid = "a"\nproposition = "b"\nmentions = ["<c>"]',
            "group must be one of",
        ),
    ],
)
def test_bad_issues_file_is_an_input_error(
    toml: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "issues.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_catalogue(str(path))


def test_missing_issues_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="must be a readable file"):
        read_catalogue(str(tmp_path / "none.toml"))


def test_terms_expand_to_all_their_readings() -> None:
    groups = {"x": "(b|c d)"}
    assert sorted(expand_term("a (<x>|) e-f", groups)) == [
        ("a", "b", "e", "f"),
        ("a", "c", "d", "e", "f"),
        ("a", "e", "f"),
    ]
    with pytest.raises(InputError, match="stand for at most"):
        list(expand_term(" ".join(["(a|b|c)"] * 9), {}))
