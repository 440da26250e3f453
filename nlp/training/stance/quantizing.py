"""Eight-bit weights for a network that was not trained for them.

ONNX Runtime's own dynamic quantisation keeps one scale for all activations of a layer,
which moves probabilities by up to a tenth. `MatMulNBits` has a scale for every few
weights and activations: nearer to the float model, but hardly faster than it. Networks
that learn with rounded weights have better: `nlp.training.stance.products`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

BLOCK = 32  # weights that share a scale
STEPS = 127  # of the largest weight that shares it
_MIDDLE = 128  # what stands for zero in an unsigned byte
_INT8_COMPUTE = 4  # ONNX Runtime's `accuracy_level`: multiply in eight bits too
DOMAIN = "com.microsoft"


def quantize_model(source: Path, target: Path) -> None:
    """Write an ONNX model anew with its weights in eight bits."""
    import onnx

    model = onnx.load(str(source))
    graph = Graph(model.graph)
    for node in list(model.graph.node):
        if node.op_type == "Gather" and graph.is_matrix(node.input[0]):
            replace_embedding(graph, node)
        elif node.op_type in {"MatMul", "Gemm"} and graph.is_matrix(node.input[1]):
            _replace_product(graph, node)
    graph.drop_unused()
    model.opset_import.append(onnx.helper.make_opsetid(DOMAIN, 1))
    onnx.save(model, str(target))


class Graph:
    """An ONNX graph whose nodes are replaced in place."""

    def __init__(self, graph: Any) -> None:
        """Take the graph of a model."""
        self._graph = graph
        self._weights = {weight.name: weight for weight in graph.initializer}

    def is_matrix(self, name: str) -> bool:
        """Whether a name is that of a weight matrix in float."""
        weight = self._weights.get(name)
        return weight is not None and len(weight.dims) == 2 and weight.data_type == 1

    def read(self, name: str) -> npt.NDArray[np.float32]:
        """Return a weight."""
        from onnx import numpy_helper

        found: npt.NDArray[np.float32] = numpy_helper.to_array(self._weights[name])
        return found

    def add(self, name: str, values: npt.NDArray[Any]) -> str:
        """Add a weight, once however often it is asked for."""
        from onnx import numpy_helper

        if name not in self._weights:
            self._weights[name] = numpy_helper.from_array(values, name)
            self._graph.initializer.append(self._weights[name])
        return name

    def replace(self, node: Any, nodes: list[Any]) -> None:
        """Put nodes in the place of another."""
        at = list(self._graph.node).index(node)
        self._graph.node.remove(node)
        for offset, one in enumerate(nodes):
            self._graph.node.insert(at + offset, one)

    def drop_unused(self) -> None:
        """Drop the weights that no node reads any more."""
        used = {name for node in self._graph.node for name in node.input}
        for weight in list(self._graph.initializer):
            if weight.name not in used:
                self._graph.initializer.remove(weight)


def replace_embedding(graph: Graph, node: Any) -> None:
    """Look up bytes, and the scale of each row."""
    from onnx import TensorProto, helper

    table, ids = node.input
    rows, scales = quantize_rows(graph.read(table))
    name = node.output[0]
    bytes_, ratio = graph.add(f"{table}.q", rows), graph.add(f"{table}.s", scales)
    graph.replace(
        node,
        [
            helper.make_node("Gather", [bytes_, ids], [f"{name}.q"]),
            helper.make_node(
                "Cast", [f"{name}.q"], [f"{name}.f"], to=TensorProto.FLOAT
            ),
            helper.make_node("Gather", [ratio, ids], [f"{name}.s"]),
            helper.make_node("Mul", [f"{name}.f", f"{name}.s"], [name]),
        ],
    )


def _replace_product(graph: Graph, node: Any) -> None:
    """Multiply with blocks of bytes; the bias of a Gemm is added after."""
    from onnx import helper

    weight = node.input[1]
    matrix = graph.read(weight)
    turned = any(a.name == "transB" and a.i for a in node.attribute)
    matrix = matrix if turned else matrix.T  # (outputs, inputs)
    blocks, scales = quantize_blocks(matrix)
    has_bias = node.op_type == "Gemm" and len(node.input) > 2
    result = f"{node.output[0]}.product" if has_bias else node.output[0]
    new = helper.make_node(
        "MatMulNBits",
        [
            node.input[0],
            graph.add(f"{weight}.q", blocks),
            graph.add(f"{weight}.s", scales.ravel()),
        ],
        [result],
        domain=DOMAIN,
        K=matrix.shape[1],
        N=matrix.shape[0],
        bits=8,
        block_size=BLOCK,
        accuracy_level=_INT8_COMPUTE,
    )
    nodes = [new]
    if has_bias:
        nodes.append(helper.make_node("Add", [result, node.input[2]], [node.output[0]]))
    graph.replace(node, nodes)


def quantize_rows(
    table: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Return a matrix in bytes and the scale of each of its rows."""
    scales = _scale(table)
    return np.round(table / scales).astype(np.int8), scales


def quantize_blocks(
    matrix: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float32]]:
    """Return a matrix as `MatMulNBits` reads it.

    Returns:
        Bytes of shape (n_rows, n_blocks, BLOCK) and scales of shape (n_rows, n_blocks).
    """
    n_rows, n_columns = matrix.shape
    n_blocks = -(-n_columns // BLOCK)
    padded = np.zeros((n_rows, n_blocks * BLOCK), dtype=np.float32)
    padded[:, :n_columns] = matrix
    blocks = padded.reshape(n_rows, n_blocks, BLOCK)
    scales = _scale(blocks)
    packed = np.clip(np.round(blocks / scales) + _MIDDLE, 0, 255)
    return packed.astype(np.uint8), scales[..., 0]


def _scale(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return what a step of a byte is worth along the last axis."""
    scales = np.abs(values).max(axis=-1, keepdims=True) / STEPS
    return np.where(scales > 0, scales, 1.0).astype(np.float32)
