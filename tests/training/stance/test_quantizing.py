"""Eight-bit weights: packed as ONNX Runtime reads them, and close to what they were."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.training.stance.quantizing import BLOCK, quantize_blocks, quantize_rows


@pytest.fixture
def matrix() -> np.ndarray:
    generator = np.random.default_rng(0)
    return generator.normal(size=(6, 2 * BLOCK + 3)).astype(np.float32)


def test_blocks_give_the_weights_back(matrix: np.ndarray) -> None:
    blocks, scales = quantize_blocks(matrix)
    assert blocks.shape == (6, 3, BLOCK)
    assert scales.shape == (6, 3)
    again = (blocks.astype(np.float32) - 128) * scales[..., None]
    again = again.reshape(6, -1)[:, : matrix.shape[1]]
    assert np.abs(again - matrix).max() <= np.abs(matrix).max() / 127


def test_padding_is_zero(matrix: np.ndarray) -> None:
    blocks, _ = quantize_blocks(matrix)
    assert (blocks[:, -1, 3:] == 128).all()


def test_rows_have_their_own_scale(matrix: np.ndarray) -> None:
    matrix[2] *= 1000
    rows, scales = quantize_rows(matrix)
    again = rows * scales
    assert np.abs(again[0] - matrix[0]).max() <= np.abs(matrix[0]).max() / 127


def test_row_of_zeros_stays_zero() -> None:
    rows, scales = quantize_rows(np.zeros((1, 4), dtype=np.float32))
    assert (rows * scales == 0).all()
