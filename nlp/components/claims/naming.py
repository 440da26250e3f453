"""Names in the place of "the city", a surname or an acronym."""

from __future__ import annotations

import re

from spacy.tokens import Span

from nlp.components.claims.drafts import Draft
from nlp.components.claims.references import build_possessive
from nlp.schema import Entity

_BEFORE_NOUN = frozenset({"compound", "nmod", "amod"})
_MODIFIED = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_ACRONYM = re.compile(r"[A-Z]{2,7}s?")
_ARTICLE = re.compile(r"(?:^|\s)(the|this) $", re.IGNORECASE)
_OWN_ARTICLE = re.compile(r"(the|this)\s", re.IGNORECASE)
# "the State’s Attorney" is an office, "the state line" no line of one state alone, and
# "the Government Performance and Results Act" the name of a law.
_TITLED = re.compile(
    r"['’]s Attorneys?\b|[ -]lines?\b|(?: (?:[A-Z]\w+|and|of|in)){1,8} Act\b"
)
# "Assistant to the President", "Office of the Governor" are names of their own.
_IN_TITLE = re.compile(r"[A-Z]\w+ (?:of|to) the $")
_OFFICES = ("Board of ", "Bureau of ", "Council of ", "Department of ", "Office of ")
_INDEFINITE = ("a", "an", "any", "each", "every", "no", "another", "which", "one")
_TITLE_REACH = 30  # characters
_MUCH_LONGER = 4  # characters by which a spelled-out name exceeds its acronym


def name_entities(draft: Draft, start_char: int, end_char: int) -> None:
    """Note the names to be written over the mentions in a stretch of text.

    Each thing is named once in a claim. A mention that could be of another thing of its
    kind, named before it in the claim, stays as it is.
    """
    antecedents = draft.reading.antecedents
    levels: dict[str, str] = {}  # the city, the county ... that the claim has named
    for entity in draft.reading.entities.find(start_char, end_char):
        first = entity.id not in draft.named
        draft.named.add(entity.id)
        proper = antecedents.is_proper(entity)
        level = "" if entity.jurisdiction is None else entity.jurisdiction.level
        rival = levels.get(level, entity.id) != entity.id
        if proper and level:
            levels.setdefault(level, entity.id)
        known = antecedents.names.get(entity.id)
        if not first:
            continue
        if proper and entity.label == "PERSON":
            _write_full_name(draft, entity)
        elif proper and known is not None:
            _spell_out(draft, entity, known.name)
        elif known is not None and not rival:
            _write_name(draft, entity, known.name)


def _write_full_name(draft: Draft, person: Entity) -> None:
    name = draft.reading.antecedents.name_person(person)
    text, start_char, end_char = draft.reading.text, person.start_char, person.end_char
    around = text[max(0, start_char - 1) : start_char] + text[end_char : end_char + 1]
    given = name.removesuffix(person.text)
    told = given != name and text[:start_char].endswith(given)  # "Ann" before "Lee"
    if told or "-" in around:  # "the paint-Lee-as-rich strategy"
        return
    if name != person.text and not _ends_in_article(draft, person):
        draft.edits.add(person.start_char, person.end_char, name)


def _spell_out(draft: Draft, entity: Entity, name: str) -> None:
    """Write an acronym in full, with one article: "the EPA" or "EPA rules"."""
    if entity.label != "ORG" or _ACRONYM.fullmatch(entity.text) is None:
        return
    if len(name) <= len(entity.text) + _MUCH_LONGER:
        return
    if _ends_in_article(draft, entity) or _is_modifier(draft, entity):
        name = name.removeprefix("the ")
    draft.edits.add(entity.start_char, entity.end_char, name)


def _ends_in_article(draft: Draft, entity: Entity) -> bool:
    before = draft.reading.text[max(0, entity.start_char - 4) : entity.start_char]
    return before.lower() == "the "


def _write_name(draft: Draft, entity: Entity, name: str) -> None:
    """Write a name over a mention, with its article or the mention's own."""
    bare = name.casefold().removeprefix("the ")
    if bare == entity.text.casefold().removeprefix("the "):
        return
    if _TITLED.match(draft.reading.text, entity.end_char) is not None:
        return
    if name[:1].islower() and not name.startswith("the "):
        _describe(draft, entity, name)
        return
    text, start_char, end_char = (
        draft.reading.text,
        entity.start_char,
        entity.end_char,
    )
    if _is_any(draft, entity):
        return
    article = _ARTICLE.search(text[max(0, start_char - 5) : start_char])
    own = _OWN_ARTICLE.match(entity.text)
    modifier = _is_modifier(draft, entity)
    if own is None and (article is None or modifier):
        # "the state capital": the article is the capital's, not the state's.
        if modifier:
            draft.edits.add(start_char, end_char, name.removeprefix("the "))
        return
    if _is_body(entity, name):
        name = f"the {name}"
    if article is not None:
        start_char -= len(article.group(1)) + 1
    if text[end_char : end_char + 2] in {"'s", "’s"}:
        name, end_char = build_possessive(name), end_char + 2
    draft.edits.add(start_char, end_char, name)


def _is_any(draft: Draft, entity: Entity) -> bool:
    """Whether "the country" takes up "any country that ..." of the same sentence."""
    noun = entity.text.rpartition(" ")[2].lower()
    index = draft.reading.borders.index(entity.start_char)
    start_char = draft.reading.borders.starts[index]
    before = draft.reading.text[start_char : entity.start_char].lower()
    return any(f"{word} {noun} " in before for word in _INDEFINITE)


def _is_body(entity: Entity, name: str) -> bool:
    """Whether "the Senate" is called by the last words of "Ohio Senate".

    A place ("the county" for "Lake County") takes no article, its bodies do.
    """
    place = entity.jurisdiction is not None and entity.jurisdiction.name == entity.name
    if place or entity.label == "GPE" or name.startswith("the "):
        return False
    if name.startswith(_OFFICES):  # "the Board" is "the Board of Salem Schools"
        return True
    bare = entity.text.casefold().removeprefix("the ").removeprefix("this ")
    if name.startswith("U.S. ") and bare in {"house", "senate"}:
        return True
    return name.casefold().endswith(f" {bare}")


def _describe(draft: Draft, entity: Entity, name: str) -> None:
    """Write "lawmakers of Ohio" for "state lawmakers" where Ohio is not named yet."""
    text = draft.reading.text
    after = text[entity.end_char : entity.end_char + 4]
    possessive = after[:2] in {"'s", "’s"}
    place = name.rpartition(" of ")[2].removeprefix("the ")
    told = text[max(0, entity.start_char - 2 * len(place)) : entity.end_char]
    federal = entity.text.lower().startswith(("federal", "national", "u.s."))
    span = draft.find_span(entity)
    joined = (
        span is not None
        and span.start > span.sent.start
        and (span[0].nbor(-1).pos_ == "PROPN")
    )
    if span is None or _is_owned(span) or possessive or after == " of ":
        return
    words = entity.text.split()
    titled = sum(word[:1].isupper() for word in words) > 1  # "Secretary of State"
    bare = len(words) == 1 and not _ends_in_article(draft, entity)  # "as president"
    if titled or bare:
        return
    before = text[max(0, entity.start_char - _TITLE_REACH) : entity.start_char]
    own = _OWN_ARTICLE.match(entity.text)
    led = before if own is None else before + own.group()
    if entity.text.removeprefix("the ")[:1].isupper() and _IN_TITLE.search(led):
        return
    if federal or joined or place.lower() in told.lower():
        return
    if own is None and entity.text[:1].isupper():  # "the President", in law
        name = name[:1].upper() + name[1:]
    draft.edits.add(entity.start_char, entity.end_char, name)


def _is_modifier(draft: Draft, entity: Entity) -> bool:
    """Whether a mention stands before a noun: "city" in "city officials"."""
    span = draft.find_span(entity)
    if span is None or span.root.dep_ not in _BEFORE_NOUN or _is_owned(span):
        return False
    return span.end < len(draft.doc) and draft.doc[span.end].pos_ in _MODIFIED


def _is_owned(span: Span) -> bool:
    """Whether a mention is somebody's: "its sheriff", "Ohio’s legislature"."""
    return span.start > span.sent.start and span[0].nbor(-1).tag_ in {"PRP$", "POS"}
