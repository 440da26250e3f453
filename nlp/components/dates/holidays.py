"""Readers of named days, and of days that became the name of an event."""

from __future__ import annotations

from datetime import date
from typing import Any

from nlp.components.dates.calendar_dates import read_year_after
from nlp.components.dates.forms import Day, Holiday
from nlp.components.dates.vocabulary import CUES
from nlp.components.dates.words import Found, Words
from nlp.lexicons import read_lexicon

Named = list[tuple[tuple[str, ...], Holiday]]


def _read_holidays() -> dict[str, Named]:
    lexicon = read_lexicon("dates")
    holidays: dict[str, Named] = {}

    def add(name: str, holiday: Holiday) -> None:
        words = tuple(Words(name).lower)
        holidays.setdefault(words[0], []).append((words, holiday))

    for name, rule in lexicon["holidays"].items():
        add(name, Holiday(tuple(rule)))
    for name, rule in lexicon["quadrennial"].items():
        add(name, Holiday(tuple(rule), every=4))
    for name, offset in lexicon["easter"].items():
        add(name, Holiday((offset,)))
    for named in holidays.values():
        named.sort(key=lambda entry: -len(entry[0]))
    return holidays


def _read_events() -> dict[tuple[int, int], tuple[date, frozenset[str]]]:
    events: dict[str, dict[str, Any]] = read_lexicon("dates")["events"]
    found = {}
    for event in events.values():
        day: date = event["date"]
        found[day.month, day.day] = day, frozenset(event["words"].split())
    return found


HOLIDAYS = _read_holidays()
_EVENTS = _read_events()


def read_holiday(words: Words, i: int) -> Found | None:
    """Read "Labor Day", "Christmas 2023", "New Year's Eve"."""
    if not words.is_capital(i) or words.get(i - 1) in CUES["greetings"]:
        return None
    for name, holiday in HOLIDAYS[words.get(i)]:
        after = i + len(name)
        if tuple(words.lower[i:after]) != name:
            continue
        if name[-1] == "day" and not words.is_capital(after - 1):
            return None
        if words.get(after) in CUES["festive"]:
            return None
        year = read_year_after(words, after)
        if year is None:
            return Found(i, after, holiday)
        every, rule = holiday.every, holiday.rule
        return Found(i, year[1], Holiday(rule, year[0], every=every))
    return None


def read_event(words: Words, found: Found) -> Found:
    """Give a day that names an event its year: "the Sept. 11 attacks"."""
    form = found.form
    if not isinstance(form, Day) or form.year is not None:
        return found
    day, cues = _EVENTS.get((form.month, form.day), (None, frozenset()))
    after = words.lower[found.after : found.after + 2]
    if day is None or not any(word in cues for word in after):
        return found
    return found._replace(form=Day(form.month, form.day, day.year))


def read_slashed_event(words: Words, i: int) -> Found | None:
    """Read "9/11" where it is the day of the attacks and says so."""
    if words.lower[i : i + 3] != ["9", "/", "11"]:
        return None
    found = read_event(words, Found(i, i + 3, Day(9, 11)))
    return found if isinstance(found.form, Day) and found.form.year else None
