"""Doc to `Extraction`: reads what the components wrote and matches nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version

from spacy.language import Language
from spacy.tokens import Doc

from nlp.annotations import get_document, get_records, set_document
from nlp.errors import InputError, SchemaError
from nlp.schema import (
    Attribution,
    Claim,
    DateRef,
    Document,
    Entity,
    Extraction,
    Figure,
    ModelInfo,
    PipelineInfo,
    Stance,
)


def describe_pipeline(nlp: Language) -> PipelineInfo:
    """Name the package version and every model in `nlp`, with sha256 where known."""
    meta = nlp.meta
    models = [ModelInfo(name=f"{meta['lang']}_{meta['name']}-{meta['version']}")]
    for _, component in nlp.pipeline:
        info = getattr(component, "model_info", None)
        if isinstance(info, ModelInfo):
            models.append(info)
    return PipelineInfo(version=version("policy-claims"), models=tuple(models))


def build_extraction(doc: Doc, pipeline: PipelineInfo) -> Extraction:
    """Gather the records of a processed document.

    Raises:
        SchemaError: `doc` was not told its document, or a record's offsets are wrong.
    """
    document = get_document(doc)
    if document is None:
        raise SchemaError(
            "doc must know its document, got None. Call nlp.annotations.set_document"
            " before the pipeline runs."
        )
    return Extraction(
        document=document,
        entities=tuple(get_records(doc, Entity)),
        figures=tuple(get_records(doc, Figure)),
        dates=tuple(get_records(doc, DateRef)),
        attributions=tuple(get_records(doc, Attribution)),
        stances=tuple(get_records(doc, Stance)),
        claims=tuple(get_records(doc, Claim)),
        pipeline=pipeline,
    )


def make_doc(nlp: Language, document: Document) -> Doc:
    """Tokenise a document and tell the pipeline what is known about it.

    Raises:
        InputError: The text is longer than the parser can take at once.
    """
    if len(document.text) > nlp.max_length:
        raise InputError(
            f"text must be at most {nlp.max_length:,} characters, got"
            f" {len(document.text):,} in {document.source or document.id}."
            " Split it into its sections."
        )
    doc = nlp.make_doc(document.text)
    set_document(doc, document)
    return doc


def extract_documents(
    nlp: Language,
    documents: Iterable[Document],
    *,
    n_process: int = 1,
    batch_size: int = 64,
) -> Iterator[Extraction]:
    """Run `nlp` over documents, lazily and in order.

    Args:
        nlp: A pipeline of `nlp.pipeline.load`.
        documents: Repaired documents, as `nlp.ingest` makes them.
        n_process: Worker processes; each loads the models once.
        batch_size: Documents a worker takes at a time; memory grows with it.

    Raises:
        InputError: A number is less than 1, or a text too long.
    """
    for name, value in (("n_process", n_process), ("batch_size", batch_size)):
        if value < 1:  # spaCy would go on and give nothing
            raise InputError(f"{name} must be at least 1, got {value}.")
    pipeline = describe_pipeline(nlp)
    docs = (make_doc(nlp, document) for document in documents)
    for doc in nlp.pipe(docs, n_process=n_process, batch_size=batch_size):
        yield build_extraction(doc, pipeline)
