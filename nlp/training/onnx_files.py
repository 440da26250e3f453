"""Networks written as ONNX files, in float."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import nn

_OPSET = 17


def export_float(
    model: nn.Module,
    given: Mapping[str, torch.Tensor],
    path: Path,
    *,
    output: str,
    is_batched: bool = True,
) -> None:
    """Write a network whose inputs may have any number of tokens.

    Args:
        model: In evaluation mode.
        given: An example of each input by name, shape (batch, n_tokens), in the order
            in which the network takes them.
        path: To write to.
        output: Name of the one output.
        is_batched: Whether any number of texts may be given at once.
    """
    axes = {name: {1: "tokens"} for name in given}
    if is_batched:
        axes = {name: {0: "batch", 1: "tokens"} for name in given}
        axes[output] = {0: "batch"}
    with warnings.catch_warnings():
        # What the exporter says of its own future does not concern the reader.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            tuple(given.values()),
            str(path),
            input_names=list(given),
            output_names=[output],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
