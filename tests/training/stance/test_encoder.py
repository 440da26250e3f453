"""The network over its encoder: which tokens it looks at, and other encoders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs the [train] extra")
pytest.importorskip("transformers", reason="needs the [train] extra")

import torch

from nlp.classifier import open_session
from nlp.training.stance.encoder import PairEncoder, build_encoder, read_tokenizer
from nlp.training.stance.exporting import export_model
from nlp.training.stance.fitting import Fitted, attend_plainly

PAIRS = (
    ("the council voted.", "cap rents."),
    ("[HOLDER] voted over rents, [OTHER] not.", "cap rents."),
    ("over [HOLDER] the council of [HOLDER] voted, [HOLDER] not.", "cannabis."),
)


@pytest.fixture(scope="module")
def untyped_base(tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a random encoder that knows no sides of a pair, and is no BERT."""
    from transformers import AutoTokenizer, MPNetConfig

    folder = tmp_path_factory.mktemp("untyped")
    tokenizer = AutoTokenizer.from_pretrained(tiny_base)
    tokenizer.save_pretrained(folder)
    MPNetConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        pad_token_id=tokenizer.pad_token_id,
    ).save_pretrained(folder)
    return folder


@pytest.fixture(params=["tiny_base", "untyped_base"])
def base(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue(request.param)
    return folder


def _build(base: Path) -> tuple[PairEncoder, Any]:
    torch.manual_seed(0)
    tokenizer = read_tokenizer(base)
    return build_encoder(base, tokenizer, 4).eval(), tokenizer


def test_head_sees_first_token_and_mean_of_holders(base: Path) -> None:
    model, tokenizer = _build(base)
    batch = tokenizer(
        *(list(texts) for texts in zip(*PAIRS, strict=True)),
        padding=True,
        return_token_type_ids=True,
        return_tensors="pt",
    )
    given = dict(batch)
    found = model(**given)
    if not model.takes_types:
        del given["token_type_ids"]
    states = model.encoder(**given).last_hidden_state
    for row, ids in enumerate(batch["input_ids"]):
        holders = states[row][ids == model.holder_id]
        mean = holders.mean(0) if len(holders) else torch.zeros(states.shape[-1])
        expected = model.decide(torch.cat([states[row, 0], mean]))
        torch.testing.assert_close(found[row], expected, rtol=1e-4, atol=1e-5)


def test_only_what_is_looked_at_leaves_last_layer(tiny_base: Path) -> None:
    model, tokenizer = _build(tiny_base)
    seen = []
    last = model.encoder.encoder.layer[-1]
    last.intermediate.register_forward_hook(
        lambda _, given, __: seen.append(given[0].shape[1])
    )
    given = tokenizer(*PAIRS[2], return_token_type_ids=True, return_tensors="pt")
    model(**given)
    assert seen == [1 + 3]


def test_gradients_reach_first_layer(base: Path) -> None:
    model, tokenizer = _build(base)
    given = tokenizer(*PAIRS[1], return_token_type_ids=True, return_tensors="pt")
    model(**given).sum().backward()
    first = next(model.encoder.encoder.layer[0].parameters())
    assert first.grad is not None
    assert first.grad.abs().sum() > 0


def test_other_encoder_is_exported(untyped_base: Path, tmp_path: Path) -> None:
    fitted = Fitted(*_build(untyped_base), 40)
    export_model(fitted, tmp_path, PAIRS)
    session = open_session(tmp_path / "model.onnx", 1)
    for pair in PAIRS:
        given = fitted.encode(pair, "np")
        feed = {one.name: given[one.name] for one in session.get_inputs()}
        found = torch.tensor(session.run(None, feed)[0])
        exact = torch.tensor(fitted.predict([pair]))
        torch.testing.assert_close(found, exact, rtol=0, atol=0.02)


def test_attention_is_as_it_was_after_training(tiny_base: Path) -> None:
    encoder = _build(tiny_base)[0].encoder
    usual = encoder.config._attn_implementation
    assert usual == "sdpa"
    with attend_plainly(encoder, use_cpu=True):
        assert encoder.config._attn_implementation == "eager"
    assert encoder.config._attn_implementation == usual
    with attend_plainly(encoder, use_cpu=False):
        assert encoder.config._attn_implementation == usual
