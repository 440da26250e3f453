from __future__ import annotations

import pytest

from nlp.ingest import build_document
from nlp.ingest.soundness import find_flaws

ARTICLE = (
    "The county board voted 4-3 on Tuesday to spend $2.1 million on shelters this"
    " winter and to ask the state for as much again. Members who opposed the plan said"
    " that the money would be gone by March and that nobody had shown how many people"
    " it would help. The sheriff's office counted 340 people outside in October,"
    " about a third more than a year before. A second vote is set for next month.\n"
)
RECIPE = (
    "Whisk buttermilk, tahini and pomegranate molasses until glossy. Fold chickpeas"
    " through couscous, scatter toasted almonds, drizzle olive oil, garnish with mint"
    " sprigs. Simmer shallots, cumin seeds, cardamom pods, star anise and turmeric in"
    " ghee; deglaze using sherry vinegar, then strain, chill overnight, skim, reheat"
    " gently. Serve lukewarm alongside flatbread, pickled turnips, labneh, sumac onions"
    " and crispy halloumi wedges.\n"
)
TABLE = "\n".join(f"Ward {n} | {n * 37} | {n * 12.5} | yes | no" for n in range(40))
CODE = "\n".join(
    f"for i in range({n}): total[i] += rows[i].size * {n}" for n in range(20)
)
SCANNED = ARTICLE.replace("the ", "tl1e ").replace("ou", "0u").replace("il", "i1l") * 2
SPACED = " ".join(ARTICLE.replace(" ", ""))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (ARTICLE, []),
        ("Rents rose 3 percent.", []),
        ("Fees and fines of the city", []),
        (ARTICLE.rstrip() + " — Dana Whitlock\n", []),
        (ARTICLE + "\nCONTACT\nJo Park, press office, 555-0100\n", []),
        (ARTICLE + "- roads, bridges and what else the county has to keep up\n", []),
        (ARTICLE[:-60].rstrip(), ["truncated"]),
        (
            ARTICLE + "The clerk will count the votes again on [+1743 chars]",
            ["truncated"],
        ),
        (ARTICLE + "The clerk will count them again. Continue reading", ["truncated"]),
        (ARTICLE.replace("money", "m\ufffdn\ufffdy \ufffd"), ["damaged"]),
        (SCANNED, ["damaged"]),
        (SPACED, ["damaged"]),
        (TABLE, ["prose"]),
        (CODE, ["prose"]),
        (RECIPE, ["unfamiliar"]),
    ],
)
def test_flaws_are_told_and_sound_text_has_none(text: str, kinds: list[str]) -> None:
    found = [flaw.partition(":")[0] for flaw in find_flaws(text)]
    assert found == kinds


def test_document_carries_the_warning() -> None:
    (warning,) = build_document(ARTICLE[:-60].rstrip()).warnings
    assert warning.startswith("truncated: ")


def test_other_languages_are_told_once() -> None:
    text = (
        "El consejo votó el martes para que la ciudad de los pobres no pague más " * 4
    )
    (warning,) = build_document(text).warnings
    assert warning.startswith("language: ")
