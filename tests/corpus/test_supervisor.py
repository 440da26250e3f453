"""Workers are started anew: those that have read much, those that die of loading."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.corpus.runs import run_corpus
from nlp.corpus.supervisor import Supervisor
from nlp.errors import PolicyClaimsError
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


MORTAL = """
if "nlp.corpus.serving" in " ".join(sys.orig_argv):
    load_light = nlp.pipeline.load

    def load(**options):
        with open(__file__ + ".starts", "a+b") as file:
            file.write(b".")
            file.flush()
            if MORTALITY <= file.tell() < 9:
                os.kill(os.getpid(), signal.SIGKILL)
        return load_light(**options)

    nlp.pipeline.load = load
"""


def make_mortal(light_worker: Path, first: int) -> None:
    """Let workers from the `first` to the eighth die of loading their models."""
    site = light_worker / "sitecustomize.py"
    site.write_text(site.read_text() + MORTAL.replace("MORTALITY", str(first)))


def test_workers_that_never_load_end_the_run(
    write_rows: WriteRows, tmp_path: Path, light_worker: Path
) -> None:
    make_mortal(light_worker, 1)
    config = make_config(write_rows("One."), tmp_path / "out")
    with pytest.raises(PolicyClaimsError, match=r"ended by SIGKILL.* fewer --workers"):
        run_corpus(config)


def test_workers_that_have_loaded_once_are_given_time(
    write_rows: WriteRows,
    tmp_path: Path,
    light_worker: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nlp.corpus.supervisor._PAUSES", (0,))
    path = write_rows("One.", "This memory runs out.", "Three.")
    run_corpus(make_config(path, tmp_path / "whole"))
    make_mortal(light_worker, 2)
    summary = run_corpus(make_config(path, tmp_path / "out"))
    assert summary.tally.documents == 2
    assert read_all(tmp_path / "out") == read_all(tmp_path / "whole")
