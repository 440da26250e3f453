"""The stretches of a sentence that are somebody's words, and the verbs they turn on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from nlp.components._syntax import AUX_DEPS, find_child, find_subject, is_finite
from nlp.lexicons import read_lexicon

_VERBAL = frozenset({"VERB", "AUX"})
_WH_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
_AUX_OR_PASSIVE = AUX_DEPS | {"nsubjpass"}
_SLACK = 2  # words at the front of a content that may hang on another verb
_UNSURE = frozenset({"if", "unless", "until", "whenever"})
# What they hold is to be so; that it is so nobody says.
_ORDERS = frozenset({"require", "order", "direct", "demand", "decree"})
_WH = frozenset({"whether", "if", "how"})
# "went on to say that" says it; "is expected to say that" does not.
_GOING_ON = frozenset({"go", "continue", "begin", "proceed", "keep", "start"})


@dataclass(frozen=True, slots=True)
class Content:
    """What somebody is said to have said."""

    start: int  # tokens
    end: int
    attribution: str | None
    cue: Token | None

    def within(self, sent: Span) -> tuple[int, int]:
        """Return its part of a sentence, in tokens."""
        return max(self.start, sent.start), min(self.end, sent.end)


def find_content_roots(sent: Span, contents: Sequence[Content]) -> dict[int, Content]:
    """Find the verb that each content turns on; the smallest content wins.

    What is no full clause has none: for "called it madness" and "refused to say how
    many" the claim is the sentence around it.
    """
    roots: dict[int, Content] = {}
    for content in sorted(contents, key=lambda c: c.start - c.end):
        if content.cue is not None and not _is_told(sent, content, content.cue):
            continue
        start, end = content.within(sent)
        while start < end and _is_opening(sent.doc[start]):
            start += 1
        for token in sent.doc[start:end]:
            head = token.head
            outside = head.i == token.i or not start <= head.i < end
            if outside and token.left_edge.i > start + _SLACK:
                break  # "the lack of details on what it would cost"
            if outside and _is_statement(token):
                roots.setdefault(token.i, content)
                break
    return roots


def find_cover(contents: Sequence[Content], start: int, end: int) -> Content | None:
    """Return the smallest content that holds all of a clause, if there is any."""
    covers = [c for c in contents if c.start <= start and end <= c.end]
    return min(covers, key=lambda c: c.end - c.start, default=None)


def find_unmarked(sent: Span) -> Iterator[Content]:
    """Yield what is said where no attribution marks it: in "X said that" and the like.

    The empty frames "this means that" and "it is clear that" count as well: what they
    hold is what is claimed.
    """
    root = sent.root
    tellers = [child for child in root.rights if child.dep_ == "advcl"]
    for teller in (root, *tellers):
        if _is_speech(teller) or (teller == root and _is_empty_frame(root)):
            clause = find_child(teller, frozenset({"ccomp"}))
            if clause is not None:
                end = clause.right_edge.i + 1
                yield Content(clause.left_edge.i, end, None, teller)


def is_ambiguous(token: Token, content: Content) -> bool:
    """Whether a verb joined to what was said may be the speaker's own.

    In "said the dam held and left" either may have left; inside quotation marks and
    with another tense it is clear.
    """
    cue, before = content.cue, content.start - 1
    if cue is None or token.tag_ != cue.tag_ or find_subject(token) is not None:
        return False
    return before < 0 or token.doc[before].text not in {"“", '"'}


def is_speakers(token: Token, said: Token, content: Content) -> bool:
    """Whether a verb joined to what was said is the speaker's own.

    In "finds that 90 families left and directs the board to act" the parser hangs
    "directs" on "left"; its ending shows that it goes with "finds".
    """
    cue = content.cue
    if cue is None or token.dep_ != "conj" or find_subject(token) is not None:
        return False
    return token.tag_ == cue.tag_ != said.tag_ and find_subject(said) is not None


def _is_speech(verb: Token) -> bool:
    return verb.lemma_ in read_lexicon("claims")["frames"]["speech"]


def _is_empty_frame(verb: Token) -> bool:
    frames, subject = read_lexicon("claims")["frames"], find_subject(verb)
    if subject is None or subject.lower_ not in {"this", "that", "it", "which"}:
        return False
    if verb.lemma_ in frames["verbs"]:
        return True
    if verb.lemma_ != "be":
        return False
    complement = find_child(verb, frozenset({"acomp", "attr"}))
    return complement is not None and complement.lemma_ in frames["adjectives"]


def _is_told(sent: Span, content: Content, cue: Token) -> bool:
    """Whether a content is told as such by its verb."""
    # "the sum the board thought a judge would accept" and "a rule which the board said
    # it would drop" have a gap in their content.
    subject = find_subject(cue)
    if cue.dep_ == "relcl" and (subject is None or subject.tag_ not in _WH_TAGS):
        return False
    if any(child.tag_ in _WH_TAGS and child != subject for child in cue.lefts):
        return False
    if sent.start <= cue.i < content.start <= sent.end:
        between = sent.doc[cue.i : content.start + 1]
        if any(token.text == ";" for token in between):
            return False
    return _is_assertive(cue)


def _is_assertive(cue: Token) -> bool:
    """Whether words were said: not "did not say", "may argue", "wants to say"."""
    for child in cue.children:
        if child.dep_ == "neg" or child.tag_ == "MD" or child.lower_ == "never":
            return False
        if child.lower_ == "to" and child.dep_ == "aux":
            return cue.head.lemma_ in _GOING_ON
        if child.dep_ == "mark" and child.lower_ in _UNSURE:
            return False
    if cue.head.lower_ == "time" and cue.head.left_edge.lower_ == "such":
        return False  # "until such time as the board finds that"
    return cue.lemma_ not in _ORDERS


def _is_opening(token: Token) -> bool:
    return token.is_punct or token.is_space or token.dep_ in {"mark", "cc"}


def _is_statement(token: Token) -> bool:
    """Whether a word is the verb of a full clause, not of "how many there are"."""
    # The tagger takes some pasts for participles: "that 90 families left".
    past = token.tag_ == "VBN" and find_child(token, _AUX_OR_PASSIVE) is None
    if token.pos_ not in _VERBAL or not (past or is_finite(token)):
        return False
    first = token.left_edge
    if first.lower_ in _WH or first.tag_ in _WH_TAGS:
        return False
    return find_subject(token) is not None
