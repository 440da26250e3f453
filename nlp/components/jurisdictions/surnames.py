"""Persons called by their last names: 'Ortiz' is 'Mayor Ana Ortiz'."""

from __future__ import annotations

from nlp.components.jurisdictions.index import name_key
from nlp.components.jurisdictions.mentions import Mention
from nlp.components.jurisdictions.scanning import Words


def unify_persons(words: Words, mentions: list[Mention]) -> list[Mention]:
    """Give a last name the identity of the full name; return those spaCy missed."""
    full = _full_names(mentions)
    taken = set()
    for mention in mentions:
        taken.add(mention.start)
        if mention.kind not in ("other", "official"):
            continue
        if mention.identity.startswith("office:"):
            continue
        key = name_key(words.text[mention.start : mention.end])
        known = full.get(key) or full.get(key.split()[-1] if key else "")
        if known is None or known is mention:
            continue
        same = " " not in key or key == name_key(known.name)
        if same and mention.label in ("PERSON", "ORG", "GPE", "NORP"):
            mention.label = "PERSON"
            mention.name = known.name
            mention.identity = known.identity
            mention.government = mention.government or known.government
            mention.kind = known.kind
    ends = sorted((m.start, m.end) for m in mentions)
    return _missed_surnames(words, full, ends)


def _full_names(mentions: list[Mention]) -> dict[str, Mention]:
    """Return persons named in full by last name, officials first."""
    full: dict[str, Mention] = {}
    for mention in mentions:
        if mention.label != "PERSON" or not mention.identity.startswith("PERSON:"):
            continue
        surname = name_key(mention.name).split()[-1:]
        if surname and " " in mention.name:
            known = full.get(surname[0])
            if known is None or (mention.government and not known.government):
                full[surname[0]] = mention
    return full


def _missed_surnames(
    words: Words, full: dict[str, Mention], taken: list[tuple[int, int]]
) -> list[Mention]:
    """Return mentions of known last names that stand alone and in nothing else."""
    new = []
    n = 0
    for i, (start, form) in enumerate(zip(words.starts, words.forms, strict=True)):
        while n < len(taken) and taken[n][1] <= start:
            n += 1
        if n < len(taken) and taken[n][0] <= start:
            continue
        person = full.get(form.lower()) if form[0].isupper() else None
        if person is None or form.lower() in words.common:
            continue
        if words.is_capital(i + 1) and words.is_joined(i):
            continue
        mention = Mention(
            start, words.ends[i], "PERSON", person.name, person.identity,
            None, person.government, kind=person.kind,
        )  # fmt: skip
        new.append(mention)
    return new
