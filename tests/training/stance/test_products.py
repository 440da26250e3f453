"""Products in eight bits: what a rounded network loses by them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.classifier import open_session
from nlp.training.stance.products import (
    STEPS,
    quantize_columns,
    quantize_products,
)

WIDTH = 64


@pytest.fixture
def matrix() -> np.ndarray:
    generator = np.random.default_rng(0)
    steps = generator.integers(-STEPS, STEPS + 1, size=(WIDTH, 8))
    steps[0] = STEPS
    return np.asarray(steps * generator.uniform(0.001, 0.1, size=8), dtype=np.float32)


@pytest.fixture
def given() -> np.ndarray:
    """Return tokens of very unlike sizes."""
    generator = np.random.default_rng(1)
    sizes = np.array([0.01, 1.0, 30.0])[:, None]
    tokens = generator.normal(size=(1, 3, WIDTH)) * sizes
    return np.asarray(tokens, dtype=np.float32)


def write_product(matrix: np.ndarray, path: Path) -> None:
    onnx = pytest.importorskip("onnx", reason="needs the [train] extra")
    helper, numbers = onnx.helper, onnx.numpy_helper
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["y"])],
        "product",
        [helper.make_tensor_value_info("x", 1, [1, "tokens", WIDTH])],
        [helper.make_tensor_value_info("y", 1, [1, "tokens", matrix.shape[1]])],
        [numbers.from_array(matrix, "w")],
    )
    opsets = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), str(path))


def multiply(matrix: np.ndarray, given: np.ndarray, folder: Path, *, fine: bool) -> Any:
    write_product(matrix, folder / "exact.onnx")
    quantize_products(
        folder / "exact.onnx", folder / "int8.onnx", fine=1.0 if fine else 0.0
    )
    return open_session(folder / "int8.onnx", 1).run(None, {"x": given})[0]


def measure_error(found: np.ndarray, exact: np.ndarray) -> Any:
    """Return the largest error of each token, as a share of its largest value."""
    return (np.abs(found - exact).max(-1) / np.abs(exact).max(-1))[0]


def test_whole_steps_come_back_as_they_were(matrix: np.ndarray) -> None:
    values, steps = quantize_columns(matrix)
    assert np.abs(values).max() == STEPS
    np.testing.assert_allclose(values * steps, matrix, rtol=1e-5)


def test_column_of_zeros_stays_zero() -> None:
    values, steps = quantize_columns(np.zeros((4, 2), dtype=np.float32))
    assert (values * steps == 0).all()


def test_coarse_product_is_near_for_small_tokens_too(
    matrix: np.ndarray, given: np.ndarray, tmp_path: Path
) -> None:
    found = multiply(matrix, given, tmp_path, fine=False)
    assert measure_error(found, given @ matrix).max() < 0.02


def test_fine_product_is_as_good_as_float_for_large_tokens(
    matrix: np.ndarray, given: np.ndarray, tmp_path: Path
) -> None:
    error = measure_error(multiply(matrix, given, tmp_path, fine=True), given @ matrix)
    assert error[2] < 2e-4
    assert error[1] < 5e-3


@pytest.mark.parametrize("fine", [True, False])
def test_tokens_of_zeros_give_zeros(
    fine: bool, matrix: np.ndarray, tmp_path: Path
) -> None:
    zeros = np.zeros((1, 2, WIDTH), dtype=np.float32)
    assert (multiply(matrix, zeros, tmp_path, fine=fine) == 0).all()
