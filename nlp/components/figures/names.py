"""Names and references by number: "Section 8", "iPhone 14", "8 U.S.C. 1101"."""

from __future__ import annotations

from spacy.tokens import Token

from nlp.components.figures.lexemes import DASHES, MINUS, Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.plurals import looks_plural
from nlp.components.figures.sentences import Context
from nlp.lexicons import read_lexicon

_CUES = read_lexicon("figure_cues")
_NAMES_BEFORE = frozenset(_CUES["names"]["before"])
_AFTER = frozenset(_CUES["names"]["after"])
_STREETS = frozenset(_CUES["names"]["streets"])
_ORDINAL_ENDS = frozenset(["st", "nd", "rd", "th"])
_STRICT = frozenset(
    ["section", "sections", "sec", "§", "title", "chapter", "article", "articles",
     "subsection", "paragraph", "paragraphs", "chapters", "titles", "rules", "clause",
     "amendment", "proposition", "prop", "rule", "form", "appendix", "annex",
     "exhibit", "page", "pages", "pp", "footnote", "volume", "vol", "episode", "route",
     "highway", "interstate", "exit", "flight", "channel", "room", "row", "phase",
     "category", "no", "nos", "nr", "nrs", "#", "№", "docket", "grade", "tier", "fig",
     "para", "part", "apt", "suite", "level", "type", "class", "stage", "number",
     "version", "line", "code", "figure", "table", "item", "step", "ranked", "rank",
     "note", "subpart", "column", "items", "instruction", "directive", "circular"]
)  # fmt: skip
_NUMBERED = _NAMES_BEFORE | frozenset(_CUES["names"]["numbered"])
_LETTERED = frozenset(
    ["section", "sections", "§", "§§", "title", "chapter", "part", "subpart", "rule",
     "paragraph", "clause", "article", "form"]
)  # fmt: skip
_MAX_LIST = 40
_LIST_JOINS = frozenset(["and", "or", ",", "through", "to", "(", ")", "&"])
_NAMED = frozenset(
    ["ORG", "PRODUCT", "FAC", "LAW", "EVENT", "WORK_OF_ART", "GPE", "NORP"]
)  # fmt: skip
_SHORT = frozenset(
    ["no", "nos", "sec", "sect", "art", "vol", "fig", "nr", "nrs", "p", "pp", "prop",
     "ch", "ext", "apt", "pt", "bldg", "rm", "par", "cl"]
)  # fmt: skip
_SERIAL = frozenset(["week", "day", "game", "round", "season", "inning"])
_RANKED = frozenset(["top", "bottom", "big", "final", "last", "next"])
_ENTITY_NAMES = frozenset(["PRODUCT", "FAC", "WORK_OF_ART", "LAW", "EVENT", "LANGUAGE"])
_QUOTES = frozenset("\"'“”‘’`«»")


def is_reference(context: Context, mention: Mention) -> bool:
    """Names by number: "Section 287(g)", "H.B. 4", "Title 42", "No. 1", "Game 7"."""
    lex = context.lex
    i = mention.raw.start
    if i == 0:
        return False
    before = lex.lower[i - 1]
    if before == ":":
        is_number = lex.lower[i - 2] in ("number", "no", "nos", "#")
        return is_number and lex.lower[i - 3] in _NUMBERED and i > 2
    if before == "." and not lex.has_gap(i - 1):
        return _follows_abbreviation(lex, i)
    if before in ("and", "or", ",", "through", "to") and _is_listed(lex, i):
        return True
    if before not in _NAMES_BEFORE or not lex.is_number(i):
        return before in ("#", "§", "№")
    is_capital = lex.words[i - 1][0].isupper()
    if before in ("no", "number") and mention.noun >= 0 and not is_capital:
        return before == "number"
    if before in _SERIAL and mention.noun < 0:
        return lex.lower[i - 2] not in ("last", "this", "next", "each", "a", "per")
    has_plural = mention.noun >= 0 and context.doc[mention.noun].tag_ == "NNS"
    if before in _STRICT:
        return is_capital or not has_plural
    return is_capital and i > 1


def _follows_abbreviation(lex: Lexemes, i: int) -> bool:
    """Tell the numbers of "No. 1", "Sec. 4", "H.B. 4", "S. 744"."""
    letter = lex.words[i - 2]
    if letter.lower() in _SHORT:
        return True
    if len(letter) != 1 or not letter.isupper():
        return False
    if not lex.has_gap(i - 2):
        return lex.words[i - 3] == "."
    return letter in ("S", "H") and lex.has_gap(i)


def _is_listed(lex: Lexemes, i: int) -> bool:
    """Tell the 4 of "Sections 2 and 4" and "sections 1(a), 2, and 4"."""
    n_numbers = 0
    for j in range(i - 1, max(-1, i - _MAX_LIST), -1):
        word = lex.lower[j]
        if lex.is_number(j):
            n_numbers += 1
        elif word in _STRICT:
            follower = lex.lower[i + 1]  # "and 6 of the act", but "and 6 people"
            return n_numbers > 0 and (follower == "of" or not looks_plural(follower))
        elif (
            word not in _LIST_JOINS
            and word not in DASHES
            and (len(word) > 3 or lex.has_gap(j))
        ):
            return False
    return False


def is_lettered(lex: Lexemes, mention: Mention) -> bool:
    """Tell "section 1629g", whose letter is no gram."""
    unit, end = mention.unit, mention.raw.end
    if unit is None or lex.has_gap(end) or len(lex.words[end]) > 2:
        return False
    return mention.raw.start > 0 and lex.lower[mention.raw.start - 1] in _LETTERED


def is_name(context: Context, mention: Mention) -> bool:
    """Numbers in names: "iPhone 14", "Boeing 737", "S&P 500", "Apollo 11 mission"."""
    lex = context.lex
    i = mention.raw.start
    token = context.doc[mention.token]
    if token.ent_type_ in _ENTITY_NAMES and lex.is_number(i) and mention.noun < 0:
        return True
    is_capital = lex.words[i][:1].isupper()
    if is_capital and token.ent_iob_ == "I" and token.ent_type_ in _NAMED:
        return True  # "the Group of Seven"
    if lex.lower[i - 1] in _RANKED and mention.noun < 0 and i:
        return True
    if lex.lower[i] == "dozen" and lex.lower[i - 1] == "s":
        return True  # a baker's dozen
    if _is_title(lex, mention) or _is_numbered(lex, mention):
        return True
    return _is_label(context, mention) or _follows_name(context, mention)


def _follows_name(context: Context, mention: Mention) -> bool:
    """Tell a plain number that stands right after a capitalised word."""
    lex = context.lex
    i = mention.raw.start
    if (mention.raw.value or 0) < 0 and lex.words[i - 1] in MINUS:
        i -= 1  # "COVID -19"
    word = lex.words[i - 1] if i > 0 else ""
    is_name = word[:1].isalpha() and any(letter.isupper() for letter in word[:2])
    if lex.is_word(i) or not is_name or not _is_plain(mention):
        return False
    previous = context.doc[context.token_at(lex.start[i - 1])]
    if _is_acronym(context, mention, word, previous):
        return previous.tag_ not in ("CD", "PRP", "DT") or not context.has_tags
    end = mention.raw.end
    is_inside = lex.words[end][:1].isupper() and not lex.is_number(end)
    if previous.tag_ == "NNP" and (is_inside or (i > 1 and lex.is_number(i - 2))):
        return True  # "iPhone 11 Pro cameras", "3 Boeing 737 jets"
    if context.has_tags:
        is_noun = previous.tag_ in ("NNP", "NNPS", "NNS", "NN", "FW", "JJ")
    else:
        is_noun = i > 1 and lex.words[i - 2] not in ".!?"
    return is_noun and not _counts_plural(context, mention)


def _is_plain(mention: Mention) -> bool:
    """Tell whether the number is whole and small, with no cue: as in a name."""
    digits = mention.raw.digits
    is_whole = "," not in digits and "." not in digits
    return mention.comparator == "eq" and mention.raw.scale == 1 and is_whole


def _is_acronym(context: Context, mention: Mention, word: str, previous: Token) -> bool:
    """Tell "HIV 2" and "P 500" from "US 5" (people)."""
    if not word.isupper() or len(word) > 5 or previous.ent_type_ == "GPE":
        return False
    return mention.unit is None and context.lex.words[mention.raw.end][:1] not in "$€£"


def _counts_plural(context: Context, mention: Mention) -> bool:
    """Tell "Liverpool 96 fans" from "Apollo 11 mission"."""
    if mention.noun < 0:
        return False
    noun, token = context.doc[mention.noun], context.doc[mention.token]
    is_one_name = noun.ent_type_ == token.ent_type_ in ("ORG", "PRODUCT")
    return not is_one_name and (noun.tag_ == "NNS" or looks_plural(noun.lower_))


def _is_title(lex: Lexemes, mention: Mention) -> bool:
    """Tell titles: a number alone between quotation marks."""
    i, end = mention.raw.start, mention.raw.end
    if mention.noun >= 0 or not lex.is_number(i) or lex.words[i - 1] not in _QUOTES:
        return False
    j = end + 1 if lex.words[end] in (",", ".") else end
    return i > 0 and lex.words[j] in _QUOTES


def _is_numbered(lex: Lexemes, mention: Mention) -> bool:
    """Tell "Air Force Two" and "number two" from counts."""
    i = mention.raw.start
    if lex.is_number(i) or i == 0 or mention.raw.form != "words":
        return False
    if lex.words[mention.raw.end] in _QUOTES and lex.words[i][:1].isupper():
        return lex.words[i - 1][:1].isupper()  # the “CBP One” application
    is_compound = lex.words[mention.raw.end] in DASHES
    if mention.noun >= 0 and not is_compound:
        return False
    if lex.lower[i - 1] == "number":
        return True
    is_capital = lex.words[i][:1].isupper() and lex.words[i - 1] not in ".!?:"
    neighbours = (lex.words[i - 1][:1], lex.words[mention.end][:1])
    return is_capital and any(letter.isupper() for letter in neighbours)


def _is_label(context: Context, mention: Mention) -> bool:
    """Tell numbers that name what stands before: "sp 500 was", "Smith: 4 Started"."""
    lex = context.lex
    i, end = mention.raw.start, mention.raw.end
    if not lex.words[i].isdecimal() or len(lex.words[i]) > 4 or end != i + 1:
        return False
    if mention.comparator != "eq" or not context.has_tags or i == 0:
        return False
    token = context.doc[mention.token]
    inside = token.ent_iob_ == "I" and token.ent_type_ in _NAMED
    if inside and lex.words[i - 1][:1].isupper() and lex.is_word(i - 1):
        return True
    if lex.words[i - 1] == ":" and lex.words[end][:1].isupper() and mention.noun < 0:
        return True
    if mention.noun >= 0 or not lex.is_word(i - 1):
        return False
    previous = context.doc[context.token_at(lex.start[i - 1])]
    following = context.token_from(lex.start[end])
    if previous.tag_ not in ("NN", "NNP") or following >= len(context.doc):
        return False
    return context.doc[following].tag_ in ("VBZ", "VBD", "MD", "VBP")


def is_address(context: Context, mention: Mention) -> bool:
    """House numbers and postal codes: "575 Wilbraham Road", "CA 90012"."""
    lex = context.lex
    end = mention.raw.end
    if lex.lower[end] in _AFTER or _is_citation(lex, end):
        return True
    if not lex.is_number(mention.raw.start) or mention.comparator != "eq":
        return False
    for k in range(8):
        word = lex.words[end + k]
        is_part = word in ".-" or lex.lower[end + k] in _ORDINAL_ENDS
        if not (word[:1].isupper() or lex.is_number(end + k) or is_part):
            return False
        if k and lex.lower[end + k] in _STREETS and word[0].isupper():
            return True
    return False


def _is_citation(lex: Lexemes, end: int) -> bool:
    """Tell the volume of a legal citation: "8 U.S.C. 1101", "90 FR 8235"."""
    if not lex.words[end].isupper():
        return False
    for k in range(1, 9):
        word = lex.words[end + k]
        if lex.is_number(end + k) or word == "§":
            return lex.has_gap(end + k) and (k > 1 or len(lex.words[end]) > 1)
        if not (word == "." or word[:1].isupper()):
            return False
    return False
