"""What a classifier must beat: words, and an encoder that learns nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.training.stance.evaluating import Questions

Labels = npt.NDArray[np.int64]
Baseline = Callable[[Questions, Questions], Labels]


def predict_by_words(train: Questions, test: Questions) -> Labels:
    """Label by TF-IDF and logistic regression.

    Words and word pairs, and words crossed with the issue.
    """
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    plain = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    crossed = TfidfVectorizer(token_pattern=r"\S+", sublinear_tf=True)
    plain.fit(_passages(train))
    crossed.fit(_cross(train))
    columns = [
        hstack([plain.transform(_passages(part)), crossed.transform(_cross(part))])
        for part in (train, test)
    ]
    return _fit_and_predict(columns[0].tocsr(), train.gold, columns[1].tocsr(), c=16.0)


def predict_by_frozen(train: Questions, test: Questions, base: Path) -> Labels:
    """Label by an encoder as it comes and logistic regression.

    Mean states of passage and proposition, their product and their difference.
    """
    embedded = [_embed(part, base) for part in (train, test)]
    return _fit_and_predict(embedded[0], train.gold, embedded[1], c=1.0)


def _fit_and_predict(train: Any, gold: Labels, test: Any, *, c: float) -> Labels:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=c, max_iter=1000, class_weight="balanced")
    found: Labels = model.fit(train, gold).predict(test)
    return found


def _passages(given: Questions) -> list[str]:
    return [passage for passage, _ in given.pairs]


def _cross(given: Questions) -> list[str]:
    return [
        " ".join(f"{row.issue}={word}" for word in passage.lower().split())
        for row, passage in zip(given.rows, _passages(given), strict=True)
    ]


def _embed(given: Questions, base: Path) -> npt.NDArray[np.float32]:
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(base)
    model = AutoModel.from_pretrained(base).eval()

    def encode(texts: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
        found = {}
        with torch.no_grad():
            for text in dict.fromkeys(texts):
                tokens = tokenizer(
                    text, truncation=True, max_length=192, return_tensors="pt"
                )
                states = model(**tokens).last_hidden_state[0].mean(0)
                found[text] = (states / states.norm()).numpy()
        return found

    passages = encode(_passages(given))
    propositions = encode([proposition for _, proposition in given.pairs])
    rows = []
    for passage, proposition in given.pairs:
        one, two = passages[passage], propositions[proposition]
        rows.append(np.concatenate([one, two, one * two, np.abs(one - two)]))
    return np.stack(rows)
