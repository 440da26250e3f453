"""Which governments a text names, who acts for them, and all other named entities.

Writes every mention as an `Entity`: spaCy's persons, organisations, laws ... with clean
borders, and all governments, agencies and officials found here. Mentions of one thing
share one id.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.annotations import read_text, set_records, set_spans
from nlp.components.jurisdictions.assembly import find_mentions
from nlp.components.jurisdictions.cues import read_cues
from nlp.components.jurisdictions.index import build_jurisdiction, read_index
from nlp.components.jurisdictions.mentions import Mention
from nlp.components.jurisdictions.metonyms import read_metonyms
from nlp.components.jurisdictions.officials import read_officials
from nlp.components.jurisdictions.roles import set_roles
from nlp.schema import Entity


@Language.factory(
    "jurisdictions",
    assigns=["doc.spans", "doc._.entities"],
    default_config={"gazetteer": None, "officials": None},
)
class Jurisdictions:
    """Write `doc._.entities` and mark `doc.spans["entities"]`, `["jurisdictions"]`."""

    def __init__(
        self,
        nlp: Language,
        name: str,
        gazetteer: str | None = None,
        officials: str | None = None,
    ) -> None:
        """Read the index and the table of officials.

        Args:
            nlp: The pipeline.
            name: The component's name in it.
            gazetteer: CSV file of your own places: name, aliases, level, code, parents.
            officials: TOML file of your own table of officials, in place of ours.

        Raises:
            InputError: A file given here cannot be used.
        """
        self.name = name
        self.index = read_index(gazetteer)
        self.cues = read_cues()
        self.officials = read_officials(officials)

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its entities and jurisdictions marked."""
        mentions = find_mentions(doc, self.index, self.cues, self.officials)
        set_roles(doc, mentions)
        read_metonyms(mentions, self.index)
        entities = build_entities(doc, mentions)
        set_records(doc, "entities", entities)
        set_spans(doc, "entities", entities, [entity.label for entity in entities])
        governed = [entity for entity in entities if entity.jurisdiction is not None]
        levels = [e.jurisdiction.level for e in governed if e.jurisdiction is not None]
        set_spans(doc, "jurisdictions", governed, levels)
        return doc


def build_entities(doc: Doc, mentions: list[Mention]) -> list[Entity]:
    """Turn mentions into records, with one id for each identity."""
    ids: dict[str, str] = {}
    text = read_text(doc)
    return [
        Entity(
            text=text[mention.start : mention.end],
            start_char=mention.start,
            end_char=mention.end,
            id=ids.setdefault(mention.identity, f"e{len(ids) + 1}"),
            label=mention.label,
            name=mention.name,
            kb_id=mention.kb_id,
            jurisdiction=(
                None
                if mention.government is None
                else build_jurisdiction(mention.government)
            ),
            role=mention.role,
        )
        for mention in mentions
    ]
