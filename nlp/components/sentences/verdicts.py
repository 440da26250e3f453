"""How sure a place between two words is a sentence border."""

from __future__ import annotations

from enum import IntEnum


class Verdict(IntEnum):
    """From surely none to surely one; the two doubtful ones are left to the parser."""

    NO = 0
    LIKELY_NO = 1
    LIKELY = 2
    BORDER = 3
