"""What looks like a number and is no figure: dates, names, references, tallies.

Each rule takes the text's pieces, the mention and the sentence, and says whether the
number is no figure. Units decide first: "287 miles" is a figure wherever it stands.
"""

from __future__ import annotations

from nlp.components.figures.lexemes import APOSTROPHES, DASHES, MINUS, Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.numbers import looks_plural
from nlp.components.figures.sentences import Context
from nlp.lexicons import read_lexicon

_CUES = read_lexicon("figure_cues")
_NAMES_BEFORE = frozenset(_CUES["names"]["before"])
_AFTER = frozenset(_CUES["names"]["after"])
_STREETS = frozenset(_CUES["names"]["streets"])
_TALLY = frozenset(_CUES["names"]["tally"])
_MONTHS = frozenset(_CUES["months"]["names"])
_ONE_BEFORE = frozenset(_CUES["names"]["one_before"])
_ONE_AFTER = frozenset(_CUES["names"]["one_after"])
# Before these a lower-case cue word is a plain noun as often as a reference.
_DAY_BEFORE = frozenset(
    ["in", "within", "for", "of", "after", "by", "than", "least", "about", "only", "just",
     "took", "takes", "lasted", "to", "and", "or"]
)  # fmt: skip
_DAY_AFTER = frozenset(
    ["of", "later", "after", "before", "ago", "earlier", "in", "a", "per"]
)
_ORDINAL_ENDS = frozenset(["st", "nd", "rd", "th"])
_STRICT = frozenset(
    ["section", "sections", "sec", "§", "title", "chapter", "article", "articles",
     "subsection", "paragraph", "clause", "amendment", "proposition", "prop", "rule",
     "form", "appendix", "annex", "exhibit", "page", "pages", "pp", "footnote",
     "volume", "vol", "episode", "route", "highway", "interstate", "exit", "flight",
     "channel", "room", "row", "phase", "category", "no", "nos", "nr", "nrs", "#", "№",
     "docket", "grade", "tier", "fig", "para", "part", "apt", "suite", "level", "type",
     "class", "stage", "number", "version", "line", "code", "figure", "table", "item",
     "step", "ranked", "rank"]
)  # fmt: skip
_YEAR_BEFORE = frozenset(
    ["in", "since", "until", "till", "by", "during", "from", "before", "after", "of",
     "and", "to", "through", "ad", "d", "bc", "circa", "late", "early", "mid", "year",
     "for", "between", "than"]
)  # fmt: skip
_TOTALS = frozenset(
    ["average", "total", "maximum", "minimum", "number", "sum", "count", "price", "value",
     "cost", "rate", "level", "capacity", "population", "median", "mean", "peak"]
)  # fmt: skip
_NAMED = frozenset(
    ["ORG", "PRODUCT", "FAC", "LAW", "EVENT", "WORK_OF_ART", "GPE", "NORP"]
)  # fmt: skip
_RANKED = frozenset(["top", "bottom", "big", "final", "last", "next"])
_ENTITY_NAMES = frozenset(["PRODUCT", "FAC", "WORK_OF_ART", "LAW", "EVENT", "LANGUAGE"])


def is_excluded(context: Context, mention: Mention) -> bool:
    """Tell whether the number is no figure."""
    lex = context.lex
    if _is_clock(lex, mention) or _is_web(context, mention):
        return True
    kind = mention.unit.kind if mention.unit is not None else None
    if kind is not None and kind != "count":
        return _is_dated_unit(context, mention)
    if mention.is_age:
        return False
    if _is_date(context, mention) or _is_year(context, mention):
        return True
    if mention.unit is not None:
        return False
    if mention.raw.form in ("ratio", "vague"):
        return False
    return any(
        rule(context, mention)
        for rule in (_is_reference, _is_name, _is_address, _is_list, _is_tally)
    )


def is_pronoun_one(context: Context, mention: Mention) -> bool:
    """Tell whether "one" stands for a noun instead of counting one."""
    if mention.raw.form != "words" or mention.raw.value != 1.0:
        return False
    if mention.unit is not None or mention.raw.end != mention.raw.start + 1:
        return False
    return mention.noun < 0 or context.lex.lower[mention.raw.end] == "of"


def is_idle_one(context: Context, mention: Mention) -> bool:
    """Tell whether "one" is part of a phrase that counts nothing: "no one"."""
    lex = context.lex
    i = mention.raw.start
    if lex.lower[i] != "one" or mention.raw.end != i + 1:
        return False
    if mention.unit is not None and mention.unit.kind != "duration":
        return mention.unit.name == "point" and lex.lower[i - 1] == "at"
    before, after = lex.lower[i - 1], lex.lower[i + 1]
    if (
        after == "day"
        and mention.comparator == "eq"
        and not lex.words[i + 1][0].isupper()
    ):
        if before not in _DAY_BEFORE and lex.lower[i + 2] not in _DAY_AFTER:
            return True
    if after in ("day", "time") and lex.lower[i + 2] in (
        "or",
        "of",
        ",",
        ".",
        "he",
        "she",
    ):
        return True
    if mention.unit is not None:
        return False
    if after in DASHES or before in DASHES and not lex.has_gap(i):
        return True
    if after == "of":
        return before in ("no", "any", "every", "each", "neither")
    if after == "hand":
        return before in ("on", "the")
    return before in _ONE_BEFORE - {"the", "only", "just"} or after in _ONE_AFTER


def _is_clock(lex: Lexemes, mention: Mention) -> bool:
    """Times of day: "2:55 p.m.", "6pm", "10 o'clock", "4:39 left"."""
    number = mention.raw
    i, end = number.start, number.end
    if lex.words[i - 1] == ":" and lex.is_number(i - 2) and not lex.has_gap(i):
        return True
    if lex.words[end] == ":" and lex.is_number(end + 1) and not lex.has_gap(end + 1):
        return True
    word = lex.lower[end]
    if word in ("am", "pm"):
        is_clock = (number.value or 99) <= 12.6 and lex.lower[end + 1] not in (
            "is",
            "=",
        )
        return is_clock and not lex.matches(end + 1, ("long",))
    if word in ("a", "p") and lex.lower[end + 1] == "." and lex.lower[end + 2] == "m":
        return True
    if word in ("gmt", "utc", "est", "edt", "pst", "pdt", "cet", "bst"):
        return True
    return word == "o" and lex.words[end + 1] in APOSTROPHES


def _is_web(context: Context, mention: Mention) -> bool:
    token = context.doc[mention.token]
    return bool(token.like_url or token.like_email)


def _is_dated_unit(context: Context, mention: Mention) -> bool:
    """Units inside dates: "May 5 in", but "the past two years" is a duration."""
    unit = mention.unit
    if unit is None or unit.kind in ("duration", "money", "percent"):
        return False
    return _is_date(context, mention)


def _is_date(context: Context, mention: Mention) -> bool:
    lex, number = context.lex, mention.raw
    i, end = number.start, number.end
    if mention.unit is not None and mention.unit.kind == "duration":
        return False
    last = lex.words[end - 1]
    if _is_day(lex, i, end):
        return True
    found = context.date_over(lex.start[i], lex.end[end - 1])
    if found is not None and (lex.is_number(i) or mention.noun < 0):
        return True
    return last.isdecimal() and len(last) == 4 and lex.lower[end] in ("bc", "bce", "ad")


def _is_day(lex: Lexemes, i: int, end: int) -> bool:
    """Days by their month: "March 29", "20 January", "Sept. 30", "July 1-3"."""
    day = lex.words[i]
    if not (day.isdecimal() and len(day) in (1, 2, 4)):
        return False
    before, after = lex.lower[i - 1], lex.lower[end]
    if before == "." and lex.end[i - 1] == lex.start[i - 1] + 1:
        before = lex.lower[i - 2] if len(lex.lower[i - 2]) in (3, 4) else before
    if before in _MONTHS and _is_month(lex, i - 1, before):
        return len(day) < 3 and int(day) <= 31 or len(day) == 4
    if len(day) > 2 or int(day) > 31:
        return False
    if after in _MONTHS and after not in ("mar", "may", "march", "sep"):
        return True
    if after in ("may", "march"):
        return lex.words[end][0].isupper() or lex.lower[i - 1] in (
            "on",
            "of",
            "until",
            "since",
            "by",
        )
    if lex.words[i - 1] in DASHES or lex.lower[i - 1] in ("and", "to"):
        return lex.lower[i - 3] in _MONTHS and lex.words[i - 3][0].isupper()
    return False


def _is_month(lex: Lexemes, i: int, word: str) -> bool:
    """Tell the month from the modal "may" and the verb "march"."""
    if word not in ("may", "march"):
        return True
    return lex.words[i][0].isupper() or lex.lower[i - 1] in (
        "on",
        "of",
        "since",
        "until",
        "by",
        "in",
    )


def _is_year(context: Context, mention: Mention) -> bool:
    lex, number = context.lex, mention.raw
    if mention.joint is not None:
        ends = (number.low, number.high)
        if all(v is not None and v == int(v) and 1000 <= v <= 2100 for v in ends):
            digits = lex.words[number.start], lex.words[number.end - 1]
            return all(len(word) == 4 for word in digits)
        return False
    digits = number.digits
    if not (len(digits) == 4 and digits.isdecimal()):
        return _is_short_year(lex, mention)
    value = int(digits)
    if not 1000 <= value <= 2100:
        return False
    before = lex.lower[number.start - 1]
    if mention.comparator not in ("eq", "approx"):
        return False
    token = context.doc[mention.token]
    if mention.noun >= 0 and token.ent_type_ != "DATE":
        is_plural = context.doc[mention.noun].tag_ in ("NNS", "NNPS") or (
            looks_plural(context.doc[mention.noun].lower_)
        )
        if is_plural and not (
            1900 <= value and before in ("the", "its", "their", "in")
        ):
            return False
    if before == "of" and lex.lower[number.start - 2] in _TOTALS:
        return False
    if value >= 1500:
        return mention.comparator == "eq" or before in ("around", "about", "circa")
    return before in _YEAR_BEFORE and mention.noun < 0


def _is_short_year(lex: Lexemes, mention: Mention) -> bool:
    """Years and decades in short: "'90s", "the class of '05"."""
    i = mention.raw.start
    is_elided = lex.words[i - 1] in APOSTROPHES and lex.has_gap(i - 1)
    return is_elided and not lex.has_gap(i) and len(lex.words[i]) == 2


def _is_reference(context: Context, mention: Mention) -> bool:
    """Names by number: "Section 287(g)", "H.B. 4", "Title 42", "No. 1", "Game 7"."""
    lex = context.lex
    i = mention.raw.start
    if i == 0:
        return False
    before = lex.lower[i - 1]
    if before == "." and not lex.has_gap(i - 1):
        cue = lex.lower[i - 2]
        if cue in _NAMES_BEFORE and cue in (
            "no",
            "nos",
            "sec",
            "sect",
            "art",
            "vol",
            "fig",
            "nr",
            "nrs",
            "pp",
            "prop",
        ):
            return True
        if len(cue) == 1 and lex.words[i - 2].isupper() and not lex.has_gap(i - 2):
            return lex.words[i - 3] == "."  # "H.B. 4"
        if len(cue) == 1 and lex.words[i - 2] in ("S", "H") and lex.has_gap(i):
            return True
        return False
    if before in ("and", "or", ",", "through", "to") and _is_listed(lex, i):
        return True
    if before not in _NAMES_BEFORE or not lex.is_number(i):
        return before in ("#", "§", "№")
    if (
        before in ("no", "number")
        and mention.noun >= 0
        and not lex.words[i - 1][0].isupper()
    ):
        return before == "number"
    is_capital = lex.words[i - 1][0].isupper()
    has_plural = mention.noun >= 0 and context.doc[mention.noun].tag_ == "NNS"
    if before in _STRICT:
        return is_capital or not has_plural
    return is_capital and i > 1


def _is_listed(lex: Lexemes, i: int) -> bool:
    """Tell the 4 of "Sections 2 and 4"."""
    j = i - 2
    if not lex.is_number(j):
        return False
    return lex.lower[j - 1] in _STRICT and not looks_plural(lex.lower[i + 1])


def _is_name(context: Context, mention: Mention) -> bool:
    """Numbers in names: "iPhone 14", "Boeing 737", "S&P 500", "Apollo 11 mission"."""
    lex = context.lex
    i, end = mention.raw.start, mention.raw.end
    token = context.doc[mention.token]
    if token.ent_type_ in _ENTITY_NAMES and lex.is_number(i) and mention.noun < 0:
        return True
    if lex.lower[i - 1] in _RANKED and mention.noun < 0 and i:
        return True
    if lex.lower[i] == "dozen" and lex.lower[i - 1] == "s":
        return True  # a baker's dozen
    if _is_title(lex, mention) or _is_numbered(lex, mention):
        return True
    if _is_label(context, mention):
        return True
    if (mention.raw.value or 0) < 0 and lex.words[i - 1] in MINUS:
        i -= 1  # "COVID -19"
    if lex.is_word(i) or i == 0 or not lex.words[i - 1][:1].isalpha():
        return False
    word = lex.words[i - 1]
    if not word[:1].isupper() and not (len(word) > 1 and word[1].isupper()):
        return False
    if mention.comparator != "eq" or mention.raw.scale > 1:
        return False
    if "," in mention.raw.digits or "." in mention.raw.digits:
        return False
    previous = context.doc[context.token_at(lex.start[i - 1])]
    if word.isupper() and previous.ent_type_ != "GPE":
        if len(word) < 6 and mention.unit is None and lex.words[end][:1] not in "$€£":
            return previous.tag_ not in ("CD", "PRP", "DT") or not context.has_tags
    follower = lex.words[end]
    if previous.tag_ == "NNP" and follower[:1].isupper() and not lex.is_number(end):
        return True  # "iPhone 11 Pro cameras"
    if context.has_tags:
        if previous.tag_ not in ("NNP", "NNPS", "NN", "FW", "JJ"):
            return False
    elif i == 1 or lex.words[i - 2] in ".!?":
        return False
    if mention.noun >= 0:
        noun = context.doc[mention.noun]
        return not (noun.tag_ == "NNS" or looks_plural(noun.lower_)) or (
            token.ent_type_ in ("ORG", "PRODUCT") and noun.ent_type_ == token.ent_type_
        )
    return True


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
    if lex.is_number(i) or i == 0 or mention.noun >= 0 or mention.raw.form != "words":
        return False
    if lex.lower[i - 1] == "number":
        return True
    both = lex.words[i][:1].isupper() and lex.words[i - 1][:1].isupper()
    return both and lex.is_word(i - 1)


_QUOTES = frozenset("\"'“”‘’`«»")


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


def _is_address(context: Context, mention: Mention) -> bool:
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
            return k > 1 or len(lex.words[end]) > 1
        if not (word == "." or word[:1].isupper()):
            return False
    return False


def _is_list(context: Context, mention: Mention) -> bool:
    """List and footnote numbers: "1. ", "(2)", "3)", "[4]"."""
    lex = context.lex
    number = mention.raw
    i, end = number.start, number.end
    if not lex.is_number(i) or number.scale > 1:
        return False
    before, after = lex.words[i - 1] if i else "", lex.words[end]
    if before in ("(", "[") and after in (")", "]"):
        return len(number.digits) <= 3
    is_line_start = i == 0 or "\n" in lex.gap(i)
    if after == ")" and not _is_open(lex, i):
        return len(number.digits) <= 2
    if is_line_start and after == "." and len(number.digits) <= 2:
        return lex.has_gap(end + 1) and end + 1 < lex.n
    return False


def _is_open(lex: Lexemes, i: int) -> bool:
    """Tell whether a bracket is open before piece `i`."""
    for j in range(i - 1, max(-1, i - 40), -1):
        if lex.words[j] == "(":
            return True
        if lex.words[j] == ")":
            return False
    return False


def _is_tally(context: Context, mention: Mention) -> bool:
    """Votes and scores: "6-1", "voted 5 to 2", "a 4 to 1 victory"."""
    lex = context.lex
    i, end = mention.raw.start, mention.raw.end
    if not lex.is_number(i) and mention.raw.form != "words":
        return False
    is_first = lex.lower[end] == "to" and (lex.is_number(end + 1))
    is_second = lex.lower[i - 1] == "to" and i > 1 and lex.is_number(i - 2)
    if mention.joint != "dash" and not is_first and not is_second:
        return False
    if mention.noun >= 0 and context.doc[mention.noun].lower_ not in _TALLY:
        return False
    window = lex.lower[max(0, i - 5) : i] + lex.lower[end : end + 4]
    return (
        mention.joint == "dash"
        and mention.comparator == "range"
        and (mention.modifier is None or mention.modifier.comparator == "eq")
        and lex.lower[i - 1] not in ("of", "to", "between")
        or bool(_TALLY & set(window))
    )
