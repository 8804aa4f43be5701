"""Rows count with the query that they are fetched of, and with nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "ecosystem"))

from surrounding import FETCH, QUERY, queries

SOURCE = """\
def load(cursor):
    cursor.execute("1")
    cursor.execute("2")
    return cursor.fetchall()

def rows(cursor):
    return cursor.fetchall()
"""
WAY = ("app.py", 20)


@pytest.mark.parametrize(
    ("happened", "fetched", "expected"),
    [
        ([(QUERY, (("app.py", 2), WAY)), (QUERY, (("app.py", 3), WAY))], 4, 3),  # the last one before it
        ([(QUERY, (("listener.py", 9), ("app.py", 2), WAY))], 4, 2),  # a listener in between
        ([(QUERY, (("app.py", 2), WAY))], 7, None),  # another function
        ([(QUERY, (("app.py", 2), ("app.py", 30)))], 4, None),  # another way
        ([], 4, None),
    ],
)
def test_the_query_of_rows(
    tmp_path: Path,
    happened: list[tuple[str, tuple[tuple[str, int], ...]]],
    fetched: int,
    expected: int | None,
) -> None:
    (tmp_path / "app.py").write_text(SOURCE)
    frames = (("app.py", fetched), WAY)
    found = queries(tmp_path, [*happened, (f"{FETCH}all", frames)])
    assert found == ({} if expected is None else {frames: ("app.py", expected)})
