"""In which order modules are imported, and with them what they register. What is expected is what Python did."""

from __future__ import annotations

import pytest
from model_link import Link
from test_model_styles import paths

from fastapi_lint.model.domain import Class
from fastapi_lint.session import Session
from fastapi_lint.workspace.config import load
from fastapi_lint.workspace.files import MemoryFiles

_ROUTES = """
from shared import router
@router.get("/{name}")
def {name}(): ...
"""


def test_who_serves_an_application_begins(link: Link) -> None:
    project = link(
        {
            "a_script.py": "import second\nimport first\n",
            "shared.py": "from fastapi import APIRouter\nrouter = APIRouter()\n",
            "first.py": _ROUTES.format(name="first"),
            "second.py": _ROUTES.format(name="second"),
            "tests/test_app.py": "import second\nfrom fastapi import FastAPI\nother = FastAPI()\n",
            "web.py": "import first\nimport second\nfrom fastapi import FastAPI\nfrom shared import router\n"
            "app = FastAPI()\napp.include_router(router)\n",
        }
    )
    assert paths(project) == ["GET /first", "GET /second"]


def test_what_only_type_checkers_import(link: Link) -> None:
    project = link(
        {
            "shared.py": "from typing import TYPE_CHECKING\nfrom fastapi import APIRouter\n"
            "if TYPE_CHECKING:\n    from second import Kind\nrouter = APIRouter()\n"
            "def need(kind: 'Kind'): ...\n",
            "first.py": _ROUTES.format(name="first"),
            "second.py": _ROUTES.format(name="second") + "class Kind: ...\n",
            "web.py": "from fastapi import FastAPI\nfrom shared import router\nimport first\nimport second\n"
            "app = FastAPI()\napp.include_router(router)\n",
        }
    )
    assert paths(project) == ["GET /first", "GET /second"]
    kind = project.modules["/p/shared.py"].names["Kind"]
    assert kind is project.modules["/p/second.py"].names["Kind"]


def test_bases_that_come_by_way_of_a_circle(link: Link) -> None:
    """``main`` begins with ``child``; whoever begins with ``base`` asks for a base that is not there yet."""
    project = link(
        {
            "child.py": "from base import Base\nclass Child(Base): ...\n",
            "base.py": "import child\nclass Base:\n    def read(self): ...\n",
            "main.py": "import child\n",
        }
    )
    child, base = (project.modules[f"/p/{name}.py"].names[name.title()] for name in ("child", "base"))
    assert isinstance(child, Class)
    assert child.ancestors == (base,)


@pytest.mark.parametrize("inner", ["web", "shop/web"])
def test_a_root_that_is_part_of_a_package(inner: str) -> None:
    package = inner.replace("/", ".")
    memory = MemoryFiles(
        {
            f"/p/{inner}/app.py": f"from fastapi import FastAPI\nfrom {package}.routes import router\n"
            "app = FastAPI()\napp.include_router(router)\n",
            f"/p/{inner}/routes.py": "from fastapi import APIRouter\nrouter = APIRouter()\n"
            "@router.get('/x')\ndef x(): ...\n",
            f"/p/{inner}/pyproject.toml": "",
        }
    )
    root = f"/p/{inner}"
    assert paths(Session(memory, load([root], files=memory), [], strict=True).project()) == ["GET /x"]


def test_packages_come_before_what_is_in_them(link: Link) -> None:
    project = link(
        {
            "a_main.py": "from shop import Shop\napp = Shop().get_app()\n",
            "shop/__init__.py": "from shop.web import Shop\n",
            "shop/routes.py": "from fastapi import APIRouter\nrouter = APIRouter()\n"
            "@router.get('/x')\ndef x(): ...\n",
            "shop/web.py": "from fastapi import FastAPI\nfrom shop.routes import router\nclass Shop:\n"
            "    def get_app(self):\n        app = FastAPI()\n        app.include_router(router)\n"
            "        return app\n",
        }
    )
    assert project.modules["/p/a_main.py"].names["app"] is project.applications[0]
