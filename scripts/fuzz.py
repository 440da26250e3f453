"""Fuzz a reader or `extract` under atheris until it fails or has run often enough.

Usage: scripts/fuzz.py TARGET [libFuzzer options]; by default 200,000 executions, none
of them longer than 20 seconds or over 2 GB. Inputs are small, since what fails seldom
needs much and a small input is read ten times as fast; `-max_len=65536 -runs=5000`
tries large ones. Needs the [fuzz] extra. What it finds goes to
tests/fuzz/inputs/TARGET/, where the tests run it again.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.fuzz.seeds import list_seeds  # noqa: E402 - imports nothing of the package

# Coverage is measured in what a target is about alone: a probe in every line of the
# rest costs time and leads the search away. Parsers in C have no lines to probe.
OURS = {"extract": ("nlp.components", "nlp.extraction")}
OURS["rules"] = OURS["extract"]
PARSERS = {"pdf": "pypdf"}
LIMITS = ("-runs=200000", "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1")
MIN_LENGTH = 512  # bytes that an input may have; more where a sound one has more


def main() -> None:
    """Fuzz the target that the command line names."""
    seeds = list_seeds()
    if len(sys.argv) < 2 or sys.argv[1] not in seeds:
        sys.exit(f"TARGET must be one of {', '.join(seeds)}. {__doc__}")
    name = sys.argv[1]
    logging.disable(logging.CRITICAL)
    probed = [*OURS.get(name, ["nlp.ingest"])]
    probed += [PARSERS[name]] if name in PARSERS else []
    with atheris.instrument_imports(include=probed):
        for module in (*PARSERS.values(), *_list_components()):
            import_module(module)
        from tests.fuzz.targets import TARGETS

    found = ROOT / "tests" / "fuzz" / "inputs" / name
    found.mkdir(parents=True, exist_ok=True)
    # It stays, so that the next run goes on from what this one has reached.
    corpus = Path(tempfile.gettempdir(), "policy-claims-fuzz", name)
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds[name]):
        (corpus / f"seed-{number}").write_bytes(data)
    length = max(MIN_LENGTH, len(seeds[name][0]))
    options = [*LIMITS, f"-max_len={length}", f"-artifact_prefix={found}/"]
    options += [*sys.argv[2:], str(corpus), str(found)]

    def run(data: bytes) -> None:
        TARGETS[name](data)

    atheris.Setup([sys.argv[0], *options], run)
    atheris.Fuzz()


def _list_components() -> list[str]:
    """Name the modules of components, which spaCy would import too late for probes."""
    paths = sorted((ROOT / "nlp" / "components").rglob("*.py"))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    return [name.removesuffix(".__init__") for name in names]


if __name__ == "__main__":
    main()
