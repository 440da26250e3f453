from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.ingest import repair_text

# Pieces that damage is made of, so that chance finds the joins between them.
PIECES = st.lists(
    st.sampled_from(
        [
            *("&", "amp;", "#", "39;", "lt;", "nbsp;", "&shy;", "\xad", "\u200b"),
            *("â€™", "Ã©", "Ã\xad", "\x92", "\x85", "\ufeff", "\r", "\n", "\u2028"),
            *("\ud83d", "\ude00", "\ud800", "\x00", "\x1b[1m", "e\u0301", "\u0301"),
            *("a", " ", "\u202f", "\u200d"),
        ]
    ),
    max_size=25,
).map("".join)
ANY_TEXT = st.text(st.characters(codec=None), max_size=200)


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("The mayor didnâ€™t sign.", "The mayor didn’t sign."),
        ("SÃ£o Paulo raised fares", "São Paulo raised fares"),
        ("Smith &amp; Sons paid &pound;40", "Smith & Sons paid £40"),
        ("&ldquo;No,&rdquo; she said", "“No,” she said"),
        ("5&amp;nbsp;million, if x &lt; 3 < 4", "5 million, if x < 3 < 4"),
        ("the county&#146;s share", "the county’s share"),
        ("immi\xadgration en\u200bforce\ufeffment", "immigration enforcement"),
        ("one\r\ntwo\rthree\u2028four\x0cfive", "one\ntwo\nthree\nfour\nfive"),
        ("a\x00b\x07c\x1b[31md\x1b[0m", "abcd"),
        ("$1.4\u202fmillion\xa0a\u2009year", "$1.4 million a year"),
        ("\ud83d\ude00 and \ud800", "\U0001f600 and \ufffd"),
        ("Jose\u0301 Pen\u0303a", "José Peña"),
        ("oﬃce of ﬁnance", "office of finance"),
    ],
)
def test_repair_mends_damage(damaged: str, repaired: str) -> None:
    assert repair_text(damaged) == repaired


@pytest.mark.parametrize(
    "text",
    [
        "“It’s ‘fine’,” he said — 3–4 times… at 20°C for €6.6bn.",
        "AT&T and R&D; Johnson & Johnson &c.",
        "if a < b and b > c then <b>no</b>",
        "Señor Peña, François, Łódź, Αθήνα, Київ, 東京",
        "  two  spaces,\ttab\n\n\nthree breaks  ",
        "👩‍⚕️ and 👨‍👩‍👧",
        "کتاب‌ها",
        "½ a mile, 1⁄3, x², ½%",
    ],
)
def test_repair_leaves_sound_text_alone(text: str) -> None:
    assert repair_text(text) == text


@given(st.one_of(PIECES, ANY_TEXT))
def test_repair_twice_is_repair_once(text: str) -> None:
    once = repair_text(text)
    assert repair_text(once) == once
    once.encode("utf-8")


@pytest.mark.parametrize(
    "unit", ["x", "é", "â€™", "&amp;", "&", "\ud800", "a\u0301\u0316"]
)
def test_repair_takes_linear_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    start = time.process_time()
    repair_text(text)
    assert time.process_time() - start < 20
