"""Parameters: where FastAPI reads each one from, and what an operation depends on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fastapi_lint.model.domain import In, PathOperation
from fastapi_lint.model.inputs.parameters import parameters_of
from fastapi_lint.model.project import Project

Link = Callable[..., Project]

HEAD = """
    from collections.abc import Iterable
    from dataclasses import dataclass
    from enum import Enum
    from typing import Annotated, Any, NewType, Optional
    from uuid import UUID
    from fastapi import BackgroundTasks, Body, Cookie, Depends, FastAPI, File, Form, Header, Query
    from fastapi import Request, UploadFile
    from pydantic import BaseModel, EmailStr
    from somewhere import Foreign
    class Item(BaseModel):
        name: str
    @dataclass
    class Row:
        name: str
    class Colour(str, Enum):
        RED = "red"
    UserId = NewType("UserId", int)
    Page = Annotated[int, Query(alias="p")]
    def dep(): ...
    Dep = Annotated[str, Depends(dep)]
    app = FastAPI()
"""


def operation(project: Project) -> PathOperation:
    (app,) = project.applications
    one = app.operations[-1]
    assert isinstance(one, PathOperation)
    return one


@pytest.mark.parametrize(
    ("written", "location"),
    [
        ("x", In.QUERY),
        ("x: int", In.QUERY),
        ("x: Any", In.QUERY),
        ("x: UUID | None = None", In.QUERY),
        ("x: Colour", In.QUERY),
        ("x: UserId", In.QUERY),
        ("x: EmailStr", In.QUERY),
        ("x: Iterable[int]", In.QUERY),
        ("x: Page", In.QUERY),
        ("x: list[int] | None = None", In.BODY),
        ("x: list[int] = Query()", In.QUERY),
        ("x: dict[str, int]", In.BODY),
        ("x: Item", In.BODY),
        ("x: Optional[Item] = None", In.BODY),
        ("x: 'Item'", In.BODY),
        ("x: Row", In.BODY),
        ("x: Annotated[Item, Query()]", In.QUERY),
        ("x: Annotated[int, Body()]", In.BODY),
        ("x: Annotated[str, Header()]", In.HEADER),
        ("x: str = Cookie()", In.COOKIE),
        ("x: str = Form()", In.FORM),
        ("x: bytes = File()", In.FILE),
        ("x: UploadFile", In.FILE),
        ("x: list[UploadFile]", In.FILE),
        ("x: list", In.FILE),
        ("x: Request", In.SPECIAL),
        ("x: BackgroundTasks", In.SPECIAL),
        ("x: Dep", In.DEPENDENCY),
        ("x=Depends(dep)", In.DEPENDENCY),
        ("x: Foreign", In.UNKNOWN),
        ("x: list[Foreign]", In.BODY),
        ("x: Annotated[Foreign, Query()]", In.QUERY),
        ("item_id: Foreign", In.PATH),
        ("item_id: int", In.PATH),
        ("*args", In.QUERY),
    ],
)
def test_location_is_the_one_that_fastapi_decides_on(link: Link, written: str, location: In) -> None:
    project = link(main=f"{HEAD}\n    @app.get('/items/{{item_id}}')\n    def read({written}): ...\n")
    (parameter,) = operation(project).parameters
    assert parameter.location is location


@pytest.mark.parametrize(
    ("written", "alias", "required"),
    [
        ("x: int", "x", True),
        ("x: int = 3", "x", False),
        ("x: Annotated[int, Query(alias='y')]", "y", True),
        ("x: int = Query(...)", "x", True),
        ("x: int = Query(3, alias='y')", "y", False),
        ("x: Page = 1", "p", False),
        ("x_token: str = Header()", "x-token", True),
        ("x_token: str = Header(convert_underscores=False)", "x_token", True),
        ("x: int = Query(default_factory=dep)", "x", False),
    ],
)
def test_alias_and_required(link: Link, written: str, alias: str, required: bool) -> None:
    project = link(main=f"{HEAD}\n    @app.get('/')\n    def read({written}): ...\n")
    (parameter,) = operation(project).parameters
    assert (parameter.alias, parameter.required) == (alias, required)


def test_same_function_reads_path_or_query_by_the_path(link: Link) -> None:
    project = link(main="def read(item_id: int): ...")
    (function,) = project.functions()
    assert [p.location for p in parameters_of(function)] == [In.QUERY]
    assert [p.location for p in parameters_of(function, ["item_id"])] == [In.PATH]


def test_prefix_of_an_inclusion_makes_a_path_parameter(link: Link) -> None:
    project = link(
        main="""
        from fastapi import APIRouter, FastAPI
        router = APIRouter()
        @router.get("/")
        def read(user_id: int): ...
        app = FastAPI()
        app.include_router(router, prefix="/users/{user_id}")
        """
    )
    assert [p.location for p in operation(project).parameters] == [In.PATH]


def test_dependencies_come_from_the_outside_in(link: Link) -> None:
    project = link(
        main="""
        from fastapi import APIRouter, Depends, FastAPI
        def a(): ...
        def b(): ...
        def c(): ...
        def d(): ...
        def f(): ...
        def e(inner=Depends(f)): yield
        router = APIRouter(dependencies=[Depends(c)])
        @router.get("/", dependencies=[Depends(d)])
        def read(x=Depends(e, use_cache=False)): ...
        app = FastAPI(dependencies=[Depends(a)])
        app.include_router(router, dependencies=[Depends(b)])
        """
    )
    found = operation(project).dependencies
    names = [one.dependency.function.name for one in found if one.dependency.function]
    assert names == ["a", "b", "c", "d", "e", "f"]
    assert [len(one.dependencies) for one in found] == [0, 0, 0, 0, 1, 0]
    last = found[4].dependency
    assert (last.use_cache, last.is_yield, last.scope, last.is_async) == (False, True, "request", False)


def test_classes_and_objects_show_what_they_take(link: Link) -> None:
    project = link(
        main="""
        from dataclasses import dataclass
        from functools import partial
        from fastapi import Depends, FastAPI, Query
        @dataclass
        class Base:
            skip: int = 0
        @dataclass
        class Filter(Base):
            tags: list[str] = Query([])
        class Checker:
            def __init__(self, role): ...
            def __call__(self, token: str): ...
        class Commons:
            def __init__(self, q: str): ...
        def fixed(a: int, b: int): ...
        app = FastAPI()
        @app.get("/")
        def read(
            f: Filter = Depends(), check=Depends(Checker("x")), c: Commons = Depends(), p=Depends(partial(fixed, 1))
        ): ...
        """
    )
    taken = [[p.name for p in one.parameters] for one in operation(project).dependencies]
    assert taken == [["skip", "tags"], ["token"], ["q"], ["b"]]


def test_endpoint_made_in_a_loop_keeps_its_own_dependencies(link: Link) -> None:
    project = link(
        main="""
        from fastapi import APIRouter, Depends, FastAPI
        app = FastAPI()
        def a(): ...
        def b(): ...
        def register(name, check):
            @app.get(f"/{name}")
            def read(x=Depends(check)): ...
        register("a", a)
        register("b", b)
        """
    )
    (app,) = project.applications
    shown = [
        (one.path, [used.dependency.function.name for used in one.dependencies if used.dependency.function])
        for one in app.operations
        if isinstance(one, PathOperation)
    ]
    assert shown == [("/a", ["a"]), ("/b", ["b"])]


def test_wrapper_takes_what_it_wraps(link: Link) -> None:
    project = link(
        main="""
        from functools import wraps
        from fastapi import FastAPI
        app = FastAPI()
        def inner(q: str): ...
        @app.get("/")
        @wraps(inner)
        def read(*args, **kwargs): ...
        """
    )
    assert [p.name for p in operation(project).parameters] == ["q"]


def test_old_releases_read_an_upload_from_the_query(link: Link) -> None:
    code = f"{HEAD}\n    @app.get('/')\n    def read(x: UploadFile): ...\n"
    project = link({"main.py": code, "pyproject.toml": '[tool.fastapi-lint]\ntarget-fastapi = "0.68.2"\n'})
    assert [p.location for p in operation(project).parameters] == [In.QUERY]


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("q: int", False),
        ("item: Item", False),
        ("item: Item, row: Row", True),
        ("item: Item = Body(embed=True)", True),
        ("item: Annotated[Item, Body(embed=YES)]", True),
        ("item: Item, same: int = Depends(takes_item)", False),
        ("row: Row, other: int = Depends(takes_item)", True),
        ("text: str = Form()", True),
        ("upload: UploadFile", True),
        ("item: Annotated[Item, Form()]", False),
        ("item: Annotated[Item | More, Form()]", False),
        ("item: Annotated[Item | None, Form()] = None", False),
        ("row: Annotated[Row, Form()]", True),
        ("number: int = Body()", False),
        ("numbers: list[int]", False),
        ("foreign: Foreign", None),
        ("item: Item, foreign: Foreign", None),
        ("item: Item, row: Row, foreign: Foreign", True),
    ],
)
def test_bodies_are_embedded_as_fastapi_does_it(link: Link, signature: str, expected: bool | None) -> None:
    project = link(
        main=f"""{HEAD}
    YES = True
    class More(BaseModel):
        size: int
    def takes_item(item: Item): ...
    @app.post("/")
    def endpoint({signature}): ...
    """
    )
    assert operation(project).embeds_body is expected
