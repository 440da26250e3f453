"""The `dates` component: dates found in the text and resolved against its own date."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc, Token

from nlp.annotations import get_document, read_text, set_records, set_spans
from nlp.components.dates.context import Context, Direction
from nlp.components.dates.finder import find_dates
from nlp.components.dates.fiscal import find_fiscal_month
from nlp.components.dates.forms import Form, Month, Weekday
from nlp.components.dates.periods import Period
from nlp.components.dates.relatives import Deictic, SoFar
from nlp.components.dates.tense import find_direction, is_nowadays
from nlp.schema import DateRef

_MAX_DATELINE = 60
# What follows the day in "OSLO, Jan 14 (Wire) -"
_DATELINE_END = re.compile(r",?\s?(?:\([A-Za-z/ ]{2,20}\)\s?)?(?:—|--|\s?[–-]\s)")
_REACH = 800  # characters back to the date that "a year earlier" is told from


@Language.factory("dates", assigns=["doc.spans", "doc._.dates"])
class Dates:
    """Mark dates in `doc.spans["dates"]` and keep their records in `doc._.dates`.

    A date whose year or day the text leaves to its reader is resolved against the day
    the document was published, and stays open where that is not known.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        """Make the component."""

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its dates marked."""
        document = get_document(doc)
        published = None if document is None else document.published
        records = list(resolve_dates(doc, published))
        set_records(doc, "dates", records)
        set_spans(doc, "dates", records, (record.kind for record in records))
        return doc


def resolve_dates(doc: Doc, published: date | None) -> Iterator[DateRef]:
    """Yield the dates of a doc in text order, resolved as far as they can be."""
    text = read_text(doc)
    previous: tuple[Period | None, int] = None, 0
    previous_day: tuple[Period | None, int] = None, 0
    dates = (date for date in find_dates(text) if _is_meant(doc, *date))
    for n, (start, end, form) in enumerate(dates, 1):
        context = Context(
            published,
            previous[0] if start - previous[1] <= _REACH else None,
            previous_day[0] if start - previous_day[1] <= _REACH else None,
            partial(_find_direction, doc, text, start, end),
            partial(find_fiscal_month, text, start, end),
        )
        period = _resolve(form, context)
        if period is not None and period.kind == "day":
            previous_day = period, end
        if period is not None and _anchors(form):
            previous = period, end
        yield DateRef(
            id=f"d{n}",
            text=text[start:end],
            start_char=start,
            end_char=end,
            start=None if period is None else period.start,
            end=None if period is None else period.end,
            kind=form.kind if period is None else period.kind,
        )


def _resolve(form: Form, context: Context) -> Period | None:
    try:
        return form.resolve(context)
    except (OverflowError, ValueError):  # outside of the calendar: "in the 1st century"
        return None


def _anchors(form: Form) -> bool:
    """Tell whether later words may count from a date: "a year earlier"."""
    if isinstance(form, Weekday | SoFar):
        return False
    return not (isinstance(form, Deictic) and form.unit in ("day", "week"))


def _find_token(doc: Doc, char: int) -> Token:
    tokens = range(len(doc))
    i = bisect_left(tokens, char, key=lambda k: doc[k].idx + len(doc[k]) - 1)
    return doc[min(i, len(doc) - 1)]


def _find_direction(doc: Doc, text: str, start: int, end: int) -> Direction:
    if _is_in_dateline(text, start, end):
        return "past"
    return find_direction(doc, _find_token(doc, start).i)


def _is_in_dateline(text: str, start: int, end: int) -> bool:
    """Tell the day on which a report was written: "OSLO, Jan 14 (Wire) - Britain"."""
    line = text.rfind("\n", max(start - _MAX_DATELINE, 0), start) + 1
    head = text[line:start]
    begins = (line > 0 or start <= _MAX_DATELINE) and head[:3].isupper()
    return begins and _DATELINE_END.match(text, end) is not None


def _is_meant(doc: Doc, start: int, end: int, form: Form) -> bool:
    """Tell whether words that read as a date are meant as one."""
    if _is_person(doc, start, end, form):
        return False
    day = isinstance(form, Deictic) and (form.unit, form.n) == ("day", 0)
    single = doc.has_annotation("DEP") and end - start == len("today")
    return not (day and single and is_nowadays(_find_token(doc, start)))


def _is_person(doc: Doc, start: int, end: int, form: Form) -> bool:
    """Tell whether a month alone is somebody's name, where names are recognised."""
    if not isinstance(form, Month) or form.year is not None:
        return False
    return _find_token(doc, start).ent_type_ == "PERSON"
