"""Results of earlier runs, by the content of everything they depend on.

One SQLite file in the cache directory. Its key covers the linter, the rules, the settings, the targets, the
files asked about and the content of every file of the project, so an entry is either exactly right or not
found. A damaged file is replaced; one that cannot be written is done without.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path

TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This directory holds the cache of fastapi-lint.\n"
_FILE = "results.sqlite3"
_ENTRIES = 32
_SCHEMA = "CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, data BLOB NOT NULL)"


def digest(parts: Iterable[bytes]) -> str:
    """One hash for a sequence of parts; where one part ends and the next begins counts."""
    hasher = blake2b(digest_size=20)
    for part in parts:
        hasher.update(len(part).to_bytes(8, "big"))
        hasher.update(part)
    return hasher.hexdigest()


class Cache:
    """The store of one project. ``notice`` tells of a store that was damaged and has been replaced."""

    def __init__(self, directory: str) -> None:
        self.directory = Path(directory)
        self.notice = ""

    def get(self, key: str) -> bytes | None:
        """The data stored under ``key``."""
        if not (self.directory / _FILE).exists():
            return None
        try:
            with closing(self._open()) as connection:
                row = connection.execute("SELECT data FROM results WHERE key = ?", (key,)).fetchone()
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:
            self.discard()
            return None
        return row[0] if row else None

    def put(self, key: str, data: bytes) -> None:
        """Store data and forget the oldest entries beyond a few dozen. Never fails."""
        try:
            self._create()
            with closing(self._open()) as connection, connection:
                connection.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", (key, data))
                newest = "SELECT rowid FROM results ORDER BY rowid DESC LIMIT ?"
                connection.execute(f"DELETE FROM results WHERE rowid NOT IN ({newest})", (_ENTRIES,))
        except (OSError, sqlite3.OperationalError):
            return
        except sqlite3.DatabaseError:
            self.discard()

    def discard(self) -> None:
        """Remove a store that is damaged."""
        self.notice = f"the cache in `{self.directory}` was damaged and has been replaced"
        with suppress(OSError):
            (self.directory / _FILE).unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.directory / _FILE, timeout=2)
        connection.execute(_SCHEMA)
        return connection

    def _create(self) -> None:
        if not self.directory.exists():
            self.directory.mkdir(parents=True)
            (self.directory / "CACHEDIR.TAG").write_text(TAG, encoding="utf-8")
            (self.directory / ".gitignore").write_text("*\n", encoding="utf-8")
