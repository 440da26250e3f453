"""The issues and the terms that tell them, read from TOML into one trie of words."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
    trie: Trie = {}
    ends = {id(node) for node in _grow_term(term, groups, trie)}
    pending: list[tuple[tuple[str, ...], Trie]] = [((), trie)]
    while pending:
        words, node = pending.pop()
        if words and id(node) in ends:
            yield words
        pending += [((*words, word), below) for word, below in node.items()]


def _grow_term(term: str, groups: Mapping[str, str], trie: Trie) -> list[Trie]:
    """Add all readings of a term to a trie and return the nodes where they end.

    Alternatives share the nodes before them: far fewer steps than whole phrases.
    """
    text = _GROUP.sub(lambda found: f"({_read_group(found[1], groups, term)})", term)
    tokens = _TOKEN.findall(text)
    if not _is_balanced(tokens):
        raise InputError(f"term must close its brackets, got {term!r}. Close them.")
    ends, _ = _grow(tokens, 0, [trie])
    if len(ends) > _MAX_READINGS:
        raise InputError(
            f"term must stand for at most {_MAX_READINGS} phrases, got"
            f" {len(ends)} for {term!r}. Split it."
        )
    return [node for node in ends if node is not trie]


def _is_balanced(tokens: list[str]) -> bool:
    depth = 0
    for token in tokens:
        depth += (token == "(") - (token == ")")
        if depth < 0:
            return False
    return depth == 0


def _grow(tokens: list[str], at: int, heads: list[Trie]) -> tuple[list[Trie], int]:
    """Grow alternatives up to a closing bracket; return their ends, and where it is."""
    ends: list[Trie] = []
    current = heads
    while at < len(tokens) and tokens[at] != ")":
        token = tokens[at]
        if token == "|":
            ends += current
            current = heads
        elif token == "(":
            current, at = _grow(tokens, at + 1, current)
        else:
            current = [node.setdefault(token, {}) for node in current]
        if len(current) > _MAX_READINGS:
            break
        at += 1
    return ends + current, at


def _read_group(name: str, groups: Mapping[str, str], term: str) -> str:
    if name not in groups:
        raise InputError(
            f"group must be one of {sorted(groups)}, got {name!r} in {term!r}."
            " Add it under [groups]."
        )
    return _GROUP.sub(
        lambda found: f"({_read_group(found[1], groups, term)})", groups[name]
    )


def _add_issue(
    row: Mapping[str, Any], groups: Mapping[str, str], catalogue: Catalogue
) -> None:
    issue = row["id"]
    for key, (sign, kind, needs_context) in TERM_KEYS.items():
        term = Term(issue=issue, sign=sign, kind=kind, needs_context=needs_context)
        leaf = {issue: term}  # most nodes have one issue and can share it
        for text in row.get(key, ()):
            for node in _grow_term(text, groups, catalogue.terms):
                known = node.setdefault(LEAF, leaf)
                if issue not in known:
                    # What is said first of a phrase holds: policies before things.
                    node[LEAF] = {**known, issue: term}
    for text in row.get(CONTEXT, ()):
        for node in _grow_term(text, groups, catalogue.context):
            node.setdefault(LEAF, {})[issue] = True


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
    tables = [own] if path is None else [own, (read_toml(Path(path)), path)]
    with _without_collecting():
        return build_catalogue(*tables)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hold back the garbage collector, which would look through the trie many times."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
