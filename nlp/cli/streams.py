"""What goes to stderr."""

from __future__ import annotations

import sys


def print_error(message: str) -> None:
    """Print a message as one line that tells whose it is."""
    line = " ".join(message.split())
    print(f"policy-claims: {line}", file=sys.stderr)
