"""The text as words, numbers and signs, finer than tokens and the same everywhere.

spaCy leaves "$2.3bn" as two tokens, "PS2.7m" and "4-" as odd ones; figures are read
from these pieces instead, so that they do not hang on a tokeniser's whims.
"""

from __future__ import annotations

import re

_LEXEME = re.compile(
    r"(?<![\w.,])\.\d+"  # .5
    r"|\d+(?:[.,]\d+)*"
    r"|[^\W\d_]+"
    r"|\S"
)
_PADDING = 12
DASHES = frozenset("-–—‐‑‒−")
MINUS = frozenset("-−–‐‑")
APOSTROPHES = frozenset("'’ʼ`")


class Lexemes:
    """Parallel lists of words, lower-case words and offsets, padded at the end.

    The padding makes any index near the borders safe: past the end, and by Python's
    negative indices also before the start, stand empty words.
    """

    __slots__ = ("end", "has_spaced_groups", "lower", "n", "start", "text", "words")

    def __init__(self, text: str) -> None:
        """Cut `text` into pieces."""
        found = list(_LEXEME.finditer(text))
        padding = [""] * _PADDING
        self.text = text
        self.has_spaced_groups = ", 000" in text  # it writes "10, 000", "1, 118"
        self.n = len(found)
        self.words = [match.group() for match in found] + padding
        self.lower = [word.lower() for word in self.words]
        self.start = [match.start() for match in found] + [len(text)] * _PADDING
        self.end = [match.end() for match in found] + [len(text)] * _PADDING

    def is_number(self, i: int) -> bool:
        """Tell whether piece `i` is written in digits."""
        word = self.words[i]
        return word[:1].isdecimal() or (len(word) > 1 and word[0] == ".")

    def is_word(self, i: int) -> bool:
        """Tell whether piece `i` is made of letters."""
        return self.words[i][:1].isalpha()

    def has_gap(self, i: int) -> bool:
        """Tell whether white space (or the text's border) stands before piece `i`."""
        return i <= 0 or i >= self.n or self.start[i] > self.end[i - 1]

    def gap(self, i: int) -> str:
        """Return the white space before piece `i`."""
        return self.text[self.end[i - 1] : self.start[i]] if 0 < i < self.n else "\n"

    def matches(self, i: int, phrase: tuple[str, ...]) -> bool:
        """Tell whether the lower-case words from `i` on are `phrase`."""
        lower = self.lower
        return all(lower[i + k] == word for k, word in enumerate(phrase))

    def between(self, first: int, last: int) -> str:
        """Return the text from piece `first` to piece `last`, exclusive."""
        if first >= last:
            return ""
        return self.text[self.start[first] : self.end[last - 1]]
