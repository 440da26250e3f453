"""What a run tells while it works: lines in a log, a bar on a terminal."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from nlp.cli.progress import Progress, format_seconds


def test_a_log_gets_a_line_for_each_stage_with_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter(range(0, 1000, 50))  # seconds
    monkeypatch.setattr("nlp.cli.progress.monotonic", lambda: next(clock))
    log = StringIO()
    with Progress(Console(file=log, width=40)) as progress:
        for stage in ("plan", "compare", "extract"):
            for done in (0, 1_000, 2_000):
                progress.update(stage, done, 20_000)
    assert log.getvalue().splitlines() == [
        "policy-claims: looking through files: 1,000 of 20,000,"
        " 20.0 a second, 15 min 50 s left",
        "policy-claims: comparing documents: 0 of 20,000,"
        " 0.0 a second, unknown time left",
        "policy-claims: comparing documents: 2,000 of 20,000,"
        " 20.0 a second, 15 min 0 s left",
        "policy-claims: extracting from documents: 1,000 of 20,000,"
        " 20.0 a second, 15 min 50 s left",
    ]


def test_a_terminal_gets_a_bar_that_goes_away() -> None:
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, width=100)
    with Progress(console) as progress:
        progress.update("compare", 3, 12)
        progress.update("extract", 6, 12)
    assert "Extracting from documents" in screen.getvalue()
    assert "6/12" in screen.getvalue()
    assert screen.getvalue().endswith("\x1b[2K")  # the line is cleared


def test_nothing_is_told_of_a_run_that_never_began() -> None:
    log = StringIO()
    with Progress(Console(file=log)):
        pass
    assert not log.getvalue()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (4.4, "4 s"),
        (65, "1 min 5 s"),
        (7_260, "2 h 1 min"),
        (3_600_000, "1,000 h 0 min"),
    ],
)
def test_seconds_are_said_in_two_units(seconds: float, said: str) -> None:
    assert format_seconds(seconds) == said
