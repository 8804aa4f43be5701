"""Where the parameters of a function end, told from the text alone."""

from __future__ import annotations

import pytest

from fastapi_lint.source.lexis import closing


@pytest.mark.parametrize(
    "text",
    [
        "f()|: pass",
        "f(a: str = '(', *, b=f(1, (2,)))| -> int: return (1)",
        "f[T: (int, str)](a: T)|: pass",
        'f(\n    a,  # a ) here\n    b="""\n)""",\n)|:\n    g()',
        "f(a=f\"{x(')')}\")|: pass",
        "f(a: dict[str, tuple[int, ...]] = {})|: pass",
    ],
)
def test_closing(text: str) -> None:
    assert closing(text.replace("|", ""), 1) == text.index("|")


def test_nothing_closes() -> None:
    assert closing("f(a", 1) == 3
