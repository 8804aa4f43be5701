"""Applications written in other styles than decorators on a router. What is expected is what FastAPI said."""

from __future__ import annotations

import pytest
from model_link import Link

from fastapi_lint.model.domain import Application, MountPoint, PathOperation
from fastapi_lint.model.project import Project


def app(project: Project, name: str = "app") -> Application:
    (found,) = [one for one in project.applications if one.name == name]
    return found


def paths(project: Project, name: str = "app") -> list[str]:
    return [
        f"MOUNT {entry.path}" if isinstance(entry, MountPoint) else entry.display  # type: ignore[attr-defined]
        for entry in app(project, name).operations
    ]


def needs(project: Project, display: str) -> list[str]:
    """The functions that an operation depends on, in order; ``?`` for what is unknown."""
    (operation,) = [one for one in app(project).operations if getattr(one, "display", "") == display]
    assert isinstance(operation, PathOperation)
    functions = [one.dependency.function for one in operation.dependencies]
    return [function.name if function is not None else "?" for function in functions]


def test_routers_that_nobody_knows_are_listed_as_unknown(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        from elsewhere import router
        app = FastAPI()
        app.include_router(router, prefix="/x")
        @app.get("/y")
        def y(): ...
        """
    )
    assert paths(project) == ["? ?", "GET /y"]
    assert [route.display for route in project.routes] == ["GET /y"]


def test_lists_of_routes(link: Link) -> None:
    project = link(
        main="""
        from fastapi import Depends, FastAPI
        from fastapi.routing import APIRoute
        from starlette.routing import Mount, Route, WebSocketRoute
        def home(request): ...
        async def ws(websocket): ...
        def need(): ...
        def read(item_id: int): ...
        app = FastAPI(
            routes=[Route("/home", home), Mount("/m", routes=[Route("/in", home)]), WebSocketRoute("/ws", ws)],
            dependencies=[Depends(need)],
        )
        app.routes.append(Route("/late", home, methods=["POST"]))
        app.router.routes.insert(0, APIRoute("/api/{item_id}", read, methods=["PUT"]))
        app.add_route("/plain", home)
        app.routes.append(whatever())
        """
    )
    assert paths(project) == [
        "PUT /api/{item_id}",
        "GET/HEAD /home",
        "MOUNT /m",
        "WEBSOCKET /ws",
        "POST /late",
        "GET/HEAD /plain",
        "? ?",
    ]
    assert needs(project, "PUT /api/{item_id}") == []


def test_subclasses_run_their_own_methods(link: Link) -> None:
    project = link(
        main="""
        from fastapi import APIRouter, Depends, FastAPI
        def need(): ...
        class Slashed(APIRouter):
            def __init__(self, *args, **kwargs):
                kwargs.setdefault("prefix", "/slashed")
                super().__init__(*args, **kwargs)
            def add_api_route(self, path, endpoint, **kwargs):
                super().add_api_route(path, endpoint, **kwargs)
                if path != "/":
                    super().add_api_route(path + "/", endpoint, **kwargs)
        class Both(APIRouter):
            def api_route(self, path, **kwargs):
                first = super().api_route(path.rstrip("/"), **kwargs)
                second = super().api_route(path.rstrip("/") + "/", **kwargs)
                def decorator(function):
                    second(function)
                    return first(function)
                return decorator
        slashed, both = Slashed(), Both()
        @slashed.get("/a")
        def a(): ...
        @slashed.post("/")
        def b(): ...
        @both.get("/c/")
        def c(): ...
        class Service(FastAPI):
            def __init__(self, name: str, **kwargs):
                super().__init__(title=name, dependencies=[Depends(need)], **kwargs)
                self.get("/health")(self.health)
                self.fill()
            def fill(self):
                self.include_router(slashed)
                self.include_router(both)
            async def health(self): ...
        app = Service("x")
        """
    )
    assert paths(project) == [
        "GET /health",
        "GET /slashed/a",
        "GET /slashed/a/",
        "POST /slashed/",
        "GET /c/",
        "GET /c",
    ]
    assert needs(project, "GET /health") == ["need"]


def test_each_call_of_a_factory_is_a_dependency_of_its_own(link: Link) -> None:
    project = link(
        main="""
        from fastapi import Depends, FastAPI, Query
        def by(name: str, default: int = 3):
            def check(value: str = Query(alias=name), size: int = Query(default)): ...
            return check
        base = [Depends(by("base"))]
        app = FastAPI(dependencies=[*base, Depends(by("more"))])
        @app.get("/x")
        def x(a=Depends(by("first")), b=Depends(by("second"))): ...
        """
    )
    (operation,) = app(project).operations
    assert isinstance(operation, PathOperation)
    aliases = [one.parameters[0].alias for one in operation.dependencies]
    assert aliases == ["base", "more", "first", "second"]
    assert needs(project, "GET /x") == ["check"] * 4


def test_helpers_decide_by_what_they_are_given(link: Link) -> None:
    project = link(
        main="""
        import os
        from fastapi import APIRouter, Depends, FastAPI
        def need(): ...
        def x(): ...
        def add(app, prefix=None, deps=None, extra=True):
            prefix = prefix or "/default"
            deps = [] if deps is None else list(deps)
            deps.append(Depends(need))
            router = APIRouter(dependencies=deps)
            router.add_api_route("/x", x)
            if not extra:
                app.include_router(router, prefix=prefix)
                return
            router.add_api_route("/more", x)
            if deps is not None and extra:
                app.include_router(router, prefix=prefix + os.getenv("SUFFIX", "/s"))
        app = FastAPI()
        add(app)
        add(app, "/two", [Depends(need)], extra=False)
        for verb in ("get", "post"):
            getattr(app, verb)(f"/verb/{verb}")(x)
        if os.getenv("DEBUG", ""):
            app.get("/debug")(x)
        """
    )
    assert paths(project) == [
        "GET /default/s/x",
        "GET /default/s/more",
        "GET /two/x",
        "GET /verb/get",
        "POST /verb/post",
        "GET /debug",
    ]
    assert needs(project, "GET /two/x") == ["need", "need"]
    assert [entry.conditional for entry in app(project).operations] == [False] * 5 + [True]


@pytest.mark.parametrize("package", ["fastapi_utils", "fastapi_restful"])
def test_class_based_views(link: Link, package: str) -> None:
    project = link(
        main=f"""
        from fastapi import APIRouter, Depends, FastAPI, Query
        from {package}.cbv import cbv
        def get_db(): ...
        router, second = APIRouter(prefix="/things"), APIRouter()
        @cbv(router)
        class Things:
            db: int = Depends(get_db)
            page: int = Query(1)
            def __init__(self, token: str = "x"): ...
            @router.get("/{{thing_id}}")
            def read(self, thing_id: int): ...
        @router.get("/plain/x")
        def plain(): ...
        @second.get("/first")
        def first(): ...
        @cbv(second, "/more")
        class More:
            def get(self, x: int): ...
            def delete(self): ...
        app = FastAPI()
        app.include_router(router, prefix="/api")
        app.include_router(second)
        """
    )
    assert paths(project) == [
        "GET /api/things/{thing_id}",
        "GET /api/things/plain/x",
        "GET /first",
        "DELETE /more",
        "GET /more",
    ]
    read = app(project).operations[0]
    assert isinstance(read, PathOperation)
    assert [parameter.name for parameter in read.parameters] == ["self", "thing_id"]
    view, db = read.dependencies
    assert [parameter.name for parameter in view.parameters] == ["token", "db", "page"]
    assert db.dependency.function is not None


def test_records_register_in_their_post_init(link: Link) -> None:
    project = link(
        main="""
        from dataclasses import dataclass, field
        from attrs import define, field as attr
        from fastapi import APIRouter, FastAPI
        @define(kw_only=True)
        class Base:
            router: APIRouter = attr(factory=APIRouter)
            with_more: bool = True
            def __attrs_post_init__(self):
                self.register()
            def register(self): ...
        @define(kw_only=True)
        class Tiles(Base):
            def register(self):
                @self.router.get("/tiles")
                def tiles(): ...
                if self.with_more:
                    self.more()
            def more(self):
                @self.router.get("/more")
                def more(): ...
        @dataclass
        class Site:
            name: str
            router: APIRouter = field(default_factory=APIRouter)
            def __post_init__(self):
                self.router.include_router(Tiles(with_more=False).router, prefix=f"/{self.name}")
        app = FastAPI()
        app.include_router(Tiles().router)
        app.include_router(Site("inner").router)
        """
    )
    assert paths(project) == ["GET /tiles", "GET /more", "GET /inner/tiles"]


def test_settings_and_what_they_hold(link: Link) -> None:
    project = link(
        {
            "settings.py": """
                from pydantic import Field
                from pydantic_settings import BaseSettings
                class Server(BaseSettings):
                    root: str = Field(default="/root")
                class Settings(BaseSettings):
                    server: Server = Field(default_factory=Server)
                    debug: bool = False
                def load():
                    return Settings()
                settings = load()
                """,
            "main.py": """
                from fastapi import FastAPI
                from settings import settings
                VERSIONS = {"major": "/v" + "1.2.3".split(".")[0], "minor": f"/v{'.'.join('1.2.3'.split('.')[:2])}"}
                app = FastAPI()
                @app.get(settings.server.root + "/x")
                def x(): ...
                for prefix in VERSIONS.values():
                    app.get(prefix)(x)
                if settings.debug:
                    app.get("/debug")(x)
                """,
        }
    )
    assert paths(project) == ["GET /root/x", "GET /v1", "GET /v1.2", "GET /debug"]
    assert app(project).operations[-1].conditional


def test_classes_give_paths_their_names(link: Link) -> None:
    project = link(
        main="""
        from fastapi import APIRouter, FastAPI
        from elsewhere import pick

        class Base:
            pass

        class Item(Base):
            pass

        def crud(model: type[Base]) -> APIRouter:
            router = APIRouter(prefix=f"/{model.__name__.lower()}s")

            @router.get("/all")
            def read() -> int:
                return 1

            return router

        class Views:
            model: type[Base]

            def __init__(self, model: type[Base]) -> None:
                self.model = model
                self.router = APIRouter(prefix=f"/{self.__class__.__name__}/{self.model.__name__}")
                self.router.add_api_route("/go", self.go)

            def go(self) -> int:
                return 1

        class Own(Views):
            pass

        app = FastAPI()
        app.include_router(crud(Item))
        app.include_router(crud(pick()))
        app.include_router(Own(Item).router)
        app.include_router(Views(pick()).router)
        """
    )
    assert paths(project) == ["GET /items/all", "GET ?", "GET /Own/Item/go", "GET ?"]


@pytest.mark.parametrize(
    "statement",
    [
        "made().x = 1",
        "made().x += 1",
        "made().x.y = 1",
        "made()['k'] = 1",
        "made()['k'] += 1",
        "del made()['k']",
        "made().__class__.__name__",
        "print(*[made()])",
        "print(**{'a': made()})",
        "[*[made()]]",
        "[*unknown(made())]",
        "[*unknown, made()]",
        "[one for one in [made()]]",
        "[one for one in unknown(made())]",
        "{one for one in [made()]}",
        "{one: 1 for one in [made()]}",
        "f'{made()}'",
        "made() or 1",
        "1 if made() else 2",
        "for one in made(): pass",
    ],
)
def test_a_program_is_followed_once(link: Link, statement: str) -> None:
    project = link(
        main=f"""
        from fastapi import FastAPI
        app = FastAPI()

        class Thing:
            pass

        def read() -> int:
            return 1

        def made() -> Thing:
            app.add_api_route("/", read)
            return Thing()

        {statement}
        """
    )
    assert paths(project) == ["GET /"]
