"""What a figure counts: the noun, its singular as unit, the phrase with qualifiers."""

from __future__ import annotations

from spacy.tokens import Token

from nlp.components.figures import modifiers
from nlp.components.figures.lexemes import DASHES, Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.plurals import looks_plural, singular
from nlp.components.figures.sentences import Context
from nlp.lexicons import read_lexicon

_PEOPLE = frozenset(read_lexicon("people")["person"])
DONE_TO_PEOPLE = frozenset(read_lexicon("people")["verbs"])
_NOUNS = frozenset(["NN", "NNS", "NNP", "NNPS"])
_MODIFIERS = frozenset(
    ["JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "POS", "RBS", "RBR", "AFX"]
)
_OF_FORMS = frozenset(["vague", "fraction", "ratio"])
DETERMINERS = frozenset(
    ["the", "its", "their", "his", "her", "our", "my", "your", "all", "these", "those",
     "this", "that", "a", "an", "such", "other", "them", "us", "each"]
)  # fmt: skip
_ALONE = frozenset(["these", "those", "them", "us", "this", "that"])
_NO_UNIT = frozenset(
    ["those", "these", "them", "which", "whom", "us", "it", "that", "this", "thing",
     "rest", "other", "others", "more", "today", "yesterday", "tomorrow", "percent",
     "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
     "year", "month", "week", "morning", "night"]
)  # fmt: skip
_MAX_WALK = 9


def find_noun(context: Context, mention: Mention) -> int:
    """Return the token of the noun that the number stands before, or -1."""
    lex = context.lex
    end = modifiers.read_after(lex, mention.raw.end).edge
    if _is_line_end(lex, end):
        return -1
    if not context.has_tags:
        return _guess_noun(context, end)
    start = context.token_from(lex.start[end])
    if lex.words[end] in DASHES and not lex.has_gap(end) and not lex.has_gap(end + 1):
        noun = context.token_at(lex.start[end + 1])  # "two-door cars" has doors
        return noun if context.doc[noun].tag_ in _NOUNS else -1
    if lex.words[end] in DASHES and _is_spaced_compound(context, start):
        start += 1
    if lex.lower[end] == "of" and lex.is_word(end + 1):
        is_share = mention.raw.form in _OF_FORMS
        is_share = is_share or mention.raw.scale >= 1000
        if is_share or lex.lower[end + 1] in DETERMINERS - {"a", "an"}:
            return _find_after_of(context, start)
    return _walk(context, start, context.doc[mention.token])


def _is_spaced_compound(context: Context, dash: int) -> bool:
    """Tell the spaced hyphen of "two - door version" from a dash."""
    tags = [token.tag_ for token in context.doc[dash + 1 : dash + 3]]
    return len(tags) == 2 and tags[0] == "NN" and tags[1] in _NOUNS


def _is_line_end(lex: Lexemes, end: int) -> bool:
    """Tell a heading's, a list item's or a table cell's end from a wrapped line."""
    gap = lex.gap(end)
    if "\n" not in gap:
        is_wide = "\t" in gap or len(gap) > 2
        return is_wide or (len(gap) == 2 and not lex.is_word(end))
    return gap.count("\n") > 1 or not lex.is_word(end)


def _guess_noun(context: Context, end: int) -> int:
    """Guess without tags: a plural after at most two other words."""
    lex = context.lex
    for k in range(3):
        word = lex.lower[end + k]
        if not lex.is_word(end + k) or word in DETERMINERS:
            return -1
        if looks_plural(word) and word != "of":
            return context.token_at(lex.start[end + k])
    return -1


def _find_after_of(context: Context, start: int) -> int:
    """Find the noun of "thousands of the workers", "a third of its revenue"."""
    doc = context.doc
    i = start + 1
    while i < len(doc) and i < start + 4 and doc[i].lower_ in DETERMINERS:
        if doc[i].lower_ in _ALONE and doc[i].dep_ not in ("det", "poss", ""):
            return -1  # "200 of these ride buses"
        i += 1
    while (
        i < len(doc)
        and i < start + 7
        and (doc[i].tag_ == "CD" or doc[i].text in DASHES)
    ):
        i += 1
    if i >= len(doc):
        return -1
    return _walk(context, i, doc[start])


def _walk(context: Context, start: int, number: Token) -> int:
    """Walk over modifiers to the last noun of the phrase that begins at `start`."""
    doc = context.doc
    noun = -1
    for i in range(start, min(len(doc), start + _MAX_WALK)):
        token = doc[i]
        if token.tag_ in _NOUNS:
            is_name = token.tag_ == "NNP"
            has_plural = noun >= 0 and doc[noun].tag_ == "NNS"
            if has_plural and (is_name or token.tag_ == "NN"):
                break  # "its three contracts lapse"
            if noun >= 0 and is_name and _is_dated(context, token):
                break
            noun = i
        elif token.tag_ == "POS" and noun >= 0:
            noun = -1  # "the state's 5.8 million residents"
        elif noun >= 0:
            is_inside = (
                _is_compound(context, i)
                or _qualifies(context, noun, i)
                or _is_model(context, noun, i)
            )
            if not (is_inside or _goes_on(context, i, number)):
                break
        elif not _leads_on(context, i):
            break
    return -1 if noun >= 0 and _is_no_noun(context, noun) else noun


def _is_dated(context: Context, token: Token) -> bool:
    return context.date_over(token.idx, token.idx + 1) is not None


def _is_model(context: Context, noun: int, i: int) -> bool:
    """Tell the 2 of "14 Challenger 2 tanks", which belongs to a name."""
    doc = context.doc
    if doc[i].tag_ != "CD" or noun != i - 1 or i + 1 >= len(doc):
        return False
    return doc[noun].tag_ == "NNP" and doc[i + 1].tag_ in ("NN", "NNS")


def _is_compound(context: Context, i: int) -> bool:
    """Tell the hyphen of "work-related messages", and the word after it."""
    doc = context.doc
    if doc[i].text in DASHES:
        return not (doc[i].whitespace_ or doc[i - 1].whitespace_)
    is_tight = doc[i - 1].text in DASHES and not doc[i - 1].whitespace_
    return is_tight and doc[i].tag_ in ("VBN", "JJ", "VBG")


def _qualifies(context: Context, noun: int, i: int) -> bool:
    """Tell "rental" of "short-term rental units", after a joined noun."""
    doc = context.doc
    if i + 1 >= len(doc) or doc[i].tag_ != "JJ" or doc[i + 1].tag_ not in _NOUNS:
        return False
    is_joined = doc[noun - 1].text in DASHES and not doc[noun - 1].whitespace_
    return noun == i - 1 and doc[noun].tag_ == "NN" and is_joined


def _goes_on(context: Context, i: int, number: Token) -> bool:
    """Tell whether a phrase goes on after a noun: "Kia and Hyundai vehicles"."""
    token = context.doc[i]
    if not context.has_parse or number.dep_ != "nummod":
        return False
    head = number.head
    is_near = head.i > i and head.i - i < 6
    return is_near and (token.tag_ in ("CC", "HYPH", ",", "JJ") or token.text in DASHES)


def _leads_on(context: Context, i: int) -> bool:
    """Tell whether a token before the noun belongs to the noun's phrase."""
    doc = context.doc
    token = doc[i]
    if token.text in DASHES:
        return not token.whitespace_
    if not token.whitespace_ and i + 2 < len(doc) and doc[i + 1].text in DASHES:
        if token.tag_ == "CD":  # "40 two-bedroom apartments", "18 zero-emission buses"
            return doc[i + 2].tag_ in ("NN", "JJ")
        return token.tag_ in ("MD", "VB", "IN", "RB", "JJ", "NN")  # "would-be"
    if doc[i - 1].text in DASHES and i > 1 and doc[i - 2].tag_ == "MD":
        return True
    following = doc[i + 1].tag_ if i + 1 < len(doc) else ""
    if token.tag_ == "VBG":  # "rushing yards", not "supporting Clinton"
        return following in ("NN", "NNS", "JJ", "HYPH")
    if token.tag_ in _MODIFIERS:
        return bool(following)
    if token.tag_ in ("CD", "$"):
        return _is_inner_number(context, i, following)
    if token.tag_ == "RB":
        is_modifier = following in ("JJ", "VBN", "VBG", "JJR")
        return is_modifier and token.lower_ not in ("up", "down")
    if token.tag_ == ",":
        return doc[i - 1].tag_ == "JJ" and following == "JJ"
    return token.tag_ in ("``", "''") and following in _NOUNS | _MODIFIERS


def _is_inner_number(context: Context, i: int, following: str) -> bool:
    """Tell numbers inside the phrase: "three $10 bills", "its 2024 budget"."""
    doc = context.doc
    token = doc[i]
    before = {doc[k].tag_ for k in (i - 1, i - 2) if k >= 0}
    if token.tag_ == "$" or before & {"$", "POS"}:
        return True
    return len(token) == 4 and token.is_digit and following in _NOUNS


def _is_no_noun(context: Context, noun: int) -> bool:
    token = context.doc[noun]
    if token.ent_type_ in ("DATE", "TIME") and token.lower_ in _NO_UNIT:
        return True
    return token.lower_ in _NO_UNIT


def read_unit_name(context: Context, noun: int) -> str:
    """Return the singular that a counted noun is called by in a record.

    A noun that says no more than "human being", or of which origin, faith, party or
    immigration status ("people", "Ukrainians", "illegal immigrants"), is "person":
    the unit must not repeat a contested word. What people do or are to somebody
    ("residents", "police instructors") stays.
    """
    token = context.doc[noun]
    lower = token.lower_
    if len(lower) > 2 and token.text[:-1].isupper() and lower.endswith("s"):
        return lower[:-1]  # "GIs"
    if noun > 1 and _is_joined(context, noun):
        return f"{context.doc[noun - 2].lower_}-{singular(lower)}"  # "e-mails"
    if lower in _PEOPLE or token.ent_type_ == "NORP":
        return "person"
    if token.tag_ == "NNPS" and lower.endswith(_PEOPLES):
        return "person"
    if token.tag_ in ("NN", "NNP") and not looks_plural(lower):
        return lower
    trusted = token.lemma_ and lower.endswith(_LEMMATISED)
    lemma = token.lemma_.lower() if trusted else ""
    if not lemma or lemma == lower:
        lemma = singular(lower)
    return "person" if lemma in _PEOPLE else lemma


def _is_joined(context: Context, noun: int) -> bool:
    """Tell the noun of "e-mails" and "co-founders" from that of "two-door"."""
    first, dash = context.doc[noun - 2], context.doc[noun - 1]
    if dash.text not in DASHES or dash.whitespace_ or first.whitespace_:
        return False
    return len(first) <= 3 and first.is_alpha and not first.like_num


# Plurals that the lemmatiser knows better than a rule about "-s".
_PEOPLES = ("ans", "crats", "inos", "ese", "niards", "ites")
_LEMMATISED = ("uses", "ves", "oes", "ae", "i", "a", "gases")

# The phrase


def read_counted(context: Context, mention: Mention) -> None:
    """Write the phrase that is counted into `mention`."""
    if mention.unit is None:
        stretch = _find_counted(context, mention)
    else:
        stretch = _find_measured(context, mention)
    if stretch is not None and stretch[0] < stretch[1]:
        mention.counted_at = stretch
        mention.counted = context.doc[stretch[0] : stretch[1]].text


def _find_counted(context: Context, mention: Mention) -> tuple[int, int] | None:
    """Return the tokens of the counted noun with its qualifiers."""
    lex = context.lex
    end = mention.raw.end
    if mention.noun < 0 or lex.words[end] in DASHES:
        return None
    end = modifiers.read_after(lex, end).edge
    first = context.token_from(lex.start[end])
    if lex.lower[end] == "of":
        first = _skip_determiners(context, first + 1)
    while first < mention.noun and _is_no_qualifier(context.doc[first]):
        first += 1
    if mention.per is not None:
        return first, mention.noun + 1
    return first, find_right_edge(context, mention.noun)


def _is_no_qualifier(token: Token) -> bool:
    """Tell the 40 of "15 of the 40 jurors", and a dash, from "two-door cars"."""
    if token.text in DASHES:
        return True
    return token.tag_ == "CD" and (
        bool(token.whitespace_) or token.doc[token.i + 1].text not in DASHES
    )


def _find_measured(context: Context, mention: Mention) -> tuple[int, int] | None:
    """Return the tokens of what an amount is of: "half a percent of GDP"."""
    lex, doc = context.lex, context.doc
    if lex.lower[mention.end] != "of" or not context.has_tags:
        return None
    if mention.modifier is not None and mention.modifier.cue == "within":
        return None  # "within 60 days of the order"
    first = context.token_from(lex.start[mention.end]) + 1
    first = _skip_determiners(context, first)
    head = _walk(context, first, doc[mention.token]) if first < len(doc) else -1
    return None if head < 0 else (first, find_right_edge(context, head))


def _skip_determiners(context: Context, i: int) -> int:
    doc = context.doc
    while i < len(doc) - 1 and doc[i].lower_ in DETERMINERS:
        i += 1
    return i


def find_right_edge(context: Context, noun: int) -> int:
    """Return the token after the last qualifier of the noun."""
    doc = context.doc
    edge = noun + 1
    if not context.has_parse:
        return edge
    head = doc[noun]
    limit = min(head.right_edge.i + 1, head.sent.end)
    for i in range(noun + 1, limit):
        token = doc[i]
        if _ends_phrase(context, token, head):
            break
        edge = i + 1
    while edge > noun + 1 and (
        doc[edge - 1].dep_ in ("prep", "mark", "cc") or doc[edge - 1].is_punct
    ):
        edge -= 1
    return edge


def _ends_phrase(context: Context, token: Token, head: Token) -> bool:
    if token.is_space or (token.is_punct and token.text not in "-–'’\"“”"):
        return True
    if token.dep_ in ("cc", "appos", "agent") and token.head in (head, head.head):
        return True
    if token.dep_ == "agent":
        return any(t.dep_ == "relcl" for t in token.ancestors if t.i > head.i)
    if context.date_over(token.idx, token.idx + len(token)) is not None:
        return token.head.i != head.i or token.i > head.i
    if token.dep_ != "prep":
        return False
    after = token.idx + len(token) + 1
    return context.date_over(after, after + 1) is not None or (
        not context.dates
        and token.i + 1 < len(context.doc)
        and context.doc[token.i + 1].ent_type_ in ("DATE", "TIME")
    )
