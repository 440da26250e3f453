from __future__ import annotations

import logging
import warnings

import pytest

from nlp.ingest.quiet import quiet


def test_quiet_silences_a_library_and_puts_its_level_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    logger = logging.getLogger("noisy")
    logger.setLevel(logging.INFO)
    with quiet("noisy"):
        logging.getLogger("noisy.part").error("heard by nobody")
        warnings.warn("nor this", stacklevel=1)
    assert not caplog.records
    assert logger.level == logging.INFO
