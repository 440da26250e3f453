"""Pydantic models as features of Hugging Face `datasets`."""

from __future__ import annotations

from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from nlp.errors import InputError

if TYPE_CHECKING:
    from datasets import Features

_SCALARS = {str: "string", int: "int64", float: "float64", bool: "bool"}


def build_features(model: type[BaseModel]) -> Features:
    """Return the features of `model.model_dump(mode="json")`.

    A value that may be null has the type of one that is not; dates are ISO strings.

    Raises:
        InputError: The library is not installed.
    """
    try:
        import datasets
    except ImportError as err:
        raise InputError(
            "features must have the library datasets, got none."
            " Install policy-claims[datasets]."
        ) from err
    return datasets.Features(_describe_fields(model))


def _describe_fields(model: type[BaseModel]) -> dict[str, Any]:
    return {
        name: _describe(field.annotation) for name, field in model.model_fields.items()
    }


def _describe(annotation: Any) -> Any:
    from datasets import List, Value

    kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
    if get_origin(annotation) is Literal:
        return Value("string")
    if get_origin(annotation) is tuple:
        return List(_describe(kinds[0]))
    if NoneType in get_args(annotation):
        return _describe(kinds[0])
    if issubclass(annotation, BaseModel):
        return _describe_fields(annotation)
    return Value(_SCALARS.get(annotation, "string"))
