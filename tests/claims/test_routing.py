"""What the routing rules claim, run under the installed FastAPI: who answers before the fix, and who after it."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from fastapi_lint_rules.routing import (
    decorator_above_route,
    duplicate_route,
    mount_shadows_routes,
    shadowed_route,
)
from versions import fastapi

from fastapi_lint.examples import ROOT, project
from fastapi_lint.finding import Applicability
from fastapi_lint.fix import apply

RULES = [
    module.rule for module in (shadowed_route, duplicate_route, mount_shadows_routes, decorator_above_route)
]
HEAD = "from fastapi import APIRouter, FastAPI\napp = FastAPI()\n"

Client = Callable[[Mapping[str, str]], TestClient]


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A client of the `app` in `main.py` of a project, imported anew on each call."""

    def serve(files: Mapping[str, str]) -> TestClient:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
            sys.modules.pop(path.removesuffix(".py"), None)
        monkeypatch.syspath_prepend(str(folder))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return TestClient(importlib.import_module("main").app)

    return serve


def found(files: Mapping[str, str]) -> list[str]:
    return [finding.name for finding in project(files, RULES).check().active]


def fixed(files: Mapping[str, str]) -> dict[str, str]:
    done = apply(project(files, RULES), None, Applicability.UNSAFE)
    assert not done.undone
    assert not done.result.active
    return {**files, **{path.removeprefix(ROOT): new for path, (_, new) in done.changes.items()}}


def answer(client: TestClient, path: str, method: str = "GET") -> Any:
    response = client.request(method, path)
    return response.json() if response.status_code == 200 else response.status_code


def test_a_shadowed_route_is_validated_by_the_other_one(served: Client) -> None:
    code = HEAD + (
        '@app.get("/books/{book_id}")\n'
        "def read_book(book_id: int):\n    return book_id\n"
        '@app.get("/books/featured")\n'
        'def read_featured():\n    return "featured"\n'
    )
    files = {"main.py": code}
    assert found(files) == ["shadowed-route"]
    assert answer(served(files), "/books/featured") == 422
    client = served(fixed(files))
    assert answer(client, "/books/featured") == "featured"
    assert answer(client, "/books/7") == 7


def test_across_included_routers(served: Client) -> None:
    head = "from fastapi import APIRouter\nrouter = APIRouter()\n"
    files = {
        "main.py": "import books\nimport featured\n"
        + HEAD
        + 'app.include_router(books.router, prefix="/books")\n'
        + 'app.include_router(featured.router, prefix="/books")\n',
        "books.py": head + '@router.get("/{book_id}")\ndef read(book_id: str):\n    return "book"\n',
        "featured.py": head + '@router.get("/featured")\ndef read():\n    return "featured"\n',
    }
    assert found(files) == ["shadowed-route"]
    assert answer(served(files), "/books/featured") == "book"
    client = served(fixed(files))
    assert answer(client, "/books/featured") == "featured"
    assert answer(client, "/books/7") == "book"


@pytest.mark.parametrize(
    ("first", "second", "path", "winner"),
    [
        ("/books/{book_id:int}", "/books/featured", "/books/featured", "second"),
        ("/books/{book_id:int}", "/books/42", "/books/42", "first"),
        ("/books/{slug}", "/books/{book_id:int}", "/books/42", "first"),
        ("/files/{path:path}", "/files/a/{name}", "/files/a/b", "first"),
        ("/files/{path:path}", "/files", "/files", "second"),
        ("/{a}-{b}", "/x-y", "/x-y", "first"),
        ("/{a}-{b}", "/xy", "/xy", "second"),
        ("/files/{name}", "/files/{name}.{suffix}", "/files/a.json", "first"),
        ("/files/{name}.json", "/files/total.csv", "/files/total.csv", "second"),
        ("/users/{user_id}", "/users/me/", "/users/me/", "second"),
        ("/Users/{user_id}", "/users/me", "/users/me", "second"),
        ("/{a}/b", "/c/{d}", "/c/d", "second"),
        ("/v1.0", "/v1x0", "/v1x0", "second"),
    ],
)
def test_the_first_route_that_covers_the_other_answers(
    served: Client, first: str, second: str, path: str, winner: str
) -> None:
    body = '@app.get("{0}")\ndef {1}():\n    return "{1}"\n'
    pairs = ((first, "first"), (second, "second"))
    code = HEAD + "".join(body.replace("{0}", template).replace("{1}", name) for template, name in pairs)
    assert answer(served({"main.py": code}), path) == winner
    assert found({"main.py": code}) == (["shadowed-route"] if winner == "first" else [])


def test_other_methods_pass_and_only_starlette_routes_answer_head(served: Client) -> None:
    code = HEAD + (
        "from starlette.responses import PlainTextResponse\n"
        '@app.get("/a/{x}")\ndef read(x: str):\n    return "read"\n'
        '@app.head("/a/last")\ndef probe():\n    return None\n'
        'def plain(request):\n    return PlainTextResponse("plain", headers={"plain": "1"})\n'
        'app.add_route("/b/{x}", plain)\n'
        '@app.head("/b/last")\ndef probe_plain():\n    return None\n'
    )
    client = served({"main.py": code})
    assert client.head("/a/last").status_code == 200
    assert client.head("/b/last").headers["plain"] == "1"
    assert found({"main.py": code}) == ["shadowed-route"]


def test_starlette_routes_and_mounts_know_no_prefix_of_their_router(served: Client) -> None:
    code = HEAD + (
        "from starlette.responses import PlainTextResponse\n"
        'router = APIRouter(prefix="/r")\n'
        'def plain(request):\n    return PlainTextResponse("plain")\n'
        'router.add_route("/plain", plain)\n'
        "sub = FastAPI()\n"
        '@sub.get("/x")\ndef x():\n    return "x"\n'
        'router.mount("/sub", sub)\n'
        'app.include_router(router, prefix="/api")\n'
    )
    client = served({"main.py": code})
    paths = ("/api/plain", "/api/r/plain", "/api/sub/x")
    is_kept = fastapi("0.137")  # before that, mounts are not copied with the routes of a router
    assert [client.get(path).status_code for path in paths] == [200, 404, 200 if is_kept else 404]


def test_the_first_duplicate_answers_whatever_its_parameter_is_called(served: Client) -> None:
    code = HEAD + (
        '@app.get("/users/{user_id}")\ndef first(user_id: str):\n    return "first"\n'
        '@app.get("/users/{name}")\ndef second(name: str):\n    return "second"\n'
    )
    assert answer(served({"main.py": code}), "/users/x") == "first"
    assert found({"main.py": code}) == ["duplicate-route"]


def test_a_mount_in_front_takes_the_routes_below_it(served: Client) -> None:
    code = HEAD + (
        "site = FastAPI()\n"
        'app.mount("/site", site)\n\n'
        '@app.get("/site/version")\ndef version():\n    return "1"\n\n'
        '@app.get("/site")\ndef index():\n    return "index"\n'
    )
    files = {"main.py": code}
    assert found(files) == ["mount-shadows-routes"]
    client = served(files)
    assert answer(client, "/site/version") == 404
    assert answer(client, "/site") == "index"
    assert answer(served(fixed(files)), "/site/version") == "1"


GUARD = (
    "from functools import wraps\nfrom fastapi import HTTPException\n"
    "def login_required(function):\n"
    "    @wraps(function)\n"
    "    def wrapper(*args, **kwargs):\n        raise HTTPException(401)\n"
    "    return wrapper\n"
)


def test_a_decorator_above_the_route_is_bypassed(served: Client) -> None:
    route = '@app.get("/secret")\ndef secret():\n    return "secret"\n'
    files = {"main.py": HEAD + GUARD + "@login_required\n" + route}
    assert found(files) == ["decorator-above-route"]
    assert answer(served(files), "/secret") == "secret"
    assert answer(served(fixed(files)), "/secret") == 401


def test_between_two_routes_it_guards_the_upper_one(served: Client) -> None:
    route = '@app.get("/vault")\n@login_required\n@app.get("/open")\ndef vault():\n    return "gold"\n'
    files = {"main.py": HEAD + GUARD + route}
    before, after = served(files), served(fixed(files))
    assert [answer(before, path) for path in ("/vault", "/open")] == [401, "gold"]
    assert [answer(after, path) for path in ("/vault", "/open")] == [401, 401]


def test_without_wraps_the_arguments_of_the_wrapper_become_parameters(served: Client) -> None:
    """Why there is no fix for such a decorator."""
    guard = GUARD.replace("    @wraps(function)\n", "")
    route = 'def secret():\n    return "secret"\n'
    above = {"main.py": HEAD + guard + '@login_required\n@app.get("/secret")\n' + route}
    below = {"main.py": HEAD + guard + '@app.get("/secret")\n@login_required\n' + route}
    assert answer(served(below), "/secret") == 422
    done = apply(project(above, RULES), None, Applicability.UNSAFE)
    assert not done.changes
    assert found(above) == ["decorator-above-route"]
