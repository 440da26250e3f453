from __future__ import annotations

from datetime import date

import pytest

from nlp.errors import InputError
from nlp.ingest.html import read_html

PAGE = """<!DOCTYPE html><html lang="en-US"><head><meta charset="utf-8">
<title>Council votes to cap rent | The Mesa Ledger</title>
<meta property="og:site_name" content="The Mesa Ledger">
<meta property="og:title" content="Council votes to cap rent">
<meta property="article:published_time" content="2024-05-03T10:00:00-07:00">
<meta property="article:modified_time" content="2024-06-09T10:00:00-07:00">
<link rel="canonical" href="https://ledger.example/rent"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul></nav>
<article><h1>Council votes to cap rent</h1>
<p>MESA, Ariz. &mdash; The council voted 5-2 to cap <b>rent</b> increases at
5 percent a year, a <a href="/x">move</a> that landlords opposed at every hearing.</p>
<p>&ldquo;We can&rsquo;t wait,&rdquo; said <em>Council Member</em> Rosa Lind.<br>
About 1,200 families had lost their homes since 2021, she added.</p>
<h2>What it does</h2>
<ul><li>Caps increases</li><li>Exempts homes built after 2015</li></ul>
<table><tr><th>Year</th><th>Evictions</th></tr><tr><td>2021</td><td>812</td></tr></table>
<p>The fee is <del>$40</del> $60 for each of the homes that the ordinance covers.</p>
</article><div class="comments"><p>Nice article!</p></div>
<footer><p>&copy; 2024 The Mesa Ledger. All rights reserved.</p></footer>
</body></html>"""


def test_html_article_is_read_without_its_surroundings() -> None:
    assert read_html(PAGE.encode(), "a.html").text == (
        "MESA, Ariz. — The council voted 5-2 to cap rent increases at 5 percent a year,"
        " a move that landlords opposed at every hearing.\n\n"
        "“We can’t wait,” said Council Member Rosa Lind. About 1,200 families had lost"
        " their homes since 2021, she added.\n\nWhat it does\n\n"
        "- Caps increases\n- Exempts homes built after 2015\n\n"
        "Year | Evictions\n2021 | 812\n\n"
        "The fee is $60 for each of the homes that the ordinance covers."
    )


def test_html_metadata_is_read() -> None:
    draft = read_html(PAGE.encode(), "a.html")
    assert draft.title == "Council votes to cap rent"
    assert draft.publisher == "The Mesa Ledger"
    assert draft.published == date(2024, 5, 3)
    assert draft.source == "https://ledger.example/rent"
    assert draft.language == "en"
    assert draft.warnings == ("struck-out: text left out (1)",)


def test_html_date_in_the_text_is_not_that_of_the_page() -> None:
    page = (
        "<html><body><p>The budget passed on March 3, 2021, and the city will add"
        " officers.</p><p>Copyright 2019 by us.</p></body></html>"
    )
    assert read_html(page.encode(), "a.html").published is None


def test_html_declared_charset_is_used() -> None:
    page = (
        '<html><head><meta charset="iso-8859-2"></head><body><p>Łódź raised fares for'
        " buses and trams by 12 percent, the city’s transport office said.</p></body>"
    ).replace("’", "'")
    assert "Łódź raised" in read_html(page.encode("iso-8859-2"), "a.html").text


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<p></p>", "<"])
def test_html_without_an_article_is_refused(page: str) -> None:
    with pytest.raises(InputError, match=r"^page must have an article .* in a\.html"):
        read_html(page.encode(), "a.html")
