"""Who 'the state', 'Mayor Ortiz', 'the agency' or 'Ortiz' is: a light coreference.

Goes once through the text, so that each phrase sees what was called to mind before it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from nlp.components.jurisdictions.bodies import Body
from nlp.components.jurisdictions.chambers import Chambers
from nlp.components.jurisdictions.cues import Cues
from nlp.components.jurisdictions.findings import Findings
from nlp.components.jurisdictions.index import Index, Place, name_key, public_id
from nlp.components.jurisdictions.mentions import Mention
from nlp.components.jurisdictions.offices import Office
from nlp.components.jurisdictions.officials import Officials
from nlp.components.jurisdictions.references import Reference
from nlp.components.jurisdictions.salience import DEFAULT_COUNTRY, Salience
from nlp.components.jurisdictions.scanning import Words

# What follows the full name: ' (Council)', ' (the "Board")'.
_SHORTENED = re.compile(r" \((?:hereinafter |the )*[\"“]?(?:the )?(\w+)[\"”]?\)")
# What follows the full name: ' (DPS)', ' ("the DPS")'.
_ACRONYM = re.compile(r"(?:['’]s)?,? ?\([\"“]?(?:the )?([A-Z][A-Za-z&]*[A-Z])[\"”]?\)")
# An order of the President names the country's own officers.
_FEDERAL = re.compile(
    r"vested in me as President|laws of the United States of America, it is hereby"
)
FEDERAL_REACH = 20_000  # characters
# 'The Board' in a document of a county, district or city.
OWN_BODIES = {
    "council": ("city",),
    "board": ("district", "county", "city"),
    "commission": ("county", "city"),
}
WEIGHTS = {"place": 1.0, "agency": 1.0, "official": 1.0, "generic": 0.5}
AROUND = frozenset(("in", "to", "from", "for", "of", "on", "near", "across", "at"))
LOOK_BACK = 50  # agencies that a later phrase may take up
LOCAL = ("city", "county", "district")
LOCAL_ORGANS = frozenset(("council", "board", "commission"))
OFFICES = frozenset(("department", "division", "office", "bureau"))
Open: TypeAlias = Reference | Body | Office


class Resolver:
    """Resolves one document's open phrases in text order."""

    def __init__(
        self,
        found: Findings,
        borders: Sequence[int],
        index: Index,
        cues: Cues,
        officials: Officials,
        published: date | None,
    ) -> None:
        """Take what the document names, and where its sentences begin."""
        self.borders = borders
        head = found.words.text[:FEDERAL_REACH]
        self.is_federal = _FEDERAL.search(head) is not None
        self.words = found.words
        self.places = found.places
        self.index = index
        self.cues = cues
        self.officials = officials
        self.published = published
        self.salience = Salience(index, found.readings.regions)
        readings = found.readings.by_key
        self.titled = [readings[key].best for key in found.title_keys]
        self.agencies: list[Mention] = []
        self.holders: dict[str, Mention] = {}  # title -> last official with a name
        self.chambers = Chambers(index, self.salience, found.readings.regions)

    def resolve(self, mentions: list[Mention], opens: list[Open]) -> list[Mention]:
        """Return mentions of the open phrases.

        Args:
            mentions: What is named, in text order.
            opens: Phrases without a name of their own.
        """
        self.salience.foresee(
            m.government for m in mentions if m.government is not None
        )
        self.chambers.foresee(mentions)
        for place in self.titled:
            self.salience.head(place)
        steps: list[tuple[int, int, Mention | Open]] = [
            (m.start, 0, m) for m in mentions
        ]
        steps += [(self.words.starts[o.first], 1, o) for o in opens]
        steps.sort(key=lambda step: step[:2])
        new = []
        outer_end = -1  # a name inside a body is no second mention of its government
        borders = deque(self.borders)
        last = 0
        for start, _, step in steps:
            if "\n" in self.words.text[last:start]:
                self.salience.turn()
            while borders and borders[0] <= start:
                borders.popleft()
                self.salience.begin_sentence()
            last = start
            if isinstance(step, Mention):
                if step.end > outer_end:
                    self._note(step)
                    outer_end = step.end
                continue
            mention = self._resolve_one(step)
            if mention is not None:
                new.append(mention)
                self._note(mention)
        return new

    def _note(self, mention: Mention) -> None:
        if mention.government is None:
            return
        weight = WEIGHTS.get(mention.kind, 0.0)
        before = self.words.text[max(mention.start - 8, 0) : mention.start].split()
        if mention.kind == "place" and before and before[-1] in AROUND:
            weight = 0.5  # 'in Iowa' calls Iowa less to mind than 'Iowa sued'
            if self._is_seat(mention.government):
                return  # 'what they decide in Salem' is the state's business
        if weight:
            self.salience.note(mention.government, weight)
        if mention.kind == "agency":
            self.agencies.append(mention)
        if mention.kind in ("agency", "group"):
            self.chambers.note(mention)
        if mention.title and " " in mention.name:
            self.holders[mention.title] = mention

    def _is_seat(self, place: Place) -> bool:
        """Tell whether a city is the capital of a state that the text names as well."""
        if place.level != "city" or len(place.parents) < 1:
            return False
        return any(
            region.level == "state"
            and name_key(region.capital) == name_key(place.name)
            and self.salience.has_seen(region)
            and self.salience.has_rival(place)
            for code in place.parents
            if (region := self.index.find(code)) is not None
        )

    def _resolve_one(self, item: Open) -> Mention | None:
        if isinstance(item, Body):
            return self._resolve_body(item)
        if isinstance(item, Office):
            return self._resolve_office(item)
        if item.kind == "agency":
            return self._resolve_agency(item)
        if item.kind == "chamber":
            return self.chambers.resolve(item.head, *self._span(item.first, item.last))
        return self._resolve_reference(item)

    def _span(self, first: int, last: int) -> tuple[int, int, str]:
        start, end = self.words.starts[first], self.words.ends[last]
        return start, end, " ".join(self.words.text[start:end].split())

    def _named(self, item: Reference) -> Place | None:
        """Return the government named beside a reference."""
        place = None if item.place is None else self.places.get(item.place.start)
        if place is None:
            return None
        if place.level == "agency":
            return self.index.find(place.parents[-1])
        if item.is_seat and place.level == "city":
            return self._seated(place, item.head) or place
        return place

    def _own(self, item: Reference) -> Place | None:
        """Return whose 'its board' is."""
        level = "country" if item.head == "government" else item.level
        if level is not None:
            owners = (level, "tribal") if level == "state" else (level,)
            return self.salience.topic(*owners) or self.salience.topic()
        levels = LOCAL if item.head in LOCAL_ORGANS else ()
        return self.salience.topic(*levels)

    def _seated(self, city: Place, head: str) -> Place | None:
        """Return the state or country whose capital a city is."""
        for code in city.parents:
            region = self.index.find(code)
            if region is None or name_key(region.capital) != name_key(city.name):
                continue
            if region.level == "country" or head in ("lawmakers", "legislators"):
                return region
        if city.region == "US-DC":
            return self.index.find("US")
        return None

    def _resolve_reference(self, item: Reference) -> Mention | None:
        place = self._own(item) if item.is_own else self._named(item)
        if place is None and self.is_federal and self._is_any_state(item):
            return None
        if place is None and item.level is not None:
            place = self.salience.find(item.level, ahead=item.kind != "group")
        unnamed = item.place is None and item.level is None and not item.is_own
        if place is None or unnamed:
            return None
        start, end, text = self._span(item.first, item.last)
        if item.kind == "government":
            return Mention(
                start, end, "GPE", place.name, place.kb_id, public_id(place), place,
                kind="generic",
            )  # fmt: skip
        identity = f"{item.kind}:{item.head}:{place.kb_id}"
        name = text if item.place is not None else f"{item.head} of {place.name}"
        kind = "agency" if item.kind == "body" else "group"
        return Mention(start, end, "ORG", name, identity, None, place, kind=kind)

    def _is_any_state(self, item: Reference) -> bool:
        """Whether it is "State agencies", which in a federal order are all states'."""
        definite = self.words.lower(item.first - 1) == "the"
        return item.kind == "group" and item.level == "state" and not definite

    def _level_of_body(self, body: Body, words: list[str]) -> str | None:
        """Return the level of a body that is named without its place."""
        text = " ".join(words)
        if text in self.cues.generic_bodies:
            return self.cues.generic_bodies[text]
        for word in words:
            if word in self.cues.level_words:
                return self.cues.level_words[word]
        if body.is_district:
            return "district"
        if words[0] not in OFFICES:
            return None
        abroad = self.salience.main_country() != DEFAULT_COUNTRY
        return "country" if abroad or self.is_federal else "state"

    def _resolve_body(self, body: Body) -> Mention | None:
        start, end, text = self._span(body.first, body.last)
        level = self._level_of_body(body, text.lower().split())
        key = name_key(text)
        keys = (key, f"department of {key.removesuffix(' department')}")
        for agency in reversed(self.agencies[-LOOK_BACK:]):
            if name_key(agency.name).endswith(keys) and agency.government is not None:
                return Mention(
                    start, end, "ORG", agency.name, agency.identity, agency.kb_id,
                    agency.government, kind="agency",
                )  # fmt: skip
        if key == "supreme court":
            return self.chambers.resolve(key, start, end, text)
        place = None if level is None else self.salience.find(level)
        if place is None:
            return None
        identity = f"body:{key}:{place.kb_id}"
        return Mention(start, end, "ORG", text, identity, None, place, kind="agency")

    def _resolve_agency(self, item: Reference) -> Mention | None:
        agencies = list(reversed(self.agencies[-LOOK_BACK:]))
        text, head = self.words.text, item.head
        agencies.sort(key=lambda agency: not _is_defined(text, agency.end, head))
        for agency in agencies:
            fits = item.head in agency.name.lower().split() or (
                item.head == "agency" and agency.kb_id is not None
            )
            if fits:
                start, end, _ = self._span(item.first, item.last)
                return Mention(
                    start, end, "ORG", agency.name, agency.identity, agency.kb_id,
                    agency.government, kind="agency",
                )  # fmt: skip
        levels = OWN_BODIES.get(item.head)
        if levels is None or not self.words.is_capital(item.first):
            return None
        place = self.salience.strongest(*levels)
        if place is None:
            return None
        start, end, text = self._span(item.first, item.last)
        return Mention(
            start, end, "ORG", f"{text} of {place.name}",
            f"body:{item.head}:{place.kb_id}", None, place, kind="agency",
        )  # fmt: skip

    def _resolve_office(self, office: Office) -> Mention | None:
        if office.is_former or not office.levels:
            return None
        if office.person is None:
            return self._resolve_title(office)
        start, end, name = self._span(*office.person)
        term = self.officials.find(name, office.title, self.published)
        place = None
        if term is not None:
            place = self.index.find(term.government)
            is_full = " " in name
            here = self.salience.find(place.level) if place is not None else None
            if not is_full and here is not None and place is not None:
                place = here if place.level == "city" else place
            name = (
                term.name
                if place is not None and place.kb_id == term.government
                else name
            )
        if place is None:
            place = self._level_of(office)
        if place is None:
            return None
        identity = f"PERSON:{name_key(name)}"
        return Mention(
            start, end, "PERSON", name, identity, None, place, kind="official",
            title=office.title,
        )  # fmt: skip

    def _level_of(self, office: Office) -> Place | None:
        if office.title == "president" and office.person is not None:
            # companies and councils have presidents too: only the text's own country
            place = self.salience.latest("country")
            is_home = place is not None and place.kb_id == DEFAULT_COUNTRY
            return None if is_home else place
        levels = office.levels
        if office.title.split()[0].endswith("s") and (
            self.is_federal or not office.is_definite
        ):
            return None  # "Attorneys general in 17 other states", any of them
        if self.is_federal and "country" in levels:
            levels = ("country",)
        for level in levels:
            own = self.salience.topic(level) if office.is_own else None
            place = own or self.salience.find(level)
            if place is not None:
                return place
        return None

    def _is_current(self, holder: Mention, place: Place | None) -> bool:
        """Tell whether the talk is still of the government that an official serves."""
        served = holder.government
        return place is None or served is None or served.kb_id == place.kb_id

    def _resolve_title(self, office: Office) -> Mention | None:
        """Resolve 'the mayor', 'the governor': an office with no name beside it."""
        if self.words.lower(office.last + 1) == "of":
            return None  # 'the president of Judicial Watch'
        capital = self.words.is_capital(office.first)
        if not (office.is_definite or (capital and office.title != "sheriff")):
            return None
        start, end, _ = self._span(office.first, office.last)
        holder = self.holders.get(office.title)
        place = self._level_of(office)
        if holder is not None and self._is_current(holder, place):
            return Mention(
                start, end, "PERSON", holder.name, holder.identity, None,
                holder.government, kind="official",
            )  # fmt: skip
        if place is None:
            return None
        return Mention(
            start, end, "PERSON", f"{office.title} of {place.name}",
            f"office:{place.kb_id}:{office.title}", None, place, kind="official",
        )  # fmt: skip


def _is_defined(text: str, end: int, head: str) -> bool:
    """Tell whether a name is shortened to a word: 'National Dam Council (Council)'."""
    found = _SHORTENED.match(text, end)
    return found is not None and found[1].lower() == head


def link_acronyms(words: Words, mentions: list[Mention]) -> list[Mention]:
    """Tie 'DPS' to 'Texas Department of Public Safety (DPS)'; return new mentions."""
    known: dict[str, Mention] = {}
    for mention in mentions:
        if mention.label == "ORG" and (
            found := _ACRONYM.match(words.text, mention.end)
        ):
            known.setdefault(found[1], mention)
    if not known:
        return []
    new = []
    at = {mention.start: mention for mention in mentions}
    for start, end, form in zip(words.starts, words.ends, words.forms, strict=True):
        full = known.get(form)
        if full is None:
            continue
        here = at.get(start)
        if here is None:
            here = Mention(start, end, "ORG", full.name, full.identity)
            new.append(here)
        elif here.end != end or here.government is not None:
            continue
        here.label, here.name, here.identity = "ORG", full.name, full.identity
        here.kb_id, here.government, here.kind = full.kb_id, full.government, full.kind
    return new
