"""spaCy's dependency parser, run over all sentences of a batch side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.ml.parser_model import (  # type: ignore[import-not-found]  # compiled
    ParserStepModel,
)
from spacy.pipeline import DependencyParser
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model

from nlp.inference.encoders import Floats, read_param
from nlp.inference.threads import on_one_thread
from nlp.inference.transitions import take_over

_ROWS = 4_096  # tokens whose products are kept at a time; 16 MB
_FEWEST = 2  # sentences side by side; with less of them spaCy's own way is as fast
_MOST_FRAMES = 512
_SEEN = 8  # tokens that a decision depends on

Parse = npt.NDArray[np.uint64]  # a row a token: distance to its head, label


class BatchedDependencyParser(DependencyParser):  # type: ignore[misc]  # no stub
    """A `DependencyParser` that gives the same parses with less work between steps.

    spaCy takes the interpreter's lock and gives it back for each of the eight tokens
    that a step looks at. Where all borders of sentences are set before, nothing that is
    decided in one has an influence on another. So all sentences are taken a step on
    together, by spaCy's own transitions, and what the steps look at is one product.
    """

    @classmethod
    def take_over(cls, given: DependencyParser) -> BatchedDependencyParser:
        """Return one with the model, labels and settings of `given`."""
        return take_over(cls, given, without=frozenset({"moves"}))

    def predict(self, docs: Sequence[Doc] | Doc) -> Any:
        """Find heads and labels, or leave it to spaCy where something is unusual."""
        docs = [docs] if isinstance(docs, Doc) else list(docs)
        model: Model[Any, Any] = self.model
        if (
            self.cfg["beam_width"] != 1
            or not _is_usual(model)
            or any(len(doc) and doc.has_annotation("DEP") for doc in docs)
        ):
            return super().predict(docs)
        sentences = _find_sentences(docs)
        longest = max((each.length for each in sentences), default=0)
        n_tokens = sum(map(len, docs))
        if not longest or n_tokens < _FEWEST * longest:
            return super().predict(docs)
        with on_one_thread():
            vectors: Floats = model.get_ref("tok2vec").predict(docs)
            steps = _Steps(self)
            parse: Parse = np.zeros((n_tokens, 2), dtype=np.uint64)
            for group in _group(sentences):
                steps.parse(vectors, group, parse)
        ends = np.cumsum([len(doc) for doc in docs])
        return np.split(parse, ends[:-1])

    def set_annotations(self, docs: Sequence[Doc], states: Sequence[Any]) -> None:
        """Write what `predict` returned into the docs."""
        if not all(isinstance(state, np.ndarray) for state in states):
            super().set_annotations(docs, states)
            return
        for doc, parse in zip(docs, states, strict=True):
            if len(doc):
                doc.from_array(["HEAD", "DEP"], parse)
            for hook in self.postprocesses:
                hook(doc)


def _is_usual(model: Model[Any, Any]) -> bool:
    lower, upper = model.maybe_get_ref("lower"), model.maybe_get_ref("upper")
    return (
        lower is not None
        and upper is not None
        and lower.name == "precomputable_affine"
        and lower.get_dim("nF") == _SEEN
        and lower.get_dim("nP") >= 2
        and upper.name == "linear"
        and not model.attrs["unseen_classes"]
        and isinstance(upper.get_param("W"), np.ndarray)
    )


@dataclass(frozen=True, slots=True)
class _Sentence:
    """Tokens between two borders that are set."""

    start: int  # in the tokens of all docs
    length: int
    is_last: bool  # of its doc
    undecided: tuple[int, ...]  # tokens at which the parser may set a border

    @property
    def n_seen(self) -> int:
        """Its tokens and the one after it, at which the parser looks ahead."""
        return self.length + (not self.is_last)


def _find_sentences(docs: Sequence[Doc]) -> list[_Sentence]:
    """Return the sentences of docs, in text order."""
    found = []
    offset = 0
    for doc in docs:
        if not len(doc):
            continue
        told = doc.to_array("SENT_START")
        told[0] = 1
        borders = [*np.flatnonzero(told == 1).tolist(), len(doc)]
        is_decided = told.all()
        for start, end in pairwise(borders):
            undecided: list[int] = []
            if not is_decided:
                undecided = np.flatnonzero(told[start:end] == 0).tolist()
            found.append(
                _Sentence(
                    offset + start, end - start, end == len(doc), tuple(undecided)
                )
            )
        offset += len(doc)
    return found


def _group(sentences: list[_Sentence]) -> Iterator[list[_Sentence]]:
    """Yield groups whose products fit the memory meant for them, one at least.

    Those of like length go together: a group takes the steps of its longest one.
    """
    group: list[_Sentence] = []
    n_rows = 0
    for sentence in sorted(sentences, key=lambda each: each.length):
        if group and n_rows + sentence.n_seen > _ROWS:
            yield group
            group, n_rows = [], 0
        group.append(sentence)
        n_rows += sentence.n_seen
    yield group


@cache
def _blank_vocab() -> Vocab:
    return Vocab()


@lru_cache(maxsize=_MOST_FRAMES)
def _make_frame(n_seen: int, is_last: bool, undecided: tuple[int, ...]) -> Doc:
    """Make a sentence of any words, which is all that the transitions ask for.

    The token after it begins another, as in the text.
    """
    starts: list[bool | int | None] = [1, *[-1] * (n_seen - 1)]
    if not is_last:
        starts[-1] = 1
    for place in undecided:
        starts[place] = 0
    return Doc(_blank_vocab(), words=["-"] * n_seen, sent_starts=starts)


class _Steps:
    """The part of the model that chooses transitions, and the loop over them."""

    def __init__(self, parser: BatchedDependencyParser) -> None:
        self._parser = parser
        lower, upper = parser.model.get_ref("lower"), parser.model.get_ref("upper")
        weights = read_param(lower, "W")  # tokens seen, outputs, pieces, inputs
        self.nF, self._n_hidden, self._n_pieces, n_inputs = weights.shape
        by_piece = weights.transpose(0, 2, 1, 3).reshape(-1, n_inputs)
        self._features: Floats = np.ascontiguousarray(by_piece.T)
        self._bias: Floats = read_param(lower, "b").T.reshape(-1)
        self._missing: Floats = read_param(lower, "pad")[0].transpose(0, 2, 1)
        self._weights: Floats = read_param(upper, "W").T
        self._score_bias = read_param(upper, "b")

    @property
    def state2vec(self) -> _Steps:
        """What spaCy asks for the number of tokens seen, `nF`."""
        return self

    def parse(
        self, vectors: Floats, sentences: Sequence[_Sentence], parse: Parse
    ) -> None:
        """Parse sentences and write heads and labels to their rows of `parse`.

        Args:
            vectors: A row a token, of all docs.
            sentences: Some of the docs' sentences.
            parse: A row a token, too.
        """
        frames = [
            _make_frame(each.n_seen, each.is_last, each.undecided) for each in sentences
        ]
        rows = np.concatenate(
            [np.arange(each.start, each.start + each.n_seen) for each in sentences]
        )
        moves = self._parser.moves
        states = moves.init_batch(frames)
        table = self._see(vectors[rows])
        places = np.arange(self.nF)
        active = states
        while active:
            seen = ParserStepModel.get_token_ids(self, active)
            told = table[(seen + 1) * self.nF + places]
            active = self._parser.transition_states(active, self._score(told))
        for sentence, state in zip(sentences, states, strict=True):
            start, length = sentence.start, sentence.length
            parse[start : start + length, 1] = moves.root_label
            for arc in state.arcs:
                child = arc["child"]
                if child < length:
                    parse[start + child] = (arc["head"] - child) % 2**64, arc["label"]

    def _see(self, vectors: Floats) -> Floats:
        """Return what each token tells at each place; what none tells comes first."""
        table = np.empty((len(vectors) + 1, self._features.shape[1]), dtype=np.float32)
        table[0] = self._missing.reshape(-1)
        np.matmul(vectors, self._features, out=table[1:])
        return table.reshape(-1, self._features.shape[1] // self.nF)

    def _score(self, told: Floats) -> Floats:
        sums: Floats = told.sum(axis=1)
        sums += self._bias
        width = self._n_hidden
        best: Floats = sums[:, :width]
        for piece in range(1, self._n_pieces):
            best = np.maximum(best, sums[:, piece * width : (piece + 1) * width])
        scores: Floats = best @ self._weights
        scores += self._score_bias
        return scores
