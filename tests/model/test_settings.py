"""Paths that are configured: their defaults, also by way of the project's own kind of settings."""

from __future__ import annotations

import pytest
from model_link import Link
from test_module_discovery import paths


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ('PREFIX = os.getenv("PREFIX", "/api")', "GET /api/x"),
        ('from decouple import config\nPREFIX = config("PREFIX", default="/api")', "GET /api/x"),
        ('from decouple import config\nPREFIX = config("PREFIX", default="1", cast=int)', "GET ?"),
        (
            'from starlette.config import Config\nconfig = Config()\nPREFIX = config("P", default="/api")',
            "GET /api/x",
        ),
        ('from environs import Env\nenv = Env()\nPREFIX = env.str("PREFIX", "/api")', "GET /api/x"),
        ('PREFIX = os.getenv("PREFIX", "") or "/api"', "GET /api/x"),
        ('SET = os.getenv("SET", "api")\nPREFIX = f"/{SET}" if SET else ""', "GET /api/x"),
        (
            """
def normal(path):
    if not path.startswith("/"):
        path = f"/{path}"
    return path.rstrip("/")
PREFIX = normal(os.getenv("PREFIX", "api/"))
""",
            "GET /api/x",
        ),
        (
            """
def prefixed(route):
    if prefix := os.environ.get("PREFIX"):
        return prefix.rstrip("/") + route
    return route
PREFIX = prefixed("/api")
""",
            "GET /api/x",
        ),
        (
            """
class Settings:
    def __init__(self, prefix):
        self.prefix = prefix
    def str(self, key, default=None, **kwargs) -> str:
        return self._read(key, default=default, **kwargs)
    def _read(self, key, default, cast=str):
        found = os.environ.get(self.prefix + key)
        if found is None:
            return default
        return cast(found)
settings = Settings("APP_")
class Own(Settings):
    PREFIX = settings.str("PREFIX", "/api", description="where it is")
PREFIX = Own("APP_").PREFIX
""",
            "GET /api/x",
        ),
        (
            """
def choose(key, default) -> str:
    return tables.look(key, default)
PREFIX = choose("PREFIX", "/api")
""",
            "GET ?",
        ),
    ],
)
def test_defaults(link: Link, code: str, path: str) -> None:
    imports = "import os\nfrom elsewhere import tables\nfrom fastapi import FastAPI\napp = FastAPI()\n"
    served = '\n@app.get(PREFIX + "/x")\ndef x(): ...\n'
    assert paths(link(main=f"{imports}{code.strip()}{served}")) == [path]


def test_a_default_decides_nothing(link: Link) -> None:
    project = link(
        main="""
        import os
        from fastapi import FastAPI
        app = FastAPI()
        MODE = os.getenv("MODE", "") or "debug"
        if MODE == "debug":
            @app.get("/debug")
            def debug(): ...
        """
    )
    assert [entry.conditional for entry in project.applications[0].operations] == [True]


def test_what_a_constructor_is_given_is_part_of_what_a_method_registers(link: Link) -> None:
    project = link(
        main="""
        import os
        from pathlib import Path
        from fastapi import FastAPI
        from fastapi.staticfiles import StaticFiles
        class Keys:
            def __init__(self, url: str):
                self.url = Path(url)
            def mount(self, app: FastAPI):
                app.mount(str(self.url.parent), StaticFiles(directory="keys"))
        class Server:
            def __init__(self, with_keys=True):
                self.keys = Keys(os.getenv("KEYS", "/.well-known/keys.json")) if with_keys else None
                self.app = FastAPI()
                self.configure()
            def configure(self):
                if self.keys is not None:
                    self.keys.mount(self.app)
        app = Server().app
        """
    )
    assert paths(project) == ["MOUNT /.well-known"]


def test_an_application_that_one_class_makes(link: Link) -> None:
    code = """
        from abc import ABC
        from fastapi import FastAPI
        from elsewhere import configured
        class Manager(ABC):
            def get_app(self) -> FastAPI | None:
                return None
        class Simple(Manager):
            def get_app(self) -> FastAPI | None:
                inner = FastAPI()
                @inner.get("/login")
                def login(): ...
                return inner
        def manager() -> Manager:
            return configured()
        app = FastAPI()
        made = manager()
        if inner := made.get_app():
            app.mount("/auth", inner)
        """
    project = link(main=code)
    (app,) = [one for one in project.applications if one.name == "app"]
    (mount,) = app.operations
    assert mount.conditional
    assert [one.display for one in mount.mount.application.operations] == ["GET /login"]  # type: ignore[union-attr]
    several = link(
        main=code.replace(
            "def manager", "class Other(Simple):\n            def get_app(self): ...\n        def manager"
        )
    )
    (app,) = [one for one in several.applications if one.name == "app"]
    assert not hasattr(app.operations[0].mount.application, "operations")  # type: ignore[union-attr]
