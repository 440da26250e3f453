"""Weights that are learnt as they will be stored: in steps, some for each row.

Rounding the weights of a finished network moves its probabilities by some hundredths.
Here the network reads rounded weights while it learns, so that those it ends with are
whole steps already and storing them in eight bits changes nothing.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn import functional

from nlp.training.stance.products import STEPS
from nlp.training.stance.quantizing import STEPS as TABLE_STEPS


class RoundedLinear(nn.Linear):
    """A linear layer that reads its weights rounded; gradients pass by the rounding."""

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        """Return the product with the rounded weights."""
        return functional.linear(given, _Rounding.apply(self.weight), self.bias)


class _Rounding(torch.autograd.Function):
    """Rounds rows; to the gradients it was not there."""

    @staticmethod
    def forward(ctx: Any, weight: torch.Tensor) -> torch.Tensor:
        """Return the weights in whole steps."""
        return round_rows(weight, STEPS)

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        """Return the gradient of the rounded weights, for those that are learnt."""
        return gradient


def begin_rounding(encoder: Any) -> None:
    """Let an encoder's linear layers read rounded weights; round its frozen words."""
    for module in encoder.modules():
        if type(module) is nn.Linear:
            module.__class__ = RoundedLinear  # names of the weights stay
    table = encoder.get_input_embeddings().weight
    table.data = round_rows(table.data, TABLE_STEPS)


def finish_rounding(model: nn.Module) -> None:
    """Put the rounded weights in the place of those that were learnt."""
    for module in model.modules():
        if isinstance(module, RoundedLinear):
            module.weight.data = round_rows(module.weight.data, STEPS)
            module.__class__ = nn.Linear


def round_rows(weight: torch.Tensor, steps: int) -> torch.Tensor:
    """Return a matrix in whole steps, `steps` of which are a row's largest weight."""
    step = weight.detach().abs().amax(dim=1, keepdim=True) / steps
    step = torch.where(step > 0, step, torch.ones_like(step))
    return torch.div(weight, step).round_().mul_(step)
