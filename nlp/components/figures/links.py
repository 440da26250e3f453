"""Figures that belong together: parts of a whole, and repeats of the same figure."""

from __future__ import annotations

from nlp.components.figures.lexemes import Lexemes
from nlp.components.figures.mentions import Mention
from nlp.components.figures.plurals import looks_plural, singular
from nlp.components.figures.sentences import Context
from nlp.components.figures.values import Number

REPEAT_NOUNS = frozenset(
    ["number", "figure", "total", "amount", "sum", "count", "share", "percentage",
     "estimate", "tally", "toll", "statistic"]
)  # fmt: skip
_PRONOUNS = frozenset(["these", "those", "them", "which", "whom", "this", "that", "it"])
_DEMONSTRATIVES = frozenset(["this", "that"])
_SUBSET_CUES = frozenset(["including", "among"])
_OTHERS = frozenset(["another", "additional", "extra", "second", "further", "other"])
_MAX_SENTENCES_BACK = 3


def read_repeat(lex: Lexemes, i: int) -> Mention | None:
    """Read "this number", "that total": a figure by reference, without digits."""
    if lex.lower[i] not in REPEAT_NOUNS or lex.lower[i - 1] not in _DEMONSTRATIVES:
        return None
    if i == 0 or lex.lower[i + 1] in ("of", "one", "two", "that"):
        return None
    number = Number(start=i, end=i + 1, value=None, form="vague")
    mention = Mention(start=i - 1, end=i + 1, number=number, raw=number, unit_end=i + 1)
    mention.notes["repeat"] = 1
    return mention


def link(context: Context, mentions: list[Mention]) -> list[Mention]:
    """Set `part_of` and `same_as` (indices into the result), in one pass.

    Returns:
        The mentions without the references that refer to nothing.
    """
    kept: list[Mention] = []
    seen: dict[tuple[float, str | None], int] = {}
    for mention in mentions:
        if "repeat" in mention.notes:
            whole = _find_counterpart(context, kept, mention)
            if whole is None:
                continue
            _copy(kept[whole], mention)
            mention.same_as = _root(kept, whole)
        else:
            mention.part_of = _find_whole(context, kept, mention)
            if mention.part_of is not None:
                _inherit_unit(kept[mention.part_of], mention)
            else:
                mention.same_as = _find_same(context, kept, seen, mention)
        key = _key(mention)
        if key is not None:
            seen.setdefault(key, len(kept))
        kept.append(mention)
    for i, mention in enumerate(kept[:-1]):
        if "of_next" in mention.notes:  # "eight of 25 trees"
            mention.part_of = i + 1
    return kept


def _root(mentions: list[Mention], i: int) -> int:
    same = mentions[i].same_as
    return i if same is None else same


def _copy(source: Mention, target: Mention) -> None:
    target.number = source.number
    target.unit = source.unit
    target.unit_name = source.unit_name
    target.per = source.per
    target.comparator = source.comparator


def _key(mention: Mention) -> tuple[float, str | None] | None:
    value = mention.number.value
    if value is None:
        return None
    unit = mention.unit.name if mention.unit is not None else None
    return value, unit


def _find_counterpart(
    context: Context, kept: list[Mention], mention: Mention
) -> int | None:
    """Return the last figure before a reference that it can stand for."""
    noun = context.lex.lower[mention.raw.start]
    here = context.sentence_of(context.lex.start[mention.start])
    for i in range(len(kept) - 1, max(-1, len(kept) - 8), -1):
        other = kept[i]
        where = context.sentence_of(context.lex.start[other.start])
        if here - where > _MAX_SENTENCES_BACK:
            return None
        kind = other.unit.kind if other.unit is not None else "count"
        if kind == "duration" or other.is_age or other.is_unknown:
            continue
        if (noun in ("amount", "sum")) and kind != "money":
            continue
        if (
            noun in ("share", "percentage")
            and kind != "percent"
            and other.raw.form != "fraction"
        ):
            continue
        if kind == "percent" and noun in ("number", "toll", "count", "tally"):
            continue
        return i
    return None


# Parts


def _find_whole(context: Context, kept: list[Mention], mention: Mention) -> int | None:
    lex = context.lex
    if mention.is_unknown and lex.lower[mention.raw.end] != "of":
        return None
    if "of_group" in mention.notes and kept and _can_be_whole(kept[-1], mention, "of"):
        return len(kept) - 1
    cue = _find_subset_cue(context, mention)
    if cue is None:
        return _find_whole_of_list(context, kept, mention)
    cue, _, noun = cue.partition(":")
    mention.notes[cue] = 1
    here = context.sentence_of(lex.start[mention.start])
    for i in range(len(kept) - 1, max(-1, len(kept) - 8), -1):
        other = kept[i]
        where = context.sentence_of(lex.start[other.start])
        if here - where > _MAX_SENTENCES_BACK:
            return None
        if not _can_be_whole(other, mention, cue):
            continue
        if noun and other.unit_name != noun:
            continue
        if cue == "whom" and not _are_people(other) and _has_people(kept[:i]):
            continue
        if cue in ("which", "whom", "including") and where != here:
            continue
        return other.part_of if _is_sibling(lex, kept, i, mention) else i
    return None


def _find_whole_of_list(
    context: Context, kept: list[Mention], mention: Mention
) -> int | None:
    """Find the whole of "$75 million" in "including $300 million and $75 million"."""
    lex = context.lex
    if not kept or "including" not in kept[-1].notes or kept[-1].part_of is None:
        return None
    words = lex.lower[kept[-1].end : mention.start]
    if len(words) > 8 or "and" not in words or set(words) & {".", ";", ":"}:
        return None
    if not _can_be_whole(kept[kept[-1].part_of], mention, "including"):
        return None
    mention.notes["including"] = 1
    return kept[-1].part_of


def _is_sibling(lex: Lexemes, kept: list[Mention], i: int, mention: Mention) -> bool:
    """Tell whether figure `i` is another part of the same whole."""
    other = kept[i]
    if other.part_of is None:
        return False
    value, whole = mention.number.value, other.number.value
    if value is None or whole is None:
        return False
    return value > whole and mention.unit is None


_PERSON_ENDS = ("person", "er", "or", "ist", "ent", "ant", "ian", "ee", "man", "child")


def _are_people(mention: Mention) -> bool:
    """Guess whether a count is of people, by its unit's ending."""
    return mention.unit is None and (mention.unit_name or "").endswith(_PERSON_ENDS)


def _has_people(mentions: list[Mention]) -> bool:
    return any(_are_people(mention) for mention in mentions[-4:])


def _can_be_whole(other: Mention, mention: Mention, cue: str) -> bool:
    kind = other.unit.kind if other.unit is not None else "count"
    if kind in ("duration", "percent") or other.is_age or other.is_unknown:
        return False
    if mention.is_unknown:  # "how much of that $3 billion"
        return True
    if other.raw.form in ("fraction", "ratio"):
        return False
    if kind == "money" and cue not in (
        "which",
        "that",
        "including",
        "it",
        "this",
        "these",
        "those",
    ):
        return False
    is_share = mention.raw.form in ("fraction", "ratio") or (
        mention.unit is not None and mention.unit.kind == "percent"
    )
    if is_share:
        return True
    own = mention.unit.kind if mention.unit is not None else "count"
    if own != kind:
        return False
    value = (
        mention.number.value if mention.number.value is not None else mention.number.low
    )
    whole = other.number.high if other.number.high is not None else other.number.value
    return value is None or whole is None or value <= whole


def _find_subset_cue(context: Context, mention: Mention) -> str | None:
    """Find "of those", "of whom", "including", "a third of them" around a figure.

    Returns:
        The cue, for "of those clinics" with the noun's singular after a colon.
    """
    lex = context.lex
    end = mention.raw.end if mention.is_unknown else mention.end
    if lex.lower[end] == "of" and lex.lower[end + 1] in _PRONOUNS:
        return _name_group(context, end + 1)
    return _find_cue_before(context, mention)


def _name_group(context: Context, i: int) -> str | None:
    """Return the pronoun at piece `i`, with its noun where it has one."""
    word, follower = context.lex.lower[i], context.lex.lower[i + 1]
    if word not in ("these", "those", "this", "that"):
        return word
    if context.has_parse:
        token = context.doc[context.token_at(context.lex.start[i])]
        if token.dep_ not in ("det", "dep", ""):
            is_alone = all(c.dep_ not in ("acl", "relcl") for c in token.children)
            return word if is_alone else None  # "those arrested"
    if follower in _SAME_GROUP or not _is_other_group(context, i + 1):
        return word
    return f"{word}:{singular(follower)}" if looks_plural(follower) else None


_SAME_GROUP = frozenset(["people", "cases", "individuals", "figures"])


_PREDICATES = frozenset(
    ["were", "was", "are", "is", "had", "have", "has", "will", "would", "said", "who",
     "in", "died", "did", "could", "can", "came", "live", "lived", "voted", "went"]
)  # fmt: skip


def _is_other_group(context: Context, i: int) -> bool:
    """Tell "of those arrested", "of these schools" from "of those,"."""
    return context.lex.is_word(i) and context.lex.lower[i] not in _PREDICATES


def _find_cue_before(context: Context, mention: Mention) -> str | None:
    lex = context.lex
    start = context.sentence_bounds(context.sentence_of(lex.start[mention.start]))[0]
    for j in range(mention.start - 1, max(-1, mention.start - 14), -1):
        word = lex.lower[j]
        if lex.start[j] < start or word in (";", ":", "."):
            return None
        if word == "including":
            return word if mention.start - j <= 3 else None
        if word in _PRONOUNS and lex.lower[j - 1] in ("of", "among"):
            return word if j + 1 == mention.start else _name_group(context, j)
    return None


def _inherit_unit(whole: Mention, mention: Mention) -> None:
    """Give a share the unit of the count that it is a share of."""
    if mention.unit is not None or mention.noun >= 0:
        return
    if whole.unit is None or whole.unit.kind == "count":
        mention.unit_name = whole.unit_name


# Repeats


def _find_same(
    context: Context,
    kept: list[Mention],
    seen: dict[tuple[float, str | None], int],
    mention: Mention,
) -> int | None:
    key = _key(mention)
    if key is None:
        return None
    i = seen.get(key)
    if i is None:
        return None
    other = kept[i]
    if context.lex.lower[mention.start - 1] in _OTHERS:
        return None
    if not _is_distinctive(mention) or other.is_age != mention.is_age:
        return None
    if mention.unit is None and not _agree(context, other, mention):
        return None
    if other.date and mention.date and other.date != mention.date:
        return None
    if mention.unit is not None and mention.unit.kind == "percent":
        return None
    if _is_figure_word(context, mention):
        mention.unit_name, mention.counted = other.unit_name, None
    _inherit_unit(other, mention)
    return _root(kept, i)


def _agree(context: Context, other: Mention, mention: Mention) -> bool:
    """Tell whether two equal counts can be of the same things."""
    if _is_figure_word(context, mention):
        return True
    return other.unit_name == mention.unit_name or mention.noun < 0 or other.noun < 0


def _is_figure_word(context: Context, mention: Mention) -> bool:
    return mention.noun >= 0 and context.doc[mention.noun].lower_ in REPEAT_NOUNS


def _is_distinctive(mention: Mention) -> bool:
    value = abs(mention.number.value or 0)
    if mention.unit is not None and mention.unit.kind in ("duration", "quantity"):
        return False
    return value >= 100 or (mention.raw.scale > 1 and value > 0)
