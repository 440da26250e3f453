"""Dates that only the reader of the day understands, put into words that last."""

from __future__ import annotations

import re
from datetime import date, timedelta

from spacy.tokens import Token

from nlp.components.claims.edits import Edits
from nlp.schema import DateRef

_YEAR = re.compile(r"\b(1[5-9]|20|21)\d\d\b|['’]\d\ds?\b")
_PART = re.compile(r"^(early|late|mid|mid-|later|earlier)[\s-]+", re.IGNORECASE)
_EDGE = re.compile(
    r"(?:the )?(?:end|start|beginning|middle|close|first half|second half|rest) of ",
    re.IGNORECASE,
)
_PARTS = frozenset({"early", "late", "mid"})
_PAST = re.compile(
    r"\b(?:past|last|previous|preceding)\s+(\S+)\s+(day|week|month|year)s\b"
)
_SPAN = re.compile(
    r"[A-Z]\w+(?: \d{1,2})? (to|through|and|until) [A-Z]\w+(?: \d{1,2})?$"
)
_TIMES = frozenset({"morning", "afternoon", "evening", "night"})
_SEASONS = {12: "winter", 3: "spring", 6: "summer", 9: "fall"}
_ORDINALS = ("first", "second", "third", "fourth")
_BOUNDS = frozenset({"later", "earlier", "sooner"})  # "not later than May 3"
_MODIFIERS = frozenset({"compound", "nmod", "amod", "poss"})
_STEPS = frozenset({"last", "next", "this"})
_BARE = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "conj", "appos"})


def rewrite_date(found: DateRef, first: Token, last: Token, edits: Edits) -> None:
    """Replace a relative date, or a date without its year, by the full one.

    Args:
        found: The date; unresolved ones are left as written.
        first: Its first token.
        last: Its last token.
        edits: Where the replacement is noted.
    """
    if found.start is None or found.end is None or _YEAR.search(found.text):
        return
    words = name_period(found)
    if words is None or _is_no_day(found, first, last):
        return
    if first.i > 0 and first.nbor(-1).lower_ == "the":
        words = words.removeprefix("the ")
    start_char, end_char = found.start_char, found.end_char
    part = _PART.match(found.text)
    if part is not None and part.group(1).lower() in {"later", "earlier"}:
        edits.add(start_char, end_char, f"{part.group(1).lower()} in {words}")
        return
    if _is_possessive(last, found):
        end = last.nbor() if last.tag_ != "POS" else last
        edits.add(start_char, end.idx + len(end), f"the {words}")
        return
    if last.lower_ in _TIMES:
        words = f"the {last.lower_} of {words}"
    before = first.nbor(-1) if first.i > first.sent.start else None
    if before is not None and before.lower_ in _PARTS:
        joint = "on " if found.kind == "day" else ""
        start_char, words = before.idx, f"{before.lower_} {joint}{words}"
        before = before.nbor(-1) if before.i > first.sent.start else None
    after = last.nbor() if last.i + 1 < len(last.doc) else None
    if after is not None and after.lower_ in _TIMES:
        end_char, words = after.idx + len(after), f"the {after.lower_} of {words}"
    if words.startswith(("early in", "late in", "mid in", "early on", "late on")):
        edits.add(start_char, end_char, words)
        return
    preposition = _choose_preposition(found, first, last, before)
    edits.add(start_char, end_char, f"{preposition} {words}" if preposition else words)


def _is_no_day(found: DateRef, first: Token, last: Token) -> bool:
    """Whether the words stay, since they name no one day or period."""
    if _means_nowadays(found, first) or _is_in_name(found, last):
        return True
    return _is_any(first)


def _is_any(first: Token) -> bool:
    """Whether it is a day of any week: "It is not the premium, it is the Tuesday"."""
    if first.i == 0 or first.ent_type_ == "" or first.dep_ not in {"attr", "dobj"}:
        return False
    return first.nbor(-1).lower_ in {"the", "a"} and first.lower_.endswith("day")


def _is_in_name(found: DateRef, last: Token) -> bool:
    """Whether its article is another noun's: "before the summer recess"."""
    modifies = last.dep_ in {"compound", "nmod"} and last.head.i > last.i
    return modifies and found.text[:4].lower() == "the "


def _means_nowadays(found: DateRef, first: Token) -> bool:
    """Whether "today" is said of a state: "The threat continues today"."""
    return found.text.lower() == "today" and first.head.tag_ in {"VBZ", "VBP"}


def name_period(found: DateRef) -> str | None:
    """Return a resolved date in words: "May 3, 2024", "spring 2024", "2023"."""
    start, end = found.start, found.end
    if start is None or end is None:
        return None
    part = _PART.match(found.text)
    prefix = part.group(1).lower().rstrip("-") if part else ""
    if prefix in {"later", "earlier"}:
        prefix = ""
    if found.kind == "week":
        start -= timedelta(days=start.weekday())
        if prefix:
            return f"{prefix} in the week of {start:%B} {start.day}, {start.year}"
    if prefix and found.kind == "day":
        prefix += " on"
    prefix = f"{prefix} " if prefix != "mid" else "mid-"
    prefix = prefix.lstrip()
    edge = _EDGE.match(found.text)
    if edge is not None and found.kind != "range":
        prefix = f"{edge.group().lower()}{prefix}"
    if found.kind == "range":
        return _name_range(found, start, end, prefix)
    names = {
        "day": f"{start:%B} {start.day}, {start.year}",
        "week": f"the week of {start:%B} {start.day}, {start.year}",
        "month": f"{start:%B} {start.year}",
        "season": f"{_SEASONS.get(start.month, '')} {start.year}".strip(),
        "quarter": f"the {_ORDINALS[(start.month - 1) // 3]} quarter of {start.year}",
        "half-year": f"the {_ORDINALS[(start.month - 1) // 6]} half of {start.year}",
        "year": str(start.year),
        "fiscal-year": f"fiscal year {end.year}",
    }
    name = names.get(found.kind)
    if name is None:
        return None
    if found.kind == "season" and start.month not in _SEASONS:
        return None
    return prefix + name


def _name_range(found: DateRef, start: date, end: date, prefix: str) -> str | None:
    span = _PAST.search(found.text)
    if span is not None:
        number, unit = span.groups()
        last = (
            f"{end:%B} {end.day}, {end.year}"
            if unit in {"day", "week"}
            else (f"{end:%B} {end.year}")
        )
        return f"the {number} {unit}s to {last}"
    both = _SPAN.match(found.text)
    if both is not None and start != end:
        if start.year != end.year:
            return None
        joint = both.group(1)
        return f"{start:%B} {start.day} {joint} {end:%B} {end.day}, {end.year}"
    if prefix and start.year == end.year and "year" in found.text.lower():
        return f"{prefix}{start.year}"
    return None


def _is_possessive(last: Token, found: DateRef) -> bool:
    if last.tag_ == "POS":
        return True
    if last.i + 1 >= len(last.doc):
        return False
    return last.nbor().tag_ == "POS" and last.nbor().idx >= found.end_char


def _belongs(before: Token, first: Token, last: Token) -> bool:
    """Whether the word before a date already ties it to the sentence."""
    if before.pos_ in {"ADP", "DET"} or before.tag_ in {"IN", "TO", "PRP$", "POS"}:
        return True
    return before.pos_ == "ADJ" and first.i <= before.head.i <= last.i


def _choose_preposition(
    found: DateRef, first: Token, last: Token, before: Token | None
) -> str:
    """Return the preposition that the date needs where it stands, or ''."""
    own = "on" if found.kind == "day" else "in"
    if _EDGE.match(found.text) is not None:
        own = "at"
    if before is None:
        return own
    if before.lower_ in {"than", "as"}:
        led = before.nbor(-1).lower_ if before.i > before.sent.start else ""
        return "" if led in _BOUNDS else own
    if before.lower_ == "own" and first.lower_ in _STEPS:
        return own  # "adopted rules of their own last winter"
    if _belongs(before, first, last):
        return ""
    head = first.doc[first.i : last.i + 1].root
    if head.head.lower_ in _TIMES:
        head = head.head
        if head.dep_ not in _BARE:
            return own
    if head.dep_ in _MODIFIERS and head.head.i > last.i:
        return ""
    if head.dep_ in _BARE:
        return ""
    return own
