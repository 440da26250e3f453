"""spaCy's hash embeddings and window encoder in one pass, for prediction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc
from thinc.api import Model

from nlp.inference.threads import on_one_thread

Floats = npt.NDArray[np.float32]
Forward = Callable[[Model[Any, Any], Any, bool], tuple[Any, Callable[[Any], Any]]]

_ROWS = 1_024  # tokens at a time; what they need fits a processor's cache
_MOST_WORDS = 20_000  # embeddings kept between batches; 8 MB
_EPSILON = 1e-8  # of thinc's layer normalisation


def speed_up_encoder(model: Model[Any, Any]) -> bool:
    """Let a `Tok2Vec` of the usual architecture predict faster, in place.

    Args:
        model: Any node of a model on the processor.

    Returns:
        Whether it was one.
    """
    n_tables = sum(node.name == "hashembed" for node in model.walk())
    depth = sum(node.name == "expand_window" for node in model.walk())
    if not n_tables or not depth or model.name != _write_name(n_tables, depth):
        return False
    windows = [node for node in model.walk() if node.name == "expand_window"]
    # The layer is itself again when it is trained or its weights change.
    if all(node.attrs["window_size"] == 1 for node in windows):
        model._func = WindowEncoder(model)
        return True
    return False


def _write_name(n_tables: int, depth: int) -> str:
    """Name that thinc gives to `MultiHashEmbed` and `MaxoutWindowEncoder`."""
    tables = "|".join(["ints-getitem>>hashembed"] * n_tables)
    layers = ">>".join(["residual(expand_window>>maxout>>layernorm>>dropout)"] * depth)
    return (
        f"extract_features>>list2ragged>>with_array({tables})"
        f">>with_array(maxout>>layernorm>>dropout)>>ragged2list>>with_array({layers})"
    )


def read_param(node: Model[Any, Any], name: str) -> Floats:
    """Return an array of weights; thinc's types know none of numpy's methods."""
    array: Any = node.get_param(name)
    found: Floats = array
    return found


class _Layer:
    """Maxout and layer normalisation; the pieces of Maxout lie side by side."""

    def __init__(self, maxout: Model[Any, Any], norm: Model[Any, Any]) -> None:
        weights = read_param(maxout, "W")  # outputs, pieces, inputs
        self.width, self.pieces, n_inputs = weights.shape
        by_piece = weights.transpose(1, 0, 2).reshape(-1, n_inputs)
        self.weights: Floats = np.ascontiguousarray(by_piece.T)
        self.bias: Floats = read_param(maxout, "b").T.reshape(-1).copy()
        self.scale = read_param(norm, "G")
        self.shift = read_param(norm, "b")

    def apply(self, inputs: Floats) -> Floats:
        """Return floats of shape (n_rows, width)."""
        product: Floats = inputs @ self.weights
        product += self.bias
        width = self.width
        best = product[:, :width]
        for piece in range(1, self.pieces):
            other = product[:, piece * width : (piece + 1) * width]
            best = np.maximum(best, other)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", best, best) / np.float32(width)
        best *= ((spread + np.float32(_EPSILON)) ** np.float32(-0.5))[:, None]
        best *= self.scale
        best += self.shift
        normed: Floats = best
        return normed


class WindowEncoder:
    """Forward function of a `Tok2Vec` in place of thinc's.

    Embeddings depend on the word alone, so those of common words are kept.
    """

    def __init__(self, model: Model[Any, Any]) -> None:
        """Take over from the function that `model` has now."""
        self._model = model
        self._usual: Forward = model._func
        self._was_trained = False
        self._forget()

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is made from the weights, and the lock."""
        kept = ("_model", "_usual", "_was_trained")
        return {name: self.__dict__[name] for name in kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Begin without anything remembered."""
        self.__dict__.update(state)
        self._forget()

    def __call__(
        self, model: Model[Any, Any], docs: Sequence[Doc], is_train: bool
    ) -> tuple[Any, Callable[[Any], Any]]:
        """Encode docs, or leave it to thinc's function where weights may change."""
        self._was_trained = self._was_trained or is_train
        if self._was_trained or model is not self._model:
            return self._usual(model, docs, is_train)
        with self._lock, on_one_thread():
            if not self._is_current():
                self._read_weights()
            elif len(self._places) > _MOST_WORDS:
                self._clear()
            rows = [self._embed(doc) for doc in docs]
            table, layers = self._table, self._layers
        with on_one_thread():
            return _encode(layers, rows, table), _refuse_to_learn

    def _forget(self) -> None:
        self._lock = Lock()
        self._params: list[tuple[Model[Any, Any], str, Floats]] = []
        self._layers: list[_Layer] = []
        self._places: dict[int, int] = {}
        self._table: Floats = np.zeros((1, 1), dtype=np.float32)

    def _is_current(self) -> bool:
        known = self._params
        return bool(known) and all(
            read_param(node, name) is array for node, name, array in known
        )

    def _read_weights(self) -> None:
        nodes: dict[str, list[Model[Any, Any]]] = {}
        for node in self._model.walk():
            nodes.setdefault(node.name, []).append(node)
        self._params = [
            (node, name, read_param(node, name))
            for node in self._model.walk()
            for name in node.param_names
        ]
        pairs = zip(nodes["maxout"], nodes["layernorm"], strict=True)
        self._mix, *self._layers = [_Layer(*pair) for pair in pairs]
        self._tables = nodes["hashembed"]
        (features,) = nodes["extract_features"]
        self._columns = features.attrs["columns"]
        chance = np.random.default_rng(0)
        odd = chance.integers(2**63, size=len(self._columns), dtype=np.uint64)
        self._factors = odd * np.uint64(2) + np.uint64(1)
        self._clear()

    def _clear(self) -> None:
        self._places = {}
        # The first row is the zeros between documents.
        self._table = np.zeros((1_024, self._mix.width), dtype=np.float32)

    def _embed(self, doc: Doc) -> npt.NDArray[np.intp]:
        """Return the rows of `_table` that a doc's tokens have."""
        values: Any = doc.to_array(self._columns).reshape(-1, len(self._columns))
        keys = (values * self._factors).sum(axis=1, dtype=np.uint64).tolist()
        places = self._places
        missing = {key: at for at, key in enumerate(keys) if key not in places}
        if missing:
            self._add(list(missing), values[list(missing.values())])
        return np.fromiter(map(self._places.__getitem__, keys), np.intp, len(keys))

    def _add(self, keys: list[int], values: npt.NDArray[np.uint64]) -> None:
        first = len(self._places) + 1
        room = len(self._table)
        while room < first + len(keys):
            room *= 2
        if room > len(self._table):
            grown = np.zeros((room, self._mix.width), dtype=np.float32)
            grown[: len(self._table)] = self._table
            self._table = grown
        parts = [
            node.predict(np.ascontiguousarray(values[:, node.attrs["column"]]))
            for node in self._tables
        ]
        self._table[first : first + len(keys)] = self._mix.apply(np.hstack(parts))
        self._places.update(zip(keys, range(first, first + len(keys)), strict=True))


def _encode(
    layers: Sequence[_Layer], rows: Sequence[npt.NDArray[np.intp]], table: Floats
) -> list[Floats]:
    """Run the layers over all docs, with as many zeros between them as layers."""
    depth = len(layers)
    gap = np.zeros(depth, dtype=np.intp)
    told = [part for each in rows if len(each) for part in (gap, each)]
    flat = np.concatenate([*told, gap])
    encoded = np.empty((len(flat), table.shape[1]), dtype=np.float32)
    for start in range(0, len(flat), _ROWS):
        end = min(start + _ROWS, len(flat))
        # What lies more than `depth` rows away has no influence.
        first, last = max(start - depth, 0), min(end + depth, len(flat))
        part = _run_layers(layers, table[flat[first:last]])
        encoded[start:end] = part[start - first : end - first]
    found = []
    at = depth
    for each in rows:
        found.append(encoded[at : at + len(each)])
        at += len(each) + depth if len(each) else 0
    return found


def _run_layers(layers: Sequence[_Layer], vectors: Floats) -> Floats:
    n_rows, width = vectors.shape
    windows = np.zeros((n_rows, 3 * width), dtype=np.float32)
    for layer in layers:
        windows[1:, :width] = vectors[:-1]
        windows[:, width : 2 * width] = vectors
        windows[:-1, 2 * width :] = vectors[1:]
        vectors += layer.apply(windows)
    return vectors


def _refuse_to_learn(_: Any) -> Any:
    raise ValueError("gradients must come from a forward pass with is_train=True.")
