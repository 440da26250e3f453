"""Doc to `Extraction`: reads what the components wrote and matches nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc

from nlp.annotations import get_document, get_records, set_document
from nlp.errors import InputError, SchemaError
from nlp.parts import (
    PART_LENGTH,
    cut_text,
    is_long,
    join_docs,
    split_components,
    tokenize,
)
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


@lru_cache(maxsize=1)  # it reads files, which takes as long as a short document
def _find_version() -> str:
    return version("policy-claims")


def describe_pipeline(nlp: Language) -> PipelineInfo:
    """Name the package version and every model in `nlp`, with sha256 where known."""
    meta = nlp.meta
    models = [ModelInfo(name=f"{meta['lang']}_{meta['name']}-{meta['version']}")]
    for _, component in nlp.pipeline:
        info = getattr(component, "model_info", None)
        if isinstance(info, ModelInfo):
            models.append(info)
    return PipelineInfo(version=_find_version(), models=tuple(models))


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
    """Tokenise a document and tell the pipeline what is known about it."""
    if is_long(document.text):
        doc = join_docs(tokenize(nlp, part) for part in cut_text(document.text))
    else:
        doc = tokenize(nlp, document.text)
    set_document(doc, document)
    return doc


def annotate(
    nlp: Language,
    document: Document,
    *,
    on_stage: Callable[[str], None] = lambda stage: None,
) -> Doc:
    """Run the pipeline over one document of any length.

    Args:
        nlp: A pipeline of `nlp.pipeline.load`.
        document: A repaired document.
        on_stage: Told the component that works next, "tokenizer" first.
    """
    on_stage("tokenizer")
    on_parts, on_all = split_components(nlp)
    if is_long(document.text):
        parts = []
        for text in cut_text(document.text):
            part = document.model_copy(update={"text": text})
            on_stage("tokenizer")
            parts.append(_run(nlp, make_doc(nlp, part), on_parts, on_stage))
        doc = join_docs(parts)
        set_document(doc, document)
    else:
        doc = _run(nlp, make_doc(nlp, document), on_parts, on_stage)
    return _run(nlp, doc, on_all, on_stage)


def _run(
    nlp: Language, doc: Doc, names: Iterable[str], on_stage: Callable[[str], None]
) -> Doc:
    for name in names:
        on_stage(name)
        doc = nlp.get_pipe(name)(doc)
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
        n_process: Worker processes; each loads the models once. A document that is
            analysed in parts is done in this process.
        batch_size: Documents a worker takes at a time, fewer where they are long.

    Raises:
        InputError: A number is less than 1.
    """
    for name, value in (("n_process", n_process), ("batch_size", batch_size)):
        if value < 1:  # spaCy would go on and give nothing
            raise InputError(f"{name} must be at least 1, got {value}.")
    pipeline = describe_pipeline(nlp)
    for is_whole, group in groupby(documents, lambda item: not is_long(item.text)):
        if is_whole and n_process > 1:
            docs = (make_doc(nlp, document) for document in group)
            done = nlp.pipe(docs, n_process=n_process, batch_size=batch_size)
        elif is_whole:
            done = _pipe_batches(nlp, group, batch_size)
        else:
            done = (annotate(nlp, document) for document in group)
        for doc in done:
            yield build_extraction(doc, pipeline)


def _pipe_batches(
    nlp: Language, documents: Iterable[Document], batch_size: int
) -> Iterator[Doc]:
    """Run batches that together are no longer than a part of a long document."""
    batch: list[Document] = []
    for document in documents:
        length = sum(len(each.text) for each in (*batch, document))
        if batch and (len(batch) == batch_size or length > PART_LENGTH):
            yield from nlp.pipe(make_doc(nlp, each) for each in batch)
            batch = []
        batch.append(document)
    yield from nlp.pipe(make_doc(nlp, each) for each in batch)
