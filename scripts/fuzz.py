"""Fuzz a reader or `extract` under atheris until it fails or has run often enough.

Usage: scripts/fuzz.py TARGET [libFuzzer options]; by default 200,000 executions, none
of them longer than 20 seconds or over 2 GB. Needs the [fuzz] extra. What it finds goes
to tests/fuzz/inputs/TARGET/, where the tests run it again.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
with atheris.instrument_imports(include=["nlp.ingest", "nlp.components"]):
    from tests.fuzz.seeds import list_seeds
    from tests.fuzz.targets import TARGETS

LIMITS = ("-runs=200000", "-timeout=20", "-rss_limit_mb=2048", "-max_len=65536")


def main() -> None:
    """Fuzz the target that the command line names."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"TARGET must be one of {', '.join(TARGETS)}. {__doc__}")
    name = sys.argv[1]
    logging.disable(logging.CRITICAL)
    found = ROOT / "tests" / "fuzz" / "inputs" / name
    found.mkdir(parents=True, exist_ok=True)
    # It stays, so that the next run goes on from what this one has reached.
    corpus = Path(tempfile.gettempdir(), "policy-claims-fuzz", name)
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(list_seeds()[name]):
        (corpus / f"seed-{number}").write_bytes(data)
    options = [*LIMITS, f"-artifact_prefix={found}/", *sys.argv[2:]]
    atheris.Setup([sys.argv[0], *options, str(corpus), str(found)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
