"""How alike two claims are, and that no more is embedded than needed."""

from __future__ import annotations

import pytest

from nlp.comparison.similarity import WORDS, Similarity, measure_overlap
from nlp.encoder import Embedding
from nlp.errors import ModelError
from tests.comparison.conftest import Read

ONE = "Renters in Akron got 1,950 notices to leave."
OTHER = "In Akron, 1,950 tenants were told to move out."
STRANGER = "The ferry carried 88 trucks on Sunday."


def test_a_paraphrase_is_nearer_in_meaning_than_in_words(read: Read) -> None:
    one, other, stranger = read(ONE, OTHER, STRANGER)
    similarity = Similarity([one, other, stranger])
    assert similarity.measure_meaning(one, other) > 0.7
    assert similarity.measure_meaning(one, stranger) < 0.3
    assert similarity.measure_words(one, other) < 0.5


def test_words_and_meaning_are_one_measure(read: Read) -> None:
    one, other = read(ONE, OTHER)
    similarity = Similarity([one, other])
    words = similarity.measure_words(one, other)
    meaning = similarity.measure_meaning(one, other)
    mixed = WORDS * words + (1 - WORDS) * meaning
    assert similarity.measure(one, other, least=0.1) == pytest.approx(mixed)
    assert similarity.measure(one, other, least=mixed + 0.01) is None
    assert similarity.measure(one, one, least=0.9) == pytest.approx(1.0)


def test_claims_whose_words_rule_it_out_are_not_embedded(read: Read) -> None:
    one, other, stranger = read(ONE, OTHER, STRANGER)
    similarity = Similarity([one, other, stranger], "no-such-model")
    assert similarity.measure(one, stranger, least=0.65) is None
    assert similarity.measure(one, one, least=0.65) == pytest.approx(1.0)
    with pytest.raises(ModelError, match="no-such-model"):
        similarity.measure(one, other, least=0.65)


def test_each_claim_is_embedded_once(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nlp.encoder import SentenceEncoder

    seen: list[str] = []
    encode = SentenceEncoder.encode

    def count(self: SentenceEncoder, text: str) -> Embedding:
        seen.append(text)
        return encode(self, text)

    monkeypatch.setattr(SentenceEncoder, "encode", count)
    one, other, stranger = read(ONE, OTHER, STRANGER)
    similarity = Similarity([one, other, stranger])
    for _ in range(2):
        similarity.measure_meaning(one, other)
        similarity.measure_meaning(stranger, one)
    assert sorted(seen) == sorted({one.text, other.text, stranger.text})


def test_overlap_of_nothing_is_nothing() -> None:
    assert measure_overlap(frozenset(), frozenset()) == 0.0
