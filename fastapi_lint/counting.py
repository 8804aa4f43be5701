"""How often a run did what is expensive: for ``--profile``, and for tests that keep it rare."""

from __future__ import annotations

COUNTS: dict[str, int] = {}

FILES_READ = "files read"
PARSED_BY_AST = "files parsed by ast"
PARSED_BY_LIBCST = "files parsed by LibCST"
FACTS_MADE = "facts made"
BODIES_FOLLOWED = "bodies followed"
CODE_READ = "pieces of code read for ways to blocking calls"
WALKS = "walks over LibCST trees"
STATEMENTS = "SQL statements"


def count(what: str, times: int = 1) -> None:
    """Note that it was done."""
    COUNTS[what] = COUNTS.get(what, 0) + times
