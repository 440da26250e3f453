from __future__ import annotations

import pytest

from nlp.ingest.published import find_published, parse_written_date


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("March 4, 2025", "2025-03-04"),
        ("Tues., Sept. 3rd, 2024", "2024-09-03"),
        ("4 March 2025", "2025-03-04"),
        ("the 4 March", None),
        ("20th day of May, 2024", "2024-05-20"),
        ("Tue, 03 Dec 2024 10:00:00 GMT", "2024-12-03"),
        ("2024-12-03T10:00", "2024-12-03"),
        ("2024/12/03", "2024-12-03"),
        ("3/4/2025", None),
        ("March 2025", None),
        ("April 31, 2025", None),
        ("", None),
    ],
)
def test_written_date_is_read(written: str, day: str | None) -> None:
    found = parse_written_date(written)
    assert (None if found is None else found.isoformat()) == day


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (["Council caps rents", "May 3, 2024"], "2024-05-03"),
        (["Published Sept. 4, 2024 at 5:00 p.m. EDT"], "2024-09-04"),
        (["(Adopted 7 June 2023)"], "2023-06-07"),
        (["DULUTH, Minn. (Harbor Wire), March 3, 2024 — The port"], "2024-03-03"),
        (["LISBON, 3 March 2024 - Ministers"], "2024-03-03"),
        (["Executive Order 31 of January 9, 2023"], "2023-01-09"),
        (["Minutes of the meeting of 4 March 2024"], "2024-03-04"),
        # A date in a sentence is not the document's own.
        (["The law took effect January 3, 2024."], None),
        (["DULUTH, Minn., March 3 — The port"], None),
        (["Copyright 2024"], None),
    ],
)
def test_published_is_found_only_where_it_is_stated(
    head: list[str], day: str | None
) -> None:
    found = find_published(head)
    assert (None if found is None else found.isoformat()) == day
