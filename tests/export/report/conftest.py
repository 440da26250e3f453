"""A run's report, and a Chromium that opens it from disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from nlp.comparison.files import compare_extractions, write_comparisons
from nlp.corpus.results import read_extractions
from nlp.corpus.runs import RunConfig, run_corpus
from nlp.export.report import write_report

# Fixtures of a training of seconds.
from tests.training.conftest import tiny_base  # noqa: F401
from tests.training.stance.conftest import rows, write  # noqa: F401

SAMPLES = Path(__file__).resolve().parents[3] / "corpora" / "samples"
ARTICLES = (
    "articles/canyon-county-jail-agreement.txt",
    "articles/kansas-city-wage-floor.txt",
    "articles/maine-leave-new-hampshire.txt",
    "articles/milwaukee-madison-police.md",
    "articles/mississippi-medicaid-expansion.txt",
    "articles/oregon-fourplexes.md",
)
# What a page must never take for its own: markup, ends of lines of other kinds,
# letters beyond the first plane.
HOSTILE = (
    "Aid cut <img src=x onerror=alert(1)></script>\n\n"
    "🏛️ Nevada sued the agency on Monday & said that about 4,200 families lost"
    " <b>aid</b> last year. </script><script>window.hacked = true</script> 🏛️🏛️ Utah"
    " repealed its minimum wage of $9.25 an hour.\n"
)
TELLINGS = {
    "2024-03-04": "Nevada sued the agency on Monday to block its new cap on rents. The"
    " governor's office said that 4,200 families in Nevada lost food aid in 2023.",
    "2024-06-09": "The department said 9,700 families in Nevada lost food aid in 2023."
    " On June 3, Nevada enacted a law that caps rents at 5 percent a year.",
    "2024-07-01": "In 2023, 4,200 Nevada families lost food aid, the office said.",
}
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 20_000  # milliseconds; a busy machine is no failure
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run over samples and one hostile document."""
    folder = tmp_path_factory.mktemp("report")
    inputs = folder / "in"
    inputs.mkdir()
    for name in ARTICLES:
        shutil.copy(SAMPLES / name, inputs)
    hostile = inputs / "z<i>&amp;.txt"
    hostile.write_text(HOSTILE, encoding="utf-8")
    out = folder / "out"
    run_corpus(RunConfig(inputs=(inputs,), out=out, options={}))
    return out


@pytest.fixture(scope="session")
def report(run_folder: Path) -> Path:
    """Return the report's file."""
    return Path(write_report(run_folder))


@pytest.fixture(scope="session")
def compared_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of three documents that do not agree."""
    folder = tmp_path_factory.mktemp("compared")
    told = [{"text": text, "published": day} for day, text in TELLINGS.items()]
    path = folder / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    out = folder / "out"
    run_corpus(RunConfig(inputs=(path,), out=out, options={}))
    write_comparisons(compare_extractions(read_extractions(out)), out)
    return Path(write_report(out))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a headless Chromium once; tests without one are skipped."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("no Chromium found; apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=program, args=list(OPTIONS)
        )
        expect.set_options(timeout=PATIENCE)
        yield launched
        launched.close()


class Visit:
    """A page with what went wrong in it."""

    def __init__(self, page: Page, report: Path) -> None:
        self.page = page
        self.url = report.as_uri()
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda told: self._note(told.type, told.text))
        page.on("request", lambda request: self._note_request(request.url))

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.problems.append(text)

    def _note_request(self, url: str) -> None:
        if not url.startswith((self.url, "blob:null/")):
            self.problems.append(f"asked for {url}")

    def open(self, view: str = "") -> Page:
        """Open a view afresh and return the page."""
        self.page.goto("about:blank")
        self.page.goto(self.url + view)
        self.page.wait_for_selector("html[data-ready]", state="attached")
        return self.page


@pytest.fixture
def visit(browser: Browser, report: Path) -> Iterator[Visit]:
    """Return a visit in a browser that knows nothing; it must end without problems."""
    context = browser.new_context(viewport={"width": 1366, "height": 860})
    context.set_default_timeout(PATIENCE)
    visit = Visit(context.new_page(), report)
    yield visit
    try:
        context.close()
    except Error as err:
        visit.problems.append(str(err))
    assert not [told for told in visit.problems if "about:blank" not in told]
