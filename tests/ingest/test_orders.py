"""Real policy documents: the executive orders among the shared data, where present."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nlp.ingest import read_documents
from nlp.schema import Document

ORDERS = Path(__file__).parents[3] / "shared/data/policy_executive_orders_2025.jsonl.gz"
MARKS = re.compile(
    r"\*\*|^#|\]\(|^---|\.EPS\b|\[FR Doc|Billing code|&\w+;", re.MULTILINE
)


@pytest.mark.skipif(not ORDERS.exists(), reason="needs the shared data sets")
def test_orders_come_out_clean() -> None:
    n_orders = 0
    for order in read_documents(ORDERS):
        assert isinstance(order, Document), order
        n_orders += 1
        assert str(order.published) == order.id[:10]
        assert order.title
        assert re.match(r"Executive Order \d{5}: ", order.title)
        assert MARKS.search(order.text) is None
        assert "Document Number" not in order.text
        assert order.warnings == ()
    assert n_orders == 74
