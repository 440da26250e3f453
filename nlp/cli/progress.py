"""How far a run is: a bar on a terminal, now and then a line in a log."""

from __future__ import annotations

from time import monotonic
from typing import Any

_LOG_EVERY = 60.0  # seconds between two lines where there is no terminal
# What is done at each stage of a run, and to what.
_STAGES = {
    "plan": ("looking through", "files"),
    "compare": ("comparing", "documents"),
    "extract": ("extracting from", "documents"),
}


class Progress:
    """Files or documents done, their rate and the time left, on stderr."""

    def __init__(self, console: Any) -> None:
        """Set up a bar that the first `update` shows.

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
        self._stage: str | None = None
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
        self._task = self._bar.add_task("", total=None, rate="")

    def __enter__(self) -> Progress:
        """Return the progress, whose bar goes away with the block."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Take the bar away."""
        if self._stage is not None:
            self._bar.stop()

    def update(self, stage: str, done: int, total: int) -> None:
        """Tell at what stage the run is, and how much of it is done, of how much."""
        verb, noun = _STAGES[stage]
        now = monotonic()
        if stage != self._stage:
            self._stage, self._started = stage, now
            what = f"{verb} {noun}".capitalize()
            self._bar.reset(self._task, total=total, description=what)
            self._bar.start()
        rate = done / max(now - self._started, 1e-6)
        shown = f"{rate:,.1f} a second"
        self._bar.update(self._task, completed=done, rate=shown)
        if not self._console.is_terminal and now - self._told >= _LOG_EVERY:
            self._told = now
            left = format_seconds((total - done) / rate) if rate else "unknown time"
            self._console.print(
                f"policy-claims: {verb} {noun}: {done:,} of {total:,}, {shown},"
                f" {left} left",
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
