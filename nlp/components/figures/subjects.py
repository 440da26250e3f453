"""What a bare number counts when it stands elsewhere: in the subject of its clause.

"The average daily population was 28,289", "arrests rose to 3,400", "the number of
deaths fell by 20", "of those arrested, 73,822 had charges".
"""

from __future__ import annotations

from spacy.tokens import Token

from nlp.components.figures import counted
from nlp.components.figures.changes import MOVING
from nlp.components.figures.mentions import Mention
from nlp.components.figures.plurals import looks_plural
from nlp.components.figures.sentences import Context
from nlp.components.figures.structure import find_anchor
from nlp.lexicons import read_lexicon

_COLLECTIVES = frozenset(read_lexicon("people")["collective"])
_COUNTS = frozenset(["number", "total", "count", "tally", "toll"])
_STATES = frozenset(
    ["be", "reach", "hit", "total", "stand", "exceed", "top", "average"]
)
_NAMED = frozenset(["PERSON", "DATE", "TIME", "GPE", "ORG", "LOC", "FAC", "PRODUCT"])
_COMPLEMENTS = frozenset(["attr", "dobj", "pobj", "npadvmod", "acomp", "oprd"])
_NOUNS = ("NOUN", "PROPN")


def read_subject(context: Context, mention: Mention) -> None:
    """Give a bare number the phrase, and the unit, of the subject it measures."""
    if not mention.is_bare or not context.has_parse or mention.is_unknown:
        return
    if mention.raw.form in ("fraction", "ratio") or mention.unit_name is not None:
        return
    anchor = find_anchor(context, mention)
    verb = context.verb_of(anchor)
    if verb is None or anchor.i == verb.i:
        return
    if anchor.dep_ in ("nsubj", "nsubjpass"):
        _read_group(context, mention, verb)
        return
    if not _is_measured(anchor, verb):
        return
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass") and child.i < anchor.i:
            _read_phrase(context, mention, child)
            return


def _is_measured(anchor: Token, verb: Token) -> bool:
    """Tell whether the verb says of its subject how many it is or becomes."""
    if verb.lemma_ not in _STATES and verb.lemma_ not in MOVING:
        return False
    is_near = verb.i in (anchor.head.i, anchor.head.head.i)
    if not is_near or anchor.dep_ not in _COMPLEMENTS:
        return False
    # "the city cut its list to 9,600" counts no cities.
    return all(child.dep_ != "dobj" or child.i == anchor.i for child in verb.children)


def _read_group(context: Context, mention: Mention, verb: Token) -> None:
    """Read "of those arrested" before "73,822 had charges"."""
    for child in verb.children:
        if child.dep_ != "prep" or child.lower_ != "of" or child.i > mention.token:
            continue
        for group in child.children:
            words = list(group.subtree)
            if group.dep_ != "pobj" or len(words) < 2:
                continue
            if any(word.like_num for word in words):
                mention.notes["of_group"] = 1  # "of the 2,104 people who applied"
                return
            first, last = words[0].i, words[-1].i + 1
            first += group.pos_ in _NOUNS and words[0].pos_ == "DET"
            mention.counted_at = (first, last)
            mention.counted = context.doc[first:last].text
            if group.pos_ in _NOUNS:
                mention.unit_name = counted.read_unit_name(context, group.i)
            elif any(word.lower_ in counted.DONE_TO_PEOPLE for word in words):
                mention.unit_name = "person"
            return


def _read_phrase(context: Context, mention: Mention, subject: Token) -> None:
    if subject.pos_ not in _NOUNS or subject.ent_type_ in _NAMED:
        return
    head = _find_counted_head(subject)
    first = _skip_determiners(context, head)
    last = counted.find_right_edge(context, head.i)
    if first >= last or any(token.like_num for token in context.doc[first:last]):
        return
    mention.counted_at = (first, last)
    mention.counted = context.doc[first:last].text
    if head.lower_ in _COLLECTIVES:
        mention.unit_name = "person"
    elif head.tag_ == "NNS" or (not head.ent_type_ and looks_plural(head.lower_)):
        mention.unit_name = counted.read_unit_name(context, head.i)


def _find_counted_head(subject: Token) -> Token:
    """Go from "number" of "the number of deaths" to "deaths"."""
    if subject.lemma_ not in _COUNTS:
        return subject
    for preposition in subject.children:
        if preposition.lower_ == "of":
            for child in preposition.children:
                if child.dep_ == "pobj":
                    return child
    return subject


def _skip_determiners(context: Context, head: Token) -> int:
    first = head.left_edge.i
    while first < head.i and context.doc[first].pos_ in ("DET", "PRON", "PUNCT"):
        first += 1
    return first
