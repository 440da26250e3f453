"""spaCy's entity recogniser, decided for all tokens of a batch at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span
from thinc.api import Model

from nlp.inference.encoders import Floats, read_param
from nlp.inference.threads import on_one_thread
from nlp.inference.transitions import take_over

Ints = npt.NDArray[np.intp]
Found = list[tuple[int, int, str]]  # first token, token after the last, label


class BatchedEntityRecognizer(EntityRecognizer):  # type: ignore[misc]  # no stub
    """An `EntityRecognizer` that gives the same entities with fewer steps.

    Outside an entity, what spaCy's transitions see is the token alone. So that is
    scored for all tokens in one product, and step by step only from where an entity
    begins to where it ends, for all that begin in the batch at once.
    """

    @classmethod
    def take_over(cls, given: EntityRecognizer) -> BatchedEntityRecognizer:
        """Return one with the model, labels and settings of `given`."""
        without = frozenset({"moves", "min_action_freq", "learn_tokens"})
        return take_over(cls, given, without=without)

    def predict(self, docs: Sequence[Doc] | Doc) -> Any:
        """Find entities, or leave it to spaCy where something is unusual."""
        docs = [docs] if isinstance(docs, Doc) else list(docs)
        model: Model[Any, Any] = self.model
        if (
            self.cfg["beam_width"] != 1
            or not any(map(len, docs))
            or not _is_usual(model)
            or any(len(doc) and doc.has_annotation("ENT_IOB") for doc in docs)
        ):
            return super().predict(docs)
        names = [self.moves.get_class_name(at) for at in range(self.moves.n_moves)]
        with on_one_thread():
            vectors: Floats = model.get_ref("tok2vec").predict(docs)
            return _Decoder(model, names).decode(vectors, docs)

    def set_annotations(self, docs: Sequence[Doc], states: Sequence[Any]) -> None:
        """Write what `predict` returned into the docs."""
        if not all(isinstance(state, list) for state in states):
            super().set_annotations(docs, states)
            return
        for doc, found in zip(docs, states, strict=True):
            spans = [Span(doc, start, end, label=label) for start, end, label in found]
            doc.set_ents(spans, default="outside")
            for hook in self.postprocesses:
                hook(doc)


def _is_usual(model: Model[Any, Any]) -> bool:
    lower, upper = model.maybe_get_ref("lower"), model.maybe_get_ref("upper")
    return (
        lower is not None
        and upper is not None
        and lower.name == "precomputable_affine"
        and lower.get_dim("nF") == 3
        and lower.get_dim("nP") >= 2
        and upper.name == "linear"
        and not model.attrs["unseen_classes"]
        and isinstance(upper.get_param("W"), np.ndarray)
    )


class _Decoder:
    """The part of the model that chooses transitions."""

    def __init__(self, model: Model[Any, Any], names: list[str]) -> None:
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        weights = read_param(lower, "W")  # features, outputs, pieces, inputs
        n_features, self._n_hidden, self._n_pieces, n_inputs = weights.shape
        by_piece = weights.transpose(0, 2, 1, 3).reshape(n_features, -1, n_inputs)
        self._features = [np.ascontiguousarray(part.T) for part in by_piece]
        self._bias: Floats = read_param(lower, "b").T.reshape(-1)
        missing: Floats = read_param(lower, "pad")[0].transpose(0, 2, 1)
        self._missing: Floats = missing.reshape(n_features, -1)
        self._weights = read_param(upper, "W")
        self._score_bias = read_param(upper, "b")
        moves = [name.partition("-") for name in names]
        self._labels = [label for _, _, label in moves]
        places = {(move, label): at for at, (move, _, label) in enumerate(moves)}
        opens = [bool(label) and move in "BU" for move, _, label in moves]
        self._opens = np.array(opens)
        self._begins = np.array([move == "B" for move, _, _ in moves])
        self._never = ~self._opens & np.array([move != "O" for move, _, _ in moves])
        # Where an entity of the class's label goes on, and where it ends.
        self._inner, self._last = (
            np.array([places.get((move, label), -1) for _, _, label in moves])
            for move in "IL"
        )

    def decode(self, vectors: Floats, docs: Sequence[Doc]) -> list[Found]:
        """Return the entities of each doc.

        Args:
            vectors: A row a token, of all docs.
            docs: The docs, in the same order; empty ones, too.
        """
        n_tokens = len(vectors)
        ends = np.ones(n_tokens, dtype=bool)  # the last token of a sentence or doc
        spaces = np.zeros(n_tokens, dtype=bool)
        start = 0
        for doc in docs:
            if len(doc) == 0:
                continue
            values = doc.to_array(["SENT_START", "IS_SPACE"])
            ends[start : start + len(doc) - 1] = values[1:, 0] == 1
            spaces[start : start + len(doc)] = values[:, 1] != 0
            start += len(doc)
        choices = self._choose_outside(vectors, ends, spaces)
        begins = np.flatnonzero(self._begins[choices])
        stops = self._find_stops(vectors, begins, choices[begins], ends)
        return self._gather(
            choices, dict(zip(begins.tolist(), stops, strict=True)), docs
        )

    def _score_hidden(self, sums: Floats) -> Floats:
        sums += self._bias
        width = self._n_hidden
        best: Floats = sums[:, :width]
        for piece in range(1, self._n_pieces):
            best = np.maximum(best, sums[:, piece * width : (piece + 1) * width])
        return best

    def _choose_outside(
        self,
        vectors: Floats,
        ends: npt.NDArray[np.bool_],
        spaces: npt.NDArray[np.bool_],
    ) -> Ints:
        """Return the class that each token gets where no entity is open."""
        sums = vectors @ self._features[0]
        for missing in self._missing[1:]:
            sums += missing
        scores = self._score_hidden(sums) @ self._weights.T
        scores += self._score_bias
        scores[:, self._never] = -np.inf
        scores[np.ix_(spaces, self._opens)] = -np.inf
        scores[np.ix_(ends, self._begins)] = -np.inf
        classes: Ints = scores.argmax(axis=1)
        return classes

    def _find_stops(
        self,
        vectors: Floats,
        begins: Ints,
        classes: Ints,
        ends: npt.NDArray[np.bool_],
    ) -> list[int]:
        """Return where what begins at `begins` ends, last token included."""
        stops = begins.copy()
        open_ones = np.arange(len(begins))
        first = vectors[begins] @ self._features[1]
        tokens = begins + 1
        while len(open_ones):
            sums = vectors[tokens] @ self._features[0]
            sums += first[open_ones]
            sums += vectors[tokens - 1] @ self._features[2]
            hidden = self._score_hidden(sums)
            inner, last = self._inner[classes], self._last[classes]
            goes_on = self._score(hidden, inner)
            stays = goes_on > self._score(hidden, last)
            stays &= ~ends[tokens]
            stops[open_ones[~stays]] = tokens[~stays]
            open_ones, tokens, classes = (
                open_ones[stays],
                tokens[stays] + 1,
                classes[stays],
            )
        return [int(stop) for stop in stops]

    def _score(self, hidden: Floats, classes: Ints) -> Floats:
        scores: Floats = np.einsum("ij,ij->i", hidden, self._weights[classes])
        scores += self._score_bias[classes]
        return scores

    def _gather(
        self, choices: Ints, stops: dict[int, int], docs: Iterable[Doc]
    ) -> list[Found]:
        found: list[Found] = []
        offset = 0
        opening = self._opens[choices]
        for doc in docs:
            entities: Found = []
            free = offset
            end = offset + len(doc)
            for token in (np.flatnonzero(opening[offset:end]) + offset).tolist():
                if token >= free:
                    free = stops.get(token, token) + 1
                    label = self._labels[choices[token]]
                    entities.append((token - offset, free - offset, label))
            found.append(entities)
            offset = end
        return found
