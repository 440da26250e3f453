"""Learning with rounded weights."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the [train] extra")
pytest.importorskip("transformers", reason="needs the [train] extra")

import torch

from nlp.classifier import open_session
from nlp.training.stance import exporting
from nlp.training.stance.encoder import build_encoder, read_tokenizer
from nlp.training.stance.exporting import export_model
from nlp.training.stance.fitting import Fitted
from nlp.training.stance.products import STEPS, quantize_products
from nlp.training.stance.rounding import RoundedLinear, finish_rounding, round_rows


@pytest.fixture
def layer() -> RoundedLinear:
    torch.manual_seed(0)
    return RoundedLinear(12, 5)


def test_rounding_twice_is_rounding_once() -> None:
    torch.manual_seed(0)
    once = round_rows(torch.randn(40, 30), STEPS)
    torch.testing.assert_close(round_rows(once, STEPS), once, rtol=1e-6, atol=0)
    n_values = [len(row.unique()) for row in once]
    assert max(n_values) <= 2 * STEPS + 1


def test_layer_multiplies_with_rounded_weights_and_learns(layer: RoundedLinear) -> None:
    given = torch.randn(3, 12)
    expected = given @ round_rows(layer.weight.detach(), STEPS).T + layer.bias
    found = layer(given)
    torch.testing.assert_close(found, expected)
    found.sum().backward()
    torch.testing.assert_close(layer.weight.grad, given.sum(0).expand(5, 12))


def test_finished_layer_gives_the_same(layer: RoundedLinear) -> None:
    given = torch.randn(3, 12)
    before = layer(given)
    finish_rounding(layer)
    assert type(layer) is torch.nn.Linear
    torch.testing.assert_close(layer(given), before)


@pytest.fixture
def fitted(tiny_base: Path) -> Fitted:
    torch.manual_seed(0)
    tokenizer = read_tokenizer(tiny_base)
    return Fitted(build_encoder(tiny_base, tokenizer, 4), tokenizer, 40)


@pytest.mark.parametrize(
    "passage",
    [
        "the council voted.",
        "[HOLDER] voted over rents.",
        "over [HOLDER] the council of [HOLDER] voted, [HOLDER] not.",
    ],
)
def test_exported_network_gives_the_same(
    passage: str, fitted: Fitted, tmp_path: Path
) -> None:
    export_model(fitted, tmp_path, int8=False)
    session = open_session(tmp_path / "model.onnx", 1)
    given = fitted.encode((passage, "cap rents."), "np")
    feed = {one.name: given[one.name] for one in session.get_inputs()}
    exact = fitted.predict([(passage, "cap rents.")])
    torch.testing.assert_close(
        torch.tensor(session.run(None, feed)[0]),
        torch.tensor(exact),
        rtol=1e-4,
        atol=1e-5,
    )


@pytest.mark.parametrize(
    ("near", "expected"), [(1.0, [0.0]), (0.0, [0.0, 0.5, 0.75, 1.0])]
)
def test_export_takes_first_model_that_is_near(
    near: float,
    expected: list[float],
    fitted: Fitted,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried = []

    def record(source: Path, target: Path, *, fine: float) -> None:
        tried.append(fine)
        quantize_products(source, target, fine=fine)

    monkeypatch.setattr(exporting, "quantize_products", record)
    monkeypatch.setattr(exporting, "_NEAR", near)
    export_model(fitted, tmp_path, [("[HOLDER] voted.", "cap rents.")])
    assert tried == expected
