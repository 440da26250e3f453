"""Line ends: which close a paragraph, heading, list item or table row."""

from __future__ import annotations

import re

from nlp.components.sentences.verdicts import Verdict

_NEWLINE = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

# They open a block of their own, whatever the line before looks like.
_STRONG_START = re.compile(
    r"#{1,6}\s|[*+•‣▪◦●○·]\s|\||>|(?:[-*_=~]\s?){3,}$|```", re.MULTILINE
)
# They do unless the line before is merely wrapped.
_WEAK_START = re.compile(
    r"[-–—]\s|\d{1,3}[.)]\s|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{2,5})\)\s?|[A-Z]\.\s|\*\*|§"
    r"|(?:sec(?:tion|\.)|article|chapter|title|part)\s+[\dIVX]|whereas\b|be it\b"
    r"|now, therefore",
    re.IGNORECASE,
)
_OWN_BLOCK = re.compile(
    r"\s*(?:#{1,6}\s|\||\*\*[^*\n]+\*\*:?\s*$|__[^_\n]+__:?\s*$|(?:[-*_=~]\s?){3,}$)"
    r"|[^|\n]*\|[^|\n]*\|"
)
_CLOSED = re.compile(r"[.?!…:;][\"'”’»)\]}*_]*(?:\[\d{1,3}\])*$")
_OPEN_END = re.compile(
    r"[a-z]{2}.{8,} (?:of|by|from)(?: the| an?)?$|[a-z]{2} the$"
    r"|.{40} (?:with|in|under|to|into|and)(?: an?)?$"
    r"|[A-Z][a-z]+ [A-Z][a-z]+ [A-Z]\.$"  # "President Lyndon B." before "Johnson"
)
_DAY = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]{0,6} \d{1,2},$"
)
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d\b")
# "DONALD J." before "TRUMP", "the U.S." before "MFN tariff", a line of "U.S." alone
_OPEN_STOP = re.compile(r"[A-Z]{2} [A-Z]\.$|\b[Tt]he U\.S\.$|^U\.S\.$")
_ORPHAN = re.compile(r"[.,;]+\s*$")  # the stop after a title in italics
_ACRONYM = re.compile(r"[A-Z]{2,}\b")
_COLON = re.compile(r"[:;,][\"'”’»)\]}*_]*$")
_FIRST_WORD = re.compile(r"[^\w\s]*(\w\S*)")
_WRAP_SIGN = re.compile(r"[a-z,] ?\n[ \t]{0,20}[a-z]")

_WIDEST_PAGE = 130  # characters; longer lines are paragraphs
_NARROWEST_PAGE = 30
_LONG_LINE = 50  # a line this long that ends without a stop is no list item


class Lines:
    """Judges the line ends of one text."""

    def __init__(self, text: str) -> None:
        """Measure the lines of `text`."""
        self.text = text
        self.begin = 0  # of the line to judge next
        self.width = 0  # of the page, where the text is wrapped by hand
        if _WRAP_SIGN.search(text):
            widest = max(len(line.strip()) for line in text.split("\n"))
            if _NARROWEST_PAGE <= widest <= _WIDEST_PAGE:
                self.width = widest

    def judge(self, start: int, end: int) -> Verdict | None:
        """Judge the gap `text[start:end]` of white space with a line end in it.

        To be called once for each, in text order.

        Returns:
            A verdict, or None where the line is wrapped, so that the words decide.
        """
        text = self.text
        before = text[self.begin : start].strip()
        self.begin = end
        after = text[end : end + 200].split("\n", 1)[0]
        n_newlines = len(_NEWLINE.findall(text, start, end))
        if _STRONG_START.match(after) or _OWN_BLOCK.match(before):
            return Verdict.BORDER
        if _OPEN_END.search(before[-80:]) and not _WEAK_START.match(after):
            return Verdict.NO  # "the Secretary of the" is no line of its own
        if n_newlines == 1 and (_ORPHAN.match(after) or _goes_on(before, after)):
            return Verdict.NO
        if n_newlines > 1:
            return self._judge_blank_line(before, after)
        return self._judge_line_end(before, after)

    def _judge_blank_line(self, before: str, after: str) -> Verdict:
        if (
            _CLOSED.search(before[-80:])
            or not _is_lower(after)
            or _WEAK_START.match(after)
        ):
            return Verdict.BORDER
        # A page break in mid-sentence, as PDF files have them.
        is_cut = len(before) >= _LONG_LINE or _COLON.search(before[-80:])
        return Verdict.LIKELY_NO if is_cut else Verdict.BORDER

    def _judge_line_end(self, before: str, after: str) -> Verdict | None:
        closed = _CLOSED.search(before[-80:])
        if _WEAK_START.match(after) and (closed or not self._is_wrapped(before, after)):
            return Verdict.BORDER
        if self._is_wrapped(before, after):
            return None
        if closed and not _COLON.search(before[-80:]):
            return None if _is_lower(after) else Verdict.BORDER
        return Verdict.LIKELY_NO if _is_lower(after) else Verdict.BORDER

    def _is_wrapped(self, before: str, after: str) -> bool:
        word = after.split(" ", 1)[0]
        return self.width > 0 and len(before) + 1 + len(word) > 0.9 * self.width


def _goes_on(before: str, after: str) -> bool:
    """Tell whether a line that ends in an abbreviation breaks off within a name."""
    if _DAY.search(before[-20:]) is not None:
        return _YEAR.match(after) is not None
    if _OPEN_STOP.search(before[-20:]) is None:
        return False
    return len(before) < len("U.S.. ") or _ACRONYM.match(after) is not None


def has_newline(gap: str) -> bool:
    """Tell whether white space goes over a line end."""
    return bool(gap) and _NEWLINE.search(gap) is not None


def _is_lower(line: str) -> bool:
    word = _FIRST_WORD.match(line)
    return word is not None and word[1][0].islower()
