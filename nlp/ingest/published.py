"""Dates of publication, taken from where a document states them and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from nlp.errors import InputError

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MONTH = (
    r"(?P<month{0}>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|"
    + "|".join(_MONTHS)
    + r")\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_WRITTEN = (
    _WEEKDAY
    + r"(?:"
    + _MONTH.format(1)
    + r" (?P<day1>\d{1,2})(?:st|nd|rd|th)?,? (?P<year1>\d{4})"
    + r"|(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?: day of)? "
    + _MONTH.format(2)
    + r",? (?P<year2>\d{4})"
    + r"|(?P<year3>\d{4})[-/](?P<month3>\d{2})[-/](?P<day3>\d{2}))"
)
_DATE = re.compile(_WRITTEN, re.IGNORECASE)
_TIME = r"(?:[ T,]+(?:at )?\d{1,2}[:.]\d{2}.{0,30})?"
_ALONE = re.compile(rf"\(?(?:meeting of |held )?{_WRITTEN}{_TIME}\)?\.?", re.IGNORECASE)
_STATED = re.compile(
    r"\(?(?:published|posted|issued|released|dated|adopted|passed|approved|signed"
    rf"|enacted|for (?:immediate )?release)(?: on|:)? {_WRITTEN}(?:{_TIME}\)?$|[.;|)])",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    rf"[A-Z][\w .'’&-]{{2,50}}(?:,| \|| /| [-–—•·]) (?i:{_WRITTEN}){_TIME}\.?"
)
_DATELINE = re.compile(
    r"[A-Z][A-Z.' -]{2,30}(?:, [A-Z][A-Za-z. ]{1,20})?(?: \([A-Z][\w .&]{1,30}\))?,? "
    rf"\(?(?i:{_WRITTEN})\)? ?(?:--|[-\u2013\u2014:])"
)
_ACT = re.compile(
    r"(?:order|proclamation|memorandum|notice|directive|ordinance|resolution|regulation"
    r"|decree|circular|communiqué|minutes|meeting)\b[^.]{0,80}? (?:of|dated) "
    rf"{_WRITTEN}\.?$",
    re.IGNORECASE,
)

_FINDERS = (
    _ALONE.fullmatch,
    _STATED.match,
    _AFTER_NAME.fullmatch,
    _DATELINE.match,
    _ACT.search,
)


def parse_published(value: str | date | None) -> date | None:
    """Read a date of publication; a time of day is dropped, as written.

    Args:
        value: None, a `date` or `datetime`, or ISO 8601: "2024-12-01",
            "2024-12-01T17:30:00Z".

    Raises:
        InputError: `value` is anything else.
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _ISO.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is not None:
        try:
            return date.fromisoformat(match[1])
        except ValueError:
            pass  # "2024-02-31" has the form but is no day
    raise InputError(
        f"published must be an ISO date, got {value!r}. Write it as 2024-12-01."
    )


def parse_written_date(text: str) -> date | None:
    """Read a date that a text begins with, in ISO form or in words.

    Args:
        text: "January 20, 2025", "Mon., 20 Jan. 2025 10:00 GMT", "2025-01-20".

    Returns:
        The day; None for anything less than a day and for "3/4/2025", which is a day
        in March here and one in April there.
    """
    return _to_date(_DATE.match(text.strip()))


def find_published(lines: Iterable[str]) -> date | None:
    """Find the date that the head of a document gives for itself.

    Args:
        lines: The first lines of the document, without empty ones.

    Returns:
        The date of a line that is nothing but a date or says "adopted", of one with a
        newspaper's name before it, of a dateline with its year, or of a line such as
        "Ordinance 12 of March 3, 2024"; else None.
    """
    head = [" ".join(line[:300].split()) for line in lines]
    found = (_to_date(find(line)) for find in _FINDERS for line in head)
    return next((day for day in found if day is not None), None)


def _to_date(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    for form in "123":
        year, month, day = (match[f"{part}{form}"] for part in ("year", "month", "day"))
        if year is None:
            continue
        number = int(month) if month.isdigit() else _month_number(month)
        try:
            return date(int(year), number, int(day))
        except ValueError:
            return None
    return None


def _month_number(name: str) -> int:
    return 1 + [month[:3] for month in _MONTHS].index(name[:3].lower())
