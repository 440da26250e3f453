"""Who says what, by marked-up text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from nlp.annotations import get_records
from nlp.components.attributions.cues import KINDS, inflect_verb, read_cues
from nlp.components.attributions.quotations import read_quotations
from nlp.pipeline import DEFAULT_MODEL
from nlp.schema import Attribution

CASES = [
    line
    for line in (Path(__file__).parent / "cases" / "attributions.txt")
    .read_text(encoding="utf-8")
    .splitlines()
    if line and not line.startswith("%")
]
MARKS = {"{": "source", "}": "source", "[": "cue", "]": "cue"}
MARKS |= {"<": "content", ">": "content"}
STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


Found = tuple[str, str, dict[str, tuple[int, int]]]


class Case(NamedTuple):
    kind: str
    quote: str
    text: str
    spans: dict[str, tuple[int, int]]


@pytest.fixture(scope="module")
def speech() -> Language:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("sentences", before="parser")
    nlp.add_pipe("jurisdictions")
    nlp.add_pipe("attributions")
    return nlp


def read_case(line: str) -> Case:
    labels, _, marked = line.partition(" | ")
    kind, quote = labels.split()
    text, spans = "", {}
    for char in marked.replace("\\n", "\n"):
        part = MARKS.get(char)
        if part is None:
            text += char
        elif char in "{[<":
            spans[part] = (len(text), -1)
        else:
            spans[part] = (spans[part][0], len(text))
    if "content" not in spans or any(end < 0 for _, end in spans.values()):
        raise ValueError(f"case must mark a content and close its marks, got {line!r}")
    return Case(kind, quote, text, spans)


def read_found(nlp: Language, text: str) -> list[Found]:
    doc = nlp(text)
    found: list[Found] = []
    for record, span in zip(
        get_records(doc, Attribution), doc.spans["attributions"], strict=True
    ):
        parts = {"source": record.source, "cue": record.cue, "content": record.content}
        spans = {
            name: (part.start_char, part.end_char)
            for name, part in parts.items()
            if part is not None
        }
        found.append((span.label_, record.quote, spans))
    return found


@pytest.mark.parametrize("line", CASES)
def test_attribution_is_found(speech: Language, line: str) -> None:
    case = read_case(line)
    assert (case.kind, case.quote, case.spans) in read_found(speech, case.text)


@pytest.mark.parametrize("line", [case for case in CASES if re.search("[“‘’]", case)])
def test_straight_and_curly_marks_read_alike(speech: Language, line: str) -> None:
    text = read_case(line).text
    curly, straight = (read_found(speech, t) for t in (text, text.translate(STRAIGHT)))
    assert [(quote, spans["content"]) for _, quote, spans in curly] == [
        (quote, spans["content"]) for _, quote, spans in straight
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "The sky was blue and the road was dry.",
        "The city built 400 flats near the “Old Mill” last year.",
        "Each hospital shall report the number of patients turned away.",
        "The permit may be issued as authorized by law.",
        "A spokesman declined to comment.",
        "It is clear that the road is closed.",
        "She had a chance to say goodbye.",
        "The council voted 5-2 on Monday to close the pool.",
        "Residents who want to vote must register by May 3.",
        "The director shall weigh and propose rules that cut costs.",
        "The clerk shall file a report stating whether the fund is sound.",
        "In May 63 percent of voters said yes to a tax; in June it was 65 percent.",
        "A gunman attacked the clinic on Sunday.",
        "The rebels attacked the convoy with drones.",
        "Russia’s attack on Ukraine drove prices up.",
        "The county board denied it a permit for a second lot.",
        "The judge denied the motion.",
        "The chairman called the meeting to order at 9:15 a.m.",
        "Her party, on the other hand, called early.",
        "The plan has faced questions about its cost.",
        "This denies women and girls the same prize.",
        "(c) Allowing or encouraging towns and counties to close pools.",
        "Homes are given out according to need.",
        "The kingdom built the fleet to defend its citizens and homeland.",
        "Her proposed budget would add 150 officers; neither chamber has voted on it.",
    ],
)
def test_plain_text_attributes_nothing(speech: Language, text: str) -> None:
    assert read_found(speech, text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mayor Ann Lee spoke. “No,” Lee said.", ["Ann Lee"]),
        ("Mayor Ann Lee came late. She said it rained.", ["Ann Lee"]),
        ("Ann Lee met Tom Roe. Mr. Roe thanked her. He said it rained.", ["Tom Roe"]),
        (
            "Ann Lee, the mayor of Salem, came late. The mayor said it rained.",
            ["Ann Lee"],
        ),
        (
            "Spokeswoman Ann Lee and Tom Roe came. She said it rained.",
            ["Ann Lee"],
        ),
        (
            "Mayor Ann Lee came. She left. Jo Poe, 71, voted. “No,” she said.",
            ["Jo Poe"],
        ),
        ("Denmark's defence minister, Lars Holm, said it rained.", ["Lars Holm"]),
        ("Ann Lee, who runs the port, said cargo fell.", ["Ann Lee"]),
        (
            "Ann Lee met Tom Roe. “He stayed. He said it rained,” Lee said.",
            ["Ann Lee", "Tom Roe"],
        ),
        ("Donald Roe met Susan Poe. Poe left. He said it rained.", ["Donald Roe"]),
        ("Towns Rip Ann Lee.\n\nAnn Lee came. “No,” Lee said.", ["Ann Lee"]),
        (
            "I, Ann Lee, Governor of the State of Ohio, order this. I believe that"
            " speed saves lives.",
            ["Ann Lee"],
        ),
        ("Critics said it rained.", [None]),
        (
            "The Department of Coastal Affairs said it rained.",
            ["Department of Coastal Affairs"],
        ),
    ],
)
def test_source_is_named_in_full(
    speech: Language, text: str, names: list[str | None]
) -> None:
    records = get_records(speech(text), Attribution)
    found = [record.source.name for record in records if record.source is not None]
    assert found[-len(names) :] == names


def test_source_is_linked_to_the_entity_of_its_person(speech: Language) -> None:
    doc = speech("Governor Ann Lee came late. She said the levee would hold.")
    (record,) = get_records(doc, Attribution)
    (entity,) = {row["id"] for row in doc._.entities if row["text"] == "Ann Lee"}
    assert record.source is not None
    assert record.source.entity == entity


def test_governments_as_sources_are_linked(speech: Language) -> None:
    doc = speech("Texas said it would build a wall.")
    (record,) = get_records(doc, Attribution)
    assert record.source is not None
    assert (record.source.name, record.source.entity) == ("Texas", "e1")


def test_label_names_the_speaker_without_a_cue(speech: Language) -> None:
    (record,) = get_records(speech("Ann Lee: ‘We will sue the state’"), Attribution)
    assert record.cue is None
    assert record.source is not None
    assert (record.source.text, record.content.text) == (
        "Ann Lee",
        "We will sue the state",
    )


def test_name_after_quotation_and_dash_is_its_speaker(speech: Language) -> None:
    text = "“You fined me for having no money.” — Gil Ash, 63, to the council\n"
    (found,) = get_records(speech(text), Attribution)
    assert found.source is not None
    assert found.source.text == "Gil Ash"
    assert found.content is not None
    assert found.content.text == "You fined me for having no money."
    assert found.quote == "direct"


def test_content_begins_after_the_dateline(speech: Language) -> None:
    text = "BEND, Ore. ― The dam will hold until May, the engineer said."
    (found,) = get_records(speech(text), Attribution)
    assert found.content is not None
    assert found.content.text == "The dam will hold until May"


def test_transcript_gives_each_turn_to_its_speaker(speech: Language) -> None:
    text = "LEE: The tax is fair.\nROE: The tax is theft.\nLEE: It pays for roads."
    records = get_records(speech(text), Attribution)
    turns = [(r.source.text, r.content.text) for r in records if r.source is not None]
    assert turns == [
        ("LEE", "The tax is fair."),
        ("ROE", "The tax is theft."),
        ("LEE", "It pays for roads."),
    ]


def test_component_needs_no_parse() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("attributions")
    assert nlp("“No,” said Ann Lee.")._.attributions == []


def test_component_gives_the_same_through_pipes(speech: Language) -> None:
    texts = [read_case(line).text for line in CASES[:12]]
    alone = [speech(text)._.attributions for text in texts]
    assert [doc._.attributions for doc in speech.pipe(texts)] == alone
    shared = speech.pipe(texts, n_process=2, batch_size=4)
    assert [doc._.attributions for doc in shared] == alone


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“A,” he said. “B.”", ["A,", "B."]),
        ('"A," he said. "B."', ["A,", "B."]),
        ("''A,'' he said. ''B.''", ["A,", "B."]),
        ("``A,'' he said.", ["A,"]),
        ("«A», he said.", ["A"]),
        ("'No,' he said of the '90s and the workers' pay.", ["No,"]),
        ("She called it 'madness' and the workers' pay 'theft'.", ["madness", "theft"]),
        ("‘The workers’ pay’ rose", ["The workers’ pay"]),
        ("“He said ‘no’ twice”", ["He said ‘no’ twice"]),
        ("'He told me \"no,\" twice,' she said", ['He told me "no," twice,']),
        ("“One.\n\n“Two.\n\n“Three,” he said.", ["One.\n\n“Two.\n\n“Three,"]),
        ("“Never closed\n\nnext “one” is", ["Never closed", "one"]),
        ('a 6\' 2" man and 5" of rain', []),
        ('said:"Hello"', ["Hello"]),
        ("Not now,“ he said", []),
        ("\" '", []),
    ],
)
def test_quotations_are_read(text: str, quoted: list[str]) -> None:
    found = [text[one.start_char : one.end_char] for one in read_quotations(text)]
    assert found == quoted


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab \n.,\"'“”‘’«»`", max_size=80))
def test_quotations_lie_in_the_text_in_order(text: str) -> None:
    end = 0
    for one in read_quotations(text):
        assert end <= one.outer_start <= one.start_char < one.end_char <= one.outer_end
        assert one.outer_end <= len(text)
        end = one.outer_end


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("deny", {"denies", "denied", "denying"}),
        ("argue", {"argues", "argued", "arguing"}),
        ("admit", {"admits", "admitted", "admitting"}),
        ("stress", {"stresses", "stressed", "stressing"}),
        ("say", {"says", "saying"}),
    ],
)
def test_verbs_are_inflected(verb: str, forms: set[str]) -> None:
    assert forms <= set(inflect_verb(verb))


def test_every_cue_has_a_kind() -> None:
    cues = read_cues()
    for cue in (*cues.verbs.values(), *cues.nouns.values(), *cues.adjectives.values()):
        kinds = {*cue.frames.values(), *cue.prepositions.values()}
        assert kinds, cue.word
        assert kinds <= set(KINDS)
