"""Fine-tuning: pairs in, the network with the best dev score out."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from datasets import Dataset
from torch.nn import functional
from transformers import (
    EarlyStoppingCallback,
    ProgressCallback,
    Trainer,
    TrainingArguments,
)
from transformers.trainer_utils import get_last_checkpoint

from nlp.components.stances.deciding import LABELS
from nlp.training.stance.encoder import (
    PairEncoder,
    build_encoder,
    find_base,
    read_tokenizer,
)
from nlp.training.stance.examples import Example
from nlp.training.stance.rounding import finish_rounding
from nlp.training.stance.wordings import Wording, vary

Logits = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class FitConfig:
    """How to fine-tune.

    Attributes:
        base: "minilm", or a folder with an encoder of transformers' form.
        epochs: At most; early stopping may end it before.
        patience: Epochs without a better dev score before it stops.
        learning_rate: Of the encoder; the head's is `head_rate` times that.
        label_smoothing: Share of the probability spread over all labels.
        max_length: Tokens of a pair; the passage is cut where it is longer.
        seed: Same seed, data and machine, same model.
        device: "cpu", "gpu", or None for a GPU where there is one.
    """

    base: str = "minilm"
    epochs: int = 5
    patience: int = 3
    batch_size: int = 16
    learning_rate: float = 2e-4
    head_rate: float = 3.0
    weight_decay: float = 0.01
    label_smoothing: float = 0.05
    max_length: int = 160
    seed: int = 0
    device: str | None = None


class Fitted:
    """A fitted network with its tokenizer."""

    def __init__(self, model: PairEncoder, tokenizer: Any, max_length: int) -> None:
        """Take the network, rounded and in evaluation mode from here on."""
        self.model = model.to("cpu").eval()
        finish_rounding(self.model)
        self.tokenizer = tokenizer
        self.max_length = max_length

    def predict(self, pairs: Sequence[tuple[str, str]]) -> Logits:
        """Return float32 logits of shape (n_pairs, n_labels), by the float model."""
        found = []
        with torch.no_grad():
            for pair in pairs:
                found.append(self.model(**self.encode(pair, "pt"))[0].numpy())
        return np.stack(found)

    def encode(self, pair: tuple[str, str], kind: str) -> Any:
        """Return the inputs for a pair as tensors of a kind: "pt" or "np"."""
        return self.tokenizer(
            *pair,
            truncation="only_first",
            max_length=self.max_length,
            return_token_type_ids=True,
            return_tensors=kind,
        )


class _PairTrainer(Trainer):
    """The Trainer with our loss and a faster head."""

    head_rate = 1.0
    smoothing = 0.0
    optimizer: Any

    def compute_loss(
        self, model: Any, inputs: Any, return_outputs: bool = False, **_: Any
    ) -> Any:
        """Return the cross entropy, smoothed in training only."""
        labels = inputs.pop("labels")
        logits = model(**inputs).float()
        smoothing = self.smoothing if model.training else 0.0
        loss = functional.cross_entropy(logits, labels, label_smoothing=smoothing)
        return (loss, {"logits": logits}) if return_outputs else loss

    def create_optimizer(self, model: Any = None) -> Any:
        """Return AdamW with a higher rate for the head, no decay on vectors."""
        if self.optimizer is None:
            groups = []
            for name, weight in self.model.named_parameters():
                if not weight.requires_grad:
                    continue
                inside = name.startswith("encoder.")
                rate = self.args.learning_rate * (1.0 if inside else self.head_rate)
                decay = 0.0 if weight.ndim < 2 else self.args.weight_decay
                groups.append({"params": [weight], "lr": rate, "weight_decay": decay})
            self.optimizer = torch.optim.AdamW(groups, fused=True)
        return self.optimizer


class _Progress(ProgressCallback):
    """The Trainer's bar on stderr; what it logs goes to the caller."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__()
        self._say = say

    def on_log(
        self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any
    ) -> None:
        """Tell the score of an epoch."""
        if logs and "eval_macro_f1" in logs:
            self._say(
                f"epoch {logs['epoch']:.0f}: dev macro-F1 {logs['eval_macro_f1']:.3f},"
                f" accuracy {logs['eval_accuracy']:.3f}"
            )


def score_logits(logits: Logits, gold: npt.NDArray[np.int64]) -> dict[str, float]:
    """Return macro-F1 and accuracy of the likeliest labels."""
    from sklearn.metrics import f1_score

    found = logits.argmax(axis=1)
    macro = f1_score(
        gold, found, average="macro", labels=range(len(LABELS)), zero_division=0
    )
    return {"macro_f1": float(macro), "accuracy": float((found == gold).mean())}


def fit_encoder(
    examples: Sequence[Example],
    dev: Sequence[Example],
    config: FitConfig,
    *,
    folder: Path,
    wordings: Mapping[str, Wording] | None = None,
    say: Callable[[str], None] = lambda message: None,
) -> Fitted:
    """Fine-tune an encoder and return it as it was at its best dev macro-F1.

    Args:
        examples: To learn from.
        dev: To choose the epoch by.
        config: How.
        folder: For a checkpoint after each epoch; a fit that was ended goes on from
            the last one there.
        wordings: Other wordings of propositions, drawn anew in each epoch.
        say: Told the dev score after each epoch.
    """
    _seed_all(config.seed)
    base = find_base(config.base)
    tokenizer = read_tokenizer(base)
    model = build_encoder(base, tokenizer, len(LABELS))
    arguments = _build_arguments(config, folder, len(examples))
    trainer = _PairTrainer(
        model=model,
        args=arguments,
        train_dataset=_build_dataset(examples, tokenizer, varies=True),
        eval_dataset=_build_dataset(dev, tokenizer, varies=False),
        data_collator=_Collator(tokenizer, config.max_length, wordings or {}),
        compute_metrics=lambda given: score_logits(given.predictions, given.label_ids),
        callbacks=[EarlyStoppingCallback(config.patience)],
    )
    trainer.remove_callback(ProgressCallback)
    trainer.add_callback(_Progress(say))
    trainer.head_rate = config.head_rate
    trainer.smoothing = config.label_smoothing
    with attend_plainly(model.encoder, arguments.use_cpu):
        trainer.train(resume_from_checkpoint=get_last_checkpoint(str(folder)))
    # Free of the wrapper that casts to bfloat16, which ONNX does not know.
    plain = trainer.accelerator.unwrap_model(model, keep_fp32_wrapper=False)
    return Fitted(plain, tokenizer, config.max_length)


@contextmanager
def attend_plainly(encoder: Any, use_cpu: bool) -> Iterator[None]:
    """Let an encoder attend by plain products where fused ones are slower.

    On a CPU they are, for texts as short as passages.
    """
    usual = encoder.config._attn_implementation
    if use_cpu and usual == "sdpa":
        encoder.set_attn_implementation("eager")
    try:
        yield
    finally:
        encoder.set_attn_implementation(usual)


def _seed_all(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def _build_arguments(config: FitConfig, folder: Path, n: int) -> TrainingArguments:
    use_cpu = config.device == "cpu" or not torch.cuda.is_available()
    steps = -(-n // config.batch_size) * config.epochs
    return TrainingArguments(
        output_dir=str(folder),
        num_train_epochs=config.epochs,
        per_device_train_batch_size=config.batch_size,
        per_device_eval_batch_size=32,
        learning_rate=config.learning_rate,
        weight_decay=config.weight_decay,
        warmup_steps=steps // 10,
        lr_scheduler_type="linear",
        max_grad_norm=1.0,
        train_sampling_strategy="group_by_length",
        eval_strategy="epoch",
        save_strategy="epoch",
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model="macro_f1",
        greater_is_better=True,
        logging_strategy="epoch",
        report_to="none",
        disable_tqdm=False,
        seed=config.seed,
        use_cpu=use_cpu,
        bf16=_has_bf16(use_cpu),
        remove_unused_columns=False,
        label_names=["labels"],
    )


def _has_bf16(use_cpu: bool) -> bool:
    """Whether bfloat16 is faster than float32 here."""
    if not use_cpu:
        return bool(torch.cuda.is_bf16_supported())
    capability = torch.backends.cpu.get_cpu_capability()
    return "AVX512" in capability and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _build_dataset(
    examples: Sequence[Example], tokenizer: Any, *, varies: bool
) -> Dataset:
    passages = [example.passage for example in examples]
    propositions = [example.proposition for example in examples]
    return Dataset.from_dict(
        {
            "passage": passages,
            "proposition": propositions,
            "labels": [example.label for example in examples],
            "varies": [varies] * len(examples),
            "length": [
                len(ids) for ids in tokenizer(passages, propositions)["input_ids"]
            ],
        }
    )


class _Collator:
    """Makes a batch of questions; those to learn from may be asked in other words."""

    def __init__(
        self, tokenizer: Any, max_length: int, wordings: Mapping[str, Wording]
    ) -> None:
        self._tokenizer = tokenizer
        self._max_length = max_length
        self._wordings = wordings

    def __call__(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, torch.Tensor]:
        asked = [
            vary(row["proposition"], row["labels"], self._wordings, _draw)
            if row["varies"]
            else (row["proposition"], row["labels"])
            for row in rows
        ]
        batch = self._tokenizer(
            [row["passage"] for row in rows],
            [proposition for proposition, _ in asked],
            truncation="only_first",
            max_length=self._max_length,
            padding=True,
            return_token_type_ids=True,
            return_tensors="pt",
        )
        return dict(batch) | {"labels": torch.tensor([label for _, label in asked])}


def _draw() -> float:
    """Return a number of the generator whose state the checkpoints keep."""
    return float(torch.rand(()))
