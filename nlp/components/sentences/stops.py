"""Full stops, question and exclamation marks: which of them end a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from nlp.components.sentences.verdicts import Verdict
from nlp.lexicons import read_lexicon

TagAt = Callable[[int], str]  # fine-grained tag of the token at a character, or ""

_WORD_BEFORE = re.compile(r"[^\s\"“”‘(\[{—–*_]*$")
_NEXT = re.compile(r"([\"“”‘’'«(\[{*_¿¡]*)([\w$€£¥§#]?)([\w’'.]*)")
_AFTER_NEXT = re.compile(r"\W*\w[\w’'.-]*([,;]?)\s+(\w?)")
_ENUMERATOR = re.compile(r"\((?:\d{1,3}|[A-Za-z]{1,2}|[ivxIVX]{1,5})\)")
_INITIALS = re.compile(r"(?:[A-Z]\.-?)*[A-Z]")
_LETTERED = re.compile(
    r"\b(?:plan|vitamin|hepatitis|influenza|class|grade|schedule|type|group|part|title"
    r"|option|section|phase|exhibit|appendix|category|district|medicare|than|and|or|model"
    r"|level|tier|zone|ward|line)\s+$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\d\w*\s+(?:[A-Z]\S*\s+){0,3}$")
_CLOCK_OPENING = re.compile(
    r"\W*(?:at|by|around|about|just|shortly|from)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d|[IVXLC]+\b|[A-Z]\b|[#§]")
_LONGEST_LABEL = 40
_REACH = 30  # characters back in which a word and what leads to it lie


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop with its surroundings.

    Attributes:
        text: All of it.
        begin: Where the sentence begins that may end here.
        start: Where the stop is.
        mark: The stop without closing quotes and brackets.
        closers: These.
        next: First character after the white space.
        tag_at: Tags of the tokens.
    """

    text: str
    begin: int
    start: int
    mark: str
    closers: str
    next: int
    tag_at: TagAt

    @property
    def word(self) -> str:
        """The word that the stop closes."""
        begin = max(self.begin, self.start - _REACH)
        match = _WORD_BEFORE.search(self.text, begin, self.start)
        return match[0] if match else ""

    def find_before(self, word: str) -> str:
        """Return what stands before the word in its sentence, at most 30 characters."""
        end = self.start - len(word)
        return self.text[max(self.begin, end - _REACH) : end]


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
        number = r"(?:\d+(?:[.:-]\d+)*[A-Za-z]?|[A-Za-z]|[IVXLC]{1,7}|[ivxlc]{1,7})"
        self.item = re.compile(rf"[\s#*_\"“]*{number}")
        self.label = re.compile(
            rf"[\s#*_\"“]*(?:(?:{'|'.join(words['labels'])})\.?\s+|§+\s*)+{number}",
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
        self.judges: dict[str, Callable[[Stop, str, str], Verdict]] = {
            "titles": self._judge_title,
            "numbered": self._judge_numbered,
            "joining": lambda *_: Verdict.NO,
            "months": self._judge_months,
            "clock": self._judge_clock,
            "trailing": self._judge_trailing,
            "places": self._judge_place,
        }

    def judge(self, stop: Stop) -> Verdict:
        """Say how surely a sentence begins at `stop.next`."""
        match = _NEXT.match(stop.text, stop.next)
        if match is None or not match[2]:
            return Verdict.NO
        opening, first, rest = match.groups()
        is_enumerator = "(" in opening and _ENUMERATOR.match(stop.text, stop.next)
        if first.islower() and not rest[:1].isupper() and not is_enumerator:
            return self._judge_lower(stop)
        if stop.mark != "." or stop.closers.strip(")]"):
            return self._judge_mark(stop, first + rest)
        if "(" in opening and not is_enumerator and self._find_kind(stop.word):
            return Verdict.NO  # "ORLANDO, Fla. (AP)", "Casey Jr. (D-Pa.)"
        return self._judge_word(stop, first + rest)

    def needs_more(self, text: str, start: int) -> bool:
        """Tell whether an abbreviation wants what follows it: "Gov.", "Fed.", "No."."""
        match = _WORD_BEFORE.search(text, max(start - _REACH, 0), start)
        kind = self._find_kind(match[0]) if match and match[0] else None
        return kind in ("titles", "numbered", "joining")

    def _find_kind(self, word: str) -> str | None:
        """Return the class of an abbreviation."""
        word = word.rpartition("-")[2]  # "then-Gov."
        kind = self.classes.get(word.lower().replace("’", "'"))
        if kind in ("months", "places", "titles") and not word[0].isupper():
            return None
        return None if len(word) == 1 and word.isupper() else kind

    def _judge_lower(self, stop: Stop) -> Verdict:
        if stop.mark != "." or stop.closers:
            return Verdict.NO
        word = stop.word
        is_plain = len(word) > 3 and word.isalpha() and not self._find_kind(word)
        return Verdict.LIKELY_NO if is_plain else Verdict.NO

    def _judge_mark(self, stop: Stop, following: str) -> Verdict:
        if len(stop.mark) > 1 and set(stop.mark) <= {".", "…"} and not stop.closers:
            return Verdict.LIKELY
        quoted = stop.closers and stop.closers[-1] in "\"”’'"
        if quoted and stop.mark[-1] in "?!" and following.lower() not in self.openers:
            words = stop.text[stop.next : stop.next + 60].split()[1:4]
            if any(word.strip(".,:").lower() in self.speech for word in words):
                return Verdict.NO
        return Verdict.BORDER

    def _judge_word(self, stop: Stop, following: str) -> Verdict:
        if stop.start - stop.begin <= _LONGEST_LABEL:
            if self.item.fullmatch(stop.text, stop.begin, stop.start):
                return Verdict.NO  # "1. The county shall pay."
            if self.label.fullmatch(stop.text, stop.begin, stop.start):
                return Verdict.BORDER  # "Sec. 2. The county shall pay."
        word = stop.word
        if not word:
            return Verdict.BORDER
        kind = self._find_kind(word)
        if kind is not None:
            return self.judges[kind](stop, word, following)
        if _INITIALS.fullmatch(word):
            return self._judge_initials(stop, word, following)
        return Verdict.BORDER

    def _judge_title(self, stop: Stop, word: str, following: str) -> Verdict:
        opens = following.lower() in self.openers
        return Verdict.LIKELY if opens else Verdict.NO

    def _judge_numbered(self, stop: Stop, word: str, following: str) -> Verdict:
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

    def _judge_months(self, stop: Stop, word: str, following: str) -> Verdict:
        if following[0].isdigit():
            return Verdict.NO
        opens = following.lower() in self.openers
        return Verdict.BORDER if opens else Verdict.LIKELY

    def _judge_clock(self, stop: Stop, word: str, following: str) -> Verdict:
        lower = following.lower().rstrip(".")
        if lower in self.openers:
            return Verdict.BORDER
        if lower in self.clock_followers:
            return Verdict.NO
        is_opening = stop.start - stop.begin <= _LONGEST_LABEL
        if is_opening and _CLOCK_OPENING.match(stop.text, stop.begin):
            return Verdict.NO  # "At 8 p.m. Walker County deputies left."
        return Verdict.BORDER

    def _judge_trailing(self, stop: Stop, word: str, following: str) -> Verdict:
        if word.lower() == "st" and not _ADDRESS.search(stop.find_before(word)):
            return Verdict.NO
        return self._judge_follower(stop, following, Verdict.BORDER)

    def _judge_place(self, stop: Stop, word: str, following: str) -> Verdict:
        before = stop.find_before(word).strip("\"“‘'*#_([ ")
        if not before or following[0].isdigit():
            return Verdict.NO  # a sentence that is only "U.S."; the road "U.S. 50"
        if before.endswith(",") and word != "D.C":
            return Verdict.BORDER  # "He met them in Lodi, N.J. Harmony was there."
        has_the = before.lower().endswith("the")
        default = Verdict.BORDER if has_the else Verdict.LIKELY_NO
        return self._judge_follower(stop, following, default)

    def _judge_initials(self, stop: Stop, word: str, following: str) -> Verdict:
        if following.lower() in self.openers and following != "A":
            return Verdict.BORDER
        if len(word) == 1 and _LETTERED.search(stop.find_before(word)):
            return Verdict.LIKELY
        if len(word) < 5:  # "J. Smith", "J.D. Smith"; not "F.B.I. Smith"
            return Verdict.NO
        return self._judge_follower(stop, following, Verdict.LIKELY_NO)

    def _judge_follower(self, stop: Stop, following: str, default: Verdict) -> Verdict:
        """Judge by whether the next word opens a sentence or goes on with a name.

        Args:
            stop: The stop.
            following: The next word.
            default: What to say of a capitalised word that may do either.
        """
        lower = following.lower().replace("’", "'").rstrip(".")
        if lower in self.openers:
            return Verdict.BORDER
        if lower in self.belongings or lower.removesuffix("'s") in self.belongings:
            return Verdict.NO
        if not following[0].isalpha():
            return default
        after = _AFTER_NEXT.match(stop.text, stop.next)
        if after is None or not after[2].islower():
            return Verdict.LIKELY_NO  # a headline or a longer name
        tag = stop.tag_at(stop.next)
        is_adverb = after[1] == "," and (tag == "RB" or lower.endswith("ly"))
        is_common = tag not in ("NNP", "NNPS", "JJ", "")
        return Verdict.BORDER if is_adverb or is_common else default
