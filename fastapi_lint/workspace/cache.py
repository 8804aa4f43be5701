"""What earlier runs found out, by the content of everything that it depends on.

One SQLite file in the cache directory. A key covers all that its entry depends on, so an entry is either exactly
right or not found. A damaged file is replaced; one that cannot be read or written is done without. A warm run
imports this before anything else: no import here may cost a millisecond that it can do without.
"""

from __future__ import annotations

import os
import sqlite3
from binascii import crc32
from contextlib import closing, suppress

from fastapi_lint.counting import STATEMENTS, count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This directory holds the cache of fastapi-lint.\n"
FILE = "cache.sqlite3"

ANSWER, RESULT, FACTS = "answer", "result", "facts"
LIMITS = {ANSWER: 32 << 20, RESULT: 32 << 20, FACTS: 256 << 20}
"""The kinds of entries, and how many bytes of each are kept."""

_LAYOUT = 1
_SCHEMA = (
    "CREATE TABLE entries (kind TEXT, key BLOB, data BLOB, sum INTEGER, PRIMARY KEY (kind, key))",
    f"PRAGMA user_version = {_LAYOUT}",
)
_PATIENCE = 2.0
_MANY = 500


class Damaged(Exception):  # noqa: N818 - it is about the file
    """An entry is not what was written."""


class Cache:
    """The store of one project. ``notice`` tells of a store that was damaged and has been replaced.

    A ``guest`` leaves a damaged store to somebody who can tell the user.
    """

    def __init__(self, directory: str, *, guest: bool = False) -> None:
        self.directory = directory
        self._guest = guest
        self.notice = ""

    @property
    def file(self) -> str:
        """The path of the store."""
        return f"{self.directory}/{FILE}"

    def get(self, kind: str, key: bytes) -> bytes | None:
        """The data stored under ``key``."""
        return self.get_many(kind, [key]).get(key)

    def get_many(self, kind: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The data stored under those of the keys that there are."""
        return self._read(lambda connection: _select(connection, kind, list(keys)))

    def newest(self, kind: str) -> bytes | None:
        """What was stored last."""
        return next(iter(self._read(lambda connection: _newest(connection, kind)).values()), None)

    def put(self, kind: str, data: Mapping[bytes, bytes]) -> None:
        """Store data and forget the oldest beyond the limit of the kind. Never fails."""
        try:
            self.create()
            with closing(self._open()) as connection, connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)",
                    [(kind, key, value, crc32(value, crc32(key))) for key, value in data.items()],
                )
                _evict(connection, kind)
        except (OSError, sqlite3.OperationalError):
            return
        except sqlite3.DatabaseError:
            self.discard()

    def create(self) -> None:
        """Make the directory. Raises ``OSError``."""
        if not os.path.isdir(self.directory):
            os.makedirs(self.directory, exist_ok=True)
            for name, text in (("CACHEDIR.TAG", TAG), (".gitignore", "*\n")):
                with open(f"{self.directory}/{name}", "w", encoding="utf-8") as file:
                    file.write(text)

    def discard(self) -> None:
        """Remove a store that is damaged."""
        if self._guest:
            return
        self.notice = f"the cache in `{self.directory}` was damaged and has been replaced"
        for suffix in ("", "-journal"):
            with suppress(OSError):
                os.unlink(self.file + suffix)

    def _read(self, select: Callable[[sqlite3.Connection], dict[bytes, bytes]]) -> dict[bytes, bytes]:
        if not os.path.exists(self.file):
            return {}
        try:
            with closing(self._open()) as connection:
                return select(connection)
        except sqlite3.OperationalError:
            return {}
        except (sqlite3.DatabaseError, Damaged):
            self.discard()
            return {}

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, timeout=_PATIENCE)
        connection.set_trace_callback(_counted)
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT:
                _lay_out(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def _counted(statement: str) -> None:
    count(STATEMENTS)


def _lay_out(connection: sqlite3.Connection) -> None:
    """Make the table, in the place of that of another version; another process may be about to do the same."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT:
            connection.execute("DROP TABLE IF EXISTS entries")
            for statement in _SCHEMA:
                connection.execute(statement)


def _select(connection: sqlite3.Connection, kind: str, keys: list[bytes]) -> dict[bytes, bytes]:
    found = {}
    for at in range(0, len(keys), _MANY):
        some = keys[at : at + _MANY]
        marks = ",".join("?" * len(some))
        select = f"SELECT key, data, sum FROM entries WHERE kind = ? AND key IN ({marks})"
        for key, data, check in connection.execute(select, (kind, *some)):
            if crc32(data, crc32(key)) != check:
                raise Damaged
            found[key] = data
    return found


def _newest(connection: sqlite3.Connection, kind: str) -> dict[bytes, bytes]:
    select = "SELECT key FROM entries WHERE kind = ? ORDER BY rowid DESC LIMIT 1"
    row = connection.execute(select, (kind,)).fetchone()
    return _select(connection, kind, [row[0]]) if row else {}


def _evict(connection: sqlite3.Connection, kind: str) -> None:
    """Forget the oldest entries; the youngest stays, however large it is."""
    select = "SELECT rowid, length(data) FROM entries WHERE kind = ? ORDER BY rowid DESC"
    total = 0
    for row, size in connection.execute(select, (kind,)).fetchall():
        if total and total + size > LIMITS[kind]:
            connection.execute("DELETE FROM entries WHERE kind = ? AND rowid <= ?", (kind, row))
            return
        total += size
