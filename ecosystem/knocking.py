"""What no OpenAPI document names: signing in, pages that are left out of it, and websockets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

_WORDS = ("{}", "x")
"""What a websocket is told before it is left."""


async def sign_in(client: Any, path: str, answers: dict[str, str]) -> dict[str, str]:
    """The header that a token makes which the application gives for a name and a password."""
    response = await client.post(path, json=answers)
    if response.status_code in (400, 415, 422):
        response = await client.post(path, data=answers)
    return {"Authorization": f"Bearer {response.json()['access_token']}"}


def routes_of(app: Any, prefix: str = "") -> Iterator[tuple[Any, str]]:
    """Every route of an application and of those that are mounted in it, with its whole path."""
    for route in getattr(app, "routes", ()):
        if hasattr(route, "path"):
            yield route, prefix + route.path
            yield from routes_of(getattr(route, "app", None), prefix + route.path)


def pages(app: Any) -> Iterator[str]:
    """The paths of pages that no document names."""
    for route, path in routes_of(app):
        if not getattr(route, "include_in_schema", True) and "GET" in (getattr(route, "methods", None) or ()):
            yield path


def sockets(app: Any) -> Iterator[str]:
    """The paths of websockets."""
    for route, path in routes_of(app):
        if type(route).__name__ in ("APIWebSocketRoute", "WebSocketRoute"):
            yield path


async def talk(app: Any, path: str, headers: dict[str, str]) -> int:
    """Open a websocket, say a few words, and leave."""
    said: list[dict[str, Any]] = [
        {"type": "websocket.connect"},
        *({"type": "websocket.receive", "text": word} for word in _WORDS),
        {"type": "websocket.disconnect", "code": 1000},
    ]

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.05)
        return said.pop(0) if said else {"type": "websocket.disconnect", "code": 1000}

    async def send(message: dict[str, Any]) -> None:
        pass

    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
        "subprotocols": [],
    }
    await app(scope, receive, send)
    return 101
