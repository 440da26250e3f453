"""spaCy's attribute ruler, with what it decides for a kind of token remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs

Key = tuple[int, ...]  # values of `_ATTRIBUTES`, the word only where a pattern names it
Values = dict[int, Any]  # what to set, by spaCy's number of the attribute

_ATTRIBUTES: list[int | str] = ["LOWER", "TAG", "DEP", "IS_SPACE"]
_MOST_WORDS = 100_000  # remembered


class RememberingAttributeRuler(AttributeRuler):
    """An `AttributeRuler` that sets the same values.

    All that the patterns of English ask of a token is its word, tag and role. So which
    patterns a token fits is found out once for each combination, not by a matcher over
    every text. Where there are patterns of another kind, spaCy's matcher does it all.
    """

    _rules: _Rules | None = None

    @classmethod
    def take_over(cls, given: AttributeRuler) -> RememberingAttributeRuler:
        """Return one with the patterns of `given`."""
        made = cls(
            given.vocab, given.name, validate=given.validate, scorer=given.scorer
        )
        made.add_patterns(given.patterns)
        made.set_error_handler(given.get_error_handler())
        return made

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with the values set."""
        if self._rules is None or self._rules.n_rules != len(self.attrs):
            self._rules = _Rules(self)
        if not self._rules.are_simple:
            return super().__call__(doc)
        try:
            self._rules.apply(doc)
        except Exception as err:  # as spaCy's own does
            self.get_error_handler()(self.name, self, [doc], err)
        return doc


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    rule: int  # place of what it sets
    index: int  # of the token that it is set on
    tokens: tuple[dict[Any, Any], ...]


@dataclass(frozen=True, slots=True)
class _Fit:
    """The patterns that a token fits."""

    alone: tuple[int, ...]  # rules of one token
    values: Values  # that they set, later rules over earlier ones
    first: frozenset[_Pattern]  # as the first of two tokens
    second: frozenset[_Pattern]


class _Rules:
    """The patterns of a ruler and what is remembered of them."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self.n_rules = len(ruler.attrs)
        self._values: list[Values] = ruler.attrs
        self._strings = ruler.vocab.strings
        patterns: list[Any] = list(ruler.patterns)
        self._patterns = [
            _Pattern(rule, told["index"], tuple(tokens))
            for rule, told in enumerate(patterns)
            for tokens in told["patterns"]
        ]
        self.are_simple = all(map(_is_simple, self._patterns))
        words = [
            token["LOWER"]
            for pattern in self._patterns
            for token in pattern.tokens
            if "LOWER" in token
        ]
        self._asked_words = words if self.are_simple else []
        self._words: dict[int, int] = {}
        self._fits: dict[Key, _Fit] = {}

    def apply(self, doc: Doc) -> None:
        """Set the values on the tokens of `doc`."""
        words, known = self._words, self._fits
        if len(words) > _MOST_WORDS:
            words.clear()
        fits = []
        for word, *others in doc.to_array(_ATTRIBUTES).tolist():
            if word not in words:
                words[word] = word if self._is_asked_for(word) else 0
            key = (words[word], *others)
            fit = known.get(key)
            if fit is None:
                fit = known[key] = self._find_fit(key)
            fits.append(fit)
        changed = self._find_pairs(fits)
        for at, (token, fit) in enumerate(zip(doc, fits, strict=True)):
            values = changed.get(at, fit.values) if changed else fit.values
            if values:
                set_token_attrs(token, values)

    def _is_asked_for(self, word: int) -> bool:
        return any(self._is_value(word, asked) for asked in self._asked_words)

    def _find_pairs(self, fits: list[_Fit]) -> dict[int, Values]:
        """Return what is set on tokens that a pattern of two tokens is about."""
        rules: dict[int, set[int]] = {}
        for at, fit in enumerate(fits[:-1]):
            if fit.first:
                for pattern in fit.first & fits[at + 1].second:
                    place = at + pattern.index % 2
                    rules.setdefault(place, set()).add(pattern.rule)
        return {
            at: self._merge({*fits[at].alone, *added}) for at, added in rules.items()
        }

    def _find_fit(self, key: Key) -> _Fit:
        alone: set[int] = set()
        sides: tuple[set[_Pattern], set[_Pattern]] = (set(), set())
        for pattern in self._patterns:
            for side, token in enumerate(pattern.tokens):
                if not self._fits_token(key, token):
                    continue
                if len(pattern.tokens) == 1:
                    alone.add(pattern.rule)
                else:
                    sides[side].add(pattern)
        first, second = map(frozenset, sides)
        return _Fit(tuple(sorted(alone)), self._merge(alone), first, second)

    def _fits_token(self, key: Key, token: dict[Any, Any]) -> bool:
        for name, value in zip(_ATTRIBUTES, key, strict=True):
            asked = token.get(name)
            if asked is not None and not self._fits_value(value, asked):
                return False
        return True

    def _fits_value(self, value: int, asked: Any) -> bool:
        if isinstance(asked, bool):
            return bool(value) == asked
        is_negative = isinstance(asked, dict) and "NOT_IN" in asked
        return self._is_value(value, asked) != is_negative

    def _is_value(self, value: int, asked: Any) -> bool:
        """Whether a value is one of those that a pattern names."""
        text = self._strings[value]
        if isinstance(asked, str):
            return text == asked
        if "REGEX" in asked:
            return re.search(asked["REGEX"], text) is not None
        (names,) = asked.values()
        return text in names

    def _merge(self, rules: set[int]) -> Values:
        merged: Values = {}
        for rule in sorted(rules):
            merged.update(self._values[rule])
        return merged


def _is_simple(pattern: _Pattern) -> bool:
    n_tokens = len(pattern.tokens)
    if n_tokens not in (1, 2) or not -n_tokens <= pattern.index < n_tokens:
        return False
    return all(
        _is_simple_value(name, asked)
        for token in pattern.tokens
        for name, asked in token.items()
    )


def _is_simple_value(name: Any, asked: Any) -> bool:
    if name == "IS_SPACE":
        return isinstance(asked, bool)
    if name not in _ATTRIBUTES:
        return False
    if isinstance(asked, dict) and len(asked) == 1:
        ((kind, asked),) = asked.items()
        if kind in ("IN", "NOT_IN"):
            return all(isinstance(value, str) for value in asked)
        return kind == "REGEX" and isinstance(asked, str)
    return isinstance(asked, str)
