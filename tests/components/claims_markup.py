"""Texts with their records marked in them, for tests of the `claims` component.

`{e1 label=GPE name=Tacoma|The city}` marks an entity, `f` a figure, `d` a date; `a` the
content of an attribution, `s` its source, `q` its cue, `i` a term of an issue and `p`
the evidence of a stance. An underscore stands for a space; marks may be nested.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.annotations import set_records
from nlp.schema import (
    Attribution,
    DateRef,
    Entity,
    Figure,
    Holder,
    Jurisdiction,
    Record,
    Source,
    Stance,
    TextSpan,
)

Mark = tuple[str, dict[str, str], TextSpan]


def read_marks(marked: str) -> tuple[str, list[Mark]]:
    """Return the bare text and its marks in order of beginning."""
    text, opened = "", []
    marks: list[Mark] = []
    rest = marked
    while rest:
        if rest[0] == "{":
            head, _, rest = rest[1:].partition("|")
            opened.append((head.split(), len(text)))
            continue
        if rest[0] == "}":
            (name, *pairs), start = opened.pop()
            fields = (pair.split("=") for pair in pairs)
            values = {key: value.replace("_", " ") for key, value in fields}
            span = TextSpan(text=text[start:], start_char=start, end_char=len(text))
            marks.append((name, values, span))
        else:
            text += rest[0]
        rest = rest[1:]
    if opened:
        raise ValueError(f"marks must be closed, got {marked!r}.")
    return text, sorted(marks, key=lambda mark: mark[2].start_char)


def _entity(name: str, values: dict[str, str], span: TextSpan) -> Entity:
    government = values.get("government")
    return Entity(
        **span.model_dump(),
        id=name,
        label=values.get("label", "GPE"),
        name=values.get("name", span.text),
        jurisdiction=None
        if government is None
        else Jurisdiction(name=government, level="city"),
    )


def _figure(name: str, values: dict[str, str], span: TextSpan) -> Figure:
    fields: dict[str, Any] = {"kind": "count", "value": 1.0} | values
    return Figure(**span.model_dump(), id=name, **fields)


def _date(name: str, values: dict[str, str], span: TextSpan) -> DateRef:
    fields: dict[str, Any] = dict(values)
    return DateRef(**span.model_dump(), id=name, **fields)


def _stance(name: str, values: dict[str, str], span: TextSpan) -> Stance:
    return Stance(
        id=name,
        holder=Holder(**span.model_dump(), name="Tacoma"),
        issue=values["issue"],
        target=None,
        position="support",
        action=span.text,
        instrument=None,
        status="adopted",
        evidence=span,
        attribution=None,
        confidence=0.8,
    )


def _attributions(marks: list[Mark]) -> list[Attribution]:
    parts = {name: (values, span) for name, values, span in marks}
    found = []
    for name, values, span in marks:
        if name[0] != "a":
            continue
        source, cue = parts.get(f"s{name[1:]}"), parts.get(f"q{name[1:]}")
        found.append(
            Attribution(
                id=name,
                source=None
                if source is None
                else Source.model_validate(source[1].model_dump() | source[0]),
                cue=None if cue is None else cue[1],
                content=span,
                quote=values.get("quote", "indirect"),  # type: ignore[arg-type]
            )
        )
    return found


_BUILDERS: dict[str, tuple[str, Callable[[str, dict[str, str], TextSpan], Record]]] = {
    "e": ("entities", _entity),
    "f": ("figures", _figure),
    "d": ("dates", _date),
    "p": ("stances", _stance),
}


def build_doc(nlp: Language, marked: str) -> Doc:
    """Return a doc with the marked records, run through all pipes of `nlp`.

    Args:
        nlp: A pipeline whose last pipe is `claims`.
        marked: The text with marks; without any it is parsed only.
    """
    text, marks = read_marks(marked)
    doc = nlp.make_doc(text)
    records: dict[str, list[Record]] = {}
    for name, values, span in marks:
        if name[0] in _BUILDERS:
            key, build = _BUILDERS[name[0]]
            records.setdefault(key, []).append(build(name, values, span))
    for key, rows in records.items():
        set_records(doc, key, rows)
    set_records(doc, "attributions", _attributions(marks))
    doc.spans["issues"] = [_term(doc, m) for m in marks if m[0][0] == "i"]
    return nlp(doc)


def _term(doc: Doc, mark: Mark) -> Span:
    _, values, span = mark
    term = doc.char_span(span.start_char, span.end_char, label=values["issue"])
    if term is None:
        raise ValueError(f"a term must be whole words, got {span.text!r}.")
    return term
