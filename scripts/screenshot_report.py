"""Take the pictures of a report that README shows.

scripts/screenshot_report.py REPORT.html: needs the dev extra and chromium.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer
from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
# Name of the picture -> view, colours, what to press first.
VIEWS = {
    "report-article": ("#document/{article}/claim/c3", "light", None),
    "report-map": ("#map?issue=gun-control", "dark", "button.tile.support"),
}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def take_pictures(
    report: Annotated[Path, typer.Argument(help="A file that `report` has written.")],
    article: Annotated[int, typer.Option(help="Number of the document to show.")] = 0,
) -> None:
    """Write docs/pictures/report-*.png."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS
        )
        for name, (view, scheme, press) in VIEWS.items():
            page = browser.new_page(viewport={"width": 1200, "height": 700})
            page.emulate_media(
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page.goto(report.resolve().as_uri() + view.format(article=article))
            page.wait_for_selector("html[data-ready]", state="attached")
            if press is not None:
                page.locator(press).first.click()
            page.screenshot(path=PICTURES / f"{name}.png")
            print(PICTURES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    typer.run(take_pictures)
