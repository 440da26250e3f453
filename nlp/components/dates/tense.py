"""Whether the words around a date look back or ahead."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from nlp.components.dates.context import Direction
from nlp.components.dates.vocabulary import CUES

_MAX_CLIMB = 15
_WORDS_BACK = 8  # that decide where there is no parse
_BACK = frozenset({"after", "following", "wake", "aftermath"})
_AHEAD = frozenset({"before", "ahead"})
_UP_TO = frozenset({"until", "till"})
_PERFECT = frozenset({"have", "has", "had", "'ve", "’ve"})
_NOUNS = frozenset({"NOUN", "PROPN"})


def find_direction(doc: Doc, i: int) -> Direction:
    """Say which way a date looks, by the verb that governs it.

    Args:
        doc: The document; without a parse the words before the date decide.
        i: Index of the date's first token.
    """
    if not doc.has_annotation("DEP"):
        return _read_words(doc, i)
    return _climb(doc[i])


def is_nowadays(today: Token) -> bool:
    """Tell whether "today" says how things are: "Rents are higher today than ever".

    What begins, opens or is voted on today does so on one day.
    """
    verb = today
    for _ in range(_MAX_CLIMB):
        if verb.pos_ in ("VERB", "AUX") or verb.head.i == verb.i:
            break
        verb = verb.head
    if verb.tag_ == "VBN":
        return _has_come_about(today, verb)
    if verb.tag_ not in ("VBZ", "VBP"):
        return False
    if verb.lemma_ == "be":
        stated = [c for c in verb.children if c.dep_ in ("attr", "acomp")]
        return bool(stated) and not any(c.lower_ in CUES["for_a_day"] for c in stated)
    return verb.lemma_ in CUES["states"]


def _has_come_about(today: Token, verb: Token) -> bool:
    """Tell "today, that surplus has vanished" from "we have signed it today"."""
    subject = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
    perfect = any(c.lower_ in ("have", "has") for c in verb.lefts if c.dep_ == "aux")
    if not perfect or subject is None or subject.lower_ in ("i", "we"):
        return False
    return today.i < subject.left_edge.i


def _read_words(doc: Doc, i: int) -> Direction:
    for token in reversed(doc[max(i - _WORDS_BACK, 0) : i]):
        if token.text in ".;!?":
            break
        if token.lower_ in CUES["future"]:
            return "future"
    return "past"


def _climb(token: Token) -> Direction:
    """Go up from a date to the first verb that carries a tense."""
    in_noun = is_ahead = False
    n_preps = 0
    for _ in range(_MAX_CLIMB):
        lower = token.lower_
        if lower in CUES["future_adjectives"]:
            return "nearest" if token.head.tag_ == "VBD" else "future"
        if lower == "since":
            return "past"
        if lower in _BACK:
            return "nearest"
        # "Before Tuesday's vote", not "before the panel on Tuesday".
        is_ahead = is_ahead or (n_preps == 0 and lower in _AHEAD and in_noun)
        is_ahead = is_ahead or (n_preps == 0 and lower in _UP_TO and not in_noun)
        n_preps += token.dep_ == "prep" and lower != "of"
        direction = _read_verb(token)
        if direction is not None:
            return _weigh(token, direction, in_noun=in_noun, is_ahead=is_ahead)
        head = token.head
        if head.i == token.i:
            break
        in_noun = in_noun or head.pos_ in _NOUNS
        token = head
    return "ahead" if is_ahead else "nearest"


def _weigh(
    verb: Token, direction: Direction, *, in_noun: bool, is_ahead: bool
) -> Direction:
    """Weigh a verb's direction by how the date hangs on it."""
    if direction == "past":
        # "Until Friday it had declined to comment."
        is_ahead = is_ahead and not any(c.lower_ == "had" for c in verb.children)
        if is_ahead and verb.lemma_ in CUES["postponing"]:
            return "future"
        return "ahead" if is_ahead else ("nearest" if in_noun else "past")
    # "They hail the speech on Monday", "there is talk of Monday's attack".
    is_present = in_noun and verb.tag_ in ("VBG", "VBZ", "VBP")
    if direction != "nearest" and is_present and not _is_subordinate(verb):
        return "nearest"
    return direction


def _read_verb(verb: Token) -> Direction | None:
    """Return the direction of a verb, or None where one above it decides."""
    tag = verb.tag_
    if tag == "MD":
        return "future"
    if tag[:2] != "VB":
        return None
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if verb.lower_ in CUES["scheduled"]:
        is_past = any(child.tag_ == "VBD" for child in auxiliaries)
        return "nearest" if is_past else "future"
    if any(child.lower_ in _PERFECT for child in auxiliaries):
        return "past"
    for child in auxiliaries:
        if direction := _read_auxiliary(child, verb):
            return direction
    if tag in ("VBD", "VBN"):
        return "past"
    if tag in ("VBZ", "VBP"):
        return _read_present(verb)
    # Without auxiliary it is an order, or a past that looks alike: "we let him go".
    return "nearest" if tag == "VB" and not auxiliaries else None


def _read_auxiliary(child: Token, verb: Token) -> Direction | None:
    if child.tag_ == "TO":
        return _read_infinitive(verb)
    if child.tag_ == "MD":
        return "future"
    if child.tag_ == "VBD":
        return "past"
    if child.tag_ in ("VBZ", "VBP") and verb.tag_ == "VBG":
        return "ahead"  # "is meeting Tuesday"
    return None


def _read_infinitive(verb: Token) -> Direction | None:
    governor = verb.head
    if (governor.lemma_ or governor.lower_) in CUES["realised"]:
        return None
    lemma = governor.lemma_ or governor.lower_
    if lemma in CUES["planning"] or governor.tag_ in ("VBZ", "VBP"):
        return "future"
    return None if governor.pos_ in ("ADJ", "NOUN") else "nearest"


def _read_present(verb: Token) -> Direction:
    is_timetabled = verb.lemma_ in CUES["timetabled"]
    return "future" if is_timetabled or _is_subordinate(verb) else "nearest"


def _is_subordinate(verb: Token) -> bool:
    """Tell whether a verb stands under "once", "when", "if" ..."""
    return any(
        child.dep_ in ("mark", "advmod") and child.lower_ in CUES["subordinators"]
        for child in verb.children
    )
