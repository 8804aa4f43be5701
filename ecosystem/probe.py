"""Sends requests to an application under blockbuster, and writes down every blocking call that code on the loop makes.

    python ecosystem/probe.py ROOT FOLDER OUT MODULE:APP [HEADERS [LOGIN]]

Runs in the environment of the application and needs nothing of fastapi-lint; blockbuster, and httpx where the
application does without, are taken from the folder `FASTAPI_LINT_BLOCKBUSTER`. `ROOT` is where modules are imported
from, and `FOLDER` in it the code of interest. Blocking calls are noted and then made, so one request may show several.
What the answers name is used by the requests that follow. `HEADERS` is a JSON object that is sent with all of them, and
`LOGIN` a path with what is sent there first, for a token. Pages and websockets that no document names are asked last.
Only what happens between the first request and the last is noted, and no imports.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import os
import sys
import uuid
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import knocking

sys.path.append(os.environ.get("FASTAPI_LINT_BLOCKBUSTER", ""))
from blockbuster import blockbuster as bb

TIMEOUT = 5
_ROUNDS = 4
_VALUES = {"integer": 1, "number": 1.5, "boolean": True, "string": "x", "null": None}
_FORMATS = {
    "uuid": str(uuid.UUID(int=1)),
    "date-time": "2026-01-01T00:00:00Z",
    "date": "2026-01-01",
    "email": "a@example.com",
    "uri": "https://localhost:1/",
    "binary": "x",
    "password": "Password-1234",
}

_ORDER = ("post", "get", "put", "patch", "delete")

root = folder = ""
known: dict[str, str] = {}
"""Path parameters that answers had values for, by name."""
seen: dict[tuple[Any, ...], dict[str, Any]] = {}
is_open = False


def note(name: str) -> None:
    """Keep a call with the lines of the project that led to it, innermost first."""
    frames: list[tuple[str, int, str, bool]] = []
    frame = inspect.currentframe()
    while frame is not None:
        code = frame.f_code
        if "importlib._bootstrap" in code.co_filename:
            return
        if code.co_filename.startswith(f"{root}/{folder}"):
            is_coroutine = bool(code.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR))
            path = code.co_filename[len(root) :].lstrip("/")
            frames.append((path, frame.f_lineno, code.co_name, is_coroutine))
            if is_coroutine:
                break
        frame = frame.f_back
    if frames and frames[-1][3]:
        key = (name, *(item[:2] for item in frames))
        seen.setdefault(key, {"call": name, "frames": frames})


_wrap = bb._wrap_blocking


def _recording(
    modules: Any, excluded: Any, func: Callable[..., Any], name: str, *rest: Any
) -> Callable[..., Any]:
    asks = _wrap(modules, excluded, lambda *args, **kwargs: None, name, *rest)

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if is_open:
            try:
                asks(*args, **kwargs)
            except bb.BlockingError:
                note(name)
        return func(*args, **kwargs)

    return wrapper


bb._wrap_blocking = _recording


def example(schema: dict[str, Any], components: dict[str, Any], depth: int = 0) -> Any:
    """A small value that fits a JSON schema, more or less."""
    if "$ref" in schema:
        schema = components.get(schema["$ref"].rpartition("/")[2], {})
    for key in ("default", "const", "example"):
        if schema.get(key) is not None:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return example(schema[key][0], components, depth)
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        wanted = schema.get("required", ())
        some = schema.get("properties", {}).items()
        return {k: example(v, components, depth + 1) for k, v in some if k in wanted or depth < 1}
    if kind == "array":
        return [example(schema.get("items", {}), components, depth + 1)] if depth < _ROUNDS else []
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    return _VALUES.get(kind or "", "x")


def requests_of(app: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """One request for every operation that the application documents: method, path, and what to send.

    What is made comes before what asks for it, and that before what deletes it.
    """
    operations = [
        (_ORDER.index(method), len(path), path, operation, document.get("components", {}).get("schemas", {}))
        for document in documents(app)
        for path, operations in document.get("paths", {}).items()
        for method, operation in operations.items()
        if method in _ORDER
    ]
    for rank, _, path, operation, components in sorted(operations, key=lambda item: item[:3]):
        where: dict[str, dict[str, str]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
        for one in operation.get("parameters", ()):
            if one.get("required") or one["in"] == "query":
                where[one["in"]][one["name"]] = str(example(one.get("schema", {}), components, 1))
        target = path
        for name, made in where["path"].items():
            value = known.get(_owner(path, name)) or known.get(name, made)
            target = target.replace("{" + name + "}", value).replace("{" + name + ":path}", value)
        sent: dict[str, Any] = {
            "params": where["query"],
            "headers": where["header"],
            "cookies": where["cookie"],
        }
        content = operation.get("requestBody", {}).get("content", {})
        for media, body in content.items():
            sent.update(_body(media, body.get("schema", {}), components))
            break
        yield _ORDER[rank].upper(), target, sent


def documents(app: Any, prefix: str = "") -> Iterator[dict[str, Any]]:
    """The OpenAPI documents of an application and of those that are mounted in it, with whole paths."""
    document = app.openapi()
    yield {**document, "paths": {prefix + path: item for path, item in document.get("paths", {}).items()}}
    for route in app.routes:
        inner = getattr(route, "app", None)
        if hasattr(inner, "openapi") and hasattr(inner, "routes"):
            yield from documents(inner, prefix + route.path)


def _owner(path: str, name: str) -> str:
    """The collection that a path parameter is an entry of: ``/items`` of ``/items/{item_id}``."""
    return path.partition("{" + name)[0].rstrip("/")


def learn(path: str, answer: Any) -> None:
    """Remember what an answer calls the things that it is about: by name, and the one of its collection."""
    while isinstance(answer, list) or (isinstance(answer, dict) and len(answer) < _ROUNDS):
        inner = answer if isinstance(answer, list) else list(answer.values())
        rest = [item for item in inner if isinstance(item, (dict, list)) and item]
        if not rest or (isinstance(answer, dict) and "id" in answer):
            break
        answer = rest[0]
    if isinstance(answer, dict):
        for name, value in answer.items():
            if isinstance(value, (str, int)) and value and not isinstance(value, bool):
                known.setdefault(name, str(value))
        if isinstance(answer.get("id", answer.get("name")), (str, int)):
            known.setdefault(path.rstrip("/"), str(answer.get("id", answer.get("name"))))


def _body(media: str, schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    value = example(schema, components)
    if "json" in media:
        return {"json": value}
    if not isinstance(value, dict):
        return {"content": b"x"}
    if media.startswith("multipart"):
        fields = components.get(schema.get("$ref", "").rpartition("/")[2], schema).get("properties", {})
        files = {
            name
            for name, field in fields.items()
            if "binary" in json.dumps(field) or "octet" in json.dumps(field)
        }
        return {
            "files": dict.fromkeys(files, ("x.txt", b"x")),
            "data": {name: one for name, one in value.items() if name not in files},
        }
    return {"data": value}


async def ask(app: Any, headers: dict[str, str], login: list[Any]) -> dict[int, int]:
    """Send all requests, and count the answers by status."""
    global is_open
    import httpx

    counts: dict[int, int] = {}

    async def send(method: str, path: str, sent: dict[str, Any]) -> int:
        response = await client.request(method, path, **sent)
        if response.is_success and "json" in response.headers.get("content-type", ""):
            learn(path, response.json())
        return int(response.status_code)

    async def counted(asking: Coroutine[Any, Any, int]) -> None:
        try:
            status = await asyncio.wait_for(asking, TIMEOUT)
        except (Exception, asyncio.CancelledError):
            status = 0
        counts[status] = counts.get(status, 0) + 1

    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=TIMEOUT) as client:
        if login:
            headers = {**headers, **await knocking.sign_in(client, *login)}
        client.headers.update(headers)
        is_open = True
        for method, path, sent in requests_of(app):
            await counted(send(method, path, sent))
        for path in knocking.pages(app):
            await counted(send("GET", path, {}))
        for path in knocking.sockets(app):
            await counted(knocking.talk(app, path, headers))
        is_open = False
    return counts


async def serve(app: Any, *told: Any) -> dict[int, int]:
    """Start the application if it can be started, and ask it."""
    context = app.router.lifespan_context(app)
    try:
        state = await asyncio.wait_for(context.__aenter__(), 60)
    except (Exception, asyncio.CancelledError, SystemExit) as error:
        print(f"not started: {type(error).__name__}: {error}"[:300], file=sys.stderr)
        return await ask(app, *told)
    if isinstance(state, dict):
        whole = app

        async def app(scope: Any, receive: Any, send: Any) -> None:
            await whole({**scope, "state": dict(state)}, receive, send)

        app.openapi, app.routes = whole.openapi, whole.routes
    return await ask(app, *told)


def load(name: str) -> Any:
    """The application that ``module:name`` or ``module:name()`` means."""
    module, _, expression = name.partition(":")
    return eval(expression, vars(importlib.import_module(module)))


def main() -> None:
    global root, folder
    root, folder, out, name = str(Path(sys.argv[1]).resolve()), sys.argv[2], Path(sys.argv[3]), sys.argv[4]
    headers, login = (*map(json.loads, sys.argv[5:7]), {}, [])[:2]
    sys.path.insert(0, root)
    app = load(name)
    buster = bb.BlockBuster()

    async def asked() -> None:
        answers = await serve(app, headers, login)
        buster.deactivate()
        whole = {"answers": answers, "calls": list(seen.values())}
        out.write_text(json.dumps(whole, indent=1), encoding="utf-8")  # some leave the process when they stop

    buster.activate()
    asyncio.run(asked())


if __name__ == "__main__":
    main()
