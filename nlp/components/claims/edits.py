"""Replacements in a stretch of text, collected first and made in one go."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MAX_EDITS = 40  # a claim that needs more of them is none


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Characters of the document and what to write in their place."""

    start_char: int
    end_char: int
    text: str


@dataclass(slots=True)
class Edits:
    """Edits that do not overlap; the first to claim a place keeps it."""

    made: list[Edit] = field(default_factory=list)
    kept: list[tuple[int, int]] = field(default_factory=list)  # characters to leave

    def add(self, start_char: int, end_char: int, text: str) -> bool:
        """Note an edit; return whether its place was free."""
        if len(self.made) >= _MAX_EDITS:
            return False
        for kept_start, kept_end in self.kept:
            if start_char < kept_end and end_char > kept_start:
                return False
        for edit in self.made:
            if edit.start_char < end_char and start_char < edit.end_char:
                return False
        self.made.append(Edit(start_char, end_char, text))
        return True

    def apply(self, text: str, start_char: int, end_char: int) -> str:
        """Return `text[start_char:end_char]` with the edits inside it made."""
        parts, at = [], start_char
        for edit in sorted(self.made):
            if edit.start_char < at or edit.end_char > end_char:
                continue
            parts += [text[at : edit.start_char], edit.text]
            at = edit.end_char
        parts.append(text[at:end_char])
        return "".join(parts)


def balance(text: str) -> str:
    """Close a quotation that was cut at its end, drop a mark that closes nothing."""
    opened = text.count("“") - text.count("”")
    if opened > 0:
        return text + "”" * opened
    if opened < 0 and text.endswith("”"):
        return text[:-1]
    if text.count('"') % 2:
        return text[:-1] if text.endswith('"') else text + '"'
    return text


_CONTRACTION = re.compile(r"(?<=\w\w) (?=[’'](?:s|ll|re|ve|d)\b)")


def finish(text: str) -> str:
    """Make a sentence of words: one space between them, a capital and a full stop."""
    text = " ".join(text.split())
    for before, after in ((" ,", ","), (" .", "."), (",,", ","), (",.", ".")):
        text = text.replace(before, after)
    text = text.lstrip(",;:–— ").rstrip(",;:–— ")
    if not text:
        return text
    text = _CONTRACTION.sub("", text)
    first = text.split(" ", 1)[0]
    for at, char in enumerate(first):
        if char.isalpha():
            # "iPhone" and "eBay" keep their own capitals.
            if char.islower() and not any(c.isupper() for c in first[at:]):
                text = text[:at] + char.upper() + text[at + 1 :]
            break
        if char.isdigit():
            break
    text = balance(text)
    if text.count("(") > text.count(")"):
        text = f"{text.rstrip('.')})."
    if text.endswith("..") and not text.endswith("..."):
        text = text[:-1]
    if text[-1] in ".!?…" or text[-2:] in {".”", '."', ".’", "?”", "!”", '?"', '!"'}:
        return text
    return text + "."
