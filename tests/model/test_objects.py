"""Objects that plain constructors make, on the way to paths and endpoints. What is expected is what FastAPI said."""

from __future__ import annotations

from model_link import Link
from test_model_styles import app, paths

from fastapi_lint.model.domain import In, PathOperation
from fastapi_lint.model.project import Project


def locations(project: Project) -> list[dict[str, str]]:
    return [
        {parameter.name: parameter.location.value for parameter in operation.parameters}
        for operation in app(project).operations
        if isinstance(operation, PathOperation)
    ]


def test_constructors_store_what_paths_are_made_of(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        class Task:
            def __init__(self, name):
                self.name = name
        def add(app, task: Task):
            @app.get(f"/{task.name}/{{key}}")
            def read(key: str): ...
        app = FastAPI()
        for task in [Task("text"), Task(name="tokens")]:
            add(app, task)
        """
    )
    assert paths(project) == ["GET /text/{key}", "GET /tokens/{key}"]
    assert locations(project) == [{"key": "path"}, {"key": "path"}]


def test_what_another_method_sets_is_unknown(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        class Task:
            def __init__(self, name):
                self.name = name
            def rename(self, name):
                self.name = name
        task = Task("text")
        task.rename("other")
        app = FastAPI()
        @app.get(f"/{task.name}/{{key}}")
        def read(key: str, item: dict): ...
        """
    )
    assert paths(project) == ["GET ?"]
    # It may well be in the path that nobody knows; a body never is.
    assert locations(project) == [{"key": In.UNKNOWN.value, "item": "body"}]


def test_two_objects_of_a_class_are_not_one(link: Link) -> None:
    project = link(
        main="""
        import os
        from fastapi import FastAPI
        class Task:
            def __init__(self, name):
                self.name = name
        task = Task("a") if os.path.exists("a") else Task("b")
        app = FastAPI()
        @app.get(f"/{task.name}")
        def read(): ...
        """
    )
    assert paths(project) == ["GET ?"]


def test_attrs_makes_fields_by_factories(link: Link) -> None:
    project = link(
        main="""
        import attr
        from fastapi import APIRouter, FastAPI
        class Jobs:
            def run(self, job: str): ...
        @attr.define
        class Client:
            title: str = attr.field()
            jobs = None
            def __attrs_post_init__(self):
                self.jobs = Jobs()
        @attr.define
        class Api:
            client: attr.field
            app: attr.field
            router: APIRouter = attr.ib(default=attr.Factory(APIRouter))
            def __attrs_post_init__(self):
                self.router.add_api_route("/jobs/{job}", self.client.jobs.run)
                self.app.include_router(self.router)
        api = Api(client=Client(title="x"), app=FastAPI())
        app = api.app
        """
    )
    assert paths(project) == ["GET /jobs/{job}"]
    assert locations(project) == [{"job": "path"}]


def test_properties_make_applications_of_lists(link: Link) -> None:
    project = link(
        main="""
        from fastapi import APIRouter, FastAPI
        class Resource:
            def __init__(self, model):
                self.router = APIRouter()
                @self.router.get("/")
                def search(): ...
        class Api:
            def __init__(self, resources):
                self.resources = resources
            @property
            def app(self):
                app = FastAPI()
                for prefix, listed in self.resources.items():
                    first = listed.pop(0)
                    for other in listed:
                        first.router.include_router(other.router, prefix="/more")
                    app.include_router(first.router, prefix=f"/{prefix}")
                return app
        app = Api({"owners": [Resource(1), Resource(2)]}).app
        """
    )
    assert paths(project) == ["GET /owners/", "GET /owners/more/"]


def test_cast_is_what_it_is_given(link: Link) -> None:
    project = link(
        main="""
        from collections.abc import Callable
        from typing import Any, cast
        from fastapi import APIRouter, FastAPI
        class Pages:
            def __init__(self):
                self.router = APIRouter()
                self.router.add_api_route("/login", self.login())
            def login(self) -> Callable[..., Any]:
                async def inner(q: int): ...
                return cast(Callable[..., Any], inner)
        app = FastAPI()
        app.include_router(Pages().router)
        """
    )
    assert locations(project) == [{"q": "query"}]


def test_fields_of_dataclasses_may_have_any_name(link: Link) -> None:
    project = link(
        main="""
        from dataclasses import dataclass
        from fastapi import Depends, FastAPI, Header
        @dataclass
        class Common:
            __workspace__: str = Header(None, alias="X-Workspace")
        app = FastAPI()
        @app.get("/")
        def read(common: Common = Depends()): ...
        """
    )
    (operation,) = app(project).operations
    assert isinstance(operation, PathOperation)
    ((parameter,),) = [one.parameters for one in operation.dependencies]
    assert (parameter.name, parameter.alias, parameter.location) == (
        "__workspace__",
        "X-Workspace",
        In.HEADER,
    )


def test_a_decorator_may_sign_a_class_anew(link: Link) -> None:
    project = link(
        main="""
        from fastapi import Depends, FastAPI, Form
        from pydantic import BaseModel
        def as_form(cls):
            fields = [one.replace(default=Form(...)) for one in cls.__signature__.parameters.values()]
            cls.__signature__ = cls.__signature__.replace(parameters=fields)
            return cls
        @as_form
        class Comment(BaseModel):
            text: str
        app = FastAPI()
        @app.post("/")
        def write(comment: Comment = Depends(Comment)): ...
        """
    )
    (operation,) = app(project).operations
    assert isinstance(operation, PathOperation)
    assert [one.is_known for one in operation.dependencies] == [False]


def test_a_list_or_none_is_unknown(link: Link) -> None:
    project = link(
        main="""
        import os
        from typing import Any, List, Optional
        from fastapi import Depends, FastAPI
        def user(): ...
        class Server:
            def __init__(self, login=None):
                self.login = login or os.environ["LOGIN"]
                self.app = FastAPI(dependencies=self.guards())
                @self.app.get("/")
                def read(): ...
            def guards(self) -> Optional[List[Any]]:
                if self.login:
                    return [Depends(user)]
                return None
        server = Server()
        app = server.app
        """
    )
    (made,) = project.applications
    (operation,) = made.operations
    assert isinstance(operation, PathOperation)
    assert operation.dependencies == ()
    assert not made.shows_dependencies
