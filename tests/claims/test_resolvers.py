"""Strawberry calls plain resolvers on the event loop: what the model says of them, asked of a running Strawberry."""

from __future__ import annotations

import asyncio
import sys
from types import ModuleType
from typing import Any

import httpx
import pytest
from test_blocking import RULES

from fastapi_lint.examples import DEFAULT_FILE, project

pytest.importorskip("strawberry")

TEXT = """
import time

import strawberry
from fastapi import FastAPI
from strawberry.fastapi import GraphQLRouter

def load() -> int:
    time.sleep(0.001)
    return 1

@strawberry.type
class Query:
    by_function: int = strawberry.field(resolver=load)

    @strawberry.field
    def by_method(self) -> int:
        return load()

app = FastAPI()
app.include_router(GraphQLRouter(strawberry.Schema(Query)), prefix="/graphql")
"""


@pytest.mark.parametrize("field", ["byFunction", "byMethod"])
def test_plain_resolvers_sleep_on_the_loop(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    loops: list[object] = []
    monkeypatch.setattr("time.sleep", lambda seconds: loops.append(asyncio.get_running_loop()))
    module: Any = ModuleType("served")
    monkeypatch.setitem(sys.modules, "served", module)  # Strawberry looks names up there
    exec(TEXT, vars(module))

    async def request() -> object:
        transport = httpx.ASGITransport(module.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answer = await client.post("/graphql", json={"query": f"{{ {field} }}"})
        assert answer.json()["data"] == {field: 1}
        return asyncio.get_running_loop()

    assert loops == [] and asyncio.run(request()) in loops


def test_both_are_found() -> None:
    findings = project({DEFAULT_FILE: TEXT}, [RULES["blocking-sleep"]]).check().findings
    assert [TEXT[one.span.start : one.span.end] for one in findings] == ["time.sleep(0.001)", "load()"]
