"""spaCy's own components, run faster with the same results.

What is slow in them is not what they compute: a generic matrix kernel, tables looked
up anew for every token, arrays too large for the cache, rules that are matched token by
token. Only the pipeline given here is changed, none of spaCy's or thinc's global
settings, and what is not built as expected is left as it is.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.pipeline import AttributeRuler, DependencyParser, EntityRecognizer
from thinc.api import Model, NumpyOps

from nlp.inference.encoders import speed_up_encoder
from nlp.inference.entities import BatchedEntityRecognizer
from nlp.inference.morphology import RememberingAttributeRuler
from nlp.inference.parses import BatchedDependencyParser
from nlp.inference.threads import OneThreadOps

__all__ = ["speed_up"]


def speed_up(nlp: Language) -> None:
    """Let the components of `nlp` that are spaCy's own run faster, in place.

    Models on a GPU, or with other kernels than spaCy's usual ones, keep them. A saved
    pipeline is one of spaCy's usual components.
    """
    for at, (name, component) in enumerate(nlp._components):
        model = getattr(component, "model", None)
        if isinstance(model, Model) and type(model.ops) is NumpyOps:
            model._to_ops(OneThreadOps())
            for node in list(model.walk()):
                speed_up_encoder(node)
        if type(component) is EntityRecognizer and isinstance(model, Model):
            nlp._components[at] = (name, BatchedEntityRecognizer.take_over(component))
        elif type(component) is DependencyParser and isinstance(model, Model):
            nlp._components[at] = (name, BatchedDependencyParser.take_over(component))
        elif type(component) is AttributeRuler:
            nlp._components[at] = (name, RememberingAttributeRuler.take_over(component))
