"""How a clause is meant: as fact, denial, guess, promise, forecast or question.

The outermost cue wins, as the parse has it: "has not pledged to" is negated,
"pledged not to" is promised, "may not have paid" is hedged. The rules stand in the
order in which they are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Doc, Span

from nlp.components.claims.clauses import Clause, Facts
from nlp.components.claims.denial import read_negation, read_question, read_unknown
from nlp.components.claims.outlook import (
    read_adjective,
    read_adverb,
    read_cue,
    read_modal,
    read_noun,
    read_promise,
    read_verb,
)
from nlp.components.claims.scope import FUTURE, Cues, Scope
from nlp.lexicons import read_lexicon
from nlp.schema import Modality

Rule = Callable[[Cues, Scope], Modality | None]

RULES: tuple[Rule, ...] = (
    read_question,
    read_unknown,
    read_cue,
    read_modal,
    read_negation,
    read_promise,
    read_verb,
    read_adjective,
    read_noun,
    read_adverb,
)


class ModalityReader:
    """Read the modality of clauses by the cues of `lexicons/modality.toml`."""

    def __init__(self) -> None:
        """Read the cues."""
        self.cues: Cues = {
            part: {name: frozenset(words) for name, words in lists.items()}
            for part, lists in read_lexicon("modality").items()
        }
        acts = read_lexicon("claims")["act"]
        self.cues["act"] = {name: frozenset(words) for name, words in acts.items()}

        phrases = "|".join(map(re.escape, self.cues["unknown"]["phrases"]))
        self.unknown = re.compile(phrases, re.IGNORECASE)

    def read(
        self, doc: Doc, clause: Clause, facts: Facts, *, legal: bool = False
    ) -> Modality:
        """Return the modality of a clause.

        Args:
            doc: The document.
            clause: One statement of it.
            facts: What lies inside it.
            legal: Whether the text lays down rules, where "may" permits and "shall"
                orders.
        """
        if clause.question:
            return "questioned"
        if self.unknown.search(facts.text) is not None:
            return "unknown"
        if clause.root is None:
            return _read_words(self.cues, doc[clause.start : clause.end], legal)
        scope = Scope(doc, clause, clause.root, legal, facts.official)
        for rule in RULES:
            found = rule(self.cues, scope)
            if found is not None:
                return found
        return "asserted"


def _read_words(cues: Cues, span: Span, legal: bool) -> Modality:
    """Guess from the first cue word, without a parse that would tell its scope."""
    hedges = cues["hedge"]["adverbs"] | (
        frozenset() if legal else cues["hedge"]["modals"]
    )
    lists: tuple[tuple[frozenset[str], Modality], ...] = (
        (cues["unknown"]["adjectives"], "unknown"),
        (hedges, "hedged"),
        (FUTURE - {"shall"}, "predicted"),
        (cues["negate"]["words"], "negated"),
    )
    for token in span:
        for words, modality in lists:
            if token.lower_ in words:
                return modality
    return "asserted"
