"""What is made when somebody asks for it, noted by functions, or made by them: names, registries, classes.

What is expected is what FastAPI said.
"""

from __future__ import annotations

import pytest
from model_link import Link
from test_model_styles import app, paths

from fastapi_lint.model.domain import Application


def test_a_module_makes_names(link: Link) -> None:
    project = link(
        {
            "pkg/__init__.py": """
                from importlib import import_module
                LAZY = {"router": "pkg.routing", "PREFIX": "pkg.settings"}
                def __getattr__(name):
                    if name in LAZY:
                        return getattr(import_module(LAZY[name]), name)
                    raise AttributeError(name)
                """,
            "pkg/routing.py": """
                from fastapi import APIRouter
                router = APIRouter()
                @router.get("/x")
                def x(): ...
                """,
            "pkg/settings.py": "PREFIX = '/lazy'",
            "main.py": """
                import pkg
                from fastapi import FastAPI
                from pkg import router
                app = FastAPI()
                app.include_router(router, prefix=pkg.PREFIX)
                app.include_router(pkg.router)
                """,
        }
    )
    assert paths(project) == ["GET /lazy/x", "GET /x"]


def test_an_object_stands_for_the_settings(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        from pydantic_settings import BaseSettings
        class Settings(BaseSettings):
            prefix: str = "/v1"
        def get_settings() -> Settings:
            return Settings()
        class Proxy:
            own = "/own"
            def __getattr__(self, key):
                return getattr(get_settings(), key)
        settings = Proxy()
        app = FastAPI()
        @app.get(settings.prefix + settings.own)
        def x(): ...
        """
    )
    assert paths(project) == ["GET /v1/own"]


REGISTRY = """
    from fastapi import APIRouter, FastAPI
    {code}
    app = FastAPI()
    for name, router in {held}.items():
        app.include_router(router, prefix="/" + name)
    """


@pytest.mark.parametrize(
    ("code", "held"),
    [
        pytest.param(
            """
    class Registry:
        known = {}
        @classmethod
        def add(cls, name, router):
            cls.known[name] = router
    Registry.add("a", APIRouter())
    Registry.add("b", APIRouter())
    """,
            "Registry.known",
            id="class",
        ),
        pytest.param(
            """
    KNOWN = {}
    def add(name, router):
        KNOWN.setdefault(name, router)
    add("a", APIRouter())
    add("b", APIRouter())
    """,
            "KNOWN",
            id="function",
        ),
        pytest.param(
            """
    class Registry:
        def __init__(self):
            self.known = {}
        def named(self, name):
            def decorate(maker):
                self.known[name] = APIRouter()
                return maker
            return decorate
    registry = Registry()
    @registry.named("a")
    def a(): ...
    @registry.named("b")
    class B: ...
    """,
            "registry.known",
            id="decorators",
        ),
    ],
)
def test_registries_are_filled(link: Link, code: str, held: str) -> None:
    text = REGISTRY.replace("{code}", code.strip()).replace("{held}", held)
    routed = text.replace("APIRouter()", "made()").replace(
        "import APIRouter, FastAPI",
        "import APIRouter, FastAPI\n    from routing import made",
    )
    routing = """
    from fastapi import APIRouter
    def made():
        router = APIRouter()
        @router.get("/x")
        def x(): ...
        return router
    """
    assert paths(link(main=routed, routing=routing)) == ["GET /a/x", "GET /b/x"]


def test_a_registry_is_asked(link: Link) -> None:
    project = link(
        main="""
        from dataclasses import dataclass
        from fastapi import FastAPI
        @dataclass
        class Task:
            path: str
        class Tasks:
            known = {}
            @classmethod
            def add(cls, name: str, path: str) -> None:
                cls.known[name] = Task(path=path)
            @classmethod
            def get(cls, name: str) -> Task:
                return cls.known[name]
        Tasks.add("a", "/first")
        Tasks.add("b", "/second")
        app = FastAPI()
        for name in ("a", "b"):
            task = Tasks.get(name)
            @app.get(task.path)
            def read(): ...
        """
    )
    assert paths(project) == ["GET /first", "GET /second"]


def test_a_function_makes_a_class(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        from sqlalchemy.orm import DeclarativeBase
        def make(base: type[DeclarativeBase]) -> type[DeclarativeBase]:
            class User(base):
                __tablename__ = "users"
            return User
        class Base(DeclarativeBase): ...
        model = make(Base)
        app = FastAPI()
        @app.get("/" + model.__name__)
        def read(): ...
        """
    )
    assert paths(project) == ["GET /User"]


def test_what_wants_a_missing_module_is_conditional(link: Link) -> None:
    project = link(
        main="""
        from importlib import import_module
        from fastapi import FastAPI
        app = FastAPI()
        @app.get("/x")
        def x(): ...
        for name in ("a", "b"):
            try:
                module = import_module(f"plugins.{name}")
            except ImportError:
                continue
            app.include_router(module.router)
        @app.get("/y")
        def y(): ...
        """
    )
    assert [entry.conditional for entry in app(project).operations] == [False, True, True, False]


def test_a_package_begins_before_the_modules_in_it(link: Link) -> None:
    """As Python imports them: ``lib.core`` makes an application, and yet ``lib`` is there when it is read."""
    project = link(
        {
            "lib/__init__.py": "from lib.core import Admin",
            "lib/core.py": """
                from fastapi import FastAPI
                class Admin:
                    def __init__(self):
                        self.app = FastAPI()
                        self.app.get("/x")(self.x)
                    def x(self): ...
                """,
            "main.py": """
                from lib import Admin
                admin = Admin()
                served = admin.app
                """,
        }
    )
    served = project.modules["/p/main.py"].names["served"]
    assert isinstance(served, Application)
    assert [entry.path for entry in served.operations] == ["/x"]


def test_a_package_shows_type_checkers_what_it_loads_when_asked(link: Link) -> None:
    project = link(
        {
            "api/__init__.py": """
                from importlib import import_module
                from typing import TYPE_CHECKING
                if TYPE_CHECKING:
                    from api import books
                def __getattr__(name):
                    return import_module(f"{__name__}.{name}")
                """,
            "api/books.py": """
                from fastapi import APIRouter
                router = APIRouter()
                @router.get("/books")
                def books(): ...
                """,
            "api/app.py": """
                import api
                from fastapi import FastAPI
                app = FastAPI()
                app.include_router(api.books.router)
                """,
        }
    )
    assert paths(project) == ["GET /books"]
