"""What a ``case`` compares its subject with: ``case "a" | "b":`` is ``subject in ("a", "b")``."""

from __future__ import annotations

import ast
from collections.abc import Sequence


def tested(subject: ast.expr, case: ast.match_case) -> ast.expr | None:
    """The test that a case makes of a name; None for other patterns, and where a guard decides as well."""
    pattern = case.pattern.pattern if isinstance(case.pattern, ast.MatchAs) else case.pattern
    values = _values(pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern])
    if values is None or case.guard is not None or not isinstance(subject, ast.Name):
        return None
    place = ast.copy_location(ast.Tuple(values), case.pattern)
    return ast.copy_location(ast.Compare(subject, [ast.In()], [place]), case.pattern)


def _values(patterns: Sequence[ast.pattern | None]) -> list[ast.expr] | None:
    found: list[ast.expr] = []
    for pattern in patterns:
        if isinstance(pattern, ast.MatchValue):
            found.append(pattern.value)
        elif isinstance(pattern, ast.MatchSingleton):
            found.append(ast.copy_location(ast.Constant(pattern.value), pattern))
        else:
            return None
    return found
