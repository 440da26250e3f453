"""The words of a text as the readers of dates see them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from nlp.components.dates.forms import Form

_WORD = re.compile(r"\n\s*\n|[^\W\d_]+|\d+|[^\w\s]|_")
_PLAIN = str.maketrans("’‘ʼ–‒‑−", "'''----")

PARAGRAPH = "\n\n"  # stands for a blank line


class Found(NamedTuple):
    """Words that a reader has read, from one to before another.

    A form of None means that they are no date and that nobody else should read them.
    """

    first: int
    after: int
    form: Form | None


class Words:
    """Words, numbers and signs of a text, lower-cased, dashes and quotes made plain."""

    __slots__ = ("depth", "ends", "lower", "starts", "text")

    def __init__(self, text: str) -> None:
        """Split `text` into words."""
        self.text = text
        self.depth = 0  # of dates being read within dates
        self.lower: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _WORD.finditer(text):
            word = match.group()
            self.lower.append(PARAGRAPH if word[0] == "\n" else word.lower())
            self.starts.append(match.start())
            self.ends.append(match.end())
        self.lower = [
            word if word.isascii() else word.translate(_PLAIN) for word in self.lower
        ]

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.lower)

    def get(self, i: int) -> str:
        """Return a word in lower case, or "" outside of the text."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def is_glued(self, i: int) -> bool:
        """Tell whether no space stands between a word and the one before it."""
        if not 0 < i < len(self.starts) or self.lower[i - 1] == PARAGRAPH:
            return False
        return self.starts[i] == self.ends[i - 1]

    def is_capital(self, i: int) -> bool:
        """Tell whether a word begins with a capital."""
        return 0 <= i < len(self.starts) and self.text[self.starts[i]].isupper()

    def find_number(self, i: int, *, max_digits: int = 4) -> int | None:
        """Return the whole number in digits at a word, if there is one."""
        word = self.get(i)
        if not word.isdecimal() or not 1 <= len(word) <= max_digits:
            return None
        return int(word)


Reader = Callable[[Words, int], Found | None]


def skip(words: Words, i: int, *options: str) -> int:
    """Return the index after word `i` where it is one of the options, else `i`."""
    return i + 1 if words.get(i) in options else i
