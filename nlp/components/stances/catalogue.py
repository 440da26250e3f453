"""The issues and the terms that tell them, read from TOML into one trie of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from nlp.errors import InputError
from nlp.lexicons import read_lexicon, read_toml

Kind = Literal["policy", "thing", "mention"]

# Key of an issue's table -> sign towards the proposition, kind, needs context.
TERM_KEYS: dict[str, tuple[int, Kind, bool]] = {
    "policies_for": (1, "policy", False),
    "policies_against": (-1, "policy", False),
    "things_for": (1, "thing", False),
    "things_against": (-1, "thing", False),
    "ambiguous_for": (1, "policy", True),
    "ambiguous_against": (-1, "policy", True),
    "weak_for": (1, "thing", True),
    "weak_against": (-1, "thing", True),
    "mentions": (0, "mention", False),
}
CONTEXT = "context"
OTHER_KEYS = {"id", "proposition", "topic", CONTEXT}

_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"[^\W_]+|[~|()]")
_GROUP = re.compile(r"<([\w-]+)>")
_MAX_READINGS = 4000

LEAF = ""  # key of a trie node's terms; no word is empty
GAP = "~"  # stands for a few words of any kind


@dataclass(frozen=True, slots=True)
class Issue:
    """A policy question with a fixed direction."""

    id: str
    proposition: str
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """What one phrase says about an issue.

    `sign` is 1 where more of it furthers the proposition, -1 where more of it goes
    against it, 0 for a phrase that only tells the issue.
    """

    issue: str
    sign: int
    kind: Kind
    needs_context: bool = False


Trie = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All issues with their terms.

    Both tries map a word to the next node, and `LEAF` to what ends there, by issue id:
    a `Term` in `terms`, True in `context`.
    """

    issues: Mapping[str, Issue]
    terms: Trie
    context: Trie


def split_words(text: str) -> list[str]:
    """Split into runs of letters and digits: "e-verify" is two, "driver's" two."""
    return _WORD.findall(text)


def expand_term(term: str, groups: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield the word sequences a term stands for, as written.

    Args:
        term: A phrase with "(a|b|)" alternatives, "<name>" groups, and "~" for a few
            words of any kind.
        groups: What each name stands for.

    Raises:
        InputError: A group is unknown, a bracket is open, or it expands too far.
    """
    text = _GROUP.sub(lambda found: f"({_read_group(found[1], groups, term)})", term)
    tokens = _TOKEN.findall(text)
    if not _is_balanced(tokens):
        raise InputError(f"term must close its brackets, got {term!r}. Close them.")
    readings, _ = _parse(tokens, 0)
    if len(readings) > _MAX_READINGS:
        raise InputError(
            f"term must stand for at most {_MAX_READINGS} phrases, got"
            f" {len(readings)} for {term!r}. Split it."
        )
    yield from (reading for reading in dict.fromkeys(readings) if reading)


def _is_balanced(tokens: list[str]) -> bool:
    depth = 0
    for token in tokens:
        depth += (token == "(") - (token == ")")
        if depth < 0:
            return False
    return depth == 0


def _parse(tokens: list[str], at: int) -> tuple[list[tuple[str, ...]], int]:
    """Return the readings of alternatives up to a closing bracket, and where it is."""
    found: list[tuple[str, ...]] = []
    current: list[tuple[str, ...]] = [()]
    while at < len(tokens) and tokens[at] != ")":
        token = tokens[at]
        if token == "|":
            found += current
            current = [()]
        elif token == "(":
            inner, at = _parse(tokens, at + 1)
            current = [head + tail for head in current for tail in inner]
        else:
            current = [(*reading, token) for reading in current]
        if len(current) > _MAX_READINGS:
            break
        at += 1
    return found + current, at


def _read_group(name: str, groups: Mapping[str, str], term: str) -> str:
    if name not in groups:
        raise InputError(
            f"group must be one of {sorted(groups)}, got {name!r} in {term!r}."
            " Add it under [groups]."
        )
    return _GROUP.sub(
        lambda found: f"({_read_group(found[1], groups, term)})", groups[name]
    )


def _find_leaf(trie: Trie, words: tuple[str, ...]) -> dict[str, Any]:
    node = trie
    for word in words:
        node = node.setdefault(word, {})
    return node


def _add_issue(
    row: Mapping[str, Any], groups: Mapping[str, str], catalogue: Catalogue
) -> None:
    issue = row["id"]
    for key, (sign, kind, needs_context) in TERM_KEYS.items():
        term = Term(issue=issue, sign=sign, kind=kind, needs_context=needs_context)
        for text in row.get(key, ()):
            for words in expand_term(text, groups):
                # What is said first of a phrase holds: policies before things.
                _find_leaf(catalogue.terms, words).setdefault(LEAF, {}).setdefault(
                    issue, term
                )
    for text in row.get(CONTEXT, ()):
        for words in expand_term(text, groups):
            _find_leaf(catalogue.context, words).setdefault(LEAF, {})[issue] = True


def _check_row(row: Mapping[str, Any], place: str) -> None:
    unknown = set(row) - OTHER_KEYS - set(TERM_KEYS)
    if unknown:
        raise InputError(
            f"issue must have the keys {sorted(OTHER_KEYS | set(TERM_KEYS))}, got"
            f" {sorted(unknown)} in {place}. Remove or rename them."
        )
    for key in ("id", "proposition"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise InputError(
                f"{key} must be a non-empty string, got {row.get(key)!r} in {place}."
                f" Give every [[issue]] its {key}."
            )
    for key in (*TERM_KEYS, CONTEXT):
        terms = row.get(key, [])
        if not isinstance(terms, list) or not all(isinstance(t, str) for t in terms):
            raise InputError(
                f"{key} must be a list of strings, got {terms!r} in {place}."
                ' Write it as ["one term", "another term"].'
            )


def build_catalogue(*tables: tuple[Mapping[str, Any], str]) -> Catalogue:
    """Merge issue tables; a later one adds issues, or terms to an issue it names again.

    Args:
        tables: Parsed TOML files of the form of `lexicons/issues.toml`, each with the
            name it goes by in messages.

    Raises:
        InputError: A table does not have that form.
    """
    issues: dict[str, Issue] = {}
    catalogue = Catalogue(issues=issues, terms={}, context={})
    groups: dict[str, str] = {}
    for table, place in tables:
        groups.update(table.get("groups", {}))
        rows = table.get("issue", [])
        if not isinstance(rows, list) or not rows:
            raise InputError(
                f"issues must hold [[issue]] tables, got {sorted(table)} in {place}."
                " Follow the form of nlp/lexicons/issues.toml."
            )
        for row in rows:
            _check_row(row, place)
            known = issues.get(row["id"])
            if known is not None and known.proposition != row["proposition"]:
                raise InputError(
                    f"proposition of {row['id']!r} must be {known.proposition!r}, got"
                    f" {row['proposition']!r} in {place}. Copy it to add terms to this"
                    " issue, or take another id for an issue of your own."
                )
            issues[row["id"]] = Issue(row["id"], row["proposition"], row.get("topic"))
            _add_issue(row, groups, catalogue)
    return catalogue


@lru_cache(maxsize=8)
def read_catalogue(path: str | None = None) -> Catalogue:
    """Read the catalogue, with a user's own issues where a file is given.

    Raises:
        InputError: The file is missing or has not the form of `issues.toml`.
    """
    own = (read_lexicon("issues"), "issues.toml")
    if path is None:
        return build_catalogue(own)
    return build_catalogue(own, (read_toml(Path(path)), path))
