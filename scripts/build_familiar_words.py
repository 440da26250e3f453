"""Build lexicons/familiar_words.toml: the words that the models have learned from.

Usage: scripts/build_familiar_words.py. Reads the labelled text and the samples below
corpora/, all written for this project, and keeps what is written small twice or more.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from nlp.ingest import find_files, read_documents
from nlp.schema import Document

ROOT = Path(__file__).parents[1]
SOURCES = {
    "stance/train.jsonl": "passage",
    "gold/passages.jsonl": "text",
    "checkworthiness/sentences.jsonl": "text",
}
HEAD = """\
# Words of news and policy, to tell whether a text is like what the models know.
# Source: written small in the text of corpora/, by scripts/build_familiar_words.py.
# Licence: MIT.

"""


def read_texts() -> Iterator[str]:
    """Yield each text of the corpora once."""
    seen: set[str] = set()
    for name, field in SOURCES.items():
        for line in (ROOT / "corpora" / name).read_text(encoding="utf-8").splitlines():
            text = json.loads(line)[field]
            if text not in seen:
                seen.add(text)
                yield text
    for location in find_files([ROOT / "corpora" / "samples"]):
        for item in read_documents(location):
            if isinstance(item, Document):
                yield item.text


def main() -> None:
    """Write the lexicon."""
    counts: Counter[str] = Counter()
    for text in read_texts():
        counts.update(re.findall(r"\b[a-z]+\b", text))
    words = sorted(word for word, count in counts.items() if count > 1)
    lines = textwrap.fill(" ".join(words), 100)
    path = ROOT / "nlp" / "lexicons" / "familiar_words.toml"
    path.write_text(f'{HEAD}words = """\n{lines}\n"""\n', encoding="utf-8")


if __name__ == "__main__":
    main()
