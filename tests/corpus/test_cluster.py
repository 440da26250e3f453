"""Runs on Ray: two nodes on this machine, one of which is lost on the way."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nlp.corpus.runs import Execution, run_corpus
from nlp.errors import InputError, PolicyClaimsError
from tests.corpus.small_runs import WriteRows, make_config, read_all, read_ids


@pytest.fixture
def cluster(light_worker: Path) -> Iterator[Any]:
    pytest.importorskip("ray", reason="needs the [ray] extra")
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    yield made
    made.shutdown()


@pytest.mark.ray
def test_a_node_that_is_lost_loses_nothing(
    cluster: Any, write_rows: WriteRows, tmp_path: Path
) -> None:
    path = write_rows(*(f"Council {n} is slow. It met {n} times." for n in range(120)))
    run_corpus(make_config(path, tmp_path / "whole", shard_size=4))
    node = cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    lost: list[Any] = []

    def lose(stage: str, done: int, total: int) -> None:
        if stage == "extract" and done >= 24 and not lost:
            lost.append(node)
            cluster.remove_node(node, allow_graceful=False)

    out = tmp_path / "out"
    summary = run_corpus(
        make_config(path, out, shard_size=4),
        Execution(ray=cluster.address),
        on_progress=lose,
    )
    assert lost
    assert summary.tally.documents == 120
    assert read_all(out) == read_all(tmp_path / "whole")


@pytest.mark.ray
def test_a_document_that_ends_a_worker_costs_only_itself(
    cluster: Any, write_rows: WriteRows, tmp_path: Path
) -> None:
    path = write_rows("One.", "This segfault.", "Three.", "This hangs.", "Five.")
    config = make_config(path, tmp_path / "out", shard_size=3, format="parquet")
    address = cluster.address
    summary = run_corpus(config, Execution(ray=address, workers=1, timeout=5))
    assert summary.tally.documents == 3
    assert sorted(summary.tally.failures.values()) == [1, 1]
    run_corpus(make_config(path, tmp_path / "lines"), Execution(timeout=5))
    assert read_ids(tmp_path / "lines") == ["d0", "d2", "d4", "d1", "d3"]


@pytest.mark.ray
def test_what_no_worker_can_mend_is_told_here(
    cluster: Any, write_rows: WriteRows, tmp_path: Path
) -> None:
    path, out = write_rows("One."), tmp_path / "out"

    def block(stage: str, done: int, total: int) -> None:
        if stage == "extract":
            (out / "00000-of-00001.jsonl").mkdir(exist_ok=True)

    with pytest.raises(PolicyClaimsError, match="output folder must be writable"):
        run_corpus(
            make_config(path, out), Execution(ray=cluster.address), on_progress=block
        )


@pytest.mark.ray
def test_a_cluster_that_is_not_there_is_told(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    pytest.importorskip("ray", reason="needs the [ray] extra")
    config = make_config(write_rows("One."), tmp_path / "out")
    with pytest.raises(InputError, match="address of a running cluster"):
        run_corpus(config, Execution(ray="127.0.0.1:1"))


def test_ray_that_is_not_installed_is_told(
    write_rows: WriteRows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    config = make_config(write_rows("One."), tmp_path / "out")
    with pytest.raises(InputError, match=r"Install policy-claims\[ray\]"):
        run_corpus(config, Execution(ray="local"))
