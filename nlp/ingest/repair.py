"""Mend damaged text: wrong decodings, HTML entities, characters nobody can see."""

from __future__ import annotations

import re
import unicodedata
from html.entities import html5
from re import Match

import ftfy

# Curly quotes, dashes and accents are what the author wrote, so they stay.
_FTFY = ftfy.TextFixerConfig(
    unescape_html=False,  # ours below: it also works where the text has a "<"
    uncurl_quotes=False,
    normalization=None,  # ours below: that of the standard library is quadratic
    explain=False,
)
_MAX_PASSES = 6

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\u2028\u2029]")
_SURROGATES = re.compile(r"[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]{0,20}[A-Za-z])?")

# Soft hyphen, zero-width space and word joiner, marks of writing direction, byte
# order mark, interlinear and non-characters, and what is left of C1 controls.
_UNSEEN = re.compile(
    "[\x80-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff]"
)
# Joiners have work to do in emoji and in Arabic or Indic script, none in Latin.
_JOINERS = re.compile(
    r"(?<![^\x00-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\u024f])"
)
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_DECOMPOSED = re.compile(r"[^\W\d_][\u0300-\u036f]{1,4}(?![\u0300-\u036f])")
# "&amp;amp;nbsp;" was escaped three times over and is still one space.
_ENTITY = re.compile(
    r"&(?:amp;|AMP;|#0{0,5}38;|#[xX]0{0,5}26;)*"
    r"(?:#(?P<dec>[0-9]{1,7});|#[xX](?P<hex>[0-9a-fA-F]{1,6});"
    r"|(?P<name>[A-Za-z][A-Za-z0-9]{1,31};))?"
)


def repair_text(text: str) -> str:
    """Undo damage to a text and change nothing else.

    Mended are mojibake ("donâ€™t"), HTML entities left in the text, lone surrogates,
    line separators other than a line feed, letters split from their accents, and
    invisible characters: soft hyphens, zero-width spaces, controls. Spaces of every
    width become a plain one, so that "5 million" is the same two words everywhere.
    Repairing twice gives the same as repairing once. Time is linear in the text.

    Args:
        text: Any string, however long.

    Returns:
        The repaired text, which can always be encoded as UTF-8.
    """
    start = current = _clean(text)
    for _ in range(_MAX_PASSES):
        mended = _clean(_mend(current))
        if mended == current:
            return current
        current = mended
    # Only text built to keep unfolding gets here. Its passes start from `start`
    # again the next time, so that giving `start` back is repeatable too.
    return start


def _clean(text: str) -> str:
    """Do what is safe before mojibake is looked for; doing it twice changes nothing."""
    text = _LINE_BREAKS.sub("\n", _CONTROLS.sub("", text))
    return _SURROGATES.sub(_join_surrogates, text)


def _join_surrogates(match: Match[str]) -> str:
    pair = match[0]
    if len(pair) == 1:
        return "\N{REPLACEMENT CHARACTER}"
    return pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _mend(text: str) -> str:
    if not text.isascii():
        text = ftfy.fix_text(text, _FTFY)
    text = _ESCAPES.sub("", text)
    if "&" in text:
        text = _ENTITY.sub(_decode_entity, text)
    if text.isascii():
        return text
    text = _JOINERS.sub("", _UNSEEN.sub("", text.replace("\x85", "\n")))
    return _DECOMPOSED.sub(_compose, _SPACES.sub(" ", text))


def _compose(match: Match[str]) -> str:
    return unicodedata.normalize("NFC", match[0])


def _decode_entity(match: Match[str]) -> str:
    if match["name"] is not None:
        name = match["name"]
        return html5[name] if name in html5 else match[0]
    if match["dec"] is None and match["hex"] is None:
        return "&"
    number = int(match["dec"]) if match["dec"] else int(match["hex"], 16)
    if 0x80 <= number <= 0x9F:  # browsers read these as cp1252, and so do authors
        return bytes([number]).decode("cp1252", "replace")
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return "\N{REPLACEMENT CHARACTER}"
    return chr(number)
