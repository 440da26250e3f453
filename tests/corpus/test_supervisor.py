"""Workers are replaced before the words that they have seen fill the memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.corpus.runs import run_corpus
from nlp.corpus.supervisor import Supervisor
from tests.corpus.small_runs import WriteRows, make_config, read_all


@pytest.mark.usefixtures("light_worker")
def test_a_worker_that_has_read_much_is_replaced(
    write_rows: WriteRows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_rows(*(f"Council {n} met {n} times." for n in range(8)))
    run_corpus(make_config(path, tmp_path / "one"))
    started: list[Supervisor] = []
    start = Supervisor._start_process

    def note(supervisor: Supervisor) -> None:
        started.append(supervisor)
        start(supervisor)

    monkeypatch.setattr(Supervisor, "_start_process", note)
    monkeypatch.setattr(Supervisor, "max_words", 18)  # two shards of 10 words
    run_corpus(make_config(path, tmp_path / "two"))
    assert len(started) == 2
    assert read_all(tmp_path / "two") == read_all(tmp_path / "one")
