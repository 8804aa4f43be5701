"""Applications that are put together from data: tables, records, extensions. What is expected is what FastAPI said."""

from __future__ import annotations

from model_link import Link
from test_model_styles import app, needs, paths

from fastapi_lint.inventory.reading import response_model_of
from fastapi_lint.model.domain import In, Parameter, PathOperation
from fastapi_lint.model.project import Project


def operation(project: Project, display: str) -> PathOperation:
    (found,) = [one for one in app(project).operations if getattr(one, "display", "") == display]
    assert isinstance(found, PathOperation)
    return found


def read(parameters: tuple[Parameter, ...]) -> list[tuple[str, In, bool | None]]:
    return [(one.name, one.location, one.required) for one in parameters]


def test_routers_in_a_table_of_versions(link: Link) -> None:
    project = link(
        main="""
        from typing import Callable
        from fastapi import APIRouter, FastAPI
        old, new = APIRouter(), APIRouter()
        @old.get("/x")
        def x_old(): ...
        @new.get("/x")
        def x_new(): ...
        def make():
            return FastAPI()
        routers = {(1, 0): old, (2, 0): new}
        makers = {(2, 0): make}

        def versioned(table, suffix=""):
            found = dict()
            newest = dict()
            for version, one in reversed(sorted(table.items())):
                major, minor = version
                found[major, minor, 0] = (one, "/v" + "_".join(map(str, version)) + suffix)
                if version > newest.get(major, (0, 0)):
                    newest[major] = version
            found[(*newest[sorted(newest)[-1]], 1)] = (one, "/latest" + suffix)
            return found

        def serve(app, *tables):
            keys = set()
            for table in tables:
                keys |= set(table)
            for key in sorted(keys):
                for table in tables:
                    if table.get(key) is None:
                        continue
                    one, prefix = table[key]
                    if isinstance(one, APIRouter):
                        app.include_router(one, prefix=prefix)
                    elif isinstance(one, Callable):
                        app.mount(prefix, one())

        app = FastAPI()
        serve(app, versioned(routers), versioned(makers, "/m"))
        """
    )
    assert paths(project) == [
        "GET /v1_0/x",
        "GET /v2_0/x",
        "MOUNT /v2_0/m",
        "GET /latest/x",
        "MOUNT /latest/m",
    ]


def test_what_an_application_keeps_for_the_next_step(link: Link) -> None:
    project = link(
        main="""
        from fastapi import APIRouter, FastAPI
        class Api:
            def __init__(self, app, check):
                self.app = app
                self.app.state.prefix = "/v1"
                self.manage()
                if check is True:
                    @self.app.post("/check")
                    def checked(): ...
                else:
                    @self.app.post("/uncheck")
                    def unchecked(): ...
            def manage(self):
                router = APIRouter(prefix=self.app.state.prefix)
                def ping(): ...
                router.add_api_route("/ping", ping)
                self.app.include_router(router)
        app = FastAPI()
        Api(app, True)
        """
    )
    assert paths(project) == ["GET /v1/ping", "POST /check"]


def test_extensions_that_settings_choose(link: Link) -> None:
    project = link(
        main="""
        import os
        from dataclasses import dataclass, field
        from fastapi import FastAPI
        class Sort:
            def register(self, app):
                app.get("/sort")(self.sort)
            def sort(self): ...
        class Plain:
            def register(self, app): ...
        @dataclass
        class Extensions:
            search_map: dict = field(default_factory=dict)
            def __post_init__(self):
                for key in ["search_map"]:
                    setattr(self, key, {"sort": Sort(), "plain": Plain(), **getattr(self, key)})
            @property
            def search(self) -> list:
                return self.chosen("search")
            def chosen(self, key: str) -> list:
                table = getattr(self, f"{key}_map")
                if names := os.getenv("ENABLED"):
                    found = [table[name] for name in names.split(",")]
                else:
                    found = list(table.values())
                return found
        app = FastAPI()
        extensions = Extensions()
        for one in [*extensions.search]:
            one.register(app)
        """
    )
    assert paths(project) == ["GET /sort"]
    assert operation(project, "GET /sort").conditional


WRAPPED = """
        import attr
        from typing import Annotated
        from fastapi import Depends, FastAPI, Path, Query
        from pydantic import BaseModel
        @attr.s
        class Request:
            pass
        def _split(value: Annotated[str | None, Query(description="x")] = None): ...
        @attr.s
        class Uri(Request):
            item_id: Annotated[str, Path()] = attr.ib()
            fields = attr.ib(default=None, converter=_split)
            limit: int = attr.ib(default=10)
            hidden: int = attr.ib(default=1, init=False)
        class Search(BaseModel):
            q: str
        def work(x): ...
        def endpoint_for(function, model):
            if issubclass(model, Request):
                def _endpoint(data=Depends(model)): ...
            elif issubclass(model, BaseModel):
                def _endpoint(data: model): ...
            else:
                raise ValueError
            return _endpoint
        def some_class(flag) -> type[Request]:
            return type("Made", (Request,), {})
        app = FastAPI()
        app.add_api_route("/{item_id}", endpoint_for(work, Uri), methods=["GET"])
        app.add_api_route("/search", endpoint_for(work, Search), methods=["POST"])
        app.add_api_route("/made", endpoint_for(work, some_class(1)), methods=["PUT"])
        """


def test_endpoints_for_a_model_and_what_attrs_makes_of_one(link: Link) -> None:
    project = link(main=WRAPPED)
    assert paths(project) == ["GET /{item_id}", "POST /search", "PUT /made"]
    (uri,) = operation(project, "GET /{item_id}").dependencies
    assert read(uri.parameters) == [
        ("item_id", In.PATH, True),
        ("fields", In.QUERY, False),
        ("limit", In.QUERY, False),
    ]
    assert read(operation(project, "POST /search").parameters) == [("data", In.BODY, True)]


def test_a_promised_class_is_not_the_class(link: Link) -> None:
    assert needs(link(main=WRAPPED), "PUT /made") == []


def test_a_mixin_behind_a_model(link: Link) -> None:
    project = link(
        main="""
        from fastapi import Depends, FastAPI
        from fastapi.routing import Mount
        from pydantic import BaseModel
        class Injector:
            def depends(self, q: str): ...
        class Injected(BaseModel, Injector): ...
        app = FastAPI(routes=[Mount("/in", app=FastAPI())])
        @app.get("/x", dependencies=[Depends(Injected().depends)])
        def x(): ...
        """
    )
    assert paths(project) == ["MOUNT /in", "GET /x"]
    assert needs(project, "GET /x") == ["depends"]


def test_helpers_that_make_markers(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI, Query
        def listed(default, **more) -> Query:
            return Query(default, **more)
        app = FastAPI()
        @app.get("/x")
        def x(names: list[str] = listed([]), size: int = listed(...)): ...
        """
    )
    assert read(operation(project, "GET /x").parameters) == [
        ("names", In.QUERY, None),
        ("size", In.QUERY, None),
    ]


def test_the_flag_for_the_cache_counts_for_parameters_only(link: Link) -> None:
    text = """
        from fastapi import Depends, FastAPI
        def once(): ...
        app = FastAPI(dependencies=[Depends(once, use_cache=False)])
        @app.get("/x")
        def x(a=Depends(once, use_cache=False)): ...
        """
    flags = [one.dependency.use_cache for one in operation(link(main=text), "GET /x").dependencies]
    assert flags == [True, False]
    then = link({"main.py": text, "requirements.txt": "fastapi==0.119.1\n"})
    assert [one.dependency.use_cache for one in operation(then, "GET /x").dependencies] == [False, False]


def test_traits_and_joined_addresses(link: Link) -> None:
    project = link(
        main="""
        import posixpath
        from urllib.parse import urljoin
        from fastapi import APIRouter, FastAPI
        from starlette_exporter import handle_metrics
        from traitlets import Bool, Unicode
        from traitlets.config import Configurable
        router = APIRouter()
        @router.get("/x")
        def x(): ...
        class Server(Configurable):
            prefix = Unicode("/base/", config=True)
            is_on = Bool(True, config=True)
            def make(self):
                def trim(url):
                    return url[:-1] if url.endswith("/") else url
                app = FastAPI()
                app.add_route(path="/metrics", route=handle_metrics)
                app.include_router(router, prefix=trim(self.prefix))
                if self.is_on:
                    app.include_router(router, prefix=urljoin("/", "predict"))
                    app.include_router(router, prefix=posixpath.join("/a", "b"))
                return app
        app = Server().make()
        """
    )
    assert paths(project) == ["? /metrics", "GET /base/x", "GET /predict/x", "GET /a/b/x"]


def test_response_models_that_are_handed_on(link: Link) -> None:
    project = link(
        main="""
        from fastapi import APIRouter, FastAPI
        from pydantic import BaseModel
        class Item(BaseModel): ...
        class Twice(APIRouter):
            def api_route(self, path, **kwargs):
                plain = super().api_route(path, **kwargs)
                slash = super().api_route(path + "/", include_in_schema=False, **kwargs)
                def decorator(function):
                    slash(function)
                    return plain(function)
                return decorator
        router = Twice()
        @router.get("/items", response_model=list[Item])
        def items(): ...
        @router.get("/item", response_model=Item)
        def item(): ...
        @router.get("/text", response_model=str)
        def text(): ...
        app = FastAPI()
        app.include_router(router)
        """
    )
    shown = [response_model_of(route) for route in project.routes]
    assert shown == ["list[Item]", "list[Item]", "Item", "Item", "str", "str"]


def test_endpoints_that_are_partial_and_paths_beside_them(link: Link) -> None:
    project = link(
        main="""
        import functools
        from fastapi import APIRouter, FastAPI, Request
        class Adapter:
            def __init__(self, card):
                self.card = card
            async def handle(self, method, request: Request, q: int = 1): ...
            def routes(self) -> dict:
                found = {("/send", "POST"): functools.partial(self.handle, 1)}
                if self.card.extended:
                    found[("/card", "GET")] = functools.partial(self.handle, 2)
                return found
        class Builder:
            def __init__(self, card):
                self._adapter = Adapter(card)
            def build(self, prefix=""):
                app = FastAPI()
                for route, callback in self._adapter.routes().items():
                    app.add_api_route(f"{prefix}{route[0]}", callback, methods=[route[1]])
                return app
        def run(card):
            return Builder(card).build()
        """
    )
    assert [one.display for one in project.applications[0].operations] == ["POST /send", "GET /card"]  # type: ignore[union-attr]
    (first, _) = project.applications[0].operations
    assert isinstance(first, PathOperation)
    assert [one.name for one in first.parameters] == ["request", "q"]


def test_keys_that_are_objects(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        class Key: ...
        key = Key()
        def make(app, **options):
            app.get("/x")(print)
        app = FastAPI()
        make(app, **{key: 1, [key]: 2, "a": 3})
        """
    )
    assert paths(project) == ["GET /x"]


def test_what_the_environment_does_not_set(link: Link) -> None:
    project = link(
        main="""
        import os
        from fastapi import FastAPI
        endpoint = os.getenv("ENDPOINT")
        path = "ws" if not endpoint else endpoint.strip("/")
        app = FastAPI()
        @app.websocket(f"/{path}")
        async def ws(websocket): ...
        @app.get(os.getenv("PREFIX") or "/x")
        def x(): ...
        @app.get(f"/{endpoint}/y")
        def y(): ...
        """
    )
    assert paths(project) == ["WEBSOCKET /ws", "GET /x", "GET ?"]


def test_plugins_in_a_folder_without_an_init(link: Link) -> None:
    project = link(
        {
            "main.py": """
            import importlib
            import pkgutil
            from dataclasses import dataclass
            from typing import Any, List, Optional
            from fastapi import FastAPI
            import team.plugins as namespace
            @dataclass
            class Plugin:
                name: str
                priority: int
                activate: Any
            _plugins: Optional[List[Plugin]] = None
            def load() -> List[Plugin]:
                global _plugins
                if _plugins is not None:
                    return _plugins
                def noop(*args): ...
                plugins = {}
                for _, name, _ in pkgutil.iter_modules(namespace.__path__):
                    module = importlib.import_module(namespace.__name__ + "." + name)
                    priority = getattr(module, "__priority__", 10)
                    plugins[name] = Plugin(name, priority, getattr(module, "__activate__", noop))
                _plugins = sorted(plugins.values(), key=lambda plugin: plugin.priority)
                return _plugins
            app = FastAPI()
            for plugin in load():
                plugin.activate(app)
            """,
            "team/plugins/a.py": "def __activate__(app):\n    @app.get('/a')\n    def a(): ...\n",
            "team/plugins/b.py": "__priority__ = 0\ndef __activate__(app):\n    @app.get('/b')\n    def b(): ...\n",
            "team/plugins/c.py": "",
        }
    )
    assert paths(project) == ["GET /b", "GET /a"]


def test_abstract_methods_never_run(link: Link) -> None:
    text = """
        import abc
        from fastapi import Depends, FastAPI
        class Auth(abc.ABC):
            @abc.abstractmethod
            def validate(self, token: str): ...
        class Basic(Auth):
            def validate(self, user: str, word: str): ...
        {other}
        def make() -> Auth: ...
        auth: Auth = make()
        app = FastAPI()
        @app.get("/x", dependencies=[Depends(auth.validate)])
        def x(): ...
        """
    (one,) = operation(link(main=text.format(other="")), "GET /x").dependencies
    assert [parameter.name for parameter in one.parameters] == ["user", "word"]
    other = "class Open(Auth):\n            def validate(self): ..."
    (one,) = operation(link(main=text.format(other=other)), "GET /x").dependencies
    assert not one.is_known
