"""Who says what: source, cue and content of attributed words and thoughts.

One record an act of speech. Where the cue splits a quotation (“No,” she said, “never.”)
the content runs from its first word to its last, cue and source within. The label of
each span in `doc.spans["attributions"]` is the kind of its cue: say, report, deny,
question, warn, promise, order or think.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from nlp.annotations import get_records, read_text, set_records, set_spans
from nlp.components.attributions.cues import read_cues
from nlp.components.attributions.names import Names
from nlp.components.attributions.quoting import Quotations
from nlp.components.attributions.said import Said
from nlp.components.attributions.speech import find_said
from nlp.schema import Attribution, Entity, Source, TextSpan


@Language.factory(
    "attributions",
    assigns=["doc.spans", "doc._.attributions"],
    requires=["token.dep", "token.pos"],
)
class Attributions:
    """Write `doc._.attributions`, mark contents in `doc.spans["attributions"]`."""

    def __init__(self, nlp: Language, name: str) -> None:
        """Read the cue lexicon."""
        self.name = name
        self.cues = read_cues()

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its attributions written; it needs a dependency parse."""
        found = find_said(doc, self.cues) if doc.has_annotation("DEP") else []
        records = build_records(doc, found)
        set_records(doc, "attributions", records)
        contents: list[TextSpan] = [record.content for record in records]
        set_spans(doc, "attributions", contents, [said.kind for said in found])
        return doc


def build_records(doc: Doc, found: Sequence[Said]) -> list[Attribution]:
    """Turn what was found into records, with names and ids."""
    if not found:
        return []
    text = read_text(doc)
    find = Quotations(text).find
    quoted = {index: said for said in found for index in said.quoted}
    names = Names(doc, get_records(doc, Entity), lambda at: find(at) is not None)

    def cut(start: int, end: int) -> TextSpan:
        return TextSpan(text=text[start:end], start_char=start, end_char=end)

    records = []
    for number, said in enumerate(found, start=1):
        index = find(said.source.start_char)
        around = None if index is None else quoted.get(index)
        apart = around is not None and around is not said
        name, entity = names.resolve(
            said.source, around.source if around is not None and apart else None
        )
        source = cut(said.source.start_char, said.source.end_char)
        cue = said.cue
        records.append(
            Attribution(
                id=f"a{number}",
                source=Source(**source.model_dump(), name=name, entity=entity),
                cue=None if cue is None else cut(cue.start_char, cue.end_char),
                content=cut(said.start_char, said.end_char),
                quote=said.quote,
            )
        )
    return records
