"""The linear model over words: features by place, weights read back as fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlp.errors import ModelError
from nlp.pair_words import (
    N_BUCKETS,
    PairWords,
    hash_features,
    list_pair_features,
    pack_words,
)


def test_features_tell_where_a_word_stands() -> None:
    found = list_pair_features("[HOLDER] banned [UP] it. Nobody sued.", "Ban it.")
    for feature in ("banned", "Ban it.=banned", "H>banned", "S:banned", "O:sued"):
        assert feature in found
    assert "[UP]@banned" in found
    assert "[UP]@H" in found
    assert "S:sued" not in found


def test_numbers_are_one_feature() -> None:
    assert list_pair_features("$15.25", "P") == list_pair_features("$99.10", "P")


def test_hashing_is_the_same_everywhere() -> None:
    buckets, counts = hash_features(["rents", "rents", "cap"])
    assert buckets == sorted(buckets)
    assert counts == pytest.approx([1.0, 1.0 + np.log(2)]) or counts == pytest.approx(
        [1.0 + np.log(2), 1.0]
    )
    assert hash_features(["rents"])[0] == [2313042397 % N_BUCKETS]


def test_stored_weights_are_read_back(tmp_path: Path) -> None:
    weights = np.zeros((4, N_BUCKETS))
    (bucket,), _ = hash_features(["cap"])
    weights[0, bucket] = 2.0
    packed, scale = pack_words(weights, np.full(N_BUCKETS, 5.0))
    path = tmp_path / "words.npy"
    np.save(path, packed)
    words = PairWords(path, scale=scale, bias=[0.0, 0.5, 0.0, 0.0])
    with_cap, without = words.score("cap", "P"), words.score("sued", "P")
    assert with_cap[0] > 0.5
    assert without.tolist() == [0.0, 0.5, 0.0, 0.0]
    assert words.score("", "P").tolist() == [0.0, 0.5, 0.0, 0.0]


def test_other_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.npy"
    np.save(path, np.zeros((4, 8), dtype=np.int8))
    with pytest.raises(ModelError, match="words must be int8 of shape"):
        PairWords(path, scale=1.0, bias=[0.0] * 4)
    path.write_bytes(b"no array")
    with pytest.raises(ModelError, match="words must be an array"):
        PairWords(path, scale=1.0, bias=[0.0] * 4)
