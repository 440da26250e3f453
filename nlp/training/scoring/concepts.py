"""The words of the noun phrases that a figure is about, NewsQuant's concepts.

A record says what is counted; NewsQuant also wants what the amount is of or belongs
to: the contract of "a $150,000 contract", the shares of "shares fell 2%".
"""

from __future__ import annotations

from spacy.tokens import Token

from nlp.components.figures.mentions import Mention
from nlp.components.figures.sentences import Context
from nlp.components.figures.structure import climb, find_anchor

_CONTENT = frozenset(["NOUN", "PROPN", "ADJ", "NUM", "VERB", "X"])
_NOUNS = frozenset(["NOUN", "PROPN"])
_PRONOUNS = frozenset(["it", "he", "she", "they"])
_MAX_WORDS = 14
_MAX_DISTANCE = 14


class Concepts:
    """Finds the concepts of the figures of one document."""

    def __init__(self, context: Context, mentions: list[Mention]) -> None:
        """Take what `read_figures` returned."""
        self.context = context
        self.mentions = mentions
        self.taken: set[int] = set()
        for mention in mentions:
            self.taken |= self._own_tokens(mention)

    def find(self, k: int) -> list[str]:
        """Return the words about figure `k`, in text order; empty for none."""
        if not self.context.has_parse:
            return []
        mention = self.mentions[k]
        while "restates" in mention.notes and k > 0 and mention.counted is None:
            k -= 1
            mention = self.mentions[k]
        picked = self._pick(mention)
        return self._words(picked - self.taken - self._own_phrase(mention))

    def _own_tokens(self, mention: Mention) -> set[int]:
        lex = self.context.lex
        end = max(mention.raw.end, mention.unit_end)
        first = self.context.token_at(lex.start[mention.start])
        last = self.context.token_at(lex.start[end - 1])
        return set(range(first, last + 1))

    def _words(self, picked: set[int]) -> list[str]:
        doc = self.context.doc
        words: list[str] = []
        last = -9
        for i in sorted(picked):
            token = doc[i]
            if token.pos_ not in _CONTENT or token.is_stop:
                continue
            is_joined = last == i - 2 and doc[i - 1].text == "-"
            if is_joined and not doc[i - 1].whitespace_ and not doc[last].whitespace_:
                words[-1] += f"-{token.text}"
            else:
                words.append(token.text)
            last = i
        return words[:_MAX_WORDS]

    def _pick(self, mention: Mention) -> set[int]:
        picked: set[int] = set()
        anchor = find_anchor(self.context, mention)
        if mention.counted_at is not None:
            picked.update(range(*mention.counted_at))
        modified = self._find_modified(anchor)
        if modified is not None:
            self._add_phrase(modified, picked)
        governor, _ = climb(anchor if modified is None else modified)
        has_subject = self._add_subject(governor, picked)
        if not picked - self.taken or not has_subject:
            self._add_complements(governor, anchor, picked)
        if not picked - self.taken and governor.pos_ not in ("VERB", "AUX"):
            self._add_nearest(anchor, picked)
        return picked

    def _find_modified(self, anchor: Token) -> Token | None:
        """Find the noun that the amount describes: "a $150,000 contract"."""
        token = anchor
        for _ in range(4):
            head = token.head
            if head.i == token.i:
                return None
            if head.pos_ in _NOUNS and head.i not in self.taken:
                return head
            if token.dep_ == "pobj" and head.dep_ == "prep":
                token = head
                continue
            if head.pos_ in ("VERB", "AUX"):
                return None
            token = head
        return None

    def _add_phrase(self, head: Token, picked: set[int]) -> None:
        for token in head.subtree:
            if abs(token.i - head.i) > _MAX_DISTANCE:
                continue
            if not _is_in_clause_below(token, head):
                picked.add(token.i)

    def _own_phrase(self, mention: Mention) -> set[int]:
        """Return the tokens of the counted phrase, which is the unit, no concept."""
        if mention.noun < 0:
            return set()
        first = self.context.token_at(self.context.lex.start[mention.raw.start])
        return set(range(first, mention.noun + 1))

    def _add_subject(self, governor: Token, picked: set[int]) -> bool:
        """Add the subject of the verb, or of the verbs above it; tell if it has one."""
        verb = governor
        for _ in range(6):
            subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
            if subjects:
                return self._add_named(subjects[0], verb, picked)
            if verb.dep_ in ("relcl", "acl"):
                self._add_phrase(verb.head, picked)
                if verb.dep_ == "relcl":
                    return True
            if verb.head.i == verb.i:
                return False
            verb = verb.head
        return False

    def _add_named(self, subject: Token, verb: Token, picked: set[int]) -> bool:
        """Add a subject, or what its pronoun stands for in the sentence."""
        if verb.dep_ == "relcl" and subject.lower_ in ("that", "which", "who"):
            self._add_phrase(verb.head, picked)
            return True
        if subject.lower_ in _PRONOUNS:
            antecedent = self._find_antecedent(subject)
            if antecedent is None:
                return False
            subject = antecedent
        elif subject.pos_ not in _NOUNS and subject.right_edge.i == subject.i:
            return False
        self._add_phrase(subject, picked)
        return True

    def _find_antecedent(self, pronoun: Token) -> Token | None:
        """Return the last subject before the pronoun in its sentence."""
        doc = self.context.doc
        start = pronoun.sent.start
        for i in range(pronoun.i - 1, start - 1, -1):
            token = doc[i]
            is_subject = token.dep_ in ("nsubj", "nsubjpass")
            if is_subject and token.pos_ in _NOUNS and i not in self.taken:
                return token
        return None

    def _add_complements(self, verb: Token, anchor: Token, picked: set[int]) -> None:
        """Add the object, else what it is for: "paid $9 for a roof"."""
        objects = [
            c for c in verb.children if c.dep_ in ("dobj", "attr") and c.i != anchor.i
        ]
        for child in objects:
            if child.pos_ in _NOUNS and child.i not in self.taken:
                self._add_phrase(child, picked)
                return
        for preposition in [*anchor.children, *verb.children]:
            if preposition.dep_ != "prep" or preposition.lower_ not in (
                "for",
                "on",
                "in",
                "off",
                "at",
            ):
                continue
            for child in preposition.children:
                if child.pos_ in _NOUNS and child.i not in self.taken:
                    self._add_phrase(child, picked)
                    return

    def _add_nearest(self, anchor: Token, picked: set[int]) -> None:
        """Add the nearest noun before, else the first after (headlines, lists)."""
        doc = self.context.doc
        for i in [*range(anchor.i - 1, -1, -1), *range(anchor.i + 1, len(doc))]:
            if doc[i].pos_ in _NOUNS and i not in self.taken:
                self._add_phrase(doc[i], picked)
                return


def _is_in_clause_below(token: Token, head: Token) -> bool:
    """Tell whether a clause that qualifies `head` stands between it and `token`."""
    for _ in range(20):
        if token.i == head.i:
            return False
        if token.dep_ in ("relcl", "advcl"):
            return True
        token = token.head
    return True
