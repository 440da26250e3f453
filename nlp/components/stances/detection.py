"""Find the terms of issues in a document: one pass over the tokens."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from nlp.components.stances.catalogue import (
    GAP,
    LEAF,
    Catalogue,
    Term,
    Trie,
    split_words,
)

# A word in the text: index of its token and the forms it may be listed under.
Word = tuple[int, tuple[str, ...]]

CONTEXT_WORDS = 60  # how far from an ambiguous term its context may stand
LEAD_WORDS = 4  # how much nearer another issue must be to take a weak term away
GAP_WORDS = 3  # how many words "~" may stand for
STOPS = frozenset(".;:!?")
STOP_FORMS = ("\n",)  # no term has this word
# Words that begin another phrase, which "~" does not reach into.
GAP_ENDS = frozenset(
    {
        *(
            "\n",
            "from",
            "against",
            "to",
            "for",
            "with",
            "by",
            "and",
            "or",
            "but",
            "that",
        ),
        *("who", "which", "as", "in", "on", "at", "over", "after", "before", "not"),
        *("no", "never", "fewer", "less"),
    }
)


@dataclass(frozen=True, slots=True)
class Policy:
    """A term in the text: what is acted upon, with its direction.

    `root` is the token that the rest of the sentence hangs the term on. `certainty`
    is below 1 where the policy is meant by a pronoun or "the bill".
    """

    span: Span
    root: Token
    term: Term
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class _Match:
    start: int  # in words
    end: int
    found: dict[str, Term]
    has_gap: bool = False


def read_forms(token: Token) -> tuple[str, ...]:
    """Return the forms of a one-word token: lower case, lemma, singular, as written."""
    lower = token.lower_
    forms = [lower]
    lemma = token.lemma_.lower()
    if lemma and lemma != lower:
        forms.append(lemma)
    if len(lower) > 3 and lower.endswith("s") and not lower.endswith("ss"):
        # The tagger takes capitalised plurals for names and leaves them as they are.
        forms.append(lower[:-3] + "y" if lower.endswith("ies") else lower[:-1])
    if token.text != lower:
        forms.append(token.text)
    return tuple(dict.fromkeys(forms))


def _read_entry(token: Token) -> tuple[tuple[str, ...], ...]:
    text = token.text
    if text.isalpha():
        return (read_forms(token),)
    if text in STOPS:
        return (STOP_FORMS,)
    return tuple(
        tuple(dict.fromkeys((part.lower(), part))) for part in split_words(text)
    )


def read_words(doc: Doc) -> list[Word]:
    """Return the words of a document in order; of punctuation only full stops."""
    known: dict[tuple[int, int], tuple[tuple[str, ...], ...]] = {}
    words: list[Word] = []
    for token in doc:
        key = (token.orth, token.lemma)
        entry = known.get(key)
        if entry is None:
            entry = known[key] = _read_entry(token)
        for forms in entry:
            words.append((token.i, forms))
    return words


def _match_at(trie: Trie, words: Sequence[Word], start: int) -> Iterator[_Match]:
    """Yield every entry of the trie that begins at one word."""
    states = [(trie, 0, False)]  # a node, words it may still skip, a gap before it
    for at in range(start, len(words)):
        forms = words[at][1]
        following = []
        for node, skips, gap in states:
            for form in forms:
                if form in node:
                    following.append((node[form], 0, gap))
            if skips and forms[0] not in GAP_ENDS:
                following.append((node, skips - 1, True))
        states = following
        for node, skips, gap in following:
            if LEAF in node and not skips:
                yield _Match(start, at + 1, node[LEAF], gap)
            if GAP in node:
                states.append((node[GAP], GAP_WORDS, gap))
        if not states:
            return


def _rank(match: _Match) -> tuple[bool, int, int]:
    """Order matches by which takes its words first: fixed phrases, then the longest."""
    length = match.end - match.start
    tells = any(term.sign for term in match.found.values() if isinstance(term, Term))
    fixed = length > 1 and not match.has_gap and tells
    return not fixed, -length, match.start


def _match_all(trie: Trie, words: Sequence[Word], doc: Doc) -> list[_Match]:
    """Return the matches that no other match covers, in text order."""
    found: list[_Match] = []
    for start, (_, forms) in enumerate(words):
        for form in forms:
            if form in trie:
                found += _match_at(trie, words, start)
                break
    found.sort(key=_rank)
    taken: dict[int, tuple[int, int]] = {}
    kept = []
    for match in found:
        place = (match.start, match.end)
        if match.has_gap and not _is_whole(doc[words[match.end - 1][0]], doc):
            continue
        # Two issues may share a phrase, but a phrase never shares part of its words.
        if all(taken.get(at, place) == place for at in range(*place)):
            taken.update(dict.fromkeys(range(*place), place))
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)


def _is_whole(last: Token, doc: Doc) -> bool:
    """Whether a phrase ends with its noun: not "approved a tax" of "a tax cut"."""
    head = last.head
    if (
        last.dep_ in {"compound", "amod", "nmod", "poss", "npadvmod"}
        and head.i > last.i
    ):
        return False
    after = doc[last.i + 1] if last.i + 1 < len(doc) else last
    return after.pos_ not in {"NOUN", "PROPN"} or after.head.i < last.i


class _Contexts:
    """Where each issue is surely spoken of, to decide on its doubtful terms."""

    def __init__(
        self, trie: Trie, words: Sequence[Word], terms: list[_Match], doc: Doc
    ) -> None:
        places: dict[int, set[str]] = {}
        for match in _match_all(trie, words, doc):
            places.setdefault(match.start, set()).update(match.found)
        for match in terms:
            sure = {i for i, term in match.found.items() if not term.needs_context}
            if sure:
                places.setdefault(match.start, set()).update(sure)
        self._places = sorted(places)
        self._issues = places

    def has(self, issue: str, place: int) -> bool:
        """Whether the issue is spoken of near a word."""
        first = bisect_left(self._places, place - CONTEXT_WORDS)
        last = bisect_left(self._places, place + CONTEXT_WORDS)
        around = (at for at in self._places[first:last] if at != place)
        return any(issue in self._issues[at] for at in around)

    def leads(self, issue: str, place: int) -> bool:
        """Whether no other issue is spoken of nearer to a word."""
        at = bisect_left(self._places, place)
        around = [
            other for other in self._places[max(0, at - 3) : at + 4] if other != place
        ]
        near = min((abs(other - place) for other in around), default=CONTEXT_WORDS + 1)
        return near <= CONTEXT_WORDS and any(
            issue in self._issues[other]
            for other in around
            if abs(other - place) <= near + LEAD_WORDS
        )


def find_terms(doc: Doc, catalogue: Catalogue) -> list[Policy]:
    """Find all terms of issues in a document, mentions included.

    Returns:
        In text order; a longer term hides the shorter ones in it, and a phrase that
        belongs to several issues is listed once for each.
    """
    words = read_words(doc)
    matches = _match_all(catalogue.terms, words, doc)
    contexts: _Contexts | None = None
    policies = []
    seen: set[tuple[int, int, str]] = set()
    for match in matches:
        start, end = words[match.start][0], words[match.end - 1][0] + 1
        span = doc[start:end]
        for issue, term in match.found.items():
            if (start, end, issue) in seen:
                continue  # two forms of a word may lead to the same term
            seen.add((start, end, issue))
            if term.needs_context:
                contexts = contexts or _Contexts(catalogue.context, words, matches, doc)
                told = contexts.has if term.kind == "policy" else contexts.leads
                if not told(issue, match.start):
                    continue
            policies.append(Policy(span=span, root=span.root, term=term))
    return policies
