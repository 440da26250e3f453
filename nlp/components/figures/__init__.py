"""Figures: numbers with what they count, their unit, and how exactly they are meant."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.annotations import set_records, set_spans
from nlp.components.figures.mentions import Mention
from nlp.components.figures.reading import read_figures
from nlp.components.figures.sentences import Context
from nlp.schema import Figure, FigureKind

__all__ = ["Figures", "build_figures", "read_figures"]


@Language.factory("figures", default_config={"pronouns": False}, assigns=["doc.spans"])
class Figures:
    """Mark figures in `doc.spans["figures"]`, labelled with their kind.

    Reads `DateRef` and `Entity` records where the pipeline has them; tags and parse
    tell what is counted, and only numbers with units are sure to be found without.
    """

    def __init__(self, nlp: Language, name: str, pronouns: bool) -> None:
        """Take settings.

        Args:
            nlp: The pipeline.
            name: Name of the component in it.
            pronouns: Also count "one of the cities" as a figure of 1.
        """
        self.name = name
        self.pronouns = pronouns

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its figures."""
        context, mentions = read_figures(doc, pronouns=self.pronouns)
        figures = build_figures(context, mentions)
        set_records(doc, "figures", figures)
        set_spans(doc, "figures", figures, [figure.kind for figure in figures])
        return doc


def build_figures(context: Context, mentions: list[Mention]) -> list[Figure]:
    """Turn what was read into records, with ids in text order."""
    return [_build_figure(context, i, m) for i, m in enumerate(mentions, start=1)]


def _build_figure(context: Context, number: int, mention: Mention) -> Figure:
    lex = context.lex
    start, end = lex.start[mention.start], lex.end[mention.end - 1]
    return Figure(
        id=f"f{number}",
        text=lex.text[start:end],
        start_char=start,
        end_char=end,
        value=mention.number.value,
        low=mention.number.low,
        high=mention.number.high,
        comparator=mention.comparator,
        kind=_kind(mention),
        unit=_unit_name(mention),
        per=mention.per.name if mention.per is not None else None,
        counted=mention.counted,
        change=mention.change,
        place=mention.place,
        date=mention.date,
        part_of=None if mention.part_of is None else f"f{mention.part_of + 1}",
        same_as=None if mention.same_as is None else f"f{mention.same_as + 1}",
    )


def _kind(mention: Mention) -> FigureKind:
    if mention.is_unknown:
        return "unknown"
    kind: FigureKind = mention.unit.kind if mention.unit is not None else "count"
    if mention.unit is None:
        if mention.raw.form in ("fraction", "ratio"):
            return "ratio"
        value = mention.number.value
        if mention.unit_name is None and value is not None and value != int(value):
            return "quantity"
    if mention.per is not None and kind in ("count", "quantity"):
        return "rate"
    return kind


def _unit_name(mention: Mention) -> str | None:
    return mention.unit.name if mention.unit is not None else mention.unit_name
