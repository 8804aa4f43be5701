"""The user's own table of blocking calls."""

from __future__ import annotations

import pytest

from fastapi_lint.registry import load
from fastapi_lint.session import Session
from fastapi_lint.workspace.blocking import blocking_calls
from fastapi_lint.workspace.config import ConfigError
from fastapi_lint.workspace.config import load as load_settings
from fastapi_lint.workspace.files import MemoryFiles

APP = """
import acme
import duckdb
import redis
from fastapi import FastAPI

app = FastAPI()
client = acme.Client()
cache = redis.Redis()


@app.get("/")
async def read() -> None:
    client.fetch(1)
    client.close()
    client.deep.er()
    duckdb.sql("select 1")
    duckdb.execute("select 1")
    cache.get("a")
    cache.ping()
"""
TABLE = """
[tool.fastapi-lint]
not-blocking = ["duckdb.*", "acme.Client.close", "redis.client.Redis.ping"]
[tool.fastapi-lint.blocking]
"acme.Client.*" = { family = "http", instead = "acme.AsyncClient" }
"""


def findings(table: str) -> list[tuple[int, str, str]]:
    files = MemoryFiles({"/p/app.py": APP, "/p/pyproject.toml": table})
    rules = [rule for rule in load().rules if rule.name.startswith("blocking-")]
    result = Session(files, load_settings(["/p"], files=files), rules, strict=True).check()
    return [(APP.count("\n", 0, f.span.start) + 1, f.name, f.help) for f in result.findings]


def test_names_are_added_and_taken_out() -> None:
    without = [(row, rule) for row, rule, _ in findings("[tool.fastapi-lint]\n")]
    assert without == [(row, "blocking-database") for row in (17, 18, 19, 20)]
    added = findings(TABLE)
    assert [(row, rule) for row, rule, _ in added] == [
        (14, "blocking-http"),
        (16, "blocking-http"),
        (19, "blocking-database"),
    ]
    assert "`acme.AsyncClient`" in added[0][2]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('blocking = { "a.b" = "htp" }', "there is no family `htp`, did you mean `http`?"),
        (
            'blocking = { "a.b" = "nothing at all" }',
            "there is no family `nothing at all`, expected one of `cpu`",
        ),
        ('blocking = { "fetch" = "http" }', '`blocking`: "fetch" is no dotted name, such as'),
        ('blocking = { "a.*.c" = "http" }', '"a.*.c" is no dotted name'),
        ('not-blocking = ["a b.c"]', '`not-blocking`: "a b.c" is no dotted name'),
        (
            'not-blocking = ["a.b"]\nblocking = { "a.b" = "cpu" }',
            "`a.b` is under `blocking` and under `not-blocking`",
        ),
        ('not-blocking = "a.b"', '`not-blocking` is "a.b", expected an array of strings'),
        ("blocking = []", "`blocking` is an array, expected a table"),
        ('blocking = { "a.b" = 1 }', '`blocking."a.b"` is `1`, expected'),
        ('blocking = { "a.b" = { instead = "c" } }', "family"),
        ('blocking = { "a.b" = { family = "cpu", use = "c" } }', "use"),
    ],
)
def test_mistakes(text: str, message: str) -> None:
    files = MemoryFiles({"/p/pyproject.toml": f"[tool.fastapi-lint]\n{text}\n"})
    with pytest.raises(ConfigError) as caught:
        blocking_calls(load_settings(["/p"], files=files))
    assert message in str(caught.value)
