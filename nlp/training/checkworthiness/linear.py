"""A linear model over words and letters: what the encoder is compared with.

It is fitted in seconds, so that each sentence can be scored by one that saw nothing of
its debate; these scores also soften the labels that the encoder learns from.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.components.checkworthiness.features import (
    count_common_words,
    read_words,
    split_tokens,
)
from nlp.training.checkworthiness.examples import N_FOLDS, Example, read_gold

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def _count(tokens: Sequence[str], words: Collection[str]) -> int:
    return sum(token in words for token in tokens)


def describe_tokens(tokens: Sequence[str]) -> list[str]:
    """Flags about a whole sentence: length, numbers, names, person, tense, question."""
    n_numbers = _count(tokens, ("NUM", "MONEY", "PERCENT", "MAGNITUDE"))
    n_names = tokens.count("NAME")
    n_first = _count(tokens, read_words("first_person"))
    n_modals = _count(tokens, read_words("modals"))
    n_past = _count(tokens, read_words("past")) + sum(
        token.endswith("ed") and len(token) > 4 for token in tokens
    )
    opinion = int(_count(tokens, read_words("opinion")) > 0)
    number, past, modal = (min(n, 1) for n in (n_numbers, n_past, n_modals))
    first, name = min(n_first, 1), min(n_names, 1)
    return [
        f"=length{min(7, len(tokens) // 5)}",
        f"=number{min(3, n_numbers)}",
        f"=percent{int('PERCENT' in tokens)}",
        f"=money{int('MONEY' in tokens)}",
        f"=date{int('YEAR' in tokens or 'DATE' in tokens)}",
        f"=name{min(3, n_names)}",
        f"=first{min(2, n_first)}",
        f"=modal{min(2, n_modals)}",
        f"=opinion{opinion}",
        f"=past{min(2, n_past)}",
        f"=question{int('?' in tokens)}",
        f"=you{int('you' in tokens or 'your' in tokens)}",
        f"=number{number}past{past}",
        f"=number{number}modal{modal}",
        f"=past{past}modal{modal}",
        f"=past{past}opinion{opinion}first{first}",
        f"=name{name}past{past}",
    ]


def write_features(text: str, common: Collection[str]) -> tuple[str, str, str, str]:
    """Write what the model reads of a sentence, as four strings split by spaces.

    Returns:
        Words and flags; words alone, for their letters; words of more than four letters
        cut to their ending, which tells tense and number; pairs of words that stand one
        or two words apart.
    """
    tokens = split_tokens(text, common)
    line = ["<s>", *tokens]
    endings = [
        f"-{token[-2:]}" if len(token) > 4 and token.islower() else token
        for token in line
    ]
    pairs = [
        f"{left}~{right}"
        for apart in (2, 3)
        for left, right in zip(line, line[apart:], strict=False)
    ]
    return (
        " ".join((*line, *describe_tokens(tokens))),
        " ".join(line),
        " ".join(endings),
        " ".join(pairs),
    )


def stack_features(
    texts: Sequence[str], common: Collection[str]
) -> npt.NDArray[np.object_]:
    """Stack the strings of `write_features`: shape (n_texts, 4)."""
    stacked = np.empty((len(texts), 4), dtype=object)
    for row, text in enumerate(texts):
        stacked[row] = write_features(text, common)
    return stacked


def build_pipeline(seed: int) -> Any:
    """Return the untrained scikit-learn pipeline over `stack_features`.

    Each of the four strings of `write_features` is hashed and weighed on its own, so
    that the many letter groups do not outweigh the words.
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import Pipeline

    words = {"token_pattern": r"\S+"}
    letters = {"analyzer": "char_wb"}
    columns = [
        ("words", _build_hashing(words, (1, 2)), 0),
        ("letters", _build_hashing(letters, (3, 5)), 1),
        ("endings", _build_hashing(words, (2, 4)), 2),
        ("pairs", _build_hashing(words, (1, 1)), 3),
    ]
    return Pipeline(
        [
            ("features", ColumnTransformer(columns, sparse_threshold=1.0)),
            ("classifier", LogisticRegression(C=3.0, max_iter=1000, random_state=seed)),
        ]
    )


def _build_hashing(analysis: dict[str, str], ngram_range: tuple[int, int]) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
    from sklearn.pipeline import make_pipeline

    hashing = HashingVectorizer(
        **analysis,
        lowercase=False,
        ngram_range=ngram_range,
        n_features=2**17,
        alternate_sign=False,
        norm=None,
    )
    return make_pipeline(hashing, TfidfTransformer(sublinear_tf=True))


def fit_pipeline(examples: Sequence[Example], common: Sequence[str], seed: int) -> Any:
    """Fit the pipeline: the mean of two logistic regressions, which is one itself.

    The second sees each feature multiplied by how unevenly it falls on the classes
    (Wang and Manning 2012, "Baselines and Bigrams"), so it leans on telling features
    where the first spreads its weight; their errors differ.
    """
    from sklearn.base import clone

    pipeline = build_pipeline(seed)
    gold = read_gold(examples)
    weights = np.array([example.weight for example in examples])
    features = pipeline[0].fit_transform(read_features(examples, common))
    plain = pipeline[1]
    ratios = _measure_ratios(features, gold)
    telling = clone(plain).fit(features.multiply(ratios).tocsr(), gold, weights)
    plain.fit(features, gold, weights)
    both = [
        (plain.coef_, plain.intercept_),
        (telling.coef_ * ratios, telling.intercept_),
    ]
    spreads = [float(np.std(features @ coef.T)) or 1.0 for coef, _ in both]
    plain.coef_, plain.intercept_ = (
        sum(part / spread for part, spread in zip(parts, spreads, strict=True))
        for parts in zip(*both, strict=True)
    )
    # Three digits move no score in its fourth and halve the file.
    plain.coef_ = np.round(plain.coef_, 3).astype(np.float32)
    return pipeline


def _measure_ratios(features: Any, gold: Bools) -> Floats:
    """How unevenly each column falls on the classes: |log ratio|, at most 2.5."""
    shares = []
    for rows in (gold, ~gold):
        total = np.asarray(features[rows].sum(axis=0)).ravel() + 0.05
        shares.append(total / total.sum())
    ratios: Floats = np.minimum(np.abs(np.log(shares[0] / shares[1])), 2.5)
    return ratios


def read_features(examples: Sequence[Example], common: Sequence[str]) -> Any:
    """Return what the linear model reads, shape (n_examples, 4)."""
    return stack_features([example.text for example in examples], frozenset(common))


def cross_validate(examples: Sequence[Example], seed: int) -> Floats:
    """Score every example with a model that saw nothing of its group.

    Returns:
        float64 of shape (n_examples,): decision values, not yet calibrated.
    """
    from sklearn.model_selection import GroupKFold

    gold = read_gold(examples)
    decisions = np.zeros(len(examples))
    groups = [example.group for example in examples]
    n_folds = min(N_FOLDS, len(set(groups)))
    for train, test in GroupKFold(n_folds).split(groups, gold, groups):
        seen = [examples[i] for i in train]
        common = count_common_words(example.text for example in seen)
        pipeline = fit_pipeline(seen, common, seed)
        unseen = read_features([examples[i] for i in test], common)
        decisions[test] = pipeline.decision_function(unseen)
    return decisions
