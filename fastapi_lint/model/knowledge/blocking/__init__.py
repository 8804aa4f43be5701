"""Calls that block the thread they are made on until the network, a disk, a process or the CPU is done.

Each module holds the families of one subject and names its sources; all of them started from the catalogues of
ruff and flake8-async (ASYNC2xx), SonarPython, blockbuster and hydroid, merged. ``scripts/knowledge.py`` checks
the rows against the installed libraries. Constructors that only prepare something (``redis.Redis()``,
``create_engine()``) are not here, and neither are the steps after the one that waits (``fetchall`` after
``execute``, ``read`` after ``open``).
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.cpu import CPU
from fastapi_lint.model.knowledge.blocking.databases import DATABASE, LOADING, ORM
from fastapi_lint.model.knowledge.blocking.family import Family, each, spelled
from fastapi_lint.model.knowledge.blocking.files import FILE, METADATA, SUBPROCESS, UPLOAD
from fastapi_lint.model.knowledge.blocking.http import HTTP
from fastapi_lint.model.knowledge.blocking.instead import INSTEAD
from fastapi_lint.model.knowledge.blocking.network import NETWORK
from fastapi_lint.model.knowledge.blocking.waiting import (
    LOCKS,
    OF_PATHS,
    ONLY_WITH,
    PATIENCE,
    RETRIES,
    SLEEP,
    UNLESS,
    WAIT,
)

__all__ = [
    "AWAITED_INSTEAD",
    "BY_NAME",
    "CPU",
    "DATABASE",
    "FAMILIES",
    "FILE",
    "FOLLOWED",
    "HTTP",
    "INSTEAD",
    "LOADING",
    "LOCKS",
    "METADATA",
    "NETWORK",
    "OF_PATHS",
    "ONE_THREAD",
    "ONLY_WITH",
    "ORM",
    "PATIENCE",
    "RETRIES",
    "SLEEP",
    "SUBPROCESS",
    "UNFINISHED",
    "UNLESS",
    "UPLOAD",
    "WAIT",
    "Family",
]

FAMILIES = (SLEEP, HTTP, ORM, DATABASE, NETWORK, SUBPROCESS, UPLOAD, WAIT, CPU, FILE)
"""What blocks for long."""

FOLLOWED = (*FAMILIES, METADATA)
"""What chains of calls are followed to. What only asks for an entry of a directory makes no way a blocking one."""

BY_NAME = {family.name: family for family in (*FOLLOWED, LOCKS)}
"""Every family by its name, which is also what the configuration calls it."""

AWAITED_INSTEAD = SLEEP | frozenset(spelled({"fastapi.UploadFile.file": "read write"}))
"""Calls that have an awaitable twin with the same meaning: the code around them is right to be async."""

UNFINISHED = frozenset(
    spelled(
        {
            **each("builtins codecs bz2 gzip lzma dbm shelve tarfile pdfplumber fitz pymupdf", "open"),
            "os": "open popen scandir walk",
            "pathlib.Path": "open iterdir glob rglob walk",
            "importlib.resources": "open_text open_binary",
            "importlib.resources.abc.Traversable": "open iterdir",
            "tempfile": "NamedTemporaryFile TemporaryFile",
            "urllib.request": "urlopen",
            **each("httpx httpx.Client httpx2 httpx2.Client", "stream"),
            "sqlalchemy.Engine": "connect begin",
            "concurrent.futures": "as_completed",
        }
    )
)
"""Calls whose result goes on to block, such as an open file or a lazy listing: no use in a thread."""

ONE_THREAD = ("sqlite3.", "threading.RLock.", "threading.Condition.")
"""Libraries whose objects refuse to be used in another thread than the one that made them."""
