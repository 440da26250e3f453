"""Inputs to files: folders, patterns and URLs searched for what can be read."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from nlp.errors import InputError
from nlp.ingest.formats import KINDS, guess_media_type
from nlp.ingest.sources import (
    expand_pattern,
    find_base,
    is_folder,
    is_pattern,
    is_there,
    is_url,
    leads_out,
    list_folder,
)

logger = logging.getLogger(__name__)

_LINK = "linked from elsewhere"
# They describe the folder they lie in; named on the command line they are read.
_ABOUT_FOLDERS = ("readme", "license", "licence", "changelog", "contributing")


def find_files(inputs: Iterable[str | Path]) -> list[str]:
    """Find the documents among files, folders, patterns and URLs of them.

    Folders are searched at every depth. Hidden files, files of a type that no reader
    knows, links that lead out of the folder and files that describe one (README,
    LICENSE) are passed over there, and counted in the log; so is what a pattern finds
    and no reader knows, and links that lead out of where it searches.

    Args:
        inputs: Paths, patterns such as "news/**/*.html", or URLs of either that fsspec
            opens, such as "s3://bucket/folder"; in any order.

    Returns:
        Paths and URLs, sorted by their parts, each once.

    Raises:
        InputError: An input is missing, a file is of a type that no reader knows, or a
            folder or pattern has no document in it.
    """
    found: set[str] = set()
    for given in inputs:
        location = str(given)
        if not is_url(location):
            location = str(Path(location))
        found.update(_find(location))
    return sorted(found, key=lambda location: location.split("/"))


def _find(location: str) -> Iterable[str]:
    if is_folder(location):
        return _search(location)
    if not is_there(location):
        if is_pattern(location):
            return _match(location)
        raise InputError(
            f"input must be an existing file or folder, got {location!r}."
            " Check the spelling."
        )
    if guess_media_type(location) is None:
        raise InputError(
            f"input must be {KINDS}, got {location!r}."
            " Convert it, or rename it if only the suffix is wrong."
        )
    return [location]


def _match(pattern: str) -> list[str]:
    skipped: Counter[str] = Counter()
    found: list[str] = []
    folder = find_base(pattern)
    for location in expand_pattern(pattern):
        if is_folder(location):
            continue  # "**" finds what lies in it as well
        if leads_out(location, folder):
            skipped[_LINK] += 1
        elif guess_media_type(location) is None:
            skipped["of unknown type"] += 1
        else:
            found.append(location)
    _tell(skipped, pattern)
    if not found:
        raise InputError(
            f"pattern must find documents ({KINDS}), got none for {pattern!r}."
            " Check it, and put it in quotes."
        )
    return found


def _search(folder: str) -> list[str]:
    found: list[str] = []
    skipped: Counter[str] = Counter()
    for location in list_folder(folder):
        reason = _find_reason_to_skip(location, folder)
        if reason is None:
            found.append(location)
        else:
            skipped[reason] += 1
    _tell(skipped, folder)
    if not found:
        raise InputError(
            f"folder must hold documents ({KINDS}), got none in {folder!r}."
            " Name another folder."
        )
    return found


def _find_reason_to_skip(location: str, folder: str) -> str | None:
    parts = list(_parts_below(location, folder))
    name = parts[-1]
    if any(part.startswith(".") for part in parts):
        return "hidden"
    if name.lower().startswith(_ABOUT_FOLDERS):
        return "about the folder"
    if guess_media_type(name) is None:
        return "of unknown type"
    if leads_out(location, folder):
        return _LINK
    if not is_url(location) and os.path.exists(location):
        return None if os.path.isfile(location) else "no file but a pipe or device"
    return None


def _parts_below(location: str, folder: str) -> Iterator[str]:
    inside = location.removeprefix(folder.rstrip("/"))
    yield from (part for part in inside.split("/") if part not in ("", "."))


def _tell(skipped: Counter[str], where: str) -> None:
    if n_links := skipped.pop(_LINK, 0):
        logger.warning(
            "%d files in %s are %s and not read. Name them, or their own folder.",
            *(n_links, where, _LINK),
        )
    if skipped:
        counts = ", ".join(f"{count} {reason}" for reason, count in skipped.items())
        logger.info("Passed over in %s: %s", where, counts)
