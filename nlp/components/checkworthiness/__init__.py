"""Check-worthiness: is a sentence a factual claim that somebody should check?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.annotations import set_checkworthiness
from nlp.components.checkworthiness.model import TASK, CheckworthinessModel
from nlp.schema import ModelInfo

__all__ = ["Checkworthiness", "CheckworthinessModel"]


@Language.factory(
    "checkworthiness",
    default_config={"model": None},
    assigns=["doc._.checkworthiness"],
)
class Checkworthiness:
    """Write `doc._.checkworthiness`: a score for each sentence of `doc.sents`."""

    def __init__(self, nlp: Language, name: str, model: str | None) -> None:
        """Load the model.

        Args:
            nlp: The pipeline.
            name: The component's name in it.
            model: Folder of a model, or None for the shipped one.

        Raises:
            ModelError: The model is missing, damaged or for another task.
        """
        self.name = name
        self._model = CheckworthinessModel(TASK if model is None else model)

    @property
    def model_info(self) -> ModelInfo:
        """Name and sha256 of the weights."""
        return self._model.info

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its scores: floats of four digits in sentence order.

        A doc without sentence borders counts as one sentence.
        """
        set_checkworthiness(doc, self._model.score(list_sentences(doc)))
        return doc


def list_sentences(doc: Doc) -> list[str]:
    """Texts of `doc.sents`, or the whole text where there are no borders."""
    if len(doc) == 0:
        return []
    if not doc.has_annotation("SENT_START"):
        return [doc.text]
    return [sent.text for sent in doc.sents]
