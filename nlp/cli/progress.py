"""How far a run is: a bar on a terminal, now and then a line in a log."""

from __future__ import annotations

from time import monotonic
from typing import Any

_LOG_EVERY = 60.0  # seconds between two lines where there is no terminal


class Progress:
    """Documents done, their rate and the time left, on stderr."""

    def __init__(self, console: Any) -> None:
        """Set up a bar that `start` shows.

        Args:
            console: A `rich` console of stderr.
        """
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self._console = console
        self._task: Any = None
        self._total = 0
        self._started = self._told = monotonic()
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> Progress:
        """Return the progress, whose bar goes away with the block."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Take the bar away."""
        if self._task is not None:
            self._bar.stop()

    def start(self, total: int) -> None:
        """Tell how many documents there are to do."""
        self._total = total
        self._started = self._told = monotonic()
        self._task = self._bar.add_task("Documents", total=total, rate="")
        self._bar.start()

    def update(self, done: int) -> None:
        """Tell how many of them are done."""
        now = monotonic()
        rate = done / max(now - self._started, 1e-6)
        shown = f"{rate:.1f} a second"
        self._bar.update(self._task, completed=done, rate=shown)
        if not self._console.is_terminal and now - self._told >= _LOG_EVERY:
            self._told = now
            left = (self._total - done) / rate if rate else 0
            self._console.print(
                f"policy-claims: {done:,} of {self._total:,} documents, {shown},"
                f" {format_seconds(left)} left",
                soft_wrap=True,
                highlight=False,
            )


def format_seconds(seconds: float) -> str:
    """Say a duration in the largest unit that fits and the one below."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours:,} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
