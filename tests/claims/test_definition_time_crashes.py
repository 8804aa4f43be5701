"""Applications that do not start: each crash is run under the installed FastAPI, and reported where its cause is.

The list is that of docs/crashes.md. ``# here`` marks the line of the finding.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from types import ModuleType
from typing import Annotated, NamedTuple

import pytest
from pydantic import Field, TypeAdapter
from pydantic_core import SchemaError
from versions import fastapi

from fastapi_lint.examples import ROOT, examples, project
from fastapi_lint.model.knowledge.patterns import refusal
from fastapi_lint.registry import load

pytestmark = pytest.mark.skipif(
    not fastapi("0.163"), reason="the messages of recent releases; docs/crashes.md says what older ones do"
)

HEAD = """\
import dataclasses, typing
from typing import Annotated, Any, Iterator, Optional, Union
from fastapi import APIRouter, Body, Depends, FastAPI, File, Form, Header, Path, Query, Request, Response, Security
from fastapi.responses import JSONResponse
from pydantic import BaseModel
app = FastAPI()
router = APIRouter()
class Item(BaseModel):
    name: str = ''
class Plain:
    pass
def early() -> Iterator[int]:
    yield 1
"""
PAGE = Path(__file__).parents[2] / "docs" / "crashes.md"


class Crash(NamedTuple):
    rule: str
    error: str
    code: str


CRASHES = [
    Crash(
        "duplicate-path-param",
        "ValueError: Duplicated param name",
        "@app.get('/{a}/{a}')  # here\ndef f(a: int): ...",
    ),
    Crash("router-prefix-slash", "AssertionError: A path prefix must start", "APIRouter(prefix='a')  # here"),
    Crash(
        "router-prefix-slash", "AssertionError: A path prefix must not end", "APIRouter(prefix='/a/')  # here"
    ),
    Crash(
        "router-prefix-slash",
        "AssertionError: A path prefix must not end",
        "app.include_router(router, prefix='/')  # here",
    ),
    Crash(
        "router-prefix-slash", "AssertionError: Routed paths must start", "app.mount('a', FastAPI())  # here"
    ),
    Crash(
        "empty-path",
        "FastAPIError: Prefix and path cannot be both empty",
        "@router.get('')  # here\ndef f(): ...\napp.include_router(router)",
    ),
    Crash(
        "no-content-with-body",
        "AssertionError: Status code 204",
        "@app.get('/', status_code=204)\ndef f() -> int: ...  # here",
    ),
    Crash(
        "no-content-with-body",
        "AssertionError: Status code 304",
        "@app.get('/', status_code=304, response_model=Item)  # here\ndef f(): ...",
    ),
    Crash(
        "no-content-with-body",
        "AssertionError: Status code 204",
        "@app.get('/', responses={204: {'model': Item}})  # here\ndef f(): ...",
    ),
    Crash(
        "annotated-marker-with-default",
        "AssertionError: `Query` default value cannot be set",
        "@app.get('/')\ndef f(a: Annotated[int, Query(3)]): ...  # here",
    ),
    Crash(
        "annotated-marker-with-default",
        "AssertionError: Cannot specify",
        "@app.get('/')\ndef f(a: Annotated[int, Query()] = Query()): ...  # here",
    ),
    Crash(
        "annotated-marker-with-default",
        "AssertionError: Cannot specify",
        "@app.get('/')\ndef f(a: Annotated[int, Depends(early)] = Depends(early)): ...  # here",
    ),
    Crash(
        "path-param-wrong-marker",
        "AssertionError: Cannot use `Query` for path param",
        "@app.get('/{a}')\ndef f(a: Annotated[int, Query()]): ...  # here",
    ),
    Crash(
        "path-param-wrong-marker",
        "AssertionError: Cannot use `Header` for path param",
        "@app.get('/{a}')\ndef f(a: int = Header()): ...  # here",
    ),
    Crash(
        "path-param-default",
        "AssertionError: Path parameters cannot have a default value",
        "@app.get('/{a}')\ndef f(a: int = Path(3)): ...  # here",
    ),
    Crash(
        "path-param-default",
        "AssertionError: Path parameters cannot have default values",
        "@app.get('/{a}')\ndef f(a: Annotated[int, Path()] = 3): ...  # here",
    ),
    Crash(
        "path-param-not-scalar",
        "AssertionError: Path params must be of one of",
        "@app.get('/{a}')\ndef f(a: Item): ...  # here",
    ),
    Crash(
        "path-param-not-scalar",
        "AssertionError: Path params must be of one of",
        "@app.get('/{a}')\ndef f(a: Annotated[list[int], Path()]): ...  # here",
    ),
    Crash(
        "path-param-not-scalar",
        "AssertionError: Path params must be of one of",
        "@app.get('/{a}')\ndef f(a: dict[str, int]): ...  # here",
    ),
    Crash(
        "query-param-not-scalar",
        "AssertionError: Query parameter 'a' must be",
        "@app.get('/')\ndef f(a: Annotated[dict, Query()]): ...  # here",
    ),
    Crash(
        "query-param-not-scalar",
        "AssertionError: Query parameter 'a' must be",
        "@app.get('/')\ndef f(a: list[Item] = Query()): ...  # here",
    ),
    Crash(
        "query-param-not-scalar",
        "AssertionError: Query parameter 'a' must be",
        "@app.get('/')\ndef f(a: Annotated[Union[int, Item], Query()]): ...  # here",
    ),
    Crash(
        "unsupported-type",
        "FastAPIError: Invalid args for response field",
        "@app.get('/')\ndef f() -> Plain: ...  # here",
    ),
    Crash(
        "unsupported-type",
        "FastAPIError: Invalid args for response field",
        "@app.get('/')\ndef f() -> Union[dict, JSONResponse]: ...  # here",
    ),
    Crash(
        "unsupported-type",
        "FastAPIError: Invalid args for response field",
        "@app.get('/', response_model=list[Plain])  # here\ndef f(): ...",
    ),
    Crash(
        "unsupported-type",
        "FastAPIError: Invalid args for response field",
        "@app.get('/')\ndef f(a: Plain): ...  # here",
    ),
    Crash(
        "unsupported-type",
        "FastAPIError: Invalid args for response field",
        "@app.get('/')\ndef f(a: Optional[Request] = None): ...  # here",
    ),
    Crash(
        "dependency-list-without-depends",
        "AttributeError: 'function' object",
        "@app.get('/', dependencies=[early])  # here\ndef f(): ...",
    ),
    Crash(
        "depends-called-argument",
        "TypeError: <generator object early",
        "@app.get('/')\ndef f(a: Annotated[int, Depends(early())]): ...  # here",
    ),
    Crash(
        "dependency-ends-too-early",
        'DependencyScopeError: The dependency "late"',
        "def late(a: Annotated[int, Depends(early, scope='function')]):  # here\n    yield a\n"
        "@app.get('/')\ndef f(a: Annotated[int, Depends(late)]): ...",
    ),
    Crash(
        "invalid-max-concurrency",
        "ValueError: max_concurrency must be",
        "@app.get('/')\ndef f(a: Annotated[int, Depends(early, max_concurrency=0)]): ...  # here",
    ),
    Crash(
        "router-includes-itself",
        "AssertionError: Cannot include the same APIRouter",
        "router.include_router(router, prefix='/x')  # here",
    ),
    Crash(
        "router-includes-itself",
        "AssertionError: Cannot include the same APIRouter",
        "app.include_router(app.router)  # here",
    ),
    Crash(
        "router-includes-itself",
        "AssertionError: Cannot include an APIRouter instance",
        "other = APIRouter()\nother.include_router(router)\nrouter.include_router(other)  # here",
    ),
    Crash(
        "application-included",
        "AttributeError: 'FastAPI' object",
        "sub = FastAPI()\napp.include_router(sub)  # here",
    ),
    Crash(
        "unknown-path-converter",
        "AssertionError: Unknown path convertor 'integer'",
        "@app.get('/{a:integer}')  # here\ndef f(a: int): ...",
    ),
    Crash(
        "pydantic-v1-shim-import",
        "PydanticV1NotSupportedError",
        "from pydantic.v1 import BaseModel as Old\nclass O(Old): ...\n@app.get('/')\ndef f() -> O: ...  # here",
    ),
    Crash(
        "annotated-marker-with-default",
        "AssertionError: `Query` default value cannot be set in `Annotated`",
        "PAGE = 5\n@app.get('/')\ndef f(a: Annotated[int, Query(PAGE)]): ...  # here",
    ),
    *(
        Crash(
            "dependency-list-without-depends",
            f"AttributeError: '{kind}' object",
            f"{made}@app.get('/', dependencies=[{given}])  # here\ndef f(): ...",
        )
        for kind, made, given in (
            ("function", "", "lambda: 1"),
            ("functools.partial", "import functools\n", "functools.partial(print)"),
            ("A", "class A:\n    def __call__(self): ...\n", "A()"),
            ("function", "class A:\n    def m(self): ...\n", "A().m"),
        )
    ),
    Crash(
        "removed-keyword-argument",
        "TypeError: FastAPI.__init__() got an unexpected keyword",
        "FastAPI(openapi_prefix='/a')  # here",
    ),
    *(
        Crash("marker-on-injected-type", "AssertionError: Cannot specify FastAPI annotation for type", code)
        for code in (
            "@app.get('/')\ndef f(a: Request = Query()): ...  # here",
            "@app.get('/')\ndef f(a: Annotated[Response, Header()]): ...  # here",
            "@app.get('/')\ndef f(a: JSONResponse = Body()): ...  # here",
            "@app.get('/{a}')\ndef f(a: Request = Path()): ...  # here",
            "def g(a: Annotated[Request, Form()]): ...  # here\n"
            "@app.get('/')\ndef f(b: Annotated[int, Depends(g)]): ...",
        )
    ),
    *(
        Crash("default-and-factory", "TypeError: cannot specify both default and default_factory", code)
        for code in (
            "a = Query(1, default_factory=int)  # here",
            "a = Header(default=None, default_factory=lambda: 1)  # here",
            "@app.get('/')\ndef f(a: Annotated[int, Query(default_factory=int)] = 3): ...  # here",
            "import pydantic\nclass M(BaseModel):\n    a: list[int] = pydantic.Field([], default_factory=list)  # here",
        )
    ),
    *(
        Crash("invalid-pattern", "SchemaError: Error building", code)
        for code in (
            "@app.get('/')\ndef f(a: Annotated[str, Query(pattern='(?=a)b')]): ...  # here",
            "@app.get('/')\ndef f(a: Optional[str] = Query(None, regex='(')): ...  # here",
            "import pydantic\nclass M(BaseModel):\n    a: str = pydantic.Field(pattern=r'(a)\\1')  # here",
            "import pydantic\npydantic.TypeAdapter(pydantic.constr(pattern='[a'))  # here",
        )
    ),
]

WHOLE = {
    "application-included",
    "dependency-ends-too-early",
    "duplicate-path-param",
    "empty-path",
    "default-and-factory",
    "invalid-max-concurrency",
    "invalid-pattern",
    "marker-on-injected-type",
    "path-param-not-scalar",
    "path-param-wrong-marker",
    "query-param-not-scalar",
    "router-includes-itself",
    "unknown-path-converter",
    "unsupported-type",
}
"""The rules whose whole Bad example is one crash."""


def start(code: str) -> None:
    """Execute a module of its own, as the import of an application does."""
    module = ModuleType("main")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(code, "main.py", "exec"), module.__dict__)


def rows(code: str, rule: str) -> list[int]:
    """The lines that a rule reports."""
    rules = [one for one in load().rules if one.name == rule]
    assert rules, f"there is no rule {rule}"
    result = project({"main.py": code}, rules).check()
    assert not result.problems
    assert all(one.path == ROOT + "main.py" for one in result.active)
    return [code.count("\n", 0, one.span.start) + 1 for one in result.active]


@pytest.mark.parametrize("crash", CRASHES, ids=lambda one: f"{one.rule}-{one.error.split(':')[0]}")
def test_it_crashes_and_is_reported_there(crash: Crash) -> None:
    code = HEAD + crash.code + "\n"
    name, _, text = crash.error.partition(": ")
    with pytest.raises(Exception) as caught:
        start(code)
    assert (type(caught.value).__name__, str(caught.value)[: len(text)]) == (name, text)
    expected = [row for row, line in enumerate(code.split("\n"), 1) if line.endswith("# here")]
    assert rows(code, crash.rule) == expected


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_the_bad_example_crashes_and_the_good_one_does_not(name: str) -> None:
    (rule,) = (one for one in load().rules if one.name == name)
    for example in examples(rule):
        for block, crashes in ((example.bad, True), (example.good, False)):
            (code,) = block.files.values()
            if crashes:
                with pytest.raises(Exception):  # noqa: B017 - the other test says which
                    start(code)
            else:
                start(code)


def test_the_page_lists_every_rule() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [rule for rule in sorted({one.rule for one in CRASHES}) if f"`{rule}`" not in page] == []


def test_what_starts_is_not_reported() -> None:
    code = HEAD + (
        "@app.get('/{a}/{b:int}')\n"
        "def f(a: int, b: Annotated[int, Path(gt=0)], c: Annotated[list[int], Query()]) -> Item: ...\n"
        "def late(a: Annotated[int, Depends(early)]):\n    yield a\n"
        "@router.get('', status_code=204)\ndef g(a: Annotated[int, Depends(late, max_concurrency=1)]) -> None: ...\n"
        "app.include_router(router, prefix='/x')\napp.mount('/sub', FastAPI())\n"
    )
    start(code)
    assert [row for one in sorted({one.rule for one in CRASHES}) for row in rows(code, one)] == []


REFUSED = (
    *(
        "(?=a)b",
        "(?!a)b",
        "(?<=a)b",
        "(?<!a)b",
        "(?>a)",
        "(a)(?(1)a|b)",
        "(?#c)a",
        r"(a)\1",
        "(?P<a>x)(?P=a)",
    ),
    *(r"a\Z", "(", "a)", "[", "[^]", "a{2,1}"),
)
ACCEPTED = (
    *("(?P<a>x)", "(?<a>x)", "a++", "a(?i)b", r"\p{L}", r"\d\(?=", r"[(?=)]", "[]a]", "(?x: a # (\n )"),
    *("[[:alpha:]]", "a**", "^*a", r"\\1", r"\\Z"),
)


@pytest.mark.parametrize("pattern", [*REFUSED, *ACCEPTED])
def test_patterns_that_pydantic_refuses(pattern: str) -> None:
    def make() -> None:
        TypeAdapter(Annotated[str, Field(pattern=pattern)])

    if pattern in ACCEPTED:
        make()
    else:
        with pytest.raises(SchemaError):
            make()
    assert bool(refusal(pattern)) is (pattern in REFUSED)
