"""Reports of runs that are not a folder of short files: URLs, tables, long texts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from nlp.comparison.files import FILES, compare_extractions, write_comparisons
from nlp.corpus.results import Format, read_extractions
from nlp.corpus.runs import RunConfig, run_corpus
from nlp.corpus.stores import Store
from nlp.export.report import write_report
from tests.export.report.conftest import Visit

ARTICLE = (
    "Ohio repealed its cap on rents on Monday. The agency said that about 3,100"
    " families in Dayton had lost their homes in 2024.\n"
)
ADDRESS = "https://records.example/" + "a_name_without_a_break_" * 6
PLACES = ("Dayton", "Akron", "Toledo", "Lima", "Xenia")
N_PARAGRAPHS = 60


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def write_record(folder: Path) -> None:
    """Write a long document: many claims, and words that fit into no line."""
    paragraphs = [
        f"In {PLACES[n % 5]}, {200 + n} families lost food aid in 2023, the office"
        f" said. The council of {PLACES[n % 5]} put its plan to spend ${n + 2} million"
        f" on shelters on {ADDRESS} in March."
        for n in range(N_PARAGRAPHS)
    ]
    (folder / "record.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve two documents and return the URL of their folder."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    write_record(folder)
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def runs(site: str, tmp_path_factory: pytest.TempPathFactory) -> dict[Format, Path]:
    """Return the folders of the same run in both formats, compared and reported."""
    formats: tuple[Format, ...] = ("jsonl", "parquet")
    folders = {name: tmp_path_factory.mktemp(name) / "out" for name in formats}
    inputs = (f"{site}/article.txt", f"{site}/record.txt")
    for name, out in folders.items():
        run_corpus(RunConfig(inputs=inputs, out=out, format=name))
        write_comparisons(compare_extractions(read_extractions(out)), out)
        write_report(out)
    return folders


@pytest.fixture
def page(browser: Browser, runs: dict[Format, Path]) -> Iterator[Page]:
    """Return the page of the report of the tables; it must end without problems."""
    context = browser.new_context(viewport={"width": 1100, "height": 800})
    visit = Visit(context.new_page(), runs["parquet"] / "report.html")
    yield visit.open("#document/1")
    context.close()
    assert not visit.problems


def test_tables_give_the_same_report_as_lines(runs: dict[Format, Path]) -> None:
    for name in ("report.html", *FILES):
        one, other = (out / name for out in runs.values())
        assert one.read_bytes() == other.read_bytes()


def test_a_run_behind_a_url_gives_the_same_report(runs: dict[Format, Path]) -> None:
    store = Store(f"memory://{uuid4().hex}/out")
    for path in runs["jsonl"].iterdir():
        if path.name != "report.html" and path.is_file():
            with store.write(path.name) as file:
                file.write(path.read_bytes())
    assert write_report(store.location) == f"{store.location}/report.html"
    here = (runs["jsonl"] / "report.html").read_bytes()
    assert store.read("report.html") == here


def test_a_page_of_the_web_is_linked(page: Page, site: str) -> None:
    link = page.locator(".byline a")
    expect(link).to_have_attribute("href", f"{site}/record.txt")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_a_long_document_is_read_to_its_end(page: Page) -> None:
    cards = page.locator(".card")
    assert cards.count() >= 2 * N_PARAGRAPHS
    cards.last.locator(".show").click()
    expect(page.locator(".prose .on").first).to_be_in_viewport()
    cards.last.locator(".accept").click()
    expect(page.locator(".card .state.accept")).to_have_count(1)


def test_words_without_a_break_stay_in_their_card(page: Page) -> None:
    wide = page.evaluate(
        "[...document.querySelectorAll('.card, .prose')]"
        ".filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    )
    assert page.locator(".card", has_text="records.example").count() > 0
    assert wide == 0
