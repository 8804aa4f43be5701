"""How a body ends: whether control falls out of its end, and whether what follows is run."""

from __future__ import annotations

from fastapi_lint.model.file import syntax as s


def leaves(body: tuple[s.Stmt, ...]) -> bool:
    """Whether control never falls out of the end of ``body``."""
    return bool(body) and (type(body[-1]) is s.Raise or _skips(body[-1]))


def skips_the_rest(body: tuple[s.Stmt, ...]) -> bool:
    """Whether what follows the ``if`` is not run after this branch, and the program goes on all the same."""
    return bool(body) and _skips(body[-1])


def _skips(statement: s.Stmt) -> bool:
    kind = type(statement)
    return kind is s.Return or (kind is s.Simple and statement.kind in ("Break", "Continue"))  # type: ignore[attr-defined]
