"""What a reader corrects in the browser comes out as rows that training takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from nlp.components.checkworthiness.model import CheckworthinessModel
from nlp.components.stances.catalogue import read_catalogue
from nlp.corpus.results import read_extractions
from nlp.training.checkworthiness.examples import check_trainable, read_examples
from nlp.training.stance.rows import read_stance_rows, require_rows
from tests.export.report.conftest import Visit

ROWS = ".rows .row"


def download(page: Page, name: str, folder: Path) -> Path:
    """Press a button of the view of corrections and return the file it gives."""
    page.evaluate("location.hash = '#corrections'")
    with page.expect_download() as waited:
        page.locator(f'[data-download="{name}"]').click()
    path = folder / name
    waited.value.save_as(path)
    return path


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read JSON Lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def select_words(page: Page, words: str) -> None:
    """Select words of the article, as a mouse would; all in one paragraph."""
    page.evaluate(
        """words => {
          for (const paragraph of document.querySelectorAll(".prose p")) {
            const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
            const places = [];
            let text = "";
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              if (node.parentElement.closest("button")) continue;
              for (let i = 0; i < node.length; i += 1) places.push([node, i]);
              text += node.data;
            }
            const start = text.indexOf(words);
            if (start < 0) continue;
            const [last, at] = places[start + words.length - 1];
            getSelection().setBaseAndExtent(...places[start], last, at + 1);
            return;
          }
          throw new Error(`not in the article: ${words}`);
        }""",
        words,
    )


def open_stances(page: Page) -> None:
    """Show the stances beside the article."""
    page.locator(".tabs").get_by_role("button", name="Stances").click()


def test_accepted_and_rejected_stances_become_rows(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit.open("#document/0")
    open_stances(page)
    cards = page.locator(".card")
    n = cards.count()
    assert n >= 2
    cards.nth(0).locator(".accept").click()
    cards.nth(1).locator(".reject").click()
    path = download(page, "stance-corrections.jsonl", tmp_path)
    reading = read_stance_rows([path], read_catalogue(None).issues)
    rows = require_rows(reading)
    assert [row.label for row in rows][1] == "none"
    assert rows[0].label in {"support", "oppose", "mixed"}
    assert not reading.notes
    for row in rows:
        assert row.passage[row.start_char : row.end_char] == row.holder


def test_changed_label_and_span_reach_the_rows(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("#document/0")
    open_stances(page)
    card = page.locator(".card").first
    before = card.locator(".chip").get_attribute("class") or ""
    other = "oppose" if "support" in before else "support"
    card.get_by_role("button", name="Change").click()
    page.check(f'input[name=position][value="{other}"]')
    page.select_option("select[name=issue]", "gun-control")
    words = page.locator("input[name=evidence]")
    shown = words.input_value()
    page.get_by_role("button", name="end a word earlier").last.click()
    cut = words.input_value()
    assert shown.startswith(cut)
    assert len(cut) < len(shown)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".card.change .state")).to_have_text("changed")
    (row,) = read_rows(download(page, "stance-corrections.jsonl", tmp_path))
    assert (row["label"], row["issue"]) == (other, "gun-control")
    (told,) = read_rows(download(page, "corrections.jsonl", tmp_path))
    assert told["verdict"] == "change"
    assert told["before"]["evidence"]["text"] == shown
    assert told["after"]["evidence"]["text"] == cut


def test_missed_stance_is_added_from_a_selection(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("#document/6")
    open_stances(page)
    select_words(page, "Nevada")
    page.get_by_role("button", name="Add a missed stance").click()
    assert page.locator("input[name=holder]").input_value() == "Nevada"
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".editor")).to_contain_text("Choose an issue.")
    page.select_option("select[name=issue]", "social-spending")
    page.check('input[name=position][value="support"]')
    page.fill("input[name=action]", "sued the agency")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".card.on.add .chip")).to_contain_text("Nevada supports")
    path = download(page, "stance-corrections.jsonl", tmp_path)
    (row,) = require_rows(read_stance_rows([path], read_catalogue(None).issues))
    assert (row.holder, row.label, row.issue) == (
        "Nevada",
        "support",
        "social-spending",
    )
    assert row.passage.startswith("🏛️ Nevada sued the agency")
    page.evaluate("location.hash = '#map?issue=social-spending'")
    expect(page.locator("button.tile.support")).to_contain_text("NV")


def test_missed_figure_is_added_by_typed_words(
    visit: Visit, tmp_path: Path, run_folder: Path
) -> None:
    page = visit.open("#document/6")
    page.locator(".tabs").get_by_role("button", name="Figures").click()
    page.get_by_role("button", name="Add a missed figure").click()
    words = page.locator("input[name=words]")
    words.fill("no such words")
    words.blur()
    expect(page.locator(".editor")).to_contain_text("not in the article")
    words.fill("minimum wage of $9.25")
    words.blur()
    page.fill("input[name=value]", "9.25")
    page.fill("input[name=unit]", "USD")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".card.on.add")).to_contain_text("$9.25")
    (told,) = read_rows(download(page, "corrections.jsonl", tmp_path))
    # Offsets are code points, though the page's own strings count otherwise.
    documents = [one.document for one in read_extractions(run_folder)]
    (text,) = [one.text for one in documents if one.id == told["document"]]
    after = told["after"]
    found = text[after["start_char"] : after["end_char"]]
    assert found == after["text"] == "minimum wage of $9.25"
    assert (after["value"], after["unit"], after["comparator"]) == (9.25, "USD", "eq")


def test_corrections_stay_and_move_to_another_browser(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit.open("#document/6")
    page.locator(".card .reject").first.click()
    page.reload()
    expect(page.locator(".card.reject")).to_have_count(1)
    path = download(page, "corrections.jsonl", tmp_path)
    rows = path.read_text("utf-8")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Forget all").click()
    expect(page.locator(".entries li")).to_have_count(0)
    torn = rows.replace('"reject"', '"add"').replace('"after":null', '"after":{}')
    assert torn != rows
    path.write_text(rows + '{"sha256": "of another run"}\nno JSON\n' + torn, "utf-8")
    page.set_input_files("input[type=file]", path)
    expect(page.locator(".entries li")).to_have_count(1)
    expect(page.locator("main .error")).to_contain_text("line 2")
    expect(page.locator("main .error")).to_contain_text("line 3")
    expect(page.locator("main .error")).to_contain_text("line 4")
    assert download(page, "corrections.jsonl", tmp_path).read_text("utf-8") == rows


def test_page_says_so_where_the_browser_keeps_nothing(visit: Visit) -> None:
    visit.page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " {get() { throw new DOMException('denied', 'SecurityError'); }})"
    )
    page = visit.open()
    page.locator(ROWS).first.focus()
    page.keyboard.press("a")
    expect(page.locator(f"{ROWS}:focus .state")).to_have_text("accepted")
    page.evaluate("location.hash = '#corrections'")
    expect(page.locator(".lead")).to_contain_text("keeps nothing")
    page.once("dialog", lambda dialog: dialog.accept())  # asks before it is closed


def correct_claims(page: Page) -> None:
    """Judge the first and the last claim of five documents."""
    for number in range(5):
        page.evaluate(f"location.hash = '#document/{number}'")
        cards = page.locator(".card")
        expect(cards.first).to_be_visible()
        cards.first.locator(".accept").click()
        cards.last.locator(".reject").click()


def test_ten_labels_are_enough_to_train_on(visit: Visit, tmp_path: Path) -> None:
    page = visit.open()
    correct_claims(page)
    path = download(page, "checkworthiness-corrections.jsonl", tmp_path)
    examples = read_examples([path])
    assert [example.label for example in examples].count("CFS") == 5
    assert [example.label for example in examples].count("NFS") == 5
    check_trainable(examples)


def test_ten_labels_retrain_a_model_that_loads(
    visit: Visit, tmp_path: Path, tiny_base: Path
) -> None:
    from nlp.training.checkworthiness.encoder import FitConfig
    from nlp.training.checkworthiness.training import train_checkworthiness

    page = visit.open()
    correct_claims(page)
    path = download(page, "checkworthiness-corrections.jsonl", tmp_path)
    config = FitConfig(base=str(tiny_base), layers=1, epochs=2, max_length=64)
    train_checkworthiness([path], tmp_path / "model", config)
    scores = CheckworthinessModel(tmp_path / "model").score(["Rents rose.", "Why?"])
    assert ((scores > 0) & (scores < 1)).all()


def test_stance_corrections_retrain_a_classifier_that_loads(
    visit: Visit,
    tmp_path: Path,
    tiny_base: Path,
    rows: list[Any],
    write: Callable[..., Path],
) -> None:
    from nlp.classifier import PairClassifier
    from nlp.training.stance.fitting import FitConfig
    from nlp.training.stance.training import TrainConfig, train_stance

    page = visit.open()
    done = 0
    for number in range(6):
        page.evaluate(f"location.hash = '#document/{number}'")
        open_stances(page)
        n = page.locator(".card").count()
        for place in range(n):
            verdict = "reject" if done % 2 else "accept"
            page.locator(".card").nth(place).locator(f".{verdict}").click()
            done += 1
    assert done >= 10
    path = download(page, "stance-corrections.jsonl", tmp_path)
    fit = FitConfig(base=str(tiny_base), epochs=1, max_length=384, device="cpu")
    data = (write(rows), path)
    train_stance(TrainConfig(data=data, out=tmp_path / "model", fit=fit))
    probabilities = PairClassifier(tmp_path / "model").predict_proba([("a", "b")])
    assert probabilities.shape == (1, 4)
    assert probabilities.sum() == pytest.approx(1.0)
