"""Full stops, question and exclamation marks: which of them end a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from nlp.components.sentences.verdicts import Verdict
from nlp.lexicons import read_lexicon

TagAt = Callable[[int], str]  # fine-grained tag of the token at a character, or ""

_WORD_BEFORE = re.compile(r"[^\s\"“”‘(\[{—–*_]*$")
_NEXT = re.compile(r"([\"“”‘’'«(\[{*_¿¡]*)([\w$€£¥§#]?)([\w’'.-]*)")
_NEXT_TWO = re.compile(r"\W*\w[\w’'.-]*\s+(\w?)")
_ENUMERATOR = re.compile(r"\((?:\d{1,3}|[A-Za-z]{1,2}|[ivxIVX]{1,5})\)")
_INITIALS = re.compile(r"(?:[A-Z]\.-?)*[A-Z]")
_LETTERED = re.compile(
    r"\b(?:plan|vitamin|hepatitis|influenza|class|grade|schedule|type|group|part|title"
    r"|option|section|phase|exhibit|appendix|category|district|medicare|than|and|or|model"
    r"|level|tier|zone|ward|line)\s+$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\d\w*\s+(?:[A-Z]\S*\s+){0,3}$")
_NUMBER = re.compile(r"\d|[IVXLC]+\b|[A-Z]\b|[#§]")
_LONGEST_LABEL = 40
_OPEN_TAGS = {"NNP", "NNPS", "JJ", ""}  # a name may go on with them


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop with its surroundings."""

    text: str
    begin: int  # of the sentence it stands in
    start: int
    mark: str  # without closing quotes and brackets
    closers: str
    next: int  # first character after the white space


class StopJudge:
    """Judges stops by the words beside them."""

    def __init__(self) -> None:
        """Read the lexicon of abbreviations."""
        lexicon = read_lexicon("abbreviations")
        words = {key: frozenset(value.split()) for key, value in lexicon.items()}
        self.openers = words["openers"]
        self.belongings = words["belongings"]
        self.clock_followers = words["clock_followers"]
        self.speech = words["speech"]
        self.label = re.compile(
            rf"[\s#*_\"“]*(?:(?:{'|'.join(words['labels'])})\.?\s+)?[§#\s]*"
            r"(?:\d+(?:[.:-]\d+)*[A-Za-z]?|[A-Za-z]|[IVXLC]{1,7}|[ivxlc]{1,7})",
            re.IGNORECASE,
        )
        self.classes = {
            word: kind
            for kind in (
                "trailing",
                "places",
                "clock",
                "months",
                "joining",
                "numbered",
                "titles",
            )
            for word in words[kind]
        }
        self.judges: dict[str, Callable[[Stop, str, str, TagAt], Verdict]] = {
            "titles": self._judge_title,
            "numbered": self._judge_numbered,
            "joining": lambda *_: Verdict.NO,
            "months": self._judge_months,
            "clock": self._judge_clock,
            "trailing": self._judge_trailing,
            "places": self._judge_place,
        }

    def judge(self, stop: Stop, tag_at: TagAt) -> Verdict:
        """Say how surely a sentence begins at `stop.next`."""
        opening, first, rest = _NEXT.match(stop.text, stop.next).groups()  # type: ignore[union-attr]
        if not first:
            return Verdict.NO
        is_enumerator = "(" in opening and _ENUMERATOR.match(stop.text, stop.next)
        if first.islower() and not rest[:1].isupper() and not is_enumerator:
            return self._judge_lower(stop)
        if stop.mark != "." or stop.closers.strip(")]"):
            return self._judge_mark(stop, first + rest)
        word = _WORD_BEFORE.search(
            stop.text, max(stop.begin, stop.start - 30), stop.start
        )
        return self._judge_word(stop, word[0] if word else "", first + rest, tag_at)

    def _judge_lower(self, stop: Stop) -> Verdict:
        if stop.mark != "." or stop.closers:
            return Verdict.NO
        word = _WORD_BEFORE.search(
            stop.text, max(stop.begin, stop.start - 30), stop.start
        )
        lower = word[0].lower() if word else ""
        is_plain = len(lower) > 3 and lower.isalpha() and lower not in self.classes
        return Verdict.LIKELY_NO if is_plain else Verdict.NO

    def _judge_mark(self, stop: Stop, following: str) -> Verdict:
        if set(stop.mark) <= {".", "…"} and len(stop.mark) > 1 and not stop.closers:
            return Verdict.LIKELY
        quoted = stop.closers and stop.closers[-1] in "\"”’'"
        if quoted and stop.mark[-1] in "?!" and following.lower() not in self.openers:
            words = stop.text[stop.next : stop.next + 60].split()[1:4]
            if any(word.strip(".,:").lower() in self.speech for word in words):
                return Verdict.NO
        return Verdict.BORDER

    def _judge_word(
        self, stop: Stop, word: str, following: str, tag_at: TagAt
    ) -> Verdict:
        is_short = stop.start - stop.begin <= _LONGEST_LABEL
        if is_short and self.label.fullmatch(stop.text, stop.begin, stop.start):
            return Verdict.NO
        lower = word.lower().replace("’", "'")
        kind = self.classes.get(lower) or self.classes.get(lower.rpartition("-")[2])
        if kind in ("months", "places", "titles") and not word[0].isupper():
            kind = None
        if kind is not None:
            return self.judges[kind](stop, word, following, tag_at)
        if _INITIALS.fullmatch(word):
            return self._judge_initials(stop, word, following, tag_at)
        return Verdict.BORDER if word else Verdict.LIKELY

    def _judge_title(self, stop: Stop, word: str, following: str, _: TagAt) -> Verdict:
        opens = following.lower() in self.openers
        return Verdict.LIKELY if opens else Verdict.NO

    def _judge_numbered(
        self, stop: Stop, word: str, following: str, _: TagAt
    ) -> Verdict:
        if following[0].isdigit() or following[0] in "#§":
            return Verdict.NO
        if following.lower() in self.openers and following != "A":
            return Verdict.BORDER
        if _NUMBER.match(following):
            return Verdict.NO
        whole = stop.text[stop.begin : stop.start].strip("\"“‘' ")
        if word in ("no", "art", "fig", "prop") or whole == word:
            return Verdict.BORDER
        return Verdict.LIKELY_NO

    def _judge_months(self, stop: Stop, word: str, following: str, _: TagAt) -> Verdict:
        if following[0].isdigit():
            return Verdict.NO
        opens = following.lower() in self.openers
        return Verdict.BORDER if opens else Verdict.LIKELY

    def _judge_clock(self, stop: Stop, word: str, following: str, _: TagAt) -> Verdict:
        lower = following.lower().rstrip(".")
        if lower in self.openers:
            return Verdict.BORDER
        if lower in self.clock_followers:
            return Verdict.NO
        if word.lower() in ("am", "pm"):
            return Verdict.BORDER
        return Verdict.LIKELY

    def _judge_trailing(
        self, stop: Stop, word: str, following: str, tag_at: TagAt
    ) -> Verdict:
        if word == "St":
            before = stop.text[max(stop.begin, stop.start - 40) : stop.start - 2]
            if not _ADDRESS.search(before):
                return Verdict.NO
        return self._judge_follower(stop, following, tag_at)

    def _judge_place(
        self, stop: Stop, word: str, following: str, tag_at: TagAt
    ) -> Verdict:
        before = stop.text[stop.begin : stop.start - len(word)]
        if not before.strip("\"“‘'*#_([ "):
            return Verdict.NO  # a sentence that is only "U.S."
        return self._judge_follower(stop, following, tag_at)

    def _judge_initials(
        self, stop: Stop, word: str, following: str, tag_at: TagAt
    ) -> Verdict:
        if following.lower() in self.openers and following != "A":
            return Verdict.BORDER
        before = stop.text[max(stop.begin, stop.start - 20) : stop.start - len(word)]
        if len(word) == 1 and _LETTERED.search(before):
            return Verdict.LIKELY
        if len(word) < 5:  # "J. Smith", "J.D. Smith"; not "F.B.I. Smith"
            return Verdict.NO
        return self._judge_follower(stop, following, tag_at)

    def _judge_follower(self, stop: Stop, following: str, tag_at: TagAt) -> Verdict:
        """Judge by whether the next word opens a sentence or goes on with a name."""
        lower = following.lower().replace("’", "'").rstrip(".")
        if lower in self.openers:
            return Verdict.BORDER
        if lower in self.belongings or lower.removesuffix("'s") in self.belongings:
            return Verdict.NO
        if not following[0].isalpha():
            return Verdict.LIKELY
        after = _NEXT_TWO.match(stop.text, stop.next)
        if after is None or not after[1].islower():
            return Verdict.LIKELY_NO  # a headline or a longer name
        return Verdict.LIKELY if tag_at(stop.next) in _OPEN_TAGS else Verdict.BORDER
