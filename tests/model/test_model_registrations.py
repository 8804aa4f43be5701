"""Where routes come from in larger applications: packages that are listed, settings, own kinds of routes and views.

What is expected is what FastAPI said.
"""

from __future__ import annotations

import pytest
from model_link import Link
from test_model_styles import needs, paths

from fastapi_lint.model.domain import Application

ROUTER = """
    from fastapi import APIRouter
    router = APIRouter(prefix="/{name}")
    @router.get("/")
    def read(): ...
    """


def test_modules_of_a_package_are_listed(link: Link) -> None:
    project = link(
        {
            "app/__init__.py": "",
            "app/routers/__init__.py": """
                import importlib
                import pkgutil
                def register(app):
                    for found in pkgutil.iter_modules(__path__):
                        module = importlib.import_module(f"{__name__}.{found.name}")
                        if hasattr(module, "router"):
                            app.include_router(module.router)
                """,
            "app/routers/beta.py": ROUTER.replace("{name}", "beta"),
            "app/routers/alpha.py": ROUTER.replace("{name}", "alpha"),
            "app/routers/nothing.py": "x = 1",
            "app/routers/deep/__init__.py": "",
            "app/routers/deep/inner.py": ROUTER.replace("{name}", "inner"),
            "app/main.py": """
                import importlib
                import pkgutil
                from fastapi import APIRouter, FastAPI
                from app import routers
                app = FastAPI()
                routers.register(app)
                for _, name, is_package in pkgutil.walk_packages(routers.__path__, routers.__name__ + "."):
                    if is_package:
                        continue
                    found = getattr(importlib.import_module(name), "router", None)
                    if isinstance(found, APIRouter):
                        app.include_router(found, prefix="/walk")
                for name in ("alpha", "beta"):
                    app.include_router(importlib.import_module(f".{name}", package="app.routers").router, prefix="/by")
                """,
        }
    )
    assert paths(project) == [
        "GET /alpha/",
        "GET /beta/",
        "GET /walk/alpha/",
        "GET /walk/beta/",
        "GET /walk/inner/",
        "GET /by/alpha/",
        "GET /by/beta/",
    ]


def test_prefixes_of_settings_and_records(link: Link) -> None:
    project = link(
        main="""
        from functools import partial
        from typing import NamedTuple
        from fastapi import APIRouter, Depends, FastAPI
        from pydantic import BaseModel, computed_field
        from pydantic_settings import BaseSettings
        def need(): ...
        class V1(BaseModel):
            prefix: str = "/v1"
        class Api(BaseModel):
            prefix: str = "/api"
            v1: V1 = V1()
        class Settings(BaseSettings):
            api: Api = Api()
            @computed_field
            @property
            def docs(self) -> str:
                return f"{self.api.prefix}/docs"
        class Spec(NamedTuple):
            router: APIRouter
            prefix: str = "/spec"
        settings = Settings()
        router = APIRouter()
        @router.get("/x")
        def x(): ...
        app = FastAPI()
        app.include_router(router, prefix=settings.api.prefix + settings.api.v1.prefix)
        app.include_router(router, prefix=settings.docs)
        for spec in (Spec(router), Spec(router=router, prefix="/more")):
            app.include_router(spec.router, prefix=spec.prefix)
        partial(app.include_router, prefix="/partial")(router)
        app.include_router(router, prefix="/%s/%s" % ("api", "v8"))
        get = partial(app.get, dependencies=[Depends(need)])
        @get("/needs")
        def needing(): ...
        """
    )
    assert paths(project) == [
        "GET /api/v1/x",
        "GET /api/docs/x",
        "GET /spec/x",
        "GET /more/x",
        "GET /partial/x",
        "GET /api/v8/x",
        "GET /needs",
    ]
    assert needs(project, "GET /needs") == ["need"]


def test_factories_by_way_of_classes_and_local_imports(link: Link) -> None:
    project = link(
        {
            "server.py": """
                from fastapi import FastAPI
                class Server:
                    def __init__(self, base: FastAPI | None = None):
                        self.base = base
                        self.app = self._make()
                    def _make(self):
                        if self.base:
                            app = self.base
                        else:
                            app = self._new()
                        self._add(app)
                        return app
                    def _new(self) -> FastAPI:
                        return FastAPI()
                    def _add(self, app: FastAPI):
                        app.get("/x")(self.x)
                    def x(self, q: int): ...
                """,
            "main.py": """
                def create_app(*args, **kwargs):
                    from server import Server
                    server = Server(*args, **kwargs)
                    return server.app
                app = create_app()
                """,
        }
    )
    assert paths(project) == ["GET /x"]


def test_own_kinds_of_routes(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        from fastapi.routing import APIRoute
        class Timed(APIRoute): ...
        class Versioned(APIRoute):
            def __init__(self, path, *args, limit=3, **kwargs):
                super().__init__("/v1" + path, *args, **kwargs)
        def x(): ...
        app = FastAPI(routes=[Timed("/a", x), Versioned("/b", x, methods=["POST"])])
        """
    )
    assert paths(project) == ["GET /a", "POST /v1/b"]


def test_own_copies_of_class_based_views(link: Link) -> None:
    project = link(
        {
            "views.py": """
                import inspect
                from fastapi import APIRouter, Depends
                def controller(router: APIRouter, *urls):
                    def decorator(cls):
                        return _cbv(router, cls)
                    return decorator
                def _cbv(router, cls):
                    inner = APIRouter()
                    for route in [r for r in router.routes if r.endpoint in vars(cls).values()]:
                        router.routes.remove(route)
                        route.path = route.path[len(router.prefix) :]
                        _update(cls, route)
                        inner.routes.append(route)
                    router.include_router(inner)
                    return cls
                def _update(cls, route):
                    first, *rest = inspect.signature(route.endpoint).parameters.values()
                    route.endpoint.__signature__ = inspect.Signature([first.replace(default=Depends(cls)), *rest])
                """,
            "main.py": """
                from fastapi import APIRouter, Depends, FastAPI
                from views import controller
                def db(): ...
                router = APIRouter(prefix="/groups")
                @controller(router)
                class Groups:
                    def __init__(self, session=Depends(db)): ...
                    @router.get("/all")
                    def get_all(self, q: int = 3): ...
                app = FastAPI()
                app.include_router(router, prefix="/api")
                """,
        }
    )
    assert paths(project) == ["GET /api/groups/all"]
    assert len(needs(project, "GET /api/groups/all")) == 2


@pytest.mark.parametrize("promise", ["", " -> APIRouter"])
def test_a_helper_hands_on_the_router_of_a_library(link: Link, promise: str) -> None:
    project = link(
        users="""
        from functools import lru_cache
        from fastapi_users import FastAPIUsers

        @lru_cache
        def get_users():
            users = FastAPIUsers[User, int](get_user_manager, [backend])
            return users
        """,
        registering=f"""
        from fastapi import APIRouter
        from users import get_users

        def registering(){promise}:
            return get_users().get_register_router(UserRead, UserCreate)
        """,
        main="""
        from fastapi import FastAPI
        from registering import registering
        app = FastAPI()
        app.include_router(registering(), prefix="/auth")
        """,
    )
    assert paths(project) == ["POST /auth/register"]


def test_a_helper_that_promises_an_application_takes_no_part(link: Link) -> None:
    project = link(
        main="""
        import os
        from fastapi import FastAPI

        def build() -> FastAPI:
            app = FastAPI()

            @app.get("/status")
            def status() -> int:
                return 1

            return app

        def hosted(make) -> FastAPI:
            return make()

        def create_app() -> FastAPI:
            if os.getenv("HOSTED"):
                return hosted(build)
            return build()
        """
    )
    made = {function.name: value for function, value in project.made.items()}
    assert isinstance(made["create_app"], Application)


def test_libraries_bring_routes(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        from fastapi_users import FastAPIUsers
        from prometheus_fastapi_instrumentator import Instrumentator
        from sqladmin import Admin
        users = FastAPIUsers[User, int](get_user_manager, [backend])
        app = FastAPI()
        app.include_router(users.get_auth_router(backend), prefix="/auth/jwt")
        app.include_router(users.get_register_router(UserRead, UserCreate), prefix="/auth")
        app.include_router(users.get_reset_password_router(), prefix="/auth")
        app.include_router(users.get_verify_router(UserRead), prefix="/auth")
        app.include_router(users.get_users_router(UserRead, UserUpdate), prefix="/users")
        app.include_router(users.get_oauth_router(google, backend, "SECRET"), prefix="/google")
        Instrumentator().instrument(app).expose(app)
        Instrumentator().expose(app, endpoint="/stats", include_in_schema=False)
        Admin(app, engine)
        Admin(app, engine, base_url="/back")
        """
    )
    assert paths(project) == [
        "POST /auth/jwt/login",
        "POST /auth/jwt/logout",
        "POST /auth/register",
        "POST /auth/forgot-password",
        "POST /auth/reset-password",
        "POST /auth/request-verify-token",
        "POST /auth/verify",
        "GET /users/me",
        "PATCH /users/me",
        "GET /users/{id}",
        "PATCH /users/{id}",
        "DELETE /users/{id}",
        "GET /google/authorize",
        "GET /google/callback",
        "GET /metrics",
        "GET /stats",
        "MOUNT /admin",
        "MOUNT /back",
    ]


def test_a_helper_that_gives_a_list_or_none_shows_no_dependencies(link: Link) -> None:
    project = link(
        main="""
        import os
        from fastapi import Depends, FastAPI
        def user(): ...
        def needed(is_open):
            if is_open:
                return None
            return [Depends(user)]
        def always():
            return [Depends(user)]
        app = FastAPI(dependencies=needed(os.getenv("OPEN")))
        other = FastAPI(dependencies=always())
        """
    )
    shown = [(app.shows_dependencies, len(app.dependencies)) for app in project.applications]
    assert shown == [(False, 0), (True, 1)]


def test_methods_that_call_each_other_register_what_either_of_them_does(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        app = FastAPI()
        class Base:
            def start(self):
                self.more()
                self.last()
            def more(self):
                self.start()
            def last(self): ...
        class Service(Base):
            def last(self):
                app.add_api_route("/", read)
        def read(): ...
        """
    )
    base, service = project.classes()
    for method in (base.methods["start"], base.methods["more"]):
        assert project.registrars.registers_as(method, service)
        assert not project.registrars.registers_as(method, base)
