"""Corrected tasks become the rows that `policy-claims train` takes.

A mark that somebody left, moved, relabelled or added is a row with its label. A mark
of the program's that somebody took away is a row too: `none` for a stance, NFS for a
claim, since knowing what is wrong teaches as much as knowing what is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlp.export.tasks import POSITIONS, UNWORTHY, WORTHY, Mark, Task, read_marks
from nlp.training.scoring import write_rows

_CLAIMS = (WORTHY, UNWORTHY)
_MAX_SENTENCES = 3  # of a passage, as in corpora/stance

Span = tuple[int, int]


def write_rows_of(tasks: Iterable[Task], folder: Path) -> dict[Path, int]:
    """Write `stance.jsonl` and `checkworthiness.jsonl`.

    Args:
        tasks: Corrected tasks.
        folder: Made if it is not there.

    Returns:
        The number of rows in each file; a file without rows is not written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[dict[str, Any]]] = {"stance": [], "checkworthiness": []}
    for task in tasks:
        rows["stance"] += build_stance_rows(task)
        rows["checkworthiness"] += build_checkworthiness_rows(task)
    counts = {}
    for name, found in rows.items():
        if found:
            path = folder / f"{name}.jsonl"
            write_rows(path, found)
            counts[path] = len(found)
    return counts


def build_stance_rows(task: Task) -> Iterator[dict[str, Any]]:
    """Yield a row of `train stance` for each government marked, now or before.

    The passage is the government's sentence with that of its act, at most three; a
    government that stands farther from its act gives no row.
    """
    sentences = find_sentences(task.text)
    now = [mark for mark in task.marks if _read_stance(mark) is not None]
    gone = [
        mark
        for mark in read_marks(task.meta.get("predicted", ""))
        if _read_stance(mark) is not None
        and not any(_asks_the_same(mark, other) for other in now)
    ]
    labelled = [(mark, None) for mark in now] + [(mark, "none") for mark in gone]
    for mark, label in sorted(labelled, key=lambda pair: pair[0]):
        position, issue = _read_stance(mark) or ("", "")
        acts = [link.child for link in task.links if link.head == mark]
        start, end = _find_passage(mark, acts, sentences)
        if acts and not any(start <= act.start_char < end for act in acts):
            continue  # too far from its act for a passage that tells the stance
        row = {
            "id": f"{task.id}:{mark.start_char}:{issue}",
            "topic": task.meta.get("document", task.id),
            "passage": task.text[start:end],
            "holder": {
                "text": task.text[mark.start_char : mark.end_char],
                "start_char": mark.start_char - start,
                "end_char": mark.end_char - start,
            },
            "issue": issue,
            "label": label or position,
        }
        if acts and label is None:
            row["evidence"] = task.text[acts[0].start_char : acts[0].end_char]
        yield row


def build_checkworthiness_rows(task: Task) -> Iterator[dict[str, Any]]:
    """Yield a row of `train checkworthiness` for each sentence with a claim marked.

    A sentence is check-worthy (CFS) if one of its claims is; otherwise it is NFS, as
    is one whose claims were all taken away.
    """
    claims = [mark for mark in task.marks if mark.label in _CLAIMS]
    before = [
        m for m in read_marks(task.meta.get("predicted", "")) if m.label in _CLAIMS
    ]
    for start, end in find_sentences(task.text):
        labels = {mark.label for mark in claims if _begins_in(mark, start, end)}
        if labels or any(_begins_in(mark, start, end) for mark in before):
            yield {
                "text": " ".join(task.text[start:end].split()),
                "label": "CFS" if WORTHY in labels else "NFS",
                "document": task.meta.get("document", task.id),
            }


def _begins_in(mark: Mark, start: int, end: int) -> bool:
    return start <= mark.start_char < end


def _read_stance(mark: Mark) -> tuple[str, str] | None:
    """Return position and issue of a government's mark that names an issue."""
    position, _, issue = mark.label.partition(" ")
    known = position in (*POSITIONS, "none") and issue
    return (position, issue) if known else None


def _asks_the_same(first: Mark, second: Mark) -> bool:
    """Whether two marks ask about one government and issue."""
    one, other = _read_stance(first), _read_stance(second)
    overlap = first.start_char < second.end_char and second.start_char < first.end_char
    return overlap and one is not None and other is not None and one[1] == other[1]


def _find_passage(mark: Mark, acts: Sequence[Mark], sentences: Sequence[Span]) -> Span:
    def find(offset: int) -> int:
        return max((i for i, s in enumerate(sentences) if s[0] <= offset), default=0)

    own = find(mark.start_char)
    last = find(max(mark.start_char, mark.end_char - 1))
    wanted = {own, last, *(find(act.start_char) for act in acts)}
    near = {i for i in wanted if abs(i - own) < _MAX_SENTENCES}
    first = max(min(near), max(near) - _MAX_SENTENCES + 1, 0)
    first = min(first, own)
    final = min(max(near), first + _MAX_SENTENCES - 1)
    start, end = sentences[first][0], sentences[max(final, last)][1]
    return min(start, mark.start_char), max(end, mark.end_char)


def find_sentences(text: str) -> list[Span]:
    """Return the first and last offset of each sentence, without white space around."""
    spans = []
    for sent in _load_sentences()(text).sents:
        inner = sent.text.strip()
        if inner:
            start = sent.start_char + sent.text.index(inner)
            spans.append((start, start + len(inner)))
    return spans or [(0, len(text))]


@lru_cache(maxsize=1)
def _load_sentences() -> Any:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentences", config={"standalone": True})
    return nlp
