"""What the rules about parameters claim, run under the installed FastAPI: the harm, and the repair."""

from __future__ import annotations

import importlib
import textwrap
import warnings
from types import ModuleType
from typing import Any

import pytest
from fastapi.testclient import TestClient
from versions import fastapi, pydantic

from fastapi_lint.examples import examples, project
from fastapi_lint.finding import Applicability
from fastapi_lint.fix import apply
from fastapi_lint.rule import Rule

HEAD = """
from typing import Annotated
from fastapi import APIRouter, Body, Depends, FastAPI, Form, Header, Path, Query, UploadFile
from pydantic import BaseModel

app = FastAPI()
"""


def rule_of(name: str) -> Rule:
    found: Rule = importlib.import_module(f"fastapi_lint_rules.{name}").rule
    return found


def run(text: str) -> ModuleType:
    """Execute a module of its own."""
    module = ModuleType("main")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(text, "main.py", "exec"), module.__dict__)
    return module


def bad_and_fixed(name: str) -> tuple[str, str]:
    """The rule's bad example, and what its fix makes of it."""
    rule = rule_of(name)
    example = next(iter(examples(rule)))
    files = dict(example.bad.files)
    done = apply(project(files, [rule]), None, Applicability.UNSAFE)
    changed = [new for _, new in done.changes.values()]
    return next(iter(files.values())), changed[0] if changed else ""


def get(text: str, url: str, **options: Any) -> Any:
    return TestClient(run(text).app, raise_server_exceptions=False).get(url, **options)


def test_placeholder_and_parameter_differ() -> None:
    bad, fixed = bad_and_fixed("routing.path_param_missing")
    assert get(bad, "/items/3").json()["detail"][0]["loc"] == ["query", "id"]
    assert get(fixed, "/items/3").json() == 3


@pytest.mark.skipif(not pydantic("2"), reason="`...` means required")
def test_ellipsis_is_a_default() -> None:
    bad, fixed = bad_and_fixed("routing.ellipsis_default_with_annotated")
    client = TestClient(run(bad).app, raise_server_exceptions=False)
    assert client.post("/users").status_code != 422
    if pydantic("2.14"):  # 2.9 leaves the default out
        assert client.get("/openapi.json").status_code == 500
    client = TestClient(run(fixed).app)
    assert client.post("/users").status_code == 422
    assert client.post("/users", data={"name": "x"}).json() == "x"
    assert client.get("/openapi.json").status_code == 200


def test_ellipsis_does_no_harm_elsewhere() -> None:
    text = (
        HEAD
        + "@app.get('/')\ndef read(a: str = ..., b: Annotated[int, Depends(lambda: 1)] = ...):\n return a\n"
    )
    assert get(text, "/").status_code == 422
    assert get(text, "/?a=1").status_code == 200


def test_default_inside_annotated() -> None:
    bad, fixed = bad_and_fixed("routing.annotated_marker_with_default")
    with pytest.raises(AssertionError, match="default value cannot be set in `Annotated`"):
        run(bad)
    assert get(fixed, "/items").json() == 10
    assert get(fixed, "/me").json() == "me"


@pytest.mark.parametrize(
    "parameter",
    [
        "a: Annotated[int, Query(default=1)]",
        "a: Annotated[int, Query(None)] = None",
        "a: Annotated[int, Query()] = Query()",
        "a: Annotated[int, Query()] = Depends(int)",
        "a: Annotated[int, Depends(int)] = Depends(int)",
    ],
)
def test_two_defaults_or_markers(parameter: str) -> None:
    with pytest.raises(AssertionError):
        run(HEAD + f"@app.get('/')\ndef read({parameter}): return 1\n")


def test_annotated_dependency_beside_a_query_is_accepted() -> None:
    run(HEAD + "@app.get('/')\ndef read(a: Annotated[int, Depends(lambda: 1)] = Query()): return 1\n")


@pytest.mark.parametrize(
    "text",
    [
        "app = FastAPI(dependencies=[int])\n@app.get('/')\ndef read(): return 1\n",
        "@app.get('/', dependencies=[int])\ndef read(): return 1\n",
        "r = APIRouter(dependencies=[int])\n@r.get('/')\ndef read(): return 1\napp.include_router(r)\n",
        "r = APIRouter()\n@r.get('/')\ndef f(): ...\napp.include_router(r, dependencies=[int])\nfail(app)",
    ],
)
def test_dependency_without_depends(text: str) -> None:
    head = HEAD + "from fastapi.testclient import TestClient\nfail = lambda app: TestClient(app).get('/')\n"
    with pytest.raises(AttributeError, match="dependency"):
        run(head + text)


def test_collection_is_the_body() -> None:
    bad, fixed = bad_and_fixed("routing.collection_param_becomes_body")
    assert get(bad, "/fetch?urls=a&urls=b").json() == 0
    assert get(fixed, "/fetch?urls=a&urls=b").json() == 2


@pytest.mark.skipif(not fastapi("0.115"), reason="no models of query parameters")
def test_model_on_get() -> None:
    bad, fixed = bad_and_fixed("routing.get_with_body_model")
    assert get(bad, "/items?name=x").status_code == 422
    assert get(fixed, "/items?name=x").json() == "x"


def test_header_is_not_read() -> None:
    bad, fixed = bad_and_fixed("routing.header_param_read_from_query")
    assert get(bad, "/me", headers={"Authorization": "x"}).json() == "nobody"
    assert get(fixed, "/me", headers={"Authorization": "x"}).json() == "me"


def test_form_holds_no_json() -> None:
    bad, _ = bad_and_fixed("routing.form_and_json_body_mixed")
    client = TestClient(run(bad).app)
    sent = {"data": {"item": '{"name": "x"}'}, "files": {"image": b"i"}}
    assert client.post("/items", **sent).status_code == 422  # type: ignore[arg-type]
    assert client.post("/items", json={"item": {"name": "x"}}).status_code == 422


def test_single_values_beside_a_form_work() -> None:
    text = (
        HEAD
        + "@app.post('/')\n"
        + "def f(a: Annotated[str, Form()], b: Annotated[str, Body()], c: list[str]): return b\n"
    )
    client = TestClient(run(text).app)
    assert client.post("/", data={"a": "1", "b": "2", "c": ["3", "4"]}).json() == "2"


@pytest.mark.parametrize("default", ["", " = None"])
def test_session_is_no_field(default: str) -> None:
    bad = textwrap.dedent(f"""
        class Session: ...  # as SQLAlchemy's: Pydantic knows no schema for it

        @app.get("/users")
        def read_users(db: Session{default}): return 0
    """)
    with pytest.raises(Exception, match="Invalid args for response field"):
        run(HEAD + bad)


@pytest.mark.parametrize(
    "name", ["duplicate_path_param", "path_param_wrong_marker", "empty_path", "router_prefix_slash"]
)
def test_does_not_start(name: str) -> None:
    bad, fixed = bad_and_fixed(f"routing.{name}")
    with pytest.raises(
        Exception, match=r"Duplicated param name|Cannot use `Query`|cannot be both empty|must start with '/'"
    ):
        run(bad)
    if fixed:
        run(fixed)


@pytest.mark.parametrize("prefix", ["/", "/api/", "api"])
def test_prefix_of_an_inclusion(prefix: str) -> None:
    with pytest.raises(AssertionError, match="path prefix must"):
        run(HEAD + f"app.include_router(APIRouter(), prefix={prefix!r})\n")


def test_path_without_slash_never_matches() -> None:
    text = HEAD + "@app.get('version')\ndef read(): return 1\n"
    assert get(text, "/version").status_code == 404
