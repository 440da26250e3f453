"""The report as a reader meets it, in a headless Chromium."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.export.report.conftest import Visit

ROWS = ".rows .row"
VIEWS = ("", "#figures", "#map", "#charts", "#documents", "#corrections")


def count_shown(page: Page) -> int:
    """Return how many claims the filters leave."""
    told = page.locator(".total").inner_text()
    return int(re.findall(r"[\d,]+", told)[0].replace(",", ""))


def test_claims_are_ranked_and_drawn_lazily(visit: Visit) -> None:
    page = visit.open()
    total = count_shown(page)
    assert total > 100
    assert page.locator(ROWS).count() < 30
    scores = [float(text) for text in page.locator(f"{ROWS} .number").all_inner_texts()]
    assert scores == sorted(scores, reverse=True)
    page.locator(ROWS).first.focus()
    page.keyboard.press("End")
    expect(page.locator(f"{ROWS}:focus")).to_have_attribute(
        "aria-rowindex", str(total + 1)
    )


def test_filters_narrow_the_claims_and_stay_in_the_address(visit: Visit) -> None:
    page = visit.open()
    total = count_shown(page)
    page.select_option("select[name=issue]", "police-funding")
    narrowed = count_shown(page)
    assert 0 < narrowed < total
    page.fill("input[name=text]", "police")
    assert 0 < count_shown(page) <= narrowed
    for text in page.locator(f"{ROWS} .claim").all_inner_texts():
        assert "police funding" in text
    kept = count_shown(page)
    page.reload()
    assert count_shown(page) == kept
    page.click("text=Clear filters")
    assert count_shown(page) == total


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "statistic"),
        ("modality", "predicted"),
        ("position", "support"),
    ],
)
def test_every_choice_narrows(visit: Visit, field: str, value: str) -> None:
    page = visit.open()
    total = count_shown(page)
    page.select_option(f"select[name={field}]", value)
    assert 0 < count_shown(page) < total


def test_names_and_score_narrow(visit: Visit) -> None:
    page = visit.open()
    total = count_shown(page)
    page.fill("input[name=government]", "Mississippi")
    assert 0 < count_shown(page) < total
    page.fill("input[name=document]", "no such document")
    assert count_shown(page) == 0
    page.click("text=Clear filters")
    page.locator("input[name=score]").fill("0.8")
    assert 0 < count_shown(page) < total
    lowest = min(map(float, page.locator(f"{ROWS} .number").all_inner_texts()))
    assert lowest >= 0.8


def test_sorting_turns_round(visit: Visit) -> None:
    page = visit.open()
    head = page.locator(".head .claim")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    texts = [t.lower() for t in page.locator(f"{ROWS} .says").all_inner_texts()]
    assert texts == sorted(texts)
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")


def test_claim_opens_its_article_and_comes_back(visit: Visit) -> None:
    page = visit.open()
    row = page.locator(ROWS).nth(2)
    said = row.locator(".says").inner_text()
    row.focus()
    page.keyboard.press("Enter")
    card = page.locator(".card.on")
    expect(card.locator(".show")).to_contain_text(said)
    assert page.locator(".prose .on").count() > 0
    expect(page.locator(".prose .on").first).to_be_in_viewport()
    page.go_back()
    expect(page.locator(f"{ROWS}:focus")).to_contain_text(said)


def test_text_and_records_lead_to_each_other(visit: Visit) -> None:
    page = visit.open("#document/1")
    note = page.locator(".note").nth(3)
    note.click()
    expect(page.locator(".card.on .short")).to_have_text(note.inner_text())
    page.locator(".prose .figure").first.click()
    expect(page.locator(".tabs [aria-pressed=true]")).to_contain_text("Figures")
    expect(page.locator(".card.on .show")).to_be_visible()
    page.locator(".card .show").nth(4).click()
    expect(page.locator(".prose .on.figure").first).to_be_in_viewport()


def test_marks_show_the_records_own_words(visit: Visit) -> None:
    page = visit.open("#document/6")
    figures = page.locator(".prose .figure").all_inner_texts()
    assert "".join(figures).startswith("about 4,200")
    page.get_by_role("button", name="Figures").click()
    # The cards are drawn after the click, so wait for them.
    words = page.locator(".card .meta").filter(has_text="“about 4,200")
    expect(words.first).to_be_visible()


def test_documents_are_text_never_markup(visit: Visit) -> None:
    page = visit.open("#document/6")
    expect(page.locator(".prose")).to_contain_text("<script>window.hacked = true")
    expect(page.locator(".headline")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.evaluate("window.hacked") is None
    assert page.locator(".prose img, .prose b, .headline i").count() == 0


def test_figures_tell_comparator_and_what_is_counted(visit: Visit) -> None:
    page = visit.open("#figures")
    page.select_option("select[name=comparator]", "approx")
    for text in page.locator(f"{ROWS} .amount b").all_inner_texts():
        assert text.startswith("about ")
    page.locator(ROWS).first.click()
    expect(page.locator(".card.on")).to_be_visible()


def test_map_colours_states_and_shows_evidence(visit: Visit) -> None:
    page = visit.open("#map?issue=health-coverage")
    tile = page.locator("button.tile:not(.none)").first
    position = re.findall("support|oppose|mixed", tile.get_attribute("class") or "")
    tile.click()
    evidence = page.locator(".evidence li").first
    expect(evidence.locator(".quoted")).not_to_be_empty()
    if position != ["mixed"]:
        assert page.locator(f".evidence li.{position[0]}").count() > 0
    evidence.get_by_role("link").click()
    expect(page.locator(".prose .on.stance").first).to_be_in_viewport()


def test_bars_lead_to_the_claims_they_count(visit: Visit) -> None:
    page = visit.open("#charts")
    bar = page.locator(".chart svg a").first
    (n,) = re.findall(r": (\d+)$", bar.get_attribute("aria-label") or "")
    bar.click()
    expect(page.locator(".total")).to_contain_text(f"{n} of ")


def test_keys_judge_claims_in_the_table(visit: Visit) -> None:
    page = visit.open()
    row = page.locator(ROWS).first
    row.focus()
    page.keyboard.press("a")
    expect(page.locator(f"{ROWS}:focus .state")).to_have_text("accepted")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("r")
    expect(page.locator(f"{ROWS}:focus .state")).to_have_text("rejected")
    page.select_option("select[name=review]", "done")
    assert count_shown(page) == 2


def test_text_cannot_be_scrolled_sideways_on_a_phone(
    browser: Browser, report: Path
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    visit = Visit(context.new_page(), report)
    for view in (*VIEWS, "#document/0/claim/c3"):
        page = visit.open(view)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, f"{view or '#claims'} is {width} wide"
    context.close()
    assert not visit.problems


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", [*VIEWS, "#document/0/claim/c3"])
def test_axe_finds_no_violation(visit: Visit, view: str, scheme: str) -> None:
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page = visit.open(view)
    # Dark differs in its colours alone.
    rules = {"runOnly": ["color-contrast"]} if scheme == "dark" else None
    result = Axe().run(page, options=rules)
    assert result.violations_count == 0, result.generate_report()


def test_axe_finds_no_violation_in_editors(visit: Visit) -> None:
    page = visit.open("#document/0")
    for name in ("Claims", "Figures", "Stances"):
        page.locator(".tabs").get_by_role("button", name=name).click()
        page.locator(".adders button").click()
        result = Axe().run(page)
        assert result.violations_count == 0, result.generate_report()
        page.get_by_role("button", name="Cancel").click()


def test_comparisons_show_both_sides(browser: Browser, compared_report: Path) -> None:
    context = browser.new_context()
    visit = Visit(context.new_page(), compared_report)
    page = visit.open("#comparison")
    sides = page.locator(".side .amount").all_inner_texts()
    assert sorted(sides) == ["4,200 families", "9,700 families"]
    expect(page.locator(".compared")).to_contain_text("a turn")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    page.locator(".side a").first.click()
    expect(page.locator(".card.on")).to_contain_text("lost food aid")
    context.close()
    assert not visit.problems


def test_run_that_was_not_compared_has_no_such_view(visit: Visit) -> None:
    page = visit.open("#comparison")
    expect(page.locator("#nav")).not_to_contain_text("Compare")
    expect(page.locator(".grid.claims")).to_be_visible()
