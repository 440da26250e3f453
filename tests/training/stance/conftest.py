"""A few labelled rows, and an encoder of no use that is trained in seconds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCENES = (
    ("The council of Elko voted to cap rents.", "Elko", "rent-control", "support"),
    ("Voters in Ohio rejected a cap on rents.", "Ohio", "rent-control", "oppose"),
    ("Tenants marched through Boise over rents.", "Boise", "rent-control", "none"),
    (
        "Maine legalized cannabis on Monday.",
        "Maine",
        "cannabis-legalization",
        "support",
    ),
    ("Utah outlawed cannabis for adults.", "Utah", "cannabis-legalization", "oppose"),
    ("Iowa lawmakers may weigh cannabis.", "Iowa", "cannabis-legalization", "none"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday")


def build_row(passage: str, holder: str, issue: str, label: str) -> dict[str, Any]:
    """Return a row of the corpus form."""
    start = passage.index(holder)
    mention = {"text": holder, "start_char": start, "end_char": start + len(holder)}
    return {
        "passage": passage,
        "holder": mention,
        "issue": issue,
        "label": label,
        "topic": passage,
    }


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    """Return rows of all three splits."""
    splits = ("train", "train", "dev", "test")
    return [
        build_row(f"{day} came. {scene[0]}", *scene[1:]) | {"split": split}
        for day, split in zip(DAYS, splits, strict=True)
        for scene in SCENES
    ]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes rows to a file of JSON Lines."""

    def write_rows(rows: list[Any], name: str = "rows.jsonl") -> Path:
        path = tmp_path / name
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write_rows


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a random encoder of two layers with its tokenizer."""
    pytest.importorskip("torch", reason="needs the [train] extra")
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import TemplateProcessing
    from transformers import BertConfig, PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words = sorted(
        {w.strip(".,").lower() for scene in SCENES for w in scene[0].split()}
    )
    letters = [chr(code) for code in range(97, 123)]
    pieces = (
        special + words + letters + [f"##{letter}" for letter in letters] + [".", ","]
    )
    vocabulary = {piece: at for at, piece in enumerate(dict.fromkeys(pieces))}
    inner = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    inner.normalizer = BertNormalizer()
    inner.pre_tokenizer = BertPreTokenizer()
    inner.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    folder = tmp_path_factory.mktemp("base")
    PreTrainedTokenizerFast(
        tokenizer_object=inner,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    ).save_pretrained(folder)
    BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
    ).save_pretrained(folder)
    return folder
