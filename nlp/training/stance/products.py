"""Matrix products in eight bits, for weights that are whole steps already.

The weights lose nothing (see `nlp.training.stance.rounding`), only what they are
multiplied with is rounded. A fine product is of what is given in eight bits, and of
what that rounding left, in eight bits again: as good as sixteen, at twice the price. In
a coarse product each token is scaled to its largest value first. The first layers need
fine products, since all later ones build on their errors.

Weights have seven bits: on processors without VNNI, ONNX Runtime adds up pairs of
products in sixteen bits, which eight would overflow.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.training.stance.quantizing import DOMAIN, Graph, replace_embedding

STEPS = 63  # of a row's largest weight
_TINY = "tiny"  # a token of zeros is scaled by this


def quantize_products(source: Path, target: Path, *, fine: float) -> None:
    """Write an ONNX model of one text a run anew, its weights in eight bits.

    The products of the encoder are MatMul nodes; those of the head, Gemm nodes, stay as
    they are.

    Args:
        source: The model in float.
        target: To write to.
        fine: Share of the products that are fine, from below.
    """
    import onnx

    model = onnx.load(str(source))
    graph = Graph(model.graph)
    nodes = list(model.graph.node)
    products = [
        node
        for node in nodes
        if node.op_type == "MatMul" and graph.is_matrix(node.input[1])
    ]
    prepared: set[str] = set()
    for node in nodes:
        # Only of words; the tables of places and sides are small.
        if node.op_type == "Gather" and node.input[1] == "input_ids":
            replace_embedding(graph, node)
    for place, node in enumerate(products):
        build = _build_fine if place < fine * len(products) else _build_coarse
        graph.replace(node, build(graph, node, prepared))
    graph.drop_unused()
    model.opset_import.append(onnx.helper.make_opsetid(DOMAIN, 1))
    onnx.save(model, str(target))


def quantize_columns(
    matrix: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Return a matrix in bytes, and what a step is worth in each of its columns."""
    steps = np.abs(matrix).max(axis=0) / STEPS
    steps = np.where(steps > 0, steps, 1.0).astype(np.float32)
    return np.round(matrix / steps).astype(np.int8), steps


def _build_fine(graph: Graph, node: Any, prepared: set[str]) -> list[Any]:
    """Multiply what is given, then what its rounding left, and add them up."""
    from onnx import helper

    given, left = node.input[0], f"{node.input[0]}.left"
    nodes = []
    if left not in prepared:
        prepared.add(left)
        nodes += _round(given)
        rounded = [f"{given}.q", f"{given}.s", f"{given}.z"]
        nodes += [
            helper.make_node("DequantizeLinear", rounded, [f"{given}.rounded"]),
            helper.make_node("Sub", [given, f"{given}.rounded"], [left]),
            *_round(left),
        ]
    result = node.output[0]
    parts = [f"{result}.first", f"{result}.second"]
    return [
        *nodes,
        _multiply(graph, node, given, parts[0]),
        _multiply(graph, node, left, parts[1]),
        helper.make_node("Add", parts, [result]),
    ]


def _build_coarse(graph: Graph, node: Any, prepared: set[str]) -> list[Any]:
    """Scale each token to its largest value, multiply, and scale back."""
    from onnx import helper

    given = node.input[0]
    scaled, size = f"{given}.scaled", f"{given}.size"
    nodes = []
    if scaled not in prepared:
        prepared.add(scaled)
        tiny = graph.add(_TINY, np.array(1e-12, dtype=np.float32))
        nodes += [
            helper.make_node("Abs", [given], [f"{given}.abs"]),
            helper.make_node(
                "ReduceMax", [f"{given}.abs"], [f"{given}.max"], axes=[-1], keepdims=1
            ),
            helper.make_node("Max", [f"{given}.max", tiny], [size]),
            helper.make_node("Div", [given, size], [scaled]),
            *_round(scaled),
        ]
    result = node.output[0]
    return [
        *nodes,
        _multiply(graph, node, scaled, f"{result}.scaled"),
        helper.make_node("Mul", [f"{result}.scaled", size], [result]),
    ]


def _round(name: str) -> list[Any]:
    from onnx import helper

    outputs = [f"{name}.q", f"{name}.s", f"{name}.z"]
    return [helper.make_node("DynamicQuantizeLinear", [name], outputs)]


def _multiply(graph: Graph, node: Any, given: str, result: str) -> Any:
    from onnx import helper

    weight = node.input[1]
    values, steps = quantize_columns(graph.read(weight))
    inputs = [
        f"{given}.q",
        graph.add(f"{weight}.q", values),
        f"{given}.s",
        graph.add(f"{weight}.s", steps),
        f"{given}.z",
    ]
    return helper.make_node("MatMulIntegerToFloat", inputs, [result], domain=DOMAIN)
