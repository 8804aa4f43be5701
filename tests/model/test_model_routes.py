"""Routes: the model's list is the running application's, in its order."""

from __future__ import annotations

from model_link import Link

from fastapi_lint.model.domain import PathOperation, Router
from fastapi_lint.model.project import Project


def served(router: Router) -> list[str]:
    return [entry.display for entry in router.operations if isinstance(entry, PathOperation)]


def app(project: Project) -> list[str]:
    (application,) = project.applications
    return served(application)


def test_prefixes_come_from_both_sides(link: Link) -> None:
    project = link(
        main="""
        from fastapi import APIRouter, FastAPI
        app = FastAPI()
        inner = APIRouter(prefix="/inner")
        outer = APIRouter(prefix="/outer")
        @inner.get("/x/{id}")
        def x(id: int): ...
        outer.include_router(inner, prefix="/mid")
        app.include_router(outer, prefix="/api")
        """
    )
    assert app(project) == ["GET /api/outer/mid/inner/x/{id}"]


def test_routers_of_other_files_through_packages(link: Link) -> None:
    project = link(
        {
            "app/__init__.py": "",
            "app/main.py": """
                from fastapi import FastAPI
                from .api import users, items_router as items
                from app import api
                app = FastAPI()
                app.include_router(users.router)
                app.include_router(items, prefix="/v1")
                """,
            "app/api/__init__.py": "from .items import router as items_router",
            "app/api/users.py": """
                from fastapi import APIRouter
                router = APIRouter(prefix="/users")
                @router.get("")
                def users(): ...
                """,
            "app/api/items.py": """
                import fastapi
                router = fastapi.APIRouter()
                @router.post("/items")
                async def create(): ...
                """,
        }
    )
    assert app(project) == ["GET /users", "POST /v1/items"]


def test_factories_loops_and_helpers(link: Link) -> None:
    project = link(
        main="""
        from fastapi import APIRouter, FastAPI
        PREFIX = "/api"
        a, b = APIRouter(prefix="/a"), APIRouter(prefix="/b")
        @a.get("/1")
        def one(): ...
        @b.get("/2")
        def two(): ...
        def make_router(name):
            router = APIRouter(prefix=f"/{name}")
            @router.get("/made")
            def made(): ...
            return router
        def register(app, routers):
            for router in routers:
                app.include_router(router, prefix=PREFIX + "/v1")
        def create_app() -> FastAPI:
            app = FastAPI()
            register(app, [a, b])
            app.include_router(make_router("c"))
            return app
        app = create_app()
        """
    )
    assert app(project) == ["GET /api/v1/a/1", "GET /api/v1/b/2", "GET /c/made"]


def test_a_factory_that_nobody_calls_still_serves(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        def create_app():
            app = FastAPI()
            @app.get("/x")
            def x(): ...
            return app
        """
    )
    assert app(project) == ["GET /x"]


def test_settings_enums_and_dictionaries_as_prefix(link: Link) -> None:
    project = link(
        main="""
        from enum import Enum
        from fastapi import FastAPI
        from pydantic_settings import BaseSettings
        class Settings(BaseSettings):
            prefix: str = "/api"
        class Paths(str, Enum):
            USERS = "/users"
        settings = Settings()
        TABLE = {"x": "/table"}
        app = FastAPI()
        @app.get(settings.prefix + Paths.USERS.value)
        def users(): ...
        @app.get(TABLE["x"])
        def table(): ...
        @app.get(unknown() + "/y")
        def y(): ...
        """
    )
    assert app(project) == ["GET /api/users", "GET /table", "GET ?"]


def test_late_routes_depend_on_the_version(link: Link) -> None:
    files = {
        "main.py": """
            from fastapi import APIRouter, FastAPI
            app = FastAPI()
            router = APIRouter()
            app.include_router(router)
            @router.get("/late")
            def late(): ...
            """
    }
    old = {"pyproject.toml": '[tool.fastapi-lint]\ntarget-fastapi = "0.136"\n'}
    assert app(link(files)) == ["GET /late"]
    assert app(link(files | old)) == []


def test_every_way_to_register(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        app = FastAPI()
        def plain(): ...
        class Views:
            def __init__(self):
                app.add_api_route("/method", self.method, methods=["PUT", "PATCH"])
            async def method(self): ...
        app.add_api_route("/plain", plain)
        @app.api_route("/both", methods={"GET", "POST"})
        def both(): ...
        @app.websocket("/ws")
        async def ws(socket): ...
        @app.get("/first")
        @app.get("/second")
        def stacked(): ...
        Views()
        """
    )
    assert app(project) == [
        "GET /plain",
        "GET/POST /both",
        "WEBSOCKET /ws",
        "GET /second",
        "GET /first",
        "PATCH/PUT /method",
    ]
    assert [route.function.name for route in project.routes if route.function] == [
        "plain",
        "both",
        "ws",
        "stacked",
        "stacked",
        "method",
    ]


def test_a_name_that_the_source_does_not_show(link: Link) -> None:
    project = link(
        main="""
        from fastapi import Depends
        @app.get("/x")
        def x(): ...
        @cache.get("/x")
        def y(): ...
        """
    )
    assert [router.name for router in project.routers] == ["app", "cache"]
    assert not link(main='@app.get("/x")\ndef x(): ...').routes


def test_subclasses_and_monorepos(link: Link) -> None:
    main = "from fastapi import FastAPI\nfrom app.routes import router\napp = FastAPI()\napp.include_router(router)\n"
    routes = """
        from fastapi import APIRouter
        class Router(APIRouter): ...
        router = Router(prefix="/%s")
        @router.get("/x")
        def x(): ...
        """
    project = link(
        {
            "services/a/app/__init__.py": "",
            "services/a/app/main.py": main,
            "services/a/app/routes.py": routes % "a",
            "services/b/app/__init__.py": "",
            "services/b/app/main.py": main,
            "services/b/app/routes.py": routes % "b",
        }
    )
    assert [served(application) for application in project.applications] == [["GET /a/x"], ["GET /b/x"]]


def test_main_guards_and_type_checking_do_not_register(link: Link) -> None:
    project = link(
        main="""
        from typing import TYPE_CHECKING
        from fastapi import FastAPI
        app = FastAPI()
        if TYPE_CHECKING:
            @app.get("/never")
            def never(): ...
        if __name__ == "__main__":
            @app.get("/script")
            def script(): ...
        """
    )
    assert app(project) == []


def test_names_are_given_or_those_of_endpoints(link: Link) -> None:
    project = link(
        main="""
        import functools
        from fastapi import FastAPI
        from shop import NAME, handler
        app = FastAPI()
        def one(): ...
        def replace(function):
            def other(): ...
            return other
        class Answer:
            def __call__(self): ...
            def method(self): ...
        app.add_api_route("/1", one)
        app.add_api_route("/2", one, name="two")
        app.add_api_route("/3", one, name=None)
        app.add_api_route("/4", one, name=NAME)
        app.add_api_route("/5", Answer())
        app.add_api_route("/6", Answer().method)
        app.add_api_route("/7", functools.partial(one))
        app.add_api_route("/8", lambda: 1)
        app.add_api_route("/9", handler)
        app.add_route("/10", one, ["GET"], "ten")
        @app.websocket("/11", "eleven")
        @replace
        async def feed(): ...
        @app.get("/12")
        @replace
        def replaced(): ...
        @replace
        @app.get("/13")
        def registered_first(): ...
        """
    )
    names = [route.name for route in project.routes]
    first = ["one", "two", "one", None, "Answer", "method", "partial", "<lambda>", None]
    assert names == [*first, "ten", "eleven", None, "registered_first"]
