"""What is listed, and under which names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fastapi_lint.inventory import Entry, Inventory

Take = Callable[..., Inventory]

APP = "from fastapi import FastAPI\napp = FastAPI()\n"


def entries(inventory: Inventory) -> list[Entry]:
    return [entry for _, entry in inventory.walk()]


def only(inventory: Inventory) -> Entry:
    (entry,) = entries(inventory)
    return entry


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "endpoint"),
    [
        pytest.param(["main.py"], "main:read", id="module"),
        pytest.param(["app/__init__.py", "app/main.py"], "app.main:read", id="package"),
        pytest.param(["src/app/__init__.py", "src/app/main.py"], "app.main:read", id="src"),
        pytest.param(["services/a/main.py"], "main:read", id="no package"),
    ],
)
def test_module_is_relative_to_import_root(inventory: Take, files: list[str], endpoint: str) -> None:
    texts = {
        path: "" if path.endswith("__init__.py") else APP + "@app.get('/')\ndef read(): ...\n"
        for path in files
    }
    assert only(inventory(texts)).endpoint == endpoint


def test_namespace_package_is_named_as_it_is_imported(inventory: Take) -> None:
    taken = inventory(
        {
            "app/main.py": APP + "from app.routers import items\napp.include_router(items.router)\n",
            "app/routers/items.py": """
                from fastapi import APIRouter
                router = APIRouter()
                @router.get("/")
                def read(): ...
            """,
        }
    )
    assert only(taken).endpoint == "app.routers.items:read"
    assert taken.groups[0].name == "app.main:app"


def test_nested_function_and_method_have_their_qualname(inventory: Take) -> None:
    taken = inventory(
        {
            "main.py": """
                from fastapi import FastAPI

                class View:
                    def show(self): ...

                def create_app():
                    app = FastAPI()
                    @app.get("/inner")
                    def inner(): ...
                    app.add_api_route("/view", View().show)
                    return app

                application = create_app()
            """
        }
    )
    assert taken.groups[0].name == "main:application"
    assert [entry.endpoint for entry in entries(taken)] == [
        "main:create_app.<locals>.inner",
        "main:View.show",
    ]


def test_factory_that_nobody_calls_is_named_by_its_call(inventory: Take) -> None:
    files = {
        "main.py": """
            from fastapi import FastAPI
            def create_app():
                app = FastAPI()
                @app.get("/")
                def read(): ...
                return app
        """
    }
    assert inventory(files).groups[0].name == "main:create_app()"
    assert only(inventory(files, app="main:create_app")).path == "/"


def test_application_is_found_where_it_is_imported(inventory: Take) -> None:
    files = {
        "core.py": APP + "@app.get('/')\ndef read(): ...\n",
        "asgi.py": "from core import app as application\n",
    }
    assert inventory(files, app="asgi:application").groups[0].name == "core:app"


# --- which applications ----------------------------------------------------------------------------


def test_applications_of_tests_are_listed_only_when_there_are_no_others(inventory: Take) -> None:
    test = APP + "@app.get('/test')\ndef read(): ...\n"
    assert only(inventory({"tests/test_it.py": test})).path == "/test"
    both = inventory({"tests/test_it.py": test, "main.py": APP + "@app.get('/')\ndef read(): ...\n"})
    assert [group.name for group in both.groups] == ["main:app"]


def test_mounted_application_follows_its_mount(inventory: Take) -> None:
    taken = inventory(
        {
            "main.py": """
                from fastapi import FastAPI
                inner = FastAPI()
                @inner.get("/a")
                def a(): ...
                app = FastAPI()
                app.mount("/inner", inner)
                @app.get("/b")
                def b(): ...
            """
        }
    )
    assert [(group.name, entry.method, entry.path) for group, entry in taken.walk()] == [
        ("main:app", "MOUNT", "/inner"),
        ("main:inner", "GET", "/inner/a"),
        ("main:app", "GET", "/b"),
    ]


def test_applications_that_mount_each_other_end(inventory: Take) -> None:
    text = "from fastapi import FastAPI\na = FastAPI()\nb = FastAPI()\na.mount('/b', b)\nb.mount('/a', a)\n"
    assert len(entries(inventory({"main.py": text}, app="main:a"))) == 2


def test_what_nobody_includes_comes_last(inventory: Take) -> None:
    taken = inventory(
        {
            "a.py": "from fastapi import APIRouter\nlonely = APIRouter()\n@lonely.get('/x')\ndef x(): ...\n",
            "b.py": "from fastapi import FastAPI\ndef f(app: FastAPI):\n @app.get('/')\n def s(): ...\n",
            "c.py": APP + "@app.get('/')\ndef read(): ...\n",
        }
    )
    assert [(group.kind, group.title) for group in taken.groups] == [
        ("application", "c:app"),
        ("unseen", "b:app"),
        ("router", "a:lonely"),
    ]


def test_paths_without_application_show_what_they_register(inventory: Take) -> None:
    router = "from fastapi import APIRouter\nr = APIRouter()\n@r.get('/{0}')\ndef {0}(): ...\n"
    files = {
        "a.py": router.format("a"),
        "b.py": router.format("b"),
        "main.py": APP + "import a, b\napp.include_router(a.r, prefix='/v1')\napp.include_router(b.r)\n",
    }
    assert only(inventory(files, paths=("a.py",))).path == "/v1/a"


# --- what is known of a route ------------------------------------------------------------------------


def test_tags_and_dependencies_are_merged_from_outside_in(inventory: Take) -> None:
    taken = inventory(
        {
            "main.py": """
                from fastapi import APIRouter, Depends, FastAPI
                def one(): ...
                def two(): ...
                def three(): ...
                def four(): ...
                def five(): ...
                router = APIRouter(tags=["router"], dependencies=[Depends(three)])
                @router.get("/", tags=["route"], dependencies=[Depends(four)])
                def read(value=Depends(five)): ...
                app = FastAPI(dependencies=[Depends(one)])
                app.include_router(router, tags=["inclusion"], dependencies=[Depends(two)])
            """
        }
    )
    assert only(taken).tags == ("inclusion", "router", "route")
    assert [need.label for need in only(taken).needs] == ["one", "two", "three", "four", "five"]


def test_what_the_source_does_not_show_is_unknown(inventory: Take) -> None:
    taken = inventory(
        {
            "main.py": APP
            + """
import os
from library import endpoint, build, settings, TAGS
app.add_api_route(os.environ["PATH"], endpoint, methods=settings.methods, tags=TAGS)
app.mount("/x", build())
@app.get("/y", dependencies=settings.dependencies)
def y(value=__import__("x").Depends()): ...
"""
        }
    )
    first, mount, last = entries(taken)
    assert (first.path, first.methods, first.tags, first.method) == (None, None, (None,), "?")
    assert first.name == "? endpoint"
    assert first.is_async is None
    assert mount.endpoint is None
    assert [need.name for need in last.needs] == [None]


@pytest.mark.parametrize(
    ("signature", "model"),
    [
        ("@app.get('/', response_model=list[int])\ndef read(): ...", "list[int]"),
        ("@app.get('/', response_model=None)\ndef read() -> int: ...", None),
        ("@app.get('/')\ndef read() -> 'dict[str, int]': ...", "dict[str, int]"),
        ("@app.get('/')\ndef read() -> None: ...", None),
        ("@app.get('/')\ndef read() -> RedirectResponse: ...", None),
        ("@app.get('/', **given)\ndef read() -> int: ...", None),
        ("@app.websocket('/')\nasync def read() -> int: ...", None),
    ],
)
def test_response_model(inventory: Take, signature: str, model: str | None) -> None:
    text = f"from fastapi.responses import RedirectResponse\nfrom library import given\n{APP}{signature}\n"
    assert only(inventory({"main.py": text})).response_model == model


def test_dependencies_have_their_traits(inventory: Take) -> None:
    taken = inventory(
        {
            "main.py": APP
            + """
from fastapi import Depends, Security
from fastapi.security import APIKeyHeader
key = APIKeyHeader(name="key")
async def session():
    yield 1
def user(db=Depends(session, use_cache=False, scope="request"), key=Depends(key)): ...
class Page:
    def __init__(self, db=Depends(session)): ...
@app.get("/")
def read(user=Security(user, scopes=["a", "b"]), page: Page = Depends(), other=Depends(lambda: 1)): ...
"""
        }
    )
    user, page, other = only(taken).needs
    assert (user.is_security, user.scopes, user.is_async, user.is_cached) == (True, ("a", "b"), False, True)
    session, key = user.needs
    assert (session.is_generator, session.is_async, session.is_cached, session.scope) == (
        True,
        True,
        False,
        "request",
    )
    assert (key.name, key.is_security, key.is_async) == ("main:key", True, True)
    assert (page.name, page.is_async, page.is_guarded) == ("main:Page", False, False)
    assert [need.name for need in page.needs] == ["main:session"]
    assert (other.name, other.label, other.is_async) == ("<lambda>", "lambda: 1", False)
    assert [need.name for need in only(taken).security] == ["main:user", "main:key"]


def test_router_that_is_included_twice_is_shadowed_twice(inventory: Take) -> None:
    taken = inventory(
        {
            "main.py": """
                from fastapi import APIRouter, FastAPI
                router = APIRouter()
                @router.get("/{x}")
                def one(x): ...
                @router.get("/two")
                def two(): ...
                app = FastAPI()
                app.include_router(router, prefix="/a")
                app.include_router(router, prefix="/b")
            """
        }
    )
    assert [entry.shadow.taken_by if entry.shadow else None for entry in entries(taken)] == [
        None,
        "GET /a/{x}",
        None,
        "GET /b/{x}",
    ]


def test_dependency_that_needs_itself_ends(inventory: Take) -> None:
    text = (
        APP
        + """
from typing import Annotated
from fastapi import Depends
def needy(value: "Annotated[int, Depends(needy)]"): ...
@app.get("/")
def read(value=Depends(needy)): ...
"""
    )
    (need,) = only(inventory({"main.py": text})).needs
    assert [inner.name for inner in need.walk()] == ["main:needy"]


def test_unknown_application_names_the_known_ones(inventory: Take) -> None:
    with pytest.raises(LookupError) as error:
        inventory({"main.py": APP}, app="main:ap")
    assert error.value.args == ("main:app",)
